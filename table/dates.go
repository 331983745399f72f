package table

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interdict/interdict"
)

// DateOrder says how a column writes days and months in numbers.
type DateOrder uint8

const (
	// OrderUnknown: nothing in the column tells. 03/04/1985 is then read both
	// ways, since a party with two birth dates is found by either and one with
	// the wrong date is not. With dots the day is first: no one writes else.
	OrderUnknown DateOrder = iota
	DayFirst
	MonthFirst
)

// Years outside these are mistakes: no living party was born before, no
// published date lies behind.
const firstYear, lastYear = 1800, 2100

// dateWords are more than any date has.
const dateWords = 8

// atom is a number or word of a date.
type atom struct {
	number int // -1: a word
	digits int // how many the number was written with
	month  int // of a word: 1 to 12, 0 a word without meaning, -1 unknown
	after  byte
}

// ReadDates appends the dates that a cell holds, several being separated by
// ";" or "|". It reads what people write: 1985-11-12, 12/11/1985, 12.11.85,
// 19851112, 12 Nov 1985, November 12th 1985, Nov 1985, 11/1985, 1985,
// dd/11/1985 and 00/00/1985 (a part not known), 1960-1965, circa 1960, and
// each with a time of day behind it, which is dropped. A year of two digits
// gives a date in each century. 0000-00-00, a database's way to say nothing, is
// no date.
//
// The faults say what was wrong: FaultDate (a date that does not exist, or not
// a date), FaultSerialDate (a spreadsheet's day number), FaultDateOrder (it
// can be read in the other order only than the column's), NoteAmbiguousDate.
func ReadDates(dst []interdict.Date, cell string, order DateOrder) ([]interdict.Date, Faults) {
	if d, ok := readISO(cell); ok && cell[0] != '0' { // the most of all cells
		return append(dst, d), 0
	}
	var faults Faults
	for cell != "" {
		one, rest := cell, ""
		if i := strings.IndexAny(cell, ";|\n"); i >= 0 {
			one, rest = cell[:i], cell[i+1:]
		}
		cell = rest
		if one = filled(one); one != "" && strings.Trim(one, "0-/.: ") != "" {
			var f Faults
			dst, f = readDate(dst, one, order)
			faults |= f
		}
	}
	return dst, faults
}

func readDate(dst []interdict.Date, s string, order DateOrder) ([]interdict.Date, Faults) {
	if d, ok := readISO(s); ok {
		return append(dst, d), 0
	}
	s, circa := cutCirca(dropTime(s))
	var space [dateWords]atom
	atoms, ok := atomise(s, space[:0])
	if !ok {
		return dst, FaultDate
	}
	from := len(dst)
	dst, faults := readAtoms(dst, atoms, order)
	if faults == FaultDate && len(dst) == from {
		// Our own text form, which has spans of months and days.
		if d, err := interdict.ParseDate(s); err == nil && d.ToYear != 0 && sound(d.Year, d.Month, d.Day) && sound(d.ToYear, d.ToMonth, d.ToDay) {
			dst, faults = append(dst, d), 0
		}
	}
	for i := from; i < len(dst); i++ {
		dst[i].Circa = circa
	}
	return dst, faults
}

// readISO is the short way for the form that most files have.
func readISO(s string) (interdict.Date, bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return interdict.Date{}, false
	}
	y, m, d := 0, 0, 0
	for i := range 10 {
		c := int(s[i]) - '0'
		switch {
		case i == 4 || i == 7:
			continue
		case c < 0 || c > 9:
			return interdict.Date{}, false
		case i < 4:
			y = y*10 + c
		case i < 7:
			m = m*10 + c
		default:
			d = d*10 + c
		}
	}
	return interdict.Day(y, m, d), m > 0 && d > 0 && sound(y, m, d)
}

// sound says that a day exists and lies in the years that are believed: ours, or
// those of another calendar, in which the score reads it.
func sound(y, m, d int) bool {
	if (y < firstYear || y > lastYear) && !interdict.Day(y, m, d).OtherCalendar() || m < 0 || m > 12 || d < 0 || m == 0 && d != 0 {
		return false
	}
	return d <= 28 || interdict.ValidDay(y, m, d)
}

// dropTime drops a time of day: "1985-11-12T00:00:00Z", "12.11.1985 0:00".
func dropTime(s string) string {
	colon := strings.IndexByte(s, ':')
	if colon < 0 {
		return s
	}
	if i := strings.LastIndexAny(s[:colon], " T"); i > 0 {
		return s[:i]
	}
	return s
}

// circaWords stand before or behind a date that is not certain.
var circaWords = []string{"circa", "approximately", "approx", "about", "around", "ca", "c", "vers", "около", "~"}

func cutCirca(s string) (string, bool) {
	if t, ok := strings.CutSuffix(s, "~"); ok {
		return strings.TrimSpace(t), true
	}
	for _, w := range circaWords {
		if len(s) > len(w) && strings.EqualFold(s[:len(w)], w) {
			rest := strings.TrimLeft(s[len(w):], ". ")
			if rest != "" && (rest[0] >= '0' && rest[0] <= '9' || len(rest) < len(s)-len(w)) {
				return rest, true
			}
		}
	}
	return s, false
}

// atomise takes a date apart into numbers and words.
func atomise(s string, atoms []atom) ([]atom, bool) {
	for s != "" {
		c := s[0]
		switch {
		case c >= '0' && c <= '9':
			n := 0
			a := atom{}
			for n < len(s) && s[n] >= '0' && s[n] <= '9' && n < 9 {
				a.number = a.number*10 + int(s[n]-'0')
				n++
			}
			a.digits = n
			s = s[n:]
			if s != "" {
				a.after = s[0]
			}
			s = dropOrdinal(s)
			atoms = append(atoms, a)
		case c == '?' || c == '*' || c == '_':
			n := len(s) - len(strings.TrimLeft(s, "?*_"))
			atoms = append(atoms, atom{digits: min(n, 2)})
			s = s[n:]
		case c >= utf8.RuneSelf || c|0x20 >= 'a' && c|0x20 <= 'z':
			n := strings.IndexFunc(s, notLetter)
			if n < 0 {
				n = len(s)
			}
			a, ok := wordOf(s[:n])
			if n == 0 || !ok {
				return nil, false
			}
			if a.digits > 0 || a.month > 0 {
				atoms = append(atoms, a)
			}
			s = s[n:]
		case strings.IndexByte(" /-.,'()", c) >= 0:
			s = s[1:]
		default:
			return nil, false
		}
		if len(atoms) == dateWords {
			return nil, false
		}
	}
	return atoms, true
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }

// dropOrdinal drops what follows the number in "12th", "1st", "1er" and "12º".
func dropOrdinal(s string) string {
	for _, o := range []string{"st", "nd", "rd", "th", "er", "º", "°"} {
		if len(s) >= len(o) && strings.EqualFold(s[:len(o)], o) && (len(s) == len(o) || notLetter(rune(s[len(o)]))) {
			return s[len(o):]
		}
	}
	return s
}

// wordOf reads a word of a date: a month, one without meaning, or the letters
// that stand for a number not known ("dd", "MM", "XX").
func wordOf(s string) (atom, bool) {
	if len(s) <= 4 && strings.Trim(s, "dDmMxXyY") == "" && !strings.EqualFold(s, "my") {
		return atom{digits: min(len(s), 2)}, true
	}
	if strings.EqualFold(s, "to") || strings.EqualFold(s, "and") || strings.EqualFold(s, "between") {
		return atom{}, true
	}
	month, ok := lookup(words().months, s)
	return atom{number: -1, month: month}, ok
}

// readAtoms reads the numbers and words of a date by their pattern.
func readAtoms(dst []interdict.Date, a []atom, order DateOrder) ([]interdict.Date, Faults) {
	switch len(a) {
	case 1:
		return readOne(dst, a[0], order)
	case 2:
		return readTwo(dst, a[0], a[1])
	case 3:
		return readThree(dst, a, order)
	}
	// A spreadsheet's day number with a fraction has two numbers, a full span
	// of days six; neither is common enough to be guessed at.
	return dst, FaultDate
}

func readOne(dst []interdict.Date, a atom, order DateOrder) ([]interdict.Date, Faults) {
	n := a.number
	switch {
	case a.digits == 4:
		return add(dst, n, 0, 0)
	case a.digits == 8:
		if y, m, d := n/10000, n/100%100, n%100; sound(y, m, d) {
			return add(dst, y, m, d)
		}
		return readNumbers(dst, n/1000000, n/10000%100, n%10000, order, '.')
	case a.digits == 5:
		return dst, FaultSerialDate
	}
	return dst, FaultDate
}

func readTwo(dst []interdict.Date, a, b atom) ([]interdict.Date, Faults) {
	switch {
	case a.digits == 5 && b.digits > 0 && a.after == '.':
		return dst, FaultSerialDate
	case a.digits == 4 && b.digits == 4 && a.number < b.number && sound(a.number, 0, 0) && sound(b.number, 0, 0):
		return append(dst, interdict.Date{Year: a.number, ToYear: b.number}), 0
	case a.month > 0 && b.digits == 4:
		return add(dst, b.number, a.month, 0)
	case a.digits == 4 && b.month > 0:
		return add(dst, a.number, b.month, 0)
	case a.digits == 4 && b.digits > 0 && b.digits <= 2:
		return add(dst, a.number, b.number, 0)
	case b.digits == 4 && a.digits > 0 && a.digits <= 2:
		return add(dst, b.number, a.number, 0)
	}
	return dst, FaultDate
}

func readThree(dst []interdict.Date, a []atom, order DateOrder) ([]interdict.Date, Faults) {
	small := func(x atom) bool { return x.digits > 0 && x.digits <= 2 }
	switch {
	case a[0].digits == 4 && small(a[1]) && small(a[2]):
		return add(dst, a[0].number, a[1].number, a[2].number)
	case a[0].digits == 4 && a[1].month > 0 && small(a[2]):
		return add(dst, a[0].number, a[1].month, a[2].number)
	case small(a[0]) && a[1].month > 0:
		return addYear(dst, a[2], a[1].month, a[0].number)
	case a[0].month > 0 && small(a[1]):
		return addYear(dst, a[2], a[0].month, a[1].number)
	case small(a[0]) && small(a[1]) && a[2].digits == 4:
		return readNumbers(dst, a[0].number, a[1].number, a[2].number, order, a[0].after)
	case small(a[0]) && small(a[1]) && a[2].digits == 2:
		dst, before := readNumbers(dst, a[0].number, a[1].number, 1900+a[2].number, order, a[0].after)
		dst, now := readNumbers(dst, a[0].number, a[1].number, 2000+a[2].number, order, a[0].after)
		return dst, before | now | NoteAmbiguousDate
	}
	return dst, FaultDate
}

// addYear adds a day and month of a year of four digits, or of two.
func addYear(dst []interdict.Date, year atom, m, d int) ([]interdict.Date, Faults) {
	switch year.digits {
	case 4:
		return add(dst, year.number, m, d)
	case 2:
		dst, before := add(dst, 1900+year.number, m, d)
		dst, now := add(dst, 2000+year.number, m, d)
		return dst, before | now | NoteAmbiguousDate
	}
	return dst, FaultDate
}

// add adds a date if it exists. A day whose month is not known is dropped.
func add(dst []interdict.Date, y, m, d int) ([]interdict.Date, Faults) {
	if m == 0 {
		d = 0
	}
	if !sound(y, m, d) {
		return dst, FaultDate
	}
	return append(dst, interdict.Day(y, m, d)), 0
}

// readNumbers reads two numbers of which one is the day, and a year.
func readNumbers(dst []interdict.Date, first, second, y int, order DateOrder, sep byte) ([]interdict.Date, Faults) {
	if order == OrderUnknown && sep == '.' {
		order = DayFirst
	}
	asDay := sound(y, second, first)
	asMonth := sound(y, first, second)
	switch {
	case first == 0 && second == 0:
		return add(dst, y, 0, 0)
	case !asDay && !asMonth:
		return dst, FaultDate
	case order == DayFirst && !asDay && first != 0, order == MonthFirst && !asMonth && second != 0:
		if asDay {
			return append(dst, interdict.Day(y, second, first)), FaultDateOrder
		}
		return append(dst, interdict.Day(y, first, second)), FaultDateOrder
	case asDay && (order == DayFirst || !asMonth || first == second):
		return append(dst, interdict.Day(y, second, first)), 0
	case asMonth && (order == MonthFirst || !asDay):
		return append(dst, interdict.Day(y, first, second)), 0
	}
	return append(dst, interdict.Day(y, second, first), interdict.Day(y, first, second)), NoteAmbiguousDate
}

// orderEvidence counts the dates of a column that can be read in one order
// only.
type orderEvidence struct{ dayFirst, monthFirst int }

// see counts one cell.
func (e *orderEvidence) see(cell string) {
	var space [dateWords]atom
	a, ok := atomise(dropTime(strings.TrimSpace(cell)), space[:0])
	if !ok || len(a) != 3 || a[0].digits == 0 || a[0].digits > 2 || a[1].digits == 0 || a[1].digits > 2 || a[2].digits < 2 {
		return
	}
	switch first, second := a[0].number, a[1].number; {
	case first > 12 && first <= 31 && second <= 12:
		e.dayFirst++
	case second > 12 && second <= 31 && first <= 12:
		e.monthFirst++
	}
}

// order decides: by all the evidence, or by a hundred to one, so that one
// mistyped date does not leave a whole column in doubt.
func (e *orderEvidence) order() DateOrder {
	switch {
	case e.dayFirst > 100*e.monthFirst:
		return DayFirst
	case e.monthFirst > 100*e.dayFirst:
		return MonthFirst
	}
	return OrderUnknown
}
