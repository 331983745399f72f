package un

import (
	"regexp"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/internal/xmlstream"
)

func (e *entry) readDocuments() {
	for n := range e.rec.All("INDIVIDUAL_DOCUMENT") {
		e.addDocument(n)
	}
}

// addDocument reads one document. Its number may be a sentence, or stand in
// another element; a document without any number goes to Other.
func (e *entry) addDocument(n *xmlstream.Node) {
	kind, detail := oneLine(n.Take("TYPE_OF_DOCUMENT")), oneLine(n.Take("TYPE_OF_DOCUMENT2"))
	number, note := oneLine(n.Take("NUMBER")), n.Take("NOTE")
	issuing, issuedIn, city := n.Take("ISSUING_COUNTRY"), n.Take("COUNTRY_OF_ISSUE"), n.Take("CITY_OF_ISSUE")
	id := interdict.Identifier{
		Type:    e.tables.documentType(kind, detail),
		Label:   join(", ", kind, detail),
		Country: firstCode(issuing, issuedIn),
		Note:    note,
	}
	id.Issued = e.documentDate(&id, n, "DATE_OF_ISSUE")
	id.Expires = e.documentDate(&id, n, "DATE_OF_EXPIRY")
	// Countries and towns that the typed field does not tell stay as a note.
	for _, s := range []string{issuing, issuedIn} {
		if s != "" && country.Code(s) != id.Country {
			id.Note = join("; ", id.Note, "country of issue: "+s)
		}
	}
	if city != "" {
		id.Note = join("; ", id.Note, "issued in "+city)
	}
	switch {
	case number != "":
		cleanNumber(&id, number)
	case findNumber(note) != "":
		id.Value = findNumber(note)
	case findNumber(detail) != "":
		id.Value = findNumber(detail)
	default:
		e.other("INDIVIDUAL_DOCUMENT", join("; ", id.Label, id.Note))
		return
	}
	e.Identifiers = append(e.Identifiers, id)
}

// join puts the texts that are not empty together.
func join(sep string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), sep)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func firstCode(names ...string) string {
	for _, name := range names {
		if c := country.Code(name); c != "" {
			return c
		}
	}
	return ""
}

func (e *entry) documentDate(id *interdict.Identifier, n *xmlstream.Node, name string) interdict.Date {
	v := n.Take(name)
	d, ok := parseDay(v)
	if !ok && v != "" {
		id.Note = join("; ", id.Note, name+" "+v)
	}
	return d
}

// numbered finds the number in "Libyan passport No. 513519", "SSN
// 156-92-9858", "identity card DE- 473900".
var numbered = regexp.MustCompile(`(?i:\b(?:numbers?|no|card|code|ssn|passport)\b)[.:\s]*((?:[A-Z]{1,6}[- ]{0,2}|N°)?\d[\dA-Za-z/.-]*(?:[ -]\d+)*|[A-Z]{4,}\d[\dA-Z]+)`)

// leading is a number at the beginning of a note.
var leading = regexp.MustCompile(`^\d{5,}\b`)

// findNumber is the number that a sentence gives, or "".
func findNumber(text string) string {
	if m := numbered.FindStringSubmatch(text); m != nil {
		return strings.TrimRight(m[1], ".,-")
	}
	return leading.FindString(text)
}

// trailing is a number behind words: "Libya B/002210", "Reiseausweis”) A
// 0139243".
var trailing = regexp.MustCompile(`^(.*[a-z).”:])\s+((?:[A-Z]{1,3}[ /-]?)?\d[\dA-Z/-]*)$`)

// cleanNumber sets the identifier's value from its NUMBER, without the words
// that stand around it in some; then the whole stays as a note.
func cleanNumber(id *interdict.Identifier, published string) {
	published = strings.TrimSpace(strings.TrimPrefix(published, "'"))
	id.Value = published
	before := ""
	if number, inside, ok := brackets(published); ok && strings.ContainsAny(number, "0123456789") {
		id.Value = number
		id.Note = join("; ", id.Note, inside)
	}
	if n := findNumber(id.Value); n != "" && n != id.Value && strings.ContainsAny(id.Value, "abcdefghijklmnopqrstuvwxyz") {
		before, _, _ = strings.Cut(id.Value, n)
		id.Value = n
	} else if m := trailing.FindStringSubmatch(id.Value); m != nil {
		before, id.Value = m[1], m[2]
	}
	if before == "" {
		return
	}
	id.Note = join("; ", id.Note, published)
	if id.Country == "" {
		id.Country = leadingCountry(before)
	}
}

// leadingCountry is the country or demonym that a text begins with.
func leadingCountry(text string) string {
	words := strings.Fields(text)
	for n := min(len(words), 5); n > 0; n-- {
		if c := country.Code(strings.Join(words[:n], " ")); c != "" {
			return c
		}
	}
	return ""
}
