package nz

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/table"
)

// party is a listing in the making.
type party struct {
	*reading
	interdict.Listing
	cells []string
	taken map[int]bool
}

// take is the cell of a column, which then counts as taken; empty where the
// sheet lacks the column.
func (p *party) take(column string) string {
	i, ok := p.at[column]
	if !ok {
		return ""
	}
	p.taken[i] = true
	return strings.TrimSpace(p.cells[i])
}

// name is a column's name as published.
func (p *party) name(column string) string { return p.names[p.at[column]] }

func (p *party) other(name, value string) {
	if value != "" {
		p.Other = append(p.Other, interdict.Field{Name: name, Value: value})
	}
}

// row takes one row of either sheet.
func (rd *reading) row(row *table.Row) error {
	p := &party{reading: rd, cells: row.Cells, taken: map[int]bool{}}
	p.Listing = interdict.Listing{List: rd.list, At: fmt.Sprintf("row %d", row.Number), Raw: []byte(row.Raw)}
	if rd.sheet != "" {
		p.At = fmt.Sprintf("sheet %q, %s", rd.sheet, p.At)
	}
	kind := p.take("type")
	if key(kind) == "total" || p.others() { // others are notes below the table
		return nil
	}
	id := p.take("uniqueidentifier")
	p.setSchema(kind)
	p.readNames()
	p.readFacts()
	p.readSanction()
	refusal := lists.Refusal{At: p.At + " (" + id + ")"}
	switch {
	case p.removed():
		rd.report.Removed++
		return nil
	case id == "":
		refusal.Code, refusal.Reason = lists.CodeNoID, "the row has no unique identifier; fetch the file again"
	case len(p.Names) == 0:
		refusal.Code, refusal.Reason = lists.CodeNoName, "the row has no name; fetch the file again"
	case !p.setID(id):
		refusal.Code, refusal.Reason = lists.CodeDuplicate, "the identifier and name stand in a row above; fetch the file again"
	default:
		p.keepRest()
		rd.report.Entries++
		rd.report.Names += len(p.Names)
		return rd.yield(&p.Listing)
	}
	return rd.report.Refuse(refusal)
}

// others says that nothing stands in the row but a text in its first column.
func (p *party) others() bool {
	return !slices.ContainsFunc(p.cells[1:], func(cell string) bool { return strings.TrimSpace(cell) != "" })
}

// setID gives the listing its id: the publisher's, or where another row has
// that, one with the hash of the name. It is false where that one came, too.
func (p *party) setID(id string) bool {
	p.ID = id
	if p.seen.Add(id) {
		p.seen.Add(id + "\x00" + p.Names[0].Full)
		return true
	}
	if !p.seen.Add(id + "\x00" + p.Names[0].Full) {
		return false
	}
	sum := sha256.Sum256([]byte(p.Names[0].Full))
	p.ID = id + "-" + hex.EncodeToString(sum[:4])
	p.other(p.name("uniqueidentifier"), id)
	p.report.Meet("the identifier "+id+" of several rows", p.At)
	return p.seen.Add(p.ID)
}

// setSchema reads the type: Individual, Entity, Bank, Ship, Asset.
func (p *party) setSchema(kind string) {
	_, ship := p.at[shipName]
	switch k := key(kind); {
	case k == "individual":
		p.Schema = interdict.Person
	case k == "entity":
		p.Schema = interdict.Organization
	case k == "bank":
		p.Schema = interdict.Organization
		p.other(p.name("type"), kind)
	case k == "ship" || k == "vessel" || k == "" && ship:
		p.Schema = interdict.Vessel
	case k == "aircraft":
		p.Schema = interdict.Airplane
	case k == "asset": // a class of them, "ships owned by the government"
		p.Schema = interdict.LegalEntity
		p.other(p.name("type"), kind)
	default:
		p.Schema = interdict.LegalEntity
		if kind != "" {
			p.report.Meet("type "+kind, p.At)
			p.other(p.name("type"), kind)
		}
	}
}

func (p *party) readNames() {
	given, middle, last := p.take("firstname"), p.take("middlenames"), p.take("lastname")
	n := interdict.Name{Full: interdict.JoinName(given, middle, last), Kind: interdict.PrimaryName}
	if p.Schema == interdict.Person {
		for _, part := range []interdict.NamePart{{Kind: interdict.Given, Value: given}, {Kind: interdict.Middle, Value: middle}, {Kind: interdict.Family, Value: last}} {
			if part.Value = interdict.JoinName(part.Value); part.Value != "" {
				n.Parts = append(n.Parts, part)
			}
		}
	}
	p.addName(n)
	for _, column := range []string{shipName, "nameofasset", "name"} {
		p.addName(interdict.Name{Full: p.take(column), Kind: interdict.PrimaryName})
	}
	for _, column := range []string{"aliasalternatespellings", "aliasalternatenames"} {
		for part := range strings.FieldsFuncSeq(p.take(column), func(r rune) bool { return r == ';' || r == '\n' }) {
			for _, alias := range lists.AtCommas(part, p.Schema == interdict.Person) {
				p.addName(interdict.Name{Full: alias, Kind: interdict.AliasName})
			}
		}
	}
}

func (p *party) addName(n interdict.Name) {
	if n.Full = interdict.JoinName(strings.Trim(n.Full, " ,;")); !table.Named(n.Full) {
		return
	}
	if n.Kind == interdict.PrimaryName && len(p.Names) > 0 {
		n.Kind = interdict.AliasName
	}
	n.Script = lists.Script(n.Full)
	if !slices.ContainsFunc(p.Names, func(o interdict.Name) bool { return o.Full == n.Full }) {
		p.Names = append(p.Names, n)
	}
}

// nothing says that a cell only says that there is nothing to say.
func nothing(cell string) bool {
	switch key(cell) {
	case "", "na", "none", "unknown", "tbc", "notknown":
		return true
	}
	return false
}

// several are the values of a cell that may hold several.
func several(cell string) (values []string) {
	for v := range strings.FieldsFuncSeq(cell, func(r rune) bool { return r == ';' || r == '\n' }) {
		if v = strings.TrimSpace(v); !nothing(v) {
			values = append(values, v)
		}
	}
	return values
}

func (p *party) readFacts() {
	if birth := p.take("dob"); p.Schema == interdict.Person {
		dates, faults := table.ReadDates(nil, birth, table.DayFirst)
		if p.BirthDates = dates; faults != 0 {
			p.other(p.name("dob"), birth)
		}
	} else if birth != "" { // of an entity, the day of its founding
		p.other(p.name("dob"), birth)
	}
	for _, v := range several(p.take("placeofbirth")) {
		p.BirthPlaces = append(p.BirthPlaces, place(v))
	}
	for _, v := range several(p.take("address")) {
		p.Addresses = append(p.Addresses, place(v))
	}
	for _, column := range []string{"citizenship", "citizenship2", "citizenship3"} {
		for _, v := range several(p.take(column)) {
			p.Countries = append(p.Countries, interdict.Country{Role: interdict.Citizenship, Code: country.Code(v), Name: v})
		}
	}
	for _, v := range several(p.take("passportnumber")) {
		p.Identifiers = append(p.Identifiers, interdict.Identifier{Type: interdict.Passport, Value: v, Label: p.name("passportnumber")})
	}
	for _, v := range several(p.take("imonumber")) {
		p.Identifiers = append(p.Identifiers, interdict.Identifier{Type: interdict.IMO, Value: v, Label: p.name("imonumber")})
	}
	p.Positions = several(p.take("title"))
	for _, v := range several(p.take("associatesrelatives")) {
		p.Links = append(p.Links, link(v))
	}
	p.Remarks = p.take("additionalinformation")
}

// place is an address, or a place of birth, that ends with its country.
func place(text string) interdict.Place {
	last := strings.Trim(text[strings.LastIndexByte(text, ',')+1:], " .")
	return interdict.Place{Text: text, Country: country.Code(last)}
}

// link reads "wife of 'Dmitry Peskov'".
func link(text string) interdict.Link {
	of, name, ok := strings.Cut(text, " of ")
	name = strings.Trim(name, " '‘’\"")
	if !ok || name == "" {
		return interdict.Link{Type: "associate", Note: text}
	}
	l := interdict.Link{Type: "family", Name: name, Note: strings.TrimSpace(of)}
	if strings.Contains(key(of), "associate") {
		l.Type = "associate"
	}
	return l
}
