package score

import "github.com/interdict/interdict"

// Sources state birth dates in the calendar of their country now and then: a
// year of the 1300s is Persian or Islamic, one of the 2500s Buddhist. Such a
// date is read in each of the calendars and agrees if any reading does.

// sameInOther says whether s, of another calendar, is the day or, where a side
// knows no more, the year e.
func sameInOther(s, e interdict.Date) (day, year bool) {
	if s.Year >= 2380 {
		moved := s
		moved.Year -= 543
		return moved == e && e.Day != 0, moved.Year == e.Year && (s.Day == 0 || e.Day == 0)
	}
	if s.Day != 0 && e.Day != 0 {
		// The Islamic month begins when the moon is seen: a day earlier or later.
		n := julianDay(e.Year, e.Month, e.Day)
		islamic := n - islamicDay(s.Year, s.Month, s.Day)
		return n == persianDay(s.Year, s.Month, s.Day) || -1 <= islamic && islamic <= 1, false
	}
	first, last := julianDay(e.Year, 1, 1), julianDay(e.Year, 12, 31)
	within := func(from, to int) bool { return from <= last && first < to }
	return false, within(persianDay(s.Year, 1, 1), persianDay(s.Year+1, 1, 1)) || within(islamicDay(s.Year, 1, 1), islamicDay(s.Year+1, 1, 1))
}

// julianDay numbers the days of the Gregorian calendar.
func julianDay(y, m, d int) int {
	a := (14 - m) / 12
	y, m = y+4800-a, m+12*a-3
	return d + (153*m+2)/5 + 365*y + y/4 - y/100 + y/400 - 32045
}

// islamicDay numbers the days of the tabular Islamic calendar: leap years are
// the 2nd, 5th, 7th, 10th, 13th, 16th, 18th, 21st, 24th, 26th and 29th of 30.
func islamicDay(y, m, d int) int {
	return d + (59*(m-1)+1)/2 + (y-1)*354 + (3+11*y)/30 + 1948439
}

// persianDay numbers the days of the Persian calendar (Solar Hijri), whose leap
// years are those of the 33-year cycle: right from 1244 to 1502.
func persianDay(y, m, d int) int {
	days := d + 30*(m-1) + min(m-1, 6)
	leaps := 0
	for _, r := range [...]int{1, 5, 9, 13, 17, 22, 26, 30} {
		leaps += (y - 1 - r + 33) / 33
	}
	return days + 365*(y-1) + leaps + 1948319
}
