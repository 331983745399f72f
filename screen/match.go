package screen

import (
	"math"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/score"
)

// Matcher scores two parties against one another, without any list. It keeps
// buffers, so one for each goroutine; the zero value is ready.
type Matcher struct {
	// Weights are what it scores by, nil for the default ones; Policy is nil for
	// the default one.
	Weights *score.Weights
	Policy  *policy.Policy

	left, right score.Preparer // one party each
	a, b        score.Party
	weights     score.Weights
	policy      policy.Policy
	scorer      *score.Scorer
	speller     speller
}

// Hashes name what it scores by; there is no snapshot among it.
func (m *Matcher) Hashes() Hashes {
	m.open()
	return Hashes{Analysis: score.AnalysisHash(), Scoring: m.weights.Hash(), Policy: m.policy.Hash()}
}

// open makes the scorer, once.
func (m *Matcher) open() {
	if m.scorer != nil {
		return
	}
	m.weights, m.policy = score.Default(), policy.Default()
	if m.Weights != nil {
		m.weights = *m.Weights
	}
	if m.Policy != nil {
		m.policy = *m.Policy
	}
	m.scorer = &score.Scorer{Weights: belowThreshold(m.weights, &m.policy), NeedsFact: m.policy.NeedsFact}
}

// Match scores a pair: a is the subject, b stands as the entity.
func (m *Matcher) Match(a *interdict.Subject, b *interdict.Entity) interdict.Hit {
	m.open()
	m.left.Subject(&m.a, a)
	m.right.Entity(&m.b, b)
	o := m.scorer.Score(&m.a, &m.b)
	return m.speller.hit(&m.scorer.Weights, &o, &m.a, &m.b, a, b, b.Listings)
}

// ChanceMatches is how many of a million customers would agree as well with
// this party by chance alone, judged by the rarity of the words that agree.
// It is for people to read: nothing is decided by it.
func ChanceMatches(h *interdict.Hit) float64 {
	bits := 0.0
	for _, ev := range h.Evidence {
		for _, t := range ev.Tokens {
			if t.Edge != score.NoEdge.String() {
				bits += t.Weight.Bits()
			}
		}
		if ev.Field != "name" && ev.Weight > 0 {
			bits += ev.Weight.Bits()
		}
	}
	return 1e6 * math.Exp2(-bits)
}
