package main

import (
	"time"

	"github.com/interdict/interdict/base"
)

// parseMoment reads the flags --as-of and --known-at.
func parseMoment(asOf, knownAt string) (at base.Moment, err error) {
	if at.AsOf, err = parseAsOf(asOf); err == nil {
		at.Known, err = parseKnownAt(knownAt)
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
