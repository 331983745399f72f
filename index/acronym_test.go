package index

import (
	"testing"

	"github.com/interdict/interdict"
)

// Acronyms and what they stand for are found as exhaustive scoring finds them,
// whichever of the two the list writes, and whatever the kind.
func TestAcronyms(t *testing.T) {
	names := []string{
		"National Iranian Oil Company", "NIOC", "NITC", "National Iranian Tanker Co. Ltd.", "PDVSA",
		"Petroleos de Venezuela, S.A.", "Islamic Republic of Iran Shipping Lines", "IRISL Group",
		"Sun and Rain Agriculture Ltd", "SARA", "Sara Lena", "IRGC", "Islamic Revolutionary Guard Corps",
	}
	kinds := []interdict.Schema{interdict.Organization, interdict.LegalEntity, interdict.Person, interdict.Vessel, ""}
	var listings []interdict.Listing
	var subjects []interdict.Subject
	for i, full := range names {
		for j, kind := range kinds {
			n := []interdict.Name{{Full: full}}
			subjects = append(subjects, interdict.Subject{Schema: kind, Names: n})
			subjects = append(subjects, interdict.Subject{Schema: kind, Names: n, Countries: []interdict.Country{{Code: "ir"}}})
			if kind != "" {
				listings = append(listings, interdict.Listing{List: "own", ID: string(rune('a'+i)) + string(rune('a'+j)), Schema: kind, Names: n})
			}
		}
	}
	if hits := against(t, listings, subjects, shipped)[0]; hits < 2*len(subjects) {
		t.Errorf("%d hits of %d subjects", hits, len(subjects))
	}
}
