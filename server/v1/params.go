package v1

import (
	"math"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
)

// MomentParams are the parameters that name a past moment.
type MomentParams struct {
	AsOf    string `query:"as_of" maxLength:"10" pattern:"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" doc:"Answer from the lists as they stood on a day (YYYY-MM-DD; a year or month means its last day). A day that must be compiled first answers 202." example:"2024-03-26"`
	KnownAt string `query:"known_at" maxLength:"35" doc:"Use only what had been loaded by a time: a day (its end, UTC) or YYYY-MM-DDThh:mm:ssZ." example:"2024-03-26T09:00:00Z"`
}

func (m *MomentParams) moment(now time.Time) (base.Moment, error) {
	return momentOf("query.", m.AsOf, m.KnownAt, now)
}

// PageParams are the parameters of an answer that comes in pages.
type PageParams struct {
	Limit  int `query:"limit" minimum:"1" maximum:"1000" default:"100" doc:"The most entries of a page."`
	Offset int `query:"offset" minimum:"0" maximum:"10000000" default:"0" doc:"How many entries to leave out: where the page begins."`
}

// momentOf reads the two texts that name a past moment.
func momentOf(where, asOf, knownAt string, now time.Time) (at base.Moment, err error) {
	if asOf != "" {
		d, err := interdict.ParseDate(asOf)
		switch {
		case err != nil || d.ToYear != 0 || d.Circa:
			return at, wrong(Fault{where + "as_of", "it is no day; write YYYY-MM-DD, YYYY-MM or YYYY"})
		case d.First() > interdict.DateOf(now).Last():
			return at, wrong(Fault{where + "as_of", "the day lies in the future; leave it out for now"})
		}
		at.AsOf = &d
	}
	if knownAt != "" {
		if at.Known, err = timeOf(knownAt); err != nil {
			return at, wrong(Fault{where + "known_at", "it is no time; write a day as YYYY-MM-DD, or a time as 2024-03-26T09:00:00Z"})
		}
		if at.Known.After(now.UTC().Truncate(24*time.Hour).AddDate(0, 0, 1)) { // the end of today is none
			return at, wrong(Fault{where + "known_at", "the time lies in the future; leave it out for now"})
		}
	}
	return at, nil
}

// timeOf reads a time of day with its zone, or a day, which means its end (UTC).
func timeOf(s string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.UTC(), nil
	}
	day, err := time.Parse(time.DateOnly, s)
	return day.AddDate(0, 0, 1).Add(-time.Millisecond), err
}

// minThreshold is the lowest that may be asked for: far below it, everything
// is alike, and one request would keep the service busy.
const minThreshold interdict.Score = 2500

// thresholdOf reads a threshold; 0 means the policy's.
func thresholdOf(place string, f float64) (interdict.Score, error) {
	n := math.Round(f * 10000)
	if f == 0 {
		return 0, nil
	}
	if math.Abs(f*10000-n) > 1e-6 || n < float64(minThreshold) || n > 10000 {
		return 0, wrong(Fault{place, "write a number from 0.25 to 1 with at most four decimals, such as 0.75"})
	}
	return interdict.Score(n), nil
}

// schemaOf reads the name of a schema; empty means any.
func schemaOf(place, s string) (interdict.Schema, error) {
	switch schema := interdict.Schema(s); schema {
	case "", interdict.Person, interdict.Organization, interdict.Vessel, interdict.Airplane, interdict.LegalEntity:
		return schema, nil
	}
	return "", wrong(Fault{place, "write Person, Organization, Vessel, Airplane or LegalEntity"})
}
