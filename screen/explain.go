package screen

import (
	"fmt"
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/index"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/score"
)

// Explanation says why a subject does or does not hit an entity, and at which
// stage it was lost.
type Explanation struct {
	Hit       interdict.Hit   `json:"hit"`
	Threshold interdict.Score `json:"threshold"`
	Matched   bool            `json:"matched"`
	// Stage is where the pair stands: "hit", "schema" (kinds of party that are
	// never compared), "candidate" (no name agrees enough to be looked at),
	// "threshold" (compared, and below it).
	Stage string `json:"stage"`
	// Words explains the stage in a sentence.
	Words string `json:"words"`
	// NameFloor is the least name strength that can still lead to a hit for a
	// subject with these facts.
	NameFloor interdict.Score `json:"name_floor"`
}

// Explain compares a subject, whatever the outcome, with each entity that has
// this id or a listing with it. The error is ErrNotFound where there is none.
// Of the query only the threshold counts.
func (e *Engine) Explain(s *interdict.Subject, id string, q Query) ([]Explanation, error) {
	numbers, err := e.find(id)
	if err != nil {
		return nil, err
	}
	w := e.worker()
	defer e.done(w)
	w.prep.Subject(&w.party, s)
	var out []Explanation
	for _, n := range numbers {
		x, err := w.explain(s, n, e.threshold(&q))
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

func (w *worker) explain(s *interdict.Subject, number uint32, threshold interdict.Score) (Explanation, error) {
	entity, err := w.engine.snap.Entity(number)
	if err != nil {
		return Explanation{}, err
	}
	candidate := slices.Contains(w.searcher.Candidates(&w.party, threshold), number)
	x := Explanation{Threshold: threshold, NameFloor: w.engine.weights.Floor(&w.party, threshold)}
	o, e, err := w.searcher.Score(&w.party, number)
	if err != nil {
		return Explanation{}, err
	}
	x.Hit = w.speller.hit(&w.engine.weights, o, &w.party, e, s, &entity, w.engine.asked(&entity, &Query{}))
	x.Matched = o.Score >= threshold
	x.Stage, x.Words = stage(o, &x, candidate, &w.engine.policy, e)
	return x, nil
}

func stage(o *score.Outcome, x *Explanation, candidate bool, p *policy.Policy, e *score.Party) (stage, words string) {
	switch {
	case x.Matched:
		return "hit", fmt.Sprintf("The score %s reaches the threshold %s.", o.Score, x.Threshold)
	case o.Limit == score.LimitSchema:
		return "schema", fmt.Sprintf("A %s is never compared with the kind of party that was asked for.", x.Hit.Schema)
	case !candidate && o.NameStrength < x.NameFloor:
		return "candidate", fmt.Sprintf("No name agrees enough to be looked at: the best name strength is %s, and it takes %s.", o.NameStrength, x.NameFloor)
	case o.Limit == score.LimitWeak && o.Strength >= x.Threshold:
		return "threshold", aliasAlone(o, x, p, e)
	case o.Limit == score.LimitFloor:
		return "threshold", fmt.Sprintf("The names agree too little (%s) for other facts to lift them; the score %s is below the threshold %s.", o.NameStrength, o.Score, x.Threshold)
	}
	against := ""
	for _, f := range o.Facts {
		if f.Rule.Against() {
			against += "; " + f.Rule.Words()
		}
	}
	return "threshold", fmt.Sprintf("The score %s is below the threshold %s%s.", o.Score, x.Threshold, against)
}

// Work is what an engine's searches did, for tests and benchmarks.
type Work = index.Work
