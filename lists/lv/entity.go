package lv

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/internal/tsv"
	"github.com/interdict/interdict/internal/xmlstream"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/table"
)

//go:embed data/documents.tsv
var documentsTSV string

// entity is a listing in the making.
type entity struct {
	interdict.Listing
	rec    *xmlstream.Record
	report *lists.Report
}

// take makes a listing of an entry of either layout.
func (rd *reading) take(rec *xmlstream.Record) error {
	e := &entity{rec: rec, report: &rd.report}
	e.Listing = interdict.Listing{List: rd.list, At: fmt.Sprintf("line %d", rec.Line), Raw: bytes.Clone(rec.Raw)}
	switch rec.Name {
	case "PublishInfo":
		rd.dated(rec.Take("PublishDate"))
		rec.Rest(func(path, _ string) { rd.report.Meet(rec.Name+"/"+path, e.At) })
		return nil
	case newEntity:
		e.readNew()
	case oldEntity:
		e.readOld()
	default:
		rd.report.Meet(rec.Name, e.At)
		return rd.report.Refuse(lists.Refusal{At: e.At, Code: lists.CodeBadRecord, Reason: "the element " + rec.Name + " is no entry; fetch the file again, or ask for a newer version of this program"})
	}
	e.Designation.Measures = []interdict.Measure{interdict.AssetFreeze}
	rec.Rest(func(path, value string) {
		if path == "" { // text between the elements
			path = rec.Name
		}
		rd.report.Meet(path, e.At)
		e.other(path, value)
	})
	refusal := lists.Refusal{At: e.At + " (" + e.ID + ")"}
	switch {
	case e.ID == "":
		refusal.Code, refusal.Reason = lists.CodeNoID, "the entry has no Id; fetch the file again"
	case len(e.Names) == 0:
		refusal.Code, refusal.Reason = lists.CodeNoName, "the entry has no name; fetch the file again"
	case !rd.seen.Add(e.ID):
		refusal.Code, refusal.Reason = lists.CodeDuplicate, "the Id stands twice in the file; fetch the file again"
	default:
		rd.report.Entries++
		rd.report.Names += len(e.Names)
		return rd.yield(&e.Listing)
	}
	return rd.report.Refuse(refusal)
}

func (e *entity) other(name, value string) {
	if value != "" {
		e.Other = append(e.Other, interdict.Field{Name: name, Value: value})
	}
}

// readNew reads an entry of the layout of elements.
func (e *entity) readNew() {
	e.ID = e.rec.Take("Id")
	e.setSchema("Type", e.rec.Take("Type"))
	e.Designation.Instrument = e.rec.Take("Link")
	e.listed("ListedOn", e.rec.Take("ListedOn"))
	e.Designation.Regime = e.rec.Take("Program")
	e.setGender("Gender", e.rec.Take("Gender"))
	for n := range e.rec.All("Name") {
		e.addName(interdict.PrimaryName, n.Take("FirstName"), n.Take("MiddleName"), n.Take("LastName"), n.Take("WholeName"))
	}
	for n := range e.rec.All("Alias") {
		e.addName(interdict.AliasName, n.Take("AliasFirstName"), n.Take("AliasMiddleName"), n.Take("AliasLastName"), n.Take("AliasWholeName"))
	}
	for n := range e.rec.All("Birth") {
		e.birthDate("Birth/BirthDate", n.Take("BirthDate"))
		e.birthPlace(interdict.Place{City: n.Take("BirthPlace"), CountryName: n.Take("BirthCountry"), Country: code(n.Take("BirthCountryIso2Code"))})
	}
	for n := range e.rec.All("Document") {
		id := interdict.Identifier{Label: n.Take("DocumentType"), Value: n.Take("DocumentNumber"), Note: n.Take("DocumentRemark")}
		name := n.Take("DocumentCountry")
		if id.Country = code(n.Take("DocumentCountryIso2Code")); id.Country == "" {
			id.Country = country.Code(name)
		}
		if name != "" {
			id.Note = strings.TrimPrefix(id.Note+"; "+name, "; ")
		}
		e.addDocument(id)
	}
	for n := range e.rec.All("Citizen") {
		e.citizen(n.Take("CitizenCountry"), code(n.Take("CitizenCountryIso2Code")))
	}
	for n := range e.rec.All("Address") {
		p := interdict.Place{
			Street: n.Take("AddressStreet"), City: n.Take("AddressCity"), Region: n.Take("AddressRegion"), PostalCode: n.Take("AddressZipCode"),
			CountryName: n.Take("AddressCountry"), Country: code(n.Take("AddressCountryIso2Code")), Text: n.Take("AddressWhole"), Note: n.Take("AddressRemark"),
		}
		e.addAddress(p)
	}
	e.Remarks = strings.Join(e.rec.TakeAll("Remark"), "\n")
}

// setSchema reads the type: FP or P is a natural person, JP or E a legal one.
func (e *entity) setSchema(name, kind string) {
	switch strings.ToUpper(kind) {
	case "FP", "P":
		e.Schema = interdict.Person
	case "JP", "E":
		e.Schema = interdict.Organization
	default:
		e.Schema = interdict.LegalEntity
		e.other(name, kind)
		if kind != "" {
			e.report.Meet(name+" "+kind, e.At)
		}
	}
}

// setGender reads V or VĪRIETIS, a man, and S or SIEVIETE, a woman.
func (e *entity) setGender(name, gender string) {
	var said string
	switch strings.ToUpper(gender) {
	case "V", "VĪRIETIS":
		said = "male"
	case "S", "SIEVIETE":
		said = "female"
	default:
		e.other(name, gender)
		return
	}
	if !slices.Contains(e.Genders, said) {
		e.Genders = append(e.Genders, said)
	}
}

// addName adds a name told in parts, whole, or both. The whole may be in the
// order of lists ("Li, Cheng He"): where it says no more than the parts, these
// make the name.
func (e *entity) addName(kind interdict.NameKind, first, middle, last, whole string) {
	first, middle, last, whole = interdict.JoinName(first), interdict.JoinName(middle), interdict.JoinName(last), interdict.JoinName(whole)
	n := interdict.Name{Full: interdict.JoinName(first, middle, last), Kind: kind}
	if e.Schema == interdict.Person {
		for _, p := range []interdict.NamePart{{Kind: interdict.Given, Value: first}, {Kind: interdict.Middle, Value: middle}, {Kind: interdict.Family, Value: last}} {
			if p.Value != "" {
				n.Parts = append(n.Parts, p)
			}
		}
	}
	if whole != "" && !sameWords(whole, n.Full) {
		n.Full = whole
	}
	if !table.Named(n.Full) {
		return
	}
	if kind == interdict.PrimaryName && len(e.Names) > 0 {
		n.Kind = interdict.AliasName
	}
	n.Script = lists.Script(n.Full)
	e.Names = append(e.Names, n)
}

// sameWords says that two names have the same words, whatever their order.
func sameWords(a, b string) bool {
	words := func(s string) []string {
		w := strings.Fields(strings.ReplaceAll(s, ",", " "))
		slices.Sort(w)
		return w
	}
	return slices.Equal(words(a), words(b))
}

// dayOf reads the days, years and so on of the list; zero where it is none.
func dayOf(text string) interdict.Date {
	if dates, faults := table.ReadDates(nil, text, table.DayFirst); len(dates) == 1 && faults == 0 {
		return dates[0]
	}
	return interdict.Date{}
}

func (e *entity) listed(name, text string) {
	if e.Designation.Listed = dayOf(text); e.Designation.Listed.IsZero() {
		e.other(name, text)
	}
}

func (e *entity) birthDate(name, text string) {
	d := dayOf(text)
	if d.IsZero() {
		e.other(name, text)
	} else if !slices.Contains(e.BirthDates, d) {
		e.BirthDates = append(e.BirthDates, d)
	}
}

// birthPlace adds a place of birth; that which is but a country is told so.
func (e *entity) birthPlace(p interdict.Place) {
	if p.City == p.CountryName {
		p.City = ""
	}
	if p.Country == "" {
		p.Country = country.Code(p.CountryName)
	}
	if p != (interdict.Place{}) && !slices.Contains(e.BirthPlaces, p) {
		e.BirthPlaces = append(e.BirthPlaces, p)
	}
}

func (e *entity) citizen(name, iso string) {
	if iso == "" {
		iso = country.Code(name)
	}
	if name != "" || iso != "" {
		e.Countries = append(e.Countries, interdict.Country{Role: interdict.Citizenship, Code: iso, Name: name})
	}
}

func (e *entity) addAddress(p interdict.Place) {
	if p.Country == "" {
		p.Country = country.Code(p.CountryName)
	}
	if p != (interdict.Place{}) {
		e.Addresses = append(e.Addresses, p)
	}
}

// code is a country's ISO code; the list writes it in capitals.
func code(iso string) string { return country.Code(iso) }

// addDocument adds a paper, of which the label says the type. One without a
// number stays in words.
func (e *entity) addDocument(id interdict.Identifier) {
	id.Type = documentType(id.Label)
	if id.Value = strings.TrimSpace(id.Value); id.Value == "" {
		e.other("Document", strings.Trim(id.Label+"; "+id.Note, "; "))
		return
	}
	e.Identifiers = append(e.Identifiers, id)
}

// documentType is the type of a paper by what it is called.
func documentType(label string) interdict.IDType {
	label = strings.ToLower(label)
	for _, cells := range tsv.Records(documentsTSV) {
		if strings.HasPrefix(label, cells[0]) {
			return interdict.IDType(cells[1])
		}
	}
	return interdict.OtherID
}
