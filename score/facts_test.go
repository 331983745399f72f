package score

import (
	"testing"

	"github.com/interdict/interdict"
)

// TestOtherDocuments: two numbers of one kind contradict where one country
// gave both, by its own word or because it is the only one that both parties
// are of and the numbers are equally long.
func TestOtherDocuments(t *testing.T) {
	party := func(number, issuer string, countries ...string) *interdict.Listing {
		l := &interdict.Listing{Schema: interdict.Person, Identifiers: []interdict.Identifier{{Type: interdict.NationalID, Value: number, Country: issuer}}}
		for _, c := range countries {
			l.Countries = append(l.Countries, interdict.Country{Code: c})
		}
		return l
	}
	w := Default()
	for _, c := range []struct {
		what    string
		a, b    *interdict.Listing
		against bool
	}{
		{"one country's", party("3410238243417", "pk"), party("3740135235651", "pk"), true},
		{"two countries'", party("3410238243417", "pk"), party("3740135235651", "in"), false},
		{"one says no country", party("3410238243417", "pk", "pk"), party("3740135235651", "", "pk"), false},
		{"no issuer, one nationality", party("3410238243417", "", "pk"), party("3740135235651", "", "pk", "pk"), true},
		{"no issuer, another length", party("3410238243417", "", "pk"), party("37401352", "", "pk"), false},
		{"no issuer, two nationalities", party("3410238243417", "", "pk", "ae"), party("3740135235651", "", "pk"), false},
		{"no issuer, no country", party("3410238243417", ""), party("3740135235651", ""), false},
	} {
		var p, q Preparer
		var s, e Party
		p.Subject(&s, &interdict.Subject{Schema: c.a.Schema, Countries: c.a.Countries, Identifiers: c.a.Identifiers})
		q.Entity(&e, &interdict.Entity{Listings: []interdict.Listing{*c.b}})
		f, ok := w.identifiers(&s, &e)
		if ok != c.against || ok && (f.Rule != OtherIdentifier || f.Full != w.IdentifierAgainst) {
			t.Errorf("%s: %t, %s with %d; want %t", c.what, ok, f.Rule.Words(), f.Full, c.against)
		}
	}
}
