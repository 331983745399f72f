package uk

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/tsv"
)

//go:embed data/measures.tsv
var measuresTSV string

//go:embed data/identifiers.tsv
var identifiersTSV string

// tables are the facts of the folder data.
type tables struct {
	measures map[string]interdict.Measure // by the letters of the words
	labels   map[string]interdict.IDType  // by the label in lower case
	details  []detail
	labelled *regexp.Regexp // a label and the number behind it
	glued    *regexp.Regexp // a label straight behind a digit
}

type detail struct {
	is *regexp.Regexp
	id interdict.IDType
}

// facts are the tables, read once when first needed.
var facts = sync.OnceValue(func() *tables {
	t := &tables{measures: make(map[string]interdict.Measure), labels: make(map[string]interdict.IDType)}
	for _, f := range tsv.Records(measuresTSV) {
		t.measures[lettersOf(f[0])] = interdict.Measure(f[1])
	}
	var words []string
	for _, f := range tsv.Records(identifiersTSV) {
		word, id := strings.ToLower(f[1]), interdict.IDType(f[2])
		if f[0] != "detail" {
			t.labels[word] = id
			words = append(words, regexp.QuoteMeta(word))
			continue
		}
		is := `(?i)\b` + regexp.QuoteMeta(word)
		if f[1] == strings.ToUpper(f[1]) { // an abbreviation, as it stands
			is = `\b` + f[1] + `\b`
		}
		t.details = append(t.details, detail{regexp.MustCompile(is), id})
	}
	// The longest label that fits counts.
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
	labels := strings.Join(words, "|")
	t.labelled = regexp.MustCompile(`(?i:\b(` + labels + `)\b\.?)(?i:[^0-9A-Za-z]{0,3}\b(?:no|number|code|ru|inn|tin)\b)?[^0-9A-Za-z]{0,4}((?:[A-Z]{1,3}[ -]?)?[0-9][0-9A-Za-z/.-]*|[A-Z0-9]{8,20}\b)`)
	t.glued = regexp.MustCompile(`(\d)((?i:` + labels + `))\b`)
	return t
})

// lettersOf is a text's ASCII letters and digits in lower case: what the names
// of columns, measures and types are compared by.
func lettersOf(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case c >= 'A' && c <= 'Z':
			b.WriteByte(c + 'a' - 'A')
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			b.WriteByte(c)
		}
	}
	return b.String()
}

// detailType is the type that the words beside a number mean, or def.
func (t *tables) detailType(text string, def interdict.IDType) interdict.IDType {
	for _, d := range t.details {
		if text != "" && d.is.MatchString(text) {
			return d.id
		}
	}
	return def
}
