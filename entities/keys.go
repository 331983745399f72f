package entities

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/ident"
)

// key is a fact by which listings are joined.
type key struct {
	space, value, country string
	// reference: a list names the other's number, which is a statement about
	// the party and not a number that may be copied wrongly.
	reference bool
}

// words is the fact for a reader.
func (k key) words() string {
	if k.reference {
		return "reference " + k.value
	}
	s := strings.ReplaceAll(k.space, "_", " ") + " " + k.value
	if k.country != "" {
		s += " (" + k.country + ")"
	}
	return s
}

//go:embed references.tsv
var referencesTSV string

// reference is a line of references.tsv.
type reference struct {
	space, word string
	lists       []string
}

var references = sync.OnceValue(func() (all []reference) {
	for line := range strings.Lines(referencesTSV) {
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		c := strings.Split(line, "\t")
		r := reference{space: c[0], word: c[1]}
		if c[2] != "" {
			r.lists = strings.Split(c[2], ";")
		}
		all = append(all, r)
	}
	return all
})

// keys are all facts of a listing that may join it to another.
func keys(l *interdict.Listing) []key {
	var out []key
	add := func(k key) {
		if k.value != "" && !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	for _, r := range references() {
		if slices.Contains(r.lists, l.List) {
			add(key{space: r.space, value: strings.ToUpper(l.ID), reference: true})
		}
	}
	home := onlyCountry(l)
	for i := range l.Identifiers {
		id := l.Identifiers[i]
		if id.Type == interdict.CrossRef {
			if space := referenceSpace(id.Label); space != "" {
				add(key{space: space, value: strings.ToUpper(strings.TrimSpace(id.Value)), reference: true})
			}
			continue
		}
		if !ident.Strong(id.Type) {
			continue
		}
		if id.Country == "" {
			id.Country = home
		}
		if k, ok := ident.Normalise(&id); ok && tells(k, id.Type) && ident.Check(id.Type, id.Value, id.Country) != ident.Invalid {
			add(key{space: k.Space, value: k.Value, country: k.Country})
		}
	}
	return out
}

func referenceSpace(label string) string {
	label = strings.ToLower(label)
	for _, r := range references() {
		if strings.Contains(label, r.word) {
			return r.space
		}
	}
	return ""
}

// onlyCountry is the one country that the listing is a national of or
// registered in, else empty: where a document's country is not stated it is
// that one.
func onlyCountry(l *interdict.Listing) (code string) {
	for _, c := range l.Countries {
		switch c.Role {
		case interdict.Nationality, interdict.Citizenship, interdict.Registration:
			if c.Code == "" || code != "" && code != c.Code {
				return ""
			}
			code = c.Code
		}
	}
	return code
}

// tells says whether the number names one party: a document's number does so
// only within the country that issued it.
func tells(k ident.Key, t interdict.IDType) bool {
	switch t {
	case interdict.Passport, interdict.NationalID, interdict.TaxID, interdict.RegistrationNo:
		return k.Country != ""
	case interdict.BIC:
		return false // a bank's branches share it
	}
	return true
}
