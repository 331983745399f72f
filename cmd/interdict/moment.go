package main

import (
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/register"
)

// moment is what a command asks about: how the lists stood on a day in the
// world, as the register knew it at a time. Zero of both is now.
type moment struct {
	asOf  *interdict.Date
	known time.Time
}

// parseMoment reads the flags --as-of and --known-at.
func parseMoment(asOf, knownAt string) (at moment, err error) {
	if at.asOf, err = parseAsOf(asOf); err == nil {
		at.known, err = parseKnownAt(knownAt)
	}
	return at, err
}

// parseKnownAt reads a time of day with its zone, or a day, which means its end
// (UTC).
func parseKnownAt(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.UTC(), nil
	}
	day, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return time.Time{}, wrong("--known-at: %q is no time; write a day as YYYY-MM-DD, or a time as 2024-03-26T09:00:00Z", s)
	}
	return day.AddDate(0, 0, 1).Add(-time.Millisecond), nil
}

// isPast says that the moment is another than now.
func (m moment) isPast() bool { return m.asOf != nil || !m.known.IsZero() }

// at is the moment as the register takes it.
func (m moment) at() register.AsOf {
	at := register.AsOf{Known: m.known}
	if m.asOf != nil {
		at.Day = *m.asOf
	}
	return at
}

// then is the day from which ages count, nil for today.
func (m moment) then() *interdict.Date {
	if m.asOf == nil && !m.known.IsZero() {
		day := interdict.DateOf(m.known)
		return &day
	}
	return m.asOf
}
