package entities

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/interdict/interdict"
)

// ID is the id of an entity that is named after this listing.
func ID(r interdict.Ref) string { return r.List + "-" + r.ID }

func appendID(b []byte, r interdict.Ref) []byte {
	b = append(b, r.List...)
	b = append(b, '-')
	return append(b, r.ID...)
}

// Change is what happened to an entity's id.
type Change struct {
	From, To string
	Kind     ChangeKind
}

// ChangeKind tells merges from splits.
type ChangeKind string

const (
	// Merged: the entity From is To from now on. From leads there, until an entity
	// has it again.
	Merged ChangeKind = "merged"
	// Split: listings of From are the entity To now; From goes on with the rest.
	Split ChangeKind = "split"
)

// Known is what is known of ids when they are given anew.
type Known struct {
	// Of is the id of the entity that each listing was last of, listings that are
	// on no list any more included.
	Of map[interdict.Ref]string
	// Given says of each id that was ever given how many were given before it.
	Given map[string]int
	// Became says of each id that no entity has any more which id it leads to. An
	// id that an entity has again leads nowhere.
	Became map[string]string
}

// lead follows an id through merges to the one that an entity has.
func lead(id string, became map[string]string) string {
	for {
		next, ok := became[id]
		if !ok {
			return id
		}
		id = next
	}
}

// Identify gives each cluster its id. An entity keeps its id; of several that
// become one the id that was given first stays and the others are Merged into
// it; of one that falls apart the part that holds the listing it is named after
// keeps the id, or the larger part, and the others are Split from it. A part
// that had an id before it was merged has that one again, so that what was
// published under it leads to it. A new entity is named after its first listing
// in the alphabet.
//
// An id leads to the entity to which the listing that it is named after belongs.
// Where that listing has gone elsewhere than the entity into which its own was
// once merged, the id is Merged anew.
func Identify(clusters []Cluster, known *Known) (ids []string, changes []Change) {
	n := naming{Known: known, clusters: clusters, used: map[string]bool{}}
	n.share()
	n.keep()
	n.give()
	n.mend()
	return n.ids, n.changes
}

// naming is one call of Identify.
type naming struct {
	*Known
	clusters []Cluster
	held     [][]share // of each cluster
	owner    map[string]claim
	used     map[string]bool // ids given to those that had none
	ids      []string
	changes  []Change
}

// share finds what each cluster has of earlier ids, and who has most of each.
func (n *naming) share() {
	n.held = make([][]share, len(n.clusters))
	n.owner = make(map[string]claim, len(n.clusters))
	for c := range n.clusters {
		n.held[c] = n.shares(&n.clusters[c])
		for _, s := range n.held[c] {
			if s.weight > n.owner[s.id].weight {
				n.owner[s.id] = claim{c, s.weight}
			}
		}
	}
}

// keep leaves the clusters their ids, and says which were merged.
func (n *naming) keep() {
	n.ids = make([]string, len(n.clusters))
	for c := range n.clusters {
		for _, s := range n.held[c] {
			if n.owner[s.id].cluster == c && (n.ids[c] == "" || n.earlier(s.id, n.ids[c])) {
				n.ids[c] = s.id
			}
		}
		for _, s := range n.held[c] {
			if n.owner[s.id].cluster == c && s.id != n.ids[c] {
				n.changes = append(n.changes, Change{From: s.id, To: n.ids[c], Kind: Merged})
			}
		}
	}
}

// give names the clusters that could keep no id, and says what was split.
func (n *naming) give() {
	for c := range n.clusters {
		if n.ids[c] == "" {
			if n.ids[c] = n.again(&n.clusters[c]); n.ids[c] == "" {
				n.ids[c] = n.fresh(&n.clusters[c])
			}
			n.used[n.ids[c]] = true
		}
		for _, s := range n.held[c] {
			if n.owner[s.id].cluster != c {
				n.changes = append(n.changes, Change{From: s.id, To: n.ids[c], Kind: Split})
			}
		}
	}
}

// mend finds the ids that no entity has and that lead elsewhere now than to
// where the listing is that they are named after.
func (n *naming) mend() {
	if len(n.Became) == 0 {
		return
	}
	became := make(map[string]string, len(n.Became)+len(n.changes))
	maps.Copy(became, n.Became)
	for _, c := range n.changes {
		if c.Kind == Merged {
			became[c.From] = c.To
		}
	}
	for _, id := range n.ids {
		delete(became, id)
	}
	dead := n.dead(became)
	// What leads to an id that is mended leads on with it, so all are looked at
	// again until none has to be mended.
	for range len(dead) {
		mended := false
		for _, d := range dead {
			now := d.now
			if now == "" {
				now = lead(n.Of[d.by], became)
			}
			if lead(d.id, became) != now {
				became[d.id], mended = now, true
				n.changes = append(n.changes, Change{From: d.id, To: now, Kind: Merged})
			}
		}
		if !mended {
			break
		}
	}
}

// dead is an id that no entity has.
type dead struct {
	id  string
	by  interdict.Ref // the listing that it is named after
	now string        // the entity that has the listing; empty where it is in none
}

// dead are the ids that no entity has and whose listings are known, in the
// alphabet's order.
func (n *naming) dead(became map[string]string) (out []dead) {
	now := map[interdict.Ref]string{}
	var id []byte
	for r := range n.Of {
		id = appendID(id[:0], r)
		if _, ok := became[string(id)]; ok {
			out = append(out, dead{id: string(id), by: r})
			now[r] = ""
		}
	}
	if len(out) == 0 {
		return nil
	}
	for c := range n.clusters {
		for _, r := range n.clusters[c].Refs {
			if _, ok := now[r]; ok {
				now[r] = n.ids[c]
			}
		}
	}
	for i := range out {
		out[i].now = now[out[i].by]
	}
	slices.SortFunc(out, func(a, b dead) int {
		return cmp.Or(strings.Compare(a.id, b.id), compareRefs(a.by, b.by))
	})
	return slices.CompactFunc(out, func(a, b dead) bool { return a.id == b.id })
}

// earlier says whether one id was given before another.
func (n *naming) earlier(a, b string) bool {
	x, y := n.Given[a], n.Given[b]
	return x < y || x == y && a < b
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
func (n *naming) shares(c *Cluster) (out []share) {
	for _, r := range c.Refs {
		id, ok := n.Of[r]
		if !ok {
			continue
		}
		id = lead(id, n.Became)
		i := slices.IndexFunc(out, func(s share) bool { return s.id == id })
		if i < 0 {
			i = len(out)
			out = append(out, share{id: id})
		}
		out[i].weight++
		if namedAfter(id, r) {
			out[i].weight += 1 << 20
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

// again is the id that an entity has had before: of those that no other has, and
// that are named after a listing of its own, the one that was given first. It is
// empty where there is none.
func (n *naming) again(c *Cluster) (id string) {
	for _, r := range c.Refs {
		if _, ok := n.Of[r]; !ok {
			continue
		}
		was := ID(r)
		if _, merged := n.Became[was]; merged && !n.inUse(was) && (id == "" || n.earlier(was, id)) {
			id = was
		}
	}
	return id
}

// fresh is the id of a new entity: after its first listing, and apart from every
// id ever given.
func (n *naming) fresh(c *Cluster) string {
	first := ""
	for _, r := range c.Refs {
		if id := ID(r); first == "" || id < first {
			first = id
		}
	}
	id := first
	for k := 2; n.given(id) || n.inUse(id); k++ {
		id = first + "-" + strconv.Itoa(k)
	}
	return id
}

func (n *naming) given(id string) bool {
	_, ok := n.Given[id]
	return ok
}

// inUse says whether an entity has an id.
func (n *naming) inUse(id string) bool {
	_, kept := n.owner[id]
	return kept || n.used[id]
}
