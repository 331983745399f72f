package entities

import (
	"cmp"
	"runtime"
	"slices"
	"sync"

	"github.com/interdict/interdict"
)

// compared says whether members of this kind are joined by likeness: ships and
// aircraft have numbers, and names of which many are not theirs alone.
func compared(s interdict.Schema) bool {
	return s == interdict.Person || s == interdict.Organization || s == interdict.LegalEntity
}

// blocksOf are the members that share a block, each with all that do.
type blocksOf struct {
	entries []entry
	places  []int32 // of each member's entries, in its order
	first   []int32 // of each member's places
}

type entry struct {
	block  block
	member int32
}

// blocks makes the blocks of all members that are compared, as far as one that
// is sought shares them.
func (j *Joiner) blocks(sought []bool) *blocksOf {
	out := &blocksOf{first: make([]int32, len(j.members)+1)}
	wanted := map[block]bool{}
	if j.before != nil {
		for n := range j.members {
			if sought[n] {
				for _, b := range j.members[n].blocks {
					wanted[b] = true
				}
			}
		}
	}
	for n := range j.members {
		for _, b := range j.members[n].blocks {
			if j.before == nil || wanted[b] {
				out.entries = append(out.entries, entry{b, int32(n)})
			}
		}
		out.first[n+1] = int32(len(out.entries))
	}
	slices.SortFunc(out.entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.block, b.block), cmp.Compare(a.member, b.member))
	})
	out.places = make([]int32, len(out.entries))
	next := slices.Clone(out.first)
	for i, e := range out.entries {
		out.places[next[e.member]] = int32(i)
		next[e.member]++
	}
	return out
}

// after calls f for the members behind n that share one of its blocks, in any
// order and perhaps more than once.
func (b *blocksOf) after(n int, f func(m int)) {
	for _, p := range b.places[b.first[n]:b.first[n+1]] {
		for i := p + 1; int(i) < len(b.entries) && b.entries[i].block == b.entries[p].block; i++ {
			f(int(b.entries[i].member))
		}
	}
}

// links finds the likenesses among all members, on all processors, in any order.
func (j *Joiner) links() []link {
	sought := j.sought()
	blocks := j.blocks(sought)
	for n := range j.members {
		if blocks.first[n] < blocks.first[n+1] {
			j.open(n)
		}
	}
	const chunk = 256
	chunks := make([][]link, (len(j.members)+chunk-1)/chunk)
	var next int
	var lock sync.Mutex
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			m := newMatcher(j)
			for {
				lock.Lock()
				c := next
				next++
				lock.Unlock()
				if c >= len(chunks) {
					return
				}
				for n := c * chunk; n < min((c+1)*chunk, len(j.members)); n++ {
					chunks[c] = m.of(chunks[c], blocks, sought, n)
				}
			}
		})
	}
	all.Wait()
	return append(j.keptLinks(sought), slices.Concat(chunks...)...)
}

// of adds the likenesses of a member with those behind it, as far as one of the
// two is sought.
func (m *matcher) of(links []link, blocks *blocksOf, sought []bool, n int) []link {
	blocks.after(n, func(k int) {
		if m.stamp[k] == int32(n)+1 || !sought[n] && !sought[k] {
			return
		}
		m.stamp[k] = int32(n) + 1
		if m.j.comparable(n, k) {
			if l, ok := m.compare(n, k); ok {
				links = append(links, l)
			}
		}
	})
	return links
}

// comparable says whether two members may be joined by likeness at all: they
// are of two lists, of one kind, and not one already. What is a copy of a
// listing that is here says nothing that the listing does not.
func (j *Joiner) comparable(a, b int) bool {
	ma, mb := &j.members[a], &j.members[b]
	return ma.source != mb.source && ma.schema.Comparable(mb.schema) && !ma.copy && !mb.copy &&
		j.roots[a] != j.roots[b]
}
