package own_test

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/listtest"
	"github.com/interdict/interdict/lists/own"
	"github.com/interdict/interdict/table"
	"github.com/interdict/interdict/table/tabletest"
)

// TestWorkbook reads the list of the golden file from a sheet: what the rows
// say is the same, save those that only a text can have.
func TestWorkbook(t *testing.T) {
	data, err := os.ReadFile("testdata/watchlist.csv")
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(string(data)))
	r.FieldsPerRecord = -1
	records, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	sheet := tabletest.Sheet{Name: "Watch list"}
	for _, cells := range records {
		row := make([]any, len(cells))
		for i, cell := range cells {
			row[i] = cell
		}
		sheet.Rows = append(sheet.Rows, row)
	}
	legend := tabletest.Sheet{Name: "Legend", Rows: [][]any{{"colour", "meaning"}, {"red", "refused"}}}
	file := listtest.Bytes("watchlist.xlsx", tabletest.Workbook(false, legend, sheet))
	if rec, ok := own.CSV(nil).Recognise(file); !ok || rec != (lists.Recognition{Part: lists.Main}) {
		t.Fatalf("recognised as %+v, %v", rec, ok)
	}
	got, _, err := listtest.Try(own.CSV(nil), "own_test", file)
	if err != nil {
		t.Fatal(err)
	}
	want, _, err := listtest.Try(own.CSV(nil), "own_test", listtest.Path(t, "testdata/watchlist.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) < len(want) {
		t.Fatalf("%d listings, of the text %d", len(got), len(want))
	}
	for i, l := range want {
		if got[i].ID != l.ID || got[i].Caption() != l.Caption() || len(got[i].Names) != len(l.Names) || len(got[i].BirthDates) != len(l.BirthDates) {
			t.Errorf("%+v, of the text %+v", got[i], l)
		}
	}
	m := &table.Mapping{Sheet: "Legend"}
	if _, ok := own.CSV(m).Recognise(file); ok {
		t.Error("the legend is taken for a list")
	}
	file.Head = file.Head[:10]
	file.Open = nil
	if _, ok := own.CSV(nil).Recognise(file); ok {
		t.Error("a file that cannot be opened is taken for a list")
	}
}
