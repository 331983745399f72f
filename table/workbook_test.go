package table_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/infile"
	"github.com/interdict/interdict/table"
	"github.com/interdict/interdict/table/tabletest"
)

// rowsOf reads a table whole: its header and rows, cells joined by "|".
func rowsOf(src io.Reader, o table.Options) (string, error) {
	r, err := table.NewReader(src, "book.xlsx", o)
	if err != nil {
		return "", err
	}
	all := []string{strings.Join(r.Header(), "|")}
	var row table.Row
	for {
		b, err := r.Next()
		if err == io.EOF {
			return strings.Join(all, "\n"), nil
		}
		if err != nil {
			return strings.Join(all, "\n"), err
		}
		for _, refused := range b.Parse(&row, func(row *table.Row) { all = append(all, strings.Join(row.Cells, "|")) }) {
			all = append(all, fmt.Sprintf("%d!%s", refused.Row, refused.Code))
		}
	}
}

type rows = [][]any

func TestWorkbookCells(t *testing.T) {
	for name, c := range map[string]struct {
		cell any
		want string
	}{
		"text":                     {"Zhao Guangzong", "Zhao Guangzong"},
		"text with a separator":    {"Zhao, \"Guang\"\nzong", "Zhao, \"Guang\"\nzong"},
		"a quote":                  {`"`, `"`},
		"number":                   {9288693, "9288693"},
		"a long number":            {"7.7070838930000002E9", "7.7070838930000002E9"},
		"number with exponent":     {tabletest.Raw(`><v>7.7070838930000002E9</v>`), "7707083893"},
		"number with noise":        {tabletest.Raw(`><v>0.10000000000000001</v>`), "0.1"},
		"number with a point":      {tabletest.Raw(`><v>1969.0</v>`), "1969"},
		"a huge number":            {tabletest.Raw(`><v>1E+300</v>`), "1E+300"},
		"no number":                {tabletest.Raw(`><v>x1</v>`), "x1"},
		"true":                     {true, "TRUE"},
		"false":                    {false, "FALSE"},
		"error":                    {tabletest.Raw(` t="e"><v>#N/A</v>`), ""},
		"day":                      {interdict.Day(1985, 11, 12), "1985-11-12"},
		"first day":                {tabletest.Styled{Number: 1, Format: 1}, "1900-01-01"},
		"day 59":                   {tabletest.Styled{Number: 59, Format: 1}, "1900-02-28"},
		"the day that never was":   {tabletest.Styled{Number: 60, Format: 1}, "1900-02-29"},
		"day 61":                   {tabletest.Styled{Number: 61, Format: 1}, "1900-03-01"},
		"last day":                 {tabletest.Styled{Number: 2958465, Format: 1}, "9999-12-31"},
		"beyond the last day":      {tabletest.Styled{Number: 2958466, Format: 1}, "2958466"},
		"before the first":         {tabletest.Styled{Number: -1, Format: 1}, "-1"},
		"year of a day":            {tabletest.Styled{Number: 31363, Format: 2}, "1985"},
		"month of a day":           {tabletest.Styled{Number: 31363, Format: 3}, "1985-11"},
		"day and time":             {tabletest.Styled{Number: 31363.5, Format: 8}, "1985-11-12 12:00:00"},
		"day and midnight":         {tabletest.Styled{Number: 31363, Format: 8}, "1985-11-12"},
		"a second before midnight": {tabletest.Styled{Number: "31363.99999", Format: 8}, "1985-11-12 23:59:59"},
		"time":                     {tabletest.Styled{Number: 0.25, Format: 4}, "06:00:00"},
		"leading zeros":            {tabletest.Styled{Number: 1234, Format: 5}, "01234"},
		"words in the format":      {tabletest.Styled{Number: 12, Format: 6}, "12"},
		"elapsed time":             {tabletest.Styled{Number: 1.5, Format: 7}, "1.5"},
		"language in the format":   {tabletest.Styled{Number: 31363, Format: 9}, "1985-11-12"},
		"day without a format":     {31363, "31363"},
		"unknown style":            {tabletest.Styled{Number: 31363, Format: 99}, "31363"},
		"text in the cell":         {tabletest.Raw(` t="inlineStr"><is><r><t>Zhao </t></r><r><rPr><b/></rPr><t>Guangzong</t></r><rPh><t>reading</t></rPh></is>`), "Zhao Guangzong"},
		"formula":                  {tabletest.Raw(` t="str"><f>A1&amp;"x"</f><v>Zhao &amp; Co</v>`), "Zhao & Co"},
		"formula without result":   {tabletest.Raw(`><f>A1</f>`), ""},
		"ISO date":                 {tabletest.Raw(` t="d"><v>1985-11-12</v>`), "1985-11-12"},
		"carriage return":          {"a_x000D_\nb_x000D_c\r\nd", "a\nb\nc\nd"},
		"escaped escape":           {"_x005F_x000D_", "_x000D_"},
		"no escape":                {"_x00_ _xZZZZ_ _x", "_x00_ _xZZZZ_ _x"},
		"two halves":               {"_xD83D__xDE00_ _xD83D_", "😀 \ufffd"},
		"control character":        {"a_x0000_b_x001F_", "a b "},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := rowsOf(bytes.NewReader(tabletest.Workbook(false, tabletest.Sheet{Name: "S", Rows: rows{{"id", "v", "w"}, {"1", c.cell, "z"}}})), table.Options{})
			if want := "id|v|w\n1|" + c.want + "|z"; err != nil || got != want {
				t.Errorf("got %q, %v; want %q", got, err, want)
			}
		})
	}
}

func TestWorkbookRows(t *testing.T) {
	for name, c := range map[string]struct {
		rows rows
		want string
	}{
		"gaps":             {rows{{"a", "b", "c"}, nil, {nil, "2"}, {"", " "}, {"x", nil, "z"}}, "a|b|c\n|2|\nx||z"},
		"beyond header":    {rows{{"a", "b"}, {"1", "2", "3", "4"}}, "a|b||\n1|2|3|4"},
		"no first column":  {rows{{nil, "b"}, {nil, "2"}}, "|b\n|2"},
		"header again":     {rows{{"a", "b"}, {"a", "b"}, {"1", "2"}}, "a|b\n1|2\n1!repeated_header"},
		"one column":       {rows{{"name"}, {"a,b"}, {`"`}}, "name\na,b\n\""},
		"first rows blank": {rows{nil, nil, {"a", "b"}, {"1", "2"}}, "a|b\n1|2"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := rowsOf(bytes.NewReader(tabletest.Workbook(false, tabletest.Sheet{Name: "S", Rows: c.rows})), table.Options{})
			if err != nil || got != c.want {
				t.Errorf("got %q, %v; want %q", got, err, c.want)
			}
		})
	}
}

func TestWorkbookSheets(t *testing.T) {
	people := rows{{"id", "name"}, {"1", "A"}}
	firms := rows{{"id", "company name"}, {"2", "B"}}
	titled := rows{{"List of all"}, {"as of", interdict.Day(2026, 8, 1)}, {"id", "name"}, {"3", "C"}}
	legend := rows{{"colour", "meaning"}, {"red", "bad"}}
	for name, c := range map[string]struct {
		sheets  []tabletest.Sheet
		mapping string
		want    string // or the error
	}{
		"the first":              {[]tabletest.Sheet{{Name: "P", Rows: people}}, "", "id|name\n1|A"},
		"behind a legend":        {[]tabletest.Sheet{{Name: "L", Rows: legend}, {Name: "P", Rows: people}}, "", "id|name\n1|A"},
		"below titles":           {[]tabletest.Sheet{{Name: "T", Rows: titled}}, "", "id|name\n3|C"},
		"two tables":             {[]tabletest.Sheet{{Name: "P", Rows: people}, {Name: "F", Rows: firms}}, "", `the sheets "P" and "F" each hold a table; say which one in a mapping file (sheet: F)`},
		"one is hidden":          {[]tabletest.Sheet{{Name: "P", Rows: people, Hidden: true}, {Name: "F", Rows: firms}}, "", "id|company name\n2|B"},
		"named":                  {[]tabletest.Sheet{{Name: "P", Rows: people}, {Name: "F", Rows: firms}}, "sheet: f", "id|company name\n2|B"},
		"named and hidden":       {[]tabletest.Sheet{{Name: "P", Rows: people, Hidden: true}, {Name: "F", Rows: firms}}, "sheet: P", "id|name\n1|A"},
		"named, not there":       {[]tabletest.Sheet{{Name: "P", Rows: people}}, "sheet: Q", `no sheet "Q"; write one that it has: P`},
		"named, empty":           {[]tabletest.Sheet{{Name: "P", Rows: people}, {Name: "E"}}, "sheet: E", `"E" is empty`},
		"header only mapped":     {[]tabletest.Sheet{{Name: "L", Rows: legend}, {Name: "P", Rows: rows{{"x"}, {"Nr", "Wer"}, {"1", "A"}}}}, "columns:\n  Wer: name", "Nr|Wer\n1|A"},
		"mapped by number":       {[]tabletest.Sheet{{Name: "P", Rows: rows{{"Nr", "Wer"}, {"1", "A"}}}}, "columns:\n  2: name", "Nr|Wer\n1|A"},
		"none has a header":      {[]tabletest.Sheet{{Name: "E"}, {Name: "L", Rows: legend}}, "", "colour|meaning\nred|bad"},
		"all are empty":          {[]tabletest.Sheet{{Name: "E"}, {Name: "P", Rows: people, Hidden: true}}, "", "no visible sheet of the workbook holds anything"},
		"a header and no record": {[]tabletest.Sheet{{Name: "P", Rows: people[:1]}}, "", "there is one line only"},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := table.ReadMapping(strings.NewReader(c.mapping), "m.yml")
			if err != nil {
				t.Fatal(err)
			}
			got, err := rowsOf(bytes.NewReader(tabletest.Workbook(false, c.sheets...)), m.Options())
			if err != nil {
				got = err.Error()
			}
			if got != c.want && (err == nil || !strings.Contains(got, c.want)) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestSheets(t *testing.T) {
	book := tabletest.Workbook(false, tabletest.Sheet{Name: "L", Rows: rows{{"colour"}, {"red"}}}, tabletest.Sheet{Name: "P", Rows: rows{{"title"}, {"id", "name"}, {1, "A"}}},
		tabletest.Sheet{Name: "H", Hidden: true, Rows: rows{{"id", "name"}}}, tabletest.Sheet{Name: "E"}, tabletest.Sheet{Name: "F", Rows: rows{{"id", "name"}}})
	isHeader := func(cells []string) bool { return len(cells) == 2 && cells[1] == "name" }
	if got, err := table.Sheets(bytes.NewReader(book), "b", isHeader); err != nil || fmt.Sprint(got) != "[P F]" {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := table.Sheets(strings.NewReader("id,name\n"), "b", isHeader); err != nil || got != nil {
		t.Errorf("of a text: %v, %v", got, err)
	}
	if _, err := table.Sheets(bytes.NewReader(book[:300]), "b", isHeader); err == nil || !strings.HasPrefix(err.Error(), "b: ") {
		t.Errorf("cut off: %v", err)
	}
}

// change changes a part of a workbook.
func change(t *testing.T, book []byte, part, old, new string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	done := false
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == part {
			done = strings.Contains(string(data), old)
			data = []byte(strings.ReplaceAll(string(data), old, new))
			if new == "gone" && old == "" {
				done = true
				continue
			}
		}
		to, err := w.Create(f.Name)
		if err == nil {
			_, err = to.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil || !done {
		t.Fatal(part, "is unchanged:", err)
	}
	return out.Bytes()
}

func TestWorkbookDamage(t *testing.T) {
	good := tabletest.Workbook(true, tabletest.Sheet{Name: "P", Rows: rows{{"id", "name"}, {1, "A"}, {2, "B"}}})
	sheet, texts := "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"cut off":               {good[:len(good)-30], "cut off or damaged"},
		"a byte changed":        {bytes.Replace(good, []byte("<t xml:space=\"preserve\">B"), []byte("<t xml:space=\"preserve\">C"), 1), "id|name\n1|A\n2|C"}, // not asked for to its end
		"a byte of the sheet":   {bytes.Replace(good, []byte("<v>2</v>"), []byte("<v>1</v>"), 1), "cut off or damaged"},
		"another archive":       {change(t, good, "xl/workbook.xml", "", "gone"), "holds no .xlsx workbook"},
		"no sheet":              {change(t, good, sheet, "", "gone"), "holds no .xlsx workbook"},
		"no texts":              {change(t, good, texts, "", "gone"), "refers to a text that the workbook does not have"},
		"no styles":             {change(t, good, "xl/styles.xml", "", "gone"), "id|name\n1|A\n2|B"},
		"text out of range":     {change(t, good, sheet, "<v>3</v>", "<v>99</v>"), "sheet \"P\", row 3: a cell refers to a text"},
		"text no number":        {change(t, good, sheet, "<v>3</v>", "<v>x</v>"), "row 3: a cell refers to a text"},
		"negative text":         {change(t, good, sheet, "<v>3</v>", "<v>-3</v>"), "refers to a text"},
		"bad column":            {change(t, good, sheet, `r="B3"`, `r="3"`), "stands in no column"},
		"far column":            {change(t, good, sheet, `r="B3"`, `r="ZZZZ3"`), "stands in no column"},
		"a document type":       {change(t, good, texts, "<sst", `<!DOCTYPE x [<!ENTITY a "b">]><sst`), "a part of the workbook cannot be read"},
		"sheet ends early":      {change(t, good, sheet, "</sheetData></worksheet>", ""), "cannot be read"},
		"UTF-16":                {change(t, good, sheet, "<?xml", "\xff\xfe<?xml"), "UTF-16"},
		"strict relations":      {change(t, good, "xl/_rels/workbook.xml.rels", "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships"), "id|name\n1|A\n2|B"},
		"no references of rows": {change(t, change(t, good, sheet, `<row r="`, `<row x="`), sheet, `<c r="`, `<c x="`), "id|name\n1|A\n2|B"},
		"bytes before it":       {append([]byte("\ufeff"), good...), "id|name\n1|A\n2|B"},
		"rubbish":               {[]byte("PK\x03\x04" + strings.Repeat("x", 5000)), "cut off or damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := rowsOf(bytes.NewReader(c.data), table.Options{})
			if err != nil {
				var fault *table.Error
				if !errors.As(err, &fault) || fault.Remedy == "" {
					t.Errorf("error %v", err)
				}
				got = err.Error()
			}
			if got != c.want && (err == nil || !strings.Contains(got, c.want)) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestWorkbookSources reads the same from a file, which is not held in memory,
// from a packed one, and from a stream.
func TestWorkbookSources(t *testing.T) {
	book := tabletest.Workbook(false, tabletest.Sheet{Name: "P", Rows: rows{{"id", "name"}, {1, "A"}}})
	dir := t.TempDir()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(book); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"a.xlsx": book, "b.xlsx.gz": packed.Bytes()} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := infile.Open(path, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := rowsOf(f, table.Options{}); err != nil || got != "id|name\n1|A" {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		f.Close()
	}
	broken := errors.New("the disk is gone")
	if _, err := rowsOf(io.MultiReader(bytes.NewReader(book[:200]), failing{broken}), table.Options{}); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// TestWorkbookMemory reads a sheet of 200,000 rows, packed to 1 % of its size,
// row by row.
func TestWorkbookMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("a large workbook is made")
	}
	big := rows{{"id", "name", "note"}}
	for i := range 200_000 {
		big = append(big, []any{i, "the same name", "the same long note of a customer, as workbooks hold them a thousand times"})
	}
	book := tabletest.Workbook(false, tabletest.Sheet{Name: "P", Rows: big})
	big = nil //nolint:ineffassign,wastedassign // its memory must not count below
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	before, most := m.HeapAlloc, uint64(0)
	r, err := table.NewReader(bytes.NewReader(book), "big.xlsx", table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for {
		b, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if n += b.Rows; n/20_000 != (n-b.Rows)/20_000 {
			runtime.GC()
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}
	}
	if n != 200_000 || most > before+uint64(len(book))+(8<<20) {
		t.Errorf("%d rows, %d kB held beside the workbook's %d", n, (int64(most)-int64(before))/1024, len(book)/1024)
	}
}

func FuzzWorkbook(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`, `<si><t>a_x000D_</t></si>`, `yyyy;@`)
	f.Add(`<row><c t="inlineStr"><is><t>x</t></is></c><c s="1"><v>1e3</v></c></row><row r="0"><c r="XFD1"><v>1</v></c></row>`, `<si><r><t>a</t></r><rPh><t>b</t></rPh></si>`, `"d`)
	f.Add(`<dimension ref="A1:ZZ9"/><row><c t="b"><v>1</v></c></row><row><c t="s"><v>-1</v></c></row>`, ``, `[`)
	f.Fuzz(func(t *testing.T, sheet, texts, code string) {
		book := tabletest.Parts(map[string]string{"xl/worksheets/sheet1.xml": "<worksheet>" + sheet + "</worksheet>", "xl/sharedStrings.xml": "<sst>" + texts + "</sst>",
			"xl/styles.xml": `<s><numFmt numFmtId="200" formatCode="` + code + `"/><cellXfs><xf/><xf numFmtId="200"/></cellXfs></s>`})
		got, err := rowsOf(bytes.NewReader(book), table.Options{})
		var fault *table.Error
		if err != nil && (!errors.As(err, &fault) || fault.Remedy == "") {
			t.Errorf("error %v", err)
		}
		if err == nil && got == "" {
			t.Error("neither an error nor a table")
		}
	})
}

func FuzzWorkbookBytes(f *testing.F) {
	f.Add(tabletest.Workbook(true, tabletest.Sheet{Name: "P", Rows: rows{{"id", "name"}, {1, "A"}}}))
	f.Add(tabletest.Workbook(false, tabletest.Sheet{Name: "P", Rows: rows{{"id", "name"}, {1, interdict.Day(1985, 1, 2)}}}))
	f.Fuzz(func(t *testing.T, book []byte) {
		_, err := rowsOf(bytes.NewReader(append([]byte("PK\x03\x04"), bytes.TrimPrefix(book, []byte("PK\x03\x04"))...)), table.Options{})
		var fault *table.Error
		if err != nil && (!errors.As(err, &fault) || fault.Remedy == "") {
			t.Errorf("error %v", err)
		}
	})
}

func BenchmarkWorkbook(b *testing.B) {
	big := rows{{"id", "name", "dob", "country"}}
	for i := range 20_000 {
		big = append(big, []any{i, fmt.Sprintf("Anna Mar%c Smith%c", 'a'+i%26, 'a'+i/26%26), interdict.Day(1930+i%75, 1+i%12, 1+i%28), "GB"})
	}
	book := tabletest.Workbook(false, tabletest.Sheet{Name: "P", Rows: big})
	b.SetBytes(int64(len(book)))
	for b.Loop() {
		if _, err := rowsOf(bytes.NewReader(book), table.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(20_000*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mrows/s")
}
