package web

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/interdict/interdict/table"
)

// TestExpectedRows: how many rows a file has is told from its first block, packed or
// not, but for a workbook, whose size says nothing.
func TestExpectedRows(t *testing.T) {
	const rows = 100_000
	var text strings.Builder
	text.WriteString("id,name\n")
	book := excelize.NewFile()
	defer book.Close()
	for i := range rows {
		fmt.Fprintf(&text, "%d,Customer Number%d\n", i, i)
	}
	for i, row := range [][]any{{"id", "name"}, {"1", "Zhao"}} {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var packed, sheet bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte(text.String())); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	if err := book.Write(&sheet); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data        []byte
		least, most int64
	}{
		"a.csv":    {[]byte(text.String()), rows * 9 / 10, rows * 12 / 10},
		"a.csv.gz": {packed.Bytes(), rows / 2, rows * 2},
		"a.xlsx":   {sheet.Bytes(), 0, 0},
	} {
		file, err := hold(bytes.NewReader(c.data))
		if err != nil {
			t.Fatal(err)
		}
		r := &run{Name: name, file: file, mapping: table.Mapping{}, pace: pace{size: file.size}}
		in, err := r.open()
		if err != nil {
			t.Fatal(err)
		}
		from := counted{in, r}
		if _, err := from.Next(); err != nil {
			t.Fatal(err)
		}
		if got := r.pace.expected(); got < c.least || got > c.most {
			t.Errorf("%s: %d rows are expected, want %d to %d", name, got, c.least, c.most)
		}
		for err == nil {
			_, err = from.Next()
		}
		if got := r.pace.expected(); got != rows && name != "a.xlsx" || got == 0 {
			t.Errorf("%s: %d rows at the end", name, got)
		}
		in.Close()
		file.close()
	}
}
