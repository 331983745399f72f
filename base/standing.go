package base

import (
	"context"
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
)

// Standings tell of entities what no single list can. They keep what they told,
// since an entity that is hit once is often hit again, and are for one
// goroutine.
type Standings struct {
	b *Base
	// timeline is that of the Moment asked for, ever that of all editions known
	// then; nil without a register.
	timeline, ever *register.Timeline
	kept           map[string]*interdict.Standing
	decided        []entities.Decision // nil until they are needed
}

func (b *Base) Standings() *Standings {
	s := &Standings{b: b, kept: map[string]*interdict.Standing{}}
	if b.Register != nil {
		s.timeline, s.ever = b.Register.Timeline(b.View.Moment()), b.Register.Timeline(b.View.Held())
	}
	return s
}

// Of is the standing of an entity with these listings in force.
func (s *Standings) Of(ctx context.Context, e *interdict.Entity) (*interdict.Standing, error) {
	if have := s.kept[e.ID]; have != nil {
		return have, nil
	}
	gone, err := s.gone(ctx, e)
	if err != nil {
		return nil, err
	}
	out := &interdict.Standing{Listed: []interdict.ListedSince{}, Removed: []interdict.Removal{}, Absent: []string{}, Conflicts: []interdict.Conflict{}}
	on := map[string]bool{}
	listings := slices.DeleteFunc(slices.Clone(e.Listings), func(l interdict.Listing) bool { return !s.asked(l.List) })
	for i := range listings {
		since, err := s.since(ctx, &listings[i])
		if err != nil {
			return nil, err
		}
		out.Listed = append(out.Listed, since)
		on[since.List] = true
	}
	for _, span := range gone {
		if !s.asked(span.Ref.List) {
			continue
		}
		out.Removed = append(out.Removed, interdict.Removal{Ref: span.Ref, LastSeen: span.Last.Day(), Removed: span.Gone.Day()})
		on[span.Ref.List] = true
	}
	for _, l := range s.b.Lists {
		if !on[l.ID] {
			out.Absent = append(out.Absent, l.ID)
		}
	}
	out.Conflicts = append(out.Conflicts, entities.Conflicts(listings)...)
	if out.JoinedBy, err = s.joinedBy(ctx, listings); err != nil {
		return nil, err
	}
	s.kept[e.ID] = out
	return out, nil
}

// joinedBy is by what listings are one entity: the first reasons that tie them
// all together.
func (s *Standings) joinedBy(ctx context.Context, listings []interdict.Listing) (out []interdict.Joined, err error) {
	if len(listings) < 2 {
		return nil, nil
	}
	whole := make([]interdict.Listing, len(listings))
	for i := range listings {
		whole[i] = listings[i]
		if w := s.b.Whole(ctx, listings[i].Ref()); w != nil {
			whole[i] = *w
		}
	}
	if s.decided == nil {
		decided, err := s.b.decided(ctx)
		if err != nil {
			return nil, err
		}
		s.decided = append([]entities.Decision{}, decisionsOf(decided)...)
	}
	group := map[interdict.Ref]int{}
	for i := range whole {
		group[whole[i].Ref()] = i
	}
	for _, r := range entities.Reasons(whole, s.decided...) {
		into, from := group[r.A], group[r.B]
		if into == from {
			continue
		}
		for ref, g := range group {
			if g == from {
				group[ref] = into
			}
		}
		out = append(out, interdict.Joined{Listings: [2]interdict.Ref{r.A, r.B}, Kind: r.Kind, Names: r.Names, Weight: r.Weight})
	}
	return out, nil
}

// asked says whether a list is one of those that the answer is about.
func (s *Standings) asked(list string) bool {
	return slices.ContainsFunc(s.b.Lists, func(l report.List) bool { return l.ID == list })
}

// since is the day since which a listing is listed, as well as it is known.
func (s *Standings) since(ctx context.Context, l *interdict.Listing) (interdict.ListedSince, error) {
	out := interdict.ListedSince{Ref: l.Ref(), Since: l.Designation.Listed, From: interdict.SinceStated}
	if !out.Since.IsZero() {
		return out, nil
	}
	out.From = interdict.SinceUnknown
	if s.timeline == nil {
		return out, nil
	}
	span, err := s.timeline.Span(ctx, out.Ref)
	if err == nil && span != nil {
		out.Since, out.From = sinceOf(span)
	}
	return out, err
}

// sinceOf is the day since which a listing that states none is listed.
func sinceOf(span *register.Span) (interdict.Date, interdict.SinceFrom) {
	if span.Opening {
		return span.First.Day(), interdict.SinceNotAfter
	}
	return span.First.Day(), interdict.SinceEdition
}

// gone are the listings of an entity that their lists no longer held at the
// Moment asked for.
func (s *Standings) gone(ctx context.Context, e *interdict.Entity) (out []register.Span, err error) {
	if s.timeline == nil {
		return nil, nil
	}
	in := map[interdict.Ref]bool{}
	for i := range e.Listings {
		in[e.Listings[i].Ref()] = true
	}
	refs, err := s.b.IDs.Belonging(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	for _, ref := range refs {
		if in[ref] {
			continue
		}
		span, err := s.timeline.Span(ctx, ref)
		if err != nil && !register.IsKind(err, register.UnknownList) {
			return nil, err
		}
		if span != nil && span.Gone != nil {
			out = append(out, *span)
		}
	}
	return out, nil
}

// Tell gives each hit of a result its standing.
func (s *Standings) Tell(ctx context.Context, r *interdict.Result) error {
	for _, hits := range [][]interdict.Hit{r.Hits, r.Cleared} {
		for i := range hits {
			if hits[i].Standing = s.kept[hits[i].EntityID]; hits[i].Standing != nil {
				continue
			}
			found, err := EntitiesWith(s.b.Engine, hits[i].EntityID)
			if err != nil {
				return err
			}
			for j := range found {
				if found[j].ID != hits[i].EntityID {
					continue
				}
				if hits[i].Standing, err = s.Of(ctx, &found[j]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Telling hands results on with the standing of each hit.
func (s *Standings) Telling(ctx context.Context, emit func(*interdict.Result) error) func(*interdict.Result) error {
	return func(r *interdict.Result) error {
		if err := s.Tell(ctx, r); err != nil {
			return err
		}
		return emit(r)
	}
}

// Settle finds the entities of listings that had left their lists before those
// were first compiled, by the same rules as of all others, so that it can be
// said who removed a party. What is in force keeps its entities. Where the
// register cannot be written to, they stay without.
func (f *Folder) Settle(ctx context.Context, r *register.Register, v *register.View) error {
	homeless, err := r.Unassigned(ctx)
	if err != nil || len(homeless) == 0 {
		return err
	}
	before := snapshotsIn(f.Dir).last()
	defer before.Close()
	k, err := know(ctx, r, v, before, nil)
	if err != nil {
		return err
	}
	in := make(map[interdict.Ref]bool, len(k.contents))
	for i := range k.contents {
		in[k.contents[i].Ref] = true
	}
	homeless = slices.DeleteFunc(homeless, func(l *interdict.Listing) bool { return in[l.Ref()] })
	j, err := joinView(ctx, v, &k, before, homeless...)
	if err != nil {
		return err
	}
	all, of := j.of(), map[interdict.Ref]string{}
	for _, l := range homeless {
		of[l.Ref()] = all[l.Ref()]
	}
	err = r.Assign(ctx, of, nil, f.Now())
	if register.IsKind(err, register.Inaccessible) {
		return nil
	}
	return err
}

// inForceFor is the entity in force to which a listing of the past belongs, nil
// where it has none.
func (b *Base) inForceFor(ctx context.Context, ref interdict.Ref) (*interdict.Entity, error) {
	id, err := b.IDs.EntityOf(ctx, ref)
	if err != nil || id == "" {
		return nil, err
	}
	now, _, err := b.IDs.Redirect(ctx, id)
	if err != nil {
		return nil, err
	}
	found, err := EntitiesWith(b.Engine, now)
	for i := range found {
		if found[i].ID == now {
			return &found[i], nil
		}
	}
	return nil, err
}
