package reach

import (
	"strings"

	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/score"
)

// joinable says whether a word may be written as one with others.
func joinable(t *score.Token) bool {
	switch t.Part {
	case name.LegalForm, name.Syllables, name.Sounds, name.Acronym:
		return false
	}
	return true
}

func joined(tokens []score.Token) (string, bool) {
	var b strings.Builder
	for i := range tokens {
		if !joinable(&tokens[i]) {
			return "", false
		}
		b.WriteString(tokens[i].Text)
	}
	return b.String(), b.Len() <= score.MaxJoined
}

// runs notes neighbouring words as one: what a member has written together, as
// it is or, where that is all of the name, with typing errors.
func (t *Targets) runs(number int32, tokens []score.Token, groups []uint8) {
	letters, ok := joined(tokens)
	errors := 0
	if ok && len(tokens) <= score.MaxRun {
		errors = score.WholeErrors(len(letters))
	}
	for from := range tokens {
		var bits uint32
		for to := from; to < min(len(tokens), from+score.MaxRun); to++ {
			bits |= bitsOf(groups[to], strong)
			if to == from {
				continue
			}
			text, ok := joined(tokens[from : to+1])
			if !ok {
				break
			}
			t.run(number, text, bits, errors)
			if len(tokens) == 2 { // a Chinese name has its family name on either side
				t.run(number, tokens[to].Text+tokens[from].Text, bits, errors)
			}
		}
	}
}

func (t *Targets) run(number int32, text string, bits uint32, errors int) {
	r := role{name: number, kind: touch, bits: bits}
	m := t.means(text)
	m.roles = append(m.roles, r)
	if errors > 0 {
		t.spell(spelling{text: text, errors: errors, word: -1, roles: []role{r}})
	}
}

// spaces are the ways in which a member's name, all its words as one, is the
// listed letters though its spaces stand elsewhere.
//
// Without an error, each of its words is a part of those letters, and one at
// least crosses a listed space or is a part of one listed word; what else there
// is to the name has the other letters, no more and no less.
//
// With errors (one or two, score.WholeErrors) the score asks that spaces were
// either lost, or put in. Where they were lost, each of the member's words is
// one listed word or several, but for the errors: runs. Where they were put in,
// each listed word is one or several of the member's, of which there are more.
// An error in letters touches one word, and the exchange of two neighbours two
// if it stands across a space: in either of them one end is changed, in a way
// that can be told beforehand. So all words but as many as there are other
// errors are parts of a listed word as they stand, or changed so, and one word
// at least is unless the member has but two, each with an error. Then there is
// but one listed word, in letters as many as make two errors possible, and the
// longer of the two is its beginning or its end but for one error: ends.
type spaces struct {
	t       *Targets
	number  int32
	letters string
	count   letters
	errors  int
	words   int
}

// pieces notes the parts of words that a member may have written apart.
func (t *Targets) pieces(number int32, tokens []score.Token, groups []uint8) {
	text, ok := joined(tokens)
	s := spaces{t: t, number: number, letters: text, words: len(tokens)}
	if len(tokens) > score.MaxRun {
		ok = false
	}
	if ok {
		s.count, s.errors = lettersOf(text), score.WholeErrors(len(text))
	}
	if tokens[0].Part == name.Whole {
		s.errors = 0 // of two whole names both have lost their spaces
	}
	for i := range tokens {
		if w := &tokens[i]; joinable(w) && len(w.Text) <= score.MaxJoined {
			s.within(w.Text, bitsOf(groups[i], strong), ok && s.errors > 0)
		}
	}
	if !ok {
		return
	}
	s.across(tokens)
	if len(tokens) == 2 {
		s.letters = tokens[1].Text + tokens[0].Text
		s.across([]score.Token{tokens[1], tokens[0]})
	}
	if len(text) >= wholeLong-2 {
		t.long = append(t.long, role{name: number, kind: whole, bits: all, rest: s.count.set(), differ: uint8(2 * s.errors), length: mostLength, slack: 2})
	}
	if len(tokens) == 1 && s.errors > 1 {
		t.ends = append(t.ends, ending{text, number})
	}
}

// within notes the parts of a word.
func (s *spaces) within(text string, bits uint32, errors bool) {
	of := lettersOf(text)
	if len(text) >= wholeLong-2 && bits != 0 {
		s.t.long = append(s.t.long, role{name: s.number, kind: piece, bits: bits, rest: of.set()})
	}
	for from := 0; from < len(text); from++ {
		for to := from + 1; to <= len(text); to++ {
			part := text[from:to]
			if bits != 0 && len(part) < len(text) {
				rest := of.without(part)
				s.note(part, role{name: s.number, kind: piece, bits: bits, rest: rest.set()})
			}
			if !errors {
				continue
			}
			s.apart(part)
			// The first or last letter has changed places with its neighbour across a space.
			if to < len(text) {
				s.apart(part[:len(part)-1] + text[to:to+1])
			}
			if from > 0 {
				s.apart(text[from-1:from] + part[1:])
			}
			if to < len(text) && from > 0 && len(part) > 1 {
				s.apart(text[from-1:from] + part[1:len(part)-1] + text[to:to+1])
			}
		}
	}
}

// apart notes a part of a word as a word of a whole name whose spaces were put in.
func (s *spaces) apart(part string) {
	rest := s.count.without(part)
	r := role{name: s.number, kind: whole, bits: all, rest: rest.set(), length: uint8(min(len(s.letters), mostLength))}
	r.slack, r.differ, r.least = uint8(s.errors), uint8(2*s.errors), uint8(min(s.words+1, mostWords))
	s.note(part, r)
}

// across notes the parts of all letters that cross a listed space.
func (s *spaces) across(tokens []score.Token) {
	var begins [score.MaxJoined + 1]bool
	at := 0
	for i := range tokens {
		begins[at] = true
		at += len(tokens[i].Text)
	}
	for from := 0; from < len(s.letters); from++ {
		crosses := false
		for to := from + 1; to <= len(s.letters); to++ {
			if crosses = crosses || to-1 > from && begins[to-1]; !crosses {
				continue
			}
			part := s.letters[from:to]
			rest := s.count.without(part)
			s.note(part, role{name: s.number, kind: whole, bits: all, rest: rest.set(), length: uint8(min(len(s.letters), mostLength)), least: 1})
		}
	}
}

// note adds a role to a text, once.
func (s *spaces) note(text string, r role) {
	m := s.t.means(text)
	for i := len(m.roles) - 1; i >= 0 && m.roles[i].name == s.number; i-- {
		if m.roles[i] == r {
			return
		}
	}
	m.roles = append(m.roles, r)
}
