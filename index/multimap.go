package index

import (
	"cmp"
	"math/bits"
	"slices"
)

// multimap finds all values of a hashed key: a bucket directory over the
// hash's high bits, and in each bucket the entries sorted by a 16-bit tag and
// then by value. One probe touches two cache lines.
//
// Two keys may share bucket and tag, so what lookup returns may hold values of
// another key: every user verifies what it finds.
type multimap struct {
	off  []uint32 // of each bucket's first entry, and one more
	tags []uint16
	vals []uint32
}

// entry is a value before its multimap is built.
type entry struct {
	hash uint64
	val  uint32
}

// buildMultimap sorts the entries and drops doubles.
func buildMultimap(entries []entry) multimap {
	shift := bucketShift(len(entries))
	slices.SortFunc(entries, func(a, b entry) int {
		if c := cmp.Compare(a.hash>>shift, b.hash>>shift); c != 0 {
			return c
		}
		if c := cmp.Compare(uint16(a.hash), uint16(b.hash)); c != 0 {
			return c
		}
		return cmp.Compare(a.val, b.val)
	})
	m := multimap{off: make([]uint32, 1<<(64-shift)+1)}
	for i, e := range entries {
		if i > 0 && e.val == entries[i-1].val && uint16(e.hash) == uint16(entries[i-1].hash) && e.hash>>shift == entries[i-1].hash>>shift {
			continue
		}
		m.tags = append(m.tags, uint16(e.hash))
		m.vals = append(m.vals, e.val)
		m.off[e.hash>>shift+1] = uint32(len(m.vals))
	}
	for b := 1; b < len(m.off); b++ {
		m.off[b] = max(m.off[b], m.off[b-1])
	}
	return m
}

// bucketShift leaves four to eight entries a bucket: their tags stand in one cache
// line, and the directory takes a byte an entry at most.
func bucketShift(n int) uint {
	bits := uint(1)
	for 8<<bits < n {
		bits++
	}
	return 64 - bits
}

// lookup returns the values of a key, ascending; another key's may be among
// them. The slice belongs to the multimap.
func (m *multimap) lookup(hash uint64) []uint32 {
	b := hash >> m.shift()
	from, to := m.off[b], m.off[b+1]
	tag := uint16(hash)
	tags := m.tags[from:to]
	i := 0
	for i < len(tags) && tags[i] < tag {
		i++
	}
	j := i
	for j < len(tags) && tags[j] == tag {
		j++
	}
	return m.vals[from+uint32(i) : from+uint32(j)]
}

func (m *multimap) shift() uint { return uint(64 - bits.Len(uint(len(m.off)-2))) }

// bucketBits is the number of bits that choose a bucket of a directory with
// this many offsets, or -1 if there can be no such directory.
func bucketBits(offsets int) int {
	n := offsets - 1
	if n < 2 || n&(n-1) != 0 {
		return -1
	}
	return bits.TrailingZeros(uint(n))
}
