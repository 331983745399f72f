package un

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
	for _, f := range tsv.Records(measuresTSV) {
		switch f[0] {
		case "regime":
			for m := range strings.FieldsSeq(f[3]) {
				key := f[1] + "\t" + f[2]
				t.regimes[key] = append(t.regimes[key], interdict.Measure(m))
			}
		case "stated":
			t.stated[f[1]] = interdict.Measure(f[2])
		}
	}
	for _, f := range tsv.Records(documentsTSV) {
		t.documents = append(t.documents, documentWord{f[0], interdict.IDType(f[1])})
	}
	return t
})

// measures are what an entry orders: what its comments state in brackets,
// "pursuant to paragraphs 15 and 17 of resolution 1970 (Travel Ban, Asset
// Freeze)", else what its committee orders against all of its kind.
func (t *tables) measures(regime string, person bool, comments string) []interdict.Measure {
	var found []interdict.Measure
	for rest := comments; ; {
		_, after, open := strings.Cut(rest, "(")
		inside, _, closed := strings.Cut(after, ")")
		if !open || !closed {
			break
		}
		for _, m := range t.statedIn(inside) {
			if !slices.Contains(found, m) {
				found = append(found, m)
			}
		}
		rest = after
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

// statedIn are the measures that a bracket names, nil where it says anything
// else.
func (t *tables) statedIn(bracket string) (found []interdict.Measure) {
	if len(bracket) > 400 {
		return nil
	}
	for part := range strings.SplitSeq(strings.ToLower(oneLine(bracket)), ";") {
		if m, ok := t.stated[strings.TrimSpace(part)]; ok {
			found = append(found, m)
			continue
		}
		for part := range strings.SplitSeq(part, ",") {
			m, ok := t.stated[strings.TrimSpace(part)]
			if !ok {
				return nil
			}
			found = append(found, m)
		}
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
