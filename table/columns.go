package table

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/interdict/interdict"
)

// Use says what is done with one column.
type Use struct {
	Column int    // counted from 0
	Header string // as in the file
	Field  Field  // Unknown where no one knows, Ignored where told so
}

// Columns knows what each column of a table means. It does not change and may
// be used by several goroutines.
type Columns struct {
	uses    []Use
	mapping *Mapping
	told    []bool // which columns the mapping told

	id, kind           slot
	full, script       []slot
	given, middle      []slot
	patronymic, family []slot
	rest               []slot // all others that describe a party, in the table's order

	address place
	idType  slot // of the columns of IDNumber
	// spanish says that genders are written H and M (hombre, mujer).
	spanish bool
	order   DateOrder // of the table as a whole
}

// slot is where a value comes from: a column, or a constant where the column
// is -1, or it and the others of its field hold nothing.
type slot struct {
	column   int
	constant string
	others   []int
	field    Field
	id       interdict.IDType
	role     interdict.CountryRole
	order    DateOrder // of a column of dates
	land     *slot     // the country of an identifier
}

// place is the columns of one address.
type place struct {
	whole, street              []slot
	city, region, postal, land slot
}

// apart says that a column gives a part of the address, not the whole.
func (p *place) apart() bool {
	return len(p.street) > 0 || p.city.field != Unknown || p.region.field != Unknown || p.postal.field != Unknown
}

// absent is the slot of a field that the table does not have.
var absent = slot{column: -1}

// NewColumns finds out what the columns with these headers mean, m being what
// a mapping file says, or nil. The sample is a piece of the table from which
// it learns in which order dates are written. The name is for messages.
//
// The errors say what to do: a column that the mapping names but the table
// lacks, two columns of one name, no column with names.
func NewColumns(header []string, name string, m *Mapping, sample Block) (*Columns, error) {
	c := meanings(header, m)
	if err := c.checkMapping(header); err != nil {
		return nil, err.of(name)
	}
	doubled := c.checkDoubles(header)
	if doubled != nil && c.known() { // else it is no header, and cells of a row may well be equal
		return nil, doubled.of(name)
	}
	c.arrange()
	if len(c.full)+len(c.script)+len(c.given)+len(c.family) == 0 {
		return nil, c.noName().of(name)
	}
	c.learn(sample)
	return c, nil
}

// NewMembers is NewColumns for the members of JSON objects: a name may come
// several times, as one of several values, none need be there, and nothing is
// known of the other objects.
func NewMembers(names []string, m *Mapping) *Columns {
	c := meanings(names, m)
	c.arrange()
	return c
}

// meanings gives each column the meaning of its header or of the mapping.
func meanings(header []string, m *Mapping) *Columns {
	if m == nil {
		m = &Mapping{}
	}
	c := &Columns{mapping: m, told: make([]bool, len(header)), id: absent, kind: absent, idType: absent}
	c.address.city, c.address.region, c.address.postal, c.address.land = absent, absent, absent, absent
	for i, h := range header {
		u := Use{Column: i, Header: h, Field: FieldOf(h)}
		if f, ok := m.field(h, i); ok {
			u.Field, c.told[i] = f, true
		}
		c.uses = append(c.uses, u)
	}
	return c
}

// arrange puts the columns and constants in their places.
func (c *Columns) arrange() {
	m := c.mapping
	c.inContext()
	for i, u := range c.uses {
		s := slot{column: u.Column, field: u.Field, order: m.Dates}
		if constant := m.Constants[u.Field]; constant != "" && c.find(u.Field) == i {
			s.constant = constant
			for _, o := range c.uses[i+1:] {
				if o.Field == u.Field {
					s.others = append(s.others, o.Column)
				}
			}
		}
		c.place(s)
	}
	for _, f := range sortedFields(m.Constants) {
		if c.find(f) < 0 {
			c.place(slot{column: -1, field: f, constant: m.Constants[f], order: m.Dates})
		}
	}
	c.pairCountries()
}

// Uses says what is done with each column.
func (c *Columns) Uses() []Use { return c.uses }

// Has says whether a column or constant gives this field.
func (c *Columns) Has(f Field) bool { return c.find(f) >= 0 || c.mapping.Constants[f] != "" }

// Cell is the first value of this field in a row, or its constant; empty where
// there is none.
func (c *Columns) Cell(row *Row, f Field) string {
	for _, u := range c.uses {
		if u.Field == f {
			if cell := strings.TrimSpace(row.Cells[u.Column]); cell != "" {
				return cell
			}
		}
	}
	return c.mapping.Constants[f]
}

func (c *Columns) find(f Field) int {
	return slices.IndexFunc(c.uses, func(u Use) bool { return u.Field == f })
}

// checkMapping finds columns that the mapping names and the table lacks.
func (c *Columns) checkMapping(header []string) *Error {
	for name := range c.mapping.Columns {
		if n, err := strconv.Atoi(name); err == nil && n >= 1 && n <= len(header) {
			continue
		}
		if !slices.ContainsFunc(header, func(h string) bool { return h == name || key(h) == key(name) }) {
			return &Error{Reason: fmt.Sprintf("the mapping names a column %q, which the table does not have", name), Remedy: "write the header as it stands in the file, or the column's number"}
		}
	}
	return nil
}

// checkDoubles finds columns of one name, unless the mapping tells them apart
// by number.
func (c *Columns) checkDoubles(header []string) *Error {
	first := map[string]int{}
	for i, h := range header {
		k := key(h)
		if _, byNumber := c.mapping.Columns[strconv.Itoa(i+1)]; k == "" || byNumber {
			continue
		}
		if j, ok := first[k]; ok {
			return &Error{Reason: fmt.Sprintf("columns %d and %d have the same name", j+1, i+1), Remedy: "rename one, or map both by number"}
		}
		first[k] = i
	}
	return nil
}

// inContext corrects what a header means by the headers beside it, where the
// mapping does not say: "Name" beside "Vorname" is the family name, "Nom" or
// "Nombre" without the other part is the whole name.
func (c *Columns) inContext() {
	told := c.told
	given, family := c.find(FirstName), c.find(LastName)
	if given >= 0 && family < 0 {
		if full := c.find(FullName); full < 0 && !told[given] {
			c.uses[given].Field = FullName
		} else if full >= 0 && !told[full] && slices.Contains([]string{"name", "naam"}, key(c.uses[full].Header)) {
			c.uses[full].Field = LastName
		}
	}
	if family >= 0 && given < 0 && !told[family] && c.find(FullName) < 0 {
		c.uses[family].Field = FullName
	}
}

// place puts a slot where its field belongs. Of fields that can have one value
// the first column counts.
func (c *Columns) place(s slot) {
	one := func(dst *slot) {
		if dst.field == Unknown {
			*dst = s
		}
	}
	switch s.field {
	case ID:
		one(&c.id)
	case Type:
		one(&c.kind)
	case FullName:
		c.full = append(c.full, s)
	case OriginalName:
		c.script = append(c.script, s)
	case FirstName:
		c.given = append(c.given, s)
	case MiddleName:
		c.middle = append(c.middle, s)
	case Patronymic:
		c.patronymic = append(c.patronymic, s)
	case LastName:
		c.family = append(c.family, s)
	case IDType:
		one(&c.idType)
	case Address:
		c.address.whole = append(c.address.whole, s)
	case Street:
		c.address.street = append(c.address.street, s)
	case City:
		one(&c.address.city)
	case Region:
		one(&c.address.region)
	case PostalCode:
		one(&c.address.postal)
	case AddressCountry:
		one(&c.address.land)
	case Aliases, WeakAliases, FormerName, MaidenName, BirthDate, BirthPlace, Gender, Email, IDNumber:
		c.rest = append(c.rest, s)
	default:
		s.id = identifiers[s.field]
		role, isCountry := roles[s.field]
		if s.role = role; isCountry || s.id != "" {
			c.rest = append(c.rest, s)
		}
	}
}

// pairCountries gives identifiers their columns of the issuing country.
func (c *Columns) pairCountries() {
	of := map[Field]Field{Passport: PassportCountry, NationalID: NationalIDCountry, TaxID: TaxIDCountry, IDNumber: IDCountry}
	for i := range c.rest {
		f, ok := of[c.rest[i].field]
		if !ok || !c.Has(f) {
			continue
		}
		c.rest[i].land = &slot{column: -1, constant: c.mapping.Constants[f]}
		if j := c.find(f); j >= 0 {
			c.rest[i].land.column = c.uses[j].Column
		}
	}
}

// noName is the error of a table without names. It repeats headers only where
// others show that the first row is a header, not a customer.
func (c *Columns) noName() *Error {
	var known, unknown []string
	for _, u := range c.uses {
		if u.Field == Unknown && u.Header != "" {
			unknown = append(unknown, strconv.Quote(u.Header))
		} else if u.Field != Unknown {
			known = append(known, u.Header)
		}
	}
	if len(known) < 2 {
		reason := fmt.Sprintf("none of the %d columns is recognised as a name", len(c.uses))
		if len(c.uses) == 1 {
			reason = "the only column is not recognised as a name"
		}
		return &Error{Reason: reason, Remedy: "let the first line name the columns, such as id, name, birth date, country; where it does so in other words, give them meaning with a mapping file"}
	}
	if len(unknown) == 0 {
		return &Error{Reason: "no column holds names", Remedy: "add a column name, or first name and last name"}
	}
	return &Error{Reason: "no column is recognised as a name", Remedy: "map the one that holds it with a mapping file (not recognised: " + strings.Join(unknown[:min(len(unknown), 20)], ", ") + ")"}
}

// known says that some of the headers mean something: two at least, as a cell of
// a row may do so by chance.
func (c *Columns) known() bool {
	n := 0
	for _, u := range c.uses {
		if u.Field != Unknown {
			n++
		}
	}
	return n > 1
}

// learn finds out from a piece of the table how dates and genders are written.
func (c *Columns) learn(sample Block) {
	columns := make([]orderEvidence, len(c.uses))
	h, f := false, false
	sample.Parse(&Row{}, func(row *Row) {
		for i, u := range c.uses {
			switch cell := row.Cells[i]; u.Field {
			case BirthDate, DeathDate, ListedOn:
				if cell != "" {
					columns[i].see(cell)
				}
			case Gender:
				h = h || cell == "H" || cell == "h"
				f = f || cell == "F" || cell == "f"
			}
		}
	})
	c.spanish = h && !f
	if c.mapping.Dates != OrderUnknown {
		c.order = c.mapping.Dates
		return
	}
	var all orderEvidence
	for _, e := range columns {
		all.dayFirst += e.dayFirst
		all.monthFirst += e.monthFirst
	}
	c.order = all.order()
	for i := range c.rest {
		if s := &c.rest[i]; s.field == BirthDate && s.column >= 0 {
			s.order = columns[s.column].order()
		}
	}
}

// DateOrder is how the table as a whole writes dates.
func (c *Columns) DateOrder() DateOrder { return c.order }

func sortedFields(m map[Field]string) []Field {
	var all []Field
	for f := range m {
		all = append(all, f)
	}
	slices.Sort(all)
	return all
}
