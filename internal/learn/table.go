package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/score"
)

// The three populations: one party; two parties drawn at random, as a
// customer and a listing are; two of which the names are near, the hardest.
const (
	one = iota
	anyTwo
	nearTwo
	populations
)

// sameOwnName is the rule that the score has no fact for: names agree, a main
// one among them. What speaks against is counted among these pairs.
const sameOwnName score.Rule = 255

func words(r score.Rule) string {
	if r == sameOwnName {
		return "a main name is among the other's names"
	}
	return r.Words()
}

// field is a fact of one kind of party, and of one kind of number.
type field struct {
	field score.Field
	who   string // whose fact it is: "persons"
	space string
}

func (f field) String() string {
	return fmt.Sprintf("%s, %s", strings.TrimSpace(f.field.String()+" "+f.space), f.who)
}

// table counts the rules by which facts compare.
type table struct {
	rules map[field]map[score.Rule]*[populations]int
}

func newTable() *table { return &table{map[field]map[score.Rule]*[populations]int{}} }

// settled says whether a label rests on this very fact, so that it can tell
// nothing of it.
func settled(f score.Field, kind string) bool {
	switch f {
	case score.CountryField, score.AddressField:
		return strings.HasPrefix(kind, "other_identifier") // of one country
	case score.BirthDateField:
		return strings.HasPrefix(kind, "other_birth_date")
	case score.IdentifierField:
		return kind != "shared_reference" && !strings.HasPrefix(kind, "other_reference") && !strings.HasPrefix(kind, "other_birth_date")
	}
	return false
}

func (t *table) add(p *pair, facts []score.Fact, space string) {
	to := nearTwo
	switch {
	case p.Same:
		to = one
	case strings.HasSuffix(p.Kind, "_any"):
		to = anyTwo
	}
	for i := range facts {
		if settled(facts[i].Field, p.Kind) {
			continue
		}
		f := field{field: facts[i].Field, who: kindOf(p.Schema)}
		switch r := facts[i].Rule; {
		case f.field == score.IdentifierField:
			f.space = space
		case r == score.SameHome || r == score.OtherHome:
			f.space = "of an address"
		}
		if t.rules[f] == nil {
			t.rules[f] = map[score.Rule]*[populations]int{}
		}
		if t.rules[f][facts[i].Rule] == nil {
			t.rules[f][facts[i].Rule] = &[populations]int{}
		}
		t.rules[f][facts[i].Rule][to]++
	}
}

// kindOf is what parties of a schema are called.
func kindOf(s interdict.Schema) string {
	switch s {
	case interdict.Person:
		return "persons"
	case interdict.Vessel, interdict.Airplane:
		return "ships and aircraft"
	}
	return "organisations"
}

func (t *table) write(w io.Writer) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "fact\trule\tone party\tany two\tnearest two\tbits against any\tbits against nearest")
	var fields []field
	for f := range t.rules {
		fields = append(fields, f)
	}
	slices.SortFunc(fields, func(a, b field) int {
		return cmp.Or(cmp.Compare(a.field, b.field), cmp.Compare(a.String(), b.String()))
	})
	for _, f := range fields {
		var sum [populations]int
		var rules []score.Rule
		for r, n := range t.rules[f] {
			rules = append(rules, r)
			for k := range sum {
				sum[k] += n[k]
			}
		}
		slices.Sort(rules)
		for _, r := range rules {
			n := t.rules[f][r]
			fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", f, words(r), share(n[one], sum[one]), share(n[anyTwo], sum[anyTwo]), share(n[nearTwo], sum[nearTwo]),
				odds(n[one], sum[one], n[anyTwo], sum[anyTwo]), odds(n[one], sum[one], n[nearTwo], sum[nearTwo]))
		}
	}
	return out.Flush()
}

func share(n, of int) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%d of %d, %.2f %%", n, of, 100*float64(n)/float64(of))
}

// odds is the logarithm to base 2 of two shares' quotient. Half a case is added
// to each count, so that what was never seen is rare and not impossible.
func odds(n, of, m, among int) string {
	if of == 0 || among == 0 {
		return "-"
	}
	return fmt.Sprintf("%+.1f", math.Log2((float64(n)+0.5)/(float64(of)+1)*(float64(among)+1)/(float64(m)+0.5)))
}
