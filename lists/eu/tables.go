package eu

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"unicode"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/tsv"
)

//go:embed data/columns.tsv
var columnsTSV string

//go:embed data/identifiers.tsv
var identifiersTSV string

//go:embed data/programmes.tsv
var programmesTSV string

//go:embed data/remarks.tsv
var remarksTSV string

// tables are the facts of the folder data.
type tables struct {
	columns    map[string]string           // version 1.1's, by their name in either version, in lower case
	codes      map[string]interdict.IDType // by identificationTypeCode
	words      []wordType
	programmes map[string]string
	former     map[string]bool // by the words of a remark, in lower case
	formerFrom []string        // that begin one
}

type wordType struct {
	word string
	id   interdict.IDType
}

// facts are the tables, read once when first needed.
var facts = sync.OnceValue(func() *tables {
	t := &tables{columns: map[string]string{}, codes: map[string]interdict.IDType{}, programmes: map[string]string{}, former: map[string]bool{}}
	records(columnsTSV, "columns.tsv", 2, func(c []string) {
		name := strings.ToLower(c[0])
		t.columns[name] = name
		if c[1] != "" {
			t.columns[strings.ToLower(c[1])] = name
		}
	})
	records(identifiersTSV, "identifiers.tsv", 3, func(c []string) {
		if c[0] == "code" {
			t.codes[c[1]] = interdict.IDType(c[2])
		} else {
			t.words = append(t.words, wordType{" " + c[1] + " ", interdict.IDType(c[2])})
		}
	})
	records(programmesTSV, "programmes.tsv", 2, func(c []string) { t.programmes[c[0]] = c[1] })
	records(remarksTSV, "remarks.tsv", 2, func(c []string) {
		if begin, ok := strings.CutSuffix(c[1], "…"); ok {
			t.formerFrom = append(t.formerFrom, begin+" ")
		} else {
			t.former[c[1]] = true
		}
	})
	return t
})

func records(table, name string, cells int, take func([]string)) {
	for line, c := range tsv.Records(table) {
		if len(c) != cells {
			panic(fmt.Sprintf("lists/eu/data/%s, line %d: %d cells", name, line, len(c))) // a fault of the build, found by its test
		}
		take(c)
	}
}

// idType is the type of a number, by its code and remark.
func (t *tables) idType(code, remark string) interdict.IDType {
	id, known := t.codes[code]
	if !known {
		id = interdict.OtherID
	}
	switch id {
	case interdict.OtherID, interdict.RegistrationNo, interdict.TaxID, interdict.NationalID:
	default:
		return id
	}
	said := words(remark)
	for _, w := range t.words {
		if strings.Contains(said, w.word) {
			// "registered in ... passport" is no reason to doubt a registration.
			if w.id == interdict.Passport && code != "other" {
				continue
			}
			return w.id
		}
	}
	return id
}

// words are a text's words in lower case, a space around each: "ID-No." is
// " id no ".
func words(s string) string {
	parts := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	return " " + strings.Join(parts, " ") + " "
}
