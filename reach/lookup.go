package reach

import (
	"math/bits"
	"slices"
)

// A changed listing has some hundred texts, a dictionary millions of words: so the
// words are found by their hashes, and misspelt ones by their letters. Both tables
// are made when the dictionary is read.

// hashed finds words by hashes of 32 bits.
type hashed struct {
	shift uint
	from  []uint32 // where each bucket begins, and one more
	words []sharedWord
}

type sharedWord struct{ hash, word uint32 }

// newHashed puts words into buckets by the first bits of their hashes, about four
// to a bucket.
func newHashed(words []sharedWord) hashed {
	n := max(bits.Len(uint(len(words)))-2, 1)
	h := hashed{shift: uint(32 - n), from: make([]uint32, 1<<n+1), words: make([]sharedWord, len(words))}
	for _, w := range words {
		h.from[w.hash>>h.shift+1]++
	}
	for i := range 1 << n {
		h.from[i+1] += h.from[i]
	}
	next := slices.Clone(h.from)
	for _, w := range words {
		at := &next[w.hash>>h.shift]
		h.words[*at] = w
		*at++
	}
	return h
}

// each calls f with the words that have a hash.
func (h *hashed) each(hash uint32, f func(word uint32)) {
	bucket := hash >> h.shift
	for _, w := range h.words[h.from[bucket]:h.from[bucket+1]] {
		if w.hash == hash {
			f(w.word)
		}
	}
}

// spelt are the plain words of one length by some bits of their signatures. Of two
// words that typing errors make of one another these bits differ in no more places
// than the signatures do, so that few buckets have to be looked at.
type spelt struct {
	bits uint
	from []uint32 // where each bucket begins within words, and one more
}

// mostCoarse is how many bits of a signature tell buckets apart at most.
const mostCoarse = 12

// coarse are those bits: letters that about half of all words have.
func coarse(sig uint32, n uint) (out uint32) {
	for i, letter := range "eionrlshmtua"[:n] {
		out |= sig >> (letter - 'a') & 1 << i
	}
	return out
}

// nearby are, for so many bits, all numbers in the order of how many bits they
// have, and how many of them have at most so many.
var nearby = func() (out [mostCoarse + 1]struct {
	masks []uint32
	upTo  [mostCoarse + 1]int
}) {
	for n := range out {
		masks := make([]uint32, 1<<n)
		for i := range masks {
			masks[i] = uint32(i)
		}
		slices.SortStableFunc(masks, func(a, b uint32) int { return bits.OnesCount32(a) - bits.OnesCount32(b) })
		out[n].masks = masks
		for _, m := range masks {
			for d := bits.OnesCount32(m); d <= mostCoarse; d++ {
				out[n].upTo[d]++
			}
		}
	}
	return out
}()

// bySignature puts the plain words of each length into buckets; sigs are their
// signatures, in the order of the dictionary.
func (c *chunk) bySignature(sigs []uint32) {
	c.speltWords, c.sigs = make([]uint32, len(sigs)), make([]uint32, len(sigs))
	c.spelt = make([]spelt, len(c.lengthFrom))
	var next []uint32
	for length := range c.spelt {
		from, to := c.ofLength(length)
		s := &c.spelt[length]
		s.bits = uint(min(max(bits.Len32(to-from)-4, 0), mostCoarse))
		s.from = make([]uint32, 1<<s.bits+1)
		s.from[0] = from
		for _, sig := range sigs[from:to] {
			s.from[coarse(sig, s.bits)+1]++
		}
		for i := range 1 << s.bits {
			s.from[i+1] += s.from[i]
		}
		next = append(next[:0], s.from...)
		for n := from; n < to; n++ {
			at := &next[coarse(sigs[n], s.bits)]
			c.speltWords[*at], c.sigs[*at] = n, sigs[n]
			*at++
		}
	}
}

// near calls f with each plain word of a length whose signature differs from this
// one in so many bits at most.
func (c *chunk) near(length int, sig uint32, most int, f func(word uint32)) {
	if length >= len(c.spelt) {
		return
	}
	s := &c.spelt[length]
	key, masks := coarse(sig, s.bits), &nearby[s.bits]
	for _, mask := range masks.masks[:masks.upTo[min(most, mostCoarse)]] {
		from, to := s.from[key^mask], s.from[key^mask+1]
		for i, other := range c.sigs[from:to] {
			if apart(other, sig) <= most {
				f(c.speltWords[from+uint32(i)])
			}
		}
	}
}
