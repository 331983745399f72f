// Command learn prints how often each fact beside the name agrees and contradicts among
// labelled pairs that are one party and among pairs that are two, and what that
// is worth in bits. The facts' weights in package score rest on this table, see
// docs/scoring.md. The pairs are those that internal/labels builds out of the
// lists; no set with restricted terms takes part.
//
//	go run ./internal/learn -labels FILE
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/score"
)

func main() {
	labels := flag.String("labels", "", "`file` of pairs, as internal/labels writes it")
	flag.Parse()
	if err := run(*labels, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "learn:", err)
		os.Exit(1)
	}
}

func run(path string, w io.Writer) error {
	if path == "" {
		return errors.New("-labels names no file; go run ./internal/labels builds one")
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	t, err := count(f)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return t.write(w)
}

// pair is a line of the labels, as far as it is needed.
type pair struct {
	Same   bool             `json:"label"`
	Kind   string           `json:"kind"`
	Schema interdict.Schema `json:"schema"`
	A      side             `json:"a"`
	B      side             `json:"b"`
	Doubt  string           `json:"doubt"`
}

type side struct {
	Ref         interdict.Ref `json:"ref"`
	Births      []string      `json:"births"`
	Countries   []string      `json:"countries"`
	Genders     []string      `json:"genders"`
	Identifiers []string      `json:"identifiers"`

	Names       []string          `json:"names"`
	Addresses   []interdict.Place `json:"addresses"`
	BirthPlaces []interdict.Place `json:"birth_places"`
	Emails      []string          `json:"emails"`
}

// count compares each pair of listings once: its pairs of names tell nothing
// more of the facts.
func count(r io.Reader) (*table, error) {
	t := newTable()
	seen := map[[2]interdict.Ref]bool{}
	in := json.NewDecoder(bufio.NewReader(r))
	var prep [2]score.Preparer
	var parties [2]score.Party
	scorer := score.Scorer{Weights: score.Default()}
	for n := 1; ; n++ {
		var p pair
		if err := in.Decode(&p); errors.Is(err, io.EOF) {
			return t, nil
		} else if err != nil {
			return nil, fmt.Errorf("pair %d: %w", n, err)
		}
		refs := [2]interdict.Ref{p.A.Ref, p.B.Ref}
		if p.Doubt != "" || refs[0] == refs[1] || seen[refs] {
			continue
		}
		seen[refs] = true
		a, b := p.A.listing(p.Schema), p.B.listing(p.Schema)
		prep[0].Subject(&parties[0], &interdict.Subject{Schema: a.Schema, Names: a.Names, BirthDates: a.BirthDates, Countries: a.Countries, Genders: a.Genders, Identifiers: a.Identifiers,
			Addresses: a.Addresses, BirthPlaces: a.BirthPlaces, Emails: a.Emails})
		prep[1].Entity(&parties[1], &interdict.Entity{Listings: []interdict.Listing{b}})
		o := scorer.Score(&parties[0], &parties[1])
		if o.NameStrength >= scorer.Weights.OwnName && !slices.ContainsFunc(o.Facts, func(f score.Fact) bool { return f.Field == score.OwnNameField }) {
			o.Facts = append(o.Facts, score.Fact{Field: score.OwnNameField, Rule: sameOwnName})
		}
		t.add(&p, o.Facts, typeOf(&parties[0], o.Facts))
	}
}

func (s *side) listing(schema interdict.Schema) interdict.Listing {
	l := interdict.Listing{Schema: schema, Genders: s.Genders, Addresses: s.Addresses, BirthPlaces: s.BirthPlaces, Emails: s.Emails}
	for _, v := range s.Names {
		l.Names = append(l.Names, interdict.Name{Full: v})
	}
	for _, v := range s.Births {
		if d, err := interdict.ParseDate(v); err == nil {
			l.BirthDates = append(l.BirthDates, d)
		}
	}
	for _, c := range s.Countries {
		l.Countries = append(l.Countries, interdict.Country{Code: c})
	}
	for _, v := range s.Identifiers {
		l.Identifiers = append(l.Identifiers, identifier(v))
	}
	return l
}

// identifier reads "passport 123456 (ru)".
func identifier(s string) (id interdict.Identifier) {
	kind, value, _ := strings.Cut(s, " ")
	id.Type, id.Value = interdict.IDType(kind), value
	if n := len(value); n > 5 && strings.HasSuffix(value, ")") && value[n-5:n-3] == " (" {
		id.Value, id.Country = value[:n-5], value[n-3:n-1]
	}
	return id
}

// typeOf is the number space of the identifiers that were compared.
func typeOf(s *score.Party, facts []score.Fact) string {
	for i := range facts {
		if facts[i].Field == score.IdentifierField {
			return s.Identifiers[facts[i].Subject].Space
		}
	}
	return ""
}
