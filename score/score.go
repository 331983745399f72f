package score

import (
	"cmp"
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
)

// Outcome is what scoring a pair came to, all of it numbers: Evidence puts it
// into words.
type Outcome struct {
	Score, Strength interdict.Score
	// NameStrength is the strength of the best pair of names alone.
	NameStrength interdict.Score
	Sufficiency  interdict.Score
	Weight       interdict.Millibits
	// SubjectName and EntityName number the names that agree best, -1 none.
	SubjectName, EntityName int
	Name                    NameScore
	Facts                   []Fact
	// Needs says which of the entity's names count only beside a second fact.
	Needs []bool
	// Doubt says that little agrees, so that what does not counts far more.
	Doubt bool
	// Limit says which rule held the score below the strength.
	Limit Limit
}

// Limit is a rule that holds a score below its strength.
type Limit uint8

const (
	NoLimit Limit = iota
	// LimitSchema: a person is never a ship.
	LimitSchema
	// LimitFloor: the names alone agree too little to be lifted by other facts.
	LimitFloor
	// LimitWeak: nothing agrees but an alias that counts only beside a second
	// fact.
	LimitWeak
)

// Scorer scores pairs of parties under one set of weights. Not safe for
// concurrent use; an Outcome's slices are valid until the next call.
type Scorer struct {
	Weights Weights
	// NeedsFact says of an alias, by its list and what the list says of its
	// quality (weak, or nothing), whether it counts only beside a second fact.
	// Nil says it of all weak ones.
	NeedsFact func(list string, q interdict.Quality) bool

	aligner   Aligner
	best, own bestPair
	main      bestPair
	facts     []Fact
	needs     []bool // of the entity's names
	agree     []agreement
}

// Score compares a subject with an entity.
func (sc *Scorer) Score(s, e *Party) Outcome {
	o := Outcome{SubjectName: -1, EntityName: -1}
	if !s.Schema.Comparable(e.Schema) {
		o.Limit = LimitSchema
		return o
	}
	sc.aligner.Without = sc.Weights.Without
	sc.facts = sc.Weights.facts(sc.facts[:0], s, e)
	o.Facts = sc.facts
	o.Needs = sc.needFacts(e)
	supported := !slices.Contains(o.Needs, true) || sc.supported() || sc.twoNames(s, e)
	sc.bestNames(&o, s, e, supported)
	sc.combine(&o, s, supported)
	return o
}

// supported says whether a fact beside the name speaks for the pair: what a
// weak alias needs.
func (sc *Scorer) supported() bool {
	for _, f := range sc.facts {
		if f.Field != GenderField && !f.Rule.Against() {
			return true
		}
	}
	return false
}

// needFacts says which of the entity's names count only beside a second fact.
func (sc *Scorer) needFacts(e *Party) []bool {
	sc.needs = sc.needs[:0]
	for i := range e.Names {
		n := &e.Names[i]
		needs := n.Weak
		if sc.NeedsFact != nil && (n.Weak || n.Unstated) {
			q := interdict.Unstated
			if n.Weak {
				q = interdict.Weak
			}
			needs = sc.NeedsFact(e.list(n.Source), q)
		}
		sc.needs = append(sc.needs, needs)
	}
	return sc.needs
}

// maxSecond bounds how many names of a subject are tried as a second fact.
const maxSecond = 32

// agreement is a name of the subject's with the numbers of the entity's names that
// it agrees with: of the first, and of another, -1 if there is none.
type agreement struct{ name, first, other int }

// twoNames says whether two names of the subject agree with two of the entity's:
// each is a second fact for the other, unless they are spellings of one name.
func (sc *Scorer) twoNames(s, e *Party) bool {
	if len(s.Names) == 0 || s.Names[len(s.Names)-1].Source == s.Names[0].Source {
		return false // one name, in all its readings
	}
	sc.agree = sc.agree[:0]
	for i := range s.Names {
		a := agreement{i, -1, -1}
		for j := 0; j < len(e.Names) && a.other < 0; j++ {
			switch n := e.Names[j].Source; {
			case n == a.first || !sc.alike(&s.Names[i], &e.Names[j]):
			case a.first < 0:
				a.first = n
			default:
				a.other = n
			}
		}
		if a.first < 0 {
			continue
		}
		for _, b := range sc.agree {
			two := a.first != b.first || a.other >= 0 || b.other >= 0
			if two && s.Names[b.name].Source != s.Names[i].Source && !sc.alike(&s.Names[b.name], &s.Names[i]) {
				return true
			}
		}
		if sc.agree = append(sc.agree, a); len(sc.agree) == maxSecond {
			return false
		}
	}
	return false
}

// alike says whether two names agree as much as facts can lift.
func (sc *Scorer) alike(a, b *Name) bool {
	n := sc.aligner.Names(a, b)
	return sc.Weights.Strength(&n) >= sc.Weights.NameFloor
}

// bestPair is the pair of names that gives the best score among those tried.
type bestPair struct {
	rank, strength  interdict.Score
	subject, entity int
	score           NameScore
	matches         []Match
}

func (b *bestPair) reset() {
	b.rank, b.strength, b.subject, b.entity, b.score = -1, -1, -1, -1, NameScore{}
}

func (b *bestPair) try(i, j int, n *NameScore, rank, strength interdict.Score) {
	// Of two readings of a weak alias, held down alike, the stronger.
	if cmp.Or(cmp.Compare(rank, b.rank), cmp.Compare(strength, b.strength), cmp.Compare(n.Matched, b.score.Matched)) <= 0 {
		return
	}
	b.rank, b.strength, b.subject, b.entity = rank, strength, i, j
	b.matches = append(b.matches[:0], n.Matches...)
	b.score = *n
	b.score.Matches = b.matches
}

// bestNames picks the pair of names that gives the best score: a strong one
// before a weak alias where nothing else supports it. Where neither party's own
// name agrees with any of the other's, an alias that both have speaks less: it
// may be the name of a family, or of what both belong to.
func (sc *Scorer) bestNames(o *Outcome, s, e *Party, supported bool) {
	w := &sc.Weights
	sc.best.reset()
	sc.own.reset()
	for i := range s.Names {
		for j := range e.Names {
			if s.Names[i].shortOf(e) || e.Names[j].shortOf(s) {
				continue
			}
			n := sc.aligner.Names(&s.Names[i], &e.Names[j])
			strength := w.Strength(&n)
			rank := strength
			if o.Needs[j] && !supported {
				rank = min(rank, w.WeakAlone)
			}
			sc.best.try(i, j, &n, rank, strength)
			if s.Names[i].Own || e.Names[j].Own {
				sc.own.try(i, j, &n, rank, strength)
			}
		}
	}
	best := &sc.best
	switch {
	case best.rank < w.NameFloor:
	case sc.branches(s, e):
		best = &sc.main
		against := share(interdict.Millibits(best.score.Matched), contradiction)
		sc.against(o, OtherBranch, max(w.OwnNameAgainst, against))
	case sc.own.subject < 0 || sc.own.strength >= w.OwnName:
	case w.strength(&best.score, 0, int64(w.OwnNameAgainst)) < sc.own.strength:
		best = &sc.own
	default:
		sc.against(o, OtherOwnName, w.OwnNameAgainst)
	}
	if best.subject < 0 {
		return
	}
	o.SubjectName, o.EntityName, o.NameStrength, o.Name = best.subject, best.entity, best.strength, best.score
}

// shortOf says whether a name is the first letters of one that a party has itself. It
// is short for that then, and for no other: the Popular Front that is called PFLP is not
// every body with such letters.
func (n *Name) shortOf(p *Party) bool {
	if n.Tokens[0].Part != name.Acronym {
		return false
	}
	return slices.ContainsFunc(p.Names, func(own Name) bool {
		return own.Tokens[0].Part == name.Acronym && own.Tokens[0].Text == n.Tokens[0].Text
	})
}

// against adds what the parties' main names say against a match.
func (sc *Scorer) against(o *Outcome, rule Rule, full interdict.Millibits) {
	sc.facts = append(sc.facts, Fact{Field: OwnNameField, Rule: rule, Full: full})
	o.Facts = sc.facts
}

func (sc *Scorer) combine(o *Outcome, s *Party, supported bool) {
	w := &sc.Weights
	var agree, miss int64
	key := false
	for i := range o.Facts {
		f := &o.Facts[i]
		agree += int64(f.Agree)
		miss += int64(f.Full - f.Agree)
		key = key || f.Rule == SameIdentifier
		o.Weight += f.weight()
	}
	o.Weight += interdict.Millibits(o.Name.Matched - o.Name.Related - o.Name.Missing)
	o.Strength = w.strength(&o.Name, agree, miss)
	o.Doubt = o.Name.Missing+miss > 0 && 4*(o.Name.Matched-o.Name.Related+agree) < 3*int64(w.DoubtBelow)
	if key {
		least := w.Key
		if o.NameStrength < w.NameFloor {
			least = w.KeyAlone
		}
		o.Strength = max(o.Strength, least)
	}
	o.Score = o.Strength
	if !key && o.NameStrength < w.NameFloor && o.Score > o.NameStrength {
		o.Score, o.Limit = o.NameStrength, LimitFloor
	}
	if !key && !supported && o.EntityName >= 0 && o.Needs[o.EntityName] && o.Score > w.WeakAlone {
		o.Score, o.Limit = w.WeakAlone, LimitWeak
	}
	o.Sufficiency = sufficiency(o, s)
}

// sufficiency is how much of what a reviewer would want was there to compare:
// for people half the name, three tenths the birth date, a tenth each country
// and identifier; for others six, two and two tenths of name, country and
// identifier.
func sufficiency(o *Outcome, s *Party) interdict.Score {
	share := [fields]interdict.Score{BirthDateField: 3000, CountryField: 1000, GenderField: 0, IdentifierField: 1000}
	sum := interdict.Score(5000)
	if s.Schema != interdict.Person && s.Schema != "" && s.Schema != interdict.LegalEntity {
		sum, share = 6000, [fields]interdict.Score{BirthDateField: 0, CountryField: 2000, GenderField: 0, IdentifierField: 2000}
	}
	if o.SubjectName < 0 {
		sum = 0
	}
	for _, f := range o.Facts {
		sum += share[f.Field]
	}
	return sum
}

// Floor is the least name strength with which a pair can reach the threshold
// without a shared identifier: the threshold itself where the subject states
// nothing but names, else the floor that other facts can lift. The index needs
// no name below it.
func (w *Weights) Floor(s *Party, threshold interdict.Score) interdict.Score {
	if len(s.BirthDates)+len(s.Countries)+len(s.Identifiers)+len(s.Places)+len(s.Emails) == 0 && s.Genders == 0 {
		return threshold
	}
	return min(threshold, w.NameFloor)
}
