package main

import (
	"os"

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
		return nil, wrong("the subject cannot be read: %w", orAbsent(path, err))
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
	n, err := interdict.ParseScore(s)
	if err != nil || n == 0 {
		return 0, wrong("--threshold: %q is no score; write a number above 0 and up to 1 with at most four decimals, such as 0.75", s)
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
