package index

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/interdict/interdict/score"
)

// Whoever may have been born when the subject was is in the set of the subject's
// bytes; of others most are not.
func TestBornSetLosesNobody(t *testing.T) {
	t.Parallel()
	tried, passed := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		two := func(what string, from, to uint32) uint32 {
			first := rapid.Uint32Range(from, to).Draw(t, what)
			if rapid.Bool().Draw(t, what+" twice") {
				return first | first<<8
			}
			return first | rapid.Uint32Range(from, to).Draw(t, what)<<8
		}
		asked := score.Born(two("year", 1, 255) | two("day", 0, 254)<<16).Asked()
		entity := score.Born(two("its year", 1, 255) | two("its day", 0, 254)<<16)
		set := mayBe(asked)
		has := set.has(bornByte(entity)) == 1
		if !asked.Contradicts(entity) && !has {
			t.Fatalf("%08x does not contradict %08x", entity, asked)
		}
		if single := entity>>8&0xFF == entity&0xFF && entity>>24 == entity>>16&0xFF; single && asked.Contradicts(entity) {
			tried++
			if has {
				passed++
			}
		}
	})
	if passed*2 > tried {
		t.Errorf("%d of %d that contradict are in the set", passed, tried)
	}
}

// A set that grew begins anew as small as it was, and holds what is added to it.
func TestNumberSetShrinks(t *testing.T) {
	t.Parallel()
	var s numberSet
	for _, n := range []uint32{10, 5000, 20, 3000, 200_000} {
		for i := range n {
			if s.has(i*7) || !s.add(i*7) || s.add(i*7) || !s.has(i*7) {
				t.Fatalf("%d of %d", i, n)
			}
		}
		if s.has(n * 7) {
			t.Errorf("%d was not added", n*7)
		}
		s.reset()
		if s.has(0) || len(s.slots) != leastSlots {
			t.Errorf("%d slots after %d numbers", len(s.slots), n)
		}
	}
}
