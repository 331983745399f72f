package index

import (
	"encoding/binary"
	"fmt"
	"math/bits"
)

// numbers is a column of numbers, each in as few bits as the largest of them
// needs: most number words, names or entities, for which 17 to 22 are enough.
//
// The section is eight bytes, the lowest of which is the number of bits of each and
// the others how many there are; the numbers, one behind the other from the lowest
// bit on; and zeros enough that eight bytes can be read where the last begins.
type numbers struct {
	section []byte
	b       []byte // behind the head
	bits    int
	mask    uint64
	n       int
	// beside is how many bits stand below each listed name: see wholes.go.
	beside uint8
}

const (
	numbersHead = 8
	// mostBits is how many bits can be read from any bit on by reading eight bytes.
	// Numbers that need more have 64.
	mostBits = 57
)

// pack makes a column of numbers.
func pack[T uint32 | uint64](v []T) numbers {
	high := T(0)
	for _, x := range v {
		high = max(high, x)
	}
	width := max(1, bits.Len64(uint64(high)))
	if width > mostBits {
		width = 64
	}
	section := make([]byte, sizeOf(len(v), width))
	binary.LittleEndian.PutUint64(section, uint64(len(v))<<8|uint64(width))
	packed := numbersOf(section)
	for i, x := range v {
		bit := i * width
		at := packed.b[bit>>3:]
		binary.LittleEndian.PutUint64(at, binary.LittleEndian.Uint64(at)|uint64(x)<<(bit&7))
	}
	return packed
}

// sizeOf is how many bytes the section of so many numbers has.
func sizeOf(n, width int) int { return numbersHead + (n*width+7)/8 + 7 }

// numbersOf is the column of a section.
func numbersOf(section []byte) numbers {
	head := binary.LittleEndian.Uint64(section)
	width := int(head & 0xff)
	return numbers{section: section, b: section[numbersHead:], bits: width, mask: ^uint64(0) >> (64 - width), n: int(head >> 8)}
}

// unpack reads a section.
func unpack(section []byte) (numbers, error) {
	if len(section) < numbersHead {
		return numbers{}, fmt.Errorf("%d bytes are no column of numbers", len(section))
	}
	head := binary.LittleEndian.Uint64(section)
	width, n := int(head&0xff), head>>8
	if width == 0 || width > mostBits && width != 64 {
		return numbers{}, fmt.Errorf("numbers of %d bits are none", width)
	}
	if n > uint64(len(section))*8 || len(section) != sizeOf(int(n), width) {
		return numbers{}, fmt.Errorf("%d bytes are not %d numbers of %d bits", len(section), n, width)
	}
	return numbersOf(section), nil
}

// wide is the i-th number, at one that is known to be less than 1<<32.
func (v *numbers) wide(i uint32) uint64 {
	bit := uint64(i) * uint64(v.bits)
	at := bit >> 3
	return binary.LittleEndian.Uint64(v.b[at:at+8]) >> (bit & 7) & v.mask
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
func (p *span) name(i uint32) uint32 { return listed(p.in.wide(i) >> (p.in.beside & 63)).name() }

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
