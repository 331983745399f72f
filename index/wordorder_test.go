package index

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/interdict/interdict/internal/synth"
)

func TestConsonantsOf(t *testing.T) {
	for _, same := range [][]string{
		{"mohammed", "muhamad", "mahmoud", "hmmda", "amhad"},
		{"kovalyov", "kovvaliev", "kavalev"},
		{"", "aoyhw"},
		{"bcdfgjklmnpq", "bcdfgjklmnpqrstv"}, // twelve tell
	} {
		for _, text := range same {
			if consonantsOf(text) != consonantsOf(same[0]) {
				t.Errorf("%q and %q stand apart", text, same[0])
			}
		}
	}
	rising := []string{"", "aba", "abc", "baca", "cab", "kvl", "kvlr", "z"}
	if !slices.IsSortedFunc(rising, func(a, b string) int {
		if consonantsOf(a) < consonantsOf(b) {
			return -1
		}
		return 1
	}) {
		t.Error("a word stands before one whose consonants come first")
	}
}

// Words and keys have the numbers that they have whatever order listings come in, and
// those with the same consonants stand side by side.
func TestWordOrder(t *testing.T) {
	g := synth.New(5, 500, 0.2)
	var names []string
	for i := range 500 {
		names = append(names, g.Listing(i).Names[0].Full)
	}
	names = append(names, "Mohammed Ali", "Ali Muhamad", "محمد علي", "Sberbank OOO", "7 Kontinent")
	s := compile(t, listedPeople(names...))
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(names), func(i, k int) { names[i], names[k] = names[k], names[i] })
	other := compile(t, listedPeople(names...))
	if !bytes.Equal(s.wordText, other.wordText) || !bytes.Equal(s.keyText, other.keyText) || !bytes.Equal(s.wordKey.section, other.wordKey.section) {
		t.Error("the order of the listings tells in the words")
	}
	for w := range uint32(len(s.rarity) - 1) {
		if a, b := s.text(w), s.text(w+1); consonantsOf(a) > consonantsOf(b) || consonantsOf(a) == consonantsOf(b) && a > b {
			t.Fatalf("%q stands before %q", a, b)
		}
	}
}
