package index

import (
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/polyhash"
	"github.com/interdict/interdict/internal/prefetch"
	"github.com/interdict/interdict/internal/recent"
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/score"
)

// Work counts what searches did. Tests assert it on fixed input: unlike time,
// it is the same on every machine.
type Work struct {
	Subjects   int64
	Lookups    int64 // words whose neighbours were looked up, not found in the cache
	Lists      int64 // posting and pair lists read
	Postings   int64 // entries read of them
	Bounded    int64 // names that went through the integer bound
	NameScores int64 // names scored
	FullScores int64 // entities scored in full
	Hits       int64
}

// Add sums up two counts.
func (w *Work) Add(o Work) {
	w.Subjects += o.Subjects
	w.Lookups += o.Lookups
	w.Lists += o.Lists
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
	gains  []int64   // see sum
	agree  []int64   // what each of the subject's words agrees in, at most
	seen   numberSet // names met in this walk
	met    numberSet // words met in this lookup
	found  []run
	asOne  []asOne
	// unvoiced is the word or run without vowels that is being looked up.
	unvoiced name.Unvoiced
	heard    name.Spoken    // the same of one that is compared by its sound
	pattern  score.Pattern  // of the word that misspellings are looked up of
	comparer score.Comparer // of the word that is looked up
	// before are polynomials of a whole name's beginnings.
	before [score.MaxJoined + 1]uint64
	buf    []byte
	order  []int // of the name's words in the walk

	lists    []list // see readLists
	pairs    []pair
	gathered []gathered
	toBound  []nameWords
	fetched  uint64 // is of no use but to have been read
	queue    prefetch.Queue
	ahead    []*score.Token // words that will be searched for
	arounds  []*around      // of those that are remembered

	cache *recent.Cache[around] // what words looked up lately can be joined to
	// initials are the listed words of one letter, by it; nil where there is none.
	initials [256]*neighbour
	near     []neighbour // of the word being looked up
	forms    []uint64    // what is looked up together, of one word or name
	placed   []placed    // of those, where their values stand
	words    []uint32    // that may be that word
	errors   []int       // of those that are it but for some

	readings []*score.Name // of the name being walked, see together
	merged   score.Name
	floor    interdict.Score
	asked    asked
	aligner  score.Aligner
	tokens   []score.Token
	entity   score.Party
	outcome  score.Outcome
	entities []uint32
	taken    numberSet
}

// cachedWords is how many words' neighbours a Searcher remembers.
const cachedWords = 1 << 18

// NewSearcher returns a Searcher of the snapshot.
func NewSearcher(s *Snapshot, w score.Weights) *Searcher {
	searcher := &Searcher{snap: s, scorer: score.Scorer{Weights: w}, aligner: score.Aligner{Without: w.Without}, cache: recent.New[around](cachedWords)}
	for c := range searcher.initials {
		letter := string([]byte{byte(c)})
		if word, ok := s.lookup(polyhash.Of(letter), letter, classWord); ok {
			n := s.neighbour(word, score.Edge{Kind: score.InitialEdge, Similarity: score.Initial})
			searcher.initials[c] = &n
		}
	}
	return searcher
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
	s.ask(p, threshold)
	floor := s.scorer.Weights.Floor(p, threshold)
	s.asked.aside = floor > min(threshold, s.scorer.Weights.NameFloor)
	s.named(p, floor)
	for _, k := range p.Identifiers {
		ids := s.snap.ids.lookup(identifierHash(k))
		for i := ids.from; i < ids.to; i++ {
			s.take(ids.at(i))
		}
	}
	slices.Sort(s.entities)
	return s.entities
}

// Nobody says that none of the subject's names may be that of an entity that reaches
// the threshold, whatever else is known of the subject.
func (s *Searcher) Nobody(p *score.Party, threshold interdict.Score) bool {
	dates := p.BirthDates
	p.BirthDates = nil
	s.ask(p, threshold)
	p.BirthDates = dates
	s.named(p, min(threshold, s.scorer.Weights.NameFloor))
	return len(s.entities) == 0
}

// NobodyElse says that Nobody holds for the subject searched for last, if that is seen
// without another search: no entity was found, and none left aside for what is known of
// the subject besides its names.
func (s *Searcher) NobodyElse() bool { return len(s.entities) == 0 && !s.asked.aside }

// named finds the entities of whose names one may be the subject's.
func (s *Searcher) named(p *score.Party, floor interdict.Score) {
	s.entities = s.entities[:0]
	s.taken.reset()
	s.floor = max(floor, 1)
	for i := range p.Names {
		n := s.together(p.Names, i)
		if n == nil {
			continue
		}
		s.seen.reset()
		s.moved(n)
		if len(n.Tokens) == 1 && n.Tokens[0].Part == name.Whole {
			s.whole(n, s.floor)
			continue
		}
		if len(n.Tokens) == 1 && s.errorsInWhole(n.Tokens[0].Text) {
			s.wholes(n.Tokens[0].Text)
		}
		s.candidates(n, s.floor)
	}
}

// reached scores a name that passed the bound, and takes its entity.
func (s *Searcher) reached(n uint32) {
	e := s.snap.nameEntity.at(n)
	if s.taken.has(e) || !s.asked.party.Schema.Comparable(s.snap.schemaOf(e)) {
		return
	}
	var listed score.Name
	listed, s.tokens = s.snap.name(s.tokens[:0], n)
	for _, reading := range s.readings {
		s.Work.NameScores++
		if r := s.aligner.Names(reading, &listed); s.scorer.Weights.Strength(&r) >= s.floor {
			s.take(e)
			return
		}
	}
}

func (s *Searcher) take(e uint32) {
	if s.taken.add(e) {
		s.entities = append(s.entities, e)
	}
}

func (s *Snapshot) schemaOf(entity uint32) interdict.Schema {
	d := s.decoder(entity)
	return interdict.Schema(d.view())
}
