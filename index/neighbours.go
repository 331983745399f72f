package index

import (
	"cmp"
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/polyhash"
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/score"
)

// around is what a word of a subject can be joined to, but for the letter that it
// begins with (see Searcher.initials). It fills one line of memory in the cache.
type around struct {
	words []neighbour
	// matched is the most that any of words can have in common with the word,
	// as the rarest part of a name, in millibits.
	matched interdict.Millibits
}

// neighbour is a word of the index and the edge to it, with what bounding needs
// of it, so that a word met before costs one look at memory; or, as noWord, the
// names in which neighbouring words are that word written apart.
type neighbour struct {
	word         uint32
	rarity, lack uint16
	edge         score.Edge
	least        uint16 // see leastStep
	partners     uint16 // see own
	post, end    uint32 // in the postings; of noWord in the values of the joins
	persons      uint32 // where those names of them end that a person may bear
	marks        uint64
}

// byRank puts neighbours in the order in which pairs are asked of them.
func byRank(a, b neighbour) int {
	return cmp.Compare(rank(a.word, a.end-a.post), rank(b.word, b.end-b.post))
}

// noWord is the word of a neighbour that is a list of names.
const noWord = ^uint32(0)

func (s *Snapshot) neighbour(word uint32, edge score.Edge) neighbour {
	post := s.postings(word)
	least, persons := s.leastStep(post)
	own := s.partners.of(word)
	return neighbour{word, s.rarity[word], s.maxLack[word], edge, least, own.of, post.from, post.to, persons, own.marks}
}

// fill fills in neighbours of which the words and edges are known.
func (s *Searcher) fill(near []neighbour) {
	snap := s.snap
	for i := range near {
		if w := near[i].word; w != noWord {
			s.fetched += uint64(snap.rarity[w]) + uint64(snap.maxLack[w]) + snap.postOff.wide(w) + snap.partners.off.wide(w)
		}
	}
	for i := range near {
		if w := near[i].word; w != noWord {
			if from := snap.partners.off.at(w); from < snap.partners.off.at(w+1) {
				s.fetched += snap.partners.filter[from]
			}
			if names := snap.postings(w); names.len() > 0 {
				s.fetched += names.in.wide(names.from)
			}
		}
	}
	for i := range near {
		if w := near[i].word; w != noWord {
			near[i] = snap.neighbour(w, near[i].edge)
		}
	}
}

// weight is the most that the edge weighs, from a word of this weight.
func (n *neighbour) weight(w interdict.Millibits) interdict.Millibits {
	return score.PairWeight(n.edge.Kind, w, interdict.Millibits(n.rarity))
}

// joinedNames are the names of joins with this text.
func (s *Snapshot) joinedNames(poly uint64) (from, to uint32) {
	return s.joins.place(mix(poly, saltJoined))
}

// remembered fills in what a word can be joined to if it was looked up lately, by this
// Searcher or another one of the snapshot.
func (s *Searcher) remembered(w *walkWord) {
	text := w.token.Text
	if !cached(classOf(w.token.Part)) {
		return
	}
	found := s.cache.Get(w.token.Hash, text)
	if found == nil {
		if found = s.snap.around.Get(w.token.Hash, text); found == nil {
			return
		}
		s.cache.Put(w.token.Hash, text, *found)
	}
	w.around, w.known = *found, true
}

// lookup fills in what a word can be joined to.
func (s *Searcher) lookup(w *walkWord) {
	t := w.token
	class := classOf(t.Part)
	if class != classWhole {
		s.Work.Lookups++
	}
	w.known, s.near = true, s.near[:0]
	s.comparer.Set(t)
	exact := score.Edge{Kind: score.Exact, Similarity: 10000}
	as := class
	switch class {
	case classWhole: // what is written so is among the joined words or one word
		as, exact = classWord, score.Edge{Kind: score.JoinEdge, Similarity: score.Joined}
	case classAcronym:
		as, exact = classWord, score.Edge{Kind: score.AcronymEdge, Similarity: score.Acronym}
	}
	if word, ok := s.snap.lookup(t.Hash, t.Text, as); ok {
		s.near = append(s.near, neighbour{word: word, edge: exact})
	}
	switch class {
	case classLegalForm, classSyllables, classSounds, classAcronym:
	default:
		if len(t.Text) <= score.MaxJoined {
			if from, to := s.snap.joinedNames(t.Hash); from < to {
				s.near = append(s.near, neighbour{word: noWord, edge: score.Edge{Kind: score.SplitEdge, Similarity: score.Joined}, post: from, end: to, persons: span{&s.snap.joins.vals, from, to}.seek(from, s.snap.firstOf(impersonal))})
			}
		}
	}
	if !cached(class) {
		s.fill(s.near)
		w.words = append(w.few[:0], s.near...)
		w.bound()
		return
	}
	switch {
	case class == classSyllables:
		s.standards(t)
	case class == classSounds:
		s.sounds(t)
	case len(t.Text) > 1:
		s.similar(w)
		if name.AcronymOf(len(t.Text)) {
			if word, ok := s.snap.lookup(t.Hash, t.Text, classAcronym); ok {
				s.near = append(s.near, neighbour{word: word, edge: score.Edge{Kind: score.AcronymEdge, Similarity: score.Acronym}})
			}
		}
	}
	s.fill(s.near)
	slices.SortFunc(s.near, byRank)
	if len(s.near) > 0 {
		w.words = slices.Clone(s.near)
	}
	w.bound()
	s.cache.Put(t.Hash, t.Text, w.around)
	s.snap.around.Put(t.Hash, t.Text, w.around)
}

// bound sums up the neighbours of a word that was looked up.
func (w *walkWord) bound() {
	w.matched = 0
	for i := range w.words {
		c := &w.words[i]
		weight := w.token.Rarity
		if c.word != noWord {
			weight = c.weight(weight)
		}
		w.matched = max(w.matched, share(weight, c.edge.Similarity))
	}
}

// share is s ten-thousandths of w.
func share(w interdict.Millibits, s interdict.Score) interdict.Millibits {
	return interdict.Millibits(int64(w) * int64(s) / 10000)
}

// standards adds the words that are the same Chinese or Korean name by another
// standard.
func (s *Searcher) standards(t *score.Token) {
	s.met.reset()
	name.SyllableKeys(t.Text, func(key uint64) {
		words := s.snap.keys.lookup(mix(key, saltSyllables))
		for i := words.from; i < words.to; i++ {
			w := words.at(i)
			if s.snap.class[w] != classSyllables || !s.met.add(w) {
				continue
			}
			e := score.Token{Text: s.snap.text(w), Part: name.Syllables}
			s.join(&e, w)
		}
	})
}

// try adds those of the words that the word is joined to.
func (s *Searcher) try(words span) {
	for i := words.from; i < words.to; i++ {
		s.tryWord(words.at(i))
	}
}

func (s *Searcher) tryWord(w uint32) {
	if s.snap.class[w] != classWord || !s.met.add(w) {
		return
	}
	var e score.Token
	s.snap.token(&e, w)
	s.join(&e, w)
}

// join adds a word of the index to the one looked up if an edge joins it that is not exact.
func (s *Searcher) join(e *score.Token, word uint32) {
	if edge := s.comparer.Compare(e); edge.Kind != score.NoEdge && edge.Kind != score.Exact {
		s.near = append(s.near, neighbour{word: word, edge: edge})
	}
}

// sounds adds the Latin words that a foreign name in another script sounds
// like.
func (s *Searcher) sounds(t *score.Token) {
	s.met.reset()
	if !score.Spoken(&s.heard, t) {
		return
	}
	s.forms = s.forms[:0]
	name.SoundKeys(t.Key, func(key uint64) { s.forms = append(s.forms, mix(key, saltSounds)) })
	s.gatherWords(^uint32(0))
	words := s.words[:0]
	for _, w := range s.words {
		if s.heard.May(s.snap.letters(w)) && s.met.add(w) {
			words = append(words, w)
		}
	}
	s.fetchTexts(words)
	for _, w := range words {
		if edge := score.Sounded(&score.Token{Text: s.snap.text(w)}, &s.heard); edge.Kind != score.NoEdge && s.snap.class[w] == classWord {
			s.near = append(s.near, neighbour{word: w, edge: edge})
		}
	}
}

// gatherWords gathers in s.words those with one of the keys in s.forms that have no
// letters but these, as name.Letters has them, as far as that is held.
func (s *Searcher) gatherWords(may uint32) {
	keys, letters := &s.snap.keys, s.snap.wordLetters
	s.words = s.words[:0]
	for _, found := range s.lookupAll(keys, s.forms) {
		next := len(s.words)
		words := slices.Grow(s.words, int(found.to-found.from))
		words = words[:cap(words)]
		for i := found.from; i < found.to; i++ {
			w := keys.vals.at(i)
			words[next] = w
			next += within(letters[w], may) // no branch: most words are passed over, but not foreseeably
		}
		s.words = words[:next]
	}
}

// within is 1 if a set of letters has none but those of another, else 0.
func within(set, other uint32) int {
	more := set &^ other
	return 1 - int((more|-more)>>31)
}

// fetchLetters reads which letters words have, and fetchTexts their texts.
func (s *Searcher) fetchLetters(words []uint32) {
	for _, w := range words {
		s.fetched += uint64(s.snap.wordLetters[w])
	}
}

func (s *Searcher) fetchTexts(words []uint32) {
	for _, w := range words {
		s.fetched += s.snap.wordOff.wide(w)
	}
	for _, w := range words {
		if text := s.snap.text(w); text != "" {
			s.fetched += uint64(text[0])
		}
	}
}

// letters are those that a word has, as name.Letters has them.
func (s *Snapshot) letters(word uint32) uint32 {
	if set := s.wordLetters[word]; set != 0 {
		return set
	}
	return name.Letters(s.text(word)) // too short for misspellings
}

// cached says whether what a word of this class can be joined to is kept.
func cached(class uint8) bool {
	return class == classWord || class == classSyllables || class == classSounds
}

// similar adds the variants and misspellings of a word.
func (s *Searcher) similar(w *walkWord) {
	t := w.token
	s.met.reset()
	s.try(s.snap.keys.lookup(hashString(t.Key, saltKey)))
	if name.Native(t.Text) {
		s.nativeWord(t)
	} else {
		name.Skeletons(func(skeleton uint64) {
			s.try(s.snap.keys.lookup(skeletonHash(skeleton, true)))
		}, t.Text)
	}
	lookup := func(text string) {
		if w, ok := s.snap.lookup(polyhash.Of(text), text, classWord); ok {
			s.tryWord(w)
		}
	}
	for _, n := range name.Nicknames(t.Text) {
		lookup(n)
	}
	for key := range name.RespeltKeys(t.Respelt) {
		s.try(s.snap.keys.lookup(hashString(key, saltKey)))
	}
	s.slavic(t)
	for i := range score.Swaps(t.Text) {
		s.buf = append(s.buf[:0], t.Text...)
		s.buf[i], s.buf[i+1] = s.buf[i+1], s.buf[i]
		lookup(viewOf(s.buf))
	}
	if score.Misspellable(t.Text) {
		s.misspelled(t)
	}
}

// slavic adds the names that the word is in another of the East Slavic languages.
func (s *Searcher) slavic(t *score.Token) {
	var room [2 * name.MaxToken]byte
	fold, other := name.EastSlavic(room[:0], t.Text)
	if len(fold) == 0 {
		return
	}
	s.try(s.snap.keys.lookup(slavicHash(fold, true)))
	if other {
		s.try(s.snap.keys.lookup(slavicHash(fold, false)))
	}
}

// misspelled adds the words that are the word but for typing errors. Their
// letters are compared first, as sets: an error takes one letter away and adds
// one, at most. What the words are joined by otherwise was looked up before.
func (s *Searcher) misspelled(t *score.Token) {
	s.forms = s.forms[:0]
	subjectForms(t.Text, func(h uint64) { s.forms = append(s.forms, h) })
	s.wrong(t, t.Text, score.EditsBetween(len(t.Text), len(t.Text)+1))
	var room [score.DoubledMost + 1]byte
	if once, ok := score.Undoubled(room[:0], t.Text, t.Rarity); ok {
		s.met.reset()
		for i := range s.near {
			if w := s.near[i].word; w != noWord {
				s.met.add(w)
			}
		}
		text := viewOf(once)
		s.forms = s.forms[:0]
		deletions(text, 0, 1, saltDelete, func(h uint64) { s.forms = append(s.forms, h) })
		s.wrong(t, text, 1)
	}
}

// wrong adds the words of s.forms that are a text but for so many errors and that a
// word, which is written so or nearly so, is joined to.
func (s *Searcher) wrong(t *score.Token, text string, most int) {
	snap, all := s.snap, &s.snap.deletes
	set := name.Letters(text)
	s.words = s.words[:0]
	for _, found := range s.lookupAll(all, s.forms) {
		for i := found.from; i < found.to; i++ {
			if w := all.vals.at(i); s.met.add(w) {
				s.words = append(s.words, w)
			}
		}
	}
	s.fetchLetters(s.words)
	words := s.words[:0]
	for _, w := range s.words {
		if name.LeastErrors(snap.wordLetters[w], set, 0) <= most {
			words = append(words, w)
		}
	}
	s.fetchTexts(words)
	near := words[:0]
	s.pattern.Set(text)
	s.errors = s.errors[:0]
	for _, w := range words {
		if errors := s.pattern.Distance(snap.text(w), most); errors <= most {
			near, s.errors = append(near, w), append(s.errors, errors)
		}
	}
	for _, w := range near {
		s.fetched += uint64(snap.rarity[w])
	}
	for i, w := range near {
		e := score.Token{Text: snap.text(w), Key: noKey, Rarity: interdict.Millibits(snap.rarity[w])}
		if text != t.Text {
			s.join(&e, w)
		} else if edge := s.comparer.Typed(&e, s.errors[i]); edge.Kind != score.NoEdge {
			s.near = append(s.near, neighbour{word: w, edge: edge})
		}
	}
}

// noKey is no word's key: words with that of the word were met before.
const noKey = "\x00"

// lookup finds a word by its exact text, with the text's polynomial, and class.
func (s *Snapshot) lookup(poly uint64, text string, class uint8) (uint32, bool) {
	words := s.words.lookup(mix(poly, saltWord))
	for i := words.from; i < words.to; i++ {
		w := words.at(i)
		if s.class[w] == class && s.text(w) == text {
			return w, true
		}
	}
	return 0, false
}
