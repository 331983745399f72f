package yente

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
	"strings"

	"github.com/interdict/interdict/country"
)

// facet counts the entities that were found by the values of one field.
type facet struct {
	Label  string       `json:"label"`
	Values []facetValue `json:"values"`
}

type facetValue struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	Count int    `json:"count"`
}

// maxFacet is how many values of a field are told, the most frequent first.
const maxFacet = 1000

// facets counts entities by fields.
func (v *view) facets(ctx context.Context, fields []string, found []uint32) (map[string]facet, error) {
	out := map[string]facet{}
	for _, field := range fields {
		counts := map[string]int{}
		switch field {
		case "identifiers", "genders":
			d, err := v.depth(ctx)
			if err != nil {
				return nil, err
			}
			of := &d.identifiers
			if field == "genders" {
				of = &d.genders
			}
			for _, n := range found {
				of.of(n, func(value string) { counts[value]++ })
			}
		case "datasets":
			v.countDatasets(found, counts)
		case "countries":
			v.countCountries(found, counts)
		case "topics":
			v.countTopics(found, counts)
		default:
			for _, n := range found {
				values, _ := v.all.values(n, field)
				for _, value := range values {
					counts[value]++
				}
			}
		}
		out[field] = facet{Label: facetNames[field], Values: v.ranked(field, counts)}
	}
	return out, nil
}

// countDatasets counts by lists.
func (v *view) countDatasets(found []uint32, counts map[string]int) {
	per := make([]int, len(v.all.pairs))
	for _, n := range found {
		pairs := v.all.rows[n].pairs
		for i, p := range pairs {
			again := slices.ContainsFunc(pairs[:i], func(q uint16) bool { return v.all.pairs[q].list == v.all.pairs[p].list })
			if !again { // an entity may be on one list as two sorts of listing
				per[p]++
			}
		}
	}
	for p, n := range per {
		if n > 0 {
			counts[v.all.pairs[p].list] += n
		}
	}
}

func (v *view) countCountries(found []uint32, counts map[string]int) {
	per := make([]int, len(v.all.countries))
	for _, n := range found {
		for _, c := range v.all.rows[n].countries {
			per[c]++
		}
	}
	for c, n := range per {
		if n > 0 {
			counts[v.all.countries[c]] = n
		}
	}
}

// countTopics counts by the topics of kinds: of each entity each topic once.
func (v *view) countTopics(found []uint32, counts map[string]int) {
	numbered := numbers[string]{}
	of := make([]uint64, len(v.all.pairs)) // there are fewer than 64 topics of kinds
	for i, p := range v.all.pairs {
		for _, t := range facts().topics[p.kind].topics {
			of[i] |= 1 << numbered.of(t)
		}
	}
	per := make([]int, len(numbered.all))
	for _, n := range found {
		var topics uint64
		for _, p := range v.all.rows[n].pairs {
			topics |= of[p]
		}
		for ; topics != 0; topics &= topics - 1 {
			per[bits.TrailingZeros64(topics)]++
		}
	}
	for i, n := range per {
		if n > 0 {
			counts[numbered.all[i]] = n
		}
	}
}

// ranked are the values with their labels, the most frequent first.
func (v *view) ranked(field string, counts map[string]int) []facetValue {
	out := make([]facetValue, 0, len(counts))
	for name, n := range counts {
		out = append(out, facetValue{name, "", n})
	}
	slices.SortFunc(out, func(a, b facetValue) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Name, b.Name))
	})
	out = out[:min(len(out), maxFacet)]
	for i := range out {
		out[i].Label = v.label(field, out[i].Name)
	}
	return out
}

// topicLabels are the names of topics.
var topicLabels = map[string]string{
	"sanction": "Sanctioned entity", "sanction.linked": "Sanction-linked entity", "sanction.counter": "Counter-sanctioned entity",
	"crime": "Crime", "crime.terror": "Terrorism", "crime.cyber": "Cybercrime", "wanted": "Wanted", "role.pep": "Politician",
	"role.rca": "Close associate", "export.control": "Export controlled", "debarment": "Debarred entity", "invest.ban": "Investment ban",
	"reg.action": "Regulator action", "poi": "Person of interest",
}

// label is what people call a value.
func (v *view) label(field, name string) string {
	switch field {
	case "datasets":
		return v.Title(name)
	case "countries":
		return cmp.Or(country.Name(name), name)
	case "schema":
		if s := model().schemata[name]; s != nil {
			return s.plural
		}
	case "topics":
		return cmp.Or(topicLabels[name], name)
	}
	return name
}
