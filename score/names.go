package score

import (
	"github.com/interdict/interdict"
)

// Name is a name made ready for scoring.
type Name struct {
	Tokens []Token
	// Lack is what all its tokens cost together when the other side lacks them.
	Lack interdict.Millibits
	// Source is the number of the name within its party: the same for the
	// several readings of one written name.
	Source int
	// Weak is set for a weak alias.
	Weak bool
}

// Match is one edge of an alignment: subject words From to To-1 against
// entity words EntFrom to EntTo-1. One of the two stretches is a single word.
type Match struct {
	From, To, EntFrom, EntTo int
	Edge                     Edge
	Weight                   interdict.Millibits
}

// NameScore is how well two names agree.
type NameScore struct {
	// Matched and Full are the weight of agreement and what full agreement
	// would weigh, in millibits.
	Matched, Full int64
	Matches       []Match
}

// Strength is Matched over Full, rounded down.
func (s *NameScore) Strength() interdict.Score {
	if s.Full <= 0 {
		return 0
	}
	return interdict.Score(s.Matched * 10000 / s.Full)
}

// orderBy is the strength at which edges are weighed against one another when
// they compete for a word.
const orderBy interdict.Score = 7000

// gain is what an edge adds to the condition "strength >= t", beside the
// entity's lacking cost: see the package comment.
func gain(e Edge, weight, lack interdict.Millibits, t interdict.Score) int64 {
	return int64(e.Similarity-t)*int64(weight) + int64(t)*int64(lack)
}

// Aligner scores pairs of names. It is not safe for concurrent use; its
// results are valid until the next call.
type Aligner struct {
	edges     []Match
	gains     []int64
	subj, ent []interdict.Millibits // each word's lacking cost; of a taken one -1 less what is left of it
	matches   []Match
}

// Names scores two names.
func (a *Aligner) Names(s, e *Name) NameScore {
	a.edges, a.gains, a.matches = a.edges[:0], a.gains[:0], a.matches[:0]
	a.open(s, e)
	a.collect(s, e)
	a.take(s, e, false)
	if len(a.matches) > 0 {
		a.take(s, e, true)
	}
	return a.sum(s, e)
}

func (a *Aligner) open(s, e *Name) {
	a.subj, a.ent = a.subj[:0], a.ent[:0]
	for i := range s.Tokens {
		a.subj = append(a.subj, s.Tokens[i].Lack)
	}
	for j := range e.Tokens {
		a.ent = append(a.ent, e.Tokens[j].Lack)
	}
}

func (a *Aligner) collect(s, e *Name) {
	for i := range s.Tokens {
		for j := range e.Tokens {
			st, et := &s.Tokens[i], &e.Tokens[j]
			if edge := Compare(st, et); edge.Kind != NoEdge {
				a.add(s, e, Match{i, i + 1, j, j + 1, edge, PairWeight(edge.Kind, st.Weight, et.Weight)})
			}
		}
	}
	Runs(len(s.Tokens), func(from, to int) {
		for j := range e.Tokens {
			if et := &e.Tokens[j]; et.joinable() && joined(s.Tokens[from:to], et.Text) {
				a.add(s, e, Match{from, to, j, j + 1, Edge{JoinEdge, Joined},
					min(weightOf(s.Tokens[from:to]), et.Weight)})
			}
		}
	})
	Runs(len(e.Tokens), func(from, to int) {
		for i := range s.Tokens {
			if st := &s.Tokens[i]; st.joinable() && joined(e.Tokens[from:to], st.Text) {
				a.add(s, e, Match{i, i + 1, from, to, Edge{SplitEdge, Joined},
					min(st.Weight, weightOf(e.Tokens[from:to]))})
			}
		}
	})
}

func weightOf(run []Token) (w interdict.Millibits) {
	for i := range run {
		w += run[i].Weight
	}
	return w
}

func lackOf(run []Token) (w interdict.Millibits) {
	for i := range run {
		w += run[i].Lack
	}
	return w
}

func (a *Aligner) add(s, e *Name, m Match) {
	lack := lackOf(s.Tokens[m.From:m.To]) + lackOf(e.Tokens[m.EntFrom:m.EntTo])
	if g := gain(m.Edge, m.Weight, lack, orderBy); g > 0 {
		a.edges = append(a.edges, m)
		a.gains = append(a.gains, g)
	}
}

// take assigns words to one another, the most gainful edge first; of equal
// ones the first found. Initials come in a second round, since they count only
// beside a word that agrees.
func (a *Aligner) take(s, e *Name, initials bool) {
	for {
		best := -1
		for k := range a.edges {
			m := &a.edges[k]
			if (m.Edge.Kind == InitialEdge) == initials && (best < 0 || a.gains[k] > a.gains[best]) && a.free(m) {
				best = k
			}
		}
		if best < 0 {
			return
		}
		m := a.edges[best]
		for i := m.From; i < m.To; i++ {
			a.subj[i] = -1 - a.left(m, s.Tokens[i].Lack, s.Tokens[i].Weight)
		}
		for j := m.EntFrom; j < m.EntTo; j++ {
			a.ent[j] = -1 - a.left(m, e.Tokens[j].Lack, e.Tokens[j].Weight)
		}
		a.matches = append(a.matches, m)
	}
}

// left is the lacking cost that a match leaves: an initial speaks for its own
// weight of a word only.
func (a *Aligner) left(m Match, lack, weight interdict.Millibits) interdict.Millibits {
	if m.Edge.Kind != InitialEdge || weight <= 0 {
		return 0
	}
	return lack - InitialLack(lack, weight, m.Weight)
}

// InitialLack is the part of a word's lacking cost that an initial of weight w
// saves.
func InitialLack(lack, weight, w interdict.Millibits) interdict.Millibits {
	return interdict.Millibits(int64(lack) * int64(w) / int64(weight))
}

func (a *Aligner) free(m *Match) bool {
	for i := m.From; i < m.To; i++ {
		if a.subj[i] < 0 {
			return false
		}
	}
	for j := m.EntFrom; j < m.EntTo; j++ {
		if a.ent[j] < 0 {
			return false
		}
	}
	return true
}

func (a *Aligner) sum(s, e *Name) NameScore {
	var r NameScore
	for i := range a.matches {
		m := &a.matches[i]
		r.Matched += int64(m.Edge.Similarity) * int64(m.Weight) / 10000
		r.Full += int64(m.Weight)
	}
	costS, aloneS := lacking(s.Tokens, a.subj)
	costE, aloneE := lacking(e.Tokens, a.ent)
	r.Full += costS + costE + int64(share(min(aloneS, aloneE), contradiction))
	r.Matches = a.matches
	return r
}

// lacking sums up what is left of the words' lacking costs, and the whole
// weight of those without counterpart.
func lacking(tokens []Token, open []interdict.Millibits) (cost int64, alone interdict.Millibits) {
	for i, c := range open {
		if c >= 0 {
			alone += tokens[i].Weight
			cost += int64(c)
		} else {
			cost += int64(-1 - c)
		}
	}
	return cost, alone
}
