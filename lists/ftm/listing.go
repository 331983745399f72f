package ftm

import (
	"fmt"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/lists"
)

// builder is a listing in the making.
type builder struct {
	interdict.Listing
	t      *tables
	report *lists.Report
}

// newBuilder takes what a party says of itself.
func newBuilder(list string, e *entity, report *lists.Report) *builder {
	b := &builder{t: facts(), report: report}
	b.Listing = interdict.Listing{List: list, ID: e.id, Schema: interdict.LegalEntity, Raw: e.raw, At: e.at}
	if s := b.t.schemata[e.schema]; s.role == "party" {
		b.Schema = s.party
	}
	if string(b.Schema) != e.schema {
		b.other("schema", e.schema)
	}
	for i := range e.props {
		b.addProp(&e.props[i], e)
	}
	b.addNames(e)
	b.setKind(e)
	b.addIDs(e)
	if !slices.Equal(e.datasets, []string{list}) {
		for _, d := range e.datasets {
			b.other("datasets", d)
		}
	}
	b.other("first_seen", e.firstSeen)
	b.other("last_change", e.change)
	for _, f := range e.kept {
		b.other(f.Name, f.Value)
	}
	for _, f := range e.rest {
		b.meet(f.Name)
		b.other(f.Name, f.Value)
	}
	return b
}

func (b *builder) meet(name string) { b.report.Meet(name, b.At+" ("+b.ID+")") }

func (b *builder) other(name, value string) {
	if value = strings.TrimSpace(value); value != "" {
		b.Other = append(b.Other, interdict.Field{Name: name, Value: value})
	}
}

// setKind says what sort of listing it is. What is no target of its list, such
// as a relative, is there to explain others.
func (b *builder) setKind(e *entity) {
	topics := e.get("topics")
	b.Kind = b.t.kind(topics)
	if b.Kind == "" && e.target == "false" {
		b.Kind = interdict.Watch
	}
	for _, t := range topics {
		b.other("topics", t)
	}
	if e.target != "" {
		b.other("target", e.target)
	}
}

// addIDs keeps under which ids others, or earlier exports, have the party.
func (b *builder) addIDs(e *entity) {
	if id, ok := b.t.crossReference(e.id); ok {
		b.Identifiers = append(b.Identifiers, id)
	}
	for _, r := range e.referents {
		id, ok := b.t.crossReference(r)
		if !ok {
			id = interdict.Identifier{Type: interdict.CrossRef, Value: r, Label: "referent"}
		}
		b.Identifiers = append(b.Identifiers, id)
	}
}

// addProp puts a property where its meaning says. Records that it holds are
// joined elsewhere.
func (b *builder) addProp(p *prop, e *entity) {
	m, known := b.t.props[p.name]
	if !known && len(p.values) > 0 {
		b.meet(e.schema + ":" + p.name)
	}
	for _, v := range p.values {
		if !b.addValue(p.name, m, v) {
			b.other(p.name, v)
		}
	}
}

// addValue says false where the value has no typed home.
func (b *builder) addValue(name string, m meaning, v string) bool {
	switch m.field {
	case "name", "topics": // addNames and setKind take them
	case "part":
		return b.Schema != interdict.Organization // else addNames does
	case "suffix":
		return false
	case "title":
		b.Titles = append(b.Titles, v)
	case "position":
		b.Positions = append(b.Positions, v)
	case "birth_date":
		return addDate(&b.BirthDates, v)
	case "death_date":
		return addDate(&b.DeathDates, v)
	case "birth_place":
		b.BirthPlaces = append(b.BirthPlaces, interdict.Place{Text: v})
	case "birth_country":
		b.BirthPlaces = append(b.BirthPlaces, interdict.Place{Country: country.Code(v), CountryName: v})
	case "gender":
		b.Genders = append(b.Genders, strings.ToLower(v))
	case "country":
		b.addCountry(interdict.CountryRole(m.arg), v)
	case "email":
		b.Emails = append(b.Emails, v)
	case "phone":
		b.Phones = append(b.Phones, v)
	case "website":
		b.Websites = append(b.Websites, v)
	case "address":
		if name != "addressEntity" { // joined elsewhere
			b.Addresses = append(b.Addresses, interdict.Place{Text: v})
		}
	case "program":
		if !slices.Contains(b.Designation.Programs, v) {
			b.Designation.Programs = append(b.Designation.Programs, v)
		}
	case "remarks":
		b.Remarks = strings.TrimSpace(b.Remarks + "\n" + v)
	case "id":
		b.addID(interdict.IDType(m.arg), name, v)
	case "identifiers": // of a type that the form does not say
		b.Identifiers = append(b.Identifiers, interdict.Identifier{Type: interdict.OtherID, Value: v, Label: name})
	case "vehicle":
		return b.addVehicle(m.arg, v)
	case "link": // joined elsewhere
	default:
		return false
	}
	return true
}

func addDate(to *[]interdict.Date, v string) bool {
	d, err := interdict.ParseDate(v)
	if err != nil {
		return false
	}
	*to = append(*to, d)
	return true
}

// addCountry adds a country. What a country without a role is to the party
// depends on what the party is.
func (b *builder) addCountry(role interdict.CountryRole, v string) {
	if role == interdict.AnyRole {
		switch b.Schema {
		case interdict.Organization:
			role = interdict.Registration
		case interdict.Vessel, interdict.Airplane:
			role = interdict.Flag
		default:
			role = interdict.Residence
		}
	}
	b.Countries = append(b.Countries, interdict.Country{Role: role, Code: country.Code(v), Name: v})
}

func (b *builder) addID(t interdict.IDType, name, v string) {
	switch {
	case t == interdict.IMO && b.Schema != interdict.Vessel:
		t = interdict.IMOCompany
	case t == interdict.NationalID && b.Schema == interdict.Organization:
		t = interdict.OtherID
	case name == "registrationNumber" && b.Schema == interdict.Airplane:
		t = interdict.TailNumber
	}
	b.Identifiers = append(b.Identifiers, interdict.Identifier{Type: t, Value: v, Label: name})
}

// addVehicle says false where the part was already stated otherwise, or the
// party is no vehicle.
func (b *builder) addVehicle(part, v string) bool {
	if b.Schema != interdict.Vessel && b.Schema != interdict.Airplane {
		return false
	}
	if b.Vehicle == nil {
		b.Vehicle = new(interdict.Vehicle)
	}
	to := map[string]*string{
		"type": &b.Vehicle.Type, "model": &b.Vehicle.Model, "built": &b.Vehicle.Built,
		"tonnage": &b.Vehicle.Tonnage, "gross_tonnage": &b.Vehicle.GrossTonnage,
	}[part]
	if to == nil {
		panic(fmt.Sprintf("props.tsv: no part %q of a vehicle", part)) // a fault of the build, found by its test
	}
	if *to != "" {
		return false
	}
	*to = v
	return true
}
