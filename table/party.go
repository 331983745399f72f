package table

import (
	"strings"
	"unicode/utf8"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
)

// Text holds the few texts that a row does not have as they are needed, such
// as a full name made of its parts. It takes memory by the piece and is for
// one goroutine; the texts stay when it goes on.
type Text struct{ b strings.Builder }

// textPiece is how much memory Text takes at once, in bytes.
const textPiece = 32 << 10

// join joins words with single spaces.
func (t *Text) join(words ...string) string {
	size := 0
	for _, w := range words {
		size += len(w) + 1
	}
	if t.b.Cap()-t.b.Len() < size {
		t.b = strings.Builder{}
		t.b.Grow(max(textPiece, size))
	}
	start := t.b.Len()
	for _, w := range words {
		if w == "" {
			continue
		}
		if t.b.Len() > start {
			t.b.WriteByte(' ')
		}
		t.b.WriteString(w)
	}
	return t.b.String()[start:]
}

// Party fills s with what a row says: all but Kind and Path. The slices that s
// brings are used again, those of its names' parts included. It says what was
// wrong; with FaultNoName the row cannot be screened.
func (c *Columns) Party(row *Row, s *interdict.Subject, t *Text) Faults {
	var faults Faults
	if row.Damaged {
		faults |= FaultEncoding
		for i, cell := range row.Cells {
			row.Cells[i] = strings.ToValidUTF8(cell, string(utf8.RuneError))
		}
	}
	s.ID, s.Row, s.Schema = c.id.cell(row), row.Number, ""
	s.Names, s.BirthDates, s.Countries = s.Names[:0], s.BirthDates[:0], s.Countries[:0]
	s.Identifiers, s.Genders, s.Addresses, s.Emails = s.Identifiers[:0], s.Genders[:0], s.Addresses[:0], s.Emails[:0]
	s.BirthPlaces = s.BirthPlaces[:0]
	if kind := filled(c.kind.cell(row)); kind != "" {
		schema, ok := lookup(words().types, kind)
		if s.Schema = schema; !ok {
			faults |= NoteType
		}
	}
	given := c.names(row, s, t)
	for i := range c.rest {
		faults |= c.fill(row, &c.rest[i], s, t, given)
	}
	if len(s.Names) == 0 {
		return faults | FaultNoName
	}
	c.addresses(row, s, t)
	return faults
}

// cell is the slot's value in a row.
func (s *slot) cell(row *Row) string {
	if s.column < 0 {
		return s.constant
	}
	if cell := strings.TrimSpace(row.Cells[s.column]); cell != "" || s.constant == "" {
		return cell
	}
	for _, column := range s.others {
		if strings.TrimSpace(row.Cells[column]) != "" {
			return ""
		}
	}
	return s.constant
}

// more lengthens a slice by one, which is what it held there before, so that
// its own slices can be used again.
func more[T any](s []T) ([]T, *T) {
	if len(s) < cap(s) {
		s = s[:len(s)+1]
	} else {
		var zero T
		s = append(s, zero)
	}
	return s, &s[len(s)-1]
}

// fill adds what one further column says.
func (c *Columns) fill(row *Row, from *slot, s *interdict.Subject, t *Text, given string) Faults {
	cell := from.cell(row)
	if cell == "" {
		return 0
	}
	var faults Faults
	switch from.field {
	case Aliases:
		each(cell, ";|", func(a string) { addName(s, a, interdict.AliasName) })
	case WeakAliases:
		each(cell, ";|", func(a string) {
			if n := addName(s, a, interdict.AliasName); n != nil {
				n.Quality = interdict.Weak
			}
		})
	case FormerName:
		each(cell, ";|", func(a string) { addName(s, a, interdict.FormerName) })
	case MaidenName:
		addMaiden(s, cell, given, t)
	case BirthDate:
		s.BirthDates, faults = ReadDates(s.BirthDates, cell, from.order)
	case BirthPlace:
		each(cell, ";|", func(a string) { s.BirthPlaces = append(s.BirthPlaces, interdict.Place{Text: a}) })
	case Gender:
		if g := c.gender(cell); g != "" {
			s.Genders = append(s.Genders, g)
		}
	case Email:
		each(cell, ";,| ", func(a string) { s.Emails = append(s.Emails, a) })
	case IDNumber:
		faults = c.numbered(row, from, s, cell)
	default:
		if from.id == "" {
			return addCountries(s, cell, from.role)
		}
		faults = c.identified(row, from, s, cell)
	}
	return faults
}

// each hands over the values of a cell that holds several, without those that
// say nothing.
func each(cell, separators string, yield func(string)) {
	for cell != "" {
		one, rest := cell, ""
		if i := strings.IndexAny(cell, separators); i >= 0 {
			one, rest = cell[:i], cell[i+1:]
		}
		if one = filled(one); one != "" {
			yield(one)
		}
		cell = rest
	}
}

func (c *Columns) gender(cell string) string {
	if c.spanish && (cell == "M" || cell == "m") {
		return "female"
	}
	if g, ok := lookup(words().genders, cell); ok {
		return g
	}
	return filled(cell)
}

// addCountries adds the countries of a cell. One that is not known is kept by
// its name.
func addCountries(s *interdict.Subject, cell string, role interdict.CountryRole) Faults {
	// Before asking whether the cell says nothing: NA is Namibia.
	if code := country.Code(cell); code != "" {
		s.Countries = append(s.Countries, interdict.Country{Role: role, Code: code, Name: cell})
		return 0
	}
	if filled(cell) == "" {
		return 0
	}
	if codes := country.All(cell); codes != nil {
		for _, code := range codes {
			s.Countries = append(s.Countries, interdict.Country{Role: role, Code: code, Name: cell})
		}
		return 0
	}
	var faults Faults
	each(cell, ";|", func(one string) {
		code := country.Code(one)
		if code == "" {
			faults = FaultCountry
		}
		s.Countries = append(s.Countries, interdict.Country{Role: role, Code: code, Name: one})
	})
	return faults
}

// identified adds the identifiers of a cell whose column says their type.
func (c *Columns) identified(row *Row, from *slot, s *interdict.Subject, cell string) Faults {
	land, faults := issuer(row, from)
	each(cell, ";|", func(v string) {
		s.Identifiers = append(s.Identifiers, interdict.Identifier{Type: from.id, Value: v, Country: land})
	})
	return faults
}

// numbered adds an identifier whose type another cell says.
func (c *Columns) numbered(row *Row, from *slot, s *interdict.Subject, cell string) Faults {
	if cell = filled(cell); cell == "" {
		return 0
	}
	label := c.idType.cell(row)
	id := interdict.Identifier{Type: interdict.OtherID, Value: cell, Label: label}
	if f, ok := lookup(words().fields, label); ok && identifiers[f] != "" {
		id.Type = identifiers[f]
	}
	var faults Faults
	id.Country, faults = issuer(row, from)
	s.Identifiers = append(s.Identifiers, id)
	return faults
}

// issuer reads the country beside an identifier.
func issuer(row *Row, from *slot) (string, Faults) {
	if from.land == nil {
		return "", 0
	}
	cell := from.land.cell(row)
	code := country.Code(cell)
	if code == "" && filled(cell) != "" {
		return "", FaultCountry
	}
	return code, 0
}

// addresses adds the row's address, from one cell or from its parts.
func (c *Columns) addresses(row *Row, s *interdict.Subject, t *Text) {
	a := &c.address
	land := a.land.cell(row)
	if !a.apart() {
		for i := range a.whole {
			each(a.whole[i].cell(row), ";|", func(text string) {
				s.Addresses = append(s.Addresses, interdict.Place{Text: text, Country: country.Code(land), CountryName: land})
			})
		}
		return
	}
	p := interdict.Place{City: a.city.cell(row), Region: a.region.cell(row), PostalCode: a.postal.cell(row), CountryName: land}
	for _, lines := range [2][]slot{a.whole, a.street} {
		for i := range lines {
			switch line := filled(lines[i].cell(row)); {
			case line == "":
			case p.Street == "":
				p.Street = line
			default:
				p.Street = t.join(p.Street, line)
			}
		}
	}
	if p == (interdict.Place{}) {
		return
	}
	p.Country = country.Code(land)
	s.Addresses = append(s.Addresses, p)
}
