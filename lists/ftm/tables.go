package ftm

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/tsv"
)

var (
	//go:embed data/props.tsv
	propsTSV string
	//go:embed data/schemata.tsv
	schemataTSV string
	//go:embed data/topics.tsv
	topicsTSV string
	//go:embed data/referents.tsv
	referentsTSV string
)

// schema is one line of schemata.tsv.
type schema struct {
	role           string
	party          interdict.Schema // of a party
	source, target string           // properties
	// targetIs is what the target is to the source, sourceIs the reverse.
	targetIs, sourceIs string
}

// meaning is what a property means: a line of props.tsv.
type meaning struct{ field, arg string }

// referent is a line of referents.tsv.
type referent struct{ prefix, label string }

type tables struct {
	props     map[string]meaning
	schemata  map[string]schema
	topics    []struct{ topic, kind string }
	referents []referent
}

// facts are the tables, parsed once when first needed.
var facts = sync.OnceValue(func() *tables {
	t := &tables{props: map[string]meaning{}, schemata: map[string]schema{}}
	for c := range rows(propsTSV, 3) {
		t.props[c[0]] = meaning{c[1], c[2]}
	}
	for c := range rows(schemataTSV, 5) {
		s := schema{role: c[1], source: c[2], target: c[3], targetIs: c[4]}
		if len(c) > 5 {
			s.sourceIs = c[5]
		}
		if s.role == "party" {
			s.party, s.source = interdict.Schema(c[2]), ""
		}
		t.schemata[c[0]] = s
	}
	for c := range rows(topicsTSV, 2) {
		t.topics = append(t.topics, struct{ topic, kind string }{c[0], c[1]})
	}
	for c := range rows(referentsTSV, 2) {
		t.referents = append(t.referents, referent{c[0], c[1]})
	}
	return t
})

// rows gives a table's records, of which each must have at least so many cells.
func rows(table string, cells int) func(func([]string) bool) {
	return func(yield func([]string) bool) {
		for line, c := range tsv.Records(table) {
			if len(c) < cells {
				panic(fmt.Sprintf("line %d of a table has %d cells", line, len(c))) // a fault of the build, found by its test
			}
			if !yield(c) {
				return
			}
		}
	}
}

// kind is what the topics make of a party; empty where it has none.
func (t *tables) kind(topics []string) interdict.Kind {
	if len(topics) == 0 {
		return ""
	}
	for _, k := range t.topics {
		for _, topic := range topics {
			if topic == k.topic {
				return interdict.Kind(k.kind)
			}
		}
	}
	return interdict.Watch
}

// crossReference reads an id that holds another publisher's number.
func (t *tables) crossReference(id string) (interdict.Identifier, bool) {
	for _, r := range t.referents {
		if number, ok := strings.CutPrefix(id, r.prefix); ok && number != "" && len(number) <= 8 && strings.Trim(number, "0123456789") == "" {
			return interdict.Identifier{Type: interdict.CrossRef, Value: number, Label: r.label, Note: id}, true
		}
	}
	return interdict.Identifier{}, false
}
