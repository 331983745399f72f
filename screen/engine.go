// Package screen is the library's door: it opens a snapshot and screens
// subjects against it, one by one or a whole file at a time, and explains what
// it found.
//
//	engine, err := screen.Open(path)
//	result, err := engine.Screen(&subject, screen.Query{})
//
// An Engine is safe for concurrent use. It keeps searchers, which hold caches,
// for its callers; what it returns belongs to the caller and outlives it.
package screen

import (
	"cmp"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/index"
	"github.com/interdict/interdict/internal/recent"
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/score"
)

// ListInfo is one list in an engine's snapshot.
type ListInfo = index.ListInfo

// Engine screens against one snapshot.
type Engine struct {
	snap    *index.Snapshot
	weights score.Weights
	policy  policy.Policy
	kinds   map[string]interdict.Kind    // of lists
	idle    chan *worker                 // with warm caches; kept, unlike a sync.Pool's
	marks   atomic.Pointer[recent.Marks] // of names that runs met
	learnt  name.Learnt                  // by all workers
}

// Query says what to look for. The zero value looks in all lists at the
// policy's threshold.
type Query struct {
	// Threshold is the score from which a pair is a hit; 0 means the policy's.
	// An alias that the policy counts only beside a second fact is kept below
	// the policy's threshold, not below this one.
	Threshold interdict.Score
	// Lists limits the entities to those of these list ids.
	Lists []string
	// On, where set, says of a listing, by its list and its kind, whether it is
	// looked for; it limits Lists further.
	On func(list string, kind interdict.Kind) bool
	// Limit is the most hits of a subject, 0 for all.
	Limit int
	// All hands over subjects without a hit too.
	All bool
	// Cleared adds to each subject without a hit the nearest pairs that did
	// not reach the threshold. It costs time.
	Cleared bool
}

func (e *Engine) threshold(q *Query) interdict.Score {
	if q.Threshold <= 0 {
		return e.policy.Threshold
	}
	return q.Threshold
}

// Hashes name what a screening was done with.
type Hashes struct {
	Snapshot string `json:"snapshot"`
	Analysis string `json:"analysis"`
	Scoring  string `json:"scoring"`
	Policy   string `json:"policy"`
}

// Open opens a snapshot file under the default weights and policy. See
// index.Open for its errors.
func Open(path string) (*Engine, error) {
	s, err := index.Open(path)
	if err != nil {
		return nil, err
	}
	return New(s, score.Default()), nil
}

// New returns an engine for a snapshot, which it owns from now on, under the
// default policy.
func New(s *index.Snapshot, w score.Weights) *Engine { return newEngine(s, w, policy.Default()) }

func newEngine(s *index.Snapshot, w score.Weights, p policy.Policy) *Engine {
	e := &Engine{snap: s, weights: w, policy: p, kinds: map[string]interdict.Kind{}, idle: make(chan *worker, 2*runtime.GOMAXPROCS(0))}
	e.marks.Store(recent.NewMarks(fewNames))
	for i := range s.Meta.Lists {
		e.kinds[s.Meta.Lists[i].ID] = s.Meta.Lists[i].Kind
	}
	return e
}

// ForSearch is an engine over the same snapshot for people who search the lists:
// a common word alone finds its bearers, which in screening would be chance.
func (e *Engine) ForSearch() *Engine {
	w := e.weights
	w.DoubtBelow = 0
	return e.WithWeights(w)
}

// WithWeights is an engine over the same snapshot under other weights. Closing
// one closes both.
func (e *Engine) WithWeights(w score.Weights) *Engine { return newEngine(e.snap, w, e.policy) }

// WithPolicy is an engine over the same snapshot under another policy: its
// threshold and its rules for aliases. Which lists and kinds are looked for is
// for the Query to say. Closing one closes both.
func (e *Engine) WithPolicy(p policy.Policy) *Engine { return newEngine(e.snap, e.weights, p) }

// Weights are those in force.
func (e *Engine) Weights() score.Weights { return e.weights }

// Policy is the one in force.
func (e *Engine) Policy() policy.Policy { return e.policy }

// Close lets go of the snapshot. No screening may be under way.
func (e *Engine) Close() error { return e.snap.Close() }

// Lists are the lists in the snapshot.
func (e *Engine) Lists() []ListInfo { return e.snap.Meta.Lists }

// State names the register's state that the snapshot was compiled from.
func (e *Engine) State() string { return e.snap.Meta.State }

// Genuine says whether the snapshot's file is still what it is named by. It reads
// all of it.
func (e *Engine) Genuine() bool { return e.snap.Genuine() }

// Parties hands over the snapshot's entities made ready for scoring. What it
// hands over is valid during the call.
func (e *Engine) Parties(f func(p *score.Party)) error {
	return e.snap.Parties(func(_ uint32, p *score.Party) { f(p) })
}

// Hashes name the snapshot, analysis, scoring and policy in force.
func (e *Engine) Hashes() Hashes {
	return Hashes{Snapshot: e.snap.Hash, Analysis: score.AnalysisHash(), Scoring: e.weights.Hash(), Policy: e.policy.Hash()}
}

// ErrNotFound is returned for an id that no entity or listing has.
var ErrNotFound = errors.New("no entity or listing has this id")

// find returns the numbers of the entities that have this id, or a listing
// with it; at least one, or ErrNotFound.
func (e *Engine) find(id string) ([]uint32, error) {
	numbers, err := e.snap.Find(id)
	if err == nil && len(numbers) == 0 {
		err = fmt.Errorf("%q: %w; search finds ids by name", id, ErrNotFound)
	}
	return numbers, err
}

// Entity returns what hits show of the entities that have this id, or a
// listing with it. The error is ErrNotFound where there is none.
func (e *Engine) Entity(id string) ([]interdict.Entity, error) {
	numbers, err := e.find(id)
	if err != nil {
		return nil, err
	}
	var out []interdict.Entity
	for _, n := range numbers {
		found, err := e.entity(n)
		if err != nil {
			return nil, err
		}
		out = append(out, found)
	}
	return out, nil
}

// entity is what hits show of an entity.
func (e *Engine) entity(number uint32) (interdict.Entity, error) {
	found, err := e.snap.Entity(number)
	for i := range found.Listings {
		found.Listings[i].Kind = e.kind(&found.Listings[i])
	}
	return found, err
}

// worker is what one goroutine needs to screen.
type worker struct {
	engine   *Engine
	prep     score.Preparer
	searcher *index.Searcher
	party    score.Party
	parties  [together]score.Party
	speller  speller
	met      met
}

// together is how many subjects of a file are made ready before the first of
// them is searched for. Analysis and walk have tables that fill the processor's
// cache: one after the other for each subject, each would push the other's out.
const together = 32

func (e *Engine) worker() *worker {
	select {
	case w := <-e.idle:
		return w
	default:
		w := &worker{engine: e, searcher: e.searcher()}
		w.prep.Share(&e.learnt)
		return w
	}
}

// done takes a worker back.
func (e *Engine) done(w *worker) {
	select {
	case e.idle <- w:
	default: // more were at work at once than are worth keeping
	}
}

func (e *Engine) searcher() *index.Searcher {
	s := index.NewSearcher(e.snap, belowThreshold(e.weights, &e.policy))
	s.SetNeedsFact(e.policy.NeedsFact)
	return s
}

// belowThreshold are weights that keep an alias, where the policy counts it only
// beside a second fact, below the policy's threshold.
func belowThreshold(w score.Weights, p *policy.Policy) score.Weights {
	w.WeakAlone = min(w.WeakAlone, p.Threshold-1)
	return w
}

// Screen screens one subject, best hit first.
func (e *Engine) Screen(s *interdict.Subject, q Query) (interdict.Result, error) {
	w := e.worker()
	defer e.done(w)
	w.prep.Subject(&w.party, s)
	return w.screen(&w.party, s, &q)
}

// nearest is how many cleared pairs a subject is told of, clearedFrom the
// score from which a pair is worth telling.
const (
	nearest                     = 3
	clearedFrom interdict.Score = 4500
)

// screen screens a subject that was made ready.
func (w *worker) screen(p *score.Party, s *interdict.Subject, q *Query) (interdict.Result, error) {
	threshold := w.engine.threshold(q)
	from := threshold
	if q.Cleared {
		from = min(from, clearedFrom)
	}
	r := interdict.Result{Verdict: interdict.Clear}
	var broken error
	best := best{limit: q.Limit}
	err := w.searcher.Search(p, from, func(number uint32, o *score.Outcome, e *score.Party) {
		if best.passed(o.Score) {
			return
		}
		entity, err := w.engine.snap.Entity(number)
		if err != nil {
			broken = err
			return
		}
		asked := w.engine.asked(&entity, q)
		if len(asked) == 0 {
			return
		}
		h := w.speller.hit(&w.engine.weights, o, p, e, s, &entity, asked)
		if h.Score >= threshold {
			r.Hits = append(r.Hits, h)
			best.add(h.Score)
		} else {
			r.Cleared = append(r.Cleared, h)
		}
	})
	if err := errors.Join(err, broken); err != nil {
		return interdict.Result{}, err
	}
	order(r.Hits)
	order(r.Cleared)
	r.Cleared = r.Cleared[:min(len(r.Cleared), nearest)]
	if q.Limit > 0 {
		r.Hits = r.Hits[:min(len(r.Hits), q.Limit)]
	}
	if len(r.Hits) > 0 {
		r.Verdict, r.Cleared = interdict.Review, nil
	}
	if len(r.Hits) > 0 || q.All {
		r.Subject = clone(s)
	}
	return r, nil
}

// best are the best scores of hits so far, where only some are asked for: one
// below all of them need not be made.
type best struct {
	limit  int // 0 for no limit
	scores []interdict.Score
}

// passed says that enough hits have a better score.
func (b *best) passed(s interdict.Score) bool {
	return b.limit > 0 && len(b.scores) == b.limit && s < b.scores[b.limit-1]
}

func (b *best) add(s interdict.Score) {
	if b.limit <= 0 || len(b.scores) == b.limit && s <= b.scores[b.limit-1] {
		return
	}
	at, _ := slices.BinarySearchFunc(b.scores, s, func(have, s interdict.Score) int { return cmp.Compare(s, have) })
	b.scores = slices.Insert(b.scores[:min(len(b.scores), b.limit-1)], at, s)
}

// asked are the entity's listings that a query looks for, each with its kind.
func (e *Engine) asked(entity *interdict.Entity, q *Query) (out []interdict.Listing) {
	for _, l := range entity.Listings {
		l.Kind = e.kind(&l)
		if (len(q.Lists) == 0 || slices.Contains(q.Lists, l.List)) && (q.On == nil || q.On(l.List, l.Kind)) {
			out = append(out, l)
		}
	}
	return out
}

// kind is what sort of listing it is: as it says itself, else its list's.
func (e *Engine) kind(l *interdict.Listing) interdict.Kind { return cmp.Or(l.Kind, e.kinds[l.List]) }

// order sorts hits: score, then how exactly the names are written alike, then
// weight of evidence, then entity id.
func order(hits []interdict.Hit) {
	slices.SortFunc(hits, func(a, b interdict.Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Spelling, a.Spelling), cmp.Compare(b.Weight, a.Weight), strings.Compare(a.EntityID, b.EntityID))
	})
}

// hit puts an outcome into the form that leaves the library: of the entity's
// listings, those that were asked for.
func hit(o *score.Outcome, sp, ep *score.Party, s *interdict.Subject, e *interdict.Entity, asked []interdict.Listing) interdict.Hit {
	h := interdict.Hit{
		EntityID: e.ID, Caption: e.Caption(), Schema: e.Schema(),
		Score: o.Score, Strength: o.Strength, Weight: o.Weight, Sufficiency: o.Sufficiency,
		MatchedName: score.MatchedName(o, ep, e),
		Measures:    []interdict.Measure{}, Verdicts: []interdict.MeasureVerdict{},
		Evidence: score.Evidence(o, sp, ep, s, e),
	}
	for i := range asked {
		l := &asked[i]
		h.ListingIDs = append(h.ListingIDs, l.ID)
		if !slices.Contains(h.Lists, l.List) {
			h.Lists = append(h.Lists, l.List)
		}
		if l.Kind != "" && !slices.Contains(h.Kinds, l.Kind) {
			h.Kinds = append(h.Kinds, l.Kind)
		}
		for _, m := range l.Designation.Measures {
			if !slices.Contains(h.Measures, m) {
				h.Measures = append(h.Measures, m)
			}
			h.Verdicts = append(h.Verdicts, verdict(l, m))
		}
	}
	return h
}

// verdict is review for every measure until there is a policy to say more.
func verdict(l *interdict.Listing, m interdict.Measure) interdict.MeasureVerdict {
	basis := l.List + " " + l.ID
	if r := l.Designation.Regime; r != "" {
		basis = r + ", " + basis
	} else if len(l.Designation.Programs) > 0 {
		basis = strings.Join(l.Designation.Programs, ", ") + ", " + basis
	}
	jurisdiction, _, _ := strings.Cut(l.List, "_")
	return interdict.MeasureVerdict{Jurisdiction: jurisdiction, Measure: m, Verdict: interdict.Review, Basis: basis}
}

// clone copies a subject: the one screened lives in a reader's buffers.
func clone(s *interdict.Subject) interdict.Subject {
	c := *s
	c.Names = slices.Clone(s.Names)
	for i := range c.Names {
		c.Names[i].Parts = slices.Clone(c.Names[i].Parts)
	}
	c.BirthDates, c.Countries = slices.Clone(s.BirthDates), slices.Clone(s.Countries)
	c.Identifiers, c.Genders = slices.Clone(s.Identifiers), slices.Clone(s.Genders)
	c.Addresses, c.Emails = slices.Clone(s.Addresses), slices.Clone(s.Emails)
	c.BirthPlaces = slices.Clone(s.BirthPlaces)
	return c
}
