package index

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/score"
	"pgregory.net/rapid"
)

// Names written without a space, or with one within a word, are found as
// exhaustive scoring finds them, whatever was read into the wrong words.
func TestWholeNames(t *testing.T) {
	names := []struct {
		full   string
		schema interdict.Schema
	}{
		{"Seyyed REZVAN", interdict.Person},
		{"Mohamad AKBAR", interdict.Person},
		{"El Hakim Boubakeur", interdict.Person},
		{"Izz al-Din ATA ALLA", interdict.Person},
		{"Abderrahmane el Marocain", interdict.Person},
		{"Sa'd bin Abdullah Hussein Saleh AL-SHARIF", interdict.Person},
		{"RPP LIMITED LIABILITY COMPANY", interdict.Organization},
		{"Farmkontract GmbH", interdict.Organization},
		{"JSC Kometa", interdict.Organization},
		{"Plant 112 OOO", interdict.Organization},
		{"Kometa", interdict.Organization},
	}
	var listings []interdict.Listing
	var subjects []interdict.Subject
	subject := func(full string, s interdict.Schema) {
		subjects = append(subjects, interdict.Subject{Schema: s, Names: []interdict.Name{{Full: full}}})
	}
	for i, n := range names {
		listings = append(listings, interdict.Listing{
			List: "own", ID: string(rune('a' + i)), Schema: n.schema, Names: []interdict.Name{{Full: n.full}},
		})
		for _, s := range []interdict.Schema{n.schema, ""} {
			subject(n.full, s)
			subject(strings.ReplaceAll(n.full, " ", ""), s)
			subject(strings.Replace(n.full, " ", "", 1), s)
			for at := 1; at < len(n.full); at++ {
				subject(n.full[:at]+" "+n.full[at:], s)
			}
		}
	}
	if hits := against(t, listings, subjects, shipped[:1])[0]; hits < len(subjects)*9/10 {
		t.Errorf("%d hits of %d subjects", hits, len(subjects))
	}
}

// So are names with spaces at wrong places and typing errors besides.
func TestMistypedWholeNames(t *testing.T) {
	names := []struct {
		full   string
		schema interdict.Schema
	}{
		{"Andrei PECHEGIN", interdict.Person},
		{"Sergey Nikolaevich BORISENKO", interdict.Person},
		{"Seyyed REZVAN", interdict.Person},
		{"KIM Yong Chol", interdict.Person},
		{"YASAIR CARGO AIRLINE", interdict.Organization},
		{"SHAHID SHUSTARI INDUSTRIES", interdict.Organization}, // read as "industry"
		{"SHARIFSECUREWARE", interdict.Organization},
		{"JSC Kometa", interdict.Organization},
	}
	rng := rand.New(rand.NewPCG(1, 2))
	var listings []interdict.Listing
	var subjects []interdict.Subject
	for i, n := range names {
		listings = append(listings, interdict.Listing{
			List: "own", ID: string(rune('a' + i)), Schema: n.schema, Names: []interdict.Name{{Full: n.full}},
		})
		for k := range 400 {
			full := n.full
			if k%4 > 0 {
				full = strings.Replace(full, " ", "", k%4)
			} else {
				at := 1 + rng.IntN(len(full)-1)
				full = full[:at] + " " + full[at:]
			}
			for range 1 + k%2 {
				full = mistyped(rng, full)
			}
			subjects = append(subjects, interdict.Subject{Schema: n.schema, Names: []interdict.Name{{Full: full}}})
		}
	}
	without := shipped[0]
	without.weights.Without = score.InWholes
	hits := against(t, listings, subjects, []state{shipped[0], without})
	if hits[0] < len(subjects)*6/10 || hits[1] > hits[0]*4/5 {
		t.Errorf("%d hits of %d subjects, %d without errors in whole names", hits[0], len(subjects), hits[1])
	}
}

// mistyped makes one typing error, in a letter or a space.
func mistyped(rng *rand.Rand, s string) string {
	at := rng.IntN(len(s) - 1)
	switch letter := string(rune('a' + rng.IntN(26))); rng.IntN(4) {
	case 0:
		return s[:at] + letter + s[at:]
	case 1:
		return s[:at] + s[at+1:]
	case 2:
		return s[:at] + letter + s[at+1:]
	}
	return s[:at] + s[at+1:at+2] + s[at:at+1] + s[at+2:]
}

// The letters that stand beside a whole name never pass over one that a subject's letters
// are but for the errors that it may have.
func TestLettersBesideWholes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.SampledFrom([]string{"abc", "eintk", "abcdefghijklmnopqrstuvwxyz", "xžéя"}).Draw(t, "letters")
		listed := rapid.StringOfN(rapid.RuneFrom([]rune(letters)), 1, 20, -1).Draw(t, "listed")
		errors := score.WholeErrors(len(listed))
		text := withErrors(t, listed, letters, rapid.IntRange(0, errors).Draw(t, "errors"))
		if len(text) > score.MaxJoined {
			return
		}
		has, set := lettersOf(listed), lettersOf(text)
		for _, p := range wholeProbes[len(text)] {
			if slices.Contains([]uint64{wholeKey(len(listed), 0), wholeKey(len(listed), 1), wholeKey(len(listed), 2)}, p.key) && !p.may(has, set) {
				t.Fatalf("%q is passed over for %q", listed, text)
			}
		}
	})
}
