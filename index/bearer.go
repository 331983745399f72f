package index

import (
	"math"

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

// leastStep is the step up to which a list has no name; and where the names in it end
// that a person may bear.
func (s *Snapshot) leastStep(names span) (least uint16, persons uint32) {
	steps := len(s.lackStep) / int(bearers)
	step, at := steps, names.from
	for k := range bearers {
		at = names.seek(at, s.firstOf(k))
		if k == impersonal {
			persons = at
		}
		if at == names.to {
			continue
		}
		if n := names.name(at); n < s.firstOf(k+1) {
			step = min(step, s.stepBehind(k, n))
		}
	}
	return uint16(min(step, math.MaxUint16)), persons
}

// stepBehind is the first step at which a bearer's names begin behind one of them; as
// many as there are, if none.
func (s *Snapshot) stepBehind(k bearer, n uint32) int {
	from, to := 0, len(s.lackStep)/int(bearers)
	for from < to {
		if mid := (from + to) / 2; s.lackStep[mid*int(bearers)+int(k)] > n {
			to = mid
		} else {
			from = mid + 1
		}
	}
	return from
}

// upTo is where the names end of each bearer that cost at most lack, or a few more.
func (s *Snapshot) upTo(lack int64) (end [bearers]uint32) {
	if step := stepOf(lack); step < int64(len(s.lackStep)/int(bearers)) {
		copy(end[:], s.lackStep[step*int64(bearers):])
		return end
	}
	for k := range end {
		end[k] = s.firstOf(bearer(k) + 1)
	}
	return end
}

// stepOf is the step at which names end that cost at most lack, or a little more.
func stepOf(lack int64) int64 { return lack/lackGrain + 1 }

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
	mayBe bornSet // of names whose bearers may have been born then
	// aside says that a name was left aside for that, or was to be.
	aside bool
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
	a.born, a.mayBe = 0, bornSet{math.MaxUint64, math.MaxUint64, math.MaxUint64, math.MaxUint64}
	if !a.persons || len(p.BirthDates) == 0 {
		return
	}
	a.born = score.BornOn(p.BirthDates).Asked()
	if a.exact = a.born.Exact(); a.born != 0 {
		a.mayBe = mayBe(a.born)
	}
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

// Of nearly each name of a list it has to be known when its bearer was born. So that
// this is not to be read elsewhere, a byte of it stands beside the name: four bits of
// the year's hash and four of the day's, 0 where there are two.

// listed is a name as it stands in lists: its number, and below it the byte.
type listed uint64

const listedShift = 8

func packListed(name uint32, b score.Born) listed {
	if b == 0 {
		return listed(name) << listedShift
	}
	return listed(name)<<listedShift | listed(bornByte(b))
}

func (l listed) name() uint32 { return uint32(l >> listedShift) }
func (l listed) born() uint8  { return uint8(l) }

// bornByte is the byte of a Born.
func bornByte(b score.Born) uint8 {
	return bornHash(uint8(b), uint8(b>>8)) | bornHash(uint8(b>>16), uint8(b>>24))<<4
}

func bornHash(first, second uint8) uint8 {
	if first != second {
		return 0
	}
	return 1 + first%15
}

// bornSet is a set of such bytes.
type bornSet [4]uint64

// mayBe are those of Borns that may not contradict an asked one.
func mayBe(b score.Born) (s bornSet) {
	const every = 0x0001000100010001 // of the bytes with the lower four bits 0
	years := uint64(every)
	days := uint64(1)
	for _, n := range [...]uint8{uint8(b), uint8(b >> 8)} {
		years |= every << bornHash(n, n)
	}
	for _, n := range [...]uint8{uint8(b >> 16), uint8(b >> 24)} {
		days |= 1 << bornHash(n, n)
	}
	for i := range s {
		s[i] = years
		for k := range 4 {
			if days>>(4*i+k)&1 == 1 {
				s[i] |= 0xFFFF << (16 * k)
			}
		}
	}
	return s
}

// has is 1 for a byte of the set, else 0.
func (s *bornSet) has(b uint8) int { return int(s[b>>6] >> (b & 63) & 1) }

// heaviest is the most that lacking all of a name of an ascending list costs.
func (s *Snapshot) heaviest(names span) (lack int64) {
	for k := range bearers {
		if i := names.seek(names.from, s.firstOf(k+1)); i > names.from {
			lack = max(lack, s.nameLack(names.name(i-1)))
		}
	}
	return lack
}
