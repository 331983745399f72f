package base

import (
	"context"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/screen"
)

// Decidable says why a decision makes no sense, if it doesn't. Undoing turns it
// into the taking back of what was decided before.
func (b *Base) Decidable(ctx context.Context, d *register.Decision, undo bool) error {
	if d.A == d.B {
		return Wrongf("%s and %[1]s are one listing", entities.ID(d.A))
	}
	if !undo {
		x, y := b.Whole(ctx, d.A), b.Whole(ctx, d.B)
		if d.Kind == register.Same && x != nil && y != nil && !x.Schema.Comparable(y.Schema) {
			return Wrongf("%s and %s are different kinds of party", entities.ID(d.A), entities.ID(d.B))
		}
		return nil
	}
	all, err := b.Register.Decisions(ctx, b.Known)
	if err != nil {
		return err
	}
	for _, have := range register.Holding(all) {
		if have.Kind == d.Kind && (have.A == d.A && have.B == d.B || have.A == d.B && have.B == d.A) {
			d.Kind = register.Undone
			return nil
		}
	}
	return Wrongf("nothing like that was decided of %s and %s; `interdict lists decisions` names what was", entities.ID(d.A), entities.ID(d.B))
}

// ListingOf is the listing that an id names: its own, or of an entity the one
// that the entity is named after, or else its first.
func (b *Base) ListingOf(ctx context.Context, id string) (interdict.Ref, error) {
	found, _, _, err := b.Find(ctx, id)
	if err != nil {
		return interdict.Ref{}, err
	}
	var named []interdict.Ref
	for i := range found {
		for k := range found[i].Listings {
			ref := found[i].Listings[k].Ref()
			if entities.ID(ref) == id {
				return ref, nil
			}
			if ref.ID == id {
				named = append(named, ref)
			}
		}
	}
	switch {
	case len(named) > 1:
		return interdict.Ref{}, Wrongf("%d lists have a listing %s; say which, as in %s", len(named), id, entities.ID(named[0]))
	case len(named) == 1:
		return named[0], nil
	case len(found) > 0:
		return found[0].Listings[0].Ref(), nil
	}
	return interdict.Ref{}, &NotFound{ID: id}
}

// EntityOf is the id of the entity that a listing belongs to.
func EntityOf(e *screen.Engine, ref interdict.Ref) (string, error) {
	found, err := EntitiesWith(e, ref.ID)
	if err != nil {
		return "", err
	}
	for i := range found {
		for k := range found[i].Listings {
			if found[i].Listings[k].Ref() == ref {
				return found[i].ID, nil
			}
		}
	}
	return entities.ID(ref), nil
}
