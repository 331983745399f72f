package index

import (
	"github.com/interdict/interdict"
	"github.com/interdict/interdict/score"
)

// Of the names that hold a customer's words most are nobody's that the customer
// could be: a person is no company and no ship, and nearly never one who was born on
// another day, since two common words that agree do not make up for that. So names
// are numbered by who bears them before all else, and each list of names has those
// that a search may pass over side by side.

// bearer is who may bear a name.
type bearer uint32

const (
	// undated: a person, or a party that may be one, of whom no birth date is known,
	// or none that score.Born can tell of.
	undated bearer = iota
	// dated: a person with a score.Born.
	dated
	// impersonal: a party that is compared with no person.
	impersonal
	bearers
)

// bear says who bears the names that are added from now on: those of b.party.
func (b *Builder) bear() {
	b.bearer, b.born = undated, 0
	switch {
	case !interdict.Person.Comparable(b.party.Schema):
		b.bearer = impersonal
	case b.party.Schema == interdict.Person:
		if b.born = score.BornOn(b.party.BirthDates); b.born != 0 {
			b.bearer = dated
		}
	}
}

// lackGrain is the granularity, in millibits, of the lackStep table.
const lackGrain = 64

// lackSteps are the rows of the table: where each bearer's names begin that cost so
// much. The last row is that of the costliest name.
func (t *tables) lackSteps() (steps []uint32) {
	var from, to [bearers]uint32
	for i := range t.names {
		to[t.names[i].bearer]++
	}
	for k := bearer(1); k < bearers; k++ {
		from[k] = to[k-1]
		to[k] += to[k-1]
	}
	for cost := uint32(0); ; cost += lackGrain {
		more := false
		for k := range from {
			for from[k] < to[k] && t.names[t.order[from[k]]].lack < cost {
				from[k]++
			}
			more = more || from[k] < to[k]
		}
		if cost > 0 && !more {
			return steps
		}
		steps = append(steps, from[:]...)
	}
}

// firstOf is the first name of a bearer, or of the one behind the last.
func (s *Snapshot) firstOf(k bearer) uint32 {
	if k == bearers {
		return uint32(s.Names())
	}
	return s.lackStep[k]
}

// upTo is where the names end of each bearer that cost at most lack, or a few more.
func (s *Snapshot) upTo(lack int64) (end [bearers]uint32) {
	if step := lack/lackGrain + 1; step < int64(len(s.lackStep)/int(bearers)) {
		copy(end[:], s.lackStep[step*int64(bearers):])
		return end
	}
	for k := range end {
		end[k] = s.firstOf(bearer(k) + 1)
	}
	return end
}

// stepsOK says that each bearer's steps never fall, begin behind those of the one
// before, and number names; and that there is a Born for each of the dated.
func (s *Snapshot) stepsOK() bool {
	if len(s.lackStep) < int(bearers) || len(s.lackStep)%int(bearers) != 0 || s.lackStep[0] != 0 {
		return false
	}
	for k := range bearers {
		last := s.lackStep[k]
		for i := int(k); i < len(s.lackStep); i += int(bearers) {
			if s.lackStep[i] < last {
				return false
			}
			last = s.lackStep[i]
		}
		if last > s.firstOf(k+1) {
			return false
		}
	}
	return len(s.born) == int(s.firstOf(impersonal)-s.firstOf(dated))
}

// asked is which names a search looks at.
type asked struct {
	party           *score.Party
	persons, others bool // names of dated and of impersonal bearers
	asks            asks // that decided is of
	// born is the subject's, where it tells, and exact what it says of its days.
	born  score.Born
	exact bool
	// decided is how much names may agree for a birth date that contradicts to
	// decide, by whether both sides know the day: see score.DecidedByBirth. spare is
	// what other names must have to spare.
	decided [2]int64
	spare   [2]int64
}

// asks is what decided hangs on: rows of one file mostly state the same.
type asks struct {
	countries, places, genders, emails bool
	threshold                          interdict.Score
}

// ask says which names are looked at for a subject.
func (s *Searcher) ask(p *score.Party, threshold interdict.Score) {
	a := &s.asked
	a.party, a.persons, a.others = p, p.Schema.Comparable(interdict.Person), p.Schema != interdict.Person
	a.born = 0
	if !a.persons || len(p.BirthDates) == 0 {
		return
	}
	a.born = score.BornOn(p.BirthDates).Asked()
	a.exact = a.born.Exact()
	if m := (asks{len(p.Countries) > 0, len(p.Places) > 0, p.Genders != 0, len(p.Emails) > 0, threshold}); a.born != 0 && m != a.asks {
		w := &s.scorer.Weights
		a.asks = m
		a.decided = [2]int64{int64(w.DecidedByBirth(p, threshold, false)), int64(w.DecidedByBirth(p, threshold, true))}
	}
}

// spareFrom says what names that agree in so much at most must have to spare beside
// a birth date that contradicts.
func (s *Searcher) spareFrom(floor, matched int64) {
	a := &s.asked
	if a.born == 0 {
		return
	}
	for i, exact := range [...]bool{false, true} {
		from := min(a.decided[i]+1, matched)
		a.spare[i] = s.scorer.Weights.SpareBesideBirth(a.party, a.asks.threshold, exact, floor, interdict.Millibits(from), interdict.Millibits(matched))
	}
}

// apart says how far a birth date is from the subject's: unapart, or an index of
// decided and spare.
func (a *asked) apart(b score.Born) int {
	switch {
	case a.born == 0 || !a.born.Contradicts(b):
		return unapart
	case a.exact && b.Exact():
		return 1
	}
	return 0
}

// unapart is the answer of apart for birth dates that do not contradict.
const unapart = -1

// looksAt says whether a name is looked at that agrees in so much at most.
func (s *Searcher) looksAt(n uint32, matched int64) bool {
	switch from := s.snap.firstOf(dated); {
	case n < from:
		return true
	case n < s.snap.firstOf(impersonal):
		apart := s.asked.apart(score.Born(s.snap.born[n-from]))
		return s.asked.persons && (apart == unapart || matched > s.asked.decided[apart])
	}
	return s.asked.others
}

// gather adds those names of a list to toBound that read asks for, that may be the
// subject's, and that were not seen before.
func (s *Searcher) gather(post span, gain, upTo, matched int64) {
	end := s.snap.upTo(min(gain/s.walk.floor, upTo))
	i := post.from
	for ; i < post.to; i++ {
		n := post.at(i)
		if n >= end[undated] {
			break
		}
		s.toLookAt(n, 0)
	}
	if s.asked.persons {
		i = s.gatherDated(post, i, end[dated], gain, upTo, matched)
	}
	if s.asked.others {
		for i = post.seek(i, s.snap.firstOf(impersonal)); i < post.to; i++ {
			n := post.at(i)
			if n >= end[impersonal] {
				break
			}
			s.toLookAt(n, 0)
		}
	}
}

// gatherDated is gather for names of dated bearers, from a place on up to a name. It
// returns where it ended.
func (s *Searcher) gatherDated(post span, i, end uint32, gain, upTo, matched int64) uint32 {
	a, from := &s.asked, s.snap.firstOf(dated)
	var apartEnd [2]uint32 // of names whose bearers' birth dates contradict
	for k := range apartEnd {
		if g := gain - a.spare[k]; a.born != 0 && matched > a.decided[k] && g >= 0 {
			apartEnd[k] = s.snap.upTo(min(g/s.walk.floor, upTo))[dated]
		}
	}
	for i = post.seek(i, from); i < post.to; i++ {
		n := post.at(i)
		if n >= end {
			break
		}
		spare := int64(0)
		if apart := a.apart(score.Born(s.snap.born[n-from])); apart != unapart {
			if n >= apartEnd[apart] {
				continue
			}
			spare = a.spare[apart]
		}
		s.toLookAt(n, spare)
	}
	return i
}

func (s *Searcher) toLookAt(n uint32, spare int64) {
	s.Work.Postings++
	if s.seen.add(n) {
		from, to := s.snap.wordsOf(n)
		s.toBound = append(s.toBound, nameWords{n, from, to, spare})
	}
}

// heaviest is the most that lacking all of a name of an ascending list costs.
func (s *Snapshot) heaviest(names span) (lack int64) {
	for k := range bearers {
		if i := names.seek(names.from, s.firstOf(k+1)); i > names.from {
			lack = max(lack, s.nameLack(names.at(i-1)))
		}
	}
	return lack
}
