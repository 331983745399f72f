package ca

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/tsv"
)

//go:embed data/measures.tsv
var measuresTSV string

//go:embed data/words.tsv
var wordsTSV string

// tables are the facts of the folder data.
type tables struct {
	measures  map[[2]string][]interdict.Measure // by country and schedule
	languages map[string]bool
	forms     map[string]bool // legal forms and suffixes of names, in lower case
}

// facts are the tables, read once when first needed.
var facts = sync.OnceValue(func() *tables {
	t := &tables{measures: map[[2]string][]interdict.Measure{}, languages: map[string]bool{}, forms: map[string]bool{}}
	for _, c := range tsv.Records(measuresTSV) {
		for m := range strings.FieldsSeq(c[2]) {
			key := [2]string{c[0], c[1]}
			t.measures[key] = append(t.measures[key], interdict.Measure(m))
		}
	}
	for _, c := range tsv.Records(wordsTSV) {
		if c[0] == "language" {
			t.languages[c[1]] = true
		} else {
			t.forms[strings.ToLower(c[1])] = true
		}
	}
	return t
})

// measuresOf are what a schedule of a country's regulations orders.
func (t *tables) measuresOf(country, schedule string) []interdict.Measure {
	schedule, _, _ = strings.Cut(schedule, ",")
	for _, key := range [][2]string{{country, strings.TrimSpace(schedule)}, {country, "*"}, {"*", "*"}} {
		if m := t.measures[key]; m != nil {
			return slices.Clone(m)
		}
	}
	return nil
}

// form says that a piece of text is a legal form, or a suffix of a name.
func (t *tables) form(s string) bool {
	return t.forms[strings.ToLower(strings.Trim(s, " ."))]
}
