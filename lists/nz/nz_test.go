package nz

import (
	"encoding/csv"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/listtest"
	"github.com/interdict/interdict/table/tabletest"
)

var ships = tabletest.Sheet{Name: "Ships", Rows: [][]any{
	{"Type", "Unique Identifier", "IMO Number", "Name of Ship as of Date of Sanction", "Date of Sanction", "Alias/Alternate Names", "Sanction Status", "Travel Ban", "Asset Freeze", "Ship Ban", "Date Record Deleted", "Record Deleted Flag", "Reason for Deletion", "Flag"},
	{"Ship", "SHP-1", 9333436, "SCF Amur", interdict.Day(2024, 2, 29), "Amur; SCF AMUR", "Sanctioned", false, true, true, nil, false, nil, "Gabon"},
	{"Ship", "SHP-2", 9288693, "Andaman Skies", interdict.Day(2025, 10, 20), nil, "Sanctioned", "No", "No", "Yes", interdict.Day(2026, 1, 2), nil, "none yet"},
	{"Ship", "SHP-3", 9258868, "Noctis", interdict.Day(2025, 10, 20), nil, "Sanctioned", "No", "No", "Yes", interdict.Day(2026, 1, 2), "Yes", "Scrapped"},
}}

// register makes a sheet of the CSV file, below a legend, days as a spreadsheet
// holds them.
func register(t testing.TB) tabletest.Sheet {
	t.Helper()
	data, err := os.ReadFile("testdata/register.csv")
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	sheet := tabletest.Sheet{Name: "Russia Sanctions Register", Rows: [][]any{{"Russia Sanctions Register"}, {"Travel Ban", "a person who may not enter New Zealand"}, nil}}
	for _, record := range records {
		var row []any
		for _, cell := range record {
			if d, err := interdict.ParseDate(cell); err == nil && d.Exact() {
				row = append(row, d)
			} else {
				row = append(row, cell)
			}
		}
		sheet.Rows = append(sheet.Rows, row)
	}
	return sheet
}

func workbook(t testing.TB) []byte {
	trade := tabletest.Sheet{Name: "Trade measures", Rows: [][]any{{"HS code", "Date of Sanction", "Goods"}, {"2709", interdict.Day(2022, 4, 25), "Oil"}}}
	return tabletest.Workbook(false, tabletest.Sheet{Name: "Read me", Rows: [][]any{{"Disclaimer"}}}, register(t), trade, ships)
}

func TestWorkbook(t *testing.T) {
	got, report := listtest.Read(t, Workbook(), listtest.Bytes("Russia-Sanctions-Register.xlsx", workbook(t)))
	listtest.Golden(t, "testdata/register.golden.json", got)
	var refused, unknown []string
	for _, r := range report.Refused {
		refused = append(refused, r.At+" "+r.Code)
	}
	for _, u := range report.Unknown {
		unknown = append(unknown, u.Name)
	}
	sheet := `sheet "Russia Sanctions Register", row `
	if want := sheet + "9 (RUS-1002) duplicate_id|" + sheet + "11 () no_id|" + sheet + "12 (RUS-4002) no_name"; strings.Join(refused, "|") != want {
		t.Errorf("refused %q", refused)
	}
	if want := "Service Prohibition maybe|the identifier RUS-1002 of several rows|type Group|Flag"; strings.Join(unknown, "|") != want {
		t.Errorf("unknown %q", unknown)
	}
	if report.Removed != 3 || !report.Published.IsZero() {
		t.Errorf("%d removed, published %v", report.Removed, report.Published)
	}
}

// TestSheetAsCSV reads the register's sheet alone.
func TestSheetAsCSV(t *testing.T) {
	got, report := listtest.Read(t, Workbook(), listtest.Path(t, "testdata/register.csv"))
	whole, _ := listtest.Read(t, Workbook(), listtest.Bytes("r.xlsx", workbook(t)))
	if len(got) != len(whole)-2 || report.Removed != 2 {
		t.Fatalf("%d listings, of the workbook %d; %d removed", len(got), len(whole), report.Removed)
	}
	for i, l := range got {
		if w := whole[i]; l.ID != w.ID || len(l.Names) != len(w.Names) || len(l.BirthDates) != len(w.BirthDates) || l.Designation.Listed != w.Designation.Listed {
			t.Errorf("%+v, of the workbook %+v", l, w)
		}
	}
}

// TestEveryCell checks that each cell of the workbook is told by its listing.
func TestEveryCell(t *testing.T) {
	got, _ := listtest.Read(t, Workbook(), listtest.Bytes("r.xlsx", workbook(t)))
	leftOut := map[string]bool{"Type": true, "Travel Ban": true, "Asset Freeze": true, "Dealing with Securities": true, "Service Prohibition": true,
		"Ship Ban": true, "Aircraft Ban": true, "Sanction Status": true, "Record Deleted Flag": true, "Citizenship 3": true,
		"DOB": true, "Date of Additional Sanction": true} // yes and no, "NA", and days whose form changes
	next := 0
	for _, sheet := range []tabletest.Sheet{register(t), ships} {
		var header []any
		for _, row := range sheet.Rows {
			if len(row) > 5 && header == nil {
				header = row
				continue
			}
			if len(row) < 5 || next == len(got) || !told(row, got[next].Caption()) {
				continue
			}
			l := got[next]
			next++
			words := listtest.Told(t, l)
			for i, cell := range row {
				text, isText := cell.(string)
				if d, ok := cell.(interdict.Date); ok {
					text, isText = d.String(), true
				}
				switch name := header[i].(string); {
				case !isText || leftOut[name]:
				case name == "General Rationale for Sanction":
					if l.Designation.Reasons != text {
						t.Errorf("%s: the reasons are not %q", l.ID, text)
					}
				case name == "Additional Information":
					if l.Remarks != text {
						t.Errorf("%s: the remarks are not %q", l.ID, text)
					}
				default:
					if missing := listtest.Missing(words, strings.Replace(text, " of ", " ", 1)); missing != nil {
						t.Errorf("%s: %s %q: the listing does not tell %q", l.ID, name, text, missing)
					}
				}
			}
		}
	}
	if next != len(got) {
		t.Errorf("%d listings were looked at, of %d", next, len(got))
	}
}

// told says that a row has the name, in whichever columns.
func told(row []any, name string) bool {
	var words []string
	for _, cell := range row {
		if text, ok := cell.(string); ok {
			words = append(words, text)
		}
	}
	return strings.Contains(strings.Join(strings.Fields(strings.Join(words, " ")), " "), name)
}

func TestRecognise(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		want bool
	}{
		"both sheets": {workbook(t), true},
		"ships alone": {tabletest.Workbook(false, ships), true},
		"neither":     {tabletest.Workbook(false, tabletest.Sheet{Name: "S", Rows: [][]any{{"id", "name"}, {1, "A"}}}), false},
		"a table":     {[]byte("id,name\n1,A\n"), false},
		"an archive":  {[]byte("PK\x03\x04 rubbish"), false},
	} {
		file := listtest.Bytes("x", c.data)
		if _, ok := Workbook().Recognise(file); ok != c.want {
			t.Errorf("%s: recognised %v", name, ok)
		}
		file.Open = nil
		Workbook().Recognise(file)
	}
}

func TestBadFiles(t *testing.T) {
	good := workbook(t)
	for n := range 20 {
		_, _, err := listtest.Try(Workbook(), List, listtest.Bytes("x.xlsx", good[:len(good)*n/20]))
		if fault := (*lists.Error)(nil); !errors.As(err, &fault) || fault.Remedy == "" {
			t.Errorf("cut off at %d of 20: %v", n, err)
		}
	}
	for name, data := range map[string][]byte{
		"another sheet": tabletest.Workbook(false, tabletest.Sheet{Name: "S", Rows: [][]any{{"id", "name"}, {1, "A"}}}),
		"another table": []byte("id,name\n1,A\n"),
		"twice":         []byte("Unique Identifier,Date of Sanction,DOB,Last name,Last name\n1,2022-01-02,1960,A,B\n"),
		"none taken":    []byte("Unique Identifier,Date of Sanction,DOB,Last name\n1,2022-01-02,1960,\n"),
	} {
		_, _, err := listtest.Try(Workbook(), List, listtest.Bytes("x", data))
		if fault := (*lists.Error)(nil); !errors.As(err, &fault) || fault.Remedy == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	data, err := os.ReadFile("testdata/register.csv")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(data))
	f.Add("Unique Identifier,Date of Sanction,IMO Number,Name of Ship as of Date of Sanction\n1,2022-01-02,9333436,A\n")
	f.Fuzz(func(t *testing.T, text string) {
		got, report, err := listtest.Try(Workbook(), List, listtest.Bytes("x.csv", []byte(text)))
		if err == nil {
			listtest.Check(t, got, report)
		}
	})
}
