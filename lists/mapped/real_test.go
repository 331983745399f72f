package mapped

import (
	"encoding/csv"
	"encoding/json"
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

// plain reads a table without the package: its header and rows.
func plain(t *testing.T, path string, text []byte) (header []string, rows [][]string) {
	t.Helper()
	if filepath.Ext(path) == ".json" {
		var objects []map[string]any
		if err := json.Unmarshal(text, &objects); err != nil {
			t.Fatal(err)
		}
		for name := range objects[0] {
			header = append(header, name)
		}
		for _, o := range objects {
			var row []string
			for _, name := range header {
				row = append(row, strings.TrimSuffix(fmt.Sprint(o[name]), "<nil>"))
			}
			rows = append(rows, row)
		}
		return header, rows
	}
	r := csv.NewReader(strings.NewReader(string(text)))
	if r.FieldsPerRecord = -1; filepath.Ext(path) == ".txt" {
		r.Comma = '\t'
	}
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range all[1:] {
		rows = append(rows, append(row, make([]string, len(all[0])-len(row))...))
	}
	return all[0], rows
}

// edition reads the stored files of a list.
func edition(t *testing.T, elem ...string) ([]*interdict.Listing, lists.Report, [][]string) {
	t.Helper()
	path := listtest.Shared(t, elem...)
	found, skipped, err := lists.Collect(t.Context(), []string{path}, []lists.Format{Table()}, lists.CollectOptions{})
	if err != nil || len(found) != 1 {
		t.Fatalf("%d editions, error %v", len(found), err)
	}
	var rows [][]string
	for _, s := range skipped {
		text, err := os.ReadFile(s.Path)
		if err != nil || strings.Count(strings.TrimSpace(string(text)), "\n") > 0 {
			t.Errorf("%s is skipped, and has rows", s.Path)
		}
	}
	for _, p := range found[0].Parts {
		text, err := os.ReadFile(p.File.Path)
		if err != nil {
			t.Fatal(err)
		}
		_, more := plain(t, p.File.Path, text)
		rows = append(rows, more...)
	}
	var got []*interdict.Listing
	report, err := found[0].Read(t.Context(), func(l *interdict.Listing) error { got = append(got, l); return nil })
	if err != nil {
		t.Fatal(err)
	}
	listtest.Check(t, got, report)
	return got, report, rows
}

// TestReal holds the stored files against counts made without the package.
func TestReal(t *testing.T) {
	for _, c := range []struct {
		file                            string
		rows, entries, removed, refused int
		// of makes what tells the entries of rows that stand apart.
		of func(row []string) string
		// gone says that a row is of an entry that is listed no more.
		gone func(row []string) bool
	}{
		{"us_cuba_restricted_entities.csv", 239, 239, 0, 0, column(0), never},
		{"us_dod_1260h.csv", 397, 216, 18, 0, column(1), filled(7)},
		{"us_fincen_311.csv", 490, 407, 0, 0, column(0, 3), never},
		{"us_section_1286.csv", 443, 192, 2, 0, column(1), filled(9)},
		{"us_section_353.csv", 167, 167, 0, 0, column(1, 10), never},
		{"ch_fiaa_freezes.csv", 158, 55, 103, 0, column(0, 9), filled(11)},
		{"../csl/bench_dpl.txt", 581, 459, 0, 0, column(0), never},
		{"../csl/dpl.txt", 546, 415, 0, 0, column(0), never},
		{"cn_sanctions.csv", 610, 607, 3, 0, column(2, 10, 11, 13), filled(12)},
	} {
		t.Run(c.file, func(t *testing.T) {
			_, report, rows := edition(t, append([]string{"other"}, strings.Split(c.file, "/")...)...)
			listed, gone := map[string]bool{}, map[string]bool{}
			for _, row := range rows {
				if c.gone(row) {
					gone[c.of(row)] = true
				} else {
					listed[c.of(row)] = true
				}
			}
			for id := range listed {
				delete(gone, id)
			}
			if len(rows) != c.rows || len(listed) != c.entries || len(gone) != c.removed {
				t.Errorf("the file has %d rows of %d entries, %d removed", len(rows), len(listed), len(gone))
			}
			if report.Entries != c.entries || report.Removed != c.removed || len(report.Refused) != c.refused || len(report.Unknown) > 0 {
				t.Errorf("%d entries, %d removed, refused %v, unknown %v", report.Entries, report.Removed, report.Refused, report.Unknown)
			}
		})
	}
}

func never([]string) bool { return false }
func filled(i int) func([]string) bool {
	return func(row []string) bool { return strings.TrimSpace(row[i]) != "" }
}
func column(of ...int) func([]string) string {
	return func(row []string) string {
		key := ""
		for _, i := range of {
			key += strings.Join(strings.Fields(row[i]), " ") + "\x00"
		}
		return key
	}
}

// TestRealPakistan reads 4,665 objects, of which two are in the list twice.
func TestRealPakistan(t *testing.T) {
	got, report, rows := edition(t, "other", "pk_nacta_proscribed_persons.json")
	if len(rows) != 4665 || len(got) != 4663 || len(report.Refused) > 0 {
		t.Errorf("%d objects, %d listings, refused %v", len(rows), len(got), report.Refused)
	}
	cards := 0
	for _, l := range got {
		cards += len(l.Identifiers)
	}
	if cards != 4624 { // 4,665, less 15 without a card, 2 twice and 24 made up
		t.Errorf("%d identity cards", cards)
	}
}

// TestRealWallets reads 943 rows: 35 headings, 9 that continue another or are
// empty, 3 that are in the list twice.
func TestRealWallets(t *testing.T) {
	got, report, rows := edition(t, "other", "il_mod_crypto_wallets.csv")
	headings, continued, wallets := 0, 0, 0
	for _, row := range rows {
		switch {
		case strings.HasPrefix(row[0], "צ.ת"):
			headings++
		case strings.Trim(row[0]+row[4], "- ") == "":
			continued++
		case len(strings.FieldsFunc(row[4]+" -", func(r rune) bool { return r == ' ' || r == ',' })[0]) >= 26:
			wallets++
		}
	}
	found := 0
	for _, l := range got {
		if l.Designation.Instrument == "" {
			t.Errorf("%s, %s has no order", l.ID, l.At)
		}
		if slices.ContainsFunc(l.Identifiers, func(id interdict.Identifier) bool { return id.Type == interdict.Wallet }) {
			found++
		}
	}
	if len(rows) != headings+continued+len(got)+len(report.Refused) || len(report.Refused) != 3 || found != wallets {
		t.Errorf("%d rows: %d headings, %d continued, %d listings, refused %v; %d wallets, found %d", len(rows), headings, continued, len(got), report.Refused, wallets, found)
	}
}

// TestRealJournal reads the annexes of 37 regulations and 11 amendments, of
// which three change entries without a number.
func TestRealJournal(t *testing.T) {
	got, report, rows := edition(t, "eu", "journal_sanctions")
	if len(rows) != 8434 || len(got) != 8424 || len(report.Refused)+len(report.Unknown)+report.Removed > 0 {
		t.Errorf("%d rows, %d listings, refused %v, unknown %v", len(rows), len(got), report.Refused, report.Unknown)
	}
	counts := map[interdict.Measure]int{}
	for _, l := range got {
		for _, m := range l.Designation.Measures {
			counts[m]++
		}
		if len(l.Designation.Measures) == 0 {
			t.Errorf("%s orders nothing", l.ID)
		}
	}
	if counts[interdict.AssetFreeze] != 6446 || counts[interdict.PortEntryBan] != 711 || counts[interdict.DebtEquityLimits] != 29 {
		t.Errorf("measures %v", counts)
	}
}

// marker says that a word stands between or before values: a letter that counts
// them, "a.k.a.", or says that there is none.
func marker(word string) bool {
	return len(word) == 1 || slices.Contains(strings.Fields("ii iii iv aka fka alias ex formerly previously known as also or nil nill אנונימי"), word)
}

// TestRealLeaves looks for every word of every row in the listing that is made
// of it; a day is written in another way there.
func TestRealLeaves(t *testing.T) {
	dates := []string{"EffectiveDate", "Start date", "report-date", "Birth date", "Listed", "Date", "startDate", "birthDate", "Effective_Date", "Last_Update", "תאריך לידה"}
	for _, elem := range [][]string{
		{"other", "us_cuba_restricted_entities.csv"}, {"other", "us_dod_1260h.csv"}, {"other", "us_fincen_311.csv"},
		{"other", "us_section_1286.csv"}, {"other", "us_section_353.csv"}, {"other", "ch_fiaa_freezes.csv"},
		{"other", "cn_sanctions.csv"}, {"csl", "bench_dpl.txt"}, {"csl", "dpl.txt"}, {"other", "pk_nacta_proscribed_persons.json"}, {"other", "il_mod_crypto_wallets.csv"},
		{"eu", "journal_sanctions", "consolidated__32014R0269.csv"}, {"eu", "journal_sanctions", "consolidated__32014R0833.csv"},
		{"eu", "journal_sanctions", "consolidated__32002R0881.csv"}, {"eu", "journal_sanctions", "amendments__32026R1843.csv"},
	} {
		t.Run(elem[len(elem)-1], func(t *testing.T) {
			got, _, _ := edition(t, elem...)
			path := listtest.Shared(t, elem...)
			file, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			first, _, _ := strings.Cut(string(file), "\n")
			words := 0
			for _, l := range got {
				text := []byte(first + "\n" + string(l.Raw))
				if filepath.Ext(path) == ".json" {
					text = []byte("[" + strings.ReplaceAll(string(l.Raw), "}\n{", "},{") + "]")
				}
				header, rows := plain(t, path, text)
				told := listtest.Told(t, l)
				for _, w := range listtest.Words(l.Remarks + " " + l.Designation.Reasons) {
					told[w] = true
				}
				for _, row := range rows {
					for i, cell := range row {
						if slices.Contains(dates, header[i]) {
							continue
						}
						words += len(listtest.Words(cell))
						missing := slices.DeleteFunc(listtest.Missing(told, cell), marker)
						if len(missing) > 0 {
							t.Errorf("%s, %s: %q is lost of %q", l.ID, header[i], missing, cell)
						}
					}
				}
			}
			t.Logf("%d words", words)
		})
	}
}
