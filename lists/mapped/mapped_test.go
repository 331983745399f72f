package mapped

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/listtest"
)

// fixtures are one table for each mapping file, by list.
func fixtures(t testing.TB) map[string]string {
	t.Helper()
	found, err := filepath.Glob("testdata/*.*")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, path := range found {
		name := filepath.Base(path)
		if ext := filepath.Ext(name); !strings.HasSuffix(name, ".golden.json") {
			all[strings.TrimSuffix(name, ext)] = path
		}
	}
	return all
}

func TestGolden(t *testing.T) {
	for list, path := range fixtures(t) {
		t.Run(list, func(t *testing.T) {
			file := listtest.Path(t, path)
			if rec, ok := Table().Recognise(file); !ok || rec.List != list {
				t.Fatalf("recognised as %+v, %v", rec, ok)
			}
			got, report := listtest.Read(t, Table(), file)
			if len(report.Unknown) > 0 {
				t.Errorf("columns that the mapping does not name: %v", report.Unknown)
			}
			listtest.Golden(t, "testdata/"+list+".golden.json", got)
		})
	}
}

// TestEveryMappingHasAFixture keeps both together.
func TestEveryMappingHasAFixture(t *testing.T) {
	files, err := os.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	all := fixtures(t)
	for _, f := range files {
		list := strings.TrimSuffix(f.Name(), ".yaml")
		if all[list] == "" {
			t.Errorf("%s has no table in testdata", f.Name())
		}
		text, err := os.ReadFile(filepath.Join("data", f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		head, _, _ := strings.Cut(string(text), "\nhas:")
		for _, word := range []string{"Publisher", "https://"} {
			if !strings.Contains(head, word) {
				t.Errorf("%s: its first comment does not say %q", f.Name(), word)
			}
		}
	}
	if len(files) != len(all) {
		t.Errorf("%d mappings, %d tables", len(files), len(all))
	}
}

// TestOneMappingFits looks for tables that two mappings take for theirs.
func TestOneMappingFits(t *testing.T) {
	for list, path := range fixtures(t) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files, _ := os.ReadDir("data")
		for _, f := range files {
			text, err := os.ReadFile(filepath.Join("data", f.Name()))
			if err != nil {
				t.Fatal(err)
			}
			m, err := readMapping(bytes.NewReader(text), f.Name())
			if err != nil {
				t.Fatal(err)
			}
			_, ok := format{[]*mapping{m}}.Recognise(listtest.Bytes("x", data))
			if ok != (m.List == list) {
				t.Errorf("the table of %s fits %s: %v", list, m.List, ok)
			}
		}
	}
}

func TestRemovedAndRefused(t *testing.T) {
	for list, want := range map[string]string{
		"us_bis_denied":              "3 entries, 0 removed, []",
		"us_cuba_sanctions":          "4 entries, 0 removed, [row 5 no_id row 6 duplicate_id]",
		"us_dod_chinese_milcorps":    "5 entries, 1 removed, []",
		"us_fincen_special_measures": "7 entries, 0 removed, []",
		"us_ndaa_1286":               "2 entries, 1 removed, []",
		"us_state_353b":              "2 entries, 0 removed, []",
		"il_mod_crypto":              "6 entries, 0 removed, [row 11 duplicate_id]",
		"ch_fiaa_freezes":            "2 entries, 2 removed, []",
		"pk_proscribed_persons":      "3 entries, 0 removed, [line 5, record 5 no_name]",
		"cn_sanctions":               "3 entries, 1 removed, []",
		"eu_journal_sanctions":       "8 entries, 0 removed, []",
	} {
		_, report := listtest.Read(t, Table(), listtest.Path(t, fixtures(t)[list]))
		var refused []string
		for _, r := range report.Refused {
			refused = append(refused, r.At+" "+r.Code)
			if !strings.Contains(r.Reason, ";") {
				t.Errorf("%s, %s: the reason %q has no remedy", list, r.At, r.Reason)
			}
		}
		if got := fmt.Sprintf("%d entries, %d removed, %v", report.Entries, report.Removed, refused); got != want {
			t.Errorf("%s: %s, want %s", list, got, want)
		}
	}
}

// TestUnknownColumn keeps what a new column says, and reports it once.
func TestUnknownColumn(t *testing.T) {
	data, err := os.ReadFile(fixtures(t)["ch_fiaa_freezes"])
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSpace(string(data)), "\n")
	for i := range rows {
		rows[i] += map[bool]string{true: ",Stand", false: ",neu"}[i == 0]
	}
	got, report := listtest.Read(t, Table(), listtest.Bytes("x.csv", []byte(strings.Join(rows, "\n"))))
	if want := "[{Stand 2 row 1}]"; fmt.Sprint(report.Unknown) != want {
		t.Errorf("unknown %v, want %s", report.Unknown, want)
	}
	if !slices.Contains(got[0].Other, interdict.Field{Name: "Stand", Value: "neu"}) {
		t.Errorf("the value is lost: %+v", got[0].Other)
	}
}

// TestOrder reads rows in another order: ids stay.
func TestOrder(t *testing.T) {
	ids := func(data []byte) []string {
		got, _ := listtest.Read(t, Table(), listtest.Bytes("x.csv", data))
		var all []string
		for _, l := range got {
			all = append(all, l.ID+" "+l.Names[0].Full)
		}
		slices.Sort(all)
		return all
	}
	for _, list := range []string{"us_state_353b", "ch_fiaa_freezes", "cn_sanctions", "eu_journal_sanctions"} {
		data, err := os.ReadFile(fixtures(t)[list])
		if err != nil {
			t.Fatal(err)
		}
		rows := strings.Split(strings.TrimSpace(string(data)), "\n")
		slices.Reverse(rows[1:])
		if a, b := ids(data), ids([]byte(strings.Join(rows, "\n"))); !slices.Equal(a, b) {
			t.Errorf("%s: %v, and in another order %v", list, a, b)
		}
	}
}

// TestPieces reads two regulations as one edition.
func TestPieces(t *testing.T) {
	file := listtest.Path(t, fixtures(t)["eu_journal_sanctions"])
	rec, _ := Table().Recognise(file)
	if rec.Piece != "32014R0833" {
		t.Errorf("piece %q", rec.Piece)
	}
	other := listtest.Bytes("y.csv", []byte("amendedCelex,amendmentCelex,recordId,programKey,annex,measure,startDate,schema,name,alias\n"+
		"32014R0833,32026R0001,3,EU-RUS,IV,Export control,1.2.2026,LegalEntity,JSC Sirius,Sirius\n"+
		"32014R0833,32026R0001,99,EU-RUS,IV,Export control,1.2.2026,LegalEntity,Another,\n"))
	if rec, ok := Table().Recognise(other); !ok || rec.Piece != "32026R0001" {
		t.Errorf("an amendment: %+v, %v", rec, ok)
	}
	var got []*interdict.Listing
	report, err := Table().Read(t.Context(), rec.List, map[string]*lists.File{lists.Main: file, "32026R0001": other}, func(l *interdict.Listing) error {
		got = append(got, l)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	listtest.Check(t, got, report)
	i := slices.IndexFunc(got, func(l *interdict.Listing) bool { return l.ID == "32014R0833/IV/3" })
	if len(got) != 9 || i < 0 || len(got[i].Names) != 2 || got[i].Designation.Updated != interdict.Day(2026, 2, 1) {
		t.Errorf("%d listings; the amended one: %+v", len(got), got[max(i, 0)])
	}
}

func TestMappingErrors(t *testing.T) {
	const whole = "has: A\nids: A\n"
	for text, want := range map[string]string{
		whole:                           "",
		"ids: A\n":                      "x.yaml: has, and number or ids, are needed",
		whole + "columns:\n  A: nome\n": `x.yaml, line 4: "nome" is no field`,
		whole + "columns:\n  A: name\n  A: name\n": "x.yaml, line 5: the column \"A\" is mapped twice",
		whole + "constants:\n  nome: x\n":          `x.yaml, line 4: "nome" is no field`,
		whole + "types:\n  A=b: Human\n":           `x.yaml, line 4: "Human" is not a value`,
		whole + "types:\n  A: Person\n":            `x.yaml, line 4: "A" is no condition`,
		whole + "kinds:\n  A=b: Watch\n":           `x.yaml, line 4: "Watch" is not a value`,
		whole + "measures:\n  A=b: Freeze!\n":      `x.yaml, line 4: "Freeze!" is not a value`,
		whole + "where: A\n":                       `x.yaml, line 3: "A" is no condition`,
		whole + "dates: ff\n":                      "x.yaml, line 3: the date format",
		whole + "group: perhaps\n":                 `x.yaml, line 3: "group": "perhaps" is no setting`,
	} {
		_, err := readMapping(strings.NewReader(text), "x.yaml")
		if message := fmt.Sprint(err); (err != nil) != (want != "") || want != "" && !strings.HasPrefix(message, want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// TestConforms holds the format to what all formats owe.
func TestConforms(t *testing.T) {
	listtest.Conform(t, listtest.Case{
		Format: Table(), List: "us_cuba_sanctions", Open: true, Seed: "ron-varadero2",
		Parts: map[string]string{lists.Main: "testdata/us_cuba_sanctions.csv"},
	})
}

// TestBadInputs gives an array of objects what no reader may stumble over.
func TestBadInputs(t *testing.T) {
	data, err := os.ReadFile(fixtures(t)["pk_proscribed_persons"])
	if err != nil {
		t.Fatal(err)
	}
	listtest.BadInputs(t, Table(), "pk_proscribed_persons", data)
}

func FuzzTable(f *testing.F) {
	for _, path := range fixtures(f) {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file := listtest.Bytes("x", data)
		rec, ok := Table().Recognise(file)
		if !ok {
			return
		}
		got, report, err := listtest.Try(Table(), rec.List, file)
		if err == nil {
			listtest.Check(t, got, report)
		}
	})
}

// TestManyValues reads a cell and a party of ever more values.
func TestManyValues(t *testing.T) {
	header := "Name,Clean Name,Alias,Previous Name,Parent Name,Note,Start date,End date,Source Url\n"
	var cell, rows strings.Builder
	for i := range 400_000 {
		fmt.Fprintf(&cell, "n%d;", i)
		fmt.Fprintf(&rows, "x,X,a%d,,,,,,\n", i)
	}
	got, report := listtest.Read(t, Table(), listtest.Bytes("x.csv", []byte(header+"x,X,"+cell.String()+",,,,,,\n")))
	if len(got) != 1 || len(got[0].Names) != 2 {
		t.Errorf("a long cell: %d listings, refused %v", len(got), report.Refused)
	}
	got, report, err := listtest.Try(Table(), "us_dod_chinese_milcorps", listtest.Bytes("x.csv", []byte(header+rows.String())))
	if err == nil || len(report.Refused) == 0 || len(got) > 1 {
		t.Errorf("a party of 400,000 rows: %d listings, %d refused, %v", len(got), len(report.Refused), err)
	}
}
