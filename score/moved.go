package score

import (
	"strings"

	"github.com/interdict/interdict/name"
)

// Words may have changed places before they were run together: "Shammaseliashasib" is
// Elias Hasib Shammas, and "Markazi Iranbank" Bank Markazi Iran. So the subject's letters
// are asked for the listed words in another order, without an error. A person's begin with
// another word, as when the family name goes to the front: within a given name the order
// tells (Su-kwang is not Kwang-su), and so it does around "bin". What others are called
// keeps its words, in whatever order. Two words are joined in either order wherever
// words are.

// movedMost is how many words are looked at in whatever order.
const movedMost = 4

// Moved are the words of the name that may change places and be run together: all but
// its legal form, three or more; else nil.
func (n *Name) Moved() []Token {
	from, to := BareTokens(n.Tokens)
	words := n.Tokens[from:to]
	if len(words) < 3 || len(words) > MaxRun || len(words) > movedMost && !personal(words) {
		return nil
	}
	letters := 0
	for i := range words {
		if t := &words[i]; !t.whole() && t.Part != name.Number || t.Part == name.Whole {
			return nil
		}
		letters += len(words[i].Text)
	}
	if letters < wholeMin || letters > MaxJoined {
		return nil
	}
	return words
}

// MovedRuns calls f for each stretch of words that may stand in a name whose words
// have changed places: those that hold the first of them.
func MovedRuns(words []Token, f func(run []int)) {
	m := moving{words: words, cyclic: personal(words)}
	var grow func(has bool)
	grow = func(has bool) {
		if has {
			f(m.run)
		}
		for i := range words {
			if m.follows(i) {
				m.run = append(m.run, i)
				grow(has || i == 0)
				m.run = m.run[:len(m.run)-1]
			}
		}
	}
	m.run = m.room[:0]
	grow(false)
}

// moving is some of a name's words in another order, by their places.
type moving struct {
	words  []Token
	cyclic bool // the first follows the last, and else the order is as it was
	run    []int
	room   [MaxRun]int
}

// follows says whether the word at place i may be the next.
func (m *moving) follows(i int) bool {
	for _, has := range m.run {
		if has == i {
			return false
		}
	}
	return !m.cyclic || len(m.run) == 0 || i == (m.run[len(m.run)-1]+1)%len(m.words)
}

// spell says whether the words that are left are a text, and the subject's spaces, if
// it has any, stand between words: at is where the text begins.
func (m *moving) spell(text string, at int, t *Token) bool {
	if text == "" {
		return len(m.run) == len(m.words)
	}
	for i := range m.words {
		w := m.words[i].Text
		rest, ok := strings.CutPrefix(text, w)
		if !ok || !m.follows(i) || t.breakWithin(at, at+len(w)) {
			continue
		}
		m.run = append(m.run, i)
		if m.spell(rest, at+len(w), t) {
			return true
		}
		m.run = m.run[:len(m.run)-1]
	}
	return false
}

// movedEdge adds the edge between the subject's name as one word and the words of the
// entity's in another order. It weighs what the words weigh, up to WholeWeight.
func (a *Aligner) movedEdge(s, e *Name) {
	if len(s.Tokens) != 1 || len(s.Tokens[0].Text) < wholeMin || !s.Tokens[0].whole() {
		return
	}
	words := e.Moved()
	letters := 0
	for i := range words {
		letters += len(words[i].Text)
	}
	if letters != len(s.Tokens[0].Text) {
		return
	}
	m := moving{words: words, cyclic: personal(words)}
	m.run = m.room[:0]
	if m.spell(s.Tokens[0].Text, 0, &s.Tokens[0]) {
		a.add(s, e, Match{0, 1, 0, len(e.Tokens), Edge{SplitEdge, Joined}, min(weightOf(words), WholeWeight)})
	}
}
