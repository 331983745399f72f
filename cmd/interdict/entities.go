package main

import (
	"context"
	"iter"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/screen"
)

// joins is how listings are joined to entities.
type joins struct {
	of       screen.EntityOf
	clusters []entities.Cluster
	changes  []entities.Change
	aside    []entities.SetAside
}

// joined says which entity each listing belongs to, given what was known
// before, what that changes, and what was set aside.
func joined(listings iter.Seq2[*interdict.Listing, error], before map[interdict.Ref]string, given func(string) bool) (*joins, error) {
	j := entities.NewJoiner()
	for l, err := range listings {
		if err != nil {
			return nil, err
		}
		j.Add(l)
	}
	out := &joins{of: screen.EntityOf{}}
	out.clusters, out.aside = j.Join()
	var ids []string
	ids, out.changes = entities.Identify(out.clusters, before, given)
	for c := range out.clusters {
		for _, ref := range out.clusters[c].Refs {
			out.of[ref] = ids[c]
		}
	}
	return out, nil
}

// stateOf names what a snapshot is compiled from: the register's state, and the
// rules by which its listings are joined.
func stateOf(v *register.View) string { return v.State().String() + "-" + entities.Rules }

// entitiesOf joins the listings of a view of the register. keep makes the
// register remember who belongs together: for what is in force, not for a past
// day.
func (m *Main) entitiesOf(ctx context.Context, r *register.Register, v *register.View, keep bool) (*joins, error) {
	before, err := r.Entities(ctx)
	if err != nil {
		return nil, err
	}
	given, err := r.EntityGiven(ctx)
	if err != nil {
		return nil, err
	}
	j, err := joined(v.Listings(ctx), before, given)
	if err != nil {
		return nil, err
	}
	if !keep {
		return j, nil
	}
	kept := make([]register.EntityChange, len(j.changes))
	for i, c := range j.changes {
		kept[i] = register.EntityChange{Entity: c.From, Became: c.To, Split: c.Kind == entities.Split}
	}
	return j, r.Assign(ctx, j.of, kept, m.Now())
}
