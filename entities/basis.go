package entities

import (
	"crypto/sha256"
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/score"
)

// basis names what a state rests on beside the listings: the program, its rules,
// analysis, weights and tables, and, since a program under development has no
// name of its own, what all that makes of two listings.
var basis = sync.OnceValue(func() [sha256.Size]byte {
	h := sha256.New()
	w := score.Default()
	fmt.Fprintln(h, Rules, score.AnalysisHash(), w.Hash(), len(wordsTSV), len(topicsTSV))
	h.Write([]byte(wordsTSV + topicsTSV + referencesTSV))
	if info, ok := debug.ReadBuildInfo(); ok {
		fmt.Fprintln(h, info.GoVersion, info.Main.Version)
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" || s.Key == "vcs.modified" {
				fmt.Fprintln(h, s.Value)
			}
		}
	}
	j := NewJoiner()
	for _, l := range specimens() {
		j.Add(&l)
	}
	j.Join()
	for n := range j.members {
		m := &j.members[n]
		fmt.Fprintf(h, "%q %x %v %v %v\n", m.pack(), m.facts, m.keys, m.own, m.blocks)
	}
	fmt.Fprintln(h, j.strengths, j.found)
	return [sha256.Size]byte(h.Sum(nil))
})

// specimens are two listings that state something of all that joins.
func specimens() []interdict.Listing {
	var out []interdict.Listing
	for i, list := range []string{"us_ofac_sdn", "eu_fsf"} {
		out = append(out, interdict.Listing{
			List: list, ID: fmt.Sprint(i), Schema: interdict.Person, Kind: interdict.Sanction,
			Names: []interdict.Name{
				{Full: "Anatoliy Valerievich KOVALEV", Kind: interdict.PrimaryName, Parts: []interdict.NamePart{{Kind: interdict.Given, Value: "Anatoliy Valerievich"}, {Kind: interdict.Family, Value: "KOVALEV"}}},
				{Full: "Анатолий Ковалев", Kind: interdict.AliasName, Quality: interdict.Strong, Script: "Cyrillic", Lang: "ru"},
			},
			BirthDates:  []interdict.Date{interdict.Day(1991, 8, 2)},
			BirthPlaces: []interdict.Place{{City: "Rostov-on-Don", Country: "ru"}},
			Genders:     []string{"male"},
			Countries:   []interdict.Country{{Role: interdict.Nationality, Code: "ru", Name: "Russia"}},
			Identifiers: []interdict.Identifier{{Type: interdict.Passport, Value: "71 000" + fmt.Sprint(i), Country: "ru"}, {Type: interdict.CrossRef, Label: "OFAC", Value: "0"}},
			Addresses:   []interdict.Place{{Text: "Lenina 1, Moscow", City: "Moscow", Country: "ru"}},
			Emails:      []string{"office@kometa.example"},
			Positions:   []string{"military intelligence officer"},
			Designation: interdict.Designation{Regime: "Cyber", Programs: []string{"CYBER2"}, Listed: interdict.Day(2018, 3, 15), Measures: []interdict.Measure{interdict.AssetFreeze}, Reasons: "responsible for cyber attacks upon electrical grids"},
		})
	}
	return out
}
