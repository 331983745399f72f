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

//go:embed data/languages.tsv
var languagesTSV string

// tables are the facts of the folder data.
type tables struct {
	measures  map[[2]string][]interdict.Measure // by country and schedule
	languages map[string]bool
}

// facts are the tables, read once when first needed.
var facts = sync.OnceValue(func() *tables {
	t := &tables{measures: map[[2]string][]interdict.Measure{}, languages: map[string]bool{}}
	for _, c := range tsv.Records(measuresTSV) {
		for m := range strings.FieldsSeq(c[2]) {
			key := [2]string{c[0], c[1]}
			t.measures[key] = append(t.measures[key], interdict.Measure(m))
		}
	}
	for _, c := range tsv.Records(languagesTSV) {
		t.languages[c[0]] = true
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
