package index

import (
	"testing"

	"github.com/interdict/interdict"
)

// A word with more errors than are looked up is found beside whatever agrees as it
// is written: words, words written apart or as one, initials besides.
func TestSlips(t *testing.T) {
	person := func(full string) []interdict.Name { return []interdict.Name{{Full: full}} }
	var listings []interdict.Listing
	for i, full := range []string{
		"Mehtap Ceylan Duzcan", "Mehtap M. Ceylan Duzcan", "Haji Mehtap Ceylan Duzcan", "Muhammad Nawshad Alam Khan", "Mehtap Cey Lan Duzcan", "Ceylan Mehtap Sadiye Duzcan", "Naw Shad Alam Khan", "Ceylan Duzcan",
	} {
		listings = append(listings, interdict.Listing{ID: string(rune('a' + i)), List: "us_ofac_sdn", Schema: interdict.Person, Names: person(full)})
	}
	var subjects []interdict.Subject
	for _, full := range []string{
		"Mehtap Ceylan Uzcna", "Uzcna Mehtap Ceylan", "Mehtap Cey Lan Uzcna", "MehtapCeylan Uzcna", "Mehtap M. Ceylan Uzcna", "C. Mehtap Ceylan Uzcna", "Ceylan Uzcna",
		"Ceylan Mehtap Sadiye Uzcna", "Muhammad Nawshad Alam Han", "Muhammad Naw Shad Alam Han", "Muhammad NawshadAlam Han", "Dr Mehtap Ceylan Uzcna", "Mehtap Ceylan al Uzcna",
	} {
		subjects = append(subjects, interdict.Subject{Names: person(full)}, interdict.Subject{Schema: interdict.Person, Names: person(full)})
	}
	if hits := against(t, listings, subjects, shipped); hits[0] < len(subjects) {
		t.Errorf("%d hits: the subjects do not try anything", hits[0])
	}
}
