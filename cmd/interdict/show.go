package main

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/screen"
)

type showCmd struct {
	ID      string `arg:"" name:"id" help:"An entity's id, or a listing's own, such as us_ofac_sdn-47814 or CYB0045."`
	AsOf    string `placeholder:"DATE" help:"Show it as the lists stood on a day."`
	KnownAt string `placeholder:"TIME" help:"Use only what had been loaded by a time (YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ)."`
}

func (c *showCmd) Run(ctx context.Context, m *Main, g *globals) error {
	at, err := parseMoment(c.AsOf, c.KnownAt)
	if err != nil {
		return err
	}
	base, err := m.open(ctx, g, at)
	if err != nil {
		return err
	}
	defer base.Close()
	found, now, heirs, err := base.find(ctx, c.ID)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		found, err = base.past(ctx, c.ID)
		if err != nil {
			return err
		}
	}
	if len(found) == 0 {
		return &notFound{c.ID}
	}
	for i := range found {
		shown, err := base.shown(ctx, &found[i])
		if err != nil {
			return err
		}
		if shown.Heirs = heirs; now == shown.EntityID && now != c.ID {
			shown.MergedFrom = c.ID
		}
		if g.JSON {
			err = report.Encoder(m.Stdout).Encode(shown)
		} else {
			err = report.WriteShown(m.Stdout, m.style(), shown)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// find finds the entities that have an id, over merges: now is the id that it
// leads to, and heirs are the entities that parts of that one became.
func (b *base) find(ctx context.Context, id string) (found []interdict.Entity, now string, heirs []string, err error) {
	if found, err = entitiesWith(b.engine, id); err != nil || b.register == nil {
		return found, id, nil, err
	}
	var all []string
	if now, all, err = b.register.Redirect(ctx, id); err == nil && len(found) == 0 {
		found, err = entitiesWith(b.engine, now)
	}
	if err == nil && len(found) == 0 {
		found, err = b.holding(id)
	}
	for _, heir := range all { // one that was merged again is no heir
		if alive, err := entitiesWith(b.engine, heir); err == nil && len(alive) > 0 && !slices.Contains(heirs, heir) {
			heirs = append(heirs, heir)
		}
	}
	return found, now, heirs, err
}

// holding finds the entities that have the listing that an id is made of.
func (b *base) holding(id string) (out []interdict.Entity, err error) {
	found, err := entitiesWith(b.engine, listingID(b, id))
	for i := range found {
		if slices.ContainsFunc(found[i].Listings, func(l interdict.Listing) bool { return entities.ID(l.Ref()) == id }) {
			out = append(out, found[i])
		}
	}
	return out, err
}

// notFound is the error for an id that nothing has.
type notFound struct{ id string }

func (e *notFound) Error() string {
	return "nothing listed has the id " + e.id + "; `interdict search` finds ids by name"
}

// entitiesWith are those that have an id, none where there is none.
func entitiesWith(e *screen.Engine, id string) ([]interdict.Entity, error) {
	found, err := e.Entity(id)
	if errors.Is(err, screen.ErrNotFound) {
		return nil, nil
	}
	return found, err
}

// past finds listings that once had an id and are no longer in force: they are
// shown too, and said to be delisted.
func (b *base) past(ctx context.Context, id string) ([]interdict.Entity, error) {
	if b.register == nil {
		return nil, nil
	}
	histories, err := b.register.FindKnown(ctx, listingID(b, id), b.known)
	if err != nil {
		return nil, err
	}
	var out []interdict.Entity
	for i := range histories {
		h := &histories[i]
		v := b.lastBefore(h)
		if v == nil {
			continue
		}
		l := v.Listing
		now, err := b.inForceFor(ctx, l.Ref())
		if err != nil {
			return nil, err
		}
		if now != nil { // it goes on under its other listings
			out = append(out, *now)
			continue
		}
		if entity := entities.ID(l.Ref()); id == l.ID || id == entity {
			out = append(out, interdict.Entity{ID: entity, Listings: []interdict.Listing{*l}})
		}
	}
	return out, nil
}

// lastBefore is the last version that had appeared by the day asked for.
func (b *base) lastBefore(h *register.History) *register.Version {
	for i := len(h.Versions) - 1; i >= 0; i-- {
		if v := &h.Versions[i]; b.asOf == nil || v.First.Day().First() <= b.asOf.Last() {
			return v
		}
	}
	return nil
}

// listingID is the publisher's part of an entity id, or the id itself.
func listingID(b *base, id string) string {
	for _, l := range b.lists {
		if rest, ok := strings.CutPrefix(id, l.ID+"-"); ok {
			return rest
		}
	}
	return id
}

// shown puts an entity into the form that is shown: every field of its
// listings, and when the register saw them.
func (b *base) shown(ctx context.Context, e *interdict.Entity) (*report.Shown, error) {
	full := *e
	full.Listings = nil
	for _, l := range e.Listings {
		if w := b.whole(ctx, l.Ref()); w != nil {
			l = *w
		}
		full.Listings = append(full.Listings, l)
	}
	s := report.ShownOf(&full, b.title)
	st := b.standings()
	gone, err := b.addGone(ctx, st, s, &full)
	if err != nil {
		return nil, err
	}
	s.AsOf, s.KnownAt, s.Reconstructed, s.Demo = b.asOf, b.known, b.reconstructed, b.demo
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
	for _, l := range b.lists {
		if !on[l.ID] {
			s.ListsAbsent = append(s.ListsAbsent, l.ID)
		}
	}
	return s, nil
}

// addGone adds the listings of an entity that are no longer in force, and
// returns them.
func (b *base) addGone(ctx context.Context, st *standings, s *report.Shown, e *interdict.Entity) ([]interdict.Listing, error) {
	gone, err := st.gone(ctx, e)
	if err != nil {
		return nil, err
	}
	var out []interdict.Listing
	for i := range gone {
		l, err := b.register.Form(ctx, &gone[i])
		if err != nil {
			return nil, err
		}
		out = append(out, *l)
		s.Listings = append(s.Listings, report.ShownListingOf(l, b.title))
	}
	return out, nil
}

// fill adds to a listing what the register knows of it: when it was held.
func (s *standings) fill(ctx context.Context, l *report.ShownListing) error {
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
