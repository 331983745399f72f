package score

import (
	"sort"

	"github.com/interdict/interdict"
)

// Born is when a party was born, in 32 bits: the years of its birth dates and the
// days in them, up to two each, by which the index sees that another's birth date
// contradicts all of them. Zero tells nothing.
//
// The lower two bytes are years from bornFrom on; the upper two are days of the
// year, of which a few share a number, 0 for a date without one and noDay for that
// of a subject, so that two dates without a day do not agree in it. Where there is
// one year or day it stands twice.
type Born uint32

const (
	bornFrom = 1800
	noDay    = 255
)

// BornOn is the Born of a party with these birth dates: 0 where it has none, or
// more than fit, or one that says no more than about when.
func BornOn(dates []interdict.Date) Born {
	var years, days [2]uint8
	dayless := false
	for _, d := range dates {
		if d.IsZero() {
			continue
		}
		if d.ToYear != 0 || d.Circa || d.OtherCalendar() || d.Year <= bornFrom || d.Year > bornFrom+255 || d.Day != 0 && d.Month == 0 {
			return 0
		}
		ok := put(&years, uint8(d.Year-bornFrom))
		dayless = dayless || d.Day == 0
		if d.Day != 0 {
			ok = put(&days, uint8(1+(31*d.Month+d.Day)%(noDay-1))) && ok
		}
		if !ok {
			return 0
		}
	}
	if dayless {
		if days[0] != days[1] {
			return 0
		}
		days[1] = 0
	}
	return Born(years[0]) | Born(years[1])<<8 | Born(days[0])<<16 | Born(days[1])<<24
}

// put makes a number one of two, if there is room.
func put(two *[2]uint8, n uint8) bool {
	switch {
	case two[0] == 0:
		two[0], two[1] = n, n
	case two[0] == n || two[1] == n:
	case two[0] == two[1]:
		two[1] = n
	default:
		return false
	}
	return true
}

// Asked is the Born of a subject, to hold against those of entities.
func (b Born) Asked() Born {
	if b != 0 && b>>16&0xFF == 0 {
		b |= noDay << 16
	}
	if b != 0 && b>>24 == 0 {
		b |= noDay << 24
	}
	return b
}

// Exact says that all birth dates have a day.
func (b Born) Exact() bool {
	first, second := b>>16&0xFF, b>>24
	return first != 0 && second != 0 && first != noDay && second != noDay
}

// Contradicts says that an asked birth date is certain to contradict all of an
// entity's: dates that share neither year nor day agree in nothing, be one digit
// of them wrong. Both must tell something.
func (b Born) Contradicts(e Born) bool {
	same, crossed := uint32(b^e), uint32(b^(e>>8&0x00FF00FF|e<<8&0xFF00FF00))
	return !zeroByte(same) && !zeroByte(crossed)
}

func zeroByte(v uint32) bool { return (v-0x01010101)&^v&0x80808080 != 0 }

// DecidedByBirth is how much names may agree, in millibits, for a contradicting
// birth date to keep the pair below a threshold, whatever else that the subject
// states agrees: -1 if it never does. exact says that both sides know the day. A
// shared strong identifier is apart.
func (w *Weights) DecidedByBirth(s *Party, threshold interdict.Score, exact bool) interdict.Millibits {
	agree, against := w.mostBesideBirth(s.Stated()), w.againstBirth(exact)
	// Strength grows with what agrees.
	reached := sort.Search(mostDecided+1, func(matched int) bool {
		return w.strength(&NameScore{Matched: int64(matched)}, agree, against) >= threshold
	})
	return interdict.Millibits(reached - 1)
}

// mostDecided bounds what DecidedByBirth answers: names of over five rare words.
const mostDecided = 131071

// SpareBesideBirth is what names must have to spare that agree in from to to, for
// the pair to reach a threshold beside a birth date that contradicts: how much what
// agrees, by 1 - floor, is more than what is missing, by floor, in ten-thousandths
// of millibits.
func (w *Weights) SpareBesideBirth(s *Party, threshold interdict.Score, exact bool, floor int64, from, to interdict.Millibits) int64 {
	agree, against, t := w.mostBesideBirth(s.Stated()), w.againstBirth(exact), max(int64(threshold), 1)
	spare := func(matched int64) int64 {
		missing := (10000-t)*(matched+agree)/t - against + 3 // what is rounded down
		return (10000-floor)*matched - floor*missing
	}
	return max(min(spare(int64(from)), spare(int64(to))), 0) // it is linear
}

// againstBirth is the least that a contradicting birth date takes.
func (w *Weights) againstBirth(exact bool) int64 {
	if exact {
		return int64(w.BirthAgainst)
	}
	return int64(min(w.BirthAgainst, w.BirthYearAgainst))
}

// Stated is what a party states beside names, birth dates and identifiers that
// can agree with another's: where two state both, that alone can.
type Stated uint8

const (
	statesHome Stated = 1 << iota
	statesPlaces
	statesGender
	statesEmails
)

// Stated is what the party states.
func (p *Party) Stated() (out Stated) {
	if len(p.Countries)+len(p.Places) > 0 {
		out |= statesHome
	}
	if len(p.Places) > 0 {
		out |= statesPlaces
	}
	if p.Genders != 0 {
		out |= statesGender
	}
	if len(p.Emails) > 0 {
		out |= statesEmails
	}
	return out
}

// BesideBirth is the most that a pair comes to whose names agree like this, whose
// birth dates contradict, and who both state no more than this besides. exact says
// that both sides know the day. A shared strong identifier is apart.
func (w *Weights) BesideBirth(n *NameScore, both Stated, exact bool) interdict.Score {
	return w.strength(n, w.mostBesideBirth(both), w.againstBirth(exact))
}

// mostBesideBirth is the most that facts beside the birth date can agree.
func (w *Weights) mostBesideBirth(both Stated) int64 {
	var most interdict.Millibits
	if both&statesHome != 0 {
		most += max(w.CountryAgree, w.HomeAgree, w.FlagAgree, 0)
	}
	if both&statesPlaces != 0 {
		most += max(w.BirthPlaceAgree, w.BirthCountryAgree, 0) + max(w.AddressAgree, w.TownAgree, 0)
	}
	if both&statesGender != 0 {
		most += max(w.GenderAgree, 0)
	}
	if both&statesEmails != 0 {
		most += max(w.EmailAgree, w.DomainAgree, 0)
	}
	return int64(most)
}
