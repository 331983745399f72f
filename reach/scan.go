package reach

import (
	"slices"
	"strings"

	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/score"
)

// hit is a word of the dictionary that means something to a listed name.
type hit struct {
	word uint32
	role role
}

// scan finds the words of a dictionary that mean something to targets.
type scan struct {
	*chunk
	t    *Targets
	hits []hit
	key  []byte

	// Of the word being looked at.
	word     uint32
	token    score.Token
	known    bool
	tried    []int32
	compared int64 // words, letter by letter
	// unvoiced is a run that is written without its vowels, spoken a word that is
	// compared by its sound, and heard says that it can be.
	unvoiced name.Unvoiced
	spoken   name.Spoken
	heard    bool
	// pattern is a listed text that words are held against.
	pattern score.Pattern
}

// all finds all words by a share of what leads to them.
func (s *scan) all(share share) {
	t := s.t
	for text, m := range t.texts {
		if hash := short(hashText(text)); share.has(hash) {
			s.texts.each(hash, func(n uint32) { s.byText(n, text, m) })
		}
	}
	for key, words := range t.keys {
		if share.has(key) {
			s.keys.each(key, func(n uint32) { s.compareAll(n, words) })
		}
	}
	for hash, words := range t.shared {
		if share.has(hash) {
			s.shared.each(hash, func(n uint32) { s.compareAll(n, words) })
		}
	}
	for length := range s.plain.spelt { // words of one length lie in the processor's cache
		for i := range t.spelt {
			if of := &t.spelt[i]; share.has(uint32(i)) && max(length-len(of.text), len(of.text)-length) <= 2 {
				s.misspelt(of, length)
			}
		}
	}
	for i := range t.spelt {
		if of := &t.spelt[i]; share.has(uint32(i)) && of.word >= 0 && of.errors == 0 && len(of.text) <= score.DoubledMost {
			s.doubled(of)
		}
	}
	for i := range t.ends {
		if share.has(uint32(i)) {
			s.ends(&t.ends[i])
		}
	}
	if share.at > 0 {
		return
	}
	s.byNative()
	for n := s.kindFrom[longName]; n < s.kindFrom[longName+1]; n++ {
		for _, r := range t.long {
			s.hits = append(s.hits, hit{n, r})
		}
	}
}

// begin turns to a word.
func (s *scan) begin(n uint32) {
	if s.word != n || !s.known {
		s.word, s.known, s.tried = n, false, s.tried[:0]
	}
}

// byText looks at a word whose text may be meant.
func (s *scan) byText(n uint32, text string, m *meaning) {
	if s.chunk.word(n) != text {
		return
	}
	s.compareAll(n, m.words)
	if kind := s.kind(n); kind == plainWord || kind == numberWord {
		for _, r := range m.roles {
			s.hits = append(s.hits, hit{n, r})
		}
	}
}

// compareAll compares a word with listed words.
func (s *scan) compareAll(n uint32, words []int32) {
	s.begin(n)
	for _, w := range words {
		s.compare(w)
	}
}

// compare notes how a listed word and the word looked at agree, if they do.
func (s *scan) compare(w int32) bool {
	if slices.Contains(s.tried, w) {
		return true
	}
	s.tried = append(s.tried, w)
	kind := s.kind(s.word)
	if !s.known {
		s.token, s.known = s.chunk.token(s.word, &s.key), true
		if kind == nativeRun {
			var room [score.MaxRun]string
			words := room[:0]
			for w := range strings.SplitSeq(s.token.Text, " ") {
				words = append(words, w)
			}
			s.heard = s.unvoiced.Set(words...)
		}
	}
	listed := &s.t.words[w]
	// Between a word that is written without its vowels and one in Latin letters
	// rarity decides nothing, and most are not alike.
	if native := name.Native(s.token.Text); !native || native == name.Native(listed.token.Text) {
		s.rare()
	}
	if kind == sounds {
		return s.sounded(listed)
	}
	if kind == nativeRun {
		if !s.heard || score.Voiced(&listed.token, &s.unvoiced).Kind == score.NoEdge {
			return false
		}
		s.touch(listed, int64(listed.token.Rarity))
		return true
	}
	return s.agree(listed, score.Compare(&s.token, &listed.token))
}

// sounded compares a word by its sound. How a listed word begins has led to it:
// so nothing else has to be known of how it may begin, which takes long to find out.
func (s *scan) sounded(listed *listedWord) bool {
	if listed.begins == "" {
		return false
	}
	if s.token.Key != listed.begins {
		s.token.Key = listed.begins
		s.heard = score.Spoken(&s.spoken, &s.token)
	}
	return s.heard && s.agree(listed, score.Sounded(&listed.token, &s.spoken))
}

// agree notes that the word agrees with a listed one as the edge says.
func (s *scan) agree(listed *listedWord, edge score.Edge) bool {
	if edge.Kind == score.NoEdge {
		return false
	}
	s.rare()
	weight := score.PairWeight(edge.Kind, s.token.Rarity, listed.token.Rarity)
	s.touch(listed, int64(weight)*int64(edge.Similarity)/10000)
	return true
}

// rare finds out how rare the word looked at is.
func (s *scan) rare() {
	if s.token.Rarity == 0 {
		s.token.Rarity = name.Rarity(s.bytes(s.word))
	}
}

// touch notes that the word agrees with a listed word by so much at most.
func (s *scan) touch(listed *listedWord, matched int64) {
	for _, in := range listed.in {
		if in.group >= mostGroups {
			s.hits = append(s.hits, hit{s.word, role{name: in.name, kind: touch}})
			continue
		}
		how := faint
		if g := s.t.names[in.name].groups[in.group]; 100*matched > weakShare*g.weight {
			how = strong
		} else if 100*matched > faintShare*g.weight {
			how = weak
		}
		s.hits = append(s.hits, hit{s.word, role{name: in.name, kind: touch, bits: bitsOf(in.group, how)}})
	}
}

// byNative looks at words in Latin letters where listed ones are written without
// their vowels. Hardly any are, so that it may take its time.
func (s *scan) byNative() {
	if len(s.t.native) == 0 {
		return
	}
	of := map[uint64][]int32{}
	for _, w := range s.t.native {
		name.Skeletons(func(k uint64) { of[k] = append(of[k], w) }, s.t.words[w].token.Text)
	}
	for n := range s.kindFrom[plainWord+1] {
		name.Skeletons(func(k uint64) {
			for _, w := range of[k] {
				s.begin(n)
				s.compare(w)
			}
		}, s.chunk.word(n))
	}
}

// misspelt looks at words of a length that are a text but for typing errors.
func (s *scan) misspelt(t *spelling, length int) {
	allowed := t.allowed(length)
	if allowed == 0 {
		return
	}
	s.pattern.Set(t.text)
	s.plain.near(length, t.sig, allowed, length-len(t.text), func(word uint32) {
		s.compared++
		if errors := s.pattern.Distance(s.chunk.word(word), allowed); errors <= allowed {
			s.wrong(word, t, errors)
		}
	})
}

// doubled looks at words that are a text but for a letter twice and another error.
func (s *scan) doubled(t *spelling) {
	for n := len(t.text) - 1; n <= len(t.text)+1; n++ {
		s.doubles.near(n, t.sig, 1, n-len(t.text), func(at uint32) {
			s.known = false
			s.begin(s.doubles.words[at])
			s.compare(t.word)
		})
	}
}

// wrong notes a word that is a text but for so many errors.
func (s *scan) wrong(word uint32, t *spelling, errors int) {
	s.known = false
	s.begin(word)
	if t.slip {
		s.token, s.known = s.chunk.token(word, &s.key), true
		s.rare()
		if score.SlipTo(&s.token, t.text) == 0 {
			return
		}
	}
	if t.word >= 0 && !s.compare(t.word) {
		s.touch(&s.t.words[t.word], 0) // in a whole name it may count
	}
	longer := len(s.bytes(word)) - len(t.text)
	for _, r := range t.roles {
		if r.kind == whole && !r.spend(errors, longer) {
			continue
		}
		s.hits = append(s.hits, hit{word, r})
	}
}

// spend leaves to the rest of a name as many errors as the word itself does not
// have, which is so many letters longer.
func (r *role) spend(errors, longer int) bool {
	if errors > int(r.slack) {
		return false
	}
	r.length, r.slack = uint8(int(r.length)+longer), r.slack-uint8(errors)
	return true
}

// ends looks at words that are the beginning or end of a single listed word but
// for an error, and more than half of it: see spaces.
func (s *scan) ends(e *ending) {
	for n := max(1, (len(e.text)-2)/2); n < len(e.text); n++ {
		s.plain.near(n, signature(e.text[:n]), 2, 0, func(word uint32) {
			s.end(e, word, n, func(n int) (part, rest string) { return e.text[:n], e.text[n:] })
		})
		s.plain.near(n, signature(e.text[len(e.text)-n:]), 2, 0, func(word uint32) {
			s.end(e, word, n, func(n int) (part, rest string) { return e.text[len(e.text)-n:], e.text[:len(e.text)-n] })
		})
	}
}

func (s *scan) end(e *ending, word uint32, n int, cut func(n int) (part, rest string)) {
	for m := max(n-1, 1); m <= min(n+1, len(e.text)-1); m++ {
		part, rest := cut(m)
		if score.Distance(s.chunk.word(word), part, 1) > 1 {
			continue
		}
		of := lettersOf(rest)
		r := role{name: e.name, kind: whole, bits: all, rest: of.set(), length: uint8(len(e.text)), slack: 2, least: 2}
		r.spend(1, len(s.bytes(word))-len(part))
		s.hits = append(s.hits, hit{word, r})
	}
}
