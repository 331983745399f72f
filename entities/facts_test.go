package entities

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/score"
	"pgregory.net/rapid"
)

// drawListing is a listing with some facts of every kind that is read.
func drawListing(t *rapid.T, id string) interdict.Listing {
	word := rapid.StringMatching(`[A-Z][a-z]{2,8}`)
	l := person("own_one", id, word.Draw(t, "given")+" "+word.Draw(t, "family"))
	for range rapid.IntRange(0, 2).Draw(t, "aliases") {
		l.Names = append(l.Names, interdict.Name{Full: word.Draw(t, "alias"), Kind: interdict.AliasName})
	}
	l.BirthDates = []interdict.Date{{Year: rapid.IntRange(1930, 2000).Draw(t, "year")}}
	l.Genders = []string{"male"}
	l.BirthPlaces = []interdict.Place{{City: word.Draw(t, "place"), Country: "ru"}}
	l.Addresses = []interdict.Place{{Text: word.Draw(t, "street") + " 5, " + word.Draw(t, "town"), Country: "ru"}}
	l.Emails = []string{"a@example.org"}
	l.Identifiers = []interdict.Identifier{{Type: interdict.Passport, Value: fmt.Sprint(rapid.IntRange(1000000, 9999999).Draw(t, "passport")), Country: "ru"}}
	l.Designation = interdict.Designation{Regime: "Cyber", Programs: []string{"CYBER2"}, Measures: []interdict.Measure{interdict.AssetFreeze}}
	return l
}

// changes are one change of each kind of fact that scoring or policy reads.
var changes = map[string]func(l *interdict.Listing){
	"name": func(l *interdict.Listing) { l.Names[0].Full += "ov" },
	"alias": func(l *interdict.Listing) {
		l.Names = append(l.Names, interdict.Name{Full: "Zzyzx", Kind: interdict.AliasName})
	},
	"quality":   func(l *interdict.Listing) { l.Names[0].Quality = interdict.Weak },
	"name kind": func(l *interdict.Listing) { l.Names[0].Kind = interdict.FormerName },
	"name part": func(l *interdict.Listing) {
		l.Names[0].Parts = []interdict.NamePart{{Kind: interdict.Family, Value: "X"}}
	},
	"schema":     func(l *interdict.Listing) { l.Schema = interdict.LegalEntity },
	"birth date": func(l *interdict.Listing) { l.BirthDates[0].Month = 5 },
	"birthplace": func(l *interdict.Listing) { l.BirthPlaces[0].City += "sk" },
	"gender":     func(l *interdict.Listing) { l.Genders[0] = "female" },
	"country":    func(l *interdict.Listing) { l.Countries[0].Code = "kp" },
	"role":       func(l *interdict.Listing) { l.Countries[0].Role = interdict.Residence },
	"identifier": func(l *interdict.Listing) { l.Identifiers[0].Value += "1" },
	"issuer":     func(l *interdict.Listing) { l.Identifiers[0].Country = "by" },
	"address":    func(l *interdict.Listing) { l.Addresses[0].Text = "Elsewhere" },
	"email":      func(l *interdict.Listing) { l.Emails[0] = "b@example.org" },
	"measure": func(l *interdict.Listing) {
		l.Designation.Measures = append(l.Designation.Measures, interdict.TravelBan)
	},
	"regime":    func(l *interdict.Listing) { l.Designation.Regime = "Iran" },
	"programme": func(l *interdict.Listing) { l.Designation.Programs[0] = "IRAN" },
	"kind":      func(l *interdict.Listing) { l.Kind = interdict.Debarment },
	"list":      func(l *interdict.Listing) { l.List = "own_two" },
}

// A changed fact that is read changes the hash; anything else leaves it, the
// order of listings and of what they state too.
func TestFactHash(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawListing(t, "1"), drawListing(t, "2")
		mk := func() []interdict.Listing { return []interdict.Listing{clone(a), clone(b)} }
		want := FactHash(mk())
		same := mk()
		same[0], same[1] = same[1], same[0]
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 1))
		names := same[0].Names
		rng.Shuffle(len(names), func(i, k int) { names[i], names[k] = names[k], names[i] })
		same[0].Remarks, same[0].At, same[0].Raw = "seen in Perm", "line 5", []byte("x")
		same[1].Designation.Updated, same[1].Names[0].Note = interdict.Day(2024, 3, 25), "a note"
		if got := FactHash(same); got != want {
			t.Fatal("the same facts have another hash")
		}
		for what, change := range changes {
			other := mk()
			change(&other[rng.IntN(2)])
			if FactHash(other) == want {
				t.Fatalf("another %s has the same hash", what)
			}
		}
		if FactHash(mk()[:1]) == want {
			t.Fatal("a listing less has the same hash")
		}
	})
}

func clone(l interdict.Listing) interdict.Listing {
	l.Names = append([]interdict.Name(nil), l.Names...)
	l.BirthDates = append([]interdict.Date(nil), l.BirthDates...)
	l.Genders = append([]string(nil), l.Genders...)
	l.BirthPlaces = append([]interdict.Place(nil), l.BirthPlaces...)
	l.Addresses = append([]interdict.Place(nil), l.Addresses...)
	l.Emails = append([]string(nil), l.Emails...)
	l.Countries = append([]interdict.Country(nil), l.Countries...)
	l.Identifiers = append([]interdict.Identifier(nil), l.Identifiers...)
	l.Designation.Programs = append([]string(nil), l.Designation.Programs...)
	l.Designation.Measures = append([]interdict.Measure(nil), l.Designation.Measures...)
	return l
}

// What the scorer is given of an entity changes only where the hash does: its
// form is filled from the hashed fields alone.
func TestScoringReadsHashedFactsAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := drawListing(t, "1")
		b := clone(a)
		b.Remarks, b.Other, b.Titles, b.Positions = "r", []interdict.Field{{Name: "n", Value: "v"}}, []string{"Dr"}, []string{"Minister"}
		b.Phones, b.Websites, b.DeathDates = []string{"1"}, []string{"w"}, []interdict.Date{{Year: 2020}}
		b.Vehicle, b.Links = &interdict.Vehicle{Type: "ship"}, []interdict.Link{{Type: "owner"}}
		b.Designation.Reasons, b.Designation.Listed, b.Designation.Instrument = "because", interdict.Day(2024, 1, 1), "Order"
		if FactHash([]interdict.Listing{a}) != FactHash([]interdict.Listing{b}) {
			t.Fatal("what is not read changes the hash")
		}
		var pa, pb score.Party
		var prepA, prepB score.Preparer
		prepA.Entity(&pa, &interdict.Entity{Listings: []interdict.Listing{a}})
		prepB.Entity(&pb, &interdict.Entity{Listings: []interdict.Listing{b}})
		if fmt.Sprintf("%+v", pa) != fmt.Sprintf("%+v", pb) {
			t.Fatal("scoring reads something that the hash does not hold")
		}
	})
}
