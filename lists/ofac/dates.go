package ofac

import (
	"strconv"
	"strings"
	"time"

	"github.com/interdict/interdict"
)

// parseDate reads a date as OFAC writes it: "12 Nov 1985", "Nov 1985", "1985",
// "circa 1985", "1951 to 1953", "circa 1979-1982". It says false where it is no
// date or the calendar has no such day.
func parseDate(s string) (interdict.Date, bool) {
	s = strings.TrimSpace(s)
	lower := strings.ToLower(s)
	rest, circa := strings.CutPrefix(lower, "circa ")
	from, to, span := strings.Cut(rest, " to ")
	if !span && len(rest) == 9 && rest[4] == '-' {
		from, to, span = rest[:4], rest[5:], true
	}
	a, ok := parsePoint(from)
	if !ok {
		return interdict.Date{}, false
	}
	if !span {
		a.Circa = circa
		return a, true
	}
	b, ok := parsePoint(to)
	if !ok || b.Last() < a.First() {
		return interdict.Date{}, false
	}
	d := spanOf(a, b)
	d.Circa = circa
	return d, true
}

// spanOf is the date from a's first day to b's last. Both formats write what
// is known as a year or month only as a span of days: 1 January to 31 December
// is the year.
func spanOf(a, b interdict.Date) interdict.Date {
	if a.Day == 1 && b.Day != 0 && b.Day == daysIn(b.Year, b.Month) {
		if a.Month == 1 && b.Month == 12 {
			a.Month, b.Month = 0, 0
		}
		a.Day, b.Day = 0, 0
	}
	if a == b {
		return a
	}
	a.ToYear, a.ToMonth, a.ToDay = b.Year, b.Month, b.Day
	return a
}

func daysIn(y, m int) int { return time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day() }

// parsePoint reads a day, month or year: one to three words, the year last.
func parsePoint(s string) (d interdict.Date, ok bool) {
	words := strings.Fields(s)
	n := len(words)
	if n == 0 || n > 3 || len(words[n-1]) != 4 {
		return d, false
	}
	if d.Year, ok = number(words[n-1]); !ok {
		return d, false
	}
	if n >= 2 {
		if d.Month = month(words[n-2]); d.Month == 0 {
			return d, false
		}
	}
	if n == 3 {
		if d.Day, ok = number(words[0]); !ok || d.Day == 0 {
			return d, false
		}
	}
	return d, interdict.ValidDay(d.Year, d.Month, d.Day)
}

// number reads digits alone, at most nine.
func number(s string) (int, bool) {
	if s == "" || len(s) > 9 || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

const monthNames = "janfebmaraprmayjunjulaugsepoctnovdec"

// month is the number of an English month, short or long, 0 if it is none.
func month(s string) int {
	if len(s) < 3 {
		return 0
	}
	s = strings.ToLower(s)
	i := strings.Index(monthNames, s[:3])
	if i < 0 || i%3 != 0 {
		return 0
	}
	m := i/3 + 1
	if len(s) > 3 && s != strings.ToLower(time.Month(m).String()) {
		return 0
	}
	return m
}

// usDate reads MM/DD/YYYY, as SDN.XML writes its date of publication.
func usDate(s string) (interdict.Date, bool) {
	t, err := time.Parse("01/02/2006", strings.TrimSpace(s))
	if err != nil {
		return interdict.Date{}, false
	}
	return interdict.DateOf(t), true
}
