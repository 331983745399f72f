package ch

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/tsv"
)

//go:embed data/measures.tsv
var measuresTSV string

//go:embed data/labels.tsv
var labelsTSV string

//go:embed data/relations.tsv
var relationsTSV string

// tables are the facts of the folder data.
type tables struct {
	measures  []pair
	relations []pair
	labels    map[string]interdict.IDType // by the label in lower case
	labelled  *regexp.Regexp              // a label, another in brackets, and the number behind them
}

type pair struct{ word, means string }

// facts are the tables, read once when first needed.
var facts = sync.OnceValue(func() *tables {
	t := &tables{labels: map[string]interdict.IDType{}, measures: pairs(measuresTSV, "measures.tsv"), relations: pairs(relationsTSV, "relations.tsv")}
	var words []string
	for _, p := range pairs(labelsTSV, "labels.tsv") {
		t.labels[strings.ToLower(p.word)] = interdict.IDType(p.means)
		words = append(words, regexp.QuoteMeta(p.word))
	}
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	label := `(?i:\b(` + strings.Join(words, "|") + `)\b\.?(?: (?:no|number|codes?)\b\.?)?(?: ?\(([a-z/]+)\))?)`
	t.labelled = regexp.MustCompile(label + `[\s:–-]{1,4}((?:[A-Z]{1,3}[ -]?)?[0-9][0-9A-Za-z/.-]*|[A-Z0-9]{4,20}\b)`)
	return t
})

func pairs(table, name string) (all []pair) {
	for line, c := range tsv.Records(table) {
		if len(c) != 2 {
			panic(fmt.Sprintf("lists/ch/data/%s, line %d: %d cells", name, line, len(c))) // a fault of the build, found by its test
		}
		all = append(all, pair{c[0], c[1]})
	}
	return all
}

// measuresOf are the measures that a set's title names.
func (t *tables) measuresOf(title string) (found []interdict.Measure) {
	title = strings.ToLower(title)
	for _, p := range t.measures {
		if strings.Contains(title, p.word) {
			found = addText(found, interdict.Measure(p.means))
		}
	}
	return found
}

// relation is what a relation-type is to a listing.
func (t *tables) relation(published string) string {
	kind := strings.ToLower(published)
	for _, p := range t.relations {
		if strings.Contains(kind, p.word) {
			return p.means
		}
	}
	return strings.ReplaceAll(kind, "-", "_")
}
