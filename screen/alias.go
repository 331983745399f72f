package screen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/score"
)

// aliasAlone says that an alias was left out because nothing else agrees, and
// what would make a hit of the pair.
func aliasAlone(o *score.Outcome, x *Explanation, p *policy.Policy, entity *score.Party) string {
	ev := &x.Hit.Evidence[0] // of the names: an alias agrees
	setting, called := "weak", "a weak alias by its list's own word"
	if !entity.Names[o.EntityName].Weak {
		setting, called = "unstated", "an alias whose quality its list does not state"
	}
	words := fmt.Sprintf("The names agree with strength %s, but %q is %s (%s), and by the policy %s such an alias makes a hit only where a second fact agrees. None does, which holds the score at %s, below the threshold %s",
		o.NameStrength, ev.Entity, called, ev.Source.List, p.Name, o.Score, x.Threshold)
	for _, f := range o.Facts {
		if f.Rule.Against() {
			words += "; " + f.Rule.Words()
		}
	}
	second := secondFacts(entity)
	if len(second) > 0 {
		words += ". It would be a hit if one of these agreed too: " + strings.Join(second, ", ") + "; or"
	} else {
		words += ". It would be a hit"
	}
	return words + fmt.Sprintf(" under a policy with the setting \"%s %s alone\".", setting, ev.Source.List)
}

// secondFacts are what the lists state of an entity that could stand beside an
// alias.
func secondFacts(e *score.Party) (out []string) {
	say := func(what string, values []string) {
		slices.Sort(values)
		if values = slices.Compact(values); len(values) > 0 {
			more := ""
			if len(values) > 3 {
				values, more = values[:3], ", ..."
			}
			out = append(out, what+" ("+strings.Join(values, ", ")+more+")")
		}
	}
	var dates, countries []string
	for _, d := range e.BirthDates {
		dates = append(dates, d.String())
	}
	for _, c := range e.Countries {
		countries = append(countries, string(c.Code[:]))
	}
	say("the birth date", dates)
	say("the country", countries)
	if len(e.Identifiers) > 0 {
		out = append(out, "a document's or another of its numbers")
	}
	if len(e.Places) > 0 {
		out = append(out, "a place of birth or address")
	}
	if len(e.Emails) > 0 {
		out = append(out, "an e-mail address")
	}
	if n := len(e.Names); n > 0 && e.Names[n-1].Source > 0 {
		out = append(out, "another listed name")
	}
	return out
}
