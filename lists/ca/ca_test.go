package ca

import (
	"encoding/xml"
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
	data, err := os.ReadFile("testdata/sema.xml")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestFixture(t *testing.T) {
	got, report := listtest.Read(t, XML(), listtest.Bytes("sema.xml", fixture(t)))
	listtest.Golden(t, "testdata/sema.golden.json", got)
	var refused, unknown []string
	for _, r := range report.Refused {
		refused = append(refused, r.Code)
	}
	for _, u := range report.Unknown {
		unknown = append(unknown, u.Name)
	}
	if want := []string{lists.CodeNoName, lists.CodeBadRecord}; !slices.Equal(refused, want) {
		t.Errorf("refused %+v", report.Refused)
	}
	if want := []string{"Gender", "Gender@kind", "note"}; !slices.Equal(unknown, want) {
		t.Errorf("unknown %v", unknown)
	}
}

// recordOf makes a record of the elements that are given.
func recordOf(elements ...string) string {
	var b strings.Builder
	for i := 0; i+1 < len(elements); i += 2 {
		fmt.Fprintf(&b, "<%s>%s</%[1]s>", elements[i], elements[i+1])
	}
	return "<record>" + b.String() + "<DateOfListing>2022-02-24</DateOfListing></record>"
}

// TestIDs holds ids to what they promise: they stay when items are renumbered,
// records move, or facts other than the name change; equal records differ.
func TestIDs(t *testing.T) {
	ids := func(records ...string) (all []string) {
		t.Helper()
		got, _ := listtest.Read(t, XML(), listtest.Bytes("x.xml", []byte("<data-set>"+strings.Join(records, "\n")+"</data-set>")))
		for _, l := range got {
			all = append(all, l.ID)
		}
		return all
	}
	ann := func(item, schedule, birth string) string {
		return recordOf("Country", "Russia / Russie", "LastName", "LEE", "GivenName", "Ann", "DateOfBirthOrShipBuildDate", birth, "Schedule", schedule, "Item", item)
	}
	bob := recordOf("Country", "Russia / Russie", "LastName", "LEE", "GivenName", "Bob", "Schedule", "1, Part 1", "Item", "2")
	ship := func(imo string) string {
		return recordOf("Country", "Russia / Russie", "EntityOrShip", "Sea", "ShipIMONumber", imo, "Schedule", "1.1", "Item", "1")
	}
	first := ids(ann("1", "1, Part 1", "1970"), bob)
	if !strings.HasPrefix(first[0], "russia-") || first[0] == first[1] {
		t.Fatal(first)
	}
	if again := ids(bob, ann("7", "1,Part 1", "1971")); again[0] != first[1] || again[1] != first[0] {
		t.Errorf("renumbered and moved: %v, before %v", again, first)
	}
	if twice := ids(ann("1", "1, Part 1", "1970"), ann("2", "1, Part 1", "1970")); twice[0] != first[0] || twice[1] != first[0]+"-2" {
		t.Errorf("equal records: %v", twice)
	}
	if other := ids(ann("1", "1, Part 2", "1970")); other[0] == first[0] {
		t.Error("another schedule, the same id")
	}
	if ships := ids(ship("9333436"), ship("9333448")); ships[0] == ships[1] || strings.HasSuffix(ships[1], "-2") {
		t.Errorf("two ships of one name: %v", ships)
	}
	if jv := ids(recordOf("Country", "Justice for Victims of Corrupt Foreign Officials Regulations (JVCFOR) / x", "LastName", "A", "Item", "1")); !strings.HasPrefix(jv[0], "jvcfor-") {
		t.Error(jv)
	}
}

func TestAliases(t *testing.T) {
	for _, c := range []struct{ schema, text, want string }{
		{"Person", "Дмитрий ОГИЛЕЦ / Дмитро ОГIЛЕЦЬ", "Дмитрий ОГИЛЕЦ|Дмитро ОГIЛЕЦЬ"},
		{"Person", "Galina A-B, Belarusian: Галіна К or Кніжонак, Russian : Галина К", "Galina A-B|Галіна К[Belarusian]|Галіна Кніжонак[Belarusian]|Галина К[Russian]"},
		{"Person", "Katsiaryna or Katerina Smuschkovich, Ekaterina Varabei", "Katsiaryna Smuschkovich|Katerina Smuschkovich|Ekaterina Varabei"},
		{"Person", "Алексей Коньков; Aleksandr Evgenyevich or Evgenievich Kon’kov ", "Алексей Коньков|Aleksandr Evgenyevich Kon’kov|Aleksandr Evgenievich Kon’kov"},
		{"Person", "Alexander, or Alexandr Valerievich Kalinin", "Alexander Valerievich Kalinin|Alexandr Valerievich Kalinin"},
		{"Person", "Ann Lee and Анна Ли", "Ann Lee|Анна Ли"},
		{"Person", "Motorola", "Motorola"},
		{"Person", "(Юрий ГОВТВИН / Юрiй ГОВТВIН", "Юрий ГОВТВИН|Юрiй ГОВТВIН"},
		{"Person", "ינון לוי  LEVY, Yinon AKA", "ינון לוי|Yinon LEVY"},
		{"Person", "Ann, Jr., Anna Lee", "Ann, Jr.|Anna Lee"},
		{"Person", "a.k.a. Ann Lee f.k.a. Ann Ray", "Ann Lee|former: Ann Ray"},
		{"Person", "Ali Karti \nArabic: علي كرتي", "Ali Karti|علي كرتي[Arabic]"},
		{"Person", " ;, / ", ""},
		{"Organization", "НПО \"Ижбс, Завод\", ООО; Concern, JSC", "НПО \"Ижбс, Завод\", ООО|Concern, JSC"},
		{"Organization", "Войска химической, биологической защиты, РХБЗ", "Войска химической, биологической защиты|РХБЗ"},
		{"Organization", "Bank for Development and Investment, Gulf Bank", "Bank for Development and Investment|Gulf Bank"},
		{"Organization", "Комітет за мир and Комитет за мир", "Комітет за мир|Комитет за мир"},
		{"Organization", "ОАО \"Салют\" or НПП «Салют»", "ОАО \"Салют\"|НПП «Салют»"},
		{"Organization", "GORT/ORTAS", "GORT|ORTAS"},
		{"Organization", "Maersk A/S", "Maersk A/S"},
		{"Organization", "Note: this, Russian: Банк", "Note: this|Банк[Russian]"},
	} {
		r := &record{}
		r.Schema, r.last, r.given = interdict.Schema(c.schema), "Levy", "Yinon"
		var got []string
		for _, n := range r.splitAliases(c.text) {
			s := n.Full
			if n.Kind == interdict.FormerName {
				s = "former: " + s
			}
			if n.Lang != "" {
				s += "[" + n.Lang + "]"
			}
			got = append(got, s)
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("%s %q:\n got %s\nwant %s", c.schema, c.text, s, c.want)
		}
	}
}

func TestBadInputs(t *testing.T) {
	good := strings.Split(string(fixture(t)), "\t<note>")[0] + "</data-set>\n"
	listtest.BadInputs(t, XML(), List, []byte(good))
	for name, doc := range map[string]string{
		"another root": "<sdnList><record/></sdnList>",
		"no record":    "<data-set></data-set>",
		"bomb":         `<!DOCTYPE l [<!ENTITY a "aaaa">]><data-set>&a;</data-set>`,
		"deep":         "<data-set><record>" + strings.Repeat("<a>", 100000),
	} {
		if _, _, err := listtest.Try(XML(), List, listtest.Bytes("bad", []byte(doc))); err == nil {
			t.Errorf("%s: it is read without an error", name)
		}
	}
}

func TestRecognise(t *testing.T) {
	good := string(fixture(t))
	for name, c := range map[string]struct {
		doc  string
		want bool
	}{
		"whole":          {good, true},
		"its beginning":  {good[:700], true},
		"too little":     {good[:300], false},
		"other records":  {"<data-set><record><Country>X</Country><Name>Y</Name></record></data-set>", false},
		"other elements": {"<data-set><row/></data-set>", false},
	} {
		if _, ok := XML().Recognise(listtest.Bytes("x", []byte(c.doc))); ok != c.want {
			t.Errorf("%s: %v", name, ok)
		}
	}
}

// leftOut are the published values that a listing tells in other words.
var leftOut = map[string]string{
	"DateOfListing":              "compared below",
	"DateOfBirthOrShipBuildDate": "\"or\" parts two dates; compared below by their digits",
}

// TestRealEdition holds the list to what encoding/xml reads of it.
func TestRealEdition(t *testing.T) {
	path := listtest.Shared(t, "ca", "sema_2025-05.xml")
	got, report := listtest.Read(t, XML(), listtest.Path(t, path))
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var doc struct {
		Records []struct {
			Fields []struct {
				XMLName xml.Name
				Text    string `xml:",chardata"`
			} `xml:",any"`
		} `xml:"record"`
	}
	if err := xml.NewDecoder(f).Decode(&doc); err != nil {
		t.Fatal(err)
	}
	if len(got) != 4759 || len(doc.Records) != 4759 || len(report.Refused) > 0 || len(report.Unknown) > 0 || report.Names != 8523 {
		t.Fatalf("%d listings of %d records, %d names, refused %v, unknown %v", len(got), len(doc.Records), report.Names, report.Refused, report.Unknown)
	}
	schemas := map[interdict.Schema]int{}
	for i, l := range got {
		schemas[l.Schema]++
		told := listtest.Told(t, l)
		for _, f := range doc.Records[i].Fields {
			text := oneLine(f.Text)
			switch name := f.XMLName.Local; {
			case name == "DateOfListing":
				if l.Designation.Listed.String() != text {
					t.Errorf("%s: listed %v, want %s", l.ID, l.Designation.Listed, text)
				}
			case leftOut[name] == "":
				missing := slices.DeleteFunc(listtest.Missing(told, text), func(word string) bool {
					return word == "or" || word == "and" || word == "aka" || word == "also" || word == "known" || word == "as"
				})
				if len(missing) > 0 {
					t.Errorf("%s: %s %q: the listing does not tell %q", l.ID, name, text, missing)
				}
			default:
				for _, part := range alternative.Split(text, -1) {
					if missing := listtest.Missing(told, part); missing != nil {
						t.Errorf("%s: %s %q: the listing does not tell %q", l.ID, name, text, missing)
					}
				}
			}
		}
	}
	if schemas[interdict.Person] != 3334 || schemas[interdict.Organization] != 1316 || schemas[interdict.Vessel] != 109 {
		t.Errorf("schemas %v", schemas)
	}
}

// TestTables holds the tables to the words of the program.
func TestTables(t *testing.T) {
	known := []interdict.Measure{interdict.AssetFreeze, interdict.DebtEquityLimits, interdict.OtherMeasure}
	for key, ms := range facts().measures {
		for _, m := range ms {
			if !slices.Contains(known, m) {
				t.Errorf("%v: unknown measure %q", key, m)
			}
		}
	}
	if len(facts().languages) < 10 {
		t.Error("a table is empty")
	}
}

func FuzzRead(f *testing.F) {
	f.Add(string(fixture(f)))
	f.Add("<data-set>" + recordOf("Country", "Russia / Russie", "EntityOrShip", "A (also known as B)/C d", "Aliases", "x or y/z, Russian: п; aka q") + "</data-set>")
	f.Fuzz(func(t *testing.T, doc string) {
		got, report, err := listtest.Try(XML(), List, listtest.Bytes("x.xml", []byte(doc)))
		if err == nil {
			listtest.Check(t, got, report)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	file := listtest.Path(b, listtest.Shared(b, "ca", "sema_2025-05.xml"))
	b.SetBytes(file.Size)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := listtest.Try(XML(), List, file); err != nil {
			b.Fatal(err)
		}
	}
}
