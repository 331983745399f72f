package main

import (
	"os"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/subjects"
)

// subjectFlags describe a subject on the command line.
type subjectFlags struct {
	Schema    string   `placeholder:"SCHEMA" help:"What it is: Person, Organization, Vessel, Airplane or LegalEntity (default: anything)."`
	Country   []string `placeholder:"COUNTRY" help:"Its country or nationality, by code or name. May be given several times."`
	BirthDate string   `placeholder:"DATE" help:"Its birth date: YYYY, YYYY-MM or YYYY-MM-DD."`
}

// subject makes a subject of a name and the flags.
func (f *subjectFlags) subject(name string) (*interdict.Subject, error) {
	s := &interdict.Subject{Names: []interdict.Name{{Full: name, Kind: interdict.PrimaryName}}}
	var err error
	if s.Schema, err = parseSchema(f.Schema); err != nil {
		return nil, err
	}
	return s, f.addFacts(s)
}

func (f *subjectFlags) addFacts(s *interdict.Subject) error {
	if f.BirthDate != "" {
		d, err := interdict.ParseDate(f.BirthDate)
		if err != nil {
			return wrong("--birth-date: %w", err)
		}
		s.BirthDates = append(s.BirthDates, d)
	}
	for _, c := range f.Country {
		code := country.Code(c)
		if code == "" {
			return wrong("--country: no country is called %q; write its English name or its two-letter code", c)
		}
		s.Countries = append(s.Countries, interdict.Country{Code: code})
	}
	return nil
}

// readSubject reads a subject from a JSON file; docs/customers.md has its form.
func readSubject(path string) (*interdict.Subject, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, wrong("the subject cannot be read: %w", err)
	}
	defer f.Close()
	s, err := subjects.ReadSubject(f, path)
	if err != nil {
		return nil, usage{err}
	}
	return s, nil
}

// parseThreshold reads a score between 0 and 1 with up to four decimals.
func parseThreshold(s string) (interdict.Score, error) {
	if s == "" {
		return interdict.DefaultThreshold, nil
	}
	bad := wrong("--threshold: %q is no score; write a number above 0 and up to 1 with at most four decimals, such as 0.75", s)
	whole, decimals, _ := strings.Cut(s, ".")
	if len(decimals) > 4 || whole != "" && whole != "0" && whole != "1" || whole == "" && decimals == "" {
		return 0, bad
	}
	n := interdict.Score(0)
	for _, c := range (decimals + "0000")[:4] {
		if c < '0' || c > '9' {
			return 0, bad
		}
		n = n*10 + interdict.Score(c-'0')
	}
	if whole == "1" {
		n += 10000
	}
	if n == 0 || n > 10000 {
		return 0, bad
	}
	return n, nil
}

// parseAsOf reads the --as-of flag: an exact day, or a year or month, which
// mean their last day.
func parseAsOf(s string) (*interdict.Date, error) {
	if s == "" {
		return nil, nil
	}
	d, err := interdict.ParseDate(s)
	if err == nil && (d.ToYear != 0 || d.Circa) {
		err = wrong("a span is no day")
	}
	if err != nil {
		return nil, wrong("--as-of: %w", err)
	}
	return &d, nil
}
