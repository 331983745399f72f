package score

import (
	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
)

// slips is how many words of the subject lack that are words of the entity with
// more errors than an edge allows, and what both weigh: "Viasw" is Visa. They
// agree in nothing, but neither do they contradict. So a known name never slips:
// Karin is no misspelt Karim.
func (a *Aligner) slips(s, e *Name) (words int, weightS, weightE interdict.Millibits) {
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
	return t.word() && t.Names() && t.Part != name.Syllables && t.Part != name.Sounds && t.Part != name.Whole && Misspellable(t.Text)
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

// slipEdge takes a word of each side that agrees in nothing else for one, though it
// has more errors than an edge allows, if all others agree, and enough of them as they are
// written: "Mehtap Ceylan Uzcna" is Mehtap Ceylan Duzcan. There is one such word at most.
func (a *Aligner) slipEdge(s, e *Name) {
	i, j := onlyOpen(s.Tokens, a.subj), onlyOpen(e.Tokens, a.ent)
	if i < 0 || j < 0 || a.Without.Has(EditEdge) || s.Culture != name.NoCulture || e.Culture != name.NoCulture ||
		name.EasternSyllable(e.Tokens[j].Text) && (surnamed(s.Tokens, i) || surnamed(e.Tokens, j)) {
		return
	}
	t, o := &s.Tokens[i], &e.Tokens[j]
	errors := slipBetween(t, o)
	if errors == 0 || !a.tells(s, e, t, o, errors) {
		return
	}
	m := Match{i, i + 1, j, j + 1, Edge{EditEdge, slipped(t, o, errors)}, min(t.Weight, o.Weight)}
	if gain(m.Edge, m.Weight, t.Lack+o.Lack, orderBy) > 0 {
		a.subj[i], a.ent[j] = taken, taken
		a.matches = append(a.matches, m)
	}
}

// slipBetween is SlipTo for two words of which neither is made of the other.
func slipBetween(t, o *Token) int {
	if !Slippable(o) || madeOf(t.Text, o) || madeOf(o.Text, t) {
		return 0
	}
	return SlipTo(t, o.Text)
}

// SlipTo is how many errors there are between a subject's word and a listed one that
// may be one with more than an edge allows, else 0. In short words they are such as
// fingers make.
func SlipTo(t *Token, listed string) int {
	n, m := len(t.Text), len(listed)
	errors := SlipErrors(n, m)
	if errors == 0 || SlipMost(t) == 0 || Distance(t.Text, listed, errors) != errors {
		return 0
	}
	if errors > 1 && (min(n, m) < slipMin2 || max(n, m) <= slipMin2) && !mistyped(t, listed, nil) {
		return 0
	}
	return errors
}

// mistyped says whether the subject's word is a listed one with two errors that fingers
// make, and no known word lies nearer to it, the answer to which may be kept.
func mistyped(s *Token, listed string, stray *answer) bool {
	if name.Heard(s.Text, s.Rarity) || !name.ByFingers(s.Text, listed, 2) {
		return false
	}
	if stray == nil {
		stray = new(answer)
	}
	if *stray == unasked {
		*stray = no
		if name.Stray(s.Text) { // some hundred words are looked for
			*stray = yes
		}
	}
	return *stray == yes
}

// answer is one that is kept once it is asked for.
type answer uint8

const (
	unasked answer = iota
	no
	yes
)

// onlyOpen is the place of the only word that names its bearer and agrees in
// nothing, -1 if there is none or another.
func onlyOpen(tokens []Token, open []interdict.Millibits) int {
	only := -1
	for i := range tokens {
		if open[i] < 0 || !tokens[i].Names() {
			continue
		}
		if only >= 0 {
			return -1
		}
		only = i
	}
	return only
}

// slipped is how alike two words are of which one has so many errors. What two take is
// of the rarer word: an unknown one is Hasan less often than Duzcan.
func slipped(t, o *Token, errors int) interdict.Score {
	n := max(len(t.Text), len(o.Text))
	if errors == 1 {
		return editSimilarity(1, n, rarer(t, o))
	}
	takes := int64(besideCost) / int64(n) * int64(max(t.Weight, o.Weight)) / int64(min(t.Weight, o.Weight))
	return interdict.Score(max(10000-takes, 0))
}

// told is how many words agree as they are written, and how much they tell whose the
// name is.
func (a *Aligner) told(s, e *Name) (words int, weight int64) {
	for k := range a.matches {
		m := &a.matches[k]
		if !m.Edge.Kind.Told() {
			continue
		}
		weight += int64(share(m.Weight, m.Edge.Similarity))
		for j := m.EntFrom; j < m.EntTo; j++ {
			if e.Tokens[j].Names() {
				words++
			}
		}
	}
	related, _ := a.related(s, e)
	return words, weight - related
}

// tells says whether what agrees as it is written tells whose the name is, though a word
// of the subject's is a listed one with so many errors: more than one word, or one alone
// beside errors that fingers make.
func (a *Aligner) tells(s, e *Name, t, o *Token, errors int) bool {
	words, weight := a.told(s, e)
	if words == 1 {
		return weight >= slipAlone && errors > 1 && OfTwo(s.Tokens) && mistyped(t, o.Text, nil)
	}
	return words > 1 && weight >= max(slipsBeside(s.Tokens), slipsBeside(e.Tokens))
}

// Told says whether words that such an edge joins agree as they are written, by
// whatever standard.
func (k EdgeKind) Told() bool { return k <= VariantEdge }

// SlipErrors is how many errors there are between words of n and of m letters that are
// one beside others that agree, where EditsBetween allows fewer; else 0. Two in a word of
// fewer than slipMin2 letters, or in one of no more, are such as fingers make: see
// SlipTo.
func SlipErrors(n, m int) int {
	switch least, most := min(n, m), max(n, m); {
	case least == shortWord && most <= shortWord+1:
		return 1
	case least >= typedMin2 && least < editMin2 && most > typedMin2 && most-least <= 2:
		return 2
	}
	return 0
}

// Slippable says whether a listed word may have so many errors.
func Slippable(t *Token) bool {
	return t.maySlip() && t.Part != name.Acronym && len(t.Text) >= slipMin && len(t.Text) <= editMin2+1
}

// SlipBeside is the least that agrees beside a word with so many errors, in millibits, by
// what one side's name is.
func SlipBeside(tokens []Token) int64 {
	if OfTwo(tokens) {
		return min(slipsBeside(tokens), slipAlone)
	}
	return slipsBeside(tokens)
}

// OfTwo says whether just two words of a name name its bearer. A word of it may have two
// errors beside the other alone, if it is Astray.
func OfTwo(tokens []Token) bool {
	n := 0
	for i := range tokens {
		if tokens[i].Names() {
			n++
		}
	}
	return n == 2
}

// Astray says whether a word is no known name nor one error from any.
func Astray(t *Token) bool { return !name.Heard(t.Text, t.Rarity) && name.Stray(t.Text) }

// slipsBeside is how much more than one word must agree in.
func slipsBeside(tokens []Token) int64 {
	if personal(tokens) {
		return slipBesidePerson
	}
	return slipBeside
}

// SlipMost is the most that a subject's word with so many errors may be alike to any
// listed one, 0 where it is no such word. A known name is nobody's with two errors.
func SlipMost(t *Token) interdict.Score {
	switch n := len(t.Text); {
	case !Slippable(t):
		return 0
	case n <= shortWord+1:
		return editSimilarity(1, shortWord+1, name.Rarest)
	case name.Heard(t.Text, t.Rarity):
		return 0
	case n < editMin2:
		return 10000 - besideCost/interdict.Score(n+2)
	default:
		return 10000 - besideCost/interdict.Score(n)
	}
}
