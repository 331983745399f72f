package au

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/listtest"
	"github.com/interdict/interdict/table/tabletest"
)

func TestNewLayout(t *testing.T) {
	got, report := listtest.Read(t, Workbook(), listtest.Path(t, "testdata/consolidated.csv"))
	listtest.Golden(t, "testdata/consolidated.golden.json", got)
	if !report.Published.IsZero() {
		t.Errorf("published %v, of which the file says nothing", report.Published)
	}
	var refused, unknown []string
	for _, r := range report.Refused {
		refused = append(refused, r.At+" "+r.Code)
	}
	for _, u := range report.Unknown {
		unknown = append(unknown, u.Name+" "+u.First)
	}
	if want := "row 15 (9999) no_name,row 15 (9999) no_name,row 16 no_id"; strings.Join(refused, ",") != want {
		t.Errorf("refused %v", refused)
	}
	slices.Sort(unknown)
	if want := "Arms Embargo ? row 8,alias strength Doubtful row 9,name type nickname row 14,the reference 2840 of 2 parties row 8,type Group row 7"; strings.Join(unknown, ",") != want {
		t.Errorf("unknown %v", unknown)
	}
}

func TestOldLayout(t *testing.T) {
	got, report := listtest.Read(t, Workbook(), listtest.Path(t, "testdata/regulation8.csv"))
	listtest.Golden(t, "testdata/regulation8.golden.json", got)
	if fmt.Sprint(report.Unknown) != "[{column 13 1 row 5} {Notes 1 row 5}]" || len(report.Refused) > 0 {
		t.Errorf("%+v", report)
	}
}

// workbook makes a workbook of a CSV file, days as a spreadsheet holds them.
func workbook(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	sheet := tabletest.Sheet{Name: "Consolidated List"}
	for _, record := range records {
		var row []any
		for _, cell := range record {
			d, err := interdict.ParseDate(cell)
			switch {
			case cell == "":
				row = append(row, nil)
			case cell == "TRUE" || cell == "FALSE":
				row = append(row, cell == "TRUE")
			case err == nil && d.Exact():
				row = append(row, d)
			default:
				row = append(row, strings.ReplaceAll(cell, "\n", "_x000D_\n"))
			}
		}
		sheet.Rows = append(sheet.Rows, row)
	}
	return tabletest.Workbook(false, sheet)
}

// TestWorkbook reads from a workbook what is read from CSV.
func TestWorkbook(t *testing.T) {
	for _, name := range []string{"consolidated", "regulation8"} {
		got, _ := listtest.Read(t, Workbook(), listtest.Bytes(name+".xlsx", workbook(t, "testdata/"+name+".csv")))
		listtest.Golden(t, "testdata/"+name+".golden.json", got)
	}
}

// TestReusedReference gives a number to two parties, whose ids stay when other
// rows come between, and when the first party's aliases stand elsewhere.
func TestReusedReference(t *testing.T) {
	head := "Reference,Name of Individual or Entity,Type,Name Type,Control Date\n"
	ids := func(rows ...string) string {
		t.Helper()
		var b strings.Builder
		got, _ := listtest.Read(t, Workbook(), listtest.Bytes("x.csv", []byte(head+strings.Join(rows, "\n"))))
		for _, l := range got {
			fmt.Fprintf(&b, "%s:", l.ID)
			for _, n := range l.Names {
				b.WriteString(" " + n.Full)
			}
			for _, o := range l.Other {
				b.WriteString(" (" + o.Value + ")")
			}
			b.WriteString("; ")
		}
		return b.String()
	}
	a, aa, b, bb := "7,Ann,Individual,Primary Name,2020-01-02", "7a,Annie,Individual,Alias,2020-01-02", "7,Bob,Individual,Primary Name,2021-01-02", "7a,Bobby,Individual,Alias,2021-01-02"
	c := "8,Corp,Entity,Primary Name,2020-01-02"
	want := "7: Ann Annie (7 is also that of Bob); 7-70ccd2cd: Bob Bobby (7 is also that of Ann); "
	for i, rows := range [][]string{{a, aa, b, bb}, {a, aa, c, b, bb}, {aa, a, b, bb, c}, {a, b, a, aa, b, bb}} {
		got := strings.ReplaceAll(ids(rows...), "8: Corp; ", "")
		got = strings.ReplaceAll(strings.ReplaceAll(got, "Annie Ann ", "Ann Annie "), "Ann Ann ", "Ann ")
		if got = strings.ReplaceAll(got, "Bob Bob ", "Bob "); got != want {
			t.Errorf("%d: %s, want %s", i, got, want)
		}
	}
}

func TestDates(t *testing.T) {
	for cell, want := range map[string]string{
		"1985-11-12":                           "1985-11-12",
		"1973-11":                              "1973-11",
		"1953":                                 "1953",
		"11/04/1963, 11/04/1960":               "1963-04-11 1960-04-11",
		"a) 30/04/1963 b) 1960":                "1963-04-30 1960",
		"Approximately 1963, 30/01/1972":       "1963~ 1972-01-30",
		"Approximately: Between 1959 and 1965": "1959/1965~",
		"a) Approximately 1955- 1958 b) 1945":  "1955/1958~ 1945",
		"Between Aug. and Sep 1977":            "1977-08/1977-09",
		"March 1968 to March 1969":             "1968-03/1969-03",
		"1987;1988;1991 ":                      "1987 1988 1991",
		"1963 or 1964":                         "1963 1964",
		"14 Mar 1974 >> 1 Aug 1970":            "1974-03-14 1970-08-01",
		"21. Jul 1997; 1993":                   "1997-07-21 1993",
		"a) 1/01/1968 b) 23-Apr-68":            "1968-01-01 1968-04-23",
		"9/99/1960":                            "?",
		"10/061962":                            "1962-06-10",
		"7/02/1950/11/1950 08/08/1945":         "1950-02-07 1950-11 1945-08-08",
		"1979, 1980.1981":                      "1979 1980 1981",
		"1961,\n/02/1961":                      "1961 1961-02",
		"24/06/1402 (Hijri Calendar)":          "1982-04-19~",
		"5 May 1957, April 1957":               "1957-05-05 1957-04",
		"March 16, 1972":                       "1972-03-16",
		"05.09.1990":                           "1990-09-05",
		"12/25/1970":                           "1970-12-25",
		"circa 1970":                           "1970~",
		"Approx 1977":                          "1977~",
		"1/04/1970 (as Ali)":                   "1970-04-01 ?",
		"Approximately (30-35 years old)":      "?",
		"12345":                                "?",
		"31/02/1970":                           "?",
		"1970-1960":                            "1970 1960",
		"":                                     "",
		"na":                                   "",
		"\u00a0":                               "",
	} {
		dates, unread := readDates(cell)
		var got []string
		for _, d := range dates {
			got = append(got, d.String())
		}
		if unread {
			got = append(got, "?")
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: %q, want %q", cell, s, want)
		}
	}
}

func TestRecognise(t *testing.T) {
	good, err := os.ReadFile("testdata/consolidated.csv")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data []byte
		want bool
	}{
		"CSV":              {good, true},
		"workbook":         {workbook(t, "testdata/regulation8.csv"), true},
		"another table":    {[]byte("id,name\n1,A\n"), false},
		"another sheet":    {tabletest.Workbook(false, tabletest.Sheet{Name: "S", Rows: [][]any{{"id", "name"}, {1, "A"}}}), false},
		"an archive":       {[]byte("PK\x03\x04 rubbish"), false},
		"without a column": {[]byte(strings.ReplaceAll(string(good), "Control Date", "Date")), false},
	} {
		if _, ok := Workbook().Recognise(listtest.Bytes("x", c.data)); ok != c.want {
			t.Errorf("%s: recognised %v", name, ok)
		}
	}
}

func TestBadWorkbooks(t *testing.T) {
	good := workbook(t, "testdata/consolidated.csv")
	for n := range 20 {
		data := good[:len(good)*n/20]
		_, _, err := listtest.Try(Workbook(), List, listtest.Bytes("x.xlsx", data))
		if fault := (*lists.Error)(nil); !errors.As(err, &fault) || fault.Remedy == "" {
			t.Errorf("cut off at %d of 20: %v", n, err)
		}
	}
	for name, text := range map[string]string{
		"no columns":    "a,b\n1,2\n",
		"twice":         "Reference,Reference,Name of Individual or Entity,Type,Name Type,Control Date\n1,1,A,Entity,Primary Name,2020-01-02\n",
		"nothing taken": "Reference,Name of Individual or Entity,Type,Name Type,Control Date\nx,A,Entity,Primary Name,2020-01-02\n",
	} {
		_, _, err := listtest.Try(Workbook(), List, listtest.Bytes("x.csv", []byte(text)))
		if fault := (*lists.Error)(nil); !errors.As(err, &fault) || fault.Remedy == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"consolidated", "regulation8"} {
		data, err := os.ReadFile("testdata/" + name + ".csv")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, report, err := listtest.Try(Workbook(), List, listtest.Bytes("x.csv", []byte(text)))
		if err == nil {
			listtest.Check(t, got, report)
		}
	})
}

func FuzzDates(f *testing.F) {
	f.Add("a) Approximately 1955- 1958 b) 24/06/1402 (Hijri Calendar)")
	f.Fuzz(func(t *testing.T, cell string) {
		dates, _ := readDates(cell)
		for _, d := range dates {
			if back, err := interdict.ParseDate(d.String()); err != nil || back != d {
				t.Errorf("%q: date %+v", cell, d)
			}
		}
		lettered(cell)
		countryOf(cell)
		listedOn(cell)
		instrumentIn(cell)
	})
}
