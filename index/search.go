package index

import (
	"math/bits"
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/score"
)

// Work counts what searches did. Tests assert it on fixed input: unlike time,
// it is the same on every machine.
type Work struct {
	Subjects   int64
	Lookups    int64 // words whose neighbours were looked up, not found in the cache
	Postings   int64 // entries read of posting and pair lists
	Bounded    int64 // names that went through the integer bound
	NameScores int64 // names scored
	FullScores int64 // entities scored in full
	Hits       int64
}

// Add sums up two counts.
func (w *Work) Add(o Work) {
	w.Subjects += o.Subjects
	w.Lookups += o.Lookups
	w.Postings += o.Postings
	w.Bounded += o.Bounded
	w.NameScores += o.NameScores
	w.FullScores += o.FullScores
	w.Hits += o.Hits
}

// Searcher searches one snapshot under one set of weights. It keeps caches and
// buffers: not safe for concurrent use, one for each goroutine.
type Searcher struct {
	Work Work

	snap   *Snapshot
	scorer score.Scorer
	walk   walk
	gains  []int64
	seen   numberSet // names met in this walk
	met    numberSet // words met in this lookup
	found  []run
	buf    []byte

	// What was looked up lately, and what was before the cache last filled up.
	cache, older map[string]around
	limit        int         // words in each of the two
	chunk        []neighbour // what the cache's entries are cut from
	exact        [1]neighbour
	forms        []uint64 // of a word with letters left out

	name     *score.Name // being walked
	floor    interdict.Score
	schema   interdict.Schema
	aligner  score.Aligner
	tokens   []score.Token
	entity   score.Party
	outcome  score.Outcome
	entities []uint32
	taken    numberSet
}

// around is what a word of a subject can be joined to: single words, and the
// names in which neighbouring words are that word written apart.
type around struct {
	words []neighbour
	split []uint32
}

// neighbour is a word of the index and the edge to it.
type neighbour struct {
	word uint32
	edge score.Edge
}

// cacheLimit bounds the words whose neighbours a Searcher remembers, twice over.
const cacheLimit = 1 << 16

// Neighbours are cut from chunks, so that cached ones never move.
const chunkSize, chunkRoom = 8192, 256

// NewSearcher returns a Searcher of the snapshot.
func NewSearcher(s *Snapshot, w score.Weights) *Searcher {
	return &Searcher{snap: s, scorer: score.Scorer{Weights: w}, aligner: score.Aligner{Without: w.Without}, cache: map[string]around{}, limit: cacheLimit}
}

// SetNeedsFact says which aliases count only beside a second fact: see
// score.Scorer. It moves scores alone, and no candidate.
func (s *Searcher) SetNeedsFact(f func(list string, q interdict.Quality) bool) {
	s.scorer.NeedsFact = f
}

// Search calls hit for each entity whose score against the subject reaches the
// threshold, in the order of the entities' numbers. The outcome and the party
// are valid during the call.
func (s *Searcher) Search(p *score.Party, threshold interdict.Score, hit func(entity uint32, o *score.Outcome, e *score.Party)) error {
	s.Work.Subjects++
	s.Candidates(p, threshold)
	for _, n := range s.entities {
		s.Work.FullScores++
		o, e, err := s.Score(p, n)
		if err != nil {
			return err
		}
		if o.Score >= threshold {
			s.Work.Hits++
			hit(n, o, e)
		}
	}
	return nil
}

// Score scores the subject against one entity in full, whatever its score. The
// outcome and the entity's party are valid until the next call.
func (s *Searcher) Score(p *score.Party, entity uint32) (o *score.Outcome, e *score.Party, err error) {
	if s.tokens, err = s.snap.party(&s.entity, s.tokens[:0], entity); err != nil {
		return nil, nil, err
	}
	s.outcome = s.scorer.Score(p, &s.entity)
	return &s.outcome, &s.entity, nil
}

// Candidates returns the entities that may reach the threshold, ascending; the
// slice is valid until the next call. None that does reach it is missing.
func (s *Searcher) Candidates(p *score.Party, threshold interdict.Score) []uint32 {
	s.entities = s.entities[:0]
	s.taken.reset()
	s.schema = p.Schema
	s.floor = max(s.scorer.Weights.Floor(p, threshold), 1)
	for i := range p.Names {
		s.seen.reset()
		s.name = &p.Names[i]
		if len(s.name.Tokens) == 1 && s.name.Tokens[0].Part == name.Whole {
			s.whole(s.name, s.floor)
			continue
		}
		s.wholes(s.name)
		s.candidates(s.name, s.floor)
	}
	for _, k := range p.Identifiers {
		for _, e := range s.snap.ids.lookup(identifierHash(k)) {
			s.take(e)
		}
	}
	slices.Sort(s.entities)
	return s.entities
}

// reached scores a name that passed the bound, and takes its entity.
func (s *Searcher) reached(n uint32) {
	e := s.snap.nameEntity[n]
	if s.taken.has(e) || !s.schema.Comparable(s.snap.schemaOf(e)) {
		return
	}
	var listed score.Name
	listed, s.tokens = s.snap.name(s.tokens[:0], n)
	s.Work.NameScores++
	if r := s.aligner.Names(s.name, &listed); s.scorer.Weights.Strength(&r) >= s.floor {
		s.take(e)
	}
}

func (s *Searcher) take(e uint32) {
	if s.taken.add(e) {
		s.entities = append(s.entities, e)
	}
}

// lookup returns what a word can be joined to.
func (s *Searcher) lookup(t *score.Token) around {
	class := classOf(t.Part)
	if cached(class) {
		if found, ok := s.cache[t.Text]; ok {
			return found
		}
		if found, ok := s.older[t.Text]; ok {
			return s.keep(t.Text, found)
		}
	}
	if class != classWhole {
		s.Work.Lookups++
	}
	word, known := s.snap.lookup(t.Text, class)
	exact := neighbour{word, score.Edge{Kind: score.Exact, Similarity: 10000}}
	var found around
	if class != classLegalForm && class != classSyllables && class != classSounds && class != classAcronym && len(t.Text) <= score.MaxJoined {
		found.split = s.snap.joins.lookup(hashString(t.Text, saltJoined))
	}
	if class == classWhole { // what is written so is among the joined words or one word
		word, known = s.snap.lookup(t.Text, classWord)
		exact = neighbour{word, score.Edge{Kind: score.JoinEdge, Similarity: score.Joined}}
	}
	if class == classAcronym {
		word, known = s.snap.lookup(t.Text, classWord)
		exact = neighbour{word, score.Edge{Kind: score.AcronymEdge, Similarity: score.Acronym}}
	}
	if !cached(class) {
		s.exact[0] = exact
		if known {
			found.words = s.exact[:]
		}
		return found
	}
	from := s.room()
	if known {
		s.chunk = append(s.chunk, exact)
	}
	switch {
	case class == classSyllables:
		s.standards(t)
	case class == classSounds:
		s.sounds(t)
	case len(t.Text) > 1:
		s.similar(t)
	}
	found.words = s.chunk[from:len(s.chunk):len(s.chunk)]
	s.remember(t.Text, found)
	return found
}

// standards adds the words that are the same Chinese or Korean name by another
// standard.
func (s *Searcher) standards(t *score.Token) {
	s.met.reset()
	name.SyllableKeys(t.Text, func(key uint64) {
		for _, w := range s.snap.keys.lookup(mix(key, saltSyllables)) {
			if s.snap.class[w] != classSyllables || !s.met.add(w) {
				continue
			}
			e := score.Token{Text: s.snap.text(w), Part: name.Syllables}
			if edge := score.Compare(t, &e); edge.Kind != score.NoEdge && edge.Kind != score.Exact {
				s.chunk = append(s.chunk, neighbour{w, edge})
			}
		}
	})
}

// try adds those of the words that the word is joined to.
func (s *Searcher) try(t *score.Token, words []uint32) {
	for _, w := range words {
		if s.snap.class[w] != classWord || !s.met.add(w) {
			continue
		}
		var e score.Token
		s.snap.token(&e, w)
		if edge := score.Compare(t, &e); edge.Kind != score.NoEdge && edge.Kind != score.Exact {
			s.chunk = append(s.chunk, neighbour{w, edge})
		}
	}
}

// sounds adds the Latin words that a foreign name in another script sounds
// like.
func (s *Searcher) sounds(t *score.Token) {
	s.met.reset()
	name.SoundKeys(t.Key, func(key uint64) {
		s.try(t, s.snap.keys.lookup(mix(key, saltSounds)))
	})
}

// cached says whether what a word of this class can be joined to is kept.
func cached(class uint8) bool {
	return class == classWord || class == classSyllables || class == classSounds
}

// similar adds the variants and misspellings of a word.
func (s *Searcher) similar(t *score.Token) {
	s.met.reset()
	s.try(t, s.snap.keys.lookup(hashString(t.Key, saltKey)))
	native := name.Native(t.Text)
	name.Skeletons(func(skeleton uint64) {
		// Few snapshots hold words without vowels, and none many.
		if h := skeletonHash(skeleton, !native); native || maybe(s.snap.filter, h) {
			s.try(t, s.snap.keys.lookup(h))
		}
	}, t.Text)
	lookup := func(text string) {
		if w, ok := s.snap.lookup(text, classWord); ok {
			s.try(t, []uint32{w})
		}
	}
	lookup(t.Text[:1]) // its initial
	for _, n := range name.Nicknames(t.Text) {
		lookup(n)
	}
	for i := range score.Swaps(t.Text) {
		s.buf = append(s.buf[:0], t.Text...)
		s.buf[i], s.buf[i+1] = s.buf[i+1], s.buf[i]
		lookup(viewOf(s.buf))
	}
	if score.Editable(t.Text) {
		// All forms first and then the filter, whose words the processor can
		// then fetch side by side.
		s.forms = s.forms[:0]
		letters := letterSet(t.Text)
		subjectForms(t.Text, func(h uint64) { s.forms = append(s.forms, h) })
		for _, h := range s.forms {
			if maybe(s.snap.filter, h) {
				s.misspelt(t, letters, s.snap.deletes.lookup(h))
			}
		}
	}
}

// misspelt adds those of the words that are a word with typing errors. An error
// takes one letter away and adds one, at most.
func (s *Searcher) misspelt(t *score.Token, letters uint32, words []uint32) {
	for i, w := range words {
		length := int(s.snap.wordOff[w+1] - s.snap.wordOff[w])
		errors := score.EditsAllowed(min(length, len(t.Text)))
		if d := length - len(t.Text); d <= errors && -d <= errors && bits.OnesCount32(s.snap.wordLetters[w]^letters) <= 2*errors {
			s.try(t, words[i:i+1])
		}
	}
}

// room makes room for a word's neighbours and returns where they begin.
func (s *Searcher) room() int {
	if cap(s.chunk)-len(s.chunk) < chunkRoom {
		s.chunk = make([]neighbour, 0, chunkSize)
	}
	return len(s.chunk)
}

// keep moves a word from the older cache to the new one. Its neighbours are
// copied: a few words that are met for ever would hold all chunks there were.
func (s *Searcher) keep(text string, found around) around {
	from := s.room()
	s.chunk = append(s.chunk, found.words...)
	found.words = s.chunk[from:len(s.chunk):len(s.chunk)]
	s.remember(text, found)
	return found
}

// remember caches what a word can be joined to. A full cache becomes the older
// one: what is met again moves over, the rest is forgotten when the next is full.
func (s *Searcher) remember(text string, found around) {
	if len(s.cache) >= s.limit {
		s.cache, s.older = s.older, s.cache
		if s.cache == nil {
			s.cache = make(map[string]around, s.limit)
		}
		clear(s.cache)
	}
	s.cache[text] = found
}

// lookup finds a word by its exact text and class.
func (s *Snapshot) lookup(text string, class uint8) (uint32, bool) {
	for _, w := range s.words.lookup(wordHash(text, class)) {
		if s.class[w] == class && s.text(w) == text {
			return w, true
		}
	}
	return 0, false
}

func (s *Snapshot) schemaOf(entity uint32) interdict.Schema {
	d := s.decoder(entity)
	return interdict.Schema(d.view())
}
