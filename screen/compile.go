package screen

import (
	"io"
	"iter"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/index"
	"github.com/interdict/interdict/score"
)

// EntityOf says which entity each listing belongs to; nil makes each listing
// an entity of its own.
type EntityOf map[interdict.Ref]string

// id is the entity's id; that of a listing of which nothing is said is made of
// its own.
func (of EntityOf) id(l *interdict.Listing) string {
	if id, ok := of[l.Ref()]; ok {
		return id
	}
	return entities.ID(l.Ref())
}

// Compile makes a snapshot of listings, joined to entities as of says.
func Compile(listings iter.Seq2[*interdict.Listing, error], of EntityOf, state string, lists []ListInfo) (*index.Snapshot, error) {
	members := map[string]int{}
	for _, id := range of {
		members[id]++
	}
	b := index.NewBuilder()
	waiting := map[string]*interdict.Entity{} // entities of which listings are still to come
	var order []string
	for l, err := range listings {
		if err != nil {
			return nil, err
		}
		id := of.id(l)
		e := waiting[id]
		if e == nil {
			e = &interdict.Entity{ID: id}
			if members[id] > 1 {
				waiting[id] = e
				order = append(order, id)
			}
		}
		e.Listings = append(e.Listings, kept(l))
		if members[id] <= 1 {
			if err := b.Add(e); err != nil {
				return nil, err
			}
		}
	}
	for _, id := range order {
		if err := b.Add(waiting[id]); err != nil {
			return nil, err
		}
		delete(waiting, id)
	}
	return b.Snapshot(index.Meta{State: state, Lists: lists}), nil
}

// kept is a listing without what no snapshot holds: while an entity waits for
// its other listings, its texts would take much memory.
func kept(l *interdict.Listing) interdict.Listing {
	k := *l
	k.Raw, k.Remarks, k.Other, k.Links, k.Designation.Reasons = nil, "", nil, nil, ""
	return k
}

// FromListings compiles listings in memory and opens them: for the starter
// register and for past dates.
func FromListings(listings iter.Seq2[*interdict.Listing, error], of EntityOf, state string, lists []ListInfo) (*Engine, error) {
	s, err := Compile(listings, of, state, lists)
	if err != nil {
		return nil, err
	}
	if s.Hash, err = s.Write(io.Discard); err != nil {
		return nil, err
	}
	return New(s, score.Default()), nil
}
