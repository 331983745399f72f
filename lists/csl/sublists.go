package csl

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/tsv"
)

//go:embed data/sublists.tsv
var sublistsTSV string

// sublist is one of the lists that the file is made of.
type sublist struct {
	code, name string
	kind       interdict.Kind
	ofac       string // "sdn", "cons" or empty
	measure    interdict.Measure
}

// sublists are those of data/sublists.tsv, in its order.
var sublists = sync.OnceValue(func() []*sublist {
	var all []*sublist
	eachSublist(func(s *sublist, _ []string) { all = append(all, s) })
	return all
})

// byCode finds a sub-list by any of its codes.
var byCode = sync.OnceValue(func() map[string]*sublist {
	m := map[string]*sublist{}
	for _, s := range sublists() {
		m[s.code] = s
	}
	eachSublist(func(s *sublist, older []string) {
		for _, code := range older {
			m[code] = m[s.code]
		}
	})
	return m
})

func eachSublist(take func(s *sublist, older []string)) {
	for line, c := range tsv.Records(sublistsTSV) {
		if len(c) != 7 {
			panic(fmt.Sprintf("sublists.tsv: line %d has %d cells", line, len(c))) // a fault of the build, found by its test
		}
		take(&sublist{code: c[0], name: c[2], kind: interdict.Kind(c[3]), ofac: c[4], measure: interdict.Measure(c[5])}, strings.Split(c[1], ";"))
	}
}

// find reads an entry's source: "Entity List (EL) - Bureau of Industry and
// Security", or the code alone. It is nil for a list that nobody knows.
func find(source string) *sublist {
	codes := byCode()
	if s := codes[strings.ToUpper(strings.TrimSpace(source))]; s != nil && source != "" {
		return s
	}
	for rest := source; ; {
		_, after, ok := strings.Cut(rest, "(")
		if !ok {
			break
		}
		word, more, _ := strings.Cut(after, ")")
		if s := codes[strings.ToUpper(strings.TrimSpace(word))]; s != nil {
			return s
		}
		rest = more
	}
	for _, s := range sublists() {
		if len(source) >= len(s.name) && strings.EqualFold(source[:len(s.name)], s.name) {
			return s
		}
	}
	return nil
}
