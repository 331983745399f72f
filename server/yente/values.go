package yente

import (
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists/all"
)

// value is one value that a listing states of its party, under its property.
type value struct {
	property, value string
	// original is the value as published, where it was put into another form.
	original string
	lang     string
}

// stating collects what a listing states.
type stating struct {
	schema *schema
	out    []value
}

// valuesOf are the values that a listing states of a party of a schema, under the
// model's properties. What that schema has no property for is left out.
func valuesOf(l *interdict.Listing, s *schema) []value {
	st := &stating{schema: s}
	st.names(l)
	for _, d := range l.BirthDates {
		st.date("birthDate", d)
	}
	for _, d := range l.DeathDates {
		st.date("deathDate", d)
	}
	for i := range l.BirthPlaces {
		p := &l.BirthPlaces[i]
		st.add("birthPlace", p.String())
		st.put([]string{"birthCountry"}, value{value: p.Country, original: p.CountryName})
	}
	for _, g := range l.Genders {
		st.add("gender", g)
	}
	for _, c := range l.Countries {
		st.put(facts().fields[[2]string{"country", string(c.Role)}], value{value: c.Code, original: c.Name})
	}
	for i := range l.Identifiers {
		id := &l.Identifiers[i]
		st.put(facts().fields[[2]string{"id", string(id.Type)}], value{value: number(id), original: id.Value})
	}
	for i := range l.Addresses {
		p := &l.Addresses[i]
		st.add("address", p.String())
		st.put([]string{"country"}, value{value: p.Country, original: p.CountryName})
	}
	st.each("email", l.Emails)
	st.each("phone", l.Phones)
	st.each("website", l.Websites)
	st.each("title", l.Titles)
	st.each("position", l.Positions)
	st.vehicle(l.Vehicle)
	st.designation(l)
	st.add("notes", l.Remarks)
	return st.out
}

// put states a value under the first of the properties that the schema has.
func (st *stating) put(properties []string, v value) {
	if v.value = strings.TrimSpace(v.value); v.value == "" {
		return
	}
	for _, name := range properties {
		if p := st.schema.properties[name]; p == nil || p.stub {
			continue
		}
		v.property = name
		if v.original == v.value {
			v.original = ""
		}
		st.out = append(st.out, v)
		return
	}
}

func (st *stating) add(property, v string) { st.put([]string{property}, value{value: v}) }

func (st *stating) each(property string, values []string) {
	for _, v := range values {
		st.add(property, v)
	}
}

// date states a date. The model has no spans: such a one stands as its ends.
func (st *stating) date(property string, d interdict.Date) {
	if d.IsZero() {
		return
	}
	original := d.String()
	from := interdict.Date{Year: d.Year, Month: d.Month, Day: d.Day}
	st.put([]string{property}, value{value: from.String(), original: original})
	if d.ToYear != 0 {
		to := interdict.Date{Year: d.ToYear, Month: d.ToMonth, Day: d.ToDay}
		st.put([]string{property}, value{value: to.String(), original: original})
	}
}

// number is an identifier as the model writes it: ships' numbers have "IMO" before
// them, however a list writes them.
func number(id *interdict.Identifier) string {
	if id.Type != interdict.IMO && id.Type != interdict.IMOCompany {
		return id.Value
	}
	bare := strings.TrimSpace(strings.TrimPrefix(strings.ToUpper(id.Value), "IMO"))
	if len(bare) == 7 && digits(bare) {
		return "IMO" + bare
	}
	return id.Value
}

func (st *stating) names(l *interdict.Listing) {
	for i := range l.Names {
		n := &l.Names[i]
		properties := facts().fields[[2]string{"name", string(n.Kind)}]
		if n.Weak() {
			properties = []string{"weakAlias"}
		}
		if n.Note == "abbreviation" {
			properties = []string{"abbreviation"}
		}
		st.put(properties, value{value: n.Full, lang: n.Lang})
		for _, p := range n.Parts {
			if n.Alias() {
				break // the parts of an alias are not its bearer's name
			}
			st.put(facts().fields[[2]string{"part", string(p.Kind)}], value{value: p.Value, lang: n.Lang})
		}
	}
}

func (st *stating) vehicle(v *interdict.Vehicle) {
	if v == nil {
		return
	}
	st.add("type", v.Type)
	st.add("model", v.Model)
	if _, err := interdict.ParseDate(v.Built); err == nil {
		st.add("buildDate", v.Built)
	}
	st.add("tonnage", v.Tonnage)
	st.add("grossRegisteredTonnage", v.GrossTonnage)
}

func (st *stating) designation(l *interdict.Listing) {
	d := &l.Designation
	st.add("program", d.Regime)
	st.each("programId", d.Programs)
	st.date("modifiedAt", d.Updated)
	st.add("sourceUrl", all.Entry(l.List).Page)
	for _, t := range topicsOf(l) {
		st.add("topics", t)
	}
}

// kindOf is the kind of a listing, or its list's.
func kindOf(l *interdict.Listing) interdict.Kind {
	if l.Kind != "" {
		return l.Kind
	}
	return all.Entry(l.List).Kind
}

// topicsOf are a listing's topics: those of its kind, and what it states itself.
func topicsOf(l *interdict.Listing) []string {
	out := append([]string(nil), facts().topics[kindOf(l)].topics...)
	for _, f := range l.Other {
		if f.Name == "topics" {
			out = append(out, f.Value)
		}
	}
	return out
}
