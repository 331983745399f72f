package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/server"
)

type entityPage struct {
	*report.Shown
	Is      string
	Scripts []string // names in other letters
	Was     string   // the id that led here
	Heirs   []string

	Story   []string
	Reasons []reasons
	By      []lister
	Map     *tileMap
	Time    *timeline
	AsOf    *asOf
	Names   []nameGroup
	Sources []source
	Fields  []field
	Related []related
	Joined  folded[joined]
	Differ  []differ
}

// reasons is why a list says that it lists the party.
type reasons struct{ Title, Text string }

// lister is a listing of the entity: who lists it, since when, what it orders.
type lister struct {
	*report.ShownListing
	Code, Since, Later, Gone string
	Not                      string // a sanction, but this
	Closed                   string // its list is no longer published
	Measures                 []string
}

// source is a listing with the edition that states it.
type source struct {
	*report.ShownListing
	Edition, SHA string
}

type nameGroup struct {
	Key   string // of the catalogue
	Names folded[namedBy]
}

type namedBy struct {
	Name string
	By   []interdict.Ref
}

type related struct {
	interdict.Link
	Words string
	// ID is the entity's, where one has the name or the listing's id.
	Entity string
	By     interdict.Ref
}

// joined is what makes listings one party.
type joined struct {
	Words string
	By    []interdict.Ref
}

type differ struct {
	Field  string
	Values []differValue
}

type differValue struct {
	Value string
	By    []interdict.Ref
}

func (p *Pages) entity(r *http.Request, s *server.Serving) (*answer, error) {
	id := r.PathValue("id")
	found, now, heirs, err := s.Find(r.Context(), id)
	if err == nil && len(found) == 0 {
		found, err = s.Past(r.Context(), id)
	}
	if err != nil {
		return nil, err
	}
	switch {
	case len(found) == 0:
		return nil, refused(http.StatusNotFound, "wrong.no_entity", report.Clean(id))
	case len(found) > 1:
		return &answer{page: "several", nav: "search", title: p.words.say("several.title"), data: found}, nil
	case found[0].ID != id:
		to := "/entity/" + url.PathEscape(found[0].ID)
		if now == found[0].ID { // merged, and not just a listing's own id
			to += "?was=" + url.QueryEscape(id)
		}
		return &answer{to: to}, nil
	}
	shown, err := s.Shown(r.Context(), &found[0])
	if err != nil {
		return nil, err
	}
	d := &entityPage{Shown: shown, Was: report.Clean(r.URL.Query().Get("was")), Heirs: heirs}
	a := &answer{page: "entity", part: "asof", nav: "search", title: report.Clean(shown.Caption), data: d}
	if d.AsOf, err = p.asOf(r, s, shown); err != nil || r.Header.Get("HX-Request") == "true" {
		return a, err
	}
	p.describe(s, d)
	return a, nil
}

// describe fills in what the page shows beside what `interdict show` knows.
func (p *Pages) describe(s *server.Serving, d *entityPage) {
	var countries []interdict.Country
	for i := range d.Listings {
		l := &d.Listings[i]
		countries = append(countries, l.Listing.Countries...)
		if l.Reasons != "" {
			d.Reasons = append(d.Reasons, reasons{l.Title, l.Reasons})
		}
		for _, n := range l.Names {
			if lang, _ := scriptOf(n.Full); lang != "" && !slices.Contains(d.Scripts, n.Full) && len(d.Scripts) < 4 {
				d.Scripts = append(d.Scripts, n.Full)
			}
		}
	}
	d.Is = report.SentenceCase(report.Identity(d.Schema, d.Facts.BirthDates, countries))
	p.listers(d)
	d.Story = p.story(d)
	d.Map = p.tiles(s, d.Shown)
	d.Time = p.timeline(d.Shown, p.today())
	d.Names = groupNames(d.Listings)
	p.sources(s, d)
	d.Fields = fieldsOf(d.Listings)
	p.related(s, d)
	d.Joined = p.joined(d.JoinedBy)
	for _, c := range d.Conflicts {
		v := differ{Field: report.FieldWords(c.Field)}
		for _, cv := range c.Values {
			v.Values = append(v.Values, differValue{report.ConflictValueWords(c.Field, cv.Value), cv.Listings})
		}
		d.Differ = append(d.Differ, v)
	}
}

// cmpOr is the first text that is not empty.
func cmpOr(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}

func refWords(r interdict.Ref) string { return jurisdictionCode(r.List) + " " + r.ID }

func (p *Pages) today() interdict.Date { return interdict.DateOf(p.options.Now()) }

// listers are who lists the entity, the first to do so first.
func (p *Pages) listers(d *entityPage) {
	var first *interdict.Date
	for i := range d.Listings {
		l := &d.Listings[i]
		if exact(l) && (first == nil || l.Since.First() < first.First()) {
			first = l.Since
		}
	}
	for i := range d.Listings {
		l := &d.Listings[i]
		v := lister{ShownListing: l, Code: jurisdictionCode(l.List), Since: report.SinceWords(l.Since, l.From)}
		if days, ok := report.DaysBetween(first, l.Since); ok && exact(l) && days > 0 {
			v.Later = p.words.count("entity.later", days)
		}
		if l.Removed != nil {
			v.Gone = p.words.say("entity.gone", l.Removed.Words())
		}
		if day := all.Entry(l.List).Closed; !day.IsZero() {
			v.Closed = p.words.say("lists.closed", day.Words())
		}
		if !l.Kind.Sanctioned() {
			v.Not = report.KindWords(l.Kind)
		}
		for _, m := range l.Measures {
			v.Measures = append(v.Measures, report.MeasureWords(m))
		}
		d.By = append(d.By, v)
	}
	slices.SortStableFunc(d.By, func(a, b lister) int { return sinceOrder(a.ShownListing) - sinceOrder(b.ShownListing) })
}

// exact says that the list itself states the day since which it lists a party.
// The day of the first edition that holds it is no such day: the listing may be
// some days older, so that nobody can be said to have come later by it.
func exact(l *report.ShownListing) bool {
	return l.Since != nil && l.From == interdict.SinceStated && l.Since.Exact()
}

func sinceOrder(l *report.ShownListing) int {
	if l.Since == nil {
		return 1 << 30
	}
	return l.Since.First()
}

// story tells in sentences who lists the party, since when, why and what that
// means.
func (p *Pages) story(d *entityPage) (out []string) {
	var on, was, ordered, first, regimes []string
	var since *interdict.Date
	known := true // the day of each listing
	for i := range d.By {
		l := &d.By[i]
		switch {
		case l.Not != "":
		case l.Status == report.Delisted:
			was = once(was, who(l))
		default:
			on = once(on, who(l))
			known = known && exact(l.ShownListing)
			if exact(l.ShownListing) && (since == nil || *since == *l.ShownListing.Since) {
				since, first = l.ShownListing.Since, once(first, who(l))
			}
			for _, m := range l.Measures {
				ordered = once(ordered, m)
			}
			if l.Regime != "" {
				regimes = once(regimes, report.Clean(l.Regime))
			}
		}
	}
	was = slices.DeleteFunc(was, func(s string) bool { return slices.Contains(on, s) })
	switch {
	case len(on) == 0:
		out = append(out, p.words.say("story.nobody"))
	case since == nil:
		out = append(out, p.words.say("story.listed", p.sentence(on)))
	case len(first) == len(on):
		out = append(out, p.words.say("story.all_since", p.sentence(on), since.Words()))
	default:
		key := "story.first"
		if !known {
			key = "story.since"
		}
		out = append(out, p.words.say("story.listed", p.sentence(on)), report.SentenceCase(p.words.say(key, p.sentence(first), since.Words())))
	}
	if len(regimes) > 0 && len(d.Reasons) == 0 {
		out = append(out, p.words.say("story.regime", strings.Join(regimes[:min(len(regimes), shownRegimes)], "; ")))
	}
	if len(ordered) > 0 {
		out = append(out, p.words.say("story.measures", p.sentence(ordered)))
	}
	if len(was) > 0 {
		out = append(out, p.words.say("story.was", p.sentence(was)))
	}
	for i := range d.By {
		if l := &d.By[i]; l.Not != "" && l.Status == report.Listed {
			out = append(out, p.words.say("story.not", l.Title, l.Not))
		}
	}
	return out
}

// shownRegimes bounds the regimes that a story names.
const shownRegimes = 4

// once appends what is not there yet.
func once[T comparable](to []T, s T) []T {
	if slices.Contains(to, s) {
		return to
	}
	return append(to, s)
}

// who is a list's jurisdiction in a sentence, or the list itself.
func who(l *lister) string {
	j := jurisdictionOf(l.List)
	if j == "" {
		return l.Title
	}
	return inSentence(j)
}

// sentence joins words as in a sentence.
func (p *Pages) sentence(w []string) string {
	if n := len(w); n > 1 {
		return strings.Join(w[:n-1], ", ") + " " + p.words.say("and") + " " + w[n-1]
	}
	return strings.Join(w, "")
}

// sources are the listings with the editions that state them.
func (p *Pages) sources(s *server.Serving, d *entityPage) {
	for i := range d.Listings {
		l := &d.Listings[i]
		v := source{ShownListing: l}
		for _, in := range s.Lists {
			if in.ID == l.List {
				v.Edition, v.SHA = report.EditionWords(in), in.Edition
			}
		}
		if l.Status == report.Delisted && l.LastSeen != nil {
			v.Edition, v.SHA = l.LastSeen.Words(), ""
		}
		d.Sources = append(d.Sources, v)
	}
}

// joined are the facts that make listings one party, each once with all that
// share it.
func (p *Pages) joined(all []report.JoinedBy) (out folded[joined]) {
	for i := range all {
		words := p.joinedWords(&all[i])
		at := slices.IndexFunc(out, func(j joined) bool { return j.Words == words })
		if at < 0 {
			at, out = len(out), append(out, joined{Words: words})
		}
		for _, by := range all[i].Listings {
			out[at].By = once(out[at].By, by)
		}
	}
	return out
}

// joinedWords says by what two listings are of one party.
func (p *Pages) joinedWords(j *report.JoinedBy) string {
	if j.Kind == "likeness" {
		return p.words.say("joined.likeness", j.Fact, j.Weight.Bits())
	}
	return report.SentenceCase(j.Fact)
}

// related are the parties that the listings name, with those of them that are
// listed themselves.
func (p *Pages) related(s *server.Serving, d *entityPage) {
	seen := map[string]bool{}
	for i := range d.Listings {
		l := &d.Listings[i]
		for _, link := range l.Listing.Links {
			key := link.Type + "|" + link.Name + "|" + link.ID
			if seen[key] || len(d.Related) >= shownRelated {
				continue
			}
			seen[key] = true
			v := related{Link: link, Words: report.SentenceCase(strings.ReplaceAll(link.Type, "_", " ")), By: l.Listing.Ref()}
			v.Entity = p.linked(s, &link, l.List)
			d.Related = append(d.Related, v)
		}
	}
}

// shownRelated bounds the related parties of a page.
const shownRelated = 60

// linked is the entity that a link names: by its listing's id, or by a name
// that one listed party alone bears exactly.
func (p *Pages) linked(s *server.Serving, link *interdict.Link, list string) string {
	if link.ID != "" {
		if found, err := s.Engine.Entity(link.ID); err == nil {
			for i := range found {
				for j := range found[i].Listings {
					if l := &found[i].Listings[j]; l.List == list && l.ID == link.ID {
						return found[i].ID
					}
				}
			}
		}
	}
	if link.Name == "" {
		return ""
	}
	q := s.Query()
	q.Threshold, q.Limit = 9900, 2
	hits, err := s.Engine.Screen(&interdict.Subject{Names: []interdict.Name{{Full: link.Name, Kind: interdict.PrimaryName}}}, q)
	if err != nil || len(hits.Hits) != 1 {
		return ""
	}
	return hits.Hits[0].EntityID
}

// sanctioning says that a list in use is one of sanctions or proscriptions.
func sanctioning(list string) bool {
	return slices.ContainsFunc(all.Entry(list).Kinds, interdict.Kind.Sanctioned)
}
