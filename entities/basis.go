package entities

import (
	"crypto/sha256"
	"fmt"
	"os"
	"runtime/debug"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/score"
)

// basis names what a state rests on beside the listings: the program, its rules,
// analysis, weights and tables, and what all that makes of two listings.
var basis = sync.OnceValue(func() [sha256.Size]byte {
	h := sha256.New()
	w := score.Default()
	fmt.Fprintln(h, Rules, score.AnalysisHash(), w.Hash(), len(wordsTSV), len(topicsTSV))
	h.Write([]byte(wordsTSV + topicsTSV + referencesTSV))
	fmt.Fprintln(h, build())
	j := NewJoiner()
	for _, l := range specimens() {
		j.Add(&l)
	}
	j.Join()
	for n := range j.members {
		m := &j.members[n]
		fmt.Fprintf(h, "%q %x %v %v %v\n", m.pack(), m.facts, m.keys, m.own, m.blocks)
	}
	fmt.Fprintln(h, j.keys.all, j.strengths, j.found)
	return [sha256.Size]byte(h.Sum(nil))
})

// build names the program: by the revision it was built from where nothing was
// changed in it, else by its file.
func build() string {
	name, clean := "", false
	if info, ok := debug.ReadBuildInfo(); ok {
		name = info.GoVersion + " " + info.Main.Version
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				name += " " + s.Value
			case "vcs.modified":
				clean = s.Value == "false"
			}
		}
	}
	if clean {
		return name
	}
	if path, err := os.Executable(); err == nil {
		if file, err := os.Stat(path); err == nil {
			name += fmt.Sprint(" ", file.Size(), file.ModTime().UnixNano())
		}
	}
	return name
}

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
