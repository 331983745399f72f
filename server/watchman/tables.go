package watchman

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/tsv"
)

var (
	//go:embed data/sources.tsv
	sourcesTSV string
	//go:embed data/governmentids.tsv
	governmentIDsTSV string
)

// governmentType is a line of governmentids.tsv.
type governmentType struct {
	name  string
	ours  []interdict.IDType
	words []string
}

type tables struct {
	lists      map[string]string // by Watchman's code
	codes      map[string]string // by our id
	government []governmentType
}

// facts are the tables, parsed once.
var facts = sync.OnceValue(func() *tables {
	t := &tables{lists: map[string]string{}, codes: map[string]string{}}
	for _, c := range tsv.Records(sourcesTSV) {
		t.lists[c[0]], t.codes[c[1]] = c[1], c[0]
	}
	for _, c := range tsv.Records(governmentIDsTSV) {
		g := governmentType{name: c[0]}
		for _, ours := range strings.Split(c[1], ",") {
			g.ours = append(g.ours, interdict.IDType(ours))
		}
		if c[2] != "" {
			g.words = strings.Split(c[2], "|")
		}
		t.government = append(t.government, g)
	}
	return t
})

// List is the id of the list that a source of Watchman's is here: the code
// itself where it is none of its.
func List(source string) string {
	if id, ok := facts().lists[source]; ok {
		return id
	}
	return source
}

// Source is Watchman's code of a list, or the list's id where it has none.
func Source(list string) string {
	if code, ok := facts().codes[list]; ok {
		return code
	}
	return list
}

// governmentTypeOf is Watchman's type of a listed number, "" for one that no
// state gives to people or companies.
func governmentTypeOf(id *interdict.Identifier) string {
	label := strings.ToLower(id.Label + " " + id.Note)
	for _, g := range facts().government {
		if len(g.words) == 0 && id.Type == g.ours[0] {
			return g.name
		}
		if slices.Contains(g.ours, id.Type) && slices.ContainsFunc(g.words, func(w string) bool { return strings.Contains(label, w) }) {
			return g.name
		}
	}
	switch id.Type {
	case interdict.INN:
		return "tax-id"
	case interdict.OGRN, interdict.USCC, interdict.DUNS, interdict.LEI:
		return "business-registration"
	}
	return ""
}
