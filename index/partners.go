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
	word     uint32
	names    uint32 // how many hold it
	from, of uint32 // its filter
}

// of is a word of which a pair may be asked.
func (p *partners) of(word, names uint32) partner {
	from := p.off.at(word)
	return partner{word, names, from, p.off.at(word+1) - from}
}

// rarer says which of two words has the other in its filter.
func (a *partner) rarer(b *partner) bool {
	return a.names < b.names || a.names == b.names && a.word < b.word
}

// maybe says whether a name may hold both words.
func (p *partners) maybe(a, b *partner) bool {
	if b.rarer(a) {
		a, b = b, a
	}
	if a.of == 0 {
		return false
	}
	at, bit := partnerBits(b.word, a.of)
	return p.filter[a.from+at]&bit == bit
}

// partnerBits are a word's place in a filter of this size, and its bits there.
func partnerBits(word, size uint32) (at uint32, bit uint64) {
	h := (uint64(word) + 1) * 0x9E3779B97F4A7C15
	h ^= h >> 29
	return uint32(h >> 32 * uint64(size) >> 32), filterBits(h)
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
		at, bit := partnerBits(uint32(pair), off[pair>>32+1]-from)
		p.filter[from+at] |= bit
	}
	return p
}

// ok says that the filters are those of so many words.
func (p *partners) ok(words int) bool { return p.off.n == words+1 && p.off.rising(len(p.filter)) }
