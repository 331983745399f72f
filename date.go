package interdict

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Date is a date as precisely as it is known: a year, a year and month, a
// day, or a span of them. Partial dates stay partial: an unknown month is
// zero, never January.
//
// Its text form is that of ISO 8601-2 (EDTF): "1985", "1985-11",
// "1985-11-12", "1960/1965" for a span, and a "~" behind it for circa.
type Date struct {
	Year  int
	Month int // 1 to 12, 0 unknown
	Day   int // 1 to 31, 0 unknown
	// ToYear, ToMonth and ToDay end a span; ToYear 0 means no span.
	ToYear, ToMonth, ToDay int
	// Circa is set where the source says "approximately".
	Circa bool
}

// Day returns the exact date of a year, month and day.
func Day(year, month, day int) Date { return Date{Year: year, Month: month, Day: day} }

// DateOf returns the day of t in UTC.
func DateOf(t time.Time) Date {
	y, m, d := t.UTC().Date()
	return Date{Year: y, Month: int(m), Day: d}
}

// IsZero says that nothing is known.
func (d Date) IsZero() bool { return d.Year == 0 }

// Exact says that the date names one day for certain.
func (d Date) Exact() bool { return d.Day != 0 && d.ToYear == 0 && !d.Circa }

// First and Last are the earliest and latest day that the date can mean,
// circa aside, as year*10000 + month*100 + day.
func (d Date) First() int { return d.Year*10000 + max(d.Month, 1)*100 + max(d.Day, 1) }

// Last is the latest day that the date can mean; see First.
func (d Date) Last() int {
	y, m, day := d.Year, d.Month, d.Day
	if d.ToYear != 0 {
		y, m, day = d.ToYear, d.ToMonth, d.ToDay
	}
	if m == 0 {
		m = 12
	}
	if day == 0 {
		day = 31
	}
	return y*10000 + m*100 + day
}

// OtherCalendar says that the year is one of the Persian or Islamic calendar, or
// of the Buddhist, for somebody who may be alive: sources copy what a passport
// says.
func (d Date) OtherCalendar() bool {
	return d.Year >= 1250 && d.Year <= 1480 || d.Year >= 2380 && d.Year <= 2600
}

// Before says that d lies wholly before e.
func (d Date) Before(e Date) bool { return d.Last() < e.First() }

func formatDay(b *strings.Builder, y, m, d int) {
	fmt.Fprintf(b, "%04d", y)
	if m != 0 {
		fmt.Fprintf(b, "-%02d", m)
		if d != 0 {
			fmt.Fprintf(b, "-%02d", d)
		}
	}
}

// String is the date's text form; empty for the zero date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	var b strings.Builder
	formatDay(&b, d.Year, d.Month, d.Day)
	if d.ToYear != 0 {
		b.WriteByte('/')
		formatDay(&b, d.ToYear, d.ToMonth, d.ToDay)
	}
	if d.Circa {
		b.WriteByte('~')
	}
	return b.String()
}

// Words is the date as a person would write it: "12 November 1985", "1985",
// "about 1960 to 1965".
func (d Date) Words() string {
	one := func(y, m, day int) string {
		switch {
		case m == 0:
			return strconv.Itoa(y)
		case day == 0:
			return fmt.Sprintf("%s %d", time.Month(m), y)
		}
		return fmt.Sprintf("%d %s %d", day, time.Month(m), y)
	}
	if d.IsZero() {
		return "unknown"
	}
	s := one(d.Year, d.Month, d.Day)
	if d.ToYear != 0 {
		s += " to " + one(d.ToYear, d.ToMonth, d.ToDay)
	}
	if d.Circa {
		s = "about " + s
	}
	return s
}

// ParseDate reads the text form that String writes.
func ParseDate(s string) (Date, error) {
	var d Date
	rest, circa := strings.CutSuffix(s, "~")
	d.Circa = circa
	from, to, span := strings.Cut(rest, "/")
	var err error
	if d.Year, d.Month, d.Day, err = parseDay(from); err == nil && span {
		d.ToYear, d.ToMonth, d.ToDay, err = parseDay(to)
		if err == nil && d.Last() < d.First() {
			err = fmt.Errorf("it ends before it begins")
		}
	}
	if err != nil {
		return Date{}, fmt.Errorf("date %q: %w; write YYYY, YYYY-MM or YYYY-MM-DD", s, err)
	}
	return d, nil
}

func parseDay(s string) (y, m, d int, err error) {
	bad := fmt.Errorf("not a date")
	digits := func(s string) bool { return strings.Trim(s, "0123456789") == "" }
	if len(s) != 4 && len(s) != 7 && len(s) != 10 || !digits(s[:4]) {
		return 0, 0, 0, bad
	}
	y, _ = strconv.Atoi(s[:4])
	if len(s) >= 7 {
		if s[4] != '-' || !digits(s[5:7]) {
			return 0, 0, 0, bad
		}
		m, _ = strconv.Atoi(s[5:7])
	}
	if len(s) == 10 {
		if s[7] != '-' || !digits(s[8:10]) {
			return 0, 0, 0, bad
		}
		d, _ = strconv.Atoi(s[8:10])
	}
	if !ValidDay(y, m, d) || len(s) >= 7 && m == 0 || len(s) == 10 && d == 0 {
		return 0, 0, 0, fmt.Errorf("there is no such day")
	}
	return y, m, d, nil
}

// ValidDay says whether the calendar has this day. Month or day 0 is unknown
// and valid; a day without a month is not.
func ValidDay(y, m, d int) bool {
	switch {
	case y < 1 || y > 9999 || m < 0 || m > 12 || d < 0 || m == 0 && d != 0:
		return false
	case d == 0:
		return true
	}
	return d <= time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// MarshalText writes the text form.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the text form; empty text is the zero date.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	v, err := ParseDate(string(b))
	if err == nil {
		*d = v
	}
	return err
}
