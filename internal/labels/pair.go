package main

import (
	"slices"
	"strings"
	"unicode"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists/all"
	"golang.org/x/text/unicode/norm"
)

// Kind is why a pair has its label.
type Kind string

// Pairs that are one party.
const (
	SharedReference    Kind = "shared_reference"    // one list names the other's number
	SharedDocument     Kind = "shared_document"     // persons: passport, national id, tax number
	SharedRegistration Kind = "shared_registration" // organisations: registration, tax number, LEI
	SharedVehicle      Kind = "shared_vehicle"      // ships and aircraft: IMO number, tail number
	Alias              Kind = "alias"               // two names of one listing
	NativeName         Kind = "native_name"         // two names of one listing in different scripts
)

// Pairs that are two parties: entries of one list.
const (
	OtherReference     Kind = "other_reference"     // two numbers of the United Nations; nearest names
	OtherIdentifier    Kind = "other_identifier"    // other numbers of one type and country; nearest names
	OtherBirthDate     Kind = "other_birth_date"    // born at least two years apart; nearest names
	OtherReferenceAny  Kind = "other_reference_any" // the same with any names
	OtherIdentifierAny Kind = "other_identifier_any"
	OtherBirthDateAny  Kind = "other_birth_date_any"
)

func (k Kind) one() bool {
	switch k {
	case SharedReference, SharedDocument, SharedRegistration, SharedVehicle, Alias, NativeName:
		return true
	}
	return false
}

// Pair is a labelled pair: a line of the file.
type Pair struct {
	Same   bool             `json:"label"` // one party
	Kind   Kind             `json:"kind"`
	Schema interdict.Schema `json:"schema"`
	A      Side             `json:"a"`
	B      Side             `json:"b"`
	Why    string           `json:"why"`
	Lists  []string         `json:"lists"`
	// Alike is how many of the pairs of neighbouring letters the two names
	// share, in hundredths. It knows nothing of how names are matched; 0 where
	// scripts differ.
	Alike int `json:"alike"`
	// Doubt is what speaks against the label: birth dates years apart on listings
	// that share a number; nearly one name where birth dates alone differ.
	// Publishers copy numbers wrongly, and list a party twice.
	Doubt string `json:"doubt,omitempty"`
	// Rank is, of two parties, how near B's name is to A's among those of which
	// A is known to differ: 1 the nearest, 0 any.
	Rank int `json:"rank,omitempty"`
}

// Side is one of the two names, and what its listing states beside it.
type Side struct {
	Name    string             `json:"name"`
	Ref     interdict.Ref      `json:"ref"`
	Party   string             `json:"party"` // the same for all listings of one party: keep them in one fold
	Kind    interdict.NameKind `json:"name_kind"`
	Quality interdict.Quality  `json:"quality,omitempty"`
	Script  string             `json:"script,omitempty"`

	Births      []string `json:"births,omitempty"`
	Countries   []string `json:"countries,omitempty"`
	Genders     []string `json:"genders,omitempty"`
	Identifiers []string `json:"identifiers,omitempty"` // "passport 123456 (ru)"

	// Names are all names of the listing, its main one first, on pairs of two
	// listings.
	Names       []string          `json:"names,omitempty"`
	Addresses   []interdict.Place `json:"addresses,omitempty"`
	BirthPlaces []interdict.Place `json:"birth_places,omitempty"`
	Emails      []string          `json:"emails,omitempty"`
}

func newPair(k Kind, a, b *party, an, bn *interdict.Name, why string) Pair {
	p := Pair{Same: k.one(), Kind: k, Schema: schemaOf(a.listing, b.listing), A: side(a, an), B: side(b, bn), Why: why,
		Lists: []string{a.listing.List}, Alike: alike(an.Full, bn.Full)}
	if b.listing.List != a.listing.List {
		p.Lists = append(p.Lists, b.listing.List)
		slices.Sort(p.Lists)
	}
	if a != b {
		p.A.Names, p.B.Names = fullNames(a.listing), fullNames(b.listing)
	}
	if p.Same {
		p.Doubt, _ = bornOtherwise(a.listing, b.listing)
	}
	return p
}

func fullNames(l *interdict.Listing) []string {
	names := make([]string, len(l.Names))
	for i := range l.Names {
		names[i] = l.Names[i].Full
	}
	return names
}

// schemaOf is the more particular of the two.
func schemaOf(a, b *interdict.Listing) interdict.Schema {
	if a.Schema == interdict.LegalEntity || a.Schema == "" {
		return b.Schema
	}
	return a.Schema
}

func side(p *party, n *interdict.Name) Side {
	l := p.listing
	s := Side{Name: n.Full, Ref: l.Ref(), Party: p.id, Kind: n.Kind, Quality: n.Quality, Script: n.Script,
		Addresses: l.Addresses, BirthPlaces: l.BirthPlaces, Emails: l.Emails}
	add := func(to *[]string, v string) {
		if v != "" && !slices.Contains(*to, v) {
			*to = append(*to, v)
		}
	}
	for _, d := range l.BirthDates {
		add(&s.Births, d.String())
	}
	for _, c := range l.Countries {
		add(&s.Countries, c.Code)
	}
	for _, g := range l.Genders {
		add(&s.Genders, g)
	}
	for i := range l.Identifiers {
		if id := &l.Identifiers[i]; id.Type != interdict.CrossRef {
			add(&s.Identifiers, identifierWords(id))
		}
	}
	return s
}

func identifierWords(id *interdict.Identifier) string {
	s := string(id.Type) + " " + id.Value
	if id.Country != "" {
		s += " (" + id.Country + ")"
	}
	return s
}

// freeTerms are the terms of use, in the catalogue's words, of the lists that
// take part: anyone may use them for any purpose, with or without naming the
// source. The United Nations' terms are for their site; their list is a legal
// act that states print in full, and its names stand under other terms in the
// lists that repeat it. A list whose table is somebody else's compilation under
// CC BY-NC does not take part, nor does one whose publisher states no terms.
var freeTerms = []string{
	"public domain (17 USC 105)",
	"Open Government Licence v3.0",
	"Open Government Licence - Canada",
	"United Nations terms of use",
	"EU reuse policy (Decision 2011/833/EU)",
	"CC BY 3.0 AU",
	"CC BY 4.0",
	"Licence Ouverte 2.0",
	"Japan Public Data License 1.0",
	"Swiss federal administration, free to use",
}

func free(list string) bool { return slices.Contains(freeTerms, all.Entry(list).Terms) }

// referenceOf is the United Nations' number of a listing, where it has one.
func referenceOf(l *interdict.Listing) string {
	if l.List == "un_sc_sanctions" {
		return strings.ToUpper(l.ID)
	}
	for i := range l.Identifiers {
		id := &l.Identifiers[i]
		label := strings.ToLower(id.Label)
		if id.Type == interdict.CrossRef && (strings.Contains(label, "un ref") || strings.Contains(label, "united nations")) {
			return strings.ToUpper(strings.TrimSpace(id.Value))
		}
	}
	return ""
}

// copied says whether a listing is another list's, repeated: the United States'
// consolidated list holds OFAC's entries under OFAC's numbers.
func copied(l *interdict.Listing) bool {
	return l.List == "us_trade_csl" && slices.ContainsFunc(l.Identifiers, func(id interdict.Identifier) bool {
		return id.Type == interdict.CrossRef && strings.Contains(id.Label, "OFAC")
	})
}

// fold is a name in small letters, without accents, punctuation and spaces at
// its ends.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		switch {
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			b.WriteRune(r)
		case !unicode.Is(unicode.Mn, r):
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// alike is Dice's share of the pairs of neighbouring letters within words, the
// words' ends counted as letters: 100 for the same words in any order.
func alike(a, b string) int {
	x, y := bigrams(fold(a)), bigrams(fold(b))
	shared, total := 0, 0
	for g, n := range x {
		shared += min(n, y[g])
		total += n
	}
	for _, n := range y {
		total += n
	}
	if total == 0 {
		return 0
	}
	return 200 * shared / total
}

func bigrams(s string) map[[2]rune]int {
	m := map[[2]rune]int{}
	for _, w := range strings.Fields(s) {
		before := ' '
		for _, r := range w + " " {
			m[[2]rune{before, r}]++
			before = r
		}
	}
	return m
}
