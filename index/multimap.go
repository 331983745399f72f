package index

import (
	"math/bits"
	"slices"
)

// multimap finds all values of a hashed key: a bucket directory over the
// hash's high bits, and in each bucket the entries sorted by a 16-bit tag and
// then by value. One probe touches two cache lines.
//
// Two keys may share bucket and tag, so what Lookup returns may hold values of
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
		if c := compare(a.hash>>shift, b.hash>>shift); c != 0 {
			return c
		}
		if c := compare(uint16(a.hash), uint16(b.hash)); c != 0 {
			return c
		}
		return compare(a.val, b.val)
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

// bucketShift leaves about two entries a bucket.
func bucketShift(n int) uint {
	bits := uint(1)
	for 2<<bits < n {
		bits++
	}
	return 64 - bits
}

func compare[T uint16 | uint32 | uint64](a, b T) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Lookup returns the values of a key, ascending; another key's may be among
// them. The slice belongs to the multimap.
func (m *multimap) Lookup(hash uint64) []uint32 {
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
