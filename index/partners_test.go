package index

import (
	"math/rand/v2"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/synth"
)

// Of two words of a name the filter always says so, and rarely of two that share none.
func TestPartners(t *testing.T) {
	g := synth.New(11, 2_000, 0.2)
	var listings []interdict.Listing
	for i := range 2_000 {
		l := g.Listing(i)
		l.Names = append(l.Names, interdict.Name{Full: g.Name().Full + " " + g.Name().Full})
		listings = append(listings, l)
	}
	s := compile(t, listings)
	together := map[[2]uint32]bool{}
	for n := range uint32(s.Names()) {
		from, to := s.wordsOf(n)
		for i := from; i < to; i++ {
			for k := i + 1; k < to; k++ {
				a, b := s.word(i).word(), s.word(k).word()
				together[[2]uint32{a, b}], together[[2]uint32{b, a}] = true, true
			}
		}
	}
	of := func(word uint32) partner {
		names := s.postings(word)
		return newPartner(word, uint32(names.len()), s.partners.of(word))
	}
	maybe := func(a, b uint32) bool {
		rarer, other := of(a), of(b)
		if other.rank < rarer.rank {
			rarer, other = other, rarer
		}
		held := []uint64{rarer.own.marks}
		if rarer.own.of > 0 {
			held = s.partners.held(rarer.own)
		}
		if rarer.own.filtered() {
			return other.among(held)
		}
		for _, marks := range held {
			for ; marks != 0; marks >>= 16 {
				if uint16(marks) == other.mark {
					return true
				}
			}
		}
		return false
	}
	for pair := range together {
		if !maybe(pair[0], pair[1]) {
			t.Fatalf("%q and %q share a name", s.text(pair[0]), s.text(pair[1]))
		}
	}
	rng := rand.New(rand.NewPCG(1, 2))
	asked, wrong := 0, 0
	for range 200_000 {
		a, b := rng.Uint32N(uint32(len(s.rarity))), rng.Uint32N(uint32(len(s.rarity)))
		if together[[2]uint32{a, b}] {
			continue
		}
		asked++
		if maybe(a, b) {
			wrong++
		}
	}
	if wrong*20 > asked {
		t.Errorf("%d of %d pairs of words that share no name are said to", wrong, asked)
	}
}
