package entities

import (
	"fmt"
	"slices"
	"testing"

	"github.com/interdict/interdict"
	"pgregory.net/rapid"
)

// drawParty is a listing out of few names, dates and numbers, so that many are
// alike or share facts.
func drawParty(t *rapid.T, n int) interdict.Listing {
	list := []string{"us_ofac_sdn", "us_trade_csl", "eu_fsf", "gb_fcdo_sanctions"}[n%4]
	name := rapid.SampledFrom([]string{"Anatoliy Valerievich KOVALEV", "Anatoly KOVALYOV", "Naser MALEKI", "Naser Ahmad MALEKI", "Wei LI"}).Draw(t, "name")
	l := person(list, fmt.Sprint(n), name)
	if rapid.Bool().Draw(t, "born") {
		l.BirthDates = []interdict.Date{interdict.Day(1960+rapid.IntRange(0, 1).Draw(t, "year"), 5, 17)}
	}
	l.Designation.Listed = interdict.Day(2024, 3, rapid.IntRange(1, 2).Draw(t, "listed"))
	if rapid.IntRange(0, 2).Draw(t, "document") == 0 {
		l.Identifiers = append(l.Identifiers, interdict.Identifier{Type: interdict.Passport, Value: fmt.Sprint(700_000 + rapid.IntRange(0, 3).Draw(t, "passport")), Country: "ru"})
	}
	if rapid.IntRange(0, 2).Draw(t, "reference") == 0 {
		l.Identifiers = append(l.Identifiers, interdict.Identifier{Type: interdict.CrossRef, Label: "OFAC", Value: fmt.Sprint(4 * rapid.IntRange(0, 3).Draw(t, "of"))})
	}
	return l
}

// Whatever changes, joining the changed neighbourhoods again gives what joining
// everything from nothing gives.
func TestRejoinEqualsJoin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := map[int]interdict.Listing{}
		j := NewJoiner()
		var decided []Decision
		for n := range rapid.IntRange(2, 14).Draw(t, "listings") {
			now[n] = drawParty(t, n)
			l := now[n]
			j.Add(&l)
		}
		if rapid.IntRange(0, 3).Draw(t, "decides") == 0 {
			a, b := now[0], now[1]
			decided = []Decision{{a.Ref(), b.Ref(), rapid.Bool().Draw(t, "same")}}
			j.Decide(decided)
		}
		j.Join()
		for range rapid.IntRange(1, 3).Draw(t, "rounds") {
			var removed []interdict.Ref
			var changed []*interdict.Listing
			for range rapid.IntRange(1, 3).Draw(t, "changes") {
				n := rapid.IntRange(0, 16).Draw(t, "which")
				if old, ok := now[n]; ok && rapid.IntRange(0, 3).Draw(t, "removes") == 0 {
					removed = append(removed, old.Ref())
					delete(now, n)
					continue
				}
				l := drawParty(t, n)
				now[n] = l
				changed = append(changed, &l)
			}
			changed = slices.DeleteFunc(changed, func(l *interdict.Listing) bool { // one that was removed after all
				return !slices.ContainsFunc(changed, func(o *interdict.Listing) bool { return o == l }) || notNow(now, l)
			})
			removed = slices.DeleteFunc(removed, func(r interdict.Ref) bool {
				return slices.ContainsFunc(changed, func(l *interdict.Listing) bool { return l.Ref() == r })
			})
			j.Replace(removed, changed)
			clusters, aside := j.Rejoin()
			fresh := NewJoiner()
			for n := range 17 {
				if l, ok := now[n]; ok {
					fresh.Add(&l)
				}
			}
			fresh.Decide(decided)
			wantClusters, wantAside := fresh.Join()
			if got, want := described(clusters, aside, j), described(wantClusters, wantAside, fresh); got != want {
				t.Fatalf("joined again:\n%s\nfrom nothing:\n%s", got, want)
			}
		}
	})
}

// notNow says whether a listing is not the one of its number that stands.
func notNow(now map[int]interdict.Listing, l *interdict.Listing) bool {
	for _, have := range now {
		if have.Ref() == l.Ref() {
			return fmt.Sprintf("%+v", have) != fmt.Sprintf("%+v", *l)
		}
	}
	return true
}

// described is a result in an order of its own.
func described(clusters []Cluster, aside []SetAside, j *Joiner) string {
	var out []string
	for _, c := range clusters {
		refs := slices.SortedFunc(slices.Values(c.Refs), compareRefs)
		var reasons []string
		for _, r := range c.Reasons {
			reasons = append(reasons, fmt.Sprint(r))
		}
		slices.Sort(reasons)
		out = append(out, fmt.Sprintln(refs, c.Facts[:6], reasons))
	}
	for _, s := range aside {
		out = append(out, fmt.Sprintln("aside", s))
	}
	for _, s := range j.Suggestions() {
		out = append(out, fmt.Sprintln("suggested", s))
	}
	slices.Sort(out)
	return fmt.Sprint(out)
}
