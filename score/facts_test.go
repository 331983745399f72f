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
		against interdict.Millibits
	}{
		{"one country's", party("3410238243417", "pk"), party("3740135235651", "pk"), w.PersonalAgainst},
		{"two countries'", party("3410238243417", "pk"), party("3740135235651", "in"), 0},
		{"one says no country", party("3410238243417", "pk", "pk"), party("3740135235651", "", "pk"), 0},
		{"no issuer, one nationality", party("3410238243417", "", "pk"), party("3740135235651", "", "pk", "pk"), w.PersonalAgainst},
		{"no issuer, another length", party("3410238243417", "", "pk"), party("37401352", "", "pk"), 0},
		{"no issuer, two nationalities", party("3410238243417", "", "pk", "ae"), party("3740135235651", "", "pk"), 0},
		{"no issuer, no country", party("3410238243417", ""), party("3740135235651", ""), 0},
		// Iranian numbers, the last with a wrong check digit.
		{"a scheme's", party("0499370899", "ir"), party("0790419904", "ir"), w.NationalAgainst},
		{"a scheme's, of the parties' country", party("0499370899", "", "ir"), party("0790419904", "", "ir"), w.NationalAgainst},
		{"a misprint", party("0499370899", "ir"), party("0499370898", "ir"), w.IdentifierAgainst},
	} {
		var p, q Preparer
		var s, e Party
		p.Subject(&s, &interdict.Subject{Schema: c.a.Schema, Countries: c.a.Countries, Identifiers: c.a.Identifiers})
		q.Entity(&e, &interdict.Entity{Listings: []interdict.Listing{*c.b}})
		f, ok := w.identifiers(&s, &e)
		if ok != (c.against > 0) || ok && (f.Rule != OtherIdentifier || f.Full != c.against) {
			t.Errorf("%s: %t, %s with %d; want %d", c.what, ok, f.Rule.Words(), f.Full, c.against)
		}
	}
}

// TestKindOfListing: a listing of unknown kind is an organisation where its main
// name can be read as nothing else, so that no person is held against it.
func TestKindOfListing(t *testing.T) {
	var p Preparer
	var e Party
	for main, want := range map[string]interdict.Schema{
		"Rainbow General Trading Company": interdict.Organization,
		"Beijing Institute of Technology": interdict.Organization,
		"Sam Johnson":                     interdict.LegalEntity,
		"Haji Khairullah":                 interdict.LegalEntity,
	} {
		l := interdict.Listing{Schema: interdict.LegalEntity, Names: []interdict.Name{{Full: main}, {Full: "Kometa Trading LLC", Kind: interdict.AliasName}}}
		if p.Entity(&e, &interdict.Entity{Listings: []interdict.Listing{l}}); e.Schema != want {
			t.Errorf("%s: %s, want %s", main, e.Schema, want)
		}
	}
}
