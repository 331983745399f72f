package lists

import "testing"

// Days whose Gregorian date is known: Nowruz and well-known anniversaries.
func TestCalendars(t *testing.T) {
	for _, c := range []struct {
		persian bool
		y, m, d int
		want    string
	}{
		{true, 1357, 11, 22, "1979-02-11~"}, // the Islamic Revolution
		{true, 1300, 1, 1, "1921-03-21~"},
		{true, 1341, 7, 12, "1962-10-04~"},
		{true, 1400, 1, 1, "2021-03-21~"},
		{true, 1403, 12, 30, "2025-03-20~"}, // a leap day
		{true, 1404, 1, 1, "2025-03-21~"},
		{true, 1399, 12, 0, "2021-02-19/2021-03-20~"},
		{true, 1340, 0, 0, "1961-03-21/1962-03-20~"},
		{true, 1962, 1, 1, ""}, // not a year of that calendar
		{true, 1340, 0, 5, ""},
		{false, 1402, 6, 24, "1982-04-19~"}, // stated beside its Gregorian day on the EU's list
		{false, 1446, 1, 1, "2024-07-08~"},
		{false, 1446, 9, 0, "2025-03-01/2025-03-30~"},
		{false, 1400, 0, 0, "1979-11-21/1980-11-08~"},
		{false, 1400, 13, 1, ""},
	} {
		of := Islamic
		if c.persian {
			of = Persian
		}
		d, ok := of(c.y, c.m, c.d)
		if d.String() != c.want || ok != (c.want != "") {
			t.Errorf("%d-%d-%d (Persian %v): %q, %v; want %q", c.y, c.m, c.d, c.persian, d, ok, c.want)
		}
	}
}
