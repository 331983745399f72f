package name

import (
	"testing"

	"github.com/interdict/interdict"
)

func TestParted(t *testing.T) {
	for written, want := range map[string]string{
		// Capitals tell, or known words, or what is said before a name.
		"JamesChual":                 "james chual",
		"MrMohdYousufSHAH":           "mr mohd yousuf shah",
		"KOZLOVIljaPavlovitj.":       "kozlov ilja pavlovitj",
		"AL-ANSARIAbu-Malik":         "al-ansari abu-malik",
		"Мohаmmаdkhаn":               "mohammad khan", // Cyrillic letters among them
		"MESSRSTHALESTRISLIMITED":    "messrs thalestris limited",
		"FEDERALNEWSAGENCYLLC":       "federal news agency llc",
		"MESSRSNARIA TRADING LLC":    "messrs naria trading llc",
		"M/SSTATEAFFAIRSCOMMISSION":  "m/s state affairs commission",
		"INDUSTRIESYAZRMETALLURGY":   "industries yazr metallurgy",
		"UniversityofTechnology":     "university of technology",
		"MSAFERI":                    "m saferi",
		"HKnižonaková":               "h knizonakova",
		"SAYYIDVINOKUROV, Alexandr":  "sayyid vinokurov, alexandr",
		"Shahidkharrazi Industries.": "shahid kharrazi industries",
		// One word each.
		"Ronald McDonald":      "",
		"Danny DeVito":         "",
		"Julia Biermüller":     "",
		"Aleksandrovich":       "",
		"Vladimir Putin":       "",
		"iPhone":               "",
		"Иван Петров":          "",
		"毛泽东":                  "",
		"Jean-Pierre Raffarin": "",
	} {
		var a Analyser
		n := interdict.Name{Full: written}
		a.Analyse(&n, "")
		got, ok := a.Parted(&n)
		if ok != (want != "") || got.Full != want {
			t.Errorf("%s: %q, want %q", written, got.Full, want)
		}
	}
}

// Whatever is parted has the letters of what was written, and parting does not
// change what a name is read as afterwards.
func FuzzParted(f *testing.F) {
	for _, s := range []string{"JamesChual", "MESSRSTHALESTRISLIMITED", "M/sАbc", "ѕосіеdаѕ", "\xffAbCdEfG", "ДжонSmithLTD", "AÁbcÉdefG"} {
		f.Add(s)
	}
	var a, fresh Analyser
	f.Fuzz(func(t *testing.T, s string) {
		n := interdict.Name{Full: s}
		a.Analyse(&n, "")
		parted, ok := a.Parted(&n)
		if ok && len(parted.Full) > 3*len(s)+MaxToken {
			t.Errorf("%q becomes %q", s, parted.Full)
		}
		got, want := a.Analyse(&n, ""), fresh.Analyse(&n, "")
		if len(got) != len(want) {
			t.Fatalf("%q: %d forms, want %d", s, len(got), len(want))
		}
		for i := range got {
			if showForm(got[i]) != showForm(want[i]) {
				t.Errorf("%q: %s, want %s", s, showForm(got[i]), showForm(want[i]))
			}
		}
	})
}
