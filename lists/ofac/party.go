package ofac

import (
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
)

// party fills one listing. The three formats share it: what they have in
// common is the labelled value.
type party struct {
	*interdict.Listing
	v *vocabulary
}

// value is what a format says under one label.
type value struct {
	label   string // as published
	text    string
	country string // of issue, as published
	issued  interdict.Date
	expires interdict.Date
	note    string
}

func (v *vocabulary) newParty(list, id string, schema interdict.Schema) party {
	return party{&interdict.Listing{List: list, ID: id, Schema: schema}, v}
}

// add puts a labelled value where the vocabulary says; a value that does not
// fit there, such as a birth date that no calendar has, is kept in Other.
func (p party) add(l *label, v value) {
	p.measure("text", v.label+" "+v.text)
	ok := v.text != ""
	switch l.field {
	case "id":
		ok = p.addID(interdict.IDType(l.arg), v)
	case "birth_date":
		ok = p.addBirthDate(v.text)
	case "birth_place":
		p.BirthPlaces = append(p.BirthPlaces, placeOf(v.text))
	case "country":
		p.addCountry(interdict.CountryRole(l.arg), v.text)
	case "gender":
		p.Genders = append(p.Genders, strings.ToLower(v.text))
	case "email":
		p.Emails = append(p.Emails, v.text)
	case "phone":
		p.Phones = append(p.Phones, v.text)
	case "website":
		p.Websites = append(p.Websites, v.text)
	case "title":
		p.Titles = append(p.Titles, strings.Split(v.text, "; ")...)
	case "position":
		p.Positions = append(p.Positions, v.text)
	case "link":
		p.Links = append(p.Links, interdict.Link{Type: l.arg, Name: v.text, Note: v.note})
	case "vehicle":
		ok = p.addVehicle(l.arg, v.text)
	case "address":
		p.Addresses = append(p.Addresses, interdict.Place{Text: v.text, Note: v.note})
	case "listed":
		p.addListed(v.text)
		ok = false
	default:
		ok = false
	}
	if !ok {
		p.other(v)
	} else if v.note != "" && l.field != "id" && l.field != "link" && l.field != "address" {
		p.field(v.label+" (note)", v.note)
	}
}

// other keeps a value under its label, with all that was said of it.
func (p party) other(v value) {
	text := v.text
	for _, s := range []string{v.country, v.issued.String(), v.expires.String(), v.note} {
		if s != "" {
			text += " (" + s + ")"
		}
	}
	p.field(v.label, strings.TrimSpace(text))
}

func (p party) field(name, value string) {
	p.Other = append(p.Other, interdict.Field{Name: name, Value: value})
}

func (p party) addID(t interdict.IDType, v value) bool {
	if v.text == "" || needsDigit[t] && !strings.ContainsAny(v.text, "0123456789") {
		return false
	}
	switch imo := strings.HasPrefix(v.text, "IMO "); {
	case t == interdict.IMO && !imo:
		t = interdict.RegistrationNo
	case t == interdict.OtherID && imo && p.Schema != interdict.Vessel:
		t = interdict.IMOCompany
	case t == interdict.OtherID && v.label == "Identification Number" && p.Schema == interdict.Person:
		t = interdict.NationalID
	}
	code := countryCode(v.country)
	if code == "" { // a country that we do not know
		v.note = join("; ", v.country, v.note)
	}
	p.Identifiers = append(p.Identifiers, interdict.Identifier{
		Type: t, Value: v.text, Country: code,
		Issued: v.issued, Expires: v.expires, Label: v.label, Note: v.note,
	})
	return true
}

// needsDigit are the papers whose number has a digit: "Passport and National
// ID were issued in Ulm" names none.
var needsDigit = map[interdict.IDType]bool{
	interdict.Passport: true, interdict.NationalID: true, interdict.TaxID: true,
	interdict.RegistrationNo: true, interdict.IMO: true, interdict.MMSI: true,
}

func (p party) addBirthDate(s string) bool {
	d, ok := parseDate(s)
	if ok {
		p.BirthDates = append(p.BirthDates, d)
	}
	return ok
}

func (p party) addCountry(role interdict.CountryRole, name string) {
	p.Countries = append(p.Countries, interdict.Country{Role: role, Code: countryCode(name), Name: name})
}

// countryCode is the code of a country as OFAC names it: "Region: Gaza".
func countryCode(name string) string {
	return country.Code(strings.TrimPrefix(name, "Region: "))
}

// addListed takes a "Listing Date" as the day of the whole designation where
// there is one programme only; else it is that of one directive.
func (p party) addListed(s string) {
	if d, ok := parseDate(s); ok && len(p.Designation.Programs) == 1 && p.Designation.Listed.IsZero() {
		p.Designation.Listed = d
	}
}

// addVehicle says false where the part was already stated otherwise: the
// second value goes to Other.
func (p party) addVehicle(part, s string) bool {
	if s == "" {
		return false
	}
	if p.Vehicle == nil {
		p.Vehicle = new(interdict.Vehicle)
	}
	to := &p.Vehicle.Type
	switch part {
	case "model":
		to = &p.Vehicle.Model
	case "built":
		to = &p.Vehicle.Built
	case "tonnage":
		to = &p.Vehicle.Tonnage
	case "gross_tonnage":
		to = &p.Vehicle.GrossTonnage
	}
	if *to != "" && *to != s {
		return false
	}
	*to = s
	return true
}

// placeOf is a place that is published as one text, its country last.
func placeOf(text string) interdict.Place {
	p := interdict.Place{Text: text}
	// "Congo, Democratic Republic of the" has a comma of its own.
	for i, s := 0, text; i < 2; i++ {
		comma := strings.LastIndex(s, ", ")
		name := text[comma+1:]
		if comma >= 0 {
			name = text[comma+2:]
		}
		if code := countryCode(name); code != "" {
			p.Country, p.CountryName = code, name
		}
		if comma < 0 {
			break
		}
		s = s[:comma]
	}
	return p
}

func (p party) addProgram(tag string) {
	if tag == "" || slices.Contains(p.Designation.Programs, tag) {
		return
	}
	p.Designation.Programs = append(p.Designation.Programs, tag)
}

func (p party) addMeasure(m interdict.Measure) {
	if !slices.Contains(p.Designation.Measures, m) {
		p.Designation.Measures = append(p.Designation.Measures, m)
	}
}

func (p party) measure(kind, text string) { p.v.measures(kind, p.List, text, p.addMeasure) }

// finish adds what follows from the whole: the programmes' measures, and an
// aircraft's registration mark, which OFAC publishes as its name.
func (p party) finish() *interdict.Listing {
	found := p.Designation.Measures
	p.Designation.Measures = nil
	p.measure("program", "") // what holds for the whole list
	for _, tag := range p.Designation.Programs {
		p.measure("program", tag)
	}
	for _, m := range found {
		p.addMeasure(m)
	}
	ordered := slices.ContainsFunc(p.Designation.Measures, func(m interdict.Measure) bool { return m != interdict.SecondaryExposure })
	if p.List == consList && !ordered {
		p.addMeasure(interdict.OtherMeasure)
	}
	slices.Sort(p.Designation.Measures)
	if slices.Equal(p.Designation.Measures, []interdict.Measure{interdict.SecuritiesBan}) {
		p.Kind = interdict.InvestmentBan // Chinese military companies: nothing but their securities is out of bounds
	}
	if p.Schema == interdict.Airplane {
		for i := range p.Names {
			if s := p.Names[i].Full; registrationMark(s) {
				p.Identifiers = append(p.Identifiers, interdict.Identifier{Type: interdict.TailNumber, Value: s, Label: "Aircraft Name"})
			}
		}
	}
	return p.Listing
}

// registrationMark says whether an aircraft's name looks like the mark that it
// is registered under: "EP-GOM", "YV2944", "5A-DKY".
func registrationMark(s string) bool {
	return len(s) >= 4 && len(s) <= 8 && strings.ContainsAny(s, "-0123456789") &&
		strings.Trim(s, "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}
