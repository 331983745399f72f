package score

import (
	"testing"

	"github.com/interdict/interdict"
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
