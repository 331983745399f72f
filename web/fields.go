package web

import (
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/report"
)

// field is a field of the listings with every value that one of them states.
type field struct {
	Key    string // of the catalogue
	Values folded[fieldValue]
}

type fieldValue struct {
	Label string // the publisher's, of a field that has no typed home
	Text  string
	By    []interdict.Ref
}

// fieldsOf are all fields of listings, each value once with who states it.
func fieldsOf(listings []report.ShownListing) []field {
	var f fieldSet
	for i := range listings {
		l := &listings[i].Listing
		by := l.Ref()
		add := func(key string, values ...string) {
			for _, v := range values {
				f.add(key, "", v, by)
			}
		}
		add("field.regime", listings[i].Regime)
		add("field.instrument", l.Designation.Instrument)
		if g := &l.Designation; !g.Listed.IsZero() {
			add("field.listed", g.Listed.Words())
		}
		if g := &l.Designation; !g.Updated.IsZero() {
			add("field.updated", g.Updated.Words())
		}
		add("field.designated_by", l.Designation.Source)
		for _, d := range l.BirthDates {
			add("field.born", d.Words())
		}
		for j := range l.BirthPlaces {
			add("field.birth_place", l.BirthPlaces[j].String())
		}
		for _, d := range l.DeathDates {
			add("field.died", d.Words())
		}
		add("field.gender", l.Genders...)
		for j := range l.Countries {
			add("field.country", report.CountryRoleWords(&l.Countries[j]))
		}
		for j := range l.Identifiers {
			add("field.identifier", report.SentenceCase(report.IdentifierWords(&l.Identifiers[j])))
		}
		for j := range l.Addresses {
			add("field.address", l.Addresses[j].String())
		}
		add("field.title", l.Titles...)
		add("field.position", l.Positions...)
		add("field.contact", slices.Concat(l.Emails, l.Phones, l.Websites)...)
		if v := l.Vehicle; v != nil {
			add("field.vehicle", v.Type, v.Model)
			add("field.built", v.Built)
			add("field.tonnage", v.Tonnage)
			add("field.gross_tonnage", v.GrossTonnage)
			add("field.length", v.Length)
		}
		add("field.remarks", l.Remarks)
		for _, o := range l.Other {
			f.add("field.other", o.Name, o.Value, by)
		}
	}
	slices.SortStableFunc(f.fields, func(a, b field) int { return slices.Index(fieldOrder, a.Key) - slices.Index(fieldOrder, b.Key) })
	return f.fields
}

// fieldOrder is the order in which fields are shown: who it is, then the legal
// act, then what has no home of its own.
var fieldOrder = []string{
	"field.born", "field.birth_place", "field.died", "field.gender", "field.country", "field.identifier", "field.address", "field.title", "field.position",
	"field.contact", "field.vehicle", "field.built", "field.tonnage", "field.gross_tonnage", "field.length", "field.regime", "field.instrument",
	"field.listed", "field.updated", "field.designated_by", "field.remarks", "field.other",
}

// fieldSet gathers fields in the order in which they are first met.
type fieldSet struct{ fields []field }

func (s *fieldSet) add(key, label, text string, by interdict.Ref) {
	if text = strings.TrimSpace(text); text == "" {
		return
	}
	i := slices.IndexFunc(s.fields, func(f field) bool { return f.Key == key })
	if i < 0 {
		i = len(s.fields)
		s.fields = append(s.fields, field{Key: key})
	}
	f := &s.fields[i]
	for j := range f.Values {
		if v := &f.Values[j]; v.Text == text && v.Label == label {
			v.By = once(v.By, by)
			return
		}
	}
	f.Values = append(f.Values, fieldValue{label, text, []interdict.Ref{by}})
}

// groupNames sorts the names by what they are worth: the primary names first,
// then aliases that their lists call strong, those of which nothing is said,
// weak ones, and former names. Of each, what most lists say goes first.
func groupNames(listings []report.ShownListing) []nameGroup {
	groups := []nameGroup{{Key: "names.primary"}, {Key: "names.strong"}, {Key: "names.unstated"}, {Key: "names.weak"}, {Key: "names.former"}}
	for i := range listings {
		for j := range listings[i].Listing.Names {
			n := &listings[i].Listing.Names[j]
			at := 2
			switch {
			case n.Kind == interdict.FormerName || n.Kind == interdict.MaidenName:
				at = 4
			case n.Weak():
				at = 3
			case n.Kind == interdict.PrimaryName || n.Kind == interdict.VariationName:
				at = 0
			case n.Quality == interdict.Strong:
				at = 1
			}
			groups[at].add(n, listings[i].Listing.Ref())
		}
	}
	groups = slices.DeleteFunc(groups, func(g nameGroup) bool { return len(g.Names) == 0 })
	for _, g := range groups {
		slices.SortStableFunc(g.Names, func(a, b namedBy) int { return len(b.By) - len(a.By) })
	}
	return groups
}

// add keeps a name once, whatever letters of it are capitals.
func (g *nameGroup) add(n *interdict.Name, by interdict.Ref) {
	i := slices.IndexFunc(g.Names, func(m namedBy) bool { return strings.EqualFold(m.Name, n.Full) })
	if i < 0 {
		i, g.Names = len(g.Names), append(g.Names, namedBy{Name: n.Full})
	}
	g.Names[i].By = once(g.Names[i].By, by)
}

// folded are things of which a page shows the first, and the others when asked.
type folded[T any] []T

// foldShown is how many are shown at once, foldSpare how many more there may be
// before any is folded away.
const foldShown, foldSpare = 8, 2

func (f folded[T]) at() int {
	if len(f) <= foldShown+foldSpare {
		return len(f)
	}
	return foldShown
}

// Few are those that are shown at once.
func (f folded[T]) Few() folded[T] { return f[:f.at()] }

// More are those that are shown when asked for.
func (f folded[T]) More() folded[T] { return f[f.at():] }
