package un

import (
	"encoding/xml"
	"fmt"
	"io"
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
	data, err := os.ReadFile("testdata/consolidated.xml")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestFixture(t *testing.T) {
	got, report := listtest.Read(t, XML(), listtest.Bytes("consolidated.xml", fixture(t)))
	listtest.Golden(t, "testdata/consolidated.golden.json", got)
	if report.Published != interdict.Day(2026, 8, 1) {
		t.Errorf("published %v", report.Published)
	}
	var refused []string
	for _, r := range report.Refused {
		refused = append(refused, r.Code)
	}
	if want := []string{lists.CodeDuplicate, lists.CodeNoID, lists.CodeNoName}; !slices.Equal(refused, want) {
		t.Errorf("refused %v, want %v: %+v", refused, want, report.Refused)
	}
	var unknown []string
	for _, u := range report.Unknown {
		unknown = append(unknown, u.Name)
	}
	if want := []string{"ENTITY/NEW_ELEMENT", "ENTITY/NEW_ELEMENT@kind", "ENTITY/NEW_ELEMENT/B"}; !slices.Equal(unknown, want) {
		t.Errorf("unknown %v, want %v", unknown, want)
	}
}

func TestBadInputs(t *testing.T) {
	good := []byte(strings.Split(string(fixture(t)), "    <ENTITY>\n      <DATAID>6908876")[0] + "</ENTITIES></CONSOLIDATED_LIST>\n")
	listtest.BadInputs(t, XML(), List, good)
	for name, doc := range map[string]string{
		"bomb":           `<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><CONSOLIDATED_LIST>&b;</CONSOLIDATED_LIST>`,
		"external":       `<!DOCTYPE l SYSTEM "file:///etc/passwd"><CONSOLIDATED_LIST/>`,
		"deep":           "<CONSOLIDATED_LIST><ENTITIES><ENTITY>" + strings.Repeat("<a>", 100000),
		"declared":       `<?xml version="1.0" encoding="ISO-8859-1"?><CONSOLIDATED_LIST/>`,
		"another root":   "<Designations><Designation/></Designations>",
		"twice":          string(good) + string(good),
		"text only":      "<CONSOLIDATED_LIST>" + strings.Repeat("x", lists.MaxRecord+100) + "</CONSOLIDATED_LIST>",
		"unclosed quote": `<CONSOLIDATED_LIST dateGenerated="2026><ENTITIES/></CONSOLIDATED_LIST>`,
	} {
		if _, _, err := listtest.Try(XML(), List, listtest.Bytes("bad", []byte(doc))); err == nil {
			t.Errorf("%s: it is read without an error", name)
		} else {
			t.Log(err)
		}
	}
}

// An element of a gigabyte is passed over without being held; the entries
// around it are read, and the refusal names it.
func TestGigabyte(t *testing.T) {
	if testing.Short() {
		t.Skip("a gigabyte is read")
	}
	entry := "<ENTITY><DATAID>%d</DATAID><FIRST_NAME>X</FIRST_NAME></ENTITY>"
	head := "<CONSOLIDATED_LIST><ENTITIES>" + fmt.Sprintf(entry, 1) + "\n<ENTITY><DATAID>2</DATAID><COMMENTS1>"
	tail := "</COMMENTS1></ENTITY>" + fmt.Sprintf(entry, 3) + "</ENTITIES></CONSOLIDATED_LIST>"
	file := listtest.Stream("big.xml", func() io.Reader {
		return io.MultiReader(strings.NewReader(head), io.LimitReader(letters{}, 1<<30), strings.NewReader(tail))
	})
	got, report, err := listtest.Try(XML(), List, file)
	if err != nil || len(got) != 2 || len(report.Refused) != 1 || report.Refused[0].Code != lists.CodeTooLarge || report.Refused[0].At != "line 2" {
		t.Errorf("%d listings, refused %+v: %v", len(got), report.Refused, err)
	}
}

type letters struct{}

func (letters) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestRealEditions(t *testing.T) {
	for _, c := range []struct {
		file                string
		published           interdict.Date
		persons, others     int
		good, low, aka, fka int // alias elements with a name
	}{
		{"consolidated_2020.xml", interdict.Day(2018, 8, 24), 701, 397, 1488, 593, 567, 15},
		{"consolidated_2024-11-30.xml", interdict.Day(2024, 11, 30), 686, 193, 1515, 626, 560, 18},
		{"consolidated_2025-04-19.xml", interdict.Day(2025, 4, 19), 684, 193, 1507, 619, 560, 18},
		{"consolidated_2026-02-27.xml", interdict.Day(2026, 2, 27), 730, 273, 1524, 615, 594, 19},
		{"consolidated_2026-08-01.xml", interdict.Day(2026, 8, 1), 736, 275, 1529, 623, 584, 19},
	} {
		t.Run(c.file, func(t *testing.T) {
			path := listtest.Shared(t, "un", c.file)
			got, report := listtest.Read(t, XML(), listtest.Path(t, path))
			if len(report.Refused) > 0 || len(report.Unknown) > 0 {
				t.Errorf("refused %+v, unknown %+v", report.Refused, report.Unknown)
			}
			if report.Published != c.published {
				t.Errorf("published %v, want %v", report.Published, c.published)
			}
			persons := 0
			for _, l := range got {
				if l.Schema == interdict.Person {
					persons++
				}
				if len(l.Designation.Measures) == 0 {
					t.Errorf("%s (%s) orders nothing", l.ID, l.Designation.Regime)
				}
				for _, n := range l.Countries {
					if n.Code == "" && n.Name != "Possibly Ethiopian" {
						t.Errorf("%s: no code for the country %q", l.ID, n.Name)
					}
				}
			}
			if persons != c.persons || len(got)-persons != c.others {
				t.Errorf("%d persons and %d others, want %d and %d", persons, len(got)-persons, c.persons, c.others)
			}
			records := elements(t, path)
			count := map[string]int{}
			for _, r := range records {
				for _, leaf := range r {
					if strings.HasSuffix(leaf.path, "_ALIAS/QUALITY") {
						count[leaf.text]++
					}
				}
			}
			if count["Good"] != c.good || count["Low"] != c.low || count["a.k.a."] != c.aka || count["f.k.a."] != c.fka {
				t.Errorf("aliases by quality: %v", count)
			}
			everyLeaf(t, got, records)
		})
	}
}

type leaf struct{ path, text string }

// elements reads the records of a file with encoding/xml: the leaves of each.
func elements(t *testing.T, path string) (records [][]leaf) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	d := xml.NewDecoder(f)
	var at []string
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return records
		}
		if err != nil {
			t.Fatal(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			if at = append(at, tok.Name.Local); len(at) == 3 {
				records = append(records, nil)
			}
		case xml.EndElement:
			at = at[:len(at)-1]
		case xml.CharData:
			if text := strings.TrimSpace(string(tok)); text != "" && len(at) > 2 {
				last := len(records) - 1
				records[last] = append(records[last], leaf{strings.Join(at[3:], "/"), text})
			}
		}
	}
}

// leftOut are the published values that a listing tells in other words.
var leftOut = map[string]string{
	"INDIVIDUAL_ALIAS/QUALITY":              "Good and Low become strong and weak, as aliases with names show",
	"ENTITY_ALIAS/QUALITY":                  "a.k.a. and f.k.a. become alias and former",
	"INDIVIDUAL_DATE_OF_BIRTH/TYPE_OF_DATE": "becomes the form of the date",
	"INDIVIDUAL_DATE_OF_BIRTH/NOTE":         "a month or \"approximately\" becomes part of the date; TestFixture has each form",
	"LISTED_ON":                             "its time zone is dropped",
	"COMMENTS1":                             "is Remarks, compared whole",
	"INDIVIDUAL_DOCUMENT/ISSUING_COUNTRY":   "becomes the identifier's country code, checked below",
	"INDIVIDUAL_DOCUMENT/COUNTRY_OF_ISSUE":  "becomes the identifier's country code, checked below",
	"INDIVIDUAL_DOCUMENT/TYPE_OF_DOCUMENT":  "becomes the identifier's type and label; of a document that says nothing else, nothing is kept but that",
}

// everyLeaf checks that each published value is told by its listing.
func everyLeaf(t *testing.T, got []*interdict.Listing, records [][]leaf) {
	t.Helper()
	if len(got) != len(records) {
		t.Fatalf("%d listings of %d records", len(got), len(records))
	}
	for i, l := range got {
		told := listtest.Told(t, l)
		for _, leaf := range records[i] {
			switch leaf.path {
			case "COMMENTS1":
				if l.Remarks != leaf.text {
					t.Errorf("%s: the remarks are not the comments", l.ID)
				}
			case "INDIVIDUAL_DOCUMENT/ISSUING_COUNTRY", "INDIVIDUAL_DOCUMENT/COUNTRY_OF_ISSUE":
				if code := firstCode(leaf.text); code != "" {
					if !slices.ContainsFunc(l.Identifiers, func(id interdict.Identifier) bool { return id.Country == code }) && listtest.Missing(told, leaf.text) != nil {
						t.Errorf("%s: no identifier of %q", l.ID, leaf.text)
					}
					continue
				}
			}
			if leftOut[leaf.path] != "" {
				continue
			}
			text := leaf.text
			if strings.HasSuffix(leaf.path, "/DATE") {
				text = text[:10] // a time zone behind it is dropped
			}
			if missing := listtest.Missing(told, strings.Replace(text, " b) ", "; ", 1)); missing != nil {
				t.Errorf("%s: %s %q: the listing does not tell %q", l.ID, leaf.path, leaf.text, missing)
			}
		}
	}
}

func TestMeasuresByRegime(t *testing.T) {
	got, _ := listtest.Read(t, XML(), listtest.Bytes("consolidated.xml", fixture(t)))
	want := map[string]string{
		"CDi.001": "[asset_freeze travel_ban]", "QDi.999": "[asset_freeze travel_ban arms_embargo]",
		"LYi.999": "[travel_ban]", "GBi.005": "[travel_ban]", "6908026": "[asset_freeze]",
		"LYe.006": "[other port_entry_ban]", "KPe.056": "[asset_freeze]", "YEe.001": "[targeted_arms_embargo]",
	}
	for _, l := range got {
		if m := fmt.Sprint(l.Designation.Measures); m != want[l.ID] {
			t.Errorf("%s orders %s, want %s", l.ID, m, want[l.ID])
		}
	}
}

// The measures that the package names exist in the vocabulary's table.
func TestTables(t *testing.T) {
	known := []interdict.Measure{interdict.AssetFreeze, interdict.TravelBan, interdict.ArmsEmbargo, interdict.TargetedArmsEmbargo, interdict.PortEntryBan, interdict.OtherMeasure}
	for key, ms := range facts().regimes {
		for _, m := range ms {
			if !slices.Contains(known, m) {
				t.Errorf("%s: unknown measure %q", key, m)
			}
		}
	}
	for words, m := range facts().stated {
		if !slices.Contains(known, m) || words != strings.ToLower(words) {
			t.Errorf("stated %q: %q", words, m)
		}
	}
	if len(facts().regimes) < 25 || len(facts().documents) < 10 {
		t.Error("a table is empty")
	}
}

func FuzzRead(f *testing.F) {
	good := fixture(f)
	f.Add(good)
	for _, part := range strings.SplitAfter(string(good), "</ENTITY>") {
		f.Add([]byte("<CONSOLIDATED_LIST><ENTITIES>" + part + "</ENTITIES></CONSOLIDATED_LIST>"))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, report, err := listtest.Try(XML(), List, listtest.Bytes("fuzz.xml", data))
		if err == nil && report.Entries != len(got) {
			t.Errorf("%d entries reported, %d listings", report.Entries, len(got))
		}
		for _, l := range got {
			if l.ID == "" || len(l.Names) == 0 || len(l.Raw) == 0 {
				t.Errorf("an empty listing: %+v", l)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	file := listtest.Path(b, listtest.Shared(b, "un", "consolidated_2026-08-01.xml"))
	b.SetBytes(file.Size)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := listtest.Try(XML(), List, file); err != nil {
			b.Fatal(err)
		}
	}
}
