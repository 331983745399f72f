package main

import (
	"context"
	"iter"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/screen"
)

// joined says which entity each listing belongs to, given what was known
// before, and what that changes.
func joined(listings iter.Seq2[*interdict.Listing, error], before map[interdict.Ref]string, given func(string) bool) (screen.EntityOf, []entities.Change, error) {
	j := entities.NewJoiner()
	for l, err := range listings {
		if err != nil {
			return nil, nil, err
		}
		j.Add(l)
	}
	clusters, _ := j.Join()
	ids, changes := entities.Identify(clusters, before, given)
	of := screen.EntityOf{}
	for c := range clusters {
		for _, ref := range clusters[c].Refs {
			of[ref] = ids[c]
		}
	}
	return of, changes, nil
}

// entitiesOf joins the listings of a view of the register. keep makes the
// register remember who belongs together: for what is in force, not for a past
// day.
func (m *Main) entitiesOf(ctx context.Context, r *register.Register, v *register.View, keep bool) (screen.EntityOf, error) {
	before, err := r.Entities(ctx)
	if err != nil {
		return nil, err
	}
	given, err := r.EntityGiven(ctx)
	if err != nil {
		return nil, err
	}
	of, changes, err := joined(v.Listings(ctx), before, given)
	if err != nil || !keep {
		return of, err
	}
	kept := make([]register.EntityChange, len(changes))
	for i, c := range changes {
		kept[i] = register.EntityChange{Entity: c.From, Became: c.To, Split: c.Kind == entities.Split}
	}
	return of, r.Assign(ctx, of, kept, m.Now())
}
