package score

import (
	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
)

// slipped is how many words of the subject lack that are words of the entity with
// more errors than an edge allows, and what both weigh: "Viasw" is Visa. They
// agree in nothing, but neither do they contradict. So a known name never slips:
// Karin is no misspelt Karim.
func (a *Aligner) slipped(s, e *Name) (words int, weightS, weightE interdict.Millibits) {
	for i := range s.Tokens {
		t := &s.Tokens[i]
		if a.subj[i] < 0 || !t.maySlip() || name.Heard(t.Text, t.Rarity) {
			continue
		}
		for j := range e.Tokens {
			if o := &e.Tokens[j]; a.ent[j] >= 0 && o.maySlip() && slip(t.Text, o.Text) {
				words++
				weightS, weightE = weightS+t.Weight, weightE+o.Weight
				break
			}
		}
	}
	return words, weightS, weightE
}

func (t *Token) maySlip() bool {
	return t.word() && t.names() && t.Part != name.Syllables && t.Part != name.Sounds && t.Part != name.Whole && Misspellable(t.Text)
}

func slip(x, y string) bool {
	switch n := min(len(x), len(y)); {
	case n >= slipMin2:
		return Distance(x, y, 2) <= 2
	case n >= slipMin && n < max(len(x), len(y)):
		return Distance(x, y, 1) <= 1
	}
	return false
}
