package index

import "github.com/interdict/interdict/score"

// A word that is written without its vowels shares its skeleton with many Latin
// words, in scale M with some 94, and is one with hardly any. The letters that
// these have, as a set, part it from most of them before one is compared.

// nativeRun looks up words without their vowels that are one in Latin letters.
func (s *Searcher) nativeRun(tokens []score.Token) {
	var room [score.MaxRun]string
	native := score.NativeRun(&room, tokens)
	if len(native) == 0 || !s.unvoiced.Set(native...) {
		return
	}
	s.voiced(func(word uint32) {
		var e score.Token
		s.snap.token(&e, word)
		if edge := score.Voiced(&e, &s.unvoiced); edge.Kind != score.NoEdge {
			s.addRun(tokens, word, edge.Similarity)
		}
	})
}

// nativeWord adds the Latin words that a word without its vowels may be.
func (s *Searcher) nativeWord(t *score.Token) {
	if !s.unvoiced.Set(t.Text) {
		return
	}
	s.voiced(func(word uint32) {
		if s.snap.class[word] != classWord || !s.met.add(word) {
			return
		}
		var e score.Token
		s.snap.token(&e, word)
		if edge := score.Voiced(&e, &s.unvoiced); edge.Kind != score.NoEdge {
			s.near = append(s.near, s.snap.neighbour(word, edge))
		}
	})
}

// voiced calls f with the Latin words that have a skeleton of what is in
// s.unvoiced and no letter that it has not.
func (s *Searcher) voiced(f func(word uint32)) {
	s.unvoiced.Skeletons(func(skeleton uint64) {
		words := s.snap.keys.lookup(skeletonHash(skeleton, false))
		for i := words.from; i < words.to; i++ {
			word := words.at(i)
			if s.unvoiced.May(s.snap.letters(word)) && s.unvoiced.Ends(s.snap.text(word)) {
				f(word)
			}
		}
	})
}
