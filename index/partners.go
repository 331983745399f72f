package index

import (
	"math"
	"slices"
)

// A subject's words can be joined to some ten listed words, of a large register to
// dozens each, so that thousands of pairs of them might be in a name together; hardly any
// is. Of two words the rarer one has the commoner one among its partners: the words that
// it shares a name with and that are in more names than it. Nearly all words have a few,
// and so each of them is asked which of its partners are there, not each pair whether it
// is in a name. The partners of a word are marks, of sixteen bits each; the few words
// that have many have a filter in place of them.

// partners are those of all words, one behind the other: up to fewPartners of them four
// marks a number, of more a filter of twelve bits a word in it. off says where each
// begins, and one more.
type partners struct {
	off    numbers
	filter []uint64
}

const (
	fewPartners = 16
	// marksAtOnce is how many marks are in a number, mostMarked how many numbers hold
	// marks at most: a filter has more.
	marksAtOnce = 4
	mostMarked  = fewPartners / marksAtOnce
)

// sizeOfPartners is how many numbers so many partners take.
func sizeOfPartners(n uint32) uint32 {
	if n <= fewPartners {
		return (n + marksAtOnce - 1) / marksAtOnce
	}
	return min(max((12*n+63)/64, mostMarked+1), math.MaxUint16)
}

// partner is one of two words of which a pair is asked.
type partner struct {
	rank  uint64
	own   own
	bits  uint64 // that stand for it in others' filters
	hash  uint32 // where
	near  uint32 // its place in walk.near
	next  uint32 // see meeting
	place uint32 // its word's in the walk
	mark  uint16
}

// own are a word's partners. Those of most words are few enough to be remembered with
// it: marks are theirs where of is 0, else where of numbers of them are.
type own struct {
	marks uint64
	of    uint16
}

// of is a word of which a pair may be asked.
func (p *partners) of(word uint32) own {
	from, to := p.off.at(word), p.off.at(word+1)
	switch to - from {
	case 0:
		return own{}
	case 1:
		return own{marks: p.filter[from]}
	}
	return own{uint64(from), uint16(to - from)}
}

// held are the numbers of a word's partners, unless they are remembered with it.
func (p *partners) held(o own) []uint64 { return p.filter[o.marks : o.marks+uint64(o.of)] }

func newPartner(word, names uint32, own own) partner {
	h := (uint64(word) + 1) * 0x9E3779B97F4A7C15
	h ^= h >> 29
	return partner{rank: rank(word, names), own: own, bits: filterBits(h), hash: uint32(h >> 32), mark: max(uint16(h>>16), 1)}
}

// rank orders words by how many names hold them.
func rank(word, names uint32) uint64 { return uint64(names)<<32 | uint64(word) }

// at is where the word is in a filter of this size.
func (a *partner) at(size uint32) uint32 { return uint32(uint64(a.hash) * uint64(size) >> 32) }

// filtered says whether the word has a filter.
func (o *own) filtered() bool { return o.of > mostMarked }

// among says whether a name may hold the word and a rarer one that has this filter.
func (a *partner) among(filter []uint64) bool {
	return filter[a.at(uint32(len(filter)))]&a.bits == a.bits
}

// buildPartners makes them. Each pair has the rarer of its words above and the other
// below.
func buildPartners(words int, pairs []uint64) partners {
	slices.Sort(pairs)
	pairs = slices.Compact(pairs)
	off := make([]uint32, words+1)
	for _, p := range pairs {
		off[p>>32+1]++
	}
	for w := range words {
		off[w+1] = off[w] + sizeOfPartners(off[w+1])
	}
	p := partners{off: pack(off), filter: make([]uint64, off[words])}
	var marked uint32 // of the word whose pairs they are
	for i, pair := range pairs {
		word := pair >> 32
		if i == 0 || pairs[i-1]>>32 != word {
			marked = 0
		}
		held := p.filter[off[word]:off[word+1]]
		b := newPartner(uint32(pair), 0, own{})
		if len(held) > mostMarked {
			held[b.at(uint32(len(held)))] |= b.bits
			continue
		}
		held[marked/marksAtOnce] |= uint64(b.mark) << (marked % marksAtOnce * 16)
		marked++
	}
	return p
}

// ok says that the filters are those of so many words.
func (p *partners) ok(words int) bool { return p.off.n == words+1 && p.off.rising(len(p.filter)) }
