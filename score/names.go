package score

import (
	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
)

// Name is a name made ready for scoring.
type Name struct {
	Tokens []Token
	// Lack is what all its tokens cost together when the other side lacks them.
	Lack interdict.Millibits
	// Source is the number of the name within its party: the same for the
	// several readings of one written name.
	Source int
	// Culture is that of its letters, if they tell.
	Culture name.Culture
	// Weak is set for a weak alias, Unstated for an alias of which the list does
	// not say how good it is, Own for the name that a party is listed or kept
	// under: the first of a listing or subject.
	Weak, Unstated, Own bool
	// Said, Fixed and Initials are letters of a subject's whole name, see name.Breaks.
	Said, Fixed, Initials uint64
	// Apart is set where words stand apart that their script mostly writes as one,
	// see name.Form.
	Apart bool
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
	// Matched is the weight of agreement and Missing that of all that is
	// lacking, less alike or contradicting, in millibits.
	Matched, Missing int64
	// Plain is the part of Missing that words of one culture do not make more
	// doubtful: what words that agree lack in spelling, and words that the
	// subject lacks, since people leave names out more than they add some.
	Plain int64
	// Related is how much less of a surprise the agreement is than Matched
	// says, since its words are of one culture, Culture.
	Related int64
	Culture name.Culture
	Matches []Match
	// Remarks are what bears on the comparison as a whole.
	Remarks Remark
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
	// Without are kinds of edges that are not looked for: see Weights.Without.
	Without EdgeSet

	edges     []Match
	gains     []int64
	subj, ent []interdict.Millibits // each word's lacking cost, or taken
	matches   []Match
	unvoiced  name.Unvoiced // the word or run of the subject's that is looked at
	heard     name.Spoken   // the same of a word that is compared by its sound
	// compared counts the pairs of names, for tests of how much work is done.
	compared int

	// Of a whole name being laid along words: see whole.go.
	letters, stretch []byte
	pair             [2]Token
	words            []Token // of the subject's, along which a listed name is laid
	turned           bool
	initials         uint64 // of the name that is laid along words
	eastern          bool   // they hold a Chinese or Korean family name
}

// taken stands for the lacking cost of a word that an edge joins.
const taken interdict.Millibits = -1

// Names scores two names.
func (a *Aligner) Names(s, e *Name) NameScore {
	a.compared++
	a.edges, a.gains, a.matches = a.edges[:0], a.gains[:0], a.matches[:0]
	a.open(s, e)
	a.collect(s, e)
	a.take(false)
	if len(a.matches) > 0 {
		a.take(true)
		a.slipEdge(s, e)
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
		st := &s.Tokens[i]
		var r ready
		if name.Native(st.Text) && a.unvoiced.Set(st.Text) {
			r.unvoiced = &a.unvoiced
		}
		if st.Part == name.Sounds && Spoken(&a.heard, st) {
			r.heard = &a.heard
		}
		for j := range e.Tokens {
			et := &e.Tokens[j]
			if edge := compare(st, et, r); edge.Kind != NoEdge {
				edge = misread(eastern(edge, s.Tokens, e.Tokens, i, j), s, e, i, j)
				if edge = derived(edge, st, et); edge.Kind == NoEdge {
					continue
				}
				m := Match{i, i + 1, j, j + 1, edge, PairWeight(edge.Kind, st.Weight, et.Weight)}
				a.add(s, e, m)
				if edge.Kind == InitialEdge && st.Initial() && servant(s.Tokens, e.Tokens, j) {
					m.EntTo++
					a.add(s, e, m)
				}
			}
		}
	}
	Runs(len(s.Tokens), func(from, to int) {
		var room [MaxRun]string
		native := NativeRun(&room, s.Tokens[from:to])
		ready := len(native) > 0 && a.unvoiced.Set(native...)
		for j := range e.Tokens {
			if et := &e.Tokens[j]; ready && et.word() && et.Part != name.Whole && !name.Native(et.Text) {
				if edge := Voiced(et, &a.unvoiced); edge.Kind != NoEdge {
					a.add(s, e, Match{from, to, j, j + 1, edge, min(weightOf(s.Tokens[from:to]), et.Weight)})
				}
			}
			all := to-from == len(s.Tokens)
			if all && s.Apart && e.Tokens[j].Part != name.Whole {
				continue // they are no one name written by its sound
			}
			if et := &e.Tokens[j]; et.joinable(all) && joined(s.Tokens[from:to], et.Text, all && !s.Culture.Short() && lone(e.Tokens, j)) {
				a.add(s, e, Match{from, to, j, j + 1, Edge{JoinEdge, joinedOf(s.Tokens[from:to])},
					min(weightOf(s.Tokens[from:to]), et.Weight)})
			}
		}
	})
	Runs(len(e.Tokens), func(from, to int) {
		for i := range s.Tokens {
			all := to-from == len(e.Tokens)
			if st := &s.Tokens[i]; st.joinable(all) && joined(e.Tokens[from:to], st.Text, all && lone(s.Tokens, i)) {
				a.add(s, e, Match{i, i + 1, from, to, Edge{SplitEdge, s.splitInto(e.Tokens[from:to])},
					min(st.Weight, weightOf(e.Tokens[from:to]))})
			}
		}
	})
	a.wholeEdges(s, e)
	a.movedEdge(s, e)
}

// joinedOf is the similarity of a subject's words to what they are as one.
func joinedOf(words []Token) interdict.Score {
	letters := 0
	for i := range words {
		if words[i].Initial() {
			letters++
		}
	}
	if letters == 1 && words[0].Part != name.Unknown {
		return joinedInitial
	}
	return Joined
}

// servant says whether the entity's word at place j is "abdul" with a name behind
// it that none of the subject's initials stands for: one initial is short for both.
func servant(s, e []Token, j int) bool {
	if e[j].Text != "abdul" || j+1 == len(e) || !e[j+1].Names() {
		return false
	}
	for i := range s {
		if s[i].Initial() && s[i].Text[0] == e[j+1].Text[0] {
			return false
		}
	}
	return true
}

// lone says whether the word at place i is all that names its bearer.
func lone(tokens []Token, i int) bool {
	for k := range tokens {
		if k != i && tokens[k].Names() {
			return false
		}
	}
	return true
}

func weightOf(run []Token) (w interdict.Millibits) {
	for i := range run {
		w += run[i].Weight
	}
	return w
}

// lackOf is what the words cost where the other side lacks them, and one that it has in
// the place of a name between two lacks with it: see Aligner.betweenLacks.
func lackOf(run []Token) (w interdict.Millibits) {
	for i := range run {
		if w += run[i].Lack; run[i].Part == name.Between {
			w += run[i].between()
		}
	}
	return w
}

func (a *Aligner) add(s, e *Name, m Match) {
	if a.Without.Has(m.Edge.Kind) {
		return
	}
	lack := lackOf(s.Tokens[m.From:m.To]) + lackOf(e.Tokens[m.EntFrom:m.EntTo])
	if g := gain(m.Edge, m.Weight, lack, orderBy); g > 0 {
		a.edges = append(a.edges, m)
		a.gains = append(a.gains, g)
	}
}

// take assigns words to one another, the most gainful edge first; of equal
// ones the first found. The same word, together or apart, goes before one that
// is like it. Initials come in a second round, since they count only beside a
// word that agrees.
func (a *Aligner) take(initials bool) {
	for {
		best := -1
		for k := range a.edges {
			m := &a.edges[k]
			if (m.Edge.Kind == InitialEdge) == initials && (best < 0 || a.before(k, best)) && a.free(m) {
				best = k
			}
		}
		if best < 0 {
			return
		}
		m := a.edges[best]
		for i := m.From; i < m.To; i++ {
			a.subj[i] = taken
		}
		for j := m.EntFrom; j < m.EntTo; j++ {
			a.ent[j] = taken
		}
		a.matches = append(a.matches, m)
	}
}

// before says whether an edge is taken before another.
func (a *Aligner) before(k, other int) bool {
	if same := a.edges[k].Edge.Kind <= SplitEdge; same != (a.edges[other].Edge.Kind <= SplitEdge) {
		return same
	}
	return a.gains[k] > a.gains[other]
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
	a.unlessWhole(s, e)
	r := NameScore{Matches: a.matches}
	for i := range a.matches {
		m := &a.matches[i]
		r.Matched += int64(m.Edge.Similarity) * int64(m.Weight) / 10000
		r.Missing += int64(m.Weight)
	}
	r.Missing += a.voicings(s, e) - r.Matched
	r.Plain = r.Missing
	costS, aloneS, wordsS := lacking(s.Tokens, a.subj)
	costE, aloneE, wordsE := lacking(e.Tokens, a.ent)
	if s.Culture.Short() {
		costE += costE * int64(shortLack) / 10000
	}
	costE += a.parted(s, e) + firstLacks(e.Tokens, a.ent, EntitySide) + a.betweenLacks(s, e)
	costS += firstLacks(s.Tokens, a.subj, SubjectSide)
	r.Missing += costS + costE
	if !s.Culture.Short() {
		r.Plain += costE - a.doubtedSecond(e)
	}
	slips, slippedS, slippedE := a.slips(s, e)
	r.Missing += int64(share(max(min(aloneS-slippedS, aloneE-slippedE), 0), contradiction))
	if pairs := int64(min(wordsS, wordsE) - slips); pairs > 0 {
		r.Missing += pairs * int64(pairBits)
		if personal(s.Tokens) && personal(e.Tokens) {
			r.Missing += pairs * r.Matched * int64(pairShare) / 10000
		}
	}
	r.Related, r.Culture = a.related(s, e)
	a.weigh(s, e, &r)
	return r
}

// voicings is what a name costs once more that is written without its vowels
// where several of its words agree by less usual spellings: one may be chance,
// and several together mostly are.
func (a *Aligner) voicings(s, e *Name) (cost int64) {
	words := 0
	for k := range a.matches {
		m := &a.matches[k]
		st := &s.Tokens[m.From]
		if m.Edge.Kind == VariantEdge && m.Edge.Similarity < unvoiced && st.Part != name.Unknown && name.Native(st.Text) != name.Native(e.Tokens[m.EntFrom].Text) {
			cost += int64(10000-m.Edge.Similarity) * int64(m.Weight) / 10000
			words++
		}
	}
	if words < 2 {
		return 0
	}
	return cost * 5 / 4
}

// related says how much of the weight of words that agree is shared by them,
// since they are of one culture: for each word beyond the first, what that one
// says of it. No word's share is more than it weighs, so that more agreement
// never counts less.
func (a *Aligner) related(s, e *Name) (most int64, culture name.Culture) {
	if len(a.matches) < 2 {
		return 0, name.NoCulture
	}
	var sum, largest [name.MaxCulture]int64
	for k := range a.matches {
		m := &a.matches[k]
		naming := false
		set := name.Cultures(1<<s.Culture | 1<<e.Culture)
		for i := m.From; i < m.To; i++ {
			naming = naming || s.Tokens[i].Names()
			set |= name.CulturesOf(s.Tokens[i].Text)
		}
		for i := m.EntFrom; i < m.EntTo; i++ {
			set |= name.CulturesOf(e.Tokens[i].Text)
		}
		if !naming {
			continue
		}
		share := min(int64(cultureShare), int64(m.Edge.Similarity)*int64(m.Weight)/10000)
		for c := name.NoCulture + 1; c < name.MaxCulture; c++ {
			if set.Has(c) {
				sum[c] += share
				largest[c] = max(largest[c], share)
			}
		}
	}
	for c := range sum {
		if shared := sum[c] - largest[c]; shared > most {
			most, culture = shared, name.Culture(c)
		}
	}
	return most, culture
}

// lacking sums up the lacking costs of the words without counterpart, the weight
// of those that may contradict the other side's, and how many of them are names.
func lacking(tokens []Token, open []interdict.Millibits) (cost int64, alone interdict.Millibits, words int) {
	for i, c := range open {
		if c >= 0 {
			switch t := &tokens[i]; {
			case t.Names():
				alone += t.Weight
				words++
			case t.Part == name.Particle:
				alone += t.Weight // the house of Sultan is not Sultan
			}
			cost += int64(c)
		}
	}
	return cost, alone, words
}

// Names says whether the token names its bearer, as particles, titles and legal
// forms do not.
func (t *Token) Names() bool {
	switch t.Part {
	case name.Particle, name.Title, name.LegalForm, name.Initial, name.Generational:
		return false
	}
	return true
}

// personal says whether the tokens are a person's name: those of organisations
// have words of no known part.
func personal(tokens []Token) bool {
	for i := range tokens {
		if p := tokens[i].Part; p == name.Unknown || p == name.Acronym {
			return false
		}
	}
	return true
}

// swapped says whether the names on either side of "bin" have changed places:
// Salman bin Muhammad is not Muhammad bin Salman.
func (a *Aligner) swapped(s, e *Name) bool {
	for i := 1; i+1 < len(s.Tokens); i++ {
		if !s.Tokens[i].sonOf() {
			continue
		}
		son, father := a.partner(i-1), a.partner(i+1)
		if father >= 0 && son == father+2 && e.Tokens[father+1].sonOf() {
			return true
		}
	}
	return false
}

// partner returns the entity's word that a single word of the subject is
// joined to, -1 if there is none.
func (a *Aligner) partner(i int) int {
	for k := range a.matches {
		if m := &a.matches[k]; m.From == i && m.To == i+1 && m.EntTo == m.EntFrom+1 {
			return m.EntFrom
		}
	}
	return -1
}

func (t *Token) sonOf() bool { return t.Part == name.Particle && t.Text == "bin" }
