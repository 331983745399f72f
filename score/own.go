package score

import (
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
)

// Branches of one organisation, and bodies of one movement in several places, are
// listed one by one, each with the name of the whole among its aliases. By the
// aliases they are one and the same; what tells them apart is the place in their
// main names.

// branchWords are what a branch calls itself.
var branchWords = wordSet(`branch filial filiale succursale sucursal niederlassung zweigniederlassung
	subesi oddzial pobocka fioktelep sucursala podruznica`)

// branches compares the main names of two organisations. It says whether they are
// those of two branches, or of a branch and what it belongs to: where both have
// several names, each main name has a word that the other lacks, one of them a
// country or a word of its party's addresses; or one calls itself a branch and
// the countries contradict. The names stand in sc.main then.
func (sc *Scorer) branches(s, e *Party) bool {
	if s.Schema != interdict.Organization && e.Schema != interdict.Organization {
		return false // either may be of unknown kind, but not both
	}
	sc.main.reset()
	found := false
	several := s.several() && e.several()
	apart := slices.ContainsFunc(sc.facts, func(f Fact) bool { return f.Field == CountryField && f.Rule.Against() })
	for i := range s.Names {
		for j := range e.Names {
			sn, en := &s.Names[i], &e.Names[j]
			if !sn.Own || !en.Own {
				continue
			}
			n := sc.aligner.Names(sn, en)
			strength := sc.Weights.Strength(&n)
			if strength <= sc.main.strength {
				continue
			}
			sc.main.try(i, j, &n, strength, strength)
			mine, theirs := lackingAt(sn.Tokens, sc.aligner.subj, s), lackingAt(en.Tokens, sc.aligner.ent, e)
			found = several && strength >= leastShared && mine.words && theirs.words && (mine.place || theirs.place) ||
				apart && n.Matched > 0 && mine.branch != theirs.branch
		}
	}
	return found
}

// lacked is what the words of a main name are that the other lacks.
type lacked struct{ words, place, branch bool }

func lackingAt(tokens []Token, open []interdict.Millibits, p *Party) (l lacked) {
	for i := range tokens {
		t := &tokens[i]
		if open[i] < 0 || !t.Names() {
			continue
		}
		l.words = true
		l.place = l.place || t.Part == name.Place || p.inAddress(t)
		l.branch = l.branch || branchWords[t.Text]
	}
	return l
}

// inAddress says whether a word of a party's name is one of its addresses too.
func (p *Party) inAddress(t *Token) bool {
	h := hash32(t.Key) &^ numbered
	for i := range p.Places {
		if _, ok := slices.BinarySearch(p.Places[i].Words, h); ok && !p.Places[i].Birth {
			return true
		}
	}
	return false
}

// several says whether a party is known under several names.
func (p *Party) several() bool {
	return len(p.Names) > 0 && p.Names[len(p.Names)-1].Source != p.Names[0].Source
}
