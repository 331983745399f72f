package index

import (
	"testing"

	"github.com/interdict/interdict"
)

// A word with more errors than are looked up is found beside whatever agrees as it
// is written: a word, words written apart or as one, initials besides.
func TestSlips(t *testing.T) {
	person := func(full string) []interdict.Name { return []interdict.Name{{Full: full}} }
	var listings []interdict.Listing
	for i, full := range []string{
		"Ceylan Duzcan", "Ceylan M. Duzcan", "Haji Ceylan Duzcan", "Muhammad Nawshad Alam Khan", "Cey Lan Duzcan", "Ceylan Mehtap Duzcan", "Naw Shad Alam Khan",
	} {
		listings = append(listings, interdict.Listing{ID: string(rune('a' + i)), List: "us_ofac_sdn", Schema: interdict.Person, Names: person(full)})
	}
	var subjects []interdict.Subject
	for _, full := range []string{
		"Ceylan Uzcna", "Uzcna Ceylan", "Cey Lan Uzcna", "Ceylan M. Uzcna", "C. Ceylan Uzcna", "Ceylan Mehtap Uzcna", "Muhammad Nawshad Alam Han", "Muhammad Naw Shad Alam Han", "Muhammad NawshadAlam Han", "Dr Ceylan Uzcna", "Ceylan al Uzcna",
	} {
		subjects = append(subjects, interdict.Subject{Names: person(full)}, interdict.Subject{Schema: interdict.Person, Names: person(full)})
	}
	if hits := against(t, listings, subjects, shipped); hits[0] < len(subjects) {
		t.Errorf("%d hits: the subjects do not try anything", hits[0])
	}
}
