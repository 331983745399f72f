package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/subjects"
)

// readPeople reads a customers file as `interdict screen` does.
func readPeople(path string) ([]interdict.Subject, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	f.Close() // only whether it is there
	c, err := subjects.Open(path, subjects.Options{})
	if err != nil {
		return nil, err
	}
	defer c.Close()
	var all []interdict.Subject
	for {
		block, err := c.Next()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		people, refused := c.Parse(block, nil)
		for _, r := range refused {
			if !r.Screened {
				return nil, fmt.Errorf("%s, row %d: %s", path, r.Row, r.Reason)
			}
		}
		all = append(all, people...)
	}
}

// nameAlone is a subject of whom nothing but the names is known.
func nameAlone(s *interdict.Subject) interdict.Subject {
	return interdict.Subject{ID: s.ID, Row: s.Row, Kind: s.Kind, Schema: s.Schema, Names: s.Names}
}

// withBirthAndCountry is a subject of whom birth date and country are known
// beside the names.
func withBirthAndCountry(s *interdict.Subject) interdict.Subject {
	n := nameAlone(s)
	n.BirthDates, n.Countries = s.BirthDates, s.Countries
	return n
}

// screenAll screens subjects on all processors.
func screenAll(e *screen.Engine, people []interdict.Subject, threshold interdict.Score) ([]interdict.Result, error) {
	results := make([]interdict.Result, len(people))
	err := parallel(len(people), func() struct{} { return struct{}{} }, func(_ struct{}, i int) error {
		var err error
		results[i], err = e.Screen(&people[i], screen.Query{Threshold: threshold})
		return err
	})
	return results, err
}

// strict is the engine over scale M under the strict policy.
func (b *bench) strict(s *scale) *screen.Engine {
	p := policy.Strict()
	p.Threshold = b.threshold
	return s.engine.WithPolicy(p)
}

// strictRate adds what a figure is under the strict policy, where that differs
// from what it is under the default one.
func (r *result) strictRate(what string, strict, byDefault share) {
	if strict != byDefault {
		r.rate("strict policy: "+what, strict, aim{}, "")
	}
}

func each(people []interdict.Subject, f func(*interdict.Subject) interdict.Subject) []interdict.Subject {
	out := make([]interdict.Subject, len(people))
	for i := range people {
		out[i] = f(&people[i])
	}
	return out
}

// knowing is what is known of subjects beside their names.
type knowing struct {
	words string
	of    func(*interdict.Subject) interdict.Subject
}

var knowings = []knowing{{"name alone", nameAlone}, {"with birth date and country", withBirthAndCountry}}
