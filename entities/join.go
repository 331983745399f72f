package entities

import (
	"fmt"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/score"
)

// Joiner takes listings one by one and joins them. It keeps their names and
// numbers, not the listings.
type Joiner struct {
	members []member
	byKey   map[key][]int
	parent  []int
	reasons []Reason
	aside   []SetAside
}

type member struct {
	ref    interdict.Ref
	schema interdict.Schema
	names  []interdict.Name
}

// Reason is a fact by which two listings are one entity.
type Reason struct {
	A, B interdict.Ref
	Fact string // "passport 123456 (ru)", "reference QDi.001"
}

// SetAside is a fact that listings share and that does not join them.
type SetAside struct {
	Fact string
	Refs []interdict.Ref
	Why  string
}

// Cluster is the listings of one entity, in the order in which they were
// added, and the facts that join them.
type Cluster struct {
	Refs    []interdict.Ref
	Reasons []Reason
}

// NewJoiner returns an empty Joiner.
func NewJoiner() *Joiner { return &Joiner{byKey: map[key][]int{}} }

// Add takes a listing.
func (j *Joiner) Add(l *interdict.Listing) {
	n := len(j.members)
	j.members = append(j.members, member{l.Ref(), l.Schema, l.Names})
	for _, k := range keys(l) {
		j.byKey[k] = append(j.byKey[k], n)
	}
}

// Reasons are the facts that join these listings.
func Reasons(listings []interdict.Listing) (all []Reason) {
	j := NewJoiner()
	for i := range listings {
		j.Add(&listings[i])
	}
	clusters, _ := j.Join()
	for _, c := range clusters {
		all = append(all, c.Reasons...)
	}
	return all
}

// maxSharing is how many listings may share a number that still names one
// party; more show that it names something else, a bank or an agent.
const maxSharing = 12

// Join returns all entities, those of one listing too, and the facts that were
// set aside. The order depends on the listings alone.
func (j *Joiner) Join() ([]Cluster, []SetAside) {
	j.parent = make([]int, len(j.members))
	for i := range j.parent {
		j.parent[i] = i
	}
	shared := make([]key, 0, len(j.byKey))
	for k, members := range j.byKey {
		if len(members) > 1 {
			shared = append(shared, k)
		}
	}
	slices.SortFunc(shared, func(a, b key) int {
		return strings.Compare(a.space+"\x00"+a.value+"\x00"+a.country, b.space+"\x00"+b.value+"\x00"+b.country)
	})
	names := newAlike(j.members)
	for _, k := range shared {
		j.try(k, j.byKey[k], names)
	}
	return j.clusters(), j.aside
}

// try joins the listings that share a fact, each pair that it can be true of,
// and sets it aside for those that it joins to none.
func (j *Joiner) try(k key, members []int, names *alike) {
	if len(members) > maxSharing {
		j.setAside(k, members, fmt.Sprintf("%d listings share it, too many for one party", len(members)))
		return
	}
	why := "they are different kinds of party"
	alone := slices.Clone(members)
	for i, a := range members {
		for _, b := range members[i+1:] {
			if !j.members[a].schema.Comparable(j.members[b].schema) {
				continue
			}
			if !k.reference && !names.alike(a, b) {
				why = "their names are nothing like one another"
				continue
			}
			j.union(a, b, k)
			alone = slices.DeleteFunc(alone, func(m int) bool { return m == a || m == b })
		}
	}
	if len(alone) == len(members) {
		j.setAside(k, members, why)
		return
	}
	for _, m := range alone {
		j.setAside(k, []int{members[0], m}, why)
	}
}

func (j *Joiner) setAside(k key, members []int, why string) {
	s := SetAside{Fact: k.words(), Why: why}
	for _, m := range members {
		s.Refs = append(s.Refs, j.members[m].ref)
	}
	j.aside = append(j.aside, s)
}

func (j *Joiner) root(i int) int {
	for j.parent[i] != i {
		j.parent[i] = j.parent[j.parent[i]]
		i = j.parent[i]
	}
	return i
}

func (j *Joiner) union(a, b int, k key) {
	j.reasons = append(j.reasons, Reason{j.members[a].ref, j.members[b].ref, k.words()})
	if ra, rb := j.root(a), j.root(b); ra != rb {
		j.parent[max(ra, rb)] = min(ra, rb)
	}
}

func (j *Joiner) clusters() []Cluster {
	number := map[int]int{} // of a root's cluster
	place := map[interdict.Ref]int{}
	var out []Cluster
	for i := range j.members {
		r := j.root(i)
		n, ok := number[r]
		if !ok {
			n = len(out)
			number[r] = n
			out = append(out, Cluster{})
		}
		out[n].Refs = append(out[n].Refs, j.members[i].ref)
		place[j.members[i].ref] = n
	}
	for _, r := range j.reasons {
		c := &out[place[r.A]]
		c.Reasons = append(c.Reasons, r)
	}
	return out
}

// alike compares the names of members, remembering what it made ready.
type alike struct {
	members []member
	scorer  score.Scorer
	left    score.Preparer
	right   score.Preparer
	a, b    score.Party
}

func newAlike(m []member) *alike {
	return &alike{members: m, scorer: score.Scorer{Weights: score.Default()}}
}

// leastAlike is the name strength from which two names can be one party's:
// low, since a number speaks for the pair and names of one party differ much.
const leastAlike interdict.Score = 3500

func (n *alike) alike(a, b int) bool {
	n.left.Subject(&n.a, &interdict.Subject{Schema: n.members[a].schema, Names: n.members[a].names})
	n.right.Entity(&n.b, &interdict.Entity{Listings: []interdict.Listing{{Schema: n.members[b].schema, Names: n.members[b].names}}})
	return n.scorer.Score(&n.a, &n.b).NameStrength >= leastAlike
}
