package entities

import (
	"crypto/sha256"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/interdict/interdict"
)

// What comparing two listings comes to depends on these two alone. So a Joiner
// that comes after another takes over from it the listings that are as they
// were, and what was found of each two of them, and compares only where one of
// the two is new. All else is done as from nothing: what listings are joined
// does not depend on what was taken over.

// Version names what a listing says, so that a later Joiner knows whether it
// still says so. The zero Version names nothing.
type Version [sha256.Size]byte

// After returns an empty Joiner that comes after one that has joined, which may
// not be used any more.
func After(before *Joiner) *Joiner {
	j := NewJoiner()
	if before.roots != nil {
		j.before = before
		j.members = make([]member, 0, len(before.members)+len(before.members)/16)
		j.keys = before.keys
	}
	return j
}

// Was is the number that a listing had in the Joiner before, if it was there and
// said the same.
func (j *Joiner) Was(ref interdict.Ref, v Version) (n int, ok bool) {
	if j.before == nil || v == (Version{}) {
		return 0, false
	}
	n, ok = j.before.find(ref)
	return n, ok && j.before.members[n].version == v
}

// Len is how many listings there are, Ref and Version what one of them is.
func (j *Joiner) Len() int { return len(j.members) }

// Ref names a listing, by its place among those added.
func (j *Joiner) Ref(n int) interdict.Ref { return j.members[n].ref }

// Version names what it says.
func (j *Joiner) Version(n int) Version { return j.members[n].version }

// Keep takes over the listing of a number in the Joiner before, in place of Add.
func (j *Joiner) Keep(was int) {
	m := j.before.members[was]
	m.was, m.copy = was, false
	j.add(m)
}

// compareWithBefore finds out whether a listing that was read anew says, of what
// joins, what it said before.
func (j *Joiner) compareWithBefore(m *member) {
	if j.before == nil {
		return
	}
	n, ok := j.before.find(m.ref)
	if !ok {
		return
	}
	b := &j.before.members[n]
	if b.schema == m.schema && b.source == m.source && slices.Equal(b.keys, m.keys) && slices.Equal(b.own, m.own) && b.pack() == m.pack() {
		m.was = n
	}
}

// twoMembers is a pair of members, the first in the low half.
type twoMembers uint64

func (p twoMembers) both() (a, b int) { return int(p & (1<<32 - 1)), int(p >> 32) }

func two(a, b int) twoMembers { return twoMembers(min(a, b)) | twoMembers(max(a, b))<<32 }

// both are the numbers that two members had before, where both are as they were.
func (j *Joiner) both(a, b int) (was twoMembers, ok bool) {
	x, y := j.members[a].was, j.members[b].was
	return two(x, y), j.before != nil && x >= 0 && y >= 0
}

// strength is how alike the names of two members are.
func (j *Joiner) strength(a, b int) interdict.Score {
	pair := two(a, b)
	if s, ok := j.strengths[pair]; ok {
		return s
	}
	if was, ok := j.both(a, b); ok {
		if s, ok := j.before.strengths[was]; ok {
			j.strengths[pair] = s
			return s
		}
	}
	j.open(a, b)
	s := j.alike.strength(a, b)
	j.strengths[pair] = s
	return s
}

// compareSharers finds how alike the names are of members that share a fact, on
// all processors: what pair asks for one after the other.
func (j *Joiner) compareSharers(shared []keyNumber) {
	var pairs []twoMembers
	asked := map[twoMembers]bool{}
	for _, k := range shared {
		members := j.sharers.of(k)
		if len(members) > maxSharing {
			continue
		}
		for i, a := range members {
			for _, b := range members[i+1:] {
				ma, mb := &j.members[a], &j.members[b]
				pair := two(int(a), int(b))
				if !ma.schema.Comparable(mb.schema) || ma.owns(k) && mb.owns(k) || asked[pair] {
					continue
				}
				asked[pair] = true
				if was, ok := j.both(int(a), int(b)); ok {
					if s, ok := j.before.strengths[was]; ok {
						j.strengths[pair] = s
						continue
					}
				}
				j.open(int(a), int(b))
				pairs = append(pairs, pair)
			}
		}
	}
	found := make([]interdict.Score, len(pairs))
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(pairs)) {
		all.Go(func() {
			names := newAlike(j.members)
			for n := int(next.Add(1)) - 1; n < len(pairs); n = int(next.Add(1)) - 1 {
				found[n] = names.strength(pairs[n].both())
			}
		})
	}
	all.Wait()
	for n, pair := range pairs {
		j.strengths[pair] = found[n]
	}
}

// owns says whether a number is the listing's own.
func (m *member) owns(k keyNumber) bool { return slices.Contains(m.own, k) }

// sought says of each member whether its likenesses have to be found anew: it is
// new or says something else, or may be compared with others now that it was not
// compared with before.
func (j *Joiner) sought() []bool {
	out := make([]bool, len(j.members))
	if j.before == nil {
		for n := range out {
			out[n] = true
		}
		return out
	}
	// Of the groups before likeness, as they were: where their members are now.
	const nowhere = -1
	group := slices.Repeat([]int{nowhere}, len(j.before.members))
	parted := make([]bool, len(j.before.members))
	for n := range j.members {
		was := j.members[n].was
		if was < 0 {
			out[n] = true
			continue
		}
		out[n] = j.before.members[was].copy && !j.members[n].copy
		switch r := j.before.roots[was]; group[r] {
		case nowhere:
			group[r] = j.roots[n]
		case j.roots[n]:
		default:
			parted[r] = true
		}
	}
	for n := range j.members {
		if was := j.members[n].was; was >= 0 && parted[j.before.roots[was]] {
			out[n] = true
		}
	}
	return out
}

// keptLinks are the likenesses that were found before and hold.
func (j *Joiner) keptLinks(sought []bool) (out []link) {
	if j.before == nil {
		return nil
	}
	now := slices.Repeat([]int{-1}, len(j.before.members))
	for n := range j.members {
		if was := j.members[n].was; was >= 0 {
			now[was] = n
		}
	}
	for _, l := range j.before.found {
		l.a, l.b = now[l.a], now[l.b]
		if l.a >= 0 && l.b >= 0 && !sought[l.a] && !sought[l.b] && j.comparable(l.a, l.b) {
			out = append(out, l)
		}
	}
	return out
}
