package index

import (
	"math/bits"
	"slices"
)

// multimap finds all values of a hashed key: a bucket directory over the
// hash's high bits, and in each bucket the entries sorted by a tag of eight other
// bits and then by value. One probe touches three cache lines. Where most keys looked
// for are not there, a filter tells so from one: see filter.go.
//
// Two keys may share bucket and tag, so what lookup returns may hold values of
// another key: every user verifies what it finds.
type multimap struct {
	off  numbers // of each bucket's first entry, and one more
	tags []uint8
	vals numbers
	// filter says which keys there may be; nil where there is none.
	filter []uint64
}

// entry is a value before its multimap is built.
type entry struct {
	hash, val uint64
}

// buildMultimap puts the entries into buckets, sorts each and drops doubles.
func buildMultimap(entries []entry) multimap {
	shift := bucketShift(len(entries))
	off := make([]uint32, 1<<(64-shift)+1)
	for i := range entries {
		off[entries[i].hash>>shift+1]++
	}
	for b := 1; b < len(off); b++ {
		off[b] += off[b-1]
	}
	// In the order of the buckets: a tag above, a value of 56 bits below.
	sorted := make([]uint64, len(entries))
	next := slices.Clone(off[:len(off)-1])
	for i := range entries {
		e := &entries[i]
		b := e.hash >> shift
		sorted[next[b]] = uint64(tagOf(e.hash))<<tagShift | e.val
		next[b]++
	}
	tags, vals := make([]uint8, 0, len(entries)), make([]uint64, 0, len(entries))
	from := uint32(0)
	for b := range next {
		bucket := sorted[from:off[b+1]]
		from = off[b+1]
		slices.Sort(bucket)
		for i, x := range bucket {
			if i == 0 || x != bucket[i-1] {
				tags = append(tags, uint8(x>>tagShift))
				vals = append(vals, x&(1<<tagShift-1))
			}
		}
		off[b+1] = uint32(len(vals))
	}
	return multimap{off: pack(off), tags: tags, vals: pack(vals)}
}

// tagShift is where an entry's tag stands above its value when it is sorted.
const tagShift = 56

// tagOf are bits of a hash that choose neither its bucket nor its bits in a filter.
func tagOf(hash uint64) uint8 { return uint8(hash >> 20) }

// buildFiltered is buildMultimap with a filter.
func buildFiltered(entries []entry) multimap {
	m := buildMultimap(entries)
	m.filter = newFilter(m.keys())
	for i := range entries {
		m.filter[filterWord(entries[i].hash, len(m.filter))] |= filterBits(entries[i].hash)
	}
	return m
}

// keys is the number of keys; those that share bucket and tag count as one.
func (m *multimap) keys() (n int) {
	for b := range uint32(m.off.n - 1) {
		from, to := m.off.at(b), m.off.at(b+1)
		for i := from; i < to; i++ {
			if i == from || m.tags[i] != m.tags[i-1] {
				n++
			}
		}
	}
	return n
}

// bucketShift leaves eight to sixteen entries a bucket: their tags stand in one
// cache line, and the directory takes half a byte an entry at most.
func bucketShift(n int) uint {
	bits := uint(1)
	for 16<<bits < n {
		bits++
	}
	return 64 - bits
}

// may is 1 if there may be values of a key, else 0; that is certain. There is a filter.
func (m *multimap) may(hash uint64) int {
	lacking := filterBits(hash) &^ m.filter[filterWord(hash, len(m.filter))]
	return 1 - int((lacking|-lacking)>>63) // no branch, which could be foreseen as little as the key
}

// lookup returns the values of a key, ascending; another key's may be among
// them.
func (m *multimap) lookup(hash uint64) span {
	from, to := m.place(hash)
	return span{&m.vals, from, to}
}

// place is where the values of a key stand.
func (m *multimap) place(hash uint64) (from, to uint32) {
	if len(m.filter) > 0 && m.may(hash) == 0 {
		return 0, 0
	}
	from, to = m.bucket(hash)
	return m.tagged(from, to, tagOf(hash))
}

// bucket is where the entries of a key's bucket stand.
func (m *multimap) bucket(hash uint64) (from, to uint32) {
	b := uint32(hash >> m.shift())
	return m.off.at(b), m.off.at(b + 1)
}

// tagged is where those of a bucket stand that have a tag.
func (m *multimap) tagged(from, to uint32, tag uint8) (first, end uint32) {
	for from < to && m.tags[from] < tag {
		from++
	}
	end = from
	for end < to && m.tags[end] == tag {
		end++
	}
	return from, end
}

// placed is where the values stand of one of several keys.
type placed struct {
	key      uint32 // which of them it is
	from, to uint32
}

// lookupAll looks several keys up and returns those that have values, until the next
// call. It goes step by step for all, so that the processor fetches side by side what
// they need.
func (s *Searcher) lookupAll(m *multimap, keys []uint64) []placed {
	if len(m.tags) == 0 {
		return nil
	}
	all, n := slices.Grow(s.placed[:0], len(keys))[:len(keys)], 0
	for i, hash := range keys {
		all[n].key = uint32(i)
		if len(m.filter) > 0 {
			n += m.may(hash)
		} else {
			n++
		}
	}
	s.placed, all = all, all[:n]
	for i := range all {
		p := &all[i]
		p.from, p.to = m.bucket(keys[p.key])
	}
	last := uint32(len(m.tags) - 1)
	for i := range all {
		at := min(all[i].from, last)
		s.fetched += uint64(m.tags[at]) + m.vals.wide(at)
	}
	found := all[:0]
	for _, p := range all {
		if p.from, p.to = m.tagged(p.from, p.to, tagOf(keys[p.key])); p.from < p.to {
			found = append(found, p)
		}
	}
	return found
}

func (m *multimap) shift() uint { return uint(64 - bits.Len(uint(m.off.n-2))) }

// bucketBits is the number of bits that choose a bucket of a directory with
// this many offsets, or -1 if there can be no such directory.
func bucketBits(offsets int) int {
	n := offsets - 1
	if n < 2 || n&(n-1) != 0 {
		return -1
	}
	return bits.TrailingZeros(uint(n))
}
