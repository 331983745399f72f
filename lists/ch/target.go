package ch

import (
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/internal/xmlstream"
	"github.com/interdict/interdict/lists"
)

// target is a listing in the making.
type target struct {
	interdict.Listing
	rd *reading
}

// other keeps a published value that has no typed home.
func (t *target) other(name, value string) {
	f := interdict.Field{Name: name, Value: strings.TrimSpace(value)}
	if f.Value != "" && !slices.Contains(t.Other, f) {
		t.Other = append(t.Other, f)
	}
}

// unknown keeps a value of an element, attribute or kind never seen before, and
// reports it.
func (t *target) unknown(name, value string) {
	if name == "" { // text between the elements
		name = "target"
	}
	t.other(name, value)
	t.rd.report.Meet(name, t.At)
}

// read takes everything that a target has but its modifications.
func (t *target) read(n *xmlstream.Node) {
	sets := strings.Fields(n.Attr("sanctions-set-id"))
	for _, id := range n.TakeAll("sanctions-set-id") {
		sets = append(sets, strings.TrimSpace(id))
	}
	t.readSets(sets)
	for _, id := range n.TakeAll("foreign-identifier") {
		t.readForeign(id)
	}
	for _, kind := range []string{"individual", "entity", "object"} {
		for c := range n.All(kind) {
			t.readSubject(c)
		}
	}
	t.readGeneric(n)
	slices.SortStableFunc(t.Names, func(a, b interdict.Name) int { return rank(&a) - rank(&b) })
}

func rank(n *interdict.Name) int {
	switch n.Kind {
	case interdict.PrimaryName:
		return 0
	case interdict.VariationName:
		return 1
	}
	return 2
}

// readSubject reads an individual, an entity or an object.
func (t *target) readSubject(n *xmlstream.Node) {
	switch n.Name {
	case "individual":
		t.Schema = interdict.Person
		switch sex := n.Attr("sex"); sex {
		case "male", "female":
			t.Genders = addText(t.Genders, sex)
		default:
			t.Genders = addText(t.Genders, strings.TrimSpace(sex))
		}
	case "entity":
		t.Schema = interdict.Organization
	case "object":
		switch kind := n.Attr("object-type"); kind {
		case "vessel":
			t.Schema = interdict.Vessel
		case "aircraft", "airplane":
			t.Schema = interdict.Airplane
		default:
			t.unknown("object@object-type", kind)
		}
	}
	for c := range n.All("identity") {
		t.readIdentity(c)
	}
	for c := range n.All("justification") {
		c.Attr("ssid")
		t.Designation.Reasons = paragraph(t.Designation.Reasons, c.Value())
	}
	for c := range n.All("relation") {
		c.Attr("ssid")
		published := c.Attr("relation-type")
		l := interdict.Link{Type: t.rd.tables.relation(published), ID: c.Attr("target-id"), Note: join("; ", published, c.Take("remark"), c.Value())}
		t.Links = addText(t.Links, l)
	}
	for c := range n.All("other-information") {
		c.Attr("ssid")
		text := strings.TrimSpace(c.Value())
		t.Remarks = paragraph(t.Remarks, text)
		t.readInformation(text)
	}
	t.readGeneric(n)
}

// readGeneric keeps the attributes that the list has no element for.
func (t *target) readGeneric(n *xmlstream.Node) {
	for c := range n.All("generic-attribute") {
		c.Attr("ssid")
		t.other(join(" ", "generic-attribute", c.Attr("name")), c.Value())
	}
}

func paragraph(to, text string) string {
	if text == "" || slices.Contains(strings.Split(to, "\n\n"), text) {
		return to
	}
	return join("\n\n", to, text)
}

func (t *target) readIdentity(n *xmlstream.Node) {
	n.Attr("ssid")
	main := n.Attr("main") != "false"
	for c := range n.All("name") {
		t.readName(c, main)
	}
	for c := range n.All("day-month-year") {
		t.readDate(c)
	}
	for c := range n.All("place-of-birth") {
		if p := t.readPlaceRef(c); p != (interdict.Place{}) {
			p.ID = ""
			t.BirthPlaces = addText(t.BirthPlaces, p)
		}
	}
	for c := range n.All("address") {
		t.readAddress(c)
	}
	for c := range n.All("nationality") {
		c.Attr("ssid")
		for at := range c.All("country") {
			code, name := readCountry(at)
			if code != "" || name != "" {
				t.Countries = addText(t.Countries, interdict.Country{Role: interdict.Nationality, Code: code, Name: name})
			}
		}
	}
	for c := range n.All("identification-document") {
		t.readDocument(c)
	}
	t.readGeneric(n)
}

// readDate reads a date: of birth, or of an entity's founding, which has no
// typed home.
func (t *target) readDate(n *xmlstream.Node) {
	n.Attr("ssid")
	year, month, day := n.Attr("year"), n.Attr("month"), n.Attr("day")
	published := join("-", year, month, day)
	d := interdict.Date{Year: number(year), Month: number(month), Day: number(day)}
	ok := interdict.ValidDay(d.Year, d.Month, d.Day)
	switch kind := n.Attr("calendar"); strings.ToLower(kind) {
	case "", "gregorian":
	case "islamic", "hijri":
		d, ok = lists.Islamic(d.Year, d.Month, d.Day)
		published += " " + kind
		t.other("day-month-year", published)
	case "persian", "iranian", "jalali":
		d, ok = lists.Persian(d.Year, d.Month, d.Day)
		published += " " + kind
		t.other("day-month-year", published)
	default:
		t.unknown("day-month-year@calendar", kind)
		published += " " + kind
		ok = false
	}
	switch quality := n.Attr("quality"); quality {
	case "", "good", "not-defined":
	default: // "low": a day not to be trusted
		d.Circa = true
		t.other("day-month-year", published+", quality "+quality)
	}
	switch {
	case !ok || t.Schema != interdict.Person:
		t.other("day-month-year", published)
	default:
		t.BirthDates = addText(t.BirthDates, d)
	}
}

// readCountry reads a country with its ISO code.
func readCountry(n *xmlstream.Node) (code, name string) {
	iso, name := n.Attr("iso-code"), oneLine(n.Value())
	if name == "" {
		name = iso
	}
	if code = country.Code(iso); code == "" {
		code = country.Code(name)
	}
	return code, name
}

// readPlaceRef reads a reference to a place.
func (t *target) readPlaceRef(n *xmlstream.Node) interdict.Place {
	id, ref := n.Attr("ssid"), n.Attr("place-id")
	p, known := t.rd.places[ref]
	if !known && ref != "" {
		t.unknown(n.Name+"@place-id without a place", ref)
	}
	if quality := n.Attr("quality"); quality != "" && quality != "good" && quality != "not-defined" {
		p.Note = join("; ", p.Note, "quality "+quality)
	}
	if p != (interdict.Place{}) {
		p.ID = id
	}
	return p
}

func (t *target) readAddress(n *xmlstream.Node) {
	id := n.Attr("ssid")
	p := t.readPlaceRef(n)
	care, details, box := n.Take("c-o"), n.Take("address-details"), n.Take("p-o-box")
	if care != "" {
		care = "c/o " + care
	}
	if box != "" && !strings.ContainsAny(strings.ToLower(box), "bp") {
		box = "P.O. Box " + box
	}
	p.Street = join(", ", oneLine(care), oneLine(details), oneLine(box))
	p.PostalCode = oneLine(n.Take("zip-code"))
	p.Note = join("; ", p.Note, strings.Join(n.TakeAll("remarks"), "; "))
	if p != (interdict.Place{}) {
		p.ID = id
		t.Addresses = addText(t.Addresses, p)
	}
}
