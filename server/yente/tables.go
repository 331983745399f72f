package yente

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/internal/tsv"
)

var (
	//go:embed data/topics.tsv
	topicsTSV string
	//go:embed data/fields.tsv
	fieldsTSV string
	//go:embed data/referents.tsv
	referentsTSV string
)

// topic is a line of topics.tsv.
type topic struct {
	topics []string
	target bool
}

// relation is a link's line of fields.tsv.
type relation struct{ schema, here string }

// referent is a line of referents.tsv.
type referent struct{ prefix, list, label string }

type fieldTables struct {
	topics    map[interdict.Kind]topic
	fields    map[[2]string][]string // the sort of value and its kind to properties
	relations map[string]relation
	referents []referent
}

// facts are the tables that listings become entities by, parsed once.
var facts = sync.OnceValue(func() *fieldTables {
	t := &fieldTables{topics: map[interdict.Kind]topic{}, fields: map[[2]string][]string{}, relations: map[string]relation{}}
	for _, c := range tsv.Records(topicsTSV) {
		t.topics[interdict.Kind(c[0])] = topic{split(c[1]), len(c) > 2 && c[2] == "target"}
	}
	for _, c := range tsv.Records(fieldsTSV) {
		if c[0] == "link" {
			t.relations[c[1]] = relation{c[2], c[3]}
			continue
		}
		t.fields[[2]string{c[0], c[1]}] = split(c[2])
	}
	for _, c := range tsv.Records(referentsTSV) {
		t.referents = append(t.referents, referent{c[0], c[1], c[2]})
	}
	return t
})

// relation is what a link is; one of a type that the table has not is a link of
// an unknown sort.
func (t *fieldTables) relation(kind string) relation {
	if r, ok := t.relations[kind]; ok {
		return r
	}
	return t.relations["linked_to"]
}

// names are the ids by which a listing may be known elsewhere: ours of the
// listing, and OpenSanctions'.
func (t *fieldTables) names(l *interdict.Listing) []string {
	out := []string{entities.ID(l.Ref())}
	add := func(id string) {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for _, r := range t.referents {
		if r.list == l.List && digits(l.ID) {
			add(r.prefix + l.ID)
		}
		for i := range l.Identifiers {
			if id := &l.Identifiers[i]; id.Type == interdict.CrossRef && id.Label == r.label && digits(id.Value) {
				add(r.prefix + id.Value)
			}
		}
	}
	for i := range l.Identifiers { // of a list in OpenSanctions' own form
		if id := &l.Identifiers[i]; id.Type == interdict.CrossRef && id.Label == "referent" {
			add(id.Value)
		}
	}
	return out
}

// published are the ids of our listings that an id of OpenSanctions may mean.
func (t *fieldTables) published(id string) (out []string) {
	for _, r := range t.referents {
		if number, ok := strings.CutPrefix(id, r.prefix); ok && digits(number) {
			out = append(out, entities.ID(interdict.Ref{List: r.list, ID: number}))
		}
	}
	return out
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
