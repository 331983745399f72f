package index

import (
	"maps"
	"slices"
	"testing"

	"github.com/interdict/interdict/internal/synth"
	"github.com/interdict/interdict/score"
	"pgregory.net/rapid"
)

// without is deletions by the plain definition: the forms of a text without at
// least and at most so many letters.
func without(text string, least, most int) map[string]bool {
	out := map[string]bool{}
	var leave func(s string, gone int)
	leave = func(s string, gone int) {
		if gone >= least {
			out[s] = true
		}
		if gone == most {
			return
		}
		for i := range s {
			leave(s[:i]+s[i+1:], gone+1)
		}
	}
	leave(text, 0)
	return out
}

func TestDeletionsHashTheForms(t *testing.T) {
	for _, word := range []string{"ali", "ivan", "petrov", "gaddafi", "mohammed", "ovsyannikov"} {
		for most := range 3 {
			for least := range most + 1 {
				want := map[uint64]bool{}
				for f := range without(word, least, most) {
					want[hashString(f, saltDelete)] = true
				}
				got := map[uint64]bool{}
				deletions(word, least, most, saltDelete, func(h uint64) { got[h] = true })
				if !maps.Equal(got, want) {
					t.Errorf("%s without %d to %d letters: %d forms, want %d", word, least, most, len(got), len(want))
				}
			}
		}
	}
}

// collect gathers what a function is called with.
func collect(of func(string, func(uint64)), word string) (all []uint64) {
	of(word, func(h uint64) { all = append(all, h) })
	return all
}

// withErrors is a word with up to n typing errors of every kind.
func withErrors(t *rapid.T, word string, letters string, n int) string {
	b := []byte(word)
	for range n {
		i := rapid.IntRange(0, len(b)).Draw(t, "at")
		c := letters[rapid.IntRange(0, len(letters)-1).Draw(t, "letter")]
		switch rapid.IntRange(0, 3).Draw(t, "kind") {
		case 0:
			if i < len(b) {
				b[i] = c
			}
		case 1:
			b = slices.Insert(b, i, c)
		case 2:
			if i < len(b) && len(b) > 1 {
				b = slices.Delete(b, i, i+1)
			}
		case 3:
			if i > 0 && i < len(b) {
				b[i-1], b[i] = b[i], b[i-1]
			}
		}
	}
	return string(b)
}

// Any two words within the errors allowed share a form, whichever is listed,
// and have the letters for it.
func TestFormsAreComplete(t *testing.T) {
	for _, letters := range []string{"ab", "abcdefgh"} {
		word := rapid.StringOfN(rapid.RuneFrom([]rune(letters)), 4, 16, -1)
		rapid.Check(t, func(t *rapid.T) {
			a := word.Draw(t, "word")
			b := withErrors(t, a, letters, rapid.IntRange(1, 2).Draw(t, "errors"))
			allowed := score.EditsAllowed(min(len(a), len(b)))
			if a == b || allowed == 0 || score.Distance(a, b, 2) > allowed {
				return
			}
			for _, pair := range [][2]string{{a, b}, {b, a}} {
				listed := collect(listedForms, pair[0])
				if !slices.ContainsFunc(collect(subjectForms, pair[1]), func(h uint64) bool { return slices.Contains(listed, h) }) {
					t.Fatalf("%s, listed, and %s share no form", pair[0], pair[1])
				}
			}
		})
	}
}

// A long word has few forms, or the index would be large.
func TestFormsAreFew(t *testing.T) {
	for i := range uint64(2000) {
		word := synth.Syllables(i)
		most := 46
		if len(word) >= longWord {
			most = 8
		}
		if n := len(collect(listedForms, word)); n > most {
			t.Errorf("%s is listed under %d forms, want %d at most", word, n, most)
		}
		if n := len(collect(subjectForms, word)); n > 74 {
			t.Errorf("%s probes with %d forms", word, n)
		}
	}
}
