package mapped

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists/listtest"
	"github.com/interdict/interdict/table/tabletest"
)

// TestWorkbook reads a list from a sheet: it says the same as its table.
func TestWorkbook(t *testing.T) {
	for _, list := range []string{"us_cuba_sanctions", "ch_fiaa_freezes", "us_state_353b", "us_ndaa_1286"} {
		path := fixtures(t)[list]
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		records, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		sheet := tabletest.Sheet{Name: "List"}
		for _, cells := range records {
			row := make([]any, len(cells))
			for i, cell := range cells {
				row[i] = cell
			}
			sheet.Rows = append(sheet.Rows, row)
		}
		file := listtest.Bytes("x.xlsx", tabletest.Workbook(false, sheet))
		if rec, ok := Table().Recognise(file); !ok || rec.List != list {
			t.Errorf("%s: recognised as %+v, %v", list, rec, ok)
			continue
		}
		want, _ := listtest.Read(t, Table(), listtest.Path(t, path))
		got, _ := listtest.Read(t, Table(), file)
		if len(got) != len(want) {
			t.Errorf("%s: %d listings, want %d", list, len(got), len(want))
			continue
		}
		for i := range got {
			if a, b := bare(got[i]), bare(want[i]); a != b {
				t.Errorf("%s: %s\nwant %s", list, a, b)
			}
		}
	}
}

// bare is what a listing says.
func bare(l *interdict.Listing) string {
	var b strings.Builder
	for _, n := range l.Names {
		b.WriteString(n.Full + ";")
	}
	for _, o := range l.Other {
		b.WriteString(o.Name + "=" + o.Value + ";")
	}
	return l.ID + " " + b.String() + l.Designation.Listed.String()
}
