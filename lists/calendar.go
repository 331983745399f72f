package lists

import (
	"time"

	"github.com/interdict/interdict"
)

// Islamic is the day of the Gregorian calendar for one of the lunar Islamic
// calendar (24 Jumada II 1402: 1402, 6, 24). Month or day 0 is unknown; the
// date is then the span that it can mean. Dates are reckoned by the tabular
// calendar, which may be a day or two off the sighted one, so they are circa.
func Islamic(year, month, day int) (interdict.Date, bool) {
	if year < 1 || year > 2000 || month < 0 || month > 12 || day < 0 || day > 30 || month == 0 && day != 0 {
		return interdict.Date{}, false
	}
	return span(islamicDay, year, month, day), true
}

// islamicDay counts from the epoch, 16 July 622 of the Julian calendar (19 July
// of the Gregorian): years of 354 days with 11 leap days in 30 years, months of
// 30 and 29 days in turn.
func islamicDay(year, month, day int) time.Time {
	days := (year-1)*354 + (3+11*year)/30 + 29*(month-1) + month/2 + day - 1
	return time.Date(622, 7, 19, 0, 0, 0, 0, time.UTC).AddDate(0, 0, days)
}

// Persian is Islamic for the solar calendar of Iran and Afghanistan (12 Mehr
// 1341). Its new year is reckoned by the cycle of 33 years, which holds from
// 1799 to 2256 but for a day now and then, so dates are circa.
func Persian(year, month, day int) (interdict.Date, bool) {
	if year < 1178 || year > 1634 || month < 0 || month > 12 || day < 0 || day > 31 || month == 0 && day != 0 {
		return interdict.Date{}, false
	}
	return span(persianDay, year, month, day), true
}

// persianDay counts from 21 March 1921, the first day of the year 1300: six
// months of 31 days, five of 30, and a leap day in 8 of 33 years.
func persianDay(year, month, day int) time.Time {
	days := 365*(year-1300) + leaps(year) - leaps(1300)
	days += 31*(month-1) - max(0, month-7) + day - 1
	return time.Date(1921, 3, 21, 0, 0, 0, 0, time.UTC).AddDate(0, 0, days)
}

// leaps is how many leap days stand before a Persian year: the years 1, 5, 9,
// 13, 17, 22, 26 and 30 of each cycle of 33.
func leaps(year int) int {
	n := (year - 1) / 33 * 8
	for _, y := range []int{1, 5, 9, 13, 17, 22, 26, 30} {
		if y <= (year-1)%33 {
			n++
		}
	}
	return n
}

// span is a day of another calendar, or from the first to the last day that it
// can mean.
func span(dayOf func(y, m, d int) time.Time, year, month, day int) interdict.Date {
	var from, to time.Time
	switch {
	case day != 0:
		d := interdict.DateOf(dayOf(year, month, day))
		d.Circa = true
		return d
	case month != 0:
		from, to = dayOf(year, month, 1), dayOf(year, month+1, 1)
	default:
		from, to = dayOf(year, 1, 1), dayOf(year+1, 1, 1)
	}
	if month == 12 {
		to = dayOf(year+1, 1, 1)
	}
	a, b := interdict.DateOf(from), interdict.DateOf(to.AddDate(0, 0, -1))
	return interdict.Date{Year: a.Year, Month: a.Month, Day: a.Day, ToYear: b.Year, ToMonth: b.Month, ToDay: b.Day, Circa: true}
}
