package table

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
)

// NonLatin is the Script of names whose letters are not Latin.
const NonLatin = "Non-Latin"

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
	if c.address.used {
		c.addresses(row, s, t)
	}
	return faults
}

// cell is the slot's value in a row.
func (s *slot) cell(row *Row) string {
	if s.column < 0 {
		return s.constant
	}
	if cell := strings.TrimSpace(row.Cells[s.column]); cell != "" {
		return cell
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

// Named says that a cell holds something that can be a name: a letter or, for
// companies, a digit.
func Named(cell string) bool {
	for i := range len(cell) {
		if c := cell[i]; c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' {
			return true
		} else if c >= utf8.RuneSelf {
			return strings.IndexFunc(cell[i:], func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0
		}
	}
	return false
}

// scriptOf is NonLatin for a name that has letters, none of them Latin.
func scriptOf(name string) string {
	other := false
	for _, r := range name {
		if r < utf8.RuneSelf {
			if c := r | 0x20; c >= 'a' && c <= 'z' {
				return ""
			}
		} else if unicode.Is(unicode.Latin, r) {
			return ""
		} else if unicode.IsLetter(r) {
			other = true
		}
	}
	if other {
		return NonLatin
	}
	return ""
}

// addName adds a name of this kind, if the cell holds one.
func addName(s *interdict.Subject, full string, kind interdict.NameKind) *interdict.Name {
	if !Named(full) {
		return nil
	}
	var n *interdict.Name
	s.Names, n = more(s.Names)
	*n = interdict.Name{Full: full, Kind: kind, Parts: n.Parts[:0], Script: scriptOf(full)}
	return n
}

// names adds the primary name, from one cell or from its parts, and the name in
// the bearer's own script. It returns the given name.
func (c *Columns) names(row *Row, s *interdict.Subject, t *Text) string {
	var partSpace [8]interdict.NamePart
	parts := partSpace[:0]
	add := func(slots []slot, kind interdict.PartKind) {
		for i := range slots {
			if cell := slots[i].cell(row); Named(cell) && len(parts) < cap(parts) {
				parts = append(parts, interdict.NamePart{Kind: kind, Value: cell})
			}
		}
	}
	if len(c.given)+len(c.family) > 0 {
		add(c.given, interdict.Given)
		add(c.middle, interdict.Middle)
		add(c.patronymic, interdict.Patronymic)
		add(c.family, interdict.Family)
	}
	joined := false
	for i := range c.full {
		cell := c.full[i].cell(row)
		if !Named(cell) || len(s.Names) > 0 && s.Names[0].Full == cell {
			continue
		}
		// A contact's company stands in a column of names too: it is another
		// name, not the whole of the parts.
		if !joined && len(parts) > 0 && !containsParts(cell, parts) {
			addParts(s, parts, t)
			joined = true
		}
		kind := interdict.PrimaryName
		if len(s.Names) > 0 {
			kind = interdict.AliasName
		}
		if n := addName(s, cell, kind); n != nil && !joined {
			n.Parts = append(n.Parts, parts...)
			joined = true
		}
	}
	if !joined && len(parts) > 0 {
		addParts(s, parts, t)
	}
	for i := range c.script {
		kind := interdict.PrimaryName
		if len(s.Names) > 0 {
			kind = interdict.VariationName
		}
		addName(s, c.script[i].cell(row), kind)
	}
	if len(parts) > 0 && parts[0].Kind == interdict.Given {
		return parts[0].Value
	}
	return ""
}

// addParts adds a name made of its parts.
func addParts(s *interdict.Subject, parts []interdict.NamePart, t *Text) {
	var space [8]string
	values := space[:0]
	for _, p := range parts {
		values = append(values, p.Value)
	}
	full := values[0]
	if len(values) > 1 {
		full = t.join(values...)
	}
	if n := addName(s, full, interdict.PrimaryName); n != nil {
		n.Parts = append(n.Parts, parts...)
	}
}

// containsParts says that a full name is that of the parts.
func containsParts(full string, parts []interdict.NamePart) bool {
	for _, p := range parts {
		if !strings.Contains(full, p.Value) && !strings.Contains(strings.ToLower(full), strings.ToLower(p.Value)) {
			return false
		}
	}
	return true
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

// addMaiden adds the name at birth. Such a column holds a family name alone:
// with the given name it makes a name, without it would match too much and is
// left out.
func addMaiden(s *interdict.Subject, cell, given string, t *Text) {
	if cell = filled(cell); !Named(cell) {
		return
	}
	if strings.IndexByte(cell, ' ') > 0 || given == "" {
		if strings.IndexByte(cell, ' ') > 0 {
			addName(s, cell, interdict.MaidenName)
		}
		return
	}
	if n := addName(s, t.join(given, cell), interdict.MaidenName); n != nil {
		n.Parts = append(n.Parts, interdict.NamePart{Kind: interdict.Given, Value: given}, interdict.NamePart{Kind: interdict.Maiden, Value: cell})
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
	if !a.apart {
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
