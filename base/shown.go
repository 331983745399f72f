package base

import (
	"cmp"
	"context"
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/report"
)

// Shown puts an entity into the form that is shown: every field of its
// listings, and when the register saw them.
func (b *Base) Shown(ctx context.Context, e *interdict.Entity) (*report.Shown, error) {
	full := *e
	full.Listings = nil
	for _, l := range e.Listings {
		if w := b.Whole(ctx, l.Ref()); w != nil {
			l = *w
		}
		full.Listings = append(full.Listings, l)
	}
	s := report.ShownOf(&full, b.Title)
	st := b.Standings()
	gone, err := b.addGone(ctx, st, s, &full)
	if err != nil {
		return nil, err
	}
	s.AsOf, s.KnownAt, s.Reconstructed, s.Demo = b.AsOf, b.Known, b.Reconstructed, b.Demo
	if len(full.Listings) > 0 {
		s.FactHash = entities.FactHash(full.Listings)
	}
	decided, err := b.decided(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range entities.Reasons(append(slices.Clone(full.Listings), gone...), decisionsOf(decided)...) {
		s.JoinedBy = append(s.JoinedBy, joinedBy(&r, decided))
	}
	s.Conflicts = append(s.Conflicts, entities.Conflicts(full.Listings)...)
	on := map[string]bool{}
	for i := range s.Listings {
		on[s.Listings[i].List] = true
		if err := st.fill(ctx, &s.Listings[i]); err != nil {
			return nil, err
		}
	}
	for _, l := range b.Lists {
		if !on[l.ID] {
			s.ListsAbsent = append(s.ListsAbsent, l.ID)
		}
	}
	return s, nil
}

// addGone adds the listings of an entity that are no longer in force, and
// returns them.
func (b *Base) addGone(ctx context.Context, st *Standings, s *report.Shown, e *interdict.Entity) ([]interdict.Listing, error) {
	gone, err := st.gone(ctx, e)
	if err != nil {
		return nil, err
	}
	var out []interdict.Listing
	for i := range gone {
		l, err := b.Register.Form(ctx, &gone[i])
		if err != nil {
			return nil, err
		}
		out = append(out, *l)
		s.Listings = append(s.Listings, report.ShownListingOf(l, b.Title))
	}
	return out, nil
}

// fill adds to a listing what the register knows of it: when it was held.
func (s *Standings) fill(ctx context.Context, l *report.ShownListing) error {
	l.Kind = cmp.Or(l.Kind, all.Entry(l.List).Kind)
	if s.timeline == nil {
		return nil
	}
	held, err := s.ever.Span(ctx, l.Listing.Ref())
	if err != nil || held == nil {
		return err
	}
	firstDay, lastDay := held.First.Day(), held.Last.Day()
	l.FirstSeen, l.LastSeen = &firstDay, &lastDay
	span, err := s.timeline.Span(ctx, l.Listing.Ref())
	if err != nil || span == nil {
		return err
	}
	if l.Since == nil {
		since, from := sinceOf(span)
		l.Since, l.From = &since, from
	}
	if span.Gone != nil {
		gone := span.Gone.Day()
		l.Status, l.Removed = report.Delisted, &gone
	}
	return nil
}
