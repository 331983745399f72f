package name

import (
	"strings"
	"testing"

	"github.com/interdict/interdict"
)

func TestAcronyms(t *testing.T) {
	for _, c := range []struct {
		full   string
		schema interdict.Schema
		want   string
	}{
		{"National Iranian Oil Company", interdict.Organization, "nioc"},
		{"NATIONAL IRANIAN TANKER CO.", interdict.Organization, "nitc"},
		{"PETROLEOS DE VENEZUELA, S.A.", interdict.Organization, "pdvsa"},
		{"Islamic Revolutionary Guard Corps", interdict.Organization, "irgc"},
		{"Islamic Republic of Iran Shipping Lines (IRISL)", interdict.Organization, "irisl iroisl"},
		{"United Shipbuilding Corporation", interdict.Organization, ""}, // of three letters
		{"Joint Stock Company Russian Wagon Works", interdict.Organization, "jscrww"},
		{"Plant of Heavy Machines No. 112", interdict.Organization, ""},
		{"Tula Arms", interdict.Organization, ""},
		{"Всероссийский Институт Авиационных Материалов", interdict.Organization, "viam"},
		{"中国国家石油公司", interdict.Organization, ""},
		{"National Iranian Oil Company", "", "nioc"}, // by its company form
		{"Maria Elena Garcia Lopez", interdict.Person, ""},
		{"Maria Elena Garcia Lopez", "", ""},
		{"Spirit of the Northern Seas", interdict.Vessel, ""},
	} {
		var a Analyser
		a.Analyse(&interdict.Name{Full: c.full}, c.schema)
		var got []string
		for _, s := range a.Acronyms() {
			got = append(got, string(s))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s (%s): %q, want %q", c.full, c.schema, s, c.want)
		}
	}
}

// The short form of a name, in brackets behind it, is the name again.
func TestShortInBrackets(t *testing.T) {
	var a Analyser
	for full, short := range map[string]bool{
		"Haqqani Network (HQN)":                        true,
		"Mouvement pour l'Unification (MUN)":           true,
		"Bank Mellat (IRN)":                            false, // another first letter
		"Bank Mellat (BMT) Iran":                       true,
		"Bank Mellat BMT":                              false, // no brackets
		"Sham Holding (PJSC)":                          false,
		"Neway Equipment (NX)":                         false, // too short to tell
		"Compagnie Nationale Electrique Centrale (CE)": false,
	} {
		got := false
		for _, tok := range a.Analyse(&interdict.Name{Full: full}, interdict.Organization)[0].Tokens {
			got = got || tok.Part == Again
		}
		if got != short {
			t.Errorf("%s: the name again %v, want %v", full, got, short)
		}
	}
}
