package lv

import (
	"regexp"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/internal/xmlstream"
)

// readOld reads an entry of the layout of attributes. They stand once more in
// each element, where they say nothing new.
func (e *entity) readOld() {
	e.ID = e.rec.Attr("Id")
	e.setSchema("ENTITY@Type", e.rec.Attr("Type"))
	e.Designation.Instrument = e.rec.Attr("pdf_link")
	e.listed("ENTITY@reg_date", e.rec.Attr("reg_date"))
	e.Designation.Regime = e.rec.Attr("programme")
	for n := range e.rec.All("NAME") {
		e.repeated(n)
		id, had := n.Attr("Id"), len(e.Names)
		e.addName(interdict.PrimaryName, n.Take("FIRSTNAME"), n.Take("MIDDLENAME"), n.Take("LASTNAME"), n.Take("WHOLENAME"))
		if len(e.Names) > had {
			e.Names[had].ID = id
		}
		e.setGender("NAME/GENDER", n.Take("GENDER"))
		if t := n.Take("TITLE"); t != "" {
			e.Titles = append(e.Titles, t)
		}
		if f := n.Take("FUNCTION"); f != "" {
			e.Positions = append(e.Positions, f)
		}
		e.other("NAME/LANGUAGE", n.Take("LANGUAGE"))
	}
	for n := range e.rec.All("BIRTH") {
		e.repeated(n)
		n.Attr("Id")
		e.birthDate("BIRTH/DATE", n.Take("DATE"))
		e.birthPlace(interdict.Place{City: n.Take("PLACE"), CountryName: n.Take("COUNTRY")})
	}
	for n := range e.rec.All("PASSPORT") {
		e.repeated(n)
		n.Attr("Id")
		e.passport(n.Take("NUMBER"), n.Take("COUNTRY"))
	}
	for n := range e.rec.All("CITIZEN") {
		e.repeated(n)
		n.Attr("Id")
		e.citizen(n.Take("COUNTRY"), "")
	}
	for n := range e.rec.All("ADDRESS") {
		e.repeated(n)
		e.addAddress(interdict.Place{Text: n.Value(), ID: n.Attr("Id")})
	}
	e.Remarks = strings.Join(e.rec.TakeAll("PIEZIMES"), "\n")
}

// repeated takes the attributes that an element has in common with its entry.
// Where one differs, it is kept.
func (e *entity) repeated(n *xmlstream.Node) {
	for _, a := range [][2]string{
		{"Entity_id", e.ID}, {"pdf_link", e.Designation.Instrument}, {"programme", e.Designation.Regime}, {"reg_date", e.rec.Attr("reg_date")},
	} {
		if v := n.Attr(a[0]); v != a[1] {
			e.other(n.Name+"@"+a[0], v)
		}
	}
}

var passportNumber = regexp.MustCompile(`\b[A-Z]{0,3}\d{5,12}\b`)

// passport reads a number that stands in a sentence, which then stays as a note.
func (e *entity) passport(text, land string) {
	id := interdict.Identifier{Label: "Pase", Value: text, Country: country.Code(land), Note: land}
	if number := passportNumber.FindString(text); number != "" && number != text {
		id.Value, id.Note = number, strings.Trim(text+"; "+land, "; ")
	}
	e.addDocument(id)
}
