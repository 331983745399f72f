package un

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/interdict/interdict"
)

//go:embed data/measures.tsv
var measuresTSV string

//go:embed data/documents.tsv
var documentsTSV string

// tables are the facts of the folder data.
type tables struct {
	regimes   map[string][]interdict.Measure // by regime and "individual" or "entity"
	stated    map[string]interdict.Measure   // by the words of an entry's comments
	documents []documentWord
}

type documentWord struct {
	word string
	id   interdict.IDType
}

// facts are the tables, read once when first needed.
var facts = sync.OnceValue(func() *tables {
	t := &tables{regimes: make(map[string][]interdict.Measure), stated: make(map[string]interdict.Measure)}
	eachLine(measuresTSV, func(f []string) {
		switch f[0] {
		case "regime":
			for m := range strings.FieldsSeq(f[3]) {
				key := f[1] + "\t" + f[2]
				t.regimes[key] = append(t.regimes[key], interdict.Measure(m))
			}
		case "stated":
			t.stated[f[1]] = interdict.Measure(f[2])
		}
	})
	eachLine(documentsTSV, func(f []string) {
		t.documents = append(t.documents, documentWord{f[0], interdict.IDType(f[1])})
	})
	return t
})

func eachLine(tsv string, take func(fields []string)) {
	for line := range strings.Lines(tsv) {
		if line = strings.TrimRight(line, "\r\n"); line != "" && line[0] != '#' {
			take(strings.Split(line, "\t"))
		}
	}
}

// ordered is the bracket in which some comments say what is ordered:
// "pursuant to paragraphs 15 and 17 of resolution 1970 (Travel Ban, Asset
// Freeze)".
var ordered = regexp.MustCompile(`\bresolutions? [^()]*(?:\(\d{4}\)[^()]*)*\(([^()]*)\)`)

// measures are what an entry orders: what its comments state, else what its
// committee orders against all of its kind.
func (t *tables) measures(regime string, person bool, comments string) []interdict.Measure {
	var found []interdict.Measure
	for _, m := range ordered.FindAllStringSubmatch(comments, -1) {
		for part := range strings.SplitSeq(strings.ToLower(oneLine(m[1])), ";") {
			if _, whole := t.stated[strings.TrimSpace(part)]; whole {
				found = t.appendStated(found, part)
				continue
			}
			for part := range strings.SplitSeq(part, ",") {
				found = t.appendStated(found, part)
			}
		}
	}
	if found != nil {
		return found
	}
	kind := "entity"
	if person {
		kind = "individual"
	}
	return slices.Clone(t.regimes[regime+"\t"+kind])
}

func (t *tables) appendStated(found []interdict.Measure, words string) []interdict.Measure {
	if m, ok := t.stated[strings.TrimSpace(words)]; ok && !slices.Contains(found, m) {
		return append(found, m)
	}
	return found
}

// documentType is the kind of identifier that a document is, by its own
// detail first, then by its type.
func (t *tables) documentType(kind, detail string) interdict.IDType {
	for _, text := range []string{detail, kind} {
		text = strings.ToLower(oneLine(text))
		for _, d := range t.documents {
			if strings.Contains(text, d.word) {
				return d.id
			}
		}
	}
	return interdict.OtherID
}
