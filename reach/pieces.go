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
		var bits, clean uint32
		for to := from; to < min(len(tokens), from+score.MaxRun); to++ {
			bits |= bitsOf(groups[to], strong)
			if errors > 0 {
				clean |= 1 << (cleanFrom + to)
			}
			if to == from {
				continue
			}
			text, ok := joined(tokens[from : to+1])
			if !ok {
				break
			}
			t.run(number, text, bits, clean, errors)
			if len(tokens) == 2 { // a Chinese name has its family name on either side
				t.run(number, tokens[to].Text+tokens[from].Text, bits, clean, errors)
			}
		}
	}
}

// run notes one of them. As it is it also says that its words may stand in the whole
// name without an error.
func (t *Targets) run(number int32, text string, bits, clean uint32, errors int) {
	r := role{name: number, kind: touch, bits: bits}
	m := t.means(text)
	m.roles = append(m.roles, role{name: number, kind: touch, bits: bits | clean})
	if errors > 0 {
		t.spell(spelling{text: text, errors: errors, word: -1, roles: []role{r}})
	}
}

// spaces are the ways in which a member's name, all its words as one, is the
// listed letters though its spaces stand elsewhere.
//
// Without an error each of its words is a part of those letters, and so is each
// part of a listed word that was written apart. Whichever letter one takes, one
// word has it: so only words are read that have the letter whose words have the
// shortest lists (search.choose).
//
// With errors (one or two, score.WholeErrors) the score asks that spaces were
// either lost, or put in. Where they were lost, each of the member's words is
// one listed word or several, but for the errors: runs. Where they were put in,
// each listed word is one or several of the member's, of which there are more.
// Take one listed word. Where it has one error at most, it is a word of the
// member's but for that error, or the first and the last of the words that it was
// parted into are two, and one of them at least is its beginning or its end, as
// it stands or with the letter at the space exchanged for the next: an exchange
// of two neighbours may stand across a space. Where it has two errors, another
// listed word has none. So it is enough to read these words of as many listed
// words as there may be errors: those with the shortest lists. If there is but
// one listed word, and two errors, any of its parts may be the only word without
// one; or there are two words with an error each: ends. Of the listed words that are
// not read first, the others tell as well: listedName.respaced.
type spaces struct {
	t       *Targets
	number  int32
	letters string
	count   letters
	words   int
}

// Families of roles: of those in one, some are enough.
const (
	// ofWord and on are the parts of a listed word, ofAll and on those of all
	// letters in either order. One letter's are enough.
	ofWord = 1
	ofAll  = 100
	// inErrors and on are what is left of a listed word where there are errors in
	// the name. Those of as many words are enough as there may be errors.
	inErrors = 200
)

// pieces notes the parts of words that a member may have written apart.
func (t *Targets) pieces(number int32, tokens []score.Token, groups []uint8) {
	for i := range tokens {
		if w := &tokens[i]; joinable(w) && len(w.Text) <= score.MaxJoined {
			t.parts(number, w.Text, uint8(ofWord+i), bitsOf(groups[i], strong))
		}
	}
	text, ok := joined(tokens)
	if !ok || len(tokens) == 0 || len(tokens) > score.MaxRun {
		return
	}
	s := spaces{t: t, number: number, letters: text, count: lettersOf(text), words: len(tokens)}
	if len(tokens) > 1 {
		s.exact(text, ofAll)
	}
	if len(tokens) == 2 {
		s.exact(tokens[1].Text+tokens[0].Text, ofAll+1)
	}
	errors := score.WholeErrors(len(text))
	if tokens[0].Part == name.Whole && !score.AlongSubject(len(text)) {
		errors = 0 // both have lost their spaces
	}
	if len(text) >= wholeLong-2 {
		t.long = append(t.long, role{name: number, kind: whole, bits: all, rest: s.count.set(), length: mostLength, slack: uint8(errors)})
	}
	if errors == 0 {
		return
	}
	t.names[number].errors, t.names[number].words = errors, len(tokens)
	for i := range tokens {
		s.withErrors(tokens[i].Text, errors, i)
	}
	if len(tokens) == 1 && errors > 1 {
		t.ends = append(t.ends, ending{text, number})
	}
}

// moved notes what a member may have written together where words have changed places:
// one of the member's words has the first of them, and maybe others.
func (t *Targets) moved(number int32, words []score.Token) {
	if words == nil {
		return
	}
	letters, _ := joined(words)
	count := lettersOf(letters)
	score.MovedRuns(words, func(run []int) {
		var b strings.Builder
		for _, i := range run {
			b.WriteString(words[i].Text)
		}
		rest := count.without(b.String())
		t.note(b.String(), role{name: number, kind: whole, bits: all, rest: rest.set(), length: uint8(len(letters)), least: 1})
	})
}

// parts notes the parts of a word.
func (t *Targets) parts(number int32, text string, family uint8, bits uint32) {
	t.names[number].lengths[family] = uint8(len(text))
	of := lettersOf(text)
	r := role{name: number, kind: piece, bits: bits, length: uint8(len(text)), family: family}
	if len(text) >= wholeLong-2 {
		long := r
		long.rest, long.family = of.set(), 0
		t.long = append(t.long, long)
	}
	eachPart(text, func(from, to int) {
		if to-from == len(text) {
			return
		}
		rest := of.without(text[from:to])
		r.rest, r.from, r.to = rest.set(), uint8(from), uint8(to)
		t.note(text[from:to], r)
	})
}

func eachPart(text string, f func(from, to int)) {
	for from := 0; from < len(text); from++ {
		for to := from + 1; to <= len(text); to++ {
			f(from, to)
		}
	}
}

// exact notes the parts of all letters.
func (s *spaces) exact(text string, family uint8) {
	s.t.names[s.number].lengths[family] = uint8(len(text))
	eachPart(text, func(from, to int) {
		rest := s.count.without(text[from:to])
		s.t.note(text[from:to], role{
			name: s.number, kind: whole, bits: all, rest: rest.set(), length: uint8(len(text)), least: 1,
			family: family, from: uint8(from), to: uint8(to),
		})
	})
}

// withErrors notes a word and what a member may have of it as they stand, where
// there are errors in the name. Those of the word itself are for spelling.
func (s *spaces) withErrors(text string, errors, word int) {
	clean, dirty := uint32(1)<<(cleanFrom+word), uint32(1)<<(dirtyFrom+word)
	if s.words == 1 {
		clean, dirty = all, all
	}
	roleOf := func(part string, bits uint32, left int) role {
		rest, least := s.count.without(part), max(s.words, 2)
		if len(part) < len(text) {
			least = s.words + 1
		}
		return role{
			name: s.number, kind: whole, bits: bits, rest: rest.set(), length: uint8(len(s.letters)),
			slack: uint8(left), least: uint8(min(least, mostWords)), family: uint8(inErrors + word),
		}
	}
	s.t.note(text, roleOf(text, clean, errors))
	if score.Misspellable(text) && score.EditsAllowed(len(text)) > 0 {
		s.t.spell(spelling{text: text, word: -1, roles: []role{roleOf(text, dirty, errors)}})
	} else if score.Misspellable(text) {
		s.t.spell(spelling{text: text, errors: 1, word: -1, roles: []role{roleOf(text, dirty, errors)}})
	}
	of := lettersOf(text)
	eachPart(text, func(from, to int) {
		part := text[from:to]
		if inside := from > 0 && to < len(text); len(part) == len(text) || inside && (s.words > 1 || errors == 1) {
			return
		}
		s.t.note(part, roleOf(part, dirty, errors))
		if s.words > 1 {
			r, others := roleOf(part, clean, errors), of.without(part)
			r.also = others.set()
			s.t.note(part, r)
		}
		// The first or last letter has changed places with its neighbour across a space.
		exchanged := func(part string, made int) { s.t.note(part, roleOf(part, dirty, errors-made)) }
		if to < len(text) {
			exchanged(part[:len(part)-1]+text[to:to+1], 1)
		}
		if from > 0 {
			exchanged(text[from-1:from]+part[1:], 1)
		}
		if to < len(text) && from > 0 && len(part) > 1 {
			exchanged(text[from-1:from]+part[1:len(part)-1]+text[to:to+1], 2)
		}
	})
}

// note adds a role to a text, once.
func (t *Targets) note(text string, r role) {
	m := t.means(text)
	for i := len(m.roles) - 1; i >= 0 && m.roles[i].name == r.name; i-- {
		if m.roles[i] == r {
			return
		}
	}
	m.roles = append(m.roles, r)
}
