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
// UK, which states no country for them; the company shares nothing.
func TestTheThreeOf25March2024(t *testing.T) {
	number := func(v, country string) interdict.Identifier {
		return interdict.Identifier{Type: interdict.NationalID, Value: v, Country: country}
	}
	company := func(list, id string) interdict.Listing {
		return interdict.Listing{List: list, ID: id, Schema: interdict.Organization,
			Names: []interdict.Name{{Full: "WUHAN XIAORUIZHI SCIENCE AND TECHNOLOGY COMPANY LIMITED"}}}
	}
	got, aside := join(
		company("us_ofac_sdn", "47800"), company("gb_fcdo_sanctions", "CYB0044"),
		person("us_ofac_sdn", "47814", "Guangzong ZHAO", number("421003198511121539", "cn")),
		person("gb_fcdo_sanctions", "CYB0045", "ZHAO Guangzong", number("421003198511121539", "")),
		person("us_ofac_sdn", "47818", "Gaobin NI", number("421003198510272917", "cn")),
		person("gb_fcdo_sanctions", "CYB0046", "NI Gaobin", number("421003198510272917", "")),
	)
	want := []string{"47800", "CYB0044", "47814+CYB0045", "47818+CYB0046"}
	if !slices.Equal(got, want) || len(aside) > 0 {
		t.Errorf("got %v, set aside %v, want %v", got, aside, want)
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
	} {
		got, aside := join(c.a, c.b)
		if (len(got) == 1) != c.joins || len(aside) != c.aside {
			t.Errorf("%s: %v, set aside %v", c.why, got, aside)
		}
	}
}

func TestIdentify(t *testing.T) {
	ref := func(s string) interdict.Ref {
		list, id, _ := strings.Cut(s, "/")
		return interdict.Ref{List: list, ID: id}
	}
	cluster := func(refs ...string) (c Cluster) {
		for _, r := range refs {
			c.Refs = append(c.Refs, ref(r))
		}
		return c
	}
	none := func(string) bool { return false }
	before := map[interdict.Ref]string{}
	step := func(want string, clusters ...Cluster) {
		t.Helper()
		ids, changes := Identify(clusters, before, none)
		got := fmt.Sprint(ids, changes)
		if got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		for c := range clusters {
			for _, r := range clusters[c].Refs {
				before[r] = ids[c]
			}
		}
	}
	step("[b-1 a-1] []", cluster("b/1"), cluster("a/1"))
	step("[a-1] [{b-1 a-1 merged}]", cluster("b/1", "a/1"))                    // a fact joins them
	step("[a-1] []", cluster("b/1", "a/1", "c/1"))                             // a third list follows
	step("[a-1] []", cluster("b/1", "c/1"))                                    // a delists; the id stays
	step("[b-1 a-1] [{a-1 b-1 split}]", cluster("b/1"), cluster("c/1", "a/1")) // the fact was wrong
}

// Whatever the order in which listings come, the same are joined; and what was
// identified once keeps its ids.
func TestJoinDoesNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var ls []interdict.Listing
		for i := range rapid.IntRange(2, 12).Draw(t, "listings") {
			number := 700_000 + rapid.IntRange(0, 4).Draw(t, "passport")
			name := []string{"Ivan PETROV", "PETROV Ivan Ivanovich", "Ivan PETROW"}[rapid.IntRange(0, 2).Draw(t, "name")]
			ls = append(ls, person(fmt.Sprintf("list%d", i%3), fmt.Sprint(i), name,
				interdict.Identifier{Type: interdict.Passport, Value: fmt.Sprint(number), Country: "ru"}))
		}
		sets := func() string {
			got, _ := join(ls...)
			var out []string
			for _, c := range got {
				parts := strings.Split(c, "+")
				slices.Sort(parts)
				out = append(out, strings.Join(parts, "+"))
			}
			slices.Sort(out)
			return fmt.Sprint(out)
		}
		want := sets()
		rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 1)).Shuffle(len(ls), func(i, j int) { ls[i], ls[j] = ls[j], ls[i] })
		if got := sets(); got != want {
			t.Fatalf("got %s, want %s", got, want)
		}
	})
}
