package fr

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/internal/tsv"
)

//go:embed data/countries.tsv
var countriesTSV string

//go:embed data/identifications.tsv
var identificationsTSV string

// tables are the facts of the folder data.
type tables struct {
	countries map[string]string // code by word
	meanings  map[string]string // of the words of an identification
	words     []string          // those words, the longest first
}

// facts are the tables, read once when first needed.
var facts = sync.OnceValue(func() *tables {
	t := &tables{countries: map[string]string{}, meanings: map[string]string{}}
	for line, c := range tsv.Records(countriesTSV) {
		if len(c) != 2 {
			panic(fmt.Sprintf("lists/fr/data/countries.tsv, line %d: %d cells", line, len(c))) // a fault of the build, found by its test
		}
		for w := range strings.SplitSeq(c[1], ";") {
			t.countries[w] = c[0]
		}
	}
	for line, c := range tsv.Records(identificationsTSV) {
		if len(c) != 2 {
			panic(fmt.Sprintf("lists/fr/data/identifications.tsv, line %d: %d cells", line, len(c)))
		}
		t.meanings[c[0]] = c[1]
		t.words = append(t.words, c[0])
	}
	slices.SortFunc(t.words, func(a, b string) int { return len(b) - len(a) })
	return t
})

// country is the code of a country or nationality in French.
func (t *tables) country(said string) string {
	word := plain(said)
	if code := t.countries[word]; code != "" {
		return code
	}
	if code := t.countries[strings.TrimSuffix(word, "e")]; code != "" {
		return code
	}
	return country.Code(said)
}

// plain is a word in lower case with plain apostrophes.
func plain(s string) string { return strings.ReplaceAll(strings.ToLower(s), "’", "'") }

// meaning is what the words before a value say that it is.
func (t *tables) meaning(words string) string {
	words = plain(words)
	for _, w := range t.words {
		if i := strings.Index(words, w); i >= 0 && bounded(words, i, i+len(w)) {
			return t.meanings[w]
		}
	}
	return ""
}

// bounded says that a word stands by itself.
func bounded(text string, from, to int) bool {
	letter := func(c byte) bool { return c >= 'a' && c <= 'z' || c >= 0x80 }
	return (from == 0 || !letter(text[from-1])) && (to == len(text) || !letter(text[to]))
}

func (e *entry) addIdentifier(id interdict.Identifier) {
	if strings.Trim(id.Value, "/ -") == "" {
		e.other(string(id.Type), strings.TrimSpace(id.Value+" "+id.Note))
		return
	}
	e.Identifiers = append(e.Identifiers, id)
}

// addCard adds another document: its comment says which.
func (e *entry) addCard(number, comment string) {
	id := interdict.Identifier{Type: interdict.OtherID, Value: number, Label: comment}
	switch m := e.tables.meaning(comment); m {
	case "national_id", "passport", "tax_id":
		id.Type = interdict.IDType(m)
	}
	e.addIdentifier(id)
}

var (
	// segments are divided by " - ", or by a line end that became a space.
	segments = regexp.MustCompile(`\s+[-–—]\s+`)
	// labelled is a word and a value: "Numéro OGRN: 1027700590521".
	labelled = regexp.MustCompile(`^\s*([^:]*\pL[^:]*?)\s*:\s*(.+)$`)
	// number is a value that is one: it has a digit and no words.
	number = regexp.MustCompile(`^[\pL\pN./_-]*\pN[\pL\pN./_-]*$`)
	// wallet is the address of a digital currency.
	wallet = regexp.MustCompile(`\b(0x[0-9a-fA-F]{40}|bc1[0-9a-z]{25,60}|[13][1-9A-HJ-NP-Za-km-z]{25,34}|T[1-9A-HJ-NP-Za-km-z]{33}|[48][1-9A-HJ-NP-Za-km-z]{94})\b`)
)

// addIdentification reads a value of free text. Where the comment says what it
// is, the value is a number alone.
func (e *entry) addIdentification(comment, text string) {
	comment = strings.Trim(comment, " :")
	if strings.Trim(text, "/ ") == "" {
		comment, text = "", comment
	}
	if comment != "" && (number.MatchString(text) || !strings.Contains(text, ":")) {
		text = comment + ": " + text
		comment = ""
	}
	for _, s := range segments.Split(text, -1) {
		e.segment(s)
	}
	e.other("IDENTIFICATION/Commentaire", comment)
}

// segment reads one "word: value".
func (e *entry) segment(text string) {
	if text = strings.Trim(text, " ;,"); text == "" || text == "/" {
		return
	}
	label, value := "", text
	if m := labelled.FindStringSubmatch(text); m != nil {
		label, value = m[1], strings.Trim(m[2], " ;:")
	} else if first, rest, ok := strings.Cut(text, " "); ok && e.tables.meaning(first) != "" && number.MatchString(strings.TrimSpace(rest)) {
		label, value = first, strings.TrimSpace(rest)
	}
	if found := wallet.FindAllString(text, -1); found != nil {
		for _, w := range found {
			e.Identifiers = append(e.Identifiers, interdict.Identifier{Type: interdict.Wallet, Value: w, Label: label})
		}
		return
	}
	switch m := e.tables.meaning(label); m {
	case "place":
		p := interdict.Place{Text: value, Note: label}
		last := strings.TrimSpace(value[strings.LastIndexByte(value, ',')+1:])
		if p.Country = e.tables.country(last); p.Country != "" {
			p.CountryName = last
		}
		e.Addresses = append(e.Addresses, p)
	case "country":
		e.Countries = append(e.Countries, interdict.Country{Role: interdict.Registration, Code: e.tables.country(value), Name: value})
	case "link":
		for one := range strings.SplitSeq(value, ";") {
			if one = strings.TrimSpace(one); one != "" {
				e.Links = append(e.Links, interdict.Link{Type: "linked_to", Name: one, Note: label})
			}
		}
	case "other", "", "wallet":
		e.unsaid(label, value, text)
	default:
		e.numbers(interdict.IDType(m), label, value)
	}
}

// unsaid keeps what no word explains; a number is one all the same.
func (e *entry) unsaid(label, value, text string) {
	if number.MatchString(value) && strings.ContainsAny(value, "0123456789") && len(value) > 4 && e.tables.meaning(label) != "other" {
		e.Identifiers = append(e.Identifiers, interdict.Identifier{Type: interdict.OtherID, Value: value, Label: label})
		return
	}
	e.other("IDENTIFICATION", text)
}

// numbers adds the numbers behind one word.
func (e *entry) numbers(kind interdict.IDType, label, value string) {
	if kind == "other_id" {
		kind = interdict.OtherID
	}
	for _, one := range strings.FieldsFunc(value, func(r rune) bool { return r == ';' || r == ',' }) {
		if one = strings.TrimSpace(one); one != "" {
			e.Identifiers = append(e.Identifiers, interdict.Identifier{Type: kind, Value: one, Label: label})
		}
	}
}
