package uk

import (
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/lists"
)

// party is a listing in the making. Its methods take published values, of
// which the rows of a CSV file repeat most: each value is kept once.
type party struct {
	interdict.Listing
	tables *tables
	report *lists.Report
	done   map[[2]string]bool // cells of numbers that were taken apart
}

// once says whether two cells come for the first time: taking numbers apart
// costs something, and rows repeat.
func (p *party) once(a, b string) bool {
	key := [2]string{a, b}
	if p.done[key] {
		return false
	}
	if p.done == nil {
		p.done = make(map[[2]string]bool)
	}
	p.done[key] = true
	return true
}

// other keeps a published value that has no typed home.
func (p *party) other(name, value string) {
	f := interdict.Field{Name: name, Value: clean(value)}
	if f.Value != "" && !slices.Contains(p.Other, f) {
		p.Other = append(p.Other, f)
	}
}

// unknown keeps a value of an element, column or word never seen before, and
// reports it.
func (p *party) unknown(name, value string) {
	p.other(name, value)
	p.report.Meet(name, p.At)
}

// addText adds a text to one of a list of texts.
func addText(to *[]string, text string) {
	if text != "" && !slices.Contains(*to, text) {
		*to = append(*to, text)
	}
}

// addNumbered adds each value of a cell that may number them.
func addNumbered(to *[]string, cell string) {
	for _, v := range numbered(clean(cell)) {
		addText(to, v)
	}
}

// setSchema reads Individual, Entity or Ship.
func (p *party) setSchema(field, published string) {
	switch lettersOf(published) {
	case "":
	case "individual":
		p.Schema = interdict.Person
	case "entity":
		p.Schema = interdict.Organization
	case "ship":
		p.Schema = interdict.Vessel
	default:
		p.other(field, published)
		p.report.Meet(field+" "+clean(published), p.At)
	}
}

func (p *party) addBirthDate(field, cell string) {
	for _, v := range numbered(clean(cell)) {
		d, ok := parseDate(v)
		switch {
		case !ok:
			p.other(field, v)
		case !slices.Contains(p.BirthDates, d):
			p.BirthDates = append(p.BirthDates, d)
		}
	}
}

func (p *party) addBirthPlace(town, in string) {
	for _, pair := range paired(clean(town), clean(in)) {
		place := interdict.Place{City: pair[0], CountryName: strings.TrimRight(pair[1], ". ")}
		place.Country = country.Code(place.CountryName)
		if !slices.Contains(p.BirthPlaces, place) {
			p.BirthPlaces = append(p.BirthPlaces, place)
		}
	}
}

// addAddress adds an address of six lines. The lists do not say which line is
// street and which is town.
func (p *party) addAddress(lines [6]string, postalCode, countryName string) {
	for i := range lines {
		lines[i] = oneLine(clean(lines[i]))
	}
	place := interdict.Place{PostalCode: oneLine(clean(postalCode)), CountryName: oneLine(clean(countryName))}
	place.Text = join(", ", append(lines[:], place.PostalCode, place.CountryName)...)
	place.Country = country.Code(place.CountryName)
	if place.Text != "" && !slices.Contains(p.Addresses, place) {
		p.Addresses = append(p.Addresses, place)
	}
}

// addCountries adds the countries of a cell: one name, names that are
// numbered, or names with full stops between them.
func (p *party) addCountries(role interdict.CountryRole, cell string) {
	for _, name := range numbered(clean(cell)) {
		name = strings.TrimRight(name, ". ")
		if name == "" {
			continue
		}
		parts := strings.Split(name, ". ")
		codes := country.All(name)
		if len(parts) > 1 && len(parts) == len(codes) {
			for i, part := range parts {
				p.addCountry(interdict.Country{Role: role, Code: codes[i], Name: part})
			}
			continue
		}
		if len(codes) > 1 { // "(1-3) Libya (4) Morocco"
			for _, code := range codes {
				p.addCountry(interdict.Country{Role: role, Code: code, Name: name})
			}
			continue
		}
		p.addCountry(interdict.Country{Role: role, Code: country.Code(name), Name: name})
	}
}

func (p *party) addCountry(c interdict.Country) {
	if !slices.Contains(p.Countries, c) {
		p.Countries = append(p.Countries, c)
	}
}

func (p *party) addGender(cell string) {
	switch g := clean(cell); strings.ToLower(g) {
	case "male", "female":
		addText(&p.Genders, strings.ToLower(g))
	default:
		addText(&p.Genders, g)
	}
}

// addLinks adds the parties of a cell as links of one type.
func (p *party) addLinks(kind, cell string) {
	for _, v := range numbered(clean(cell)) {
		for name := range strings.FieldsFuncSeq(v, func(r rune) bool { return r == '\n' || r == ';' }) {
			l := interdict.Link{Type: kind, Name: oneLine(name)}
			if l.Name != "" && !slices.Contains(p.Links, l) {
				p.Links = append(p.Links, l)
			}
		}
	}
}

// addVehicle sets a field of the vehicle; a second, different value is
// published but has no typed home.
func (p *party) addVehicle(field string, of func(*interdict.Vehicle) *string, cell string) {
	v := clean(cell)
	if v == "" {
		return
	}
	if p.Vehicle == nil {
		p.Vehicle = &interdict.Vehicle{}
	}
	if to := of(p.Vehicle); *to == "" || *to == v {
		*to = v
	} else {
		p.other(field, v)
	}
}

func vehicleType(v *interdict.Vehicle) *string    { return &v.Type }
func vehicleTonnage(v *interdict.Vehicle) *string { return &v.Tonnage }
func vehicleLength(v *interdict.Vehicle) *string  { return &v.Length }
func vehicleBuilt(v *interdict.Vehicle) *string   { return &v.Built }

// addMeasures reads measures joined by "|".
func (p *party) addMeasures(field, cell string) {
	cell = clean(cell)
	if m, ok := p.tables.measures[lettersOf(cell)]; ok {
		p.addMeasure(m)
		return
	}
	for words := range strings.FieldsFuncSeq(cell, func(r rune) bool { return r == '|' || r == ';' || r == ',' }) {
		m, ok := p.tables.measures[lettersOf(words)]
		switch {
		case ok:
			p.addMeasure(m)
		case strings.TrimSpace(words) != "":
			p.addMeasure(interdict.OtherMeasure)
			p.other(field, words)
			p.report.Meet(field+" "+strings.TrimSpace(words), p.At)
		}
	}
}

func (p *party) addMeasure(m interdict.Measure) {
	if !slices.Contains(p.Designation.Measures, m) {
		p.Designation.Measures = append(p.Designation.Measures, m)
	}
}

// setDate sets a date of the designation: the earliest, or with latest the
// latest. What is not used is kept.
func (p *party) setDate(to *interdict.Date, field, cell string, latest bool) {
	cell = clean(cell)
	if cell == "" {
		return
	}
	d, ok := parseDate(cell)
	switch {
	case !ok:
		p.other(field, cell)
	case to.IsZero() || d == *to:
		*to = d
	case d.Before(*to) != latest:
		p.other(field, to.String())
		*to = d
	default:
		p.other(field, d.String())
	}
}

// addReasons adds a statement of reasons; two regimes may give one each.
func (p *party) addReasons(cell string) { addParagraph(&p.Designation.Reasons, clean(cell)) }

func (p *party) addRemarks(cell string) { addParagraph(&p.Remarks, clean(cell)) }

func addParagraph(to *string, text string) {
	if text != "" && !strings.Contains(*to, text) {
		*to = join("\n\n", *to, text)
	}
}

// finish puts the primary names first, for Caption and for readers.
func (p *party) finish() {
	slices.SortStableFunc(p.Names, func(a, b interdict.Name) int { return rank(&a) - rank(&b) })
}

func rank(n *interdict.Name) int {
	switch {
	case n.Kind == interdict.PrimaryName && n.Script == "":
		return 0
	case n.Kind == interdict.PrimaryName:
		return 1
	case n.Kind == interdict.VariationName:
		return 2
	}
	return 3
}
