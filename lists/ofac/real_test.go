package ofac

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// TestRealSDN holds what the reader makes of a real file to counts that need
// no reader: of line ends and of words in the file's bytes.
func TestRealSDN(t *testing.T) {
	path := shared(t, "ofac", "sdn_2024-05-03.csv")
	got, rep := read(t, CSV(), fileOf(t, path))
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	count := func(pattern string) int { return len(regexp.MustCompile(pattern).FindAll(raw, -1)) }
	rows := bytes.Count(raw, []byte("\r\n"))
	if rows != 14965 || rep.Entries != rows || len(got) != rows || len(rep.Refused) != 0 {
		t.Errorf("%d rows, %d entries, %d listings, %d refused, want 14965 and none refused", rows, rep.Entries, len(got), len(rep.Refused))
	}
	var c struct {
		persons, vessels, aircraft, weak, links, births, imo, wallets, uscc, passports, nationalities, programs int
	}
	for _, l := range got {
		switch l.Schema {
		case interdict.Person:
			c.persons++
		case interdict.Vessel:
			c.vessels++
		case interdict.Airplane:
			c.aircraft++
		}
		for i := range l.Names {
			if l.Names[i].Weak() {
				c.weak++
			}
		}
		for _, k := range l.Links {
			if k.Type == "linked_to" {
				c.links++
			}
		}
		c.births += len(l.BirthDates)
		for _, f := range l.Other {
			if f.Name == "DOB" {
				c.births++
			}
			if f.Name == "Passport" {
				c.passports++
			}
		}
		for _, id := range l.Identifiers {
			switch {
			case id.Type == interdict.IMO:
				c.imo++
			case id.Type == interdict.Wallet:
				c.wallets++
			case id.Type == interdict.USCC:
				c.uscc++
			case id.Label == "Passport":
				c.passports++
			}
		}
		for _, k := range l.Countries {
			if k.Role == interdict.Nationality {
				c.nationalities++
			}
		}
		c.programs += len(l.Designation.Programs)
	}
	// 18 remarks are cut off, and what is left of their last part is no value:
	// three times an alias, at times a wallet.
	for _, check := range []struct {
		what      string
		got, want int
	}{
		{"persons", c.persons, count(`,"individual",`)},
		{"vessels", c.vessels, count(`,"vessel",`)},
		{"aircraft", c.aircraft, count(`,"aircraft",`)},
		{"weak aliases", c.weak, count(`[afn]\.k\.a\. '`) - 3},
		{"links", c.links, count(`Linked To: `)},
		{"birth dates", c.births, count(`DOB `)},
		{"IMO numbers", c.imo, count(`Vessel Registration Identification IMO `)},
		{"wallets", c.wallets, count(`Digital Currency Address - \w+ \w+(?:; |\.")`)},
		{"credit codes", c.uscc, count(`\(USCCC?\) `)},
		{"passports", c.passports, count(`(?:; |"|[Aa]lt\. )[Pp]assport `)},
		{"nationalities", c.nationalities, count(`nationality[ :]`)},
		{"programmes", c.programs, rows + count(`\] \[`)},
	} {
		if check.got != check.want {
			t.Errorf("%s: %d, the bytes say %d", check.what, check.got, check.want)
		}
	}
}

// theCase are the designations of 25 March 2024 with every published field.
var theCase = []*interdict.Listing{
	{
		List: "us_ofac_sdn", ID: "47800", Schema: interdict.Organization,
		Names: []interdict.Name{{Full: "WUHAN XIAORUIZHI SCIENCE AND TECHNOLOGY COMPANY, LIMITED", Kind: interdict.PrimaryName}},
		Identifiers: []interdict.Identifier{{
			Type: interdict.USCC, Value: "91420100551956105K", Country: "cn", Label: "Unified Social Credit Code (USCC)",
		}},
		Addresses: []interdict.Place{{
			Text:   "2nd Floor, No. 16, Huashiyuan North Road, East Lake New Technology Development Zone, Wuhan, Hubei Province, China",
			Street: "2nd Floor, No. 16, Huashiyuan North Road, East Lake New Technology Development Zone", Country: "cn", CountryName: "China", ID: "71520",
		}},
		Designation: interdict.Designation{Programs: []string{"CYBER2"}, Measures: []interdict.Measure{interdict.AssetFreeze}},
		Remarks:     "Organization Established Date 08 Mar 2010; Organization Type: Computer programming activities; Unified Social Credit Code (USCC) 91420100551956105K (China).",
		Other: []interdict.Field{
			{Name: "Organization Established Date", Value: "08 Mar 2010"},
			{Name: "Organization Type:", Value: "Computer programming activities"},
		},
	},
	person("47814", "Guangzong", "ZHAO", interdict.Day(1985, 11, 12), "12 Nov 1985", "421003198511121539", "71547"),
	person("47818", "Gaobin", "NI", interdict.Day(1985, 10, 27), "27 Oct 1985", "421003198510272917", "71558"),
}

func person(id, given, family string, born interdict.Date, bornText, number, address string) *interdict.Listing {
	return &interdict.Listing{
		List: "us_ofac_sdn", ID: id, Schema: interdict.Person,
		Names: []interdict.Name{{Full: given + " " + family, Kind: interdict.PrimaryName, Parts: []interdict.NamePart{
			{Kind: interdict.Given, Value: given}, {Kind: interdict.Family, Value: family},
		}}},
		BirthDates:  []interdict.Date{born},
		BirthPlaces: []interdict.Place{{Text: "Jingzhou Municipality, China", Country: "cn", CountryName: "China"}},
		Genders:     []string{"male"},
		Countries: []interdict.Country{
			{Role: interdict.Nationality, Code: "cn", Name: "China"},
			{Role: interdict.Citizenship, Code: "cn", Name: "China"},
		},
		Identifiers: []interdict.Identifier{{Type: interdict.NationalID, Value: number, Country: "cn", Label: "National ID No."}},
		Addresses:   []interdict.Place{{Text: "Hubei Province, China", Country: "cn", CountryName: "China", ID: address}},
		Designation: interdict.Designation{Programs: []string{"CYBER2"}, Measures: []interdict.Measure{interdict.AssetFreeze}},
		Remarks:     "DOB " + bornText + "; POB Jingzhou Municipality, China; nationality China; citizen China; Gender Male; National ID No. " + number + " (China).",
	}
}

func TestTheCase(t *testing.T) {
	before, _ := read(t, CSV(), fileOf(t, shared(t, "ofac", "sdn_2024-03-22.csv")))
	after, _ := read(t, CSV(), fileOf(t, shared(t, "ofac", "sdn_2024-03-26.csv")),
		fileOf(t, shared(t, "ofac", "watchman-2024", "alt.csv")), fileOf(t, shared(t, "ofac", "watchman-2024", "add.csv")))
	for _, want := range theCase {
		if before[want.ID] != nil {
			t.Errorf("%s is on the list of 22 March 2024 already", want.ID)
		}
		got := after[want.ID]
		if got == nil {
			t.Errorf("%s is not on the list of 26 March 2024", want.ID)
			continue
		}
		if len(got.Raw) == 0 || got.At == "" {
			t.Errorf("%s has no bytes or no place", want.ID)
		}
		same := *got
		same.Raw, same.At = nil, ""
		if !reflect.DeepEqual(&same, want) {
			a, _ := json.Marshal(&same)
			b, _ := json.Marshal(want)
			t.Errorf("%s:\ngot  %s\nwant %s", want.ID, a, b)
		}
	}
}

// TestRealSets reads whole sets, and one whose companions are of a later day.
func TestRealSets(t *testing.T) {
	set := func(dir string, names ...string) (files []*lists.File) {
		for _, n := range names {
			files = append(files, fileOf(t, shared(t, "ofac", dir, n)))
		}
		return files
	}
	got, rep := read(t, CSV(), set("watchman-2021-07", "sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv")...)
	if rep.Entries != 8976 || len(rep.Refused) != 0 || rep.Missing != nil {
		t.Errorf("2021: %d entries, %d refused, missing %q", rep.Entries, len(rep.Refused), rep.Missing)
	}
	// Cut in mid-word at the 1,000th character and joined again.
	if l := got["30518"]; l == nil || len(l.Remarks) <= remarksWidth || !strings.HasSuffix(l.Remarks, ".") {
		t.Errorf("the remarks of 30518 are not joined with their overflow: %v", l)
	}
	got, rep = read(t, CSV(), set("consolidated-nonsdn", "cons_prim.csv", "cons_alt.csv", "cons_add.csv", "cons_comments.csv")...)
	if rep.Entries != 442 || len(rep.Refused) != 0 || got["9639"].List != consList {
		t.Errorf("non-SDN: %d entries, %d refused, list %s", rep.Entries, len(rep.Refused), got["9639"].List)
	}
	_, rep = read(t, CSV(), append(set("watchman-2024", "alt.csv", "add.csv"), fileOf(t, shared(t, "ofac", "sdn_2024-05-03.csv")))...)
	orphans := make(map[string]bool)
	for _, r := range rep.Refused {
		if r.Code != lists.CodeOrphan {
			t.Errorf("%s: %s", r.At, r.Reason)
		}
		orphans[r.Reason] = true
	}
	if len(rep.Refused) != 3942 || len(orphans) != 2111 {
		t.Errorf("%d rows of %d parties are orphans, want 3942 of 2111", len(rep.Refused), len(orphans))
	}
}

// TestRealXML reads the whole non-SDN lists, in both of OFAC's namespaces, and
// the excerpts of the SDN list that are at hand. An excerpt still declares the
// whole list's count; the reader only passes it on.
func TestRealXML(t *testing.T) {
	for _, c := range []struct {
		path              []string
		list, published   string
		entries, declared int
	}{
		{[]string{"ofac", "consolidated-nonsdn", "consolidated_2017.xml"}, consList, "2017-06-20", 627, 627},
		{[]string{"ofac", "consolidated-nonsdn", "consolidated_2025-03-28.xml"}, consList, "2025-03-28", 443, 443},
		{[]string{"ofac", "sdn_xml_fragment_2018.xml"}, sdnList, "2018-12-19", 2, 7379},
		{[]string{"samples", "bik_sdn.xml"}, sdnList, "2020-10-29", 2, 8497},
		{[]string{"samples", "stargirlg_ofac_sdn.xml"}, sdnList, "2026-07-01", 2, 5},
	} {
		got, rep := read(t, XML(), fileOf(t, shared(t, c.path...)))
		if rep.Entries != c.entries || rep.Declared != c.declared || rep.Published.String() != c.published || len(rep.Refused) > 0 || len(rep.Unknown) > 0 {
			t.Errorf("%s: %+v", c.path[len(c.path)-1], rep)
		}
		for _, l := range got {
			if l.List != c.list {
				t.Errorf("%s: %s is of list %s", c.path[len(c.path)-1], l.ID, l.List)
				break
			}
		}
	}
}

// TestNamesAgreeWithAdvanced compares primary names read from the CSV with those
// that someone else read out of SDN_ADVANCED.XML, one and a half years later.
func TestNamesAgreeWithAdvanced(t *testing.T) {
	got, _ := read(t, CSV(), fileOf(t, shared(t, "ofac", "sdn_2024-05-03.csv")))
	f, err := os.Open(shared(t, "ofac", "sdn_advanced_names_2025-11.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	compared, differ := 0, 0
	for dec := json.NewDecoder(f); dec.More(); {
		var p struct {
			ID    json.Number `json:"entity_id"`
			Names []struct {
				Full    string `json:"full_name"`
				Primary bool   `json:"is_primary"`
			}
		}
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		l := got[p.ID.String()]
		if l == nil {
			continue
		}
		for _, n := range p.Names {
			if !n.Primary {
				continue
			}
			compared++
			if !slices.Equal(words(n.Full), words(l.Names[0].Full)) {
				differ++
			}
			break
		}
	}
	// The parties that differ were renamed in between.
	if compared < 13_000 || differ*100 > compared {
		t.Errorf("%d of %d primary names differ", differ, compared)
	}
	t.Logf("%d of %d primary names differ", differ, compared)
}

func words(s string) []string {
	w := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune(" ,.", r) })
	slices.Sort(w)
	return w
}

// TestRecogniseOnlyOFAC shows every file of real lists to the three formats:
// each must know its own and no other.
func TestRecogniseOnlyOFAC(t *testing.T) {
	formats := map[string]lists.Format{"csv": CSV(), "xml": XML(), "advanced": Advanced()}
	want := map[string]string{
		"sdn_2024-03-22.csv": "csv", "sdn_2024-03-26.csv": "csv", "sdn_2024-05-03.csv": "csv",
		"sdn.csv": "csv", "alt.csv": "csv", "add.csv": "csv", "sdn_comments.csv": "csv",
		"cons_prim.csv": "csv", "cons_alt.csv": "csv", "cons_add.csv": "csv", "cons_comments.csv": "csv",
		"ofac_sdn_sample.csv": "csv", "ofac_alt_sample.csv": "csv", "ofac_add_sample.csv": "csv", "ofac_sdn_comments_sample.csv": "csv",
		"consolidated_2017.xml": "xml", "consolidated_2025-03-28.xml": "xml", "sdn_xml_fragment_2018.xml": "xml",
		"bik_sdn.xml": "xml", "stargirlg_ofac_sdn.xml": "xml",
	}
	seen := make(map[string]bool)
	for _, path := range filesBelow(t, shared(t)) {
		file := fileOf(t, path)
		for _, name := range slices.Sorted(maps.Keys(formats)) {
			_, ok := formats[name].Recognise(file)
			if ok != (want[file.Path] == name) {
				t.Errorf("%s: recognised as %s: %v", path, name, ok)
			}
			seen[file.Path] = seen[file.Path] || ok
		}
	}
	for name := range want {
		if !seen[name] {
			t.Errorf("%s was not recognised, or is not there", name)
		}
	}
}
