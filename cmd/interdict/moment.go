package main

import (
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
)

// parseMoment reads the flags --as-of and --known-at. Nobody knows how the lists will
// stand; a day ahead may have begun where the user is.
func parseMoment(asOf, knownAt string, now time.Time) (at base.Moment, err error) {
	if at.AsOf, err = parseAsOf(asOf); err != nil {
		return at, err
	}
	if at.Known, err = parseKnownAt(knownAt); err != nil {
		return at, err
	}
	tomorrow := now.UTC().AddDate(0, 0, 1)
	switch {
	case at.AsOf != nil && at.AsOf.First() > interdict.DateOf(tomorrow).Last():
		err = wrong("--as-of: %s lies in the future; leave it out for the lists of today", asOf)
	case at.Known.After(tomorrow.AddDate(0, 0, 1)):
		err = wrong("--known-at: %s lies in the future; leave it out for what is known today", knownAt)
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
