package csl

import (
	"compress/gzip"
	"encoding/csv"
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

func cases() []listtest.Case {
	return []listtest.Case{
		{Format: CSV(), List: List, Open: true, Seed: "9a6c8baf1e5dcbafea5f6e7d8c9bafefceda4562", Parts: map[string]string{lists.Main: "testdata/consolidated.csv"}},
		{Format: JSON(), List: List, Seed: "6d3f5e7c8b2a9f0ebd2c3b4a5f6e7d8c9bafe123", Parts: map[string]string{lists.Main: "testdata/consolidated.json"}},
	}
}

func TestConforms(t *testing.T) {
	for _, c := range cases() {
		t.Run(c.Format.Name(), func(t *testing.T) { listtest.Conform(t, c) })
	}
	listtest.Distinct(t, cases())
}

func TestFixtures(t *testing.T) {
	for _, name := range []string{"consolidated.csv", "consolidated_2017.csv", "consolidated.json"} {
		t.Run(name, func(t *testing.T) {
			f := CSV()
			if strings.HasSuffix(name, ".json") {
				f = JSON()
			}
			got, report := listtest.Read(t, f, listtest.Path(t, "testdata/"+name))
			listtest.Golden(t, "testdata/"+name+".golden.json", got)
			var said []string
			for _, r := range report.Refused {
				said = append(said, r.Code)
			}
			for _, u := range report.Unknown {
				said = append(said, u.Name)
			}
			want := map[string]string{"consolidated.json": "bad_record no_name aliases_new"}[name]
			if s := strings.Join(said, " "); s != want {
				t.Errorf("refused and unknown: %s, want %s: %+v", s, want, report)
			}
		})
	}
}

// TestIDsWithoutNumber changes the order of rows: ids made of content stay.
func TestIDsWithoutNumber(t *testing.T) {
	data, err := os.ReadFile("testdata/consolidated_2017.csv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(strings.TrimSuffix(string(data), "\n"), "\n")
	lines[len(lines)-1] += "\n"
	rows := slices.Clone(lines[1:])
	slices.Reverse(rows)
	ids := func(data string) (ids []string) {
		got, _ := listtest.Read(t, CSV(), listtest.Bytes("x.csv", []byte(data)))
		for _, l := range got {
			ids = append(ids, l.ID)
		}
		slices.Sort(ids)
		return ids
	}
	a, b := ids(string(data)), ids(lines[0]+strings.Join(rows, ""))
	if !slices.Equal(a, b) || len(a) != 5 {
		t.Errorf("%v, in another order %v", a, b)
	}
}

func TestVanishedSublists(t *testing.T) {
	_, report := listtest.Read(t, CSV(), listtest.Path(t, "testdata/consolidated.csv"))
	var codes []string
	for _, m := range report.Missing {
		codes = append(codes, strings.Fields(m)[2])
	}
	if got := strings.Join(codes, " "); got != "FSE MBS MEU" {
		t.Errorf("missing %s", got)
	}
}

func TestFind(t *testing.T) {
	for source, want := range map[string]string{
		"SDN": "SDN", "el": "EL", "561": "CAP", "NS-MBS List": "MBS", "": "", "New List (XYZ) - Somebody": "",
		"Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department": "MBS",
		"Entity List of the Bureau": "EL",
	} {
		got := ""
		if s := find(source); s != nil {
			got = s.code
		}
		if got != want {
			t.Errorf("%q: %q, want %q", source, got, want)
		}
	}
	for _, s := range sublists() {
		if s.kind == "" || s.name == "" || (s.ofac == "") == (s.measure == "") {
			t.Errorf("%+v lacks something", s)
		}
	}
}

func TestRestore(t *testing.T) {
	for published, want := range map[string]string{
		"3rd Academy?s 159 Factory": "3rd Academy's 159 Factory", "OOO ?STG EKO?": `OOO "STG EKO"`, "Xi?an": "Xi'an", "plain": "plain", "?": `"`,
	} {
		if got := restore(published); got != want {
			t.Errorf("%q: %q, want %q", published, got, want)
		}
	}
}

func TestUnknownSource(t *testing.T) {
	data, err := os.ReadFile("testdata/consolidated.csv")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(data), "Unverified List (UVL)", "Quite New List (QNL)")
	text = strings.Replace(text, "366110340670, Tax ID No.", "366110340670, Label never seen", 1)
	got, report := listtest.Read(t, CSV(), listtest.Bytes("x.csv", []byte(text)))
	last := got[len(got)-1]
	if last.Kind != "" || !strings.HasPrefix(last.Designation.Regime, "Quite New") {
		t.Errorf("%+v", last)
	}
	if len(report.Unknown) != 1 || !strings.HasPrefix(report.Unknown[0].Name, "source: Quite New List (QNL)") {
		t.Errorf("unknown %+v", report.Unknown)
	}
	if !listtest.Told(t, got[0])["366110340670"] {
		t.Error("a value with an unknown label is lost")
	}
}

func FuzzRead(f *testing.F) {
	for i, name := range []string{"consolidated.csv", "consolidated_2017.csv", "consolidated.json"} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, i == 2)
	}
	f.Add([]byte("source,entity_number,,federal_register_notice,license_requirement,source_list_url,alt_names,\n,,x,,,,0,0"), false)
	f.Add([]byte("source,entity_number,name,federal_register_notice,license_requirement,source_list_url,alt_names,ids\nSDN,,x,,,,,\", Gender; T\"\n"), false)
	f.Fuzz(func(t *testing.T, data []byte, json bool) {
		format := CSV()
		if json {
			format = JSON()
		}
		got, report, err := listtest.Try(format, List, listtest.Bytes("fuzz", data))
		if err == nil {
			listtest.Check(t, got, report)
		}
	})
}

// TestReal reads the stored edition and holds it against the rows as
// encoding/csv reads them.
func TestReal(t *testing.T) {
	data, rows := real(t)
	got, report := listtest.Read(t, CSV(), listtest.Bytes("consolidated.csv", data))
	// One entry stands in it twice, with another address of the list's page.
	if len(report.Refused) != 1 || report.Refused[0].At != "row 1979 (CAP-15268)" || len(report.Unknown) > 0 || len(report.Missing) > 0 {
		t.Errorf("refused %+v, unknown %+v, missing %v", report.Refused, report.Unknown, report.Missing)
	}
	rows = slices.Delete(rows, 1979, 1980)
	if len(got) != len(rows)-1 || len(got) != 14159 {
		t.Fatalf("%d listings of %d rows", len(got), len(rows)-1)
	}
	kinds := map[interdict.Kind]int{}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	for i, l := range got {
		kinds[l.Kind]++
		told := listtest.Told(t, l)
		for c, cell := range rows[i+1] {
			switch name := rows[0][c]; name {
			case "remarks":
				if l.Remarks != strings.TrimSpace(cell) {
					t.Errorf("%s: its remarks are not the published ones", l.ID)
				}
				continue
			case "type": // becomes the schema
				continue
			case "ids": // the labels of what has a typed field
				cell = typed.Replace(cell)
			case "dates_of_birth":
				cell = strings.NewReplacer("circa", "", " to ", " ").Replace(cell)
			}
			if missing := listtest.Missing(told, cell); missing != nil {
				t.Errorf("%s: %s %q: the listing does not tell %q", l.ID, rows[0][c], cell, missing)
			}
		}
		number := rows[i+1][column["entity_number"]]
		if number != "" && !slices.ContainsFunc(l.Identifiers, func(id interdict.Identifier) bool {
			return id.Type == interdict.CrossRef && id.Label == "OFAC" && id.Value == number
		}) {
			t.Errorf("%s: OFAC's number %s is no cross reference", l.ID, number)
		}
	}
	if s := fmt.Sprint(kinds); s != "map[debarment:727 export_control:2735 investment_ban:68 sanction:10629]" {
		t.Errorf("kinds: %s", s)
	}
	if report.Names != 34166 {
		t.Errorf("%d names", report.Names)
	}
}

// typed are OFAC's labels of values that have a typed field of their own.
var typed = strings.NewReplacer(", Gender", "", ", Website", "", ", Email Address", "", ", Phone Number", "", ", Former Vessel Flag", "",
	", Aircraft Model", "", ", Nationality of Registration", "", ", Other Vessel Type", "", ", Other Vessel Flag", "", ", Aircraft Manufacture Date", "", ", Registration Country", "")

// real is the stored edition, unpacked, and its rows.
func real(t testing.TB) ([]byte, [][]string) {
	t.Helper()
	f, err := os.Open(listtest.Shared(t, "csl", "consolidated.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if _, err := io.Copy(&b, z); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return []byte(b.String()), rows
}

func BenchmarkRead(b *testing.B) {
	data, _ := real(b)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := listtest.Try(CSV(), List, listtest.Bytes("consolidated.csv", data)); err != nil {
			b.Fatal(err)
		}
	}
}
