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
	// reference: a list states another's number for its party.
	reference bool
}

// kind is what sort of fact it is, for counting: "UN reference", or an
// identifier's type.
func (k key) kind() string {
	if k.reference {
		return referenceName(k.space)
	}
	return string(ident.TypeOf(k.space))
}

// words is the fact for a reader.
func (k key) words() string {
	if k.reference {
		return referenceName(k.space) + " " + k.value
	}
	s := ident.TypeOf(k.space).Words() + " " + k.value
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
	own, copies []string
	name        string
}

var references = sync.OnceValue(func() (all []reference) {
	for line := range strings.Lines(referencesTSV) {
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		c := strings.Split(line, "\t")
		all = append(all, reference{c[0], c[1], strings.Split(c[2], ";"), strings.Split(c[3], ";"), c[4]})
	}
	return all
})

// keys are all facts of a listing that may join it to another. own are those
// of them that its publisher, or the one it was taken over from, has given this
// very listing as its number.
func keys(l *interdict.Listing) (all, own []key) {
	add := func(k key) {
		if k.value != "" && !slices.Contains(all, k) {
			all = append(all, k)
		}
	}
	for _, r := range references() {
		if k := (key{space: r.space, value: strings.ToUpper(l.ID), reference: true}); slices.Contains(r.own, l.List) && !slices.Contains(own, k) {
			add(k)
			own = append(own, k)
		}
	}
	home := onlyCountry(l)
	for i := range l.Identifiers {
		id := l.Identifiers[i]
		if id.Type == interdict.CrossRef {
			if r := referenceOf(id.Label); r != nil {
				k := key{space: r.space, value: strings.ToUpper(strings.TrimSpace(id.Value)), reference: true}
				add(k)
				if slices.Contains(r.copies, l.List) {
					own = append(own, k)
				}
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
	return all, own
}

// copied says whether a list is put together from those whose numbers are of a
// space.
func copied(list, space string) bool {
	return slices.ContainsFunc(references(), func(r reference) bool { return r.space == space && slices.Contains(r.copies, list) })
}

// collection says whether a list is put together from others.
func collection(list string) bool {
	return slices.ContainsFunc(references(), func(r reference) bool { return slices.Contains(r.copies, list) })
}

// referenceOf is the line of references.tsv that a label belongs to, nil for
// none.
func referenceOf(label string) *reference {
	label = strings.ToLower(label)
	all := references()
	for i := range all {
		if strings.Contains(label, all[i].word) {
			return &all[i]
		}
	}
	return nil
}

// referenceName is what the numbers of a space are called.
func referenceName(space string) string {
	for _, r := range references() {
		if r.space == space {
			return r.name
		}
	}
	return space
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
