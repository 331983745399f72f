package mapped

import (
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/table"
)

// builder is a listing in the making.
type builder struct {
	interdict.Listing
	*record
	filled map[string]bool
	place  interdict.Place // of the columns that hold parts of the address
	placed bool            // one of them is filled
}

// fields are what a column can mean, with what is done with its cells.
var fields = map[string]func(b *builder, header, cell string){
	"name":          (*builder).takeName,
	"original_name": func(b *builder, header, cell string) { b.takeNames(header, cell, interdict.VariationName, "") },
	"aliases":       func(b *builder, header, cell string) { b.takeNames(header, cell, interdict.AliasName, "") },
	"weak_aliases":  func(b *builder, header, cell string) { b.takeNames(header, cell, interdict.AliasName, interdict.Weak) },
	"former_names":  func(b *builder, header, cell string) { b.takeNames(header, cell, interdict.FormerName, "") },
	"birth_date":    func(b *builder, header, cell string) { b.dates(&b.BirthDates, header, cell) },
	"birth_place": func(b *builder, header, cell string) {
		b.BirthPlaces = append(b.BirthPlaces, places(b.several(header, cell))...)
	},
	"gender":   (*builder).takeGender,
	"title":    func(b *builder, header, cell string) { b.Titles = append(b.Titles, b.several(header, cell)...) },
	"position": func(b *builder, header, cell string) { b.Positions = append(b.Positions, cell) },
	"address": func(b *builder, header, cell string) {
		b.Addresses = append(b.Addresses, places(b.several(header, cell))...)
	},
	"street":          func(b *builder, _, cell string) { b.place.Street = cell },
	"city":            func(b *builder, _, cell string) { b.place.City = cell },
	"region":          func(b *builder, _, cell string) { b.place.Region = cell },
	"postal_code":     func(b *builder, _, cell string) { b.place.PostalCode = cell },
	"address_country": func(b *builder, _, cell string) { b.place.CountryName, b.place.Country = cell, country.Code(cell) },
	"email":           func(b *builder, header, cell string) { b.Emails = append(b.Emails, b.several(header, cell)...) },
	"phone":           func(b *builder, header, cell string) { b.Phones = append(b.Phones, b.several(header, cell)...) },
	"website":         func(b *builder, header, cell string) { b.Websites = append(b.Websites, b.several(header, cell)...) },
	"father":          func(b *builder, _, cell string) { b.link("family", cell, "father") },
	"mother":          func(b *builder, _, cell string) { b.link("family", cell, "mother") },
	"parent":          func(b *builder, _, cell string) { b.link("parent", cell, "") },
	"parent_id":       func(b *builder, _, cell string) { b.Links = append(b.Links, interdict.Link{Type: "parent", ID: cell}) },
	"linked_to":       func(b *builder, _, cell string) { b.link("linked_to", cell, "") },
	"regime":          func(b *builder, header, cell string) { b.once(&b.Designation.Regime, header, cell) },
	"program":         func(b *builder, _, cell string) { b.Designation.Programs = append(b.Designation.Programs, cell) },
	"instrument": func(b *builder, _, cell string) {
		b.Designation.Instrument = joined(b.Designation.Instrument, " ", cell)
	},
	"annex":        func(b *builder, _, cell string) { b.Designation.Instrument += ", Annex " + cell },
	"source":       func(b *builder, header, cell string) { b.once(&b.Designation.Source, header, cell) },
	"reason":       func(b *builder, _, cell string) { b.Designation.Reasons = joined(b.Designation.Reasons, "\n", cell) },
	"remarks":      func(b *builder, _, cell string) { b.Remarks = joined(b.Remarks, "\n", cell) },
	"listed_on":    func(b *builder, header, cell string) { b.day(&b.Designation.Listed, header, cell) },
	"updated_on":   func(b *builder, header, cell string) { b.day(&b.Designation.Updated, header, cell) },
	"vehicle_type": func(b *builder, _, cell string) { b.vehicle().Type = cell },
	"country":      func(b *builder, header, cell string) { b.countries(b.ownRole(), header, cell) },
	"type":         func(b *builder, _, cell string) { b.Schema = interdict.Schema(cell) },
	"kind":         func(b *builder, _, cell string) { b.Kind = interdict.Kind(cell) },
	"measures":     func(b *builder, _, cell string) { b.addMeasures(cell) },
	"wallet":       (*builder).takeWallet,
	"other":        (*builder).takeOther,
	"removed":      (*builder).takeOther,
	"ignore":       func(*builder, string, string) {}, // told elsewhere, as an id is
}

// countryFields say what a country is to the party.
var countryFields = map[string]interdict.CountryRole{
	"nationality": interdict.Nationality, "citizenship": interdict.Citizenship, "residence": interdict.Residence,
	"registration_country": interdict.Registration, "flag": interdict.Flag,
}

// idFields are the types of identifiers, other than wallets, of which a column
// can be.
var idFields = map[string]interdict.IDType{
	"passport": interdict.Passport, "national_id": interdict.NationalID, "tax_id": interdict.TaxID,
	"registration": interdict.RegistrationNo, "lei": interdict.LEI, "bic": interdict.BIC, "inn": interdict.INN,
	"ogrn": interdict.OGRN, "imo": interdict.IMO, "mmsi": interdict.MMSI, "isin": interdict.ISIN,
	"other_id": interdict.OtherID,
}

// fieldOrder is the order in which constants are taken.
var fieldOrder = []string{"regime", "program", "instrument", "source", "country", "nationality", "citizenship", "residence", "registration_country", "address_country", "listed_on", "kind", "measures"}

func known(field string) bool {
	return fields[field] != nil || countryFields[field] != "" || idFields[field] != ""
}

var schemas = map[interdict.Schema]bool{interdict.Person: true, interdict.Organization: true, interdict.Vessel: true, interdict.Airplane: true, interdict.LegalEntity: true}

// take takes one cell.
func (b *builder) take(field, header, cell string) {
	b.filled[field] = true
	if role, ok := countryFields[field]; ok {
		b.countries(role, header, cell)
	} else if id, ok := idFields[field]; ok {
		b.identifiers(id, header, cell)
	} else {
		fields[field](b, header, cell)
	}
}

// schema says what the party is: by the rules, else by the constant.
func (b *builder) schema() {
	b.Schema = interdict.LegalEntity
	if t := b.mapping.Constants["type"]; t != "" {
		b.Schema = interdict.Schema(t)
	}
	if t := b.first(b.mapping.Types); t != "" {
		b.Schema = interdict.Schema(t)
	}
	b.Kind = interdict.Kind(b.first(b.mapping.Kinds))
	if m := b.first(b.mapping.Measures); m != "" {
		b.take("measures", "", m)
	}
}

// finish adds what needs the whole row.
func (b *builder) finish() {
	if len(b.Names) == 0 && b.mapping.Unnamed != "" {
		b.name(b.cell(b.mapping.Unnamed), interdict.PrimaryName, "")
	}
	for i := range b.Names {
		b.Names[i].Script = lists.Script(b.Names[i].Full)
	}
	if len(b.Names) > 0 && b.Names[0].Kind != interdict.PrimaryName {
		b.Names[0].Kind, b.Names[0].Quality = interdict.PrimaryName, ""
	}
	if b.placed {
		b.Addresses = append(b.Addresses, b.place)
	}
}

func (b *builder) takeName(header, cell string) {
	for i, n := range b.several(header, cell) {
		if i == 0 && len(b.Names) == 0 {
			b.name(n, interdict.PrimaryName, "")
		} else {
			b.name(n, interdict.AliasName, "")
		}
	}
}

func (b *builder) takeNames(header, cell string, kind interdict.NameKind, quality interdict.Quality) {
	for _, n := range b.several(header, cell) {
		b.name(n, kind, quality)
	}
}

func (b *builder) takeOther(header, cell string) {
	b.Other = append(b.Other, interdict.Field{Name: header, Value: cell})
}

func (b *builder) takeGender(_, cell string) {
	if g := strings.ToLower(strings.Trim(cell, ". ")); g == "male" || g == "female" {
		cell = g
	}
	b.Genders = append(b.Genders, cell)
}

func (b *builder) link(kind, name, note string) {
	b.Links = append(b.Links, interdict.Link{Type: kind, Name: name, Note: note})
}

func (b *builder) vehicle() *interdict.Vehicle {
	if b.Vehicle == nil {
		b.Vehicle = &interdict.Vehicle{}
	}
	return b.Vehicle
}

// once sets a text that a listing has one of; a further one is kept beside.
func (b *builder) once(to *string, header, cell string) {
	if *to == "" {
		*to = cell
	} else if *to != cell {
		b.takeOther(header, cell)
	}
}

func joined(before, between, more string) string {
	if before == "" || before == more {
		return more
	}
	return before + between + more
}

// ownRole is what a country is to a party where the column does not say.
func (b *builder) ownRole() interdict.CountryRole {
	switch b.Schema {
	case interdict.Organization:
		return interdict.Registration
	case interdict.Vessel, interdict.Airplane:
		return interdict.Flag
	}
	return interdict.Residence
}

// countries adds those of a cell: "Russian", "Iran, Iraq", "(a) Afghan, (b)
// Pakistani".
func (b *builder) countries(role interdict.CountryRole, header, cell string) {
	add := func(code, name string) {
		c := interdict.Country{Role: role, Code: code, Name: name}
		if !slices.Contains(b.Countries, c) {
			b.Countries = append(b.Countries, c)
		}
	}
	for _, one := range b.several(header, cell) {
		one = strings.Trim(one, " .,")
		if code := country.Code(one); code != "" {
			add(code, one)
			continue
		}
		codes := country.All(one)
		for _, code := range codes {
			add(code, one)
		}
		if len(codes) == 0 && one != "" {
			add("", one)
		}
	}
}

// dates adds those of a cell; what cannot be read is kept beside.
func (b *builder) dates(to *[]interdict.Date, header, cell string) {
	unread := false
	for _, one := range b.several(header, cell) {
		dates, faults := table.ReadDates(nil, strings.Trim(one, " .\""), b.mapping.Dates)
		if unread = unread || !faults.Whole() || len(dates) == 0; len(dates) > 0 {
			*to = append(*to, dates...)
		}
	}
	if unread {
		b.takeOther(header, cell)
	}
}

// day reads the one date of a cell. Of a year written with two digits it is
// the later: no list is of the last century.
func (b *builder) day(to *interdict.Date, header, cell string) {
	dates, faults := table.ReadDates(nil, strings.Trim(cell, " ."), b.mapping.Dates)
	switch {
	case !faults.Whole() || len(dates) == 0 || !to.IsZero(),
		len(dates) > 1 && (b.mapping.Dates == table.OrderUnknown || dates[0].Year+100 != dates[1].Year):
		b.takeOther(header, cell)
	default:
		*to = dates[len(dates)-1]
	}
}

// addMeasures adds measures divided by ";".
func (b *builder) addMeasures(said string) {
	for one := range strings.SplitSeq(said, ";") {
		m := interdict.Measure(strings.TrimSpace(one))
		if !slices.Contains(b.Designation.Measures, m) {
			b.Designation.Measures = append(b.Designation.Measures, m)
		}
	}
}

func isMeasure(said string) bool {
	for one := range strings.SplitSeq(said, ";") {
		if one = strings.TrimSpace(one); one == "" || strings.Trim(one, "abcdefghijklmnopqrstuvwxyz_") != "" {
			return false
		}
	}
	return true
}
