package ch

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/listtest"
)

func fixture(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/seco.xml")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestConforms(t *testing.T) {
	listtest.Conform(t, listtest.Case{Format: XML(), List: List, Parts: map[string]string{lists.Main: "testdata/seco.xml"}})
}

func TestBadInputs(t *testing.T) { listtest.BadInputs(t, XML(), List, fixture(t)) }

func find(t testing.TB, all []*interdict.Listing, id string) *interdict.Listing {
	t.Helper()
	for _, l := range all {
		if l.ID == id {
			return l
		}
	}
	t.Fatalf("%s is not there", id)
	return nil
}

func TestFixture(t *testing.T) {
	got, report := listtest.Read(t, XML(), listtest.Bytes("seco.xml", fixture(t)))
	listtest.Golden(t, "testdata/seco.golden.json", got)
	if report.Published != interdict.Day(2026, 8, 27) || len(report.Refused) > 0 || len(report.Unknown) > 0 || report.Removed != 1 || len(got) != 4 {
		t.Errorf("%d listings, %+v", len(got), report)
	}
	var names []string
	for _, n := range find(t, got, "5100").Names {
		names = append(names, fmt.Sprintf("%s/%s", n.Full, n.Kind))
	}
	want := []string{
		"Lukashenka Aliaksandr Ryhoravich/primary", "Lukashenko Aliaksandr Ryhoravich/variation", "Lukashenka Alexander Ryhoravich/variation",
		"Lukashenko Alexander Ryhoravich/variation", "Лукашенко Александр Ryhoravich/variation",
	}
	if !slices.Equal(names, want) {
		t.Errorf("names %q", names)
	}
	for id, want := range map[string]string{
		"5100":  "2020-12-11 2022-03-16 [asset_freeze travel_ban]", // listed anew after a delisting
		"46130": "2021-08-11 2021-08-11 [debt_equity_limits]", "34461": "2016-05-18 2016-05-18 [other]",
		"99100": "2019-01-01 2019-01-01 [asset_freeze travel_ban]", // its delisting is yet to come
	} {
		d := find(t, got, id).Designation
		if s := fmt.Sprint(d.Listed, " ", d.Updated, " ", d.Measures); s != want {
			t.Errorf("%s: %s, want %s", id, s, want)
		}
	}
}

// What is not the whole list is refused, and says so.
func TestNotTheWholeList(t *testing.T) {
	for _, kind := range []string{`list-type="amendment"`, `list-type="test-list"`, `list-type=""`, ``} {
		doc := strings.Replace(string(fixture(t)), `list-type="whole-list"`, kind, 1)
		got, _, err := listtest.Try(XML(), List, listtest.Bytes("x.xml", []byte(doc)))
		if err == nil || len(got) > 0 || !strings.Contains(err.Error(), "not the whole list") {
			t.Errorf("%s: %d listings, %v", kind, len(got), err)
		}
	}
	for _, path := range [][]string{{"ch", "seco_schema_example_2024-01-17.xml"}, {"samples", "bfh", "test-seco.xml"}} {
		t.Run(path[len(path)-1], func(t *testing.T) {
			if _, _, err := listtest.Try(XML(), List, listtest.Path(t, listtest.Shared(t, path...))); err == nil {
				t.Error("it is taken for the list")
			} else {
				t.Log(err)
			}
		})
	}
}

const listed = `<modification modification-type="listed" effective-date="2020-01-01"/>`

func whole(targets string) []byte {
	return []byte(`<swiss-sanctions-list list-type="whole-list" date="2026-08-27">` + "\n" + targets + "</swiss-sanctions-list>")
}

func target1(id, inside string) string {
	return fmt.Sprintf("<target ssid=%q>%s</target>\n", id, inside)
}

func person(name string) string {
	return `<individual><identity main="true"><name name-type="primary-name" quality="good"><name-part order="1" name-part-type="whole-name"><value>` + name + `</value></name-part></name></identity></individual>` + listed
}

func TestRefusedAndUnknown(t *testing.T) {
	got, report, err := listtest.Try(XML(), List, listtest.Bytes("x.xml", whole(
		target1("1", person("A"))+target1("1", person("B"))+target1("", person("C"))+target1("2", person(" "))+target1("3", listed)+
			target1("4", `<sanctions-set-id>77</sanctions-set-id><shoe size="43">left</shoe>`+strings.Replace(person("D"), "primary-name", "stage-name", 1)+`<modification modification-type="renamed"/>`)+
			"<novelty>x</novelty>")))
	if err != nil {
		t.Fatal(err)
	}
	var refused, unknown []string
	for _, r := range report.Refused {
		refused = append(refused, r.At+" "+r.Code)
	}
	for _, u := range report.Unknown {
		unknown = append(unknown, u.Name)
	}
	if want := []string{"line 3 (1) duplicate_id", "line 4 no_id", "line 5 (2) no_name", "line 6 (3) no_name"}; !slices.Equal(refused, want) {
		t.Errorf("refused %q", refused)
	}
	slices.Sort(unknown)
	if want := []string{"modification renamed", "name@name-type", "novelty", "sanctions-set-id without a set", "shoe", "shoe@size", "text between the records"}; !slices.Equal(unknown, want) {
		t.Errorf("unknown %q", unknown)
	}
	if len(got) != 2 || !slices.Contains(find(t, got, "4").Other, interdict.Field{Name: "shoe", Value: "left"}) {
		t.Errorf("%d listings", len(got))
	}
}

// The latest modification by effective date says whether a target is listed.
func TestDelisted(t *testing.T) {
	mod := func(kind, effective string) string {
		return fmt.Sprintf(`<modification modification-type=%q effective-date=%q/>`, kind, effective)
	}
	name := strings.TrimSuffix(person("A"), listed)
	for i, c := range []struct {
		mods    string
		removed int
		listed  string
	}{
		{"", 0, ""},
		{mod("listed", "2020-01-01"), 0, "2020-01-01"},
		{mod("de-listed", "2021-01-01") + mod("listed", "2020-01-01"), 1, ""},
		{mod("listed", "2020-01-01") + mod("de-listed", "2021-01-01"), 1, ""},
		{mod("amended", "2025-06-03") + mod("de-listed", "2025-06-20") + mod("listed", "2012-01-01"), 1, ""},
		{mod("listed", "2022-01-01") + mod("de-listed", "2021-01-01") + mod("listed", "2020-01-01"), 0, "2022-01-01"},
		{mod("de-listed", "2020-01-01") + mod("listed", "2020-01-01"), 1, ""},
		{mod("listed", "2020-01-01") + mod("de-listed", "2020-01-01"), 0, "2020-01-01"},
		{mod("de-listed", "2026-09-01") + mod("listed", "2020-01-01"), 0, "2020-01-01"},
		{mod("de-listed", "2026-08-27") + mod("listed", "2020-01-01"), 1, ""},
		{`<modification modification-type="de-listed" publication-date="2021-01-01"/>` + mod("listed", "2020-01-01"), 1, ""},
		{`<modification modification-type="de-listed"/>`, 1, ""},
	} {
		got, report, err := listtest.Try(XML(), List, listtest.Bytes("x.xml", whole(target1("1", name+c.mods))))
		if err != nil || report.Removed != c.removed || len(got) != 1-c.removed {
			t.Errorf("%d: %d listings, %d removed, %v", i, len(got), report.Removed, err)
		} else if len(got) == 1 && got[0].Designation.Listed.String() != c.listed {
			t.Errorf("%d: listed %s, want %s", i, got[0].Designation.Listed, c.listed)
		}
	}
}

// All spellings are made up to a bound; beyond it each variant is still in some
// name, or kept as it is published.
func TestManySpellings(t *testing.T) {
	var parts strings.Builder
	for i, kind := range []string{"given-name", "father-name", "family-name"} {
		fmt.Fprintf(&parts, `<name-part order="%d" name-part-type="%s"><value>p%d</value>`, i+1, kind, i)
		for v := range 9 {
			fmt.Fprintf(&parts, `<spelling-variant lang="ARA" script="LATN">p%dv%d</spelling-variant>`, i, v)
		}
		parts.WriteString("</name-part>")
	}
	doc := target1("1", `<individual><identity main="true"><name ssid="7" name-type="primary-name">`+parts.String()+`</name></identity></individual>`+listed)
	got, report, err := listtest.Try(XML(), List, listtest.Bytes("x.xml", whole(doc)))
	if err != nil || len(got) != 1 {
		t.Fatal(len(got), err)
	}
	if n := len(got[0].Names); n != maxSpellings || report.Names != n {
		t.Errorf("%d names", n)
	}
	if len(report.Unknown) != 1 || report.Unknown[0].Name != "a name with more than 64 spellings" {
		t.Errorf("%+v", report.Unknown)
	}
	told := listtest.Told(t, got[0])
	for i := range 3 {
		for v := range 9 {
			if !told[fmt.Sprintf("p%dv%d", i, v)] {
				t.Errorf("p%dv%d is lost", i, v)
			}
		}
	}
	all := spellings([][]string{{"a", "b"}, {"1", "2", "3"}}, 100)
	if s := fmt.Sprint(all); s != "[[a 1] [b 1] [a 2] [a 3] [b 2] [b 3]]" {
		t.Error(s)
	}
}

func TestInformation(t *testing.T) {
	for text, want := range map[string]string{
		"IMO Number: 8405270":                                              "imo_company=8405270",
		"SWIFT/BIC: CMSYSYDA, all offices worldwide":                       "bic=CMSYSYDA",
		"SWIFT codes: SCERIRTH and SCTSAEA1":                               "bic=SCERIRTH bic=SCTSAEA1",
		"Swift Investments (PVT) Ltd":                                      "",
		"Tax identification number: 7701902970.":                           "tax_id=7701902970",
		"Registration number (OGRN): 1027700132195":                        "ogrn=1027700132195",
		"Taxpayer Identification Number (INN): 7707083893; KPP: 770701001": "inn=7707083893 other=770701001",
		"Passport number: AB1234567":                                       "passport=AB1234567",
		"National ID No. 0012345678":                                       "national_id=0012345678",
		"LEI: 253400ZHRZ52ABRDU083":                                        "lei=253400ZHRZ52ABRDU083",
		"Travel ban according to article 3 paragraph 1 does not apply":     "",
		"XBT 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa":                           "wallet=1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
	} {
		tg := &target{rd: &reading{tables: facts()}}
		tg.readInformation(text)
		var ids []string
		for _, id := range tg.Identifiers {
			ids = append(ids, fmt.Sprintf("%s=%s", id.Type, id.Value))
		}
		if s := strings.Join(ids, " "); s != want {
			t.Errorf("%q: %q, want %q", text, s, want)
		}
	}
	tg := &target{rd: &reading{tables: facts()}}
	tg.readInformation("Tel.: +375 17 218 57 77, +375 17 218 57 78; E-mail address: a@b.by; Website: www.b.by.")
	if s := fmt.Sprint(tg.Phones, tg.Emails, tg.Websites); s != "[+375 17 218 57 77 +375 17 218 57 78] [a@b.by] [www.b.by]" {
		t.Error(s)
	}
}

func TestTables(t *testing.T) {
	for _, p := range facts().measures {
		switch interdict.Measure(p.means) {
		case interdict.AssetFreeze, interdict.TravelBan, interdict.DebtEquityLimits, interdict.OtherMeasure:
		default:
			t.Errorf("%q means %q", p.word, p.means)
		}
		if p.word != strings.ToLower(p.word) {
			t.Errorf("%q is not in lower case", p.word)
		}
	}
	for title, want := range map[string]string{
		"Financial measures, annex 2": "[asset_freeze]", "Sanzioni di viaggio, allegato 1": "[travel_ban]", "annexe 13": "[]",
		"Sanctions financières, annexe 2": "[asset_freeze]", "Reisesanktionen, Anhang 1": "[travel_ban]",
	} {
		if s := fmt.Sprint(facts().measuresOf(title)); s != want {
			t.Errorf("%q: %s", title, s)
		}
	}
	for kind, want := range map[string]string{"father-of": "family", "owned-by": "owner", "related-to": "linked_to", "acts-for": "acts_for", "subsidiary": "subsidiary"} {
		if s := facts().relation(kind); s != want {
			t.Errorf("%q: %q", kind, s)
		}
	}
}

// The publisher's example, made a whole list, is read whole.
func TestRealExample(t *testing.T) {
	data, err := os.ReadFile(listtest.Shared(t, "ch", "seco_schema_example_2024-01-17.xml"))
	if err != nil {
		t.Fatal(err)
	}
	data = []byte(strings.Replace(string(data), `list-type="amendment"`, `list-type="whole-list"`, 1))
	got, report := listtest.Read(t, XML(), listtest.Bytes("x.xml", data))
	if len(got) != 3 || report.Names != 3 || len(report.Refused) > 0 || len(report.Unknown) > 0 || report.Removed > 0 || report.Published != interdict.Day(2024, 1, 17) {
		t.Errorf("%d listings, %+v", len(got), report)
	}
	for id, want := range map[string]string{
		"64398": "Test B [female] [2025-12-31] [{nationality gb United Kingdom}] [asset_freeze] PPDM",
		"64403": "Test C [male] [2000-01-01] [{nationality us United States}] [travel_ban] PPDM",
		"64393": "Test A [] [1900-01-01] [{nationality ch Switzerland}] [asset_freeze travel_ban] PPDM",
	} {
		l := find(t, got, id)
		if s := fmt.Sprint(l.Caption(), " ", l.Genders, " ", l.BirthDates, " ", l.Countries, " ", l.Designation.Measures, " ", l.Designation.Regime); s != want {
			t.Errorf("%s: %s", id, s)
		}
	}
	everyLeaf(t, got, string(data))
}
