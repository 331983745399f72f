package report

import (
	"encoding/json"
	"time"

	"github.com/interdict/interdict"
)

// List is one list as it was used: a line of `lists status`, and of the header
// of every report.
type List struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Edition is the SHA-256 of the edition in force, empty where the register
	// is the built-in one.
	Edition string `json:"edition"`
	// Published is the edition's date, zero where its list does not state one.
	Published interdict.Date `json:"published"`
	Loaded    time.Time      `json:"loaded"`
	// AgeDays counts whole days since publication, or since loading where no
	// date is stated.
	AgeDays int    `json:"age_days"`
	Entries int    `json:"entries"`
	Health  Health `json:"health"`
	// Kind, Default, Cadence and MaxAgeDays are of the catalogue; told in the
	// status alone.
	Kind       interdict.Kind `json:"kind,omitempty"`
	Default    *bool          `json:"default,omitempty"`
	Cadence    string         `json:"cadence,omitempty"`
	MaxAgeDays *int           `json:"max_age_days,omitempty"`
	// ListingKind is that of entries that do not say it themselves, in every
	// report.
	ListingKind interdict.Kind `json:"-"`
	// Old says that the list is older than its limit, whatever else is wrong
	// with it.
	Old bool `json:"-"`
	// Note says in words what the health rests on; empty where all is well.
	Note string `json:"note"`
}

// Health is the state of a loaded list.
type Health string

const (
	OK     Health = "ok"
	Stale  Health = "stale"  // older than the limit of its list
	Closed Health = "closed" // no longer published, and what is published in its place is loaded
	Failed Health = "failed" // the last loading was refused, or the last update failed
	// Incomplete is what is within its limit and lacks something that its publisher
	// has: whoever stands in it alone is not found.
	Incomplete Health = "incomplete"
	Demo       Health = "demo" // from the built-in demonstration register
)

// Sound says that nothing is wrong with the list: it is neither old, nor did
// its last load or update fail, nor does it lack a part.
func (l *List) Sound() bool { return l.Health != Stale && l.Health != Failed && l.Health != Incomplete }

// MarshalJSON writes null for a date that is not stated and for a time that is
// not known.
func (l List) MarshalJSON() ([]byte, error) {
	type plain List
	out := struct {
		plain
		Published *interdict.Date `json:"published"`
		Loaded    *string         `json:"loaded"`
	}{plain: plain(l)}
	if !l.Published.IsZero() {
		out.Published = &l.Published
	}
	if !l.Loaded.IsZero() {
		t := l.Loaded.UTC().Format(time.RFC3339)
		out.Loaded = &t
	}
	return json.Marshal(out)
}

// Effective is the date from which a list's age is counted.
func (l *List) Effective() interdict.Date {
	if l.Published.IsZero() && !l.Loaded.IsZero() {
		return interdict.DateOf(l.Loaded)
	}
	return l.Published
}

// age is how old the list is, in words.
func (l *List) age() string {
	if l.Effective().IsZero() {
		return "not known"
	}
	return age(l.AgeDays)
}

// edition says which edition it is, in words.
func (l *List) edition() string {
	if l.Published.IsZero() {
		if l.Loaded.IsZero() {
			return "undated"
		}
		return "undated, loaded " + interdict.DateOf(l.Loaded).Words()
	}
	return l.Published.Words()
}

// AgeDays is how many whole days lie between a list's date and now; never
// negative.
func AgeDays(d interdict.Date, now time.Time) int {
	if d.IsZero() {
		return 0
	}
	// A date known by its year or month counts from its last day: the list is
	// at least that old.
	last := d.Last()
	at := time.Date(last/10000, time.Month(last/100%100), last%100, 0, 0, 0, 0, time.UTC)
	return max(0, int(now.UTC().Sub(at).Hours()/24))
}
