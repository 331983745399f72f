package table

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interdict/interdict"
)

// nonLatin is the Script of names whose letters are not Latin.
const nonLatin = "Non-Latin"

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

// scriptOf is nonLatin for a name that has letters, none of them Latin.
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
		return nonLatin
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

// addMaiden adds the name at birth. Such a column holds a family name alone:
// with the given name it makes a name, without it would match too much and is
// left out.
func addMaiden(s *interdict.Subject, cell, given string, t *Text) {
	if cell = filled(cell); !Named(cell) {
		return
	}
	if strings.IndexByte(cell, ' ') > 0 { // a whole name
		addName(s, cell, interdict.MaidenName)
		return
	}
	if given == "" {
		return
	}
	if n := addName(s, t.join(given, cell), interdict.MaidenName); n != nil {
		n.Parts = append(n.Parts, interdict.NamePart{Kind: interdict.Given, Value: given}, interdict.NamePart{Kind: interdict.Maiden, Value: cell})
	}
}
