package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/interdict/interdict"
)

// Search is the answer of `search`.
type Search struct {
	Results []Found `json:"results"`
	// AsOf is the past day whose lists were searched, null for today's.
	AsOf *interdict.Date `json:"as_of"`
	// KnownAt is the time after whose loads nothing counts, zero for now.
	KnownAt time.Time `json:"known_at,omitzero"`
	// Reconstructed are the lists whose state of that day had to be pieced
	// together from their listings' own dates.
	Reconstructed []string `json:"reconstructed,omitempty"`
	Demo          bool     `json:"demo,omitempty"`
	Hashes        Hashes   `json:"hashes"`
	// Threshold is the score from which a pair is a hit.
	Threshold interdict.Score `json:"-"`
}

// Weak says that something was found and nothing that could be a hit: a search
// shows whatever agrees in part.
func (s *Search) Weak() bool { return len(s.Results) > 0 && s.Results[0].Score < s.Threshold }

// Found is one entity that a search found.
type Found struct {
	EntityID    string           `json:"entity_id"`
	Caption     string           `json:"caption"`
	Schema      interdict.Schema `json:"schema"`
	Score       interdict.Score  `json:"score"`
	MatchedName string           `json:"matched_name"`
	Lists       []string         `json:"lists"`
	ListingIDs  []string         `json:"listing_ids"`
	// Kinds are those of the listings, each once.
	Kinds      []interdict.Kind    `json:"kinds"`
	Measures   []interdict.Measure `json:"measures"`
	BirthDates []interdict.Date    `json:"birth_dates"`
	Countries  []string            `json:"countries"`
	// Standing is what no single list can tell.
	Standing *interdict.Standing `json:"standing,omitempty"`

	listings []interdict.Listing
}

// FoundOf puts an entity that a search found into the answer's shape.
func FoundOf(e *interdict.Entity, score interdict.Score, matched string) Found {
	f := Found{
		EntityID: e.ID, Caption: e.Caption(), Schema: e.Known(), Score: score, MatchedName: matched, listings: e.Listings,
		Lists: []string{}, ListingIDs: []string{}, Kinds: []interdict.Kind{}, Measures: []interdict.Measure{}, BirthDates: []interdict.Date{}, Countries: []string{},
	}
	for i := range e.Listings {
		l := &e.Listings[i]
		f.Lists, f.ListingIDs = append(f.Lists, l.List), append(f.ListingIDs, l.ID)
		f.Kinds = once(f.Kinds, l.Kind)
		f.Measures = append(f.Measures, l.Designation.Measures...)
		f.BirthDates = append(f.BirthDates, l.BirthDates...)
		for _, c := range l.Countries {
			if c.Code != "" && !contains(f.Countries, c.Code) {
				f.Countries = append(f.Countries, c.Code)
			}
		}
	}
	return f
}

// WriteSearch writes what a search found, best first.
func WriteSearch(w io.Writer, style Style, s *Search, title func(list string) string, sanctions func(list string) bool) error {
	p := newPage(w, style)
	writeMoment(p, s.Demo, s.AsOf, s.KnownAt, s.Reconstructed)
	if len(s.Results) == 0 {
		p.text(0, "Nothing found.", green)
	}
	if s.Weak() {
		p.text(0, fmt.Sprintf("Nothing agrees well enough to be a hit (%s); nearest:", s.Threshold), yellow)
		p.blank()
	}
	for i := range s.Results {
		f := &s.Results[i]
		if i > 0 {
			p.blank()
		}
		p.text(0, fmt.Sprintf("%s  %s", f.Score, f.Caption), bold)
		var countries []interdict.Country
		for _, c := range f.Countries {
			countries = append(countries, interdict.Country{Code: c})
		}
		p.text(8, sentenceCase(identity(f.Schema, f.BirthDates, countries)), plain)
		if f.MatchedName != "" && f.MatchedName != f.Caption {
			p.text(8, "Matched "+quoted(f.MatchedName), plain)
		}
		for k := range f.listings {
			p.text(8, f.on(k, title), plain)
		}
		for _, words := range StandingWords(f.Standing, title, sanctions) {
			p.text(8, sentenceCase(words)+".", dim)
		}
		p.text(8, "interdict show "+f.EntityID, dim)
	}
	return p.flush()
}

// on is one of the listings in a line: the list, its id, since when, under what
// and with which measures.
func (f *Found) on(k int, title func(list string) string) string {
	l := &f.listings[k]
	parts := []string{title(l.List), l.ID}
	if f.Standing != nil && k < len(f.Standing.Listed) {
		if since := &f.Standing.Listed[k]; since.From != interdict.SinceUnknown {
			parts = append(parts, SinceWords(&since.Since, since.From))
		}
	}
	for _, part := range []string{notSanction(l.Kind), regime(&l.Designation)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(append(parts, measureWords(l.Designation.Measures)), " · ")
}

// writeMoment says which lists an answer rests on, where they are not today's.
func writeMoment(p *page, demo bool, asOf *interdict.Date, known time.Time, reconstructed []string) {
	if demo {
		p.banner(demoTitle, demoText)
		p.blank()
	}
	if asOf != nil {
		p.text(0, "As the lists stood on "+asOf.Words()+".", bold)
	}
	if !known.IsZero() {
		p.text(0, "As the register knew it at "+knownWords(known)+".", bold)
	}
	if len(reconstructed) > 0 {
		p.text(0, "! Reconstructed for "+listed(reconstructed)+": no edition of that time is loaded, so the listings' own dates stand in. "+
			"What had been delisted before the first loaded edition is not known.", yellow)
	}
}

// knownWords is a time of the register's knowledge.
func knownWords(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04:05 UTC") }
