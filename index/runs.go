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

// runs looks up the subject's neighbouring words written as one, two of them
// in either order.
func (s *Searcher) runs(n *score.Name) {
	s.found = s.found[:0]
	score.Runs(len(n.Tokens), func(from, to int) {
		tokens := n.Tokens[from:to]
		s.nativeRun(tokens)
		all := len(tokens) == len(n.Tokens)
		s.run(tokens, false, all)
		if len(tokens) == 2 {
			s.run(tokens, true, all)
		}
	})
}

// run looks up the words written as one, the last first if they have changed
// places. The hash of a run is had from those of its words.
func (s *Searcher) run(tokens []score.Token, backwards, all bool) {
	length, whole := 0, uint64(0)
	for i := range tokens {
		if backwards {
			i = len(tokens) - 1 - i
		}
		t := &tokens[i]
		if length += len(t.Text); length > score.MaxJoined || !joinable(t) {
			return
		}
		whole = whole*powers[len(t.Text)] + t.Hash
	}
	words := s.snap.words.lookup(mix(whole, saltWord))
	for i := words.from; i < words.to; i++ {
		word := words.at(i)
		switch s.snap.class[word] {
		case classWord, classNumber:
		case classWhole:
			if !all {
				continue
			}
		default:
			continue
		}
		if spells(tokens, backwards, s.snap.text(word)) {
			s.addRun(tokens, word, score.Joined)
		}
	}
}

// spells says whether words written as one are a text.
func spells(tokens []score.Token, backwards bool, text string) bool {
	for i := range tokens {
		if backwards {
			i = len(tokens) - 1 - i
		}
		rest, ok := strings.CutPrefix(text, tokens[i].Text)
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
