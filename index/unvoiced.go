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
			s.near = append(s.near, neighbour{word: word, edge: edge})
		}
	})
}

// voiced calls f with the Latin words that have a skeleton of what is in
// s.unvoiced and no letter that it has not.
func (s *Searcher) voiced(f func(word uint32)) {
	snap := s.snap
	s.forms = s.forms[:0]
	s.unvoiced.Skeletons(func(skeleton uint64) { s.forms = append(s.forms, skeletonHash(skeleton, false)) })
	s.gatherWords(s.unvoiced.Letters())
	words := s.words[:0]
	for _, w := range s.words {
		if s.unvoiced.May(snap.letters(w)) {
			words = append(words, w)
		}
	}
	s.fetchTexts(words)
	near := words[:0]
	for _, w := range words {
		if s.unvoiced.Ends(snap.text(w)) {
			near = append(near, w)
		}
	}
	for _, w := range near {
		s.fetched += snap.wordKey.wide(w) + uint64(snap.rarity[w]) + uint64(snap.class[w])
	}
	for _, w := range near {
		s.fetched += snap.keyOff.wide(snap.wordKey.at(w))
	}
	for _, w := range near {
		f(w)
	}
}
