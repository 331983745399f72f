package entities

import (
	"cmp"
	"slices"

	"github.com/interdict/interdict"
)

// Decision is a person's: two listings are, or are not, of one party.
type Decision struct {
	A, B interdict.Ref
	Same bool
}

// Decide gives decisions to honour. Of two of one pair the later holds.
func (j *Joiner) Decide(all []Decision) { j.decided = append(j.decided, all...) }

// joinByHand joins what was decided to be one party, as far as nothing was
// decided to the contrary.
func (j *Joiner) joinByHand() {
	last := map[[2]int]bool{}
	for _, d := range j.decided {
		a, known := j.find(d.A)
		b, both := j.find(d.B)
		if known && both {
			last[j.ordered(a, b)] = d.Same
		}
	}
	j.parted = map[[2]int]bool{}
	var same [][2]int
	for pair, is := range last {
		if is {
			same = append(same, pair)
		} else {
			j.parted[pair] = true
		}
	}
	slices.SortFunc(same, func(p, q [2]int) int {
		return cmp.Or(cmp.Compare(j.rank[p[0]], j.rank[q[0]]), cmp.Compare(j.rank[p[1]], j.rank[q[1]]))
	})
	for _, p := range same {
		if j.decidedApart(p[0], p[1]) {
			continue
		}
		j.groups.join(p[0], p[1])
		j.reasons = append(j.reasons, Reason{A: j.members[p[0]].ref, B: j.members[p[1]].ref, Kind: ByHand, Fact: "decided by hand"})
	}
}

// rankMembers finds each member's place in the order of references.
func (j *Joiner) rankMembers() {
	order := make([]int, len(j.members))
	for n := range order {
		order[n] = n
	}
	byRef := func(a, b int) int { return compareRefs(j.members[a].ref, j.members[b].ref) }
	if !slices.IsSortedFunc(order, byRef) {
		slices.SortFunc(order, byRef)
	}
	j.rank = make([]int, len(j.members))
	for place, n := range order {
		j.rank[n] = place
	}
}

// ordered is a pair of members by their references.
func (j *Joiner) ordered(a, b int) [2]int {
	if j.rank[a] > j.rank[b] {
		a, b = b, a
	}
	return [2]int{a, b}
}

// decidedApart says whether joining two members would make one of two that were
// decided to be two.
func (j *Joiner) decidedApart(a, b int) bool {
	if len(j.parted) == 0 || j.groups.root(a) == j.groups.root(b) {
		return false
	}
	for _, x := range j.groups.of(a) {
		for _, y := range j.groups.of(b) {
			if j.parted[j.ordered(x, y)] {
				return true
			}
		}
	}
	return false
}
