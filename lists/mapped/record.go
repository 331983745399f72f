package mapped

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/table"
)

// record is one row of a table or one object, as far as cells go.
type record struct {
	mapping *mapping
	names   []string // the headers
	cells   []string
	raw     string
	at      string
}

// cell is what a column holds, empty where it is absent or says nothing.
func (r *record) cell(name string) string {
	for i, n := range r.names {
		if n == name {
			return r.clean(r.cells[i])
		}
	}
	return ""
}

// clean drops the spaces around a cell, the invisible marks in it, and what
// says nothing.
func (r *record) clean(cell string) string {
	cell = strings.TrimSpace(invisible.Replace(cell))
	if cell == "-" || cell == "--" {
		return ""
	}
	for _, e := range r.mapping.Empty {
		if strings.EqualFold(cell, e) {
			return ""
		}
	}
	return cell
}

// invisible are marks that mean nothing in a table: zero-width spaces, joiners
// and byte order marks, and the no-break space, which is a space.
var invisible = strings.NewReplacer("\u200b", "", "\u2060", "", "\ufeff", "", "\u00a0", " ")

// holds says whether all of a rule's conditions are true.
func (r *record) holds(conditions []condition) bool {
	for _, c := range conditions {
		cell := strings.ToLower(r.cell(c.column))
		if c.value != cell && (c.value != "*" || cell == "") {
			return false
		}
	}
	return true
}

// first is the value of the first rule that holds.
func (r *record) first(rules []rule) string {
	for _, rule := range rules {
		if r.holds(rule.conditions) {
			return rule.value
		}
	}
	return ""
}

// id is the publisher's number of the entry, or one made of what it says.
func (r *record) id() string {
	if n := r.mapping.Number; len(n) > 0 && r.cell(n[len(n)-1]) != "" {
		return r.joined(n)
	}
	said := false
	h := sha256.New()
	for _, name := range r.mapping.IDs {
		cell := ""
		for either := range strings.SplitSeq(name, "|") {
			if cell == "" {
				cell = strings.Join(strings.Fields(r.cell(strings.TrimSpace(either))), " ")
			}
		}
		said = said || cell != ""
		h.Write([]byte(cell))
		h.Write([]byte{0})
	}
	if !said {
		return ""
	}
	return "row-" + hex.EncodeToString(h.Sum(nil)[:8])
}

// joined is what these columns hold, the empty ones left out.
func (r *record) joined(columns []string) string {
	var parts []string
	for _, name := range columns {
		if cell := r.cell(name); cell != "" {
			parts = append(parts, cell)
		}
	}
	return strings.Join(parts, "/")
}

// removed says that the entry is marked as no longer listed.
func (r *record) removed() bool {
	for i, name := range r.names {
		if r.mapping.Columns[name] == "removed" && r.clean(r.cells[i]) != "" {
			return true
		}
	}
	return false
}

// headingOf is a row's heading, where it is one.
func (r *record) headingOf() (string, bool) {
	if r.mapping.Heading == "" || !strings.HasPrefix(r.clean(r.cells[0]), r.mapping.Heading) {
		return "", false
	}
	for _, c := range r.cells[1:] {
		if r.clean(c) != "" {
			return "", false
		}
	}
	return r.clean(r.cells[0]), true
}

// continuation says that the row belongs to the one above.
func (r *record) continuation() bool {
	for _, name := range r.mapping.Continues {
		if r.cell(name) != "" {
			return false
		}
	}
	return len(r.mapping.Continues) > 0
}

// listing makes a listing of the record. It has no name where the record has
// none.
func (r *record) listing(list string, meet func(column, at string)) *interdict.Listing {
	b := &builder{record: r, filled: map[string]bool{}}
	b.Listing = interdict.Listing{List: list, ID: r.id(), Raw: []byte(r.raw), At: r.at}
	b.schema()
	for i, name := range r.names {
		cell := r.clean(r.cells[i])
		if cell == "" {
			continue
		}
		field, told := r.mapping.Columns[name]
		if name == "" {
			name = fmt.Sprintf("column %d", i+1)
		}
		if !told {
			field = "other"
			meet(name, r.at)
		}
		b.take(field, name, cell)
	}
	b.placed = b.place != interdict.Place{}
	for _, field := range fieldOrder {
		if value := r.mapping.Constants[field]; value != "" && !b.filled[field] {
			b.take(field, field, value)
		}
	}
	b.finish()
	return &b.Listing
}

// within is another name that stands in brackets within a name: "SEDAQAT
// (a.k.a. Sedaghat) Farajollah", "STORMBRINGER (ex KRITI VIGOR)".
var within = regexp.MustCompile(`(?i)\s*\((a\.?k\.?a\.?|alias|also known as|f\.?k\.?a\.?|formerly known as|formerly|ex|previously)[:\s]\s*([^()]+)\)`)

// between is what stands between such names.
var between = regexp.MustCompile(`[,;]\s+|\s+or\s+`)

// name adds a name that the listing has not yet, and those within it.
func (b *builder) name(full string, kind interdict.NameKind, quality interdict.Quality) {
	if m := within.FindStringSubmatch(full); m != nil {
		b.name(within.ReplaceAllString(full, " "), kind, quality)
		inner := interdict.AliasName
		if c := m[1][0] | 0x20; c == 'f' || c == 'e' || c == 'p' {
			inner = interdict.FormerName
		}
		for _, one := range between.Split(m[2], -1) {
			b.name(one, inner, quality)
		}
		return
	}
	full = strings.Trim(strings.Join(strings.Fields(full), " "), ",; ")
	if !table.Named(full) || slices.ContainsFunc(b.Names, func(n interdict.Name) bool { return n.Full == full }) {
		return
	}
	b.Names = append(b.Names, interdict.Name{Full: full, Kind: kind, Quality: quality})
}
