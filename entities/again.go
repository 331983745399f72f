package entities

import (
	"slices"

	"github.com/interdict/interdict"
)

// What Join found of the members' likenesses is kept, so that a few listings may
// change and only their neighbourhoods be joined again: the listings that facts,
// likenesses and decisions tie to them, directly or through others. No rule of
// joining looks beyond such a neighbourhood.

// Replace takes listings as they are now, in place of those with their
// references or beside them, and lets go of those removed. Rejoin joins what
// that touches.
func (j *Joiner) Replace(removed []interdict.Ref, changed []*interdict.Listing) {
	for _, ref := range removed {
		j.drop(ref)
	}
	for _, l := range changed {
		j.drop(l.Ref())
		j.Add(l)
		j.touched = append(j.touched, len(j.members)-1)
	}
}

// drop lets go of a listing; its place stays, so that what it was tied to is
// found.
func (j *Joiner) drop(ref interdict.Ref) {
	if n, ok := j.byRef[ref]; ok {
		j.members[n].gone = true
		j.touched = append(j.touched, n)
		delete(j.byRef, ref)
	}
}

// Rejoin is Join after Replace: its result is the same as that of joining all
// from nothing but for the order of clusters, and only the neighbourhoods of
// what was replaced are joined again.
func (j *Joiner) Rejoin() ([]Cluster, []SetAside) {
	near := j.neighbourhood()
	j.touched = nil
	sub := NewJoiner()
	sub.StatedOnly, sub.words, sub.decided = j.StatedOnly, j.words, j.decided
	place := map[int]int{}
	for n := range j.members {
		if near[n] && !j.members[n].gone {
			place[n] = len(sub.members)
			m := j.members[n]
			m.copy = false
			sub.byRef[m.ref] = len(sub.members)
			sub.members = append(sub.members, m)
		}
	}
	for k, all := range j.byKey {
		for _, n := range all {
			if p, ok := place[n]; ok {
				sub.byKey[k] = append(sub.byKey[k], p)
			}
		}
	}
	clusters, aside := sub.Join()
	in := func(ref interdict.Ref) bool { return near[j.byRef[ref]] || !j.here(ref) }
	j.result.clusters = append(slices.DeleteFunc(j.result.clusters, func(c Cluster) bool { return slices.ContainsFunc(c.Refs, in) }), clusters...)
	j.result.aside = append(slices.DeleteFunc(j.result.aside, func(s SetAside) bool { return slices.ContainsFunc(s.Refs, in) }), aside...)
	j.suggested = append(slices.DeleteFunc(j.suggested, func(s Suggestion) bool { return in(s.A) || in(s.B) }), sub.suggested...)
	j.tied = append(slices.DeleteFunc(j.tied, func(t [2]interdict.Ref) bool { return in(t[0]) || in(t[1]) }), sub.tied...)
	return j.result.clusters, j.result.aside
}

func (j *Joiner) here(ref interdict.Ref) bool { _, ok := j.byRef[ref]; return ok }

// neighbourhood is all members, gone ones too, whose joining the touched ones
// may change.
func (j *Joiner) neighbourhood() []bool {
	near := make([]bool, len(j.members))
	byKey := make([][]key, len(j.members))
	for k, all := range j.byKey {
		if len(all) > 1 {
			for _, n := range all {
				byKey[n] = append(byKey[n], k)
			}
		}
	}
	var waiting []int
	add := func(n int) {
		if !near[n] {
			near[n] = true
			waiting = append(waiting, n)
		}
	}
	spread := func(also func(n int)) {
		for len(waiting) > 0 {
			n := waiting[len(waiting)-1]
			waiting = waiting[:len(waiting)-1]
			for _, k := range byKey[n] {
				for _, m := range j.byKey[k] {
					add(m)
				}
			}
			if also != nil {
				also(n)
			}
		}
	}
	for _, n := range j.touched {
		add(n)
	}
	spread(nil) // those that share facts with what was touched: what they are alike to is sought anew
	ties := j.ties()
	for n := range near {
		if near[n] {
			waiting = append(waiting, n)
		}
	}
	sought := slices.Clone(near)
	m := newMatcher(j)
	blocks := j.blocks()
	spread(func(n int) {
		for _, o := range ties[j.members[n].ref] {
			if at, ok := j.byRef[o]; ok {
				add(at)
			}
		}
		if sought[n] && !j.members[n].gone && !j.StatedOnly {
			blocks.with(n, func(o int) {
				if !near[o] && !j.members[o].gone && m.mayBeAlike(n, o) {
					add(o)
				}
			})
		}
	})
	return near
}

// ties are, of each reference, those that it was alike to or decided about.
func (j *Joiner) ties() map[interdict.Ref][]interdict.Ref {
	out := map[interdict.Ref][]interdict.Ref{}
	tie := func(a, b interdict.Ref) { out[a], out[b] = append(out[a], b), append(out[b], a) }
	for _, t := range j.tied {
		tie(t[0], t[1])
	}
	for _, d := range j.decided {
		tie(d.A, d.B)
	}
	return out
}

// mayBeAlike says whether two members would be a link, whatever facts join.
func (m *matcher) mayBeAlike(a, b int) bool {
	ma, mb := &m.j.members[a], &m.j.members[b]
	if ma.source == mb.source || !ma.schema.Comparable(mb.schema) {
		return false
	}
	_, ok := m.compare(a, b)
	return ok
}
