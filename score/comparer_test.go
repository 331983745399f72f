package score

import (
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
	"pgregory.net/rapid"
)

// A Comparer answers as Compare does, in whatever order it is asked.
func TestComparer(t *testing.T) {
	tokens := func(texts ...string) (all []*Token) {
		for _, text := range texts {
			var p Party
			new(Preparer).Subject(&p, &interdict.Subject{Names: []interdict.Name{{Full: text}}})
			all = append(all, &p.Names[0].Tokens[0])
		}
		return all
	}
	subjects := tokens("taqyvanchk", "taqyvanchl", "mohammadd", "abdulkadirr", "x", "محمد")
	listed := tokens("taqiyanchuk", "taqyvanchk", "taqyvnachkl", "tawyvanckk", "tqayvanchj", "mohammad", "muhammed", "nohanmad", "abdulkadir", "xenia")
	var c Comparer
	for _, s := range subjects {
		c.Set(s)
		for range 2 {
			for _, e := range listed {
				if got, want := c.Compare(e), Compare(s, e); got != want {
					t.Errorf("%s and %s: %v, want %v", s.Text, e.Text, got, want)
				}
			}
		}
	}
	c.Set(subjects[0])
	if c.stray != unasked {
		t.Error("what was found out of one word stands for another")
	}
	for _, e := range listed {
		c.Compare(e)
	}
	if c.stray != yes {
		t.Error("that no known word is near was not kept")
	}
}

// Words that only typing errors may join are told by the number of these as they are by
// Compare.
func TestTyped(t *testing.T) {
	known := []string{"mohammed", "muhammad", "aleksandr", "ivan", "petrov", "oed", "jan", "abdulkadir", "taqyvanchk", "kvant", "qadri", "obed4567"}
	rapid.Check(t, func(t *rapid.T) {
		word := []byte(rapid.SampledFrom(known).Draw(t, "word"))
		was := string(word)
		for range rapid.IntRange(0, 3).Draw(t, "errors") {
			i := rapid.IntRange(0, len(word)-1).Draw(t, "at")
			switch rapid.IntRange(0, 3).Draw(t, "kind") {
			case 0:
				word[i] = byte(rapid.IntRange('a', 'z').Draw(t, "letter"))
			case 1:
				word = append(word[:i+1], word[i:]...)
			case 2:
				if len(word) > 3 {
					word = append(word[:i], word[i+1:]...)
				}
			case 3:
				if i > 0 {
					word[i-1], word[i] = word[i], word[i-1]
				}
			}
		}
		x, y := was, string(word)
		if rapid.Bool().Draw(t, "other way round") {
			x, y = y, x
		}
		s := &Token{Text: x, Key: "x", Rarity: name.Rarity([]byte(x))}
		e := &Token{Text: y, Key: "y", Rarity: name.Rarity([]byte(y))}
		want := Compare(s, e)
		if want.Kind != EditEdge && want.Kind != NoEdge || name.SameEastSlavic(x, y) || !Misspellable(x) || !Misspellable(y) {
			return
		}
		most := EditsBetween(len(x), len(x)+1)
		errors := most + 1
		if most > 0 {
			errors = Distance(x, y, most)
		}
		var c Comparer
		c.Set(s)
		if got := c.Typed(e, errors); got != want {
			t.Fatalf("%s and %s, %d errors: %v, want %v", x, y, errors, got, want)
		}
	})
}
