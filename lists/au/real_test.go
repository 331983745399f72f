package au

import (
	"archive/zip"
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists/listtest"
)

// cells reads a workbook's first sheet with encoding/xml: of each row its cells
// by column, as they stand in the file.
func cells(t testing.TB, path string) (rows []map[string]string) {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	read := func(name string, to any) {
		f, err := z.Open(name)
		if err == nil {
			err = xml.NewDecoder(f).Decode(to)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var texts struct {
		SI []struct {
			T string   `xml:"t"`
			R []string `xml:"r>t"`
		} `xml:"si"`
	}
	var sheet struct {
		Rows []struct {
			C []struct {
				R string `xml:"r,attr"`
				T string `xml:"t,attr"`
				V string `xml:"v"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	read("xl/sharedStrings.xml", &texts)
	read("xl/worksheets/sheet1.xml", &sheet)
	for _, r := range sheet.Rows {
		row := map[string]string{}
		for _, c := range r.C {
			v := c.V
			if c.T == "s" {
				i, err := strconv.Atoi(v)
				if err != nil {
					t.Fatal(err)
				}
				v = texts.SI[i].T + strings.Join(texts.SI[i].R, "")
			}
			if v = strings.TrimSpace(strings.ReplaceAll(v, "_x000D_", "")); v != "" {
				row[strings.TrimRight(c.R, "0123456789")] = v
			}
		}
		if len(row) > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}

// leftOut are the columns that a listing tells in other words.
var leftOut = map[string]string{
	"Type":                        "becomes the schema, counted below",
	"Name Type":                   "becomes the kind of the name, counted below",
	"Alias Strength":              "becomes the quality of the name, counted below",
	"Date of Birth":               "becomes dates; what they do not tell is in Other. TestDates has the forms",
	"Additional Information":      "is in Remarks, compared whole",
	"Control Date":                "is a day number, compared below",
	"Targeted Financial Sanction": "is a measure, counted below", "Travel Ban": "is a measure", "Arms Embargo": "is a measure", "Maritime Restriction": "is a measure",
}

func TestRealEditions(t *testing.T) {
	for _, c := range []struct {
		file                     string
		parties, rows            int
		names                    int // rows and the names that notes on former names hold
		persons, vessels         int
		strong, weak             int // rows
		freeze, ban, arms, ports int
	}{
		{"dfat_2026-08.xlsx", 3846, 11068, 11189, 2543, 262, 6316, 451, 3573, 2505, 541, 262},
		{"regulation8_consolidated_2024-12.xlsx", 3062, 9553, 9556, 2316, 0, 0, 0, 0, 0, 0, 0},
	} {
		t.Run(c.file, func(t *testing.T) {
			path := listtest.Shared(t, "au", c.file)
			got, report := listtest.Read(t, Workbook(), listtest.Path(t, path))
			if len(report.Refused) > 0 || len(report.Unknown) > 0 || len(got) != c.parties || report.Names != c.names {
				t.Errorf("%d parties, %d names, refused %v, unknown %v", len(got), report.Names, report.Refused, report.Unknown)
			}
			rows := cells(t, path)
			header := rows[0]
			if rows = rows[1:]; len(rows) != c.rows {
				t.Errorf("%d rows", len(rows))
			}
			measures, schemas, qualities := map[interdict.Measure]int{}, map[interdict.Schema]int{}, map[interdict.Quality]int{}
			byID := map[string]*interdict.Listing{}
			for _, l := range got {
				byID[l.ID] = l
				schemas[l.Schema]++
				for _, m := range l.Designation.Measures {
					measures[m]++
				}
				named := map[string]bool{}
				for _, n := range l.Names {
					if n.ID != "" && !named[n.ID] {
						qualities[n.Quality]++
					}
					named[n.ID] = true
				}
			}
			if schemas[interdict.Person] != c.persons || schemas[interdict.Vessel] != c.vessels || qualities[interdict.Strong] != c.strong || qualities[interdict.Weak] != c.weak {
				t.Errorf("schemas %v, qualities %v", schemas, qualities)
			}
			if measures[interdict.AssetFreeze] != c.freeze || measures[interdict.TravelBan] != c.ban || measures[interdict.ArmsEmbargo] != c.arms || measures[interdict.PortEntryBan] != c.ports {
				t.Errorf("measures %v", measures)
			}
			told := map[string]map[string]bool{}
			for _, row := range rows {
				l := byID[number(row["A"])]
				if l == nil {
					t.Fatalf("no listing of the reference %s", row["A"])
				}
				if told[l.ID] == nil {
					told[l.ID] = listtest.Told(t, l)
				}
				checkRow(t, l, told[l.ID], header, row)
			}
		})
	}
}

// checkRow checks that each cell of a row is told by its listing.
func checkRow(t *testing.T, l *interdict.Listing, told map[string]bool, header, row map[string]string) {
	t.Helper()
	for column, cell := range row {
		switch name := header[column]; name {
		case "Additional Information":
			if !nothing(cell) && !strings.Contains(strings.ReplaceAll(l.Remarks, "\r", ""), strings.ReplaceAll(cell, "\r", "")) {
				t.Errorf("%s: the remarks are not %q", l.ID, cell)
			}
		case "Control Date":
			n, _ := strconv.Atoi(cell)
			day := interdict.DateOf(epoch.AddDate(0, 0, n))
			if l.Designation.Updated != day && !slices.Contains(l.Other, interdict.Field{Name: name, Value: day.String()}) {
				t.Errorf("%s: updated %v, not %v", l.ID, l.Designation.Updated, day)
			}
		case "Targeted Financial Sanction", "Travel Ban", "Arms Embargo", "Maritime Restriction":
			for _, m := range measures {
				if m.column == key(name) && slices.Contains(l.Designation.Measures, m.measure) != (cell == "1") {
					t.Errorf("%s: %s is %s", l.ID, name, cell)
				}
			}
		case "Date of Birth":
			if len(l.BirthDates) == 0 && !nothing(cell) && listtest.Missing(told, cell) != nil {
				t.Errorf("%s: nothing tells of %q", l.ID, cell)
			}
		default:
			if leftOut[name] == "" && !nothing(cell) {
				missing := slices.DeleteFunc(listtest.Missing(told, cell), func(word string) bool {
					return len(word) == 1 || word == "in" // labels of values, "in Arabic"
				})
				if n, err := strconv.Atoi(cell); err == nil && n > 30000 && n < 60000 { // a day in a column of texts
					missing = listtest.Missing(told, interdict.DateOf(epoch.AddDate(0, 0, n)).String())
				}
				if len(missing) > 0 {
					t.Errorf("%s: %s %q: the listing does not tell %q", l.ID, name, cell, missing)
				}
			}
		}
	}
}

// epoch is the day 0 of spreadsheets.
var epoch = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

func BenchmarkRead(b *testing.B) {
	file := listtest.Path(b, listtest.Shared(b, "au", "dfat_2026-08.xlsx"))
	b.SetBytes(file.Size)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := listtest.Try(Workbook(), List, file); err != nil {
			b.Fatal(err)
		}
	}
}
