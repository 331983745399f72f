package reach

import (
	"math/bits"
	"slices"

	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/score"
)

// A changed listing has some hundred texts, a dictionary millions of words: so the
// words are found by their hashes, and misspelt ones by their letters. Both tables
// are made when the dictionary is read.

// hashed finds words by hashes of 32 bits. So many of their last bits are kept as a
// word's number leaves room for: hardly any other words come with those looked for.
type hashed struct {
	shift uint
	from  []uint32 // where each bucket begins, and one more
	bits  uint     // of a word's number
	words []uint32 // and above its number the last bits of its hash
}

type sharedWord struct{ hash, word uint32 }

// newHashed puts words of a dictionary of so many into buckets by the first bits of
// their hashes, about four to a bucket.
func newHashed(words []sharedWord, of int) hashed {
	n := max(bits.Len(uint(len(words)))-2, 1)
	h := hashed{shift: uint(32 - n), from: make([]uint32, 1<<n+1), bits: uint(bits.Len(uint(of))), words: make([]uint32, len(words))}
	for _, w := range words {
		h.from[w.hash>>h.shift+1]++
	}
	for i := range 1 << n {
		h.from[i+1] += h.from[i]
	}
	next := slices.Clone(h.from)
	for _, w := range words {
		at := &next[w.hash>>h.shift]
		h.words[*at] = w.hash<<h.bits | w.word
		*at++
	}
	return h
}

// each calls f with the words that have a hash, and the few that come with them.
func (h *hashed) each(hash uint32, f func(word uint32)) {
	bucket := hash >> h.shift
	for _, w := range h.words[h.from[bucket]:h.from[bucket+1]] {
		if (w^hash<<h.bits)>>h.bits == 0 {
			f(w & (1<<h.bits - 1))
		}
	}
}

// alike finds words by their signatures. They stand in the order of their lengths
// and, of one length, in buckets by some bits of the signature. Of two words that
// typing errors make of one another these bits differ in no more places than the
// signatures do, so that few buckets have to be looked at.
type alike struct {
	sigs   []uint32
	spelt  []spelt  // by length
	begins []uint32 // by length: where the words begin
}

// spelt are the buckets of one length.
type spelt struct {
	bits uint
	from []uint32 // where each bucket begins, and one more
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

// newAlike takes the signatures of words in the order of their lengths; begins says
// where those of each length begin. Where a word stood among them is what order says
// of the place that it has now.
func newAlike(sigs, begins []uint32) (a alike, order []uint32) {
	order = make([]uint32, len(sigs))
	a = alike{make([]uint32, len(sigs)), make([]spelt, len(begins)), begins}
	var next []uint32
	for length := range a.spelt {
		from, to := a.ofLength(length)
		s := &a.spelt[length]
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
			order[*at], a.sigs[*at] = n, sigs[n]
			*at++
		}
	}
	return a, order
}

// ofLength are the words of a length.
func (a *alike) ofLength(n int) (from, to uint32) {
	at := func(n int) uint32 {
		if n < len(a.begins) {
			return a.begins[n]
		}
		return uint32(len(a.sigs))
	}
	return at(n), at(n + 1)
}

// near calls f with each word of a length whose signature tells that there may be no
// more than so many errors between it and a text so many letters shorter.
func (a *alike) near(length int, sig uint32, errors, longer int, f func(word uint32)) {
	more, fewer := errors-max(-longer, 0), errors-max(longer, 0)
	if length >= len(a.spelt) || more < 0 || fewer < 0 {
		return
	}
	s := &a.spelt[length]
	key, masks := coarse(sig, s.bits), &nearby[s.bits]
	for _, mask := range masks.masks[:masks.upTo[min(more+fewer, mostCoarse)]] {
		if bits.OnesCount32(mask&^key) > more || bits.OnesCount32(mask&key) > fewer {
			continue
		}
		from, to := s.from[key^mask], s.from[key^mask+1]
		for i, other := range a.sigs[from:to] {
			if bits.OnesCount32(other&^sig) <= more && bits.OnesCount32(sig&^other) <= fewer {
				f(from + uint32(i))
			}
		}
	}
}

// doubles are the words that have a letter twice by mistake, as they are without it.
type doubles struct {
	alike
	words []uint32
}

// newDoubles finds them among plain words.
func newDoubles(c *chunk) (d doubles) {
	var sigs, begins []uint32
	var of []uint32
	var room [score.DoubledMost + 1]byte
	for length := range score.DoubledMost + 2 {
		begins = append(begins, uint32(len(of)))
		for from, to := c.plain.ofLength(length + 1); from < to; from++ {
			text := c.bytes(from)
			if !twice(text) {
				continue
			}
			if once, ok := score.Undoubled(room[:0], view(text), name.Rarity(text)); ok {
				of, sigs = append(of, from), append(sigs, signature(view(once)))
			}
		}
	}
	d.alike, d.words = newAlike(sigs, begins)
	for i, n := range d.words {
		d.words[i] = of[n]
	}
	return d
}

// twice says whether a letter follows itself.
func twice(text []byte) bool {
	for i := 1; i < len(text); i++ {
		if text[i] == text[i-1] {
			return true
		}
	}
	return false
}
