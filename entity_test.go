package interdict

import "testing"

// A listing that leaves open what a party is does not hide that another says it.
func TestKnown(t *testing.T) {
	for _, c := range []struct {
		of          []Schema
		schema, now Schema
	}{
		{nil, LegalEntity, LegalEntity},
		{[]Schema{LegalEntity, "", Person}, LegalEntity, Person},
		{[]Schema{LegalEntity, Organization, Person}, LegalEntity, Organization},
		{[]Schema{"", Person, LegalEntity}, Person, Person},
		{[]Schema{LegalEntity, LegalEntity}, LegalEntity, LegalEntity},
	} {
		var e Entity
		for _, s := range c.of {
			e.Listings = append(e.Listings, Listing{Schema: s})
		}
		if e.Schema() != c.schema || e.Known() != c.now {
			t.Errorf("%q: %s, known as %s", c.of, e.Schema(), e.Known())
		}
	}
}
