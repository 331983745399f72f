package score

import "testing"

// Of two listed names that are as near to one in Arabic letters by its consonants, the
// one scores higher that is likelier by its sound.
func TestLikelierSpellings(t *testing.T) {
	for _, c := range []struct{ subject, right, other string }{
		{"بارلي", "Barley", "Barilla"},
		{"جيتي", "Jette", "Gaita"},
		{"محمد بارلي", "Mohammed Barley", "Mohammed Barilla"},
	} {
		right, other := scoreNames("Person", c.subject, c.right), scoreNames("Person", c.subject, c.other)
		if right.Score <= other.Score {
			t.Errorf("%s: %s scores %s, %s %s", c.subject, c.right, right.Score, c.other, other.Score)
		}
	}
}
