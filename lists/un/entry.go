package un

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/internal/xmlstream"
)

// read takes everything that the record has.
func (e *entry) read() {
	e.Schema = interdict.Organization
	if e.isPerson {
		e.Schema = interdict.Person
	}
	dataID := e.rec.Take("DATAID")
	e.ID = cmp.Or(e.rec.Take("REFERENCE_NUMBER"), dataID)
	if e.ID != dataID {
		e.other("DATAID", dataID)
	}
	e.Remarks = e.rec.Take("COMMENTS1")
	e.readNames()
	e.readFacts()
	e.readPlaces()
	e.readBirth()
	e.readDocuments()
	e.readShip()
	e.readDesignation()
	for _, name := range []string{"VERSIONNUM", "SUBMITTED_BY", "SUBMITTED_ON", "HAS_INTERPOL_LINK", "INTERPOL_LINK", "SORT_KEY", "SORT_KEY_LAST_MOD"} {
		e.other(name, e.rec.Take(name))
	}
}

func (e *entry) readFacts() {
	if g := e.rec.Take("GENDER"); strings.EqualFold(g, "male") || strings.EqualFold(g, "female") {
		e.Genders = []string{strings.ToLower(g)}
	} else {
		e.other("GENDER", g)
	}
	e.Titles = e.rec.Child("TITLE").TakeAll("VALUE")
	e.Positions = e.rec.Child("DESIGNATION").TakeAll("VALUE")
	for _, name := range e.rec.Child("NATIONALITY").TakeAll("VALUE") {
		if placeholder(name) {
			e.other("NATIONALITY/VALUE", name)
			continue
		}
		code := country.Code(name)
		if code == "" { // "Sudanese by birth"
			code = leadingCountry(name)
		}
		e.Countries = append(e.Countries, interdict.Country{Role: interdict.Nationality, Code: code, Name: name})
	}
}

// placeholder says whether a value only says that there is none; "na" is not
// Namibia.
func placeholder(s string) bool {
	switch strings.ToLower(strings.Trim(s, " .")) {
	case "na", "n/a", "-", "none", "unknown":
		return true
	}
	return false
}

func (e *entry) readPlaces() {
	for _, kind := range []string{"INDIVIDUAL_ADDRESS", "ENTITY_ADDRESS"} {
		for n := range e.rec.All(kind) {
			if p := place(n); p != (interdict.Place{}) {
				e.Addresses = append(e.Addresses, p)
			}
		}
	}
	for n := range e.rec.All("INDIVIDUAL_PLACE_OF_BIRTH") {
		e.addBirthPlace(place(n))
	}
}

func place(n *xmlstream.Node) interdict.Place {
	p := interdict.Place{
		Street: n.Take("STREET"), City: n.Take("CITY"), Region: n.Take("STATE_PROVINCE"),
		PostalCode: n.Take("ZIP_CODE"), CountryName: n.Take("COUNTRY"), Note: n.Take("NOTE"),
	}
	p.Country = country.Code(p.CountryName)
	return p
}

func (e *entry) addBirthPlace(p interdict.Place) {
	if p != (interdict.Place{}) && !slices.Contains(e.BirthPlaces, p) {
		e.BirthPlaces = append(e.BirthPlaces, p)
	}
}

var (
	imoNumber  = regexp.MustCompile(`\bIMO(?: [Nn]umber)?:?\s*(\d{7})\b`)
	shipNumber = regexp.MustCompile(`^IMO:?\s*\d{7}\b`)
	flagState  = regexp.MustCompile(`\bFlag State: ([^.;\n]+)`)
)

// readShip reads what only the comments say: a ship's number and flag, or the
// IMO number of a company that owns or manages ships.
func (e *entry) readShip() {
	if e.isPerson || !strings.Contains(e.Remarks, "IMO") {
		return
	}
	m := imoNumber.FindStringSubmatch(e.Remarks)
	if m == nil {
		return
	}
	id := interdict.Identifier{Type: interdict.IMOCompany, Value: m[1], Label: "IMO number"}
	if shipNumber.MatchString(e.Remarks) {
		id.Type, e.Schema = interdict.IMO, interdict.Vessel
		if m := flagState.FindStringSubmatch(e.Remarks); m != nil {
			e.Countries = append(e.Countries, interdict.Country{Role: interdict.Flag, Code: country.Code(m[1]), Name: m[1]})
		}
	}
	e.Identifiers = append(e.Identifiers, id)
}

// readDesignation reads the legal act and what it orders.
func (e *entry) readDesignation() {
	d := &e.Designation
	d.Regime = e.rec.Take("UN_LIST_TYPE")
	for _, v := range e.rec.Child("LIST_TYPE").TakeAll("VALUE") {
		e.other("LIST_TYPE/VALUE", v)
	}
	if v := e.rec.Take("LISTED_ON"); v != "" {
		var ok bool
		if d.Listed, ok = parseDay(v); !ok {
			e.other("LISTED_ON", v)
		}
	}
	for _, v := range e.rec.Child("LAST_DAY_UPDATED").TakeAll("VALUE") {
		day, ok := parseDay(v)
		switch {
		case !ok:
			e.other("LAST_DAY_UPDATED/VALUE", v)
		case d.Updated.Before(day):
			if !d.Updated.IsZero() {
				e.other("LAST_DAY_UPDATED/VALUE", d.Updated.String())
			}
			d.Updated = day
		case day != d.Updated:
			e.other("LAST_DAY_UPDATED/VALUE", v)
		}
	}
	d.Measures = e.tables.measures(d.Regime, e.isPerson, e.Remarks)
}
