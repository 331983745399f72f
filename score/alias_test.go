package score

import (
	"testing"

	"github.com/interdict/interdict"
	"pgregory.net/rapid"
)

// withAlias is a party of two listings whose second name is an alias of this quality.
func withAlias(q interdict.Quality, kind interdict.NameKind) *interdict.Entity {
	return &interdict.Entity{Listings: []interdict.Listing{
		{List: "a", Schema: interdict.Person, Names: []interdict.Name{{Full: "Wei LIU", Kind: interdict.PrimaryName}}},
		{List: "b", Schema: interdict.Person, Names: []interdict.Name{
			{Full: "AL-BADRI, Ibrahim Awwad", Kind: interdict.PrimaryName, Quality: interdict.Weak},
			{Full: "Abu Dua Samarrai", Kind: kind, Quality: q},
			{Full: "Khalid Mustafa", Kind: interdict.AliasName, Quality: interdict.Weak},
		}, BirthDates: []interdict.Date{{Year: 1971}}, Countries: []interdict.Country{{Role: interdict.Nationality, Code: "iq"}},
			Genders: []string{"male"}},
	}}
}

func TestAliases(t *testing.T) {
	never := func(string, interdict.Quality) bool { return false }
	unstatedOf := func(list string) func(string, interdict.Quality) bool {
		return func(l string, q interdict.Quality) bool { return l == list && q == interdict.Unstated }
	}
	names := func(full ...string) (s interdict.Subject) {
		s.Schema = interdict.Person
		for _, f := range full {
			s.Names = append(s.Names, interdict.Name{Full: f})
		}
		return s
	}
	born := func(s interdict.Subject, year int) interdict.Subject {
		s.BirthDates = []interdict.Date{{Year: year}}
		return s
	}
	male := names("Abu Dua Samarrai")
	male.Genders = []string{"male"}
	iraqi := names("Abu Dua Samarrai")
	iraqi.Countries = []interdict.Country{{Role: interdict.Nationality, Code: "iq"}}
	for _, c := range []struct {
		what    string
		subject interdict.Subject
		quality interdict.Quality
		kind    interdict.NameKind
		rule    func(string, interdict.Quality) bool
		hit     bool
	}{
		{"a weak alias alone", names("Abu Dua Samarrai"), interdict.Weak, interdict.AliasName, nil, false},
		{"a weak alias alone, where that is enough", names("Abu Dua Samarrai"), interdict.Weak, interdict.AliasName, never, true},
		{"a weak alias and the year of birth", born(names("Abu Dua Samarrai"), 1971), interdict.Weak, interdict.AliasName, nil, true},
		{"a weak alias and another year of birth", born(names("Abu Dua Samarrai"), 1985), interdict.Weak, interdict.AliasName, nil, false},
		{"a weak alias and the country", iraqi, interdict.Weak, interdict.AliasName, nil, true},
		{"a weak alias and the gender, which half of all have", male, interdict.Weak, interdict.AliasName, nil, false},
		{"two weak aliases", names("Abu Dua Samarrai", "Khalid Mustafa"), interdict.Weak, interdict.AliasName, nil, true},
		{"one weak alias in two spellings", names("Abu Dua Samarrai", "Abu Dua al-Samarrai"), interdict.Weak, interdict.AliasName, nil, false},
		{"a weak alias and another name that is not listed", names("Abu Dua Samarrai", "Peter Miller"), interdict.Weak, interdict.AliasName, nil, false},
		{"a strong alias", names("Abu Dua Samarrai"), interdict.Strong, interdict.AliasName, nil, true},
		{"a primary name that is called weak", names("Ibrahim Awwad al-Badri"), interdict.Weak, interdict.AliasName, nil, true},
		{"a spelling of a primary name", names("Abu Dua Samarrai"), interdict.Weak, interdict.VariationName, nil, true},
		{"an alias of unstated quality", names("Abu Dua Samarrai"), interdict.Unstated, interdict.AliasName, nil, true},
		{"the same, where the rule for its list asks for more", names("Abu Dua Samarrai"), interdict.Unstated, interdict.AliasName, unstatedOf("b"), false},
		{"the same under a rule for another list", names("Abu Dua Samarrai"), interdict.Unstated, interdict.AliasName, unstatedOf("a"), true},
		{"a former name of unstated quality", names("Abu Dua Samarrai"), interdict.Unstated, interdict.FormerName, unstatedOf("b"), false},
	} {
		var left, right Preparer
		var s, e Party
		left.Subject(&s, &c.subject)
		right.Entity(&e, withAlias(c.quality, c.kind))
		sc := Scorer{Weights: Default(), NeedsFact: c.rule}
		o := sc.Score(&s, &e)
		if hit := o.Score >= interdict.DefaultThreshold; hit != c.hit {
			t.Errorf("%s: score %s, strength %s, limit %d", c.what, o.Score, o.Strength, o.Limit)
		}
		if o.Limit == LimitWeak && (o.Score != sc.Weights.WeakAlone || o.Strength < o.Score) {
			t.Errorf("%s: score %s, strength %s: the strength stays what it is", c.what, o.Score, o.Strength)
		}
	}
}

// A rule for aliases never raises a score, and a shared number goes before it.
func TestRulesForAliasesOnlyLower(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw(t)
		p := newPair(a, "Quite Another")
		p.listing.Names = append(p.listing.Names, interdict.Name{
			Full: b, Kind: rapid.SampledFrom([]interdict.NameKind{interdict.AliasName, interdict.FormerName, interdict.VariationName}).Draw(t, "kind"),
			Quality: rapid.SampledFrom([]interdict.Quality{interdict.Weak, interdict.Unstated, interdict.Strong}).Draw(t, "quality"),
		})
		p.scorer.NeedsFact = func(string, interdict.Quality) bool { return false }
		free := p.score()
		p.scorer.NeedsFact = func(string, interdict.Quality) bool { return true }
		bound := p.score()
		if bound.Score > free.Score {
			t.Fatalf("%q and %q: %s, without the rule %s", a, b, bound.Score, free.Score)
		}
		alias := p.listing.Names[1].Alias() && p.listing.Names[1].Quality != interdict.Strong
		if bound.Score < free.Score && (!alias || bound.Score != p.scorer.Weights.WeakAlone) {
			t.Fatalf("%q and %q: %s, without the rule %s", a, b, bound.Score, free.Score)
		}
		number := interdict.Identifier{Type: interdict.Passport, Value: "AB1234567", Country: "ru"}
		p.subject.Identifiers, p.listing.Identifiers = []interdict.Identifier{number}, []interdict.Identifier{number}
		if o := p.score(); o.Score < p.scorer.Weights.KeyAlone {
			t.Fatalf("%q and %q share a passport: %s", a, b, o.Score)
		}
	})
}
