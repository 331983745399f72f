package index

import (
	"encoding/binary"
	"fmt"
	"math/bits"
)

// numbers is a column of numbers, each in as few bytes as the largest of them
// needs. Most columns number words, names or entities, for which three bytes are
// enough up to sixteen million of them.
//
// The section is the number of bytes of each, in one byte; the numbers; and so
// many zeros that the last of them can be read as the others are, eight bytes at
// once.
type numbers struct {
	section []byte
	b       []byte // behind the first byte
	width   int
	mask    uint64
	n       int
}

// pack makes a column of numbers.
func pack[T uint32 | uint64](v []T) numbers {
	high := T(0)
	for _, x := range v {
		high = max(high, x)
	}
	width := max(1, (bits.Len64(uint64(high))+7)/8)
	section := make([]byte, 1+len(v)*width+8-width)
	section[0] = byte(width)
	for i, x := range v {
		binary.LittleEndian.PutUint64(section[1+i*width:], uint64(x)) // what it zeroes behind it comes next
	}
	return numbersOf(section, width, len(v))
}

func numbersOf(section []byte, width, n int) numbers {
	return numbers{section: section, b: section[1:], width: width, mask: ^uint64(0) >> (64 - 8*width), n: n}
}

// unpack reads a section.
func unpack(section []byte) (numbers, error) {
	if len(section) == 0 || section[0] == 0 || section[0] > 8 {
		return numbers{}, fmt.Errorf("%d bytes are no column of numbers", len(section))
	}
	width := int(section[0])
	all := len(section) - 9 + width
	if all < 0 || all%width != 0 {
		return numbers{}, fmt.Errorf("%d bytes are no whole number of items of %d", len(section), width)
	}
	return numbersOf(section, width, all/width), nil
}

// wide is the i-th number, at one that is known to be less than 1<<32.
func (v *numbers) wide(i uint32) uint64 {
	return binary.LittleEndian.Uint64(v.b[int(i)*v.width:]) & v.mask
}

func (v *numbers) at(i uint32) uint32 { return uint32(v.wide(i)) }

// rising says that offsets begin at 0, never fall, and end at end.
func (v *numbers) rising(end int) bool {
	if v.n == 0 || v.wide(0) != 0 || v.wide(uint32(v.n-1)) != uint64(end) {
		return false
	}
	last := uint64(0)
	for i := range uint32(v.n) {
		x := v.wide(i)
		if x < last {
			return false
		}
		last = x
	}
	return true
}

// below says that all are less than limit.
func (v *numbers) below(limit int) bool {
	high := uint64(0)
	for i := range uint32(v.n) {
		high = max(high, v.wide(i))
	}
	return v.n == 0 || high < uint64(limit)
}

// span is numbers that stand one behind the other in a column.
type span struct {
	in       *numbers
	from, to uint32
}

func (p *span) len() int { return int(p.to - p.from) }

// at is the i-th number of the column, which is in the span.
func (p *span) at(i uint32) uint32 { return p.in.at(i) }

// name is the i-th of a column of listed names.
func (p *span) name(i uint32) uint32 { return listed(p.in.wide(i)).name() }

// has says whether a name is in a list.
func (p *span) has(n uint32) bool {
	i := p.seek(p.from, n)
	return i < p.to && p.name(i) == n
}

// seek is the first place from one on, in a list of names, of one that is not less
// than n.
func (p span) seek(from, n uint32) uint32 {
	to := p.to
	if to-from <= 8 {
		for from < to && p.name(from) < n {
			from++
		}
		return from
	}
	for from < to {
		mid := (from + to) / 2
		if p.name(mid) < n {
			from = mid + 1
		} else {
			to = mid
		}
	}
	return from
}
