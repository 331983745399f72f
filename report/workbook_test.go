package report

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A workbook holds what the CSV holds, in as many sheets as it takes, as another
// library reads it; texts that look like formulas are texts.
func TestWorkbook(t *testing.T) {
	header := sampleHeader()
	results := sampleResults()
	for n := range 3 {
		more := results[0]
		more.Hits = more.Hits[:1]
		more.Subject.ID = []string{"=1+1", strings.Repeat("ä𝔸", 20_000), "a\x00\x01b\xff"}[n]
		results = append(results, more)
	}
	var lines, book, again bytes.Buffer
	toCSV, err := CSV(&lines, header)
	if err != nil {
		t.Fatal(err)
	}
	const most = 4
	for _, out := range []*bytes.Buffer{&book, &again} {
		w, err := newWorkbook(out, header, nil, most)
		if err != nil {
			t.Fatal(err)
		}
		for i := range results {
			if err := w.Result(&results[i]); err != nil {
				t.Fatal(err)
			}
			if out == &book {
				if err := toCSV.Result(&results[i]); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := w.Close(&Summary{}); err != nil {
			t.Fatal(err)
		}
	}
	if err := toCSV.Close(nil); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(book.Bytes(), again.Bytes()) {
		t.Error("the same results make another workbook")
	}
	want, err := csv.NewReader(&lines).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&book)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheets := f.GetSheetList()
	if len(sheets) < 4 || sheets[0] != "Hits" || sheets[1] != "Hits 2" || sheets[len(sheets)-1] != "About" {
		t.Fatalf("the sheets %q", sheets)
	}
	var got [][]string
	for n, sheet := range sheets[:len(sheets)-1] {
		rows, err := f.GetRows(sheet)
		if err != nil || len(rows) > most || !slices.Equal(rows[0], csvHeader) {
			t.Fatalf("%s: %d rows, %v", sheet, len(rows), err)
		}
		got = append(got, rows[1:]...)
		if kind, err := f.GetCellType(sheet, "B2"); err != nil || kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
			t.Errorf("sheet %d: the row is no number: %v %v", n, kind, err)
		}
	}
	if len(got) != len(want)-1 {
		t.Fatalf("%d rows, the CSV has %d", len(got), len(want)-1)
	}
	for i, row := range want[1:] {
		for k, text := range row {
			cell := ""
			if k < len(got[i]) {
				cell = got[i][k]
			}
			if text == "" && cell == "" || strings.ContainsAny(text, "\x00\x1b\n") || len(text) > cellUnits { // see below
				continue
			}
			if slices.Contains(numeric, csvHeader[k]) {
				a, errA := strconv.ParseFloat(cell, 64)
				b, errB := strconv.ParseFloat(text, 64)
				if errA != nil || errB != nil || a != b {
					t.Errorf("row %d, %s: %.99q, the CSV has %.99q", i, csvHeader[k], cell, text)
				}
			} else if cell != plainCell(text) {
				t.Errorf("row %d, %s: %.99q, the CSV has %.99q", i, csvHeader[k], cell, text)
			}
		}
	}
	last := got[len(got)-3:]
	if n := len([]rune(last[1][0])); last[0][0] != "=1+1" || n < 20_000 || !strings.HasSuffix(last[1][0], "…") || last[2][0] != "a\uFFFD\uFFFDb\uFFFD" {
		t.Errorf("odd texts: %.20q, %d letters, %.20q", last[0][0], n, last[2][0])
	}
	if formula, err := f.GetCellFormula(sheets[len(sheets)-2], "A2"); err != nil || formula != "" {
		t.Errorf("a formula: %q %v", formula, err)
	}
	if about, err := f.GetRows("About"); err != nil || !strings.Contains(fmt.Sprint(about), "us_ofac_sdn") {
		t.Errorf("About: %v %v", about, err)
	}
}
