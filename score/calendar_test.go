package score

import (
	"testing"

	"github.com/interdict/interdict"
)

// TestCalendars: days that both calendars have, by the tables of the Iranian
// calendar's authority, the Islamic calendar's and the Thai year's count.
func TestCalendars(t *testing.T) {
	w := Default()
	for _, c := range []struct {
		theirs, ours interdict.Date
		want         Rule
		agree        interdict.Millibits
	}{
		{interdict.Day(1357, 11, 22), interdict.Day(1979, 2, 11), CalendarDate, w.BirthCalendar},
		{interdict.Day(1364, 1, 1), interdict.Day(1985, 3, 21), CalendarDate, w.BirthCalendar},
		{interdict.Day(1399, 12, 30), interdict.Day(2021, 3, 20), CalendarDate, w.BirthCalendar},
		{interdict.Day(1403, 1, 1), interdict.Day(2024, 3, 20), CalendarDate, w.BirthCalendar},
		{interdict.Day(1400, 1, 1), interdict.Day(1979, 11, 21), CalendarDate, w.BirthCalendar},
		{interdict.Day(1376, 3, 15), interdict.Day(1956, 10, 21), CalendarDate, w.BirthCalendar}, // the moon was seen a day later
		{interdict.Day(2520, 5, 9), interdict.Day(1977, 5, 9), CalendarDate, w.BirthCalendar},
		{interdict.Date{Year: 1364}, interdict.Day(1985, 6, 1), CalendarDate, w.BirthNear},
		{interdict.Date{Year: 2520}, interdict.Date{Year: 1977}, CalendarDate, w.BirthNear},
		{interdict.Day(1364, 1, 1), interdict.Day(1985, 3, 25), OtherDate, 0},
		{interdict.Day(2520, 5, 9), interdict.Day(1978, 5, 9), OtherDate, 0},
		{interdict.Day(1364, 1, 1), interdict.Day(1364, 1, 1), SameDay, w.BirthDay},
	} {
		for _, f := range []Fact{w.birthDate(c.theirs, c.ours), w.birthDate(c.ours, c.theirs)} {
			if f.Rule != c.want || f.Agree != c.agree {
				t.Errorf("%s and %s: %s with %d, want %s with %d", c.theirs, c.ours, f.Rule.Words(), f.Agree, c.want.Words(), c.agree)
			}
		}
	}
}
