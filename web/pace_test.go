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
// not, in whichever encoding, and of a workbook.
func TestExpectedRows(t *testing.T) {
	const rows = 100_000
	var text strings.Builder
	text.WriteString("id,name\n")
	book := excelize.NewFile()
	defer book.Close()
	for i := range rows {
		fmt.Fprintf(&text, "%d,Customer Number%d\n", i, i)
	}
	cells, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows + 1 {
		row := []any{"id", "name"}
		if i > 0 {
			row = []any{i, fmt.Sprintf("Customer Number%d", i)}
		}
		if err := cells.SetRow(fmt.Sprintf("A%d", i+1), row); err != nil {
			t.Fatal(err)
		}
	}
	if err := cells.Flush(); err != nil {
		t.Fatal(err)
	}
	var packed, sheet, utf16 bytes.Buffer
	utf16.WriteString("\xff\xfe")
	for _, c := range []byte(text.String()) {
		utf16.Write([]byte{c, 0})
	}
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
		"a.csv":    {[]byte(text.String()), rows * 8 / 10, rows * 12 / 10},
		"a.csv.gz": {packed.Bytes(), rows / 2, rows * 2},
		"a.xlsx":   {sheet.Bytes(), rows * 8 / 10, rows * 12 / 10},
		"utf16":    {utf16.Bytes(), rows * 8 / 10, rows * 12 / 10},
	} {
		file, err := hold(bytes.NewReader(c.data))
		if err != nil {
			t.Fatal(err)
		}
		r := &run{Name: name, file: file, mapping: table.Mapping{}}
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
		if got := r.pace.expected(); got != rows {
			t.Errorf("%s: %d rows at the end", name, got)
		}
		in.Close()
		file.close()
	}
}
