package score

import (
	"testing"

	"github.com/interdict/interdict"
)

// factOf is the comparison of a field, if there was one.
func factOf(t *testing.T, s *interdict.Subject, l *interdict.Listing, field Field) (Fact, bool) {
	t.Helper()
	var p, q Preparer
	var a, b Party
	p.Subject(&a, s)
	q.Entity(&b, &interdict.Entity{Listings: []interdict.Listing{*l}})
	w := Default()
	for _, f := range w.facts(nil, &a, &b) {
		if f.Field == field {
			return f, true
		}
	}
	return Fact{}, false
}

func TestPlaces(t *testing.T) {
	text := func(s string) interdict.Place { return interdict.Place{Text: s} }
	for _, c := range []struct {
		what string
		a, b interdict.Place
		want Rule
		none bool
	}{
		{"the same house", text("12 Garden Street, Damascus, Syria"), interdict.Place{Street: "Garden St. No. 12", City: "DAMASCUS", Country: "sy"}, SameAddress, false},
		{"another house of the town", text("12 Garden Street, Damascus, Syria"), text("Port Road 5, Damascus, SY"), SameTown, false},
		{"another spelling of the town", text("Qandahar, Afghanistan"), text("Kandahar City, Kandahar Province, Afghanistan"), SameTown, false},
		{"another town", text("Aleppo, Syria"), text("Damascus, Syria"), OtherAddress, false},
		{"a town of that name elsewhere", text("Tripoli, Lebanon"), text("Tripoli, Libya"), OtherAddress, false},
		{"words that every address has", text("Main Street 1, Aleppo"), text("Main Street 2, Homs"), OtherAddress, false},
		{"countries alone", text("Syria"), text("Damascus, Syria"), 0, true},
	} {
		s := interdict.Subject{Schema: interdict.Person, Addresses: []interdict.Place{c.a}}
		l := interdict.Listing{Schema: interdict.Person, Addresses: []interdict.Place{c.b}}
		if f, ok := factOf(t, &s, &l, AddressField); ok == c.none || ok && f.Rule != c.want {
			t.Errorf("%s: %t, %s; want %s", c.what, ok, f.Rule.Words(), c.want.Words())
		}
	}
	for _, c := range []struct {
		what string
		a, b interdict.Place
		want Rule
	}{
		{"the town", text("Tikrit, Iraq"), interdict.Place{City: "Tikrit", CountryName: "Iraq"}, SameBirthPlace},
		{"the country alone is known", text("Tikrit, Iraq"), text("Iraq"), SameBirthCountry},
		{"another town", text("Tikrit, Iraq"), text("Basra, Iraq"), OtherBirthPlace},
		{"another country", text("Tikrit, Iraq"), text("Damascus, Syria"), OtherBirthCountry},
	} {
		s := interdict.Subject{Schema: interdict.Person, BirthPlaces: []interdict.Place{c.a}}
		l := interdict.Listing{Schema: interdict.Person, BirthPlaces: []interdict.Place{c.b}}
		if f, ok := factOf(t, &s, &l, BirthPlaceField); !ok || f.Rule != c.want {
			t.Errorf("born in %s: %t, %s; want %s", c.what, ok, f.Rule.Words(), c.want.Words())
		}
	}
}

// TestHome: where a side states no country, its addresses do; ships' flags are
// weighed by themselves.
func TestHome(t *testing.T) {
	cs := func(codes ...string) (out []interdict.Country) {
		for _, c := range codes {
			out = append(out, interdict.Country{Code: c})
		}
		return out
	}
	at := func(country string) []interdict.Place { return []interdict.Place{{City: "Town", Country: country}} }
	w := Default()
	for _, c := range []struct {
		what   string
		schema interdict.Schema
		a, b   interdict.Listing
		want   Rule
		full   interdict.Millibits
	}{
		{"both stated", interdict.Person, interdict.Listing{Countries: cs("ru")}, interdict.Listing{Countries: cs("ir"), Addresses: at("ru")}, OtherCountry, w.CountryAgainst},
		{"nationalities", interdict.Person, interdict.Listing{Countries: []interdict.Country{{Code: "ru", Role: interdict.Nationality}}},
			interdict.Listing{Countries: []interdict.Country{{Code: "ir", Role: interdict.Citizenship}}}, OtherCountry, w.NationalityAgainst},
		{"a nationality and a residence", interdict.Person, interdict.Listing{Countries: []interdict.Country{{Code: "ru", Role: interdict.Nationality}}},
			interdict.Listing{Countries: []interdict.Country{{Code: "ir", Role: interdict.Residence}}}, OtherCountry, w.CountryAgainst},
		{"an address for a country", interdict.Person, interdict.Listing{Countries: cs("ru")}, interdict.Listing{Addresses: at("ru")}, SameHome, w.HomeAgree},
		{"an address in another", interdict.Person, interdict.Listing{Countries: cs("ru")}, interdict.Listing{Addresses: at("ir")}, OtherHome, w.HomeAgainst},
		{"two seats", interdict.Organization, interdict.Listing{Addresses: at("ru")}, interdict.Listing{Addresses: at("ir")}, OtherHome, w.SeatAgainst},
		{"two flags", interdict.Vessel, interdict.Listing{Countries: cs("ru")}, interdict.Listing{Countries: cs("ir")}, OtherFlag, w.FlagAgainst},
		{"one flag", interdict.Vessel, interdict.Listing{Countries: cs("ru")}, interdict.Listing{Countries: cs("ir", "ru")}, SameFlag, w.FlagAgree},
	} {
		c.b.Schema = c.schema
		s := interdict.Subject{Schema: c.schema, Countries: c.a.Countries, Addresses: c.a.Addresses}
		if f, ok := factOf(t, &s, &c.b, CountryField); !ok || f.Rule != c.want || f.Full != c.full {
			t.Errorf("%s: %t, %s with %d; want %s with %d", c.what, ok, f.Rule.Words(), f.Full, c.want.Words(), c.full)
		}
	}
}

func TestEmails(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want Rule
		none bool
	}{
		{"Info@Kometa-Trade.example", " info@kometa-trade.example", SameEmail, false},
		{"sales@kometa-trade.example", "info@kometa-trade.example", SameDomain, false},
		{"sales.kometa@gmail.com", "info.kometa@GMAIL.com", OtherEmail, false},
		{"not an address", "info@kometa-trade.example", 0, true},
	} {
		s := interdict.Subject{Emails: []string{c.a}}
		l := interdict.Listing{Emails: []string{c.b}}
		if f, ok := factOf(t, &s, &l, EmailField); ok == c.none || ok && f.Rule != c.want {
			t.Errorf("%s and %s: %t, %s; want %s", c.a, c.b, ok, f.Rule.Words(), c.want.Words())
		}
	}
}

// TestOwnNames: an alias that two parties share says less where neither's own
// name is among the other's names; a second own name that agrees never costs.
func TestOwnNames(t *testing.T) {
	names := func(own string, aliases ...string) []interdict.Name {
		out := []interdict.Name{{Full: own, Kind: interdict.PrimaryName}}
		for _, a := range aliases {
			out = append(out, interdict.Name{Full: a, Kind: interdict.AliasName})
		}
		return out
	}
	score := func(s, l []interdict.Name) Outcome {
		var sc = Scorer{Weights: Default()}
		var p, q Preparer
		var a, b Party
		p.Subject(&a, &interdict.Subject{Schema: interdict.Organization, Names: s})
		q.Entity(&b, &interdict.Entity{Listings: []interdict.Listing{{Schema: interdict.Organization, Names: l}}})
		return sc.Score(&a, &b)
	}
	listed := names("Northern Kometa Works", "Zvezdapribor Group")
	if o := score(names("Southern Meteor Plant", "Zvezdapribor Group"), listed); o.Score >= 9000 || len(o.Facts) != 1 || o.Facts[0].Rule != OtherOwnName {
		t.Errorf("a shared alias: %s, facts %v", o.Score, o.Facts)
	}
	for what, s := range map[string][]interdict.Name{
		"the alias alone":            names("Zvezdapribor Group"),
		"the own name and the alias": names("Northern Kometa Works", "Zvezdapribor Group"),
		"its own name as an alias":   names("Southern Meteor Plant", "Northern Kometa Works"),
	} {
		if o := score(s, listed); o.Score != 10000 || len(o.Facts) != 0 {
			t.Errorf("%s: %s, facts %v", what, o.Score, o.Facts)
		}
	}
}

func FuzzPlaces(f *testing.F) {
	f.Add("12 Garden Street, Damascus, Syria", "Garden St. 12", "sy")
	f.Add("ул. Ленина 1, Москва", "", "")
	f.Add(",,\xff\u202e, Iran", "12\x00", "xx")
	var p Preparer
	var s Party
	w := Default()
	f.Fuzz(func(t *testing.T, text, street, country string) {
		subject := interdict.Subject{
			Addresses:   []interdict.Place{{Text: text, Country: country}, {Street: street, CountryName: country}},
			BirthPlaces: []interdict.Place{{Text: street}}, Emails: []string{text, street + "@" + country + ".example"},
		}
		p.Subject(&s, &subject)
		for _, pl := range s.Places {
			for i := range pl.Words {
				if i > 0 && pl.Words[i] <= pl.Words[i-1] {
					t.Fatalf("%q and %q: words out of order", text, street)
				}
			}
		}
		for _, f := range w.facts(nil, &s, &s) {
			if f.Rule.Against() {
				t.Fatalf("%q, %q and %q: against itself, %s", text, street, country, f.Rule.Words())
			}
		}
	})
}
