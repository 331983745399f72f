package entities

import (
	"slices"
	"strconv"

	"github.com/interdict/interdict"
)

// ID is the id of an entity that is named after this listing.
func ID(r interdict.Ref) string { return r.List + "-" + r.ID }

// Change is what happened to an entity's id.
type Change struct {
	From, To string
	Kind     ChangeKind
}

// ChangeKind tells merges from splits.
type ChangeKind string

const (
	// Merged: the entity From is To from now on. From leads there for ever.
	Merged ChangeKind = "merged"
	// Split: listings of From are the entity To now; From goes on with the rest.
	Split ChangeKind = "split"
)

// Identify gives each cluster its id, given the ids that listings had before.
// An entity keeps its id; of several that become one the first in the alphabet
// stays and the others are Merged into it; of one that falls apart the part
// that holds the listing it is named after keeps the id, or the larger part,
// and the others are Split from it. A new entity is named after its first
// listing in the alphabet. taken are ids that were ever given.
func Identify(clusters []Cluster, before map[interdict.Ref]string, taken func(id string) bool) (ids []string, changes []Change) {
	owner := owners(clusters, before)
	ids = make([]string, len(clusters))
	used := map[string]bool{}
	for c := range clusters {
		for _, id := range priors(&clusters[c], before) {
			if owner[id] == c {
				if ids[c] == "" {
					ids[c] = id
					used[id] = true
				} else {
					changes = append(changes, Change{From: id, To: ids[c], Kind: Merged})
				}
			}
		}
	}
	for c := range clusters {
		if ids[c] == "" {
			ids[c] = fresh(&clusters[c], used, taken)
			used[ids[c]] = true
		}
		for _, id := range priors(&clusters[c], before) {
			if owner[id] != c {
				changes = append(changes, Change{From: id, To: ids[c], Kind: Split})
			}
		}
	}
	return ids, changes
}

// priors are the ids that a cluster's listings had, in the alphabet's order.
func priors(c *Cluster, before map[interdict.Ref]string) []string {
	var ids []string
	for _, r := range c.Refs {
		if id, ok := before[r]; ok && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// owners says which cluster goes on with each earlier id.
func owners(clusters []Cluster, before map[interdict.Ref]string) map[string]int {
	owner, weight := make(map[string]int, len(clusters)), make(map[string]int, len(clusters))
	type share struct {
		id     string
		weight int
	}
	var held []share
	for c := range clusters {
		held = held[:0]
		for _, r := range clusters[c].Refs {
			id, ok := before[r]
			if !ok {
				continue
			}
			n := slices.IndexFunc(held, func(s share) bool { return s.id == id })
			if n < 0 {
				n = len(held)
				held = append(held, share{id: id})
			}
			held[n].weight++
			if ID(r) == id {
				held[n].weight += 1 << 20 // it is named after this listing
			}
		}
		for _, s := range held {
			if s.weight > weight[s.id] {
				owner[s.id], weight[s.id] = c, s.weight
			}
		}
	}
	return owner
}

// fresh is the id of a new entity: after its first listing, and apart from
// every id ever given.
func fresh(c *Cluster, used map[string]bool, taken func(string) bool) string {
	first := ""
	for _, r := range c.Refs {
		if id := ID(r); first == "" || id < first {
			first = id
		}
	}
	id := first
	for n := 2; used[id] || taken(id); n++ {
		id = first + "-" + strconv.Itoa(n)
	}
	return id
}
