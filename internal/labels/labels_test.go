package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/lists/ofac"
	"github.com/interdict/interdict/lists/uk"
	"github.com/interdict/interdict/lists/un"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/starter"
)

func listing(list, id, name string, s interdict.Schema, more ...string) *interdict.Listing {
	l := &interdict.Listing{List: list, ID: id, Schema: s, Names: []interdict.Name{{Full: name, Kind: interdict.PrimaryName}}}
	for _, m := range more {
		what, value, _ := strings.Cut(m, " ")
		switch what {
		case "born":
			var d interdict.Date
			if err := d.UnmarshalText([]byte(value)); err != nil {
				panic(err)
			}
			l.BirthDates = append(l.BirthDates, d)
		case "un":
			l.Identifiers = append(l.Identifiers, interdict.Identifier{Type: interdict.CrossRef, Value: value, Label: "UN Reference Number"})
		case "aka":
			l.Names = append(l.Names, interdict.Name{Full: value, Kind: interdict.AliasName})
		case "native":
			l.Names = append(l.Names, interdict.Name{Full: value, Kind: interdict.PrimaryName, Script: "Chinese"})
		default:
			number, country, _ := strings.Cut(value, " ")
			l.Identifiers = append(l.Identifiers, interdict.Identifier{Type: interdict.IDType(what), Value: number, Country: country})
		}
	}
	return l
}

// words is a pair in one line; of a reference the number alone.
func words(p *Pair) string {
	verdict, why := "two", p.Why
	if p.Kind == SharedReference {
		why = why[strings.LastIndexByte(why, ' ')+1:]
	}
	if p.Same {
		verdict = "one"
	}
	return string(p.Kind) + " " + verdict + ": " + p.A.Name + " | " + p.B.Name + " | " + why
}

func TestBuild(t *testing.T) {
	person, company, ship := interdict.Person, interdict.Organization, interdict.Vessel
	for _, c := range []struct {
		why      string
		listings []*interdict.Listing
		want     []string
	}{
		{"a national id of OFAC's and the UK's", []*interdict.Listing{
			listing("us_ofac_sdn", "47814", "Guangzong ZHAO", person, "national_id 421003198511121539 cn"),
			listing("gb_fcdo_sanctions", "CYB0045", "ZHAO Guangzong", person, "national_id 421003198511121539 cn"),
		}, []string{"shared_document one: ZHAO Guangzong | Guangzong ZHAO | national id 421003198511121539 (cn)"}},
		{"the UK names the UN's number; other names are paired with the nearest", []*interdict.Listing{
			listing("gb_fcdo_sanctions", "AFG0002", "AKHUND Mohammad Hassan", person, "un TAi.002", "aka Mullah Akhund"),
			listing("un_sc_sanctions", "TAi.002", "MOHAMMAD HASSAN AKHUND", person),
		}, []string{
			"alias one: AKHUND Mohammad Hassan | Mullah Akhund | names of one listing",
			"shared_reference one: AKHUND Mohammad Hassan | MOHAMMAD HASSAN AKHUND | TAI.002",
			"shared_reference one: Mullah Akhund | MOHAMMAD HASSAN AKHUND | TAI.002",
		}},
		{"a ship's number, a company's number", []*interdict.Listing{
			listing("us_ofac_sdn", "1", "PETREL 8", ship, "imo 9562233"),
			listing("ca_dfatd_sema_sanctions", "2", "Petrel 8", ship, "imo IMO9562233"),
			listing("us_ofac_sdn", "3", "BANK ROSSIYA", company, "inn 7831000122 ru"),
			listing("eu_fsf", "4", "Bank Rossiya", company, "inn 7831000122 ru"),
		}, []string{
			"shared_registration one: Bank Rossiya | BANK ROSSIYA | INN 7831000122 (ru)",
			"shared_vehicle one: Petrel 8 | PETREL 8 | IMO number 9562233",
		}},
		{"one country's lists copy one another", []*interdict.Listing{
			listing("us_ofac_sdn", "1", "Ivan PETROV", person, "passport 717637093 ru"),
			listing("us_trade_csl", "2", "PETROV, Ivan", person, "passport 717637093 ru"),
		}, nil},
		{"names of one listing, in two scripts", []*interdict.Listing{
			listing("us_ofac_sdn", "1", "Guangzong ZHAO", person, "native 赵广宗", "aka GUANGZONG  Zhao"),
		}, []string{"native_name one: Guangzong ZHAO | 赵广宗 | names of one listing"}},
		{"another passport of one country", []*interdict.Listing{
			listing("eu_fsf", "1", "Ivan Petrov", person, "passport 717637093 ru"),
			listing("eu_fsf", "2", "Ivan Petrow", person, "passport 717637094 ru"),
			listing("eu_fsf", "3", "Ivan Petrov", person, "passport 717637095 ua"),
			listing("un_sc_sanctions", "QDi.1", "Ivan Petrov", person, "passport 717637096 ru"),
		}, []string{"other_identifier two: Ivan Petrov | Ivan Petrow | passport 717637093 (ru) against passport 717637094 (ru)"}},
		{"a number that both have outweighs one that differs", []*interdict.Listing{
			listing("eu_fsf", "1", "Ivan Petrov", person, "passport 717637093 ru", "national_id 111222333 ru"),
			listing("eu_fsf", "2", "Ivan Petrow", person, "passport 717637094 ru", "national_id 111222333 ru"),
		}, nil},
		{"born years apart, one year apart, about", []*interdict.Listing{
			listing("eu_fsf", "1", "Ivan Petrov", person, "born 1960-05-01"),
			listing("eu_fsf", "2", "Ivan Petrow", person, "born 1961-05-01"),
			listing("eu_fsf", "3", "Ivan Petroff", person, "born 1985", "born 1986"),
			listing("eu_fsf", "4", "Iwan Petrow", person, "born 1940~"),
		}, []string{
			"other_birth_date two: Ivan Petrov | Ivan Petroff | born 1960-05-01 against 1985",
			"other_birth_date two: Ivan Petrow | Ivan Petroff | born 1961-05-01 against 1985",
		}},
		{"two numbers of the UN; no name is near", []*interdict.Listing{
			listing("un_sc_sanctions", "QDe.105", "AL-HARAMAYN FOUNDATION (KENYA)", company),
			listing("un_sc_sanctions", "QDe.106", "AL-HARAMAYN FOUNDATION (TANZANIA)", company),
			listing("un_sc_sanctions", "KPi.001", "Yun Ho-jin", person),
			listing("un_sc_sanctions", "KPi.033", "Ri Won Ho", person),
		}, []string{
			"other_reference two: AL-HARAMAYN FOUNDATION (KENYA) | AL-HARAMAYN FOUNDATION (TANZANIA) | QDE.105 against QDE.106",
			"other_reference_any two: Yun Ho-jin | Ri Won Ho | KPI.001 against KPI.033",
		}},
	} {
		pairs, err := build(c.listings)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i := range pairs {
			got = append(got, words(&pairs[i]))
		}
		slices.Sort(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got\n%s\nwant\n%s", c.why, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

// A publisher's wrong number shows in the birth dates.
func TestDoubt(t *testing.T) {
	pairs, err := build([]*interdict.Listing{
		listing("gb_fcdo_sanctions", "1", "Mohammed al-Hadi Kashlaf", interdict.Person, "un LYi.025", "born 1988-11-15"),
		listing("un_sc_sanctions", "LYi.025", "Mohammed Al Amin Kashlaf", interdict.Person, "born 1985-12-02"),
	})
	if err != nil || len(pairs) != 1 || pairs[0].Doubt != "born 1988-11-15 against 1985-12-02" {
		t.Errorf("got %+v, %v", pairs, err)
	}
	// The European Union lists one man twice, under two regimes.
	pairs, err = build([]*interdict.Listing{
		listing("eu_fsf", "1", "Se-bong PAEK", interdict.Person, "born 1946"),
		listing("eu_fsf", "2", "Se Bong Paek", interdict.Person, "born 1938-03-21"),
		listing("eu_fsf", "3", "Se Yong Pak", interdict.Person, "born 1938-03-21"),
	})
	if err != nil || len(pairs) != 2 || pairs[0].Doubt == "" || pairs[1].Doubt != "" {
		t.Errorf("got %+v, %v", pairs, err)
	}
}

func TestAlike(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"Guangzong ZHAO", "Zhao, Guangzong", 100},
		{"José", "JOSE", 100},
		{"night", "nacht", 50}, // _n ni ig gh ht t_ against _n na ac ch ht t_
		{"Ivan", "Иван", 0},
		{"", "", 0},
	} {
		if got := alike(c.a, c.b); got != c.want || alike(c.b, c.a) != got {
			t.Errorf("%q and %q: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

// Terms that no list of the catalogue has are a sign that the catalogue's
// words have changed and a list is left out unseen.
func TestTerms(t *testing.T) {
	used := map[string]bool{}
	for _, l := range all.Catalogue() {
		used[l.Terms] = true
		if strings.Contains(l.Terms, "CC BY-NC") && free(l.ID) {
			t.Errorf("%s is not for everyone: %s", l.ID, l.Terms)
		}
	}
	for _, terms := range freeTerms {
		if !used[terms] {
			t.Errorf("no list has the terms %q", terms)
		}
	}
	for list, want := range map[string]bool{"us_ofac_sdn": true, "gb_fcdo_sanctions": true, "eu_fsf": true, "au_dfat_sanctions": true,
		"sanctions": false, "us_cuba_sanctions": false, "pk_proscribed_persons": false, "own_list": false} {
		if free(list) != want {
			t.Errorf("%s: free is %v", list, !want)
		}
	}
}

// OFAC's entries stand in the United States' consolidated list again.
func TestCopied(t *testing.T) {
	l := listing("us_trade_csl", "SDN-12985", "Ivan PETROV", interdict.Person)
	if copied(l) {
		t.Error("an entry without OFAC's number is nobody's copy")
	}
	l.Identifiers = []interdict.Identifier{{Type: interdict.CrossRef, Value: "12985", Label: "OFAC"}}
	if !copied(l) {
		t.Error("an entry under OFAC's number is OFAC's")
	}
}

// TestRun builds the pairs of the starter register: the file can be read back,
// and a second run writes the same bytes.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	loadStarter(t, dir)
	var texts [2]string
	var said bytes.Buffer
	for i := range texts {
		out := filepath.Join(t.TempDir(), "pairs.jsonl")
		said.Reset()
		if err := run(context.Background(), dir, out, 2, &said); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		texts[i] = string(b)
	}
	if texts[0] != texts[1] {
		t.Error("two runs differ")
	}
	found := map[string]bool{}
	for line := range strings.Lines(texts[0]) {
		var p Pair
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			t.Fatal(err)
		}
		if p.Same != p.Kind.one() || p.Same != (p.A.Party == p.B.Party) || p.A.Name == "" || p.B.Name == "" {
			t.Errorf("label, kind and parties disagree: %s", line)
		}
		found[string(p.Kind)+" "+p.A.Ref.ID+" "+p.B.Ref.ID] = true
	}
	for _, want := range []string{"shared_document 47814 CYB0045", "shared_document 47818 CYB0046"} {
		a, b, _ := strings.Cut(strings.TrimPrefix(want, "shared_document "), " ")
		if !found[want] && !found["shared_document "+b+" "+a] {
			t.Errorf("%s is missing", want)
		}
	}
	for _, want := range []string{"shared_document", "other_birth_date_any", "alias"} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("the summary says nothing of %s:\n%s", want, said.String())
		}
	}
}

func loadStarter(t *testing.T, dir string) {
	t.Helper()
	ctx := context.Background()
	r, err := register.Open(ctx, dir, register.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for _, format := range []lists.Format{ofac.CSV(), uk.XML(), un.XML()} {
		parts, list := map[string]*lists.File{}, ""
		for _, f := range starter.Files() {
			if rec, ok := format.Recognise(&f); ok {
				list, parts[rec.Part] = rec.List, &f
			}
		}
		meta := register.Meta{List: list, Published: starter.Published(list), Files: []register.File{{Name: list, SHA256: register.Hash{byte(len(list))}}}}
		read := func(yield func(*interdict.Listing) error) (lists.Report, error) {
			return format.Read(ctx, list, parts, yield)
		}
		if _, err := r.Load(ctx, meta, read, register.LoadOptions{Now: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)}); err != nil {
			t.Fatal(err)
		}
	}
}
