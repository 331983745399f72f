package base

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/screen"
)

// GapQuestion asks who is listed by some and not by others.
type GapQuestion struct {
	By, Not []string // ids of lists, or jurisdictions
	// Kinds are those of listings that count; none means sanctions and
	// proscriptions, "all" every kind.
	Kinds []string
	// Since, where set, leaves out who was listed before that day.
	Since *interdict.Date
	Moment
}

// gapFinder finds who is listed by some and not by others.
type gapFinder struct {
	folder *Folder
	Moment
	since interdict.Date
	kinds []interdict.Kind // nil for every kind

	register *register.Register
	view     *register.View
	ids      *register.IDs
	engine   *screen.Engine           // of the view; nil where none is compiled
	of       map[interdict.Ref]string // without it, the entities of listings in force
	answer   report.Gaps
	entities map[string]*report.Gap
	parties  map[string][]string // of lists
}

// Gaps finds who is listed by some and not by others, at the question's Moment.
func (f *Folder) Gaps(ctx context.Context, q *GapQuestion) (_ *report.Gaps, err error) {
	if f.Starter {
		return nil, noGaps()
	}
	r, err := f.Register(ctx)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	g := gapFinder{folder: f, Moment: q.Moment, register: r}
	if g.view, err = r.InForce(ctx, g.At()); err != nil {
		return nil, err
	}
	if len(g.view.Lists) == 0 {
		return nil, &Empty{f.Dir}
	}
	if !g.IsPast() {
		// The snapshot's compiler has the register remember who belongs together.
		if g.engine, _, err = f.Snapshot(ctx, r, g.view); err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, g.engine.Close()) }()
		if err := f.Settle(ctx, r, g.view); err != nil {
			return nil, err
		}
	}
	if g.ids, err = r.IDs(ctx); err != nil {
		return nil, err
	}
	return g.find(ctx, q)
}

// Gaps finds who is listed by some and not by others, by what the base answers
// from. Its Moment counts in place of the question's.
func (b *Base) Gaps(ctx context.Context, q *GapQuestion) (*report.Gaps, error) {
	if b.Register == nil {
		return nil, noGaps()
	}
	g := gapFinder{folder: b.folder, Moment: b.Moment, register: b.Register, view: b.View, ids: b.IDs, engine: b.Engine}
	return g.find(ctx, q)
}

func noGaps() error {
	return Wrongf("the starter register has no history to find gaps in; load lists")
}

// wanted reads the kinds of listings to look for.
func (f *gapFinder) wanted(kinds []string) error {
	if len(kinds) == 0 {
		f.kinds = []interdict.Kind{interdict.Sanction, interdict.Proscription}
	}
	for _, k := range kinds {
		if k == "all" {
			f.kinds = nil
			return nil
		}
		if !slices.Contains(interdict.Kinds(), interdict.Kind(k)) {
			return Wrongf("--kind: there is no kind %q; docs/cli.md has them, all means every one", k)
		}
		f.kinds = append(f.kinds, interdict.Kind(k))
	}
	return nil
}

// find finds the gaps.
func (f *gapFinder) find(ctx context.Context, c *GapQuestion) (_ *report.Gaps, err error) {
	if c.Since != nil {
		f.since, f.answer.Since = *c.Since, c.Since
	}
	if err := f.wanted(c.Kinds); err != nil {
		return nil, err
	}
	for _, s := range f.view.Lists {
		if s.Reconstructed {
			f.answer.Reconstructed = append(f.answer.Reconstructed, s.Edition.List)
		}
	}
	if f.answer.By, err = f.partiesOf("--by", c.By); err != nil {
		return nil, err
	}
	if f.answer.Not, err = f.partiesOf("--not", c.Not); err != nil {
		return nil, err
	}
	for _, b := range f.answer.By {
		for _, n := range f.answer.Not {
			if i := slices.IndexFunc(b.Lists, func(list string) bool { return slices.Contains(n.Lists, list) }); i >= 0 {
				return nil, Wrongf("%s is both in --by %s and in --not %s; name lists or jurisdictions that have none in common", b.Lists[i], b.Name, n.Name)
			}
		}
	}
	if err := f.join(ctx); err != nil {
		return nil, err
	}
	if err := f.collect(ctx); err != nil {
		return nil, err
	}
	return f.tell(), nil
}

// partiesOf are the lists that each name stands for: a list's id, or a
// jurisdiction with loaded lists.
func (f *gapFinder) partiesOf(flag string, namesOf []string) (out []report.GapParty, err error) {
	var known []string
	for _, name := range namesOf {
		p := report.GapParty{Name: name, Lists: []string{}}
		var closed []string
		for _, s := range f.view.Lists {
			list := s.Edition.List
			entry := all.Entry(list)
			for _, k := range []string{list, entry.Jurisdiction} {
				if k != "" && !slices.Contains(known, k) {
					known = append(known, k)
				}
			}
			switch {
			case name == list, name == entry.Jurisdiction && f.mayHold(entry.Kinds) && !f.closed(entry):
				p.Lists = append(p.Lists, list)
			case name == entry.Jurisdiction && f.mayHold(entry.Kinds):
				closed = append(closed, list)
			}
		}
		if len(p.Lists) == 0 { // better what it last held than nothing
			p.Lists = append(p.Lists, closed...)
		}
		if len(p.Lists) == 0 {
			slices.Sort(known)
			return nil, Wrongf("%s: no loaded list is %q or of that jurisdiction with entries of the kinds asked for; there are %s", flag, name, strings.Join(known, ", "))
		}
		out = append(out, p)
	}
	return out, nil
}

// closed says that a list was no longer published at the Moment asked for: what
// it last held says nothing of that moment.
func (f *gapFinder) closed(l all.List) bool {
	today := f.today()
	return !l.Closed.IsZero() && l.Closed.First() <= today.Last()
}

// today is the day from which days count.
func (f *gapFinder) today() interdict.Date {
	if then := f.Then(); then != nil {
		return *then
	}
	return interdict.DateOf(f.folder.Now())
}

// mayHold says whether a list with entries of these kinds matters.
func (f *gapFinder) mayHold(kinds []interdict.Kind) bool {
	return f.kinds == nil || slices.ContainsFunc(kinds, func(k interdict.Kind) bool { return slices.Contains(f.kinds, k) })
}

// join finds the entities of the listings in force, where no engine knows them.
func (f *gapFinder) join(ctx context.Context) error {
	if f.engine != nil {
		return nil
	}
	j, err := f.folder.joinsIn(ctx, f.register, f.view)
	if err == nil {
		f.of = j.of()
	}
	return err
}

// inForce goes through the listings in force, each with its entity.
func (f *gapFinder) inForce(ctx context.Context, take func(l *interdict.Listing, entity string)) error {
	if f.engine != nil {
		for e, err := range f.engine.Entities() {
			if err != nil {
				return err
			}
			for i := range e.Listings {
				take(&e.Listings[i], e.ID)
			}
		}
		return nil
	}
	for l, err := range f.view.Listings(ctx) {
		if err != nil {
			return err
		}
		take(l, f.of[l.Ref()])
	}
	return nil
}

// collect gathers, entity by entity, the listings of all parties.
func (f *gapFinder) collect(ctx context.Context) error {
	f.entities, f.parties = map[string]*report.Gap{}, map[string][]string{}
	by := map[string]bool{}
	for _, p := range slices.Concat(f.answer.By, f.answer.Not) {
		for _, list := range p.Lists {
			f.parties[list] = append(f.parties[list], p.Name)
			by[list] = by[list] || slices.ContainsFunc(f.answer.By, func(b report.GapParty) bool { return b.Name == p.Name })
		}
	}
	spans, gone, err := f.spans(ctx)
	if err != nil {
		return err
	}
	err = f.inForce(ctx, func(l *interdict.Listing, entity string) {
		ref, parties := l.Ref(), f.parties[l.List]
		if len(parties) == 0 || f.kinds != nil && !slices.Contains(f.kinds, cmp.Or(l.Kind, all.Entry(l.List).Kind)) {
			return
		}
		e := f.entity(entity, ref)
		if e.Caption == "" || by[l.List] && len(e.By) == 0 {
			e.Caption, e.Schema = l.Caption(), l.Schema
		}
		shown := report.GapListing{ListedSince: interdict.ListedSince{Ref: ref, Since: l.Designation.Listed, From: interdict.SinceStated}, Measures: append([]interdict.Measure{}, l.Designation.Measures...)}
		if shown.Since.IsZero() {
			shown.From = interdict.SinceUnknown
			if s := spans[ref]; s != nil {
				shown.Since, shown.From = sinceOf(s)
			}
		}
		for _, p := range parties {
			shown.Party = p
			if by[l.List] {
				e.By = append(e.By, shown)
			} else {
				e.Listed = append(e.Listed, shown)
			}
		}
	})
	if err != nil {
		return err
	}
	return f.addRemovals(ctx, gone)
}

// entity is the one with an id, made where there is none yet.
func (f *gapFinder) entity(id string, ref interdict.Ref) *report.Gap {
	if id == "" {
		id = ref.List + "-" + ref.ID
	}
	e := f.entities[id]
	if e == nil {
		e = &report.Gap{EntityID: id, By: []report.GapListing{}, Listed: []report.GapListing{}, Absent: []string{}, Removed: []interdict.Removal{}}
		f.entities[id] = e
	}
	return e
}

// spans are those of all listings of the parties' lists, and those that are gone.
func (f *gapFinder) spans(ctx context.Context) (in map[interdict.Ref]*register.Span, gone []register.Span, err error) {
	in = map[interdict.Ref]*register.Span{}
	t := f.register.Timeline(f.view.Moment())
	for list := range f.parties {
		spans, err := t.Spans(ctx, list)
		if err != nil {
			return nil, nil, err
		}
		for i := range spans {
			if spans[i].Gone != nil {
				gone = append(gone, spans[i])
			} else {
				in[spans[i].Ref] = &spans[i]
			}
		}
	}
	slices.SortFunc(gone, func(a, b register.Span) int {
		return cmp.Or(cmp.Compare(a.Ref.List, b.Ref.List), cmp.Compare(a.Ref.ID, b.Ref.ID))
	})
	return in, gone, nil
}

// addRemovals adds to the entities the listings that the parties removed.
func (f *gapFinder) addRemovals(ctx context.Context, gone []register.Span) error {
	belongs, err := f.ids.Entities(ctx)
	if err != nil {
		return err
	}
	merged, err := f.ids.Merged(ctx)
	if err != nil {
		return err
	}
	for i := range gone {
		s := &gone[i]
		id := belongs[s.Ref]
		if now, ok := merged[id]; ok {
			id = now
		}
		if e := f.entities[id]; e != nil {
			e.Removed = append(e.Removed, interdict.Removal{Ref: s.Ref, LastSeen: s.Last.Day(), Removed: s.Gone.Day()})
		}
	}
	return nil
}

// tell makes the answer of what was gathered.
func (f *gapFinder) tell() *report.Gaps {
	g := &f.answer
	g.AsOf, g.KnownAt, g.Gaps, g.Both = f.AsOf, f.Known, []report.Gap{}, []report.Gap{}
	today := f.today()
	for _, e := range f.entities {
		if len(e.By) == 0 {
			continue
		}
		f.date(e, &today)
		if !f.since.IsZero() && (e.Since == nil || e.Since.First() < f.since.First()) {
			continue
		}
		g.Entities++
		for _, p := range g.Not {
			if !slices.ContainsFunc(e.Listed, func(l report.GapListing) bool { return l.Party == p.Name }) {
				e.Absent = append(e.Absent, p.Name)
			}
		}
		if len(e.Listed) == 0 {
			g.Gaps = append(g.Gaps, *e)
		} else {
			g.Both = append(g.Both, *e)
		}
	}
	g.Sort()
	return g
}

// date finds since when an entity is listed by the first of By, and how many
// days later the others came. Where one listing of By may be older than the
// others and its day is not known, nothing can be counted.
func (f *gapFinder) date(e *report.Gap, today *interdict.Date) {
	for i := range e.By {
		l := &e.By[i]
		if l.From.Exact() && (e.Since == nil || l.Since.First() < e.Since.First()) {
			e.Since = &l.Since
		}
	}
	for i := range e.By {
		if l := &e.By[i]; !l.From.Exact() && e.Since != nil && (l.From == interdict.SinceUnknown || l.Since.First() <= e.Since.First()) {
			e.Since = nil
		}
	}
	if n, ok := report.DaysBetween(e.Since, today); ok {
		e.Days = &n
	}
	for i := range e.Listed {
		l := &e.Listed[i]
		if !l.From.Exact() {
			continue
		}
		if n, ok := report.DaysBetween(e.Since, &l.Since); ok {
			l.Delay = &n
		}
	}
}
