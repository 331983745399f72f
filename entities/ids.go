package entities

import (
	"slices"
	"strconv"
	"strings"

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
	held := make([][]share, len(clusters))
	owner := make(map[string]claim, len(clusters))
	for c := range clusters {
		held[c] = shares(&clusters[c], before)
		for _, s := range held[c] {
			if s.weight > owner[s.id].weight {
				owner[s.id] = claim{c, s.weight}
			}
		}
	}
	ids = make([]string, len(clusters))
	used := map[string]bool{} // of those that have no earlier id
	for c := range clusters {
		for _, s := range held[c] {
			switch {
			case owner[s.id].cluster != c:
			case ids[c] == "":
				ids[c] = s.id
			default:
				changes = append(changes, Change{From: s.id, To: ids[c], Kind: Merged})
			}
		}
	}
	inUse := func(id string) bool {
		_, was := owner[id]
		return was || used[id] || taken(id)
	}
	for c := range clusters {
		if ids[c] == "" {
			ids[c] = fresh(&clusters[c], inUse)
			used[ids[c]] = true
		}
		for _, s := range held[c] {
			if owner[s.id].cluster != c {
				changes = append(changes, Change{From: s.id, To: ids[c], Kind: Split})
			}
		}
	}
	return ids, changes
}

// share is what a cluster has of an earlier id: how many of its listings, and
// whether the one that the id is named after is among them.
type share struct {
	id     string
	weight int
}

// claim is the largest share of an id.
type claim struct{ cluster, weight int }

// shares are a cluster's, in the alphabet's order.
func shares(c *Cluster, before map[interdict.Ref]string) (out []share) {
	for _, r := range c.Refs {
		id, ok := before[r]
		if !ok {
			continue
		}
		n := slices.IndexFunc(out, func(s share) bool { return s.id == id })
		if n < 0 {
			n = len(out)
			out = append(out, share{id: id})
		}
		out[n].weight++
		if namedAfter(id, r) {
			out[n].weight += 1 << 20
		}
	}
	if len(out) > 1 {
		slices.SortFunc(out, func(a, b share) int { return strings.Compare(a.id, b.id) })
	}
	return out
}

// namedAfter says whether an id is that of a listing.
func namedAfter(id string, r interdict.Ref) bool {
	n := len(r.List)
	return len(id) == n+1+len(r.ID) && id[:n] == r.List && id[n] == '-' && id[n+1:] == r.ID
}

// fresh is the id of a new entity: after its first listing, and apart from
// every id ever given.
func fresh(c *Cluster, inUse func(string) bool) string {
	first := ""
	for _, r := range c.Refs {
		if id := ID(r); first == "" || id < first {
			first = id
		}
	}
	id := first
	for n := 2; inUse(id); n++ {
		id = first + "-" + strconv.Itoa(n)
	}
	return id
}
