package entities

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"pgregory.net/rapid"
)

func person(list, id, name string, ids ...interdict.Identifier) interdict.Listing {
	return interdict.Listing{
		List: list, ID: id, Schema: interdict.Person,
		Names:       []interdict.Name{{Full: name, Kind: interdict.PrimaryName}},
		Countries:   []interdict.Country{{Role: interdict.Nationality, Code: "cn"}},
		Identifiers: ids,
	}
}

func company(list, id, name string, ids ...interdict.Identifier) interdict.Listing {
	return interdict.Listing{List: list, ID: id, Schema: interdict.Organization, Names: []interdict.Name{{Full: name}}, Identifiers: ids}
}

func join(ls ...interdict.Listing) ([]string, []SetAside) {
	j := NewJoiner()
	for i := range ls {
		j.Add(&ls[i])
	}
	clusters, aside := j.Join()
	var out []string
	for _, c := range clusters {
		var refs []string
		for _, r := range c.Refs {
			refs = append(refs, r.ID)
		}
		out = append(out, strings.Join(refs, "+"))
	}
	return out, aside
}

// The two people of 25 March 2024 share their national ids across OFAC and the
// UK, which states no country for them; the company shares no number, but its
// name, its address and the regime.
func TestTheThreeOf25March2024(t *testing.T) {
	number := func(v, country string) interdict.Identifier {
		return interdict.Identifier{Type: interdict.NationalID, Value: v, Country: country}
	}
	us := company("us_ofac_sdn", "47800", "WUHAN XIAORUIZHI SCIENCE AND TECHNOLOGY COMPANY, LIMITED",
		interdict.Identifier{Type: interdict.USCC, Value: "91420100551956105K", Country: "cn"})
	us.Addresses = []interdict.Place{{Text: "2nd Floor, No. 16, Huashiyuan North Road, East Lake New Technology Development Zone, Wuhan, Hubei Province, China", Country: "cn", CountryName: "China"}}
	us.Designation.Programs = []string{"CYBER2"}
	gb := company("gb_fcdo_sanctions", "CYB0044", "WUHAN XIAORUIZHI SCIENCE AND TECHNOLOGY COMPANY LIMITED")
	gb.Addresses = []interdict.Place{{Text: "2nd Floor, No. 16, Huashiyuan North Road, East Lake New Technology Development Zone, Hubei Province, Wuhan, China", Country: "cn", CountryName: "China"}}
	gb.Designation.Regime = "Cyber"
	people := []interdict.Listing{
		person("us_ofac_sdn", "47814", "Guangzong ZHAO", number("421003198511121539", "cn")),
		person("gb_fcdo_sanctions", "CYB0045", "ZHAO Guangzong", number("421003198511121539", "")),
		person("us_ofac_sdn", "47818", "Gaobin NI", number("421003198510272917", "cn")),
		person("gb_fcdo_sanctions", "CYB0046", "NI Gaobin", number("421003198510272917", "")),
	}
	want := []string{"47800+CYB0044", "47814+CYB0045", "47818+CYB0046"}
	if got, aside := join(append([]interdict.Listing{us, gb}, people...)...); !slices.Equal(got, want) || len(aside) > 0 {
		t.Errorf("got %v, set aside %v, want %v", got, aside, want)
	}
	// Where the lists give no more than the country, what they were designated
	// for and when.
	us.Addresses, gb.Addresses = []interdict.Place{{Country: "cn"}}, []interdict.Place{{Country: "cn"}}
	us.Designation.Listed, gb.Designation.Listed = interdict.Day(2024, 3, 25), interdict.Day(2024, 3, 25)
	if got, _ := join(us, gb); len(got) != 1 {
		t.Errorf("by regime, day of listing and country: got %v", got)
	}
	// A name alone never joins.
	bare := company("us_ofac_sdn", "1", gb.Names[0].Full)
	if got, _ := join(bare, gb); len(got) != 2 {
		t.Errorf("the name alone joined them: %v", got)
	}
}

func TestFacts(t *testing.T) {
	id := func(t interdict.IDType, v, country, label string) []interdict.Identifier {
		return []interdict.Identifier{{Type: t, Value: v, Country: country, Label: label}}
	}
	ship := func(list, lid, name string, ids []interdict.Identifier) interdict.Listing {
		return interdict.Listing{List: list, ID: lid, Schema: interdict.Vessel, Names: []interdict.Name{{Full: name}}, Identifiers: ids}
	}
	for _, c := range []struct {
		why   string
		a, b  interdict.Listing
		joins bool
		aside int
	}{
		{"the UK names the UN's reference", person("gb_fcdo_sanctions", "AFG0006", "Mohammad Hassan AKHUND", id(interdict.CrossRef, "TAi.002", "", "UN Reference Number")...),
			person("un_sc_sanctions", "TAi.002", "MOHAMMAD HASSAN AKHUND"), true, 0},
		{"both UK lists have one id", person("gb_fcdo_sanctions", "RUS0001", "A B"), person("gb_hmt_sanctions", "RUS0001", "B A"), true, 0},
		{"one passport of one country", person("us_ofac_sdn", "1", "Ivan PETROV", id(interdict.Passport, "717637093", "ru", "")...),
			person("gb_fcdo_sanctions", "2", "PETROV Ivan", id(interdict.Passport, "71 7637093", "ru", "")...), true, 0},
		{"one number of two countries", person("us_ofac_sdn", "1", "Ivan PETROV", id(interdict.Passport, "717637093", "ru", "")...),
			person("gb_fcdo_sanctions", "2", "PETROV Ivan", id(interdict.Passport, "717637093", "ua", "")...), false, 0},
		{"one passport, names nothing alike", person("us_ofac_sdn", "1", "Ivan PETROV", id(interdict.Passport, "717637093", "ru", "")...),
			person("gb_fcdo_sanctions", "2", "Mohammed Ali HASSAN", id(interdict.Passport, "717637093", "ru", "")...), false, 1},
		{"a national id with a wrong check digit", person("us_ofac_sdn", "1", "Guangzong ZHAO", id(interdict.NationalID, "421003198511121530", "cn", "")...),
			person("gb_fcdo_sanctions", "2", "Guangzong ZHAO", id(interdict.NationalID, "421003198511121530", "cn", "")...), false, 0},
		{"a ship's IMO number", ship("us_ofac_sdn", "1", "PETREL 8", id(interdict.IMO, "9562233", "", "")), ship("gb_fcdo_sanctions", "2", "Petrel 8", id(interdict.IMO, "IMO9562233", "", "")), true, 0},
		{"a company's IMO number is no ship's", ship("us_ofac_sdn", "1", "PETREL 8", id(interdict.IMO, "9562233", "", "")),
			ship("gb_fcdo_sanctions", "2", "Petrel 8", id(interdict.IMOCompany, "9562233", "", "")), false, 0},
		{"two UK listings of one UN reference, names nothing alike", person("gb_fcdo_sanctions", "1", "Frank BWAMBALE", id(interdict.CrossRef, "CDi.002", "", "UN Reference Number")...),
			person("gb_fcdo_sanctions", "2", "Gaston IYAMUREMYE", id(interdict.CrossRef, "CDi.002", "", "UN Reference Number")...), false, 1},
		{"the collection of US lists has OFAC's number, under a new name", person("us_trade_csl", "SDN-7", "Ivan PETROV", id(interdict.CrossRef, "7", "", "OFAC")...),
			person("us_ofac_sdn", "7", "Mohammed Ali HASSAN"), true, 0},
		{"France names the EU's reference", person("fr_tresor_gels_avoir", "1", "Ivan PETROV", id(interdict.CrossRef, "EU.7421.83", "", "EU reference")...),
			person("eu_fsf", "EU.7421.83", "Ivan PETROV"), true, 0},
		{"brothers under one number", person("gb_fcdo_sanctions", "1", "Boris Romanovich ROTENBERG", id(interdict.INN, "470305596440", "ru", "")...),
			person("us_ofac_sdn", "2", "Arkady Romanovich ROTENBERG", id(interdict.INN, "470305596440", "ru", "")...), false, 1},
		{"two numbers of one publisher, names much alike", company("us_ofac_sdn", "46751", "FORTIANA", id(interdict.OGRN, "1227700488003", "ru", "")...),
			company("us_ofac_sdn", "46752", "FORTIANA INVEST", id(interdict.OGRN, "1227700488003", "ru", "")...), false, 1},
		{"two numbers of one publisher, listed twice", company("us_ofac_sdn", "46751", "FORTIANA LLC", id(interdict.OGRN, "1227700488003", "ru", "")...),
			company("us_ofac_cons", "46752", "FORTIANA", id(interdict.OGRN, "1227700488003", "ru", "")...), true, 0},
		{"a person and the company under one number", person("us_ofac_sdn", "1", "Rosario NIEBLA CARDOZA", id(interdict.TaxID, "NICR461006T36", "mx", "")...),
			company("us_ofac_sdn", "2", "ROSARIO NIEBLA CARDOZA A. EN P.", id(interdict.TaxID, "NICR461006T36", "mx", "")...), false, 1},
		{"a number without a country is of the one nationality", person("us_ofac_sdn", "1", "Li WEI", id(interdict.Passport, "E12345670", "", "")...),
			person("gb_fcdo_sanctions", "2", "WEI Li", id(interdict.Passport, "E12345670", "cn", "")...), true, 0},
		{"a ship's IMO number with a wrong check digit", ship("us_ofac_sdn", "1", "PETREL 8", id(interdict.IMO, "9562234", "", "")), ship("gb_fcdo_sanctions", "2", "PETREL 8", id(interdict.IMO, "9562234", "", "")), false, 0},
	} {
		got, aside := join(c.a, c.b)
		if (len(got) == 1) != c.joins || len(aside) != c.aside {
			t.Errorf("%s: %v, set aside %v", c.why, got, aside)
		}
	}
}

// Whatever two listings share, a third does not make one party of two that
// their publisher holds apart; and what its number joins is one, whatever it was
// called in an earlier edition.
func TestApartThroughAThird(t *testing.T) {
	inn := interdict.Identifier{Type: interdict.INN, Value: "7707083893", Country: "ru"}
	got, aside := join(
		company("us_ofac_sdn", "1", "FORTIANA TRADE", inn), company("us_ofac_sdn", "2", "FORTIANA INVEST", inn),
		company("eu_fsf", "EU.1.1", "FORTIANA", inn), company("gb_fcdo_sanctions", "RUS1", "FORTIANA INVEST LLC", inn),
	)
	if want := []string{"1+EU.1.1", "2+RUS1"}; !sameSets(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if len(aside) != 1 || len(aside[0].Refs) != 4 || aside[0].Kind != "inn" || aside[0].Why != whyApart {
		t.Errorf("set aside %+v", aside)
	}

	old := company("us_trade_csl", "SSI-1", "BANK OF MOSCOW", inn, interdict.Identifier{Type: interdict.CrossRef, Value: "1", Label: "OFAC"})
	got, aside = join(company("us_ofac_cons", "1", "BM BANK JSC", inn), company("us_ofac_cons", "2", "BM BANK PUBLIC JOINT STOCK COMPANY", inn), old)
	if len(got) != 1 || len(aside) != 0 {
		t.Errorf("a bank that was renamed: %v, set aside %v", got, aside)
	}
}

// sameSets says whether two clusterings are the same, in whatever order.
func sameSets(a, b []string) bool {
	normal := func(all []string) string {
		var out []string
		for _, c := range all {
			parts := strings.Split(c, "+")
			slices.Sort(parts)
			out = append(out, strings.Join(parts, "+"))
		}
		slices.Sort(out)
		return fmt.Sprint(out)
	}
	return normal(a) == normal(b)
}

// The table is whole, and each label that readers give belongs to one space.
func TestReferences(t *testing.T) {
	for _, r := range references() {
		if r.space == "" || r.word == "" || r.word != strings.ToLower(r.word) || r.name == "" || r.name != referenceName(r.space) {
			t.Errorf("%+v", r)
		}
	}
	for label, want := range map[string]string{
		"UN Reference Number": "un", "UN reference": "un", "United Nations id": "un", "OFAC": "ofac", "OFAC UID": "ofac",
		"UK Sanctions List Ref": "gb", "OFSI Group ID": "ofsi", "EU reference": "eu",
		"entity_number": "", "Registre des gels": "", "mitre-attack": "", "STIX": "", "wikidataId": "",
	} {
		got := ""
		if r := referenceOf(label); r != nil {
			got = r.space
		}
		if got != want {
			t.Errorf("%s: %q, want %q", label, got, want)
		}
	}
}

// Whatever the order in which listings come, the same are joined.
func TestJoinDoesNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var ls []interdict.Listing
		for i := range rapid.IntRange(2, 12).Draw(t, "listings") {
			ids := []interdict.Identifier{{Type: interdict.Passport, Value: fmt.Sprint(700_000 + rapid.IntRange(0, 4).Draw(t, "passport")), Country: "ru"}}
			if rapid.Bool().Draw(t, "states a reference") {
				ids = append(ids, interdict.Identifier{Type: interdict.CrossRef, Label: "OFAC", Value: fmt.Sprint(rapid.IntRange(0, 11).Draw(t, "reference"))})
			}
			name := rapid.SampledFrom([]string{"Ivan PETROV", "PETROV Ivan Ivanovich", "Ivan PETROW", "Ivan Petrovich SIDOROV", "Wei LI"}).Draw(t, "name")
			list := []string{"us_ofac_sdn", "us_trade_csl", "eu_fsf", "gb_fcdo_sanctions"}[i%4]
			ls = append(ls, person(list, fmt.Sprint(i), name, ids...))
		}
		for i := range ls {
			ls[i].Designation.Listed = interdict.Day(2024, 3, rapid.IntRange(1, 2).Draw(t, "listed"))
			if rapid.Bool().Draw(t, "born") {
				ls[i].BirthDates = []interdict.Date{interdict.Day(1960+rapid.IntRange(0, 1).Draw(t, "year"), 5, 17)}
			}
		}
		want, wantAside := join(ls...)
		rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 1)).Shuffle(len(ls), func(i, j int) { ls[i], ls[j] = ls[j], ls[i] })
		got, aside := join(ls...)
		if !sameSets(got, want) || fmt.Sprint(aside) != fmt.Sprint(wantAside) {
			t.Fatalf("got %s, set aside %v; want %s, %v", got, aside, want, wantAside)
		}
		everyJoinHasItsReason(t, ls)
	})
}

// everyJoinHasItsReason holds that the listings of each entity are joined by the
// reasons that it has, and that they alone, as `show` has them, give the same.
func everyJoinHasItsReason(t *rapid.T, ls []interdict.Listing) {
	j := NewJoiner()
	of := map[interdict.Ref]interdict.Listing{}
	for i := range ls {
		j.Add(&ls[i])
		of[ls[i].Ref()] = ls[i]
	}
	clusters, _ := j.Join()
	for _, c := range clusters {
		var own []interdict.Listing
		reached := map[interdict.Ref]bool{c.Refs[0]: true}
		for range c.Refs {
			for _, r := range c.Reasons {
				if r.Fact == "" || r.Kind == "" {
					t.Fatalf("%+v says nothing", r)
				}
				if reached[r.A] || reached[r.B] {
					reached[r.A], reached[r.B] = true, true
				}
			}
		}
		for _, ref := range c.Refs {
			own = append(own, of[ref])
		}
		again, _ := join(own...)
		if len(reached) != len(c.Refs) || len(again) != 1 || len(Reasons(own)) < len(c.Refs)-1 {
			t.Fatalf("%v: the reasons %v join %d of them; alone they are %v", c.Refs, c.Reasons, len(reached), again)
		}
	}
}
