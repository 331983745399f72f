package index

import "slices"

// A subject's words can be joined to some ten listed words, so that dozens of pairs of
// them might be in a name together; hardly any is. That is asked of a filter before the
// pair is looked up. Each listed word has its own, of the words that it shares a name
// with, so that all pairs of one word are asked of one line of memory. Of two words the
// rarer one's is asked: it is small, and has the commoner one in it.

// partners are the filters of all words, one behind the other, of twelve bits a word in
// it; off says where each begins, and one more.
type partners struct {
	off    numbers
	filter []uint64
}

// partner is one of two words of which a pair is asked.
type partner struct {
	rank     uint64
	bits     uint64 // that stand for it in others' filters
	hash     uint32 // where
	near     uint32 // its place in walk.near
	from, of uint32 // its filter
}

// of is a word of which a pair may be asked.
func (p *partners) of(word, names uint32) partner {
	from := p.off.at(word)
	return newPartner(word, names, from, p.off.at(word+1)-from)
}

func newPartner(word, names, from, of uint32) partner {
	h := (uint64(word) + 1) * 0x9E3779B97F4A7C15
	h ^= h >> 29
	return partner{rank: rank(word, names), bits: filterBits(h), hash: uint32(h >> 32), from: from, of: of}
}

// rank orders words by how many names hold them.
func rank(word, names uint32) uint64 { return uint64(names)<<32 | uint64(word) }

// at is where the word is in a filter of this size.
func (a *partner) at(size uint32) uint32 { return uint32(uint64(a.hash) * uint64(size) >> 32) }

// maybe says whether a name may hold the word and one that is commoner, or the same.
func (a *partner) maybe(filter []uint64, b *partner) bool {
	return a.of > 0 && filter[a.from+b.at(a.of)]&b.bits == b.bits
}

// buildPartners makes the filters. Each pair has the rarer of its words above and the
// other below.
func buildPartners(words int, pairs []uint64) partners {
	slices.Sort(pairs)
	pairs = slices.Compact(pairs)
	off := make([]uint32, words+1)
	for _, p := range pairs {
		off[p>>32+1]++
	}
	for w := range words {
		off[w+1] = off[w] + (12*off[w+1]+63)/64
	}
	p := partners{off: pack(off), filter: make([]uint64, off[words])}
	for _, pair := range pairs {
		from := off[pair>>32]
		b := newPartner(uint32(pair), 0, 0, 0)
		p.filter[from+b.at(off[pair>>32+1]-from)] |= b.bits
	}
	return p
}

// ok says that the filters are those of so many words.
func (p *partners) ok(words int) bool { return p.off.n == words+1 && p.off.rising(len(p.filter)) }
