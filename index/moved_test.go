package index

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/interdict/interdict"
)

// Names whose words changed places and were run together are found as exhaustive
// scoring finds them.
func TestMovedWords(t *testing.T) {
	names := []struct {
		full   string
		schema interdict.Schema
	}{
		{"Elias Hasib SHAMMAS", interdict.Person},
		{"Jurabek Rustam Pulat NORMATOV", interdict.Person},
		{"Salman bin Muhammad", interdict.Person},
		{"KIM Yong Chol", interdict.Person},
		{"BANK MARKAZI IRAN", interdict.Organization},
		{"SADID CARAN SABA ENGINEERING COMPANY", interdict.Organization},
		{"ANZ Importers and Exporters", interdict.LegalEntity},
		{"ZU ZAG BONG 6", interdict.Vessel},
	}
	rng := rand.New(rand.NewPCG(3, 4))
	var listings []interdict.Listing
	var subjects []interdict.Subject
	for i, n := range names {
		listings = append(listings, interdict.Listing{
			List: "own", ID: string(rune('a' + i)), Schema: n.schema, Names: []interdict.Name{{Full: n.full}},
		})
		words := strings.Fields(n.full)
		for k := range 300 {
			rng.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
			full := strings.Join(words, " ")
			full = strings.Replace(full, " ", "", 1+k%len(words))
			if k%10 == 0 {
				full = mistyped(rng, full)
			}
			subjects = append(subjects, interdict.Subject{Schema: n.schema, Names: []interdict.Name{{Full: full}}})
		}
	}
	if hits := against(t, listings, subjects, shipped[:1])[0]; hits < len(subjects)*6/10 {
		t.Errorf("%d hits of %d subjects", hits, len(subjects))
	}
}
