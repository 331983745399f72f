package score

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
)

func listedAs(e *Party, schema interdict.Schema, names ...string) {
	var prep Preparer
	listing := interdict.Listing{Schema: schema}
	for _, full := range names {
		listing.Names = append(listing.Names, interdict.Name{Full: full})
	}
	prep.Entity(e, &interdict.Entity{Listings: []interdict.Listing{listing}})
}

// Words that changed places are found though they are run together, unless their order
// tells.
func TestMovedWords(t *testing.T) {
	for _, c := range []struct {
		schema          interdict.Schema
		subject, listed string
		hit             bool
	}{
		{interdict.Person, "Shammaseliashasib", "Elias Hasib SHAMMAS", true},
		{interdict.Person, "Hasibshammas Elias", "Elias Hasib SHAMMAS", true},
		{interdict.Person, "Hasibeliasshammas", "Elias Hasib SHAMMAS", false},
		{interdict.Person, "Shammaseliashasit", "Elias Hasib SHAMMAS", false},
		{interdict.Person, "Pakkwangsu", "PAK Su Kwang", false},
		{interdict.Organization, "MARKAZI IRANBANK", "BANK MARKAZI IRAN", true},
		{interdict.Organization, "CARAN SADIDSABA ENGINEERING COMPANY", "SADID CARAN SABA ENGINEERING COMPANY", true},
		{interdict.Organization, "CARAN SADIDSABE ENGINEERING COMPANY", "SADID CARAN SABA ENGINEERING COMPANY", false},
		{interdict.Vessel, "Zubongzag6", "ZU ZAG BONG 6", true},
	} {
		if got := scoreNames(c.schema, c.subject, c.listed).Score; got >= interdict.DefaultThreshold != c.hit {
			t.Errorf("%q and %q: %s", c.subject, c.listed, got)
		}
	}
}

// However the words are run together, the one that holds the first of them is among
// those that a search the other way round looks for.
func TestMovedRunsHoldTheFirst(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for _, full := range []string{"Elias Hasib SHAMMAS", "Jurabek Rustam Pulat NORMATOV", "BANK MARKAZI IRAN"} {
		schema := interdict.Person
		if full[0] == 'B' {
			schema = interdict.Organization
		}
		var e Party
		listedAs(&e, schema, full)
		words := e.Names[0].Moved()
		if words == nil {
			t.Fatalf("%q does not move", full)
		}
		runs := map[string]bool{}
		MovedRuns(words, func(run []int) {
			text := ""
			for _, i := range run {
				text += words[i].Text
			}
			runs[text] = true
		})
		accepted := 0
		for range 200 {
			order := rng.Perm(len(words))
			text, breaks, pieces := "", uint64(0), []string{""}
			for k, i := range order {
				if k > 0 && rng.IntN(2) == 0 {
					breaks |= 1 << len(text)
					pieces = append(pieces, "")
				}
				text += words[i].Text
				pieces[len(pieces)-1] += words[i].Text
			}
			m := moving{words: words, cyclic: personal(words)}
			if !m.spell(text, 0, &Token{Text: text, Breaks: breaks}) {
				continue
			}
			accepted++
			holds := func(piece string) bool { return strings.Contains(piece, words[0].Text) && runs[piece] }
			if !slices.ContainsFunc(pieces, holds) {
				t.Errorf("%q: none of %q is looked for", full, pieces)
			}
		}
		if accepted < 20 {
			t.Errorf("%q: %d orders accepted", full, accepted)
		}
	}
}
