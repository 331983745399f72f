package index

import (
	"testing"

	"github.com/interdict/interdict/score"
	"pgregory.net/rapid"
)

// forms is deletions by the plain definition.
func forms(word string) map[string]bool {
	out := map[string]bool{}
	var leave func(s string, errors int)
	leave = func(s string, errors int) {
		out[s] = true
		if errors == 0 {
			return
		}
		for i := range s {
			leave(s[:i]+s[i+1:], errors-1)
		}
	}
	leave(word[:min(len(word), deletePrefix)], score.EditsAllowed(len(word)))
	return out
}

func TestDeletionsHashTheForms(t *testing.T) {
	for _, word := range []string{"ali", "ivan", "petrov", "gaddafi", "mohammed", "ovsyannikov", "xiaoruizhi"} {
		want := map[uint64]bool{}
		for f := range forms(word) {
			want[hashString(f, saltDelete)] = true
		}
		got := map[uint64]bool{}
		deletions(word, func(h uint64) { got[h] = true })
		if len(got) != len(want) {
			t.Errorf("%s: %d forms, want %d", word, len(got), len(want))
		}
		for h := range want {
			if !got[h] {
				t.Errorf("%s: a form is missing", word)
			}
		}
	}
}

// Any two words within the errors allowed share a form.
func TestDeletionsAreComplete(t *testing.T) {
	word := rapid.StringOfN(rapid.RuneFrom([]rune("abcd")), 4, 16, -1)
	rapid.Check(t, func(t *rapid.T) {
		a := word.Draw(t, "word")
		b := []byte(a)
		for range rapid.IntRange(1, 2).Draw(t, "errors") {
			i := rapid.IntRange(0, len(b)-1).Draw(t, "at")
			c := "abcd"[rapid.IntRange(0, 3).Draw(t, "letter")]
			switch rapid.IntRange(0, 3).Draw(t, "kind") {
			case 0:
				b[i] = c
			case 1:
				b = append(b[:i], b[i+1:]...)
			case 2:
				b = append(b[:i], append([]byte{c}, b[i:]...)...)
			case 3:
				if i > 0 {
					b[i-1], b[i] = b[i], b[i-1]
				}
			}
			if len(b) == 0 {
				return
			}
		}
		allowed := score.EditsAllowed(min(len(a), len(b)))
		if allowed == 0 || score.Distance(a, string(b), 2) > allowed {
			return
		}
		shared := false
		for f := range forms(string(b)) {
			shared = shared || forms(a)[f]
		}
		if !shared {
			t.Fatalf("%s and %s share no form", a, b)
		}
	})
}
