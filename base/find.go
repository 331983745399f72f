package base

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/screen"
)

// Find finds the entities that have an id, over merges: now is the id that it
// leads to, and heirs are the entities that parts of that one became.
func (b *Base) Find(ctx context.Context, id string) (found []interdict.Entity, now string, heirs []string, err error) {
	if found, err = EntitiesWith(b.Engine, id); err != nil || b.Register == nil {
		return found, id, nil, err
	}
	var all []string
	now, all, err = b.IDs.Redirect(ctx, id)
	switch {
	case err != nil:
	case len(found) == 0:
		found, err = EntitiesWith(b.Engine, now)
	case now != id: // on a past day it had not been merged yet
		return found, id, nil, nil
	}
	if err == nil && len(found) == 0 {
		found, err = b.holding(id)
	}
	for _, heir := range all { // one that was merged again is no heir
		if alive, err := EntitiesWith(b.Engine, heir); err == nil && len(alive) > 0 && !slices.Contains(heirs, heir) {
			heirs = append(heirs, heir)
		}
	}
	return found, now, heirs, err
}

// holding finds the entities that have the listing that an id is made of.
func (b *Base) holding(id string) (out []interdict.Entity, err error) {
	found, err := EntitiesWith(b.Engine, listingID(b, id))
	for i := range found {
		if slices.ContainsFunc(found[i].Listings, func(l interdict.Listing) bool { return entities.ID(l.Ref()) == id }) {
			out = append(out, found[i])
		}
	}
	return out, err
}

// EntitiesWith are those that have an id, none where there is none.
func EntitiesWith(e *screen.Engine, id string) ([]interdict.Entity, error) {
	found, err := e.Entity(id)
	if errors.Is(err, screen.ErrNotFound) {
		return nil, nil
	}
	return found, err
}

// Past finds listings that once had an id and are no longer in force: they are
// shown too, and said to be delisted. Where the id was listed only after the
// moment asked for, the error is a *NotFound that says since when.
func (b *Base) Past(ctx context.Context, id string) ([]interdict.Entity, error) {
	if b.Register == nil {
		return nil, nil
	}
	histories, err := b.Register.FindKnown(ctx, listingID(b, id), b.View.Held())
	if err != nil {
		return nil, err
	}
	var out []interdict.Entity
	later := &NotFound{ID: id}
	for i := range histories {
		h := &histories[i]
		v := b.lastBefore(h)
		if v == nil {
			if first := h.Versions[0].First.Day(); later.List == "" || first.First() < later.First.First() {
				later.List, later.First = h.Ref.List, first
			}
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
	if len(out) == 0 && later.List != "" {
		return nil, later
	}
	return out, nil
}

// lastBefore is the last version that had appeared by the day asked for.
func (b *Base) lastBefore(h *register.History) *register.Version {
	for i := len(h.Versions) - 1; i >= 0; i-- {
		if v := &h.Versions[i]; b.AsOf == nil || v.First.Day().First() <= b.AsOf.Last() {
			return v
		}
	}
	return nil
}

// listingID is the publisher's part of an entity id, or the id itself.
func listingID(b *Base, id string) string {
	for _, l := range b.Lists {
		if rest, ok := strings.CutPrefix(id, l.ID+"-"); ok {
			return rest
		}
	}
	return id
}

// NotFound is the error for an id that nothing has.
type NotFound struct {
	ID string
	// List is the list that has it since First, where that is after the moment
	// asked for; else empty.
	List  string
	First interdict.Date
}

func (e *NotFound) Error() string {
	if e.List != "" {
		return fmt.Sprintf("%s was not listed yet: %s has it since its edition of %s", e.ID, e.List, e.First)
	}
	return "nothing listed has the id " + e.ID + "; `interdict search` finds ids by name"
}
