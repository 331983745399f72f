package name

import (
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/synth"
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
		"MSAFERI":                    "m saferi / m s aferi",
		"MRAJABIESLAMI":              "m raj abi eslami / m rajabieslami",
		"ZERPADELGADOSA":             "zerpa delgado s a",
		"HKnižonaková":               "h knizonakova / h k nizonakova",
		"SAYYIDVINOKUROV, Alexandr":  "sayyid vinokurov, alexandr",
		"Shahidkharrazi Industries.": "shahid kharrazi industries",
		"MVТARASЕNKO":                "m vtarasenko / m v tarasenko", // Cyrillic letters among them
		"RAL-QUWATLY":                "r al-quwatly",
		"AbuH.AL-BAHRAYNI":           "abu h.al-bahrayni",
		"JOHN MRAL-HABSI":            "john m r al-habsi",
		"M/SJEYSHAL-ADL":             "m/s jeyshal-adl",
		"PLANT112":                   "plant 112",
		"KUMRUNG5":                   "kumrung 5",
		// A space within a word, which may have a letter twice besides.
		"Chemical Inndu Stries Para": "chemical industries para",
		"In dustries System Defence": "industries system defence",
		"Ali Sall Eh":                "ali salleh",
		"Khan Muh Amad":              "khan muhamad",
		"Mess rs Netexchange":        "messrs netexchange",
		"China Oil Comp any":         "china oil company",
		"M/s Buwi ness Lab":          "m/s buwiness lab", // with an error
		// One word each.
		"De La Cruz":           "",
		"EP112":                "",
		"Bilal-Hasan":          "",
		"Li Na Wang":           "",
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
		var got []string
		for _, p := range a.Parted(&n) {
			got = append(got, p.Full)
		}
		if got := strings.Join(got, " / "); got != want {
			t.Errorf("%s: %q, want %q", written, got, want)
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
		for _, parted := range a.Parted(&n) {
			if len(parted.Full) > 3*len(s)+MaxToken {
				t.Errorf("%q becomes %q", s, parted.Full)
			}
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

// The filter of known parts passes every one of them.
func TestPartFilter(t *testing.T) {
	a := Analyser{tab: known()}
	check := func(w string) bool {
		known := a.partCost([]byte(w), true) >= 0
		if known && !knownPartFilter().maybe([]byte(w)) {
			t.Errorf("%q is a known part, and the filter keeps it out", w)
		}
		return known
	}
	for w := range a.tab.words {
		check(w)
	}
	for w := range pinyinSyllables() {
		check(w)
	}
	g := synth.New(3, 20_000, 0.1)
	tried, known, passed := 0, 0, 0
	for i := range 2000 {
		text := strings.ToLower(strings.ReplaceAll(g.Subject(int64(i)).Names[0].Full, " ", ""))
		for begin := range text {
			for end := begin + 2; end <= min(len(text), begin+mostPart); end++ {
				tried++
				if check(text[begin:end]) {
					known++
				} else if knownPartFilter().maybe([]byte(text[begin:end])) {
					passed++
				}
			}
		}
	}
	if known == 0 || passed*4 > tried {
		t.Errorf("of %d stretches of letters %d are known parts, and %d others pass", tried, known, passed)
	}
}
