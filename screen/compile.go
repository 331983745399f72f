package screen

import (
	"fmt"
	"io"
	"iter"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/index"
	"github.com/interdict/interdict/internal/ahead"
	"github.com/interdict/interdict/score"
)

// EntityOf says which entity each listing belongs to; nil makes each listing
// an entity of its own.
type EntityOf map[interdict.Ref]string

// id is the entity's id; that of a listing of which nothing is said is made of
// its own.
func (of EntityOf) id(ref interdict.Ref) string {
	if id, ok := of[ref]; ok {
		return id
	}
	return entities.ID(ref)
}

// Group is the listings of an entity, in their order.
type Group struct {
	ID   string
	Refs []interdict.Ref
}

// Groups are the entities of listings in the order of a snapshot: first, as they
// come, those of one listing, then the others in the order of their first. ids
// are those of the listings' entities.
func Groups(listings []interdict.Ref, ids []string) []Group {
	number := make(map[string]int32, len(ids)) // of an entity, as they come
	entity := make([]int32, len(ids))
	var members []int32 // of each
	for i, id := range ids {
		n, ok := number[id]
		if !ok {
			n = int32(len(members))
			number[id] = n
			members = append(members, 0)
		}
		entity[i] = n
		members[n]++
	}
	groups := make([]Group, 0, len(members))
	for i, id := range ids {
		if members[entity[i]] == 1 {
			groups = append(groups, Group{id, listings[i : i+1 : i+1]})
		}
	}
	place := make([]int, len(members)) // of an entity of several listings, and one
	for i, id := range ids {
		n := entity[i]
		if members[n] == 1 {
			continue
		}
		if place[n] == 0 {
			groups = append(groups, Group{ID: id})
			place[n] = len(groups)
		}
		g := &groups[place[n]-1]
		g.Refs = append(g.Refs, listings[i])
	}
	return groups
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
		id := of.id(l.Ref())
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

// readAhead is how many listings are fetched while others are analysed.
const readAhead = 64

// Change is a snapshot made anew where little changed since one before.
type Change struct {
	Groups []Group // of all entities, see Groups
	// Before is the snapshot before, and Kept says which of its entities a group
	// is, if all its listings say the same as then.
	Before *index.Snapshot
	Kept   func(g *Group) (entity uint32, ok bool)
	// Listings hands over the listings asked for, in that order.
	Listings func(refs []interdict.Ref) iter.Seq2[*interdict.Listing, error]
}

// Compile makes the snapshot. It is the same, byte for byte, as that of all
// listings from nothing. Before must stay open until then.
func (c *Change) Compile(state string, lists []ListInfo) (*index.Snapshot, error) {
	const changed = ^uint32(0)
	places := make([]uint32, len(c.Groups))
	var refs []interdict.Ref
	for i := range c.Groups {
		g := &c.Groups[i]
		n, ok := c.Kept(g)
		if !ok {
			n = changed
			refs = append(refs, g.Refs...)
		}
		places[i] = n
	}
	next, stop := iter.Pull2(ahead.Of(c.Listings(refs), readAhead))
	defer stop()
	b := index.NewBuilder()
	for i := range c.Groups {
		g := &c.Groups[i]
		if places[i] != changed {
			if err := b.Keep(c.Before, places[i], g.ID); err != nil {
				return nil, err
			}
			continue
		}
		e := &interdict.Entity{ID: g.ID}
		for range g.Refs {
			l, err, ok := next()
			if err != nil {
				return nil, err
			}
			if !ok {
				return nil, fmt.Errorf("a listing of %s was not found", g.ID)
			}
			e.Listings = append(e.Listings, kept(l))
		}
		if err := b.Add(e); err != nil {
			return nil, err
		}
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
