package name

import (
	"testing"

	"pgregory.net/rapid"
)

func TestByFingers(t *testing.T) {
	for _, c := range []struct {
		text, word string
		want       bool
	}{
		{"uzcna", "duzcan", true},   // left out, exchanged
		{"xubha", "subhan", true},   // the key beside, left out
		{"vgaycal", "faycal", true}, // the key beside, and one besides
		{"mosedz", "moses", true},
		{"duzcann", "duzcan", true}, // hit twice
		{"duzcan", "duzcan", true},
		{"tuzkan", "duzcan", false},
		{"najeet", "naeem", false},
		{"yalkan", "sakan", false},
		{"ceqcan", "duzcan", false},
		{"uzcnaa", "duzcan", false}, // three
		{"", "ab", true},
		{"ab", "", false},
	} {
		if got := ByFingers(c.text, c.word, 2); got != c.want {
			t.Errorf("%s for %s: %v", c.text, c.word, got)
		}
	}
}

// What fingers make are typing errors: each is one of Levenshtein's, or two.
func TestByFingersIsWithinDistance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching("[ad-gs-z]{0,9}").Draw(t, "word")
		text := rapid.StringMatching("[ad-gs-z]{0,9}").Draw(t, "text")
		if len(word) > 0 && rapid.Bool().Draw(t, "near") {
			i := rapid.IntRange(0, len(word)-1).Draw(t, "at")
			text = word[:i] + rapid.StringMatching("[a-z]{0,2}").Draw(t, "other") + word[i+1:]
		}
		if ByFingers(text, word, 1) && distance(text, word) > 2 {
			t.Fatalf("%q is %q by fingers with more than one error", text, word)
		}
		if len(word) > 1 && !ByFingers(word[1:], word, 1) {
			t.Fatalf("%q without its first letter is not", word)
		}
	})
}
