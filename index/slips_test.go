package index

import "testing"

// A word with more errors than are looked up is found beside whatever agrees as it
// is written: words, words written apart or as one, initials besides.
func TestSlips(t *testing.T) {
	listings := listedPeople(
		"Mehtap Ceylan Duzcan", "Mehtap M. Ceylan Duzcan", "Haji Mehtap Ceylan Duzcan", "Muhammad Nawshad Alam Khan", "Mehtap Cey Lan Duzcan", "Ceylan Mehtap Sadiye Duzcan", "Naw Shad Alam Khan", "Ceylan Duzcan",
	)
	subjects := people(
		"Mehtap Ceylan Uzcna", "Uzcna Mehtap Ceylan", "Mehtap Cey Lan Uzcna", "MehtapCeylan Uzcna", "Mehtap M. Ceylan Uzcna", "C. Mehtap Ceylan Uzcna", "Ceylan Uzcna",
		"Ceylan Mehtap Sadiye Uzcna", "Muhammad Nawshad Alam Han", "Muhammad Naw Shad Alam Han", "Muhammad NawshadAlam Han", "Dr Mehtap Ceylan Uzcna", "Mehtap Ceylan al Uzcna",
	)
	if hits := against(t, listings, subjects, shipped); hits[0] < len(subjects) {
		t.Errorf("%d hits: the subjects do not try anything", hits[0])
	}
}
