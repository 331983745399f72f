package index

import (
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/score"
)

// run is neighbouring words of the subject that are one word of the index.
type run struct {
	place        int // of the first of them in the walk
	word         uint32
	similarity   interdict.Score
	weight, lack interdict.Millibits
}

// asOne is neighbouring words of the subject as they may be written as one: two of
// them also the last first.
type asOne struct {
	tokens    []score.Token
	backwards bool
}

// runs looks up the subject's neighbouring words written as one.
func (s *Searcher) runs(n *score.Name) {
	s.found, s.asOne, s.forms = s.found[:0], s.asOne[:0], s.forms[:0]
	score.Runs(len(n.Tokens), func(from, to int) {
		tokens := n.Tokens[from:to]
		s.run(asOne{tokens, false})
		if len(tokens) == 2 {
			s.run(asOne{tokens, true})
		}
	})
	words := &s.snap.words
	for _, p := range s.lookupAll(words, s.forms) {
		r := s.asOne[p.key]
		for i := p.from; i < p.to; i++ {
			word := words.vals.at(i)
			switch s.snap.class[word] {
			case classWord, classNumber:
			case classWhole:
				if len(r.tokens) < len(n.Tokens) {
					continue
				}
			default:
				continue
			}
			if r.spells(s.snap.text(word)) {
				s.addRun(r.tokens, word, score.Joined)
			}
		}
	}
	score.Runs(len(n.Tokens), func(from, to int) { s.nativeRun(n.Tokens[from:to]) })
}

// run is to look words up. Their hash as one is had from those of each.
func (s *Searcher) run(r asOne) {
	length, whole := 0, uint64(0)
	for i := range r.tokens {
		t := r.at(i)
		if length += len(t.Text); length > score.MaxJoined || !joinable(t) {
			return
		}
		whole = whole*powers[len(t.Text)] + t.Hash
	}
	s.asOne, s.forms = append(s.asOne, r), append(s.forms, mix(whole, saltWord))
}

// at is the i-th word in the order in which they are written.
func (r *asOne) at(i int) *score.Token {
	if r.backwards {
		i = len(r.tokens) - 1 - i
	}
	return &r.tokens[i]
}

// spells says whether the words as one are a text.
func (r *asOne) spells(text string) bool {
	for i := range r.tokens {
		rest, ok := strings.CutPrefix(text, r.at(i).Text)
		if !ok {
			return false
		}
		text = rest
	}
	return text == ""
}

func (s *Searcher) addRun(tokens []score.Token, word uint32, similarity interdict.Score) {
	r := run{place: len(s.walk.words), word: word, similarity: similarity}
	for i := range tokens {
		r.weight += tokens[i].Weight
		r.lack += tokens[i].Lack
		r.place = min(r.place, s.placeOf(&tokens[i]))
	}
	s.found = append(s.found, r)
}

func (s *Searcher) placeOf(t *score.Token) int {
	for k := range s.walk.words {
		if s.walk.words[k].token == t {
			return k
		}
	}
	return 0
}
