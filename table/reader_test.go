package table_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"github.com/interdict/interdict/internal/infile"
	"github.com/interdict/interdict/table"
)

// result is all that reading a table gave.
type result struct {
	header  []string
	rows    map[int64][]string
	damaged []int64
	refused []table.Refusal
	err     error
}

// failer is a test, a fuzz run or a property.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// read reads a whole table and checks what must hold of any: rows are numbered
// without gaps, and each is handed over or refused, once.
func read(t failer, src io.Reader, o table.Options) result {
	t.Helper()
	res := result{rows: map[int64][]string{}}
	r, err := table.NewReader(src, "test.csv", o)
	if err != nil {
		res.err = err
		return res
	}
	res.header = r.Header()
	next := int64(1)
	var row table.Row
	for {
		b, err := r.Next()
		if err != nil {
			if err != io.EOF {
				res.err = err
			}
			return res
		}
		if b.First != next || b.Rows == 0 {
			t.Fatalf("block begins with row %d and has %d, want row %d", b.First, b.Rows, next)
		}
		next += int64(b.Rows)
		seen := 0
		refused := b.Parse(&row, func(row *table.Row) {
			if row.Number < b.First || row.Number >= next || res.rows[row.Number] != nil {
				t.Fatalf("row %d in the block of %d to %d, or twice", row.Number, b.First, next-1)
			}
			res.rows[row.Number] = slices.Clone(row.Cells)
			if row.Damaged {
				res.damaged = append(res.damaged, row.Number)
			}
			seen++
		})
		if seen+len(refused) != b.Rows {
			t.Fatalf("block of %d rows: %d read, %d refused", b.Rows, seen, len(refused))
		}
		res.refused = append(res.refused, refused...)
	}
}

// flat writes a result for comparing: rows joined, refusals as row:code.
func (r result) flat() string {
	var b strings.Builder
	var numbers []int64
	for n := range r.rows {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	for _, n := range numbers {
		fmt.Fprintf(&b, "%d=%s ", n, strings.Join(r.rows[n], "/"))
	}
	for _, f := range r.refused {
		fmt.Fprintf(&b, "%d!%s ", f.Row, f.Code)
	}
	return strings.TrimSpace(b.String())
}

func TestDialects(t *testing.T) {
	utf16 := func(s string) string {
		s, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for name, c := range map[string]struct{ in, header, rows string }{
		"comma":               {"id,name\n1,A\n2,B\n", "id/name", "1=1/A 2=2/B"},
		"no last line end":    {"id,name\n1,A\n2,B", "id/name", "1=1/A 2=2/B"},
		"windows line ends":   {"id,name\r\n1,A\r\n2,B\r\n", "id/name", "1=1/A 2=2/B"},
		"old line ends":       {"id,name\r1,A\r2,B\r", "id/name", "1=1/A 2=2/B"},
		"mixed line ends":     {"id,name\n1,A\r2,B\n3,\"C\"\r4,\"D\rE\"\r\n5,F\rG\n\r6,H\n", "id/name", "1=1/A 2=2/B 3=3/C 4=4/D\rE 5=5/F\rG 6=\r6/H"},
		"mixed, one column":   {"name\nA\rB\nC\r\nD\r\r\nE", "name", "1=A 2=B 3=C 4=D 5=E"},
		"semicolon":           {"id;name;sum, EUR\n1;A;2,50\n2;B;3,50\n", "id/name/sum, EUR", "1=1/A/2,50 2=2/B/3,50"},
		"tab":                 {"id\tname\n1\tA, B\n", "id/name", "1=1/A, B"},
		"bar":                 {"id|name\n1|A, B\n", "id/name", "1=1/A, B"},
		"one column":          {"name\nSmith, John\nJones\n", "name", "1=Smith, John 2=Jones"},
		"said by Excel":       {"sep=|\nid,x|name\n1,2|A\n", "id,x/name", "1=1,2/A"},
		"byte order mark":     {"\ufeffid,name\n1,A\n", "id/name", "1=1/A"},
		"UTF-16":              {utf16("id\tname\r\n1\tЖуков\r\n"), "id/name", "1=1/Жуков"},
		"quoted":              {"\"id\",\"name\"\n\"1\",\"A\"\n\"2\",\"B, C\"\n", "id/name", "1=1/A 2=2/B, C"},
		"doubled quotes":      {"id,name\n1,\"A \"\"B\"\" C\"\n2,\"\"\"\"\n", "id/name", "1=1/A \"B\" C 2=2/\""},
		"line break in cell":  {"id,name\n1,\"A\nB\"\n2,C\n", "id/name", "1=1/A\nB 2=2/C"},
		"quote within a cell": {"id,name\n1,5\" pipe\n2,B\n", "id/name", "1=1/5\" pipe 2=2/B"},
		"empty lines":         {"\n\nid,name\n\n1,A\n\r\n\n2,B\n\n", "id/name", "1=1/A 2=2/B"},
		"empty lines, quotes": {"id,name\n\n\"1\",A\n\r\n\n2,\"B\"\n\n", "id/name", "1=1/A 2=2/B"},
		"empty cells":         {"id,name\n,\n\"\",\"\"\n", "id/name", "1=/ 2=/"},
		"header over lines":   {"id,\"full\nname\"\n1,A\n", "id/full\nname", "1=1/A"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, block := range []int{0, 64} {
				res := read(t, strings.NewReader(c.in), table.Options{BlockSize: block})
				if res.err != nil {
					t.Fatal(res.err)
				}
				if got := strings.Join(res.header, "/"); got != c.header {
					t.Errorf("header %q, want %q", got, c.header)
				}
				if got := res.flat(); got != c.rows {
					t.Errorf("rows %q, want %q", got, c.rows)
				}
			}
		})
	}
}

func TestEncodings(t *testing.T) {
	german, err := charmap.Windows1252.NewEncoder().String("id,name\n1,Müller\n2,Weiß\n3,Meier\n")
	if err != nil {
		t.Fatal(err)
	}
	res := read(t, strings.NewReader(german), table.Options{Encoding: "windows-1252"})
	if got := res.flat(); got != "1=1/Müller 2=2/Weiß 3=3/Meier" || res.damaged != nil {
		t.Errorf("stated encoding: %q, damaged %v", got, res.damaged)
	}
	res = read(t, strings.NewReader(german), table.Options{})
	if len(res.rows) != 3 || !slices.Equal(res.damaged, []int64{1, 2}) {
		t.Errorf("unstated encoding: %d rows, damaged %v, want 3 and rows 1 and 2", len(res.rows), res.damaged)
	}
	if res = read(t, strings.NewReader(german), table.Options{Encoding: "klingon"}); res.err == nil ||
		!strings.Contains(res.err.Error(), "windows-1252") {
		t.Errorf("unknown encoding: error %v names no usual one", res.err)
	}
}

// TestRefusedCarriageReturn: where a '\r' makes no whole rows, the reason says that it
// stands there.
func TestRefusedCarriageReturn(t *testing.T) {
	r, err := table.NewReader(strings.NewReader("a,b\n1,2\r3\n4,5,6\r7,8\n9,10\n"), "x", table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	var row table.Row
	var rows int
	refused := b.Parse(&row, func(*table.Row) { rows++ })
	if rows != 2 || len(refused) != 1 || refused[0].Row != 2 || !strings.HasSuffix(refused[0].Reason, "the header 2; a carriage return stands in it: end every row alike") {
		t.Errorf("%d rows, %+v", rows, refused)
	}
}

func TestRefusedRows(t *testing.T) {
	big := strings.Repeat("x", 10<<20)
	for name, c := range map[string]struct{ in, want string }{
		"too few and too many": {"a,b,c\n1,2\n1,2,3\n1,2,3,4\n", "2=1/2/3 1!too_few_cells 3!too_many_cells"},
		"the same, quoted":     {"a,b,c\n\"1\",2\n1,\"2\",3\n1,2,3,\"4\"\n", "2=1/2/3 1!too_few_cells 3!too_many_cells"},
		"header again":         {"a,b\na,b\n3,4\n", "2=3/4 1!repeated_header"},
		"zero byte":            {"a,b\n1,\x002\n3,4\n", "2=3/4 1!nul_byte"},
		"10 MB cell":           {"a,b\n1,2\n3," + big + "\n5,6\n", "1=1/2 3=5/6 2!too_large"},
		"10 MB quoted cell":    {"a,b\n1,2\n3,\"" + big + "\"\n5,6\n", "1=1/2 3=5/6 2!too_large"},
		"10 MB last cell":      {"a,b\n1,2\n3," + big, "1=1/2 2!too_large"},
		"just too large":       {"a,b\n1,2\n3," + big[:1<<20-1] + "\n5,6\n", "1=1/2 3=5/6 2!too_large"},
		"text behind a quote":  {"a,b\n\"1\"x,2\n3,4\n", "2=3/4 1!bad_quote"},
		"quote never closed":   {"a,b\n1,2\n3,\"4\n5,6\n7,8\n", "1=1/2 3=5/6 4=7/8 2!bad_quote"},
		"closed by another":    {"a,b\n1,\"2\n3,4\n5,\"6 and 7\"\n8,9\n", "2=3/4 3=5/6 and 7 4=8/9 1!bad_quote"},
		"never, in a big file": {"a,b\n1,\"2\n" + strings.Repeat("3,4\n", 400_000), ""},
	} {
		t.Run(name, func(t *testing.T) {
			res := read(t, strings.NewReader(c.in), table.Options{})
			if res.err != nil {
				t.Fatal(res.err)
			}
			if c.want == "" {
				if len(res.rows) != 400_000 || len(res.refused) != 1 || res.refused[0].Code != table.CodeBadQuote {
					t.Errorf("%d rows, %d refused", len(res.rows), len(res.refused))
				}
			} else if got := res.flat(); got != c.want {
				t.Errorf("got %q, want %q", got[:min(len(got), 200)], c.want)
			}
			for _, f := range res.refused {
				if f.Reason == "" || strings.Contains(f.Reason, "xxx") {
					t.Errorf("row %d: reason %q", f.Row, f.Reason)
				}
			}
		})
	}
}

// TestUnclosedQuotesAreLinear reads a table made to open a quote in each line
// that the lines after it keep open. A reader that looked for the end again
// from each line would take hours.
func TestUnclosedQuotesAreLinear(t *testing.T) {
	res := read(t, strings.NewReader("a,b\n"+strings.Repeat("x\",\"y\n", 1_000_000)), table.Options{})
	if res.err != nil || len(res.rows)+len(res.refused) != 1_000_000 {
		t.Errorf("%d rows, %d refused, error %v", len(res.rows), len(res.refused), res.err)
	}
}

func TestErrorsOfTheWholeFile(t *testing.T) {
	many := strings.Repeat("c,", 1000) + "c\n" + strings.Repeat("1,", 1000) + "1\n"
	for in, want := range map[string]string{
		"":                             "the file is empty",
		"\ufeff":                       "the file is empty",
		"id,name\n":                    "one line only",
		"1,Smith":                      "one line only",
		"\n\n\n":                       "nothing but blanks",
		" , \n1,2\n":                   "names no column",
		many:                           "1001 columns, at most 1000",
		"<!DOCTYPE html><html></html>": "web page",
		"PK\x03\x04 and more":          "cut off or damaged",
		"i\x00d\x00,\x00n\x00\n\x001\x00,\x002\x00\n\x00": "UTF-16",
		"a,\"b\"c\n1,2\n":          "first row",
		strings.Repeat("x", 2<<20): "longer than",
	} {
		res := read(t, strings.NewReader(in), table.Options{})
		if res.err == nil || !strings.Contains(res.err.Error(), want) || !strings.HasPrefix(res.err.Error(), "test.csv: ") {
			t.Errorf("%.20q: error %v, want %q", in, res.err, want)
		}
	}
}

func TestBrokenInput(t *testing.T) {
	src := io.MultiReader(strings.NewReader("a,b\n1,2\n3,4\n5,"), iotest.ErrReader(io.ErrUnexpectedEOF))
	// The head is read at once, so a small block is needed to get past it.
	res := read(t, src, table.Options{BlockSize: 12})
	if res.err == nil || !strings.Contains(res.err.Error(), "after row 2") || !strings.Contains(res.err.Error(), "breaks off") {
		t.Errorf("error %v", res.err)
	}
	if got := res.flat(); got != "1=1/2 2=3/4" {
		t.Errorf("rows %q", got)
	}
	// One whose packing is damaged is fetched again, not tried again.
	res = read(t, io.MultiReader(strings.NewReader("a,b\n1,2\n3,4\n5,"), iotest.ErrReader(fmt.Errorf("%w: x", infile.ErrDamaged))), table.Options{BlockSize: 12})
	if res.err == nil || !strings.HasSuffix(res.err.Error(), "(the packed file is damaged: x); fetch or export it again") {
		t.Errorf("error %v", res.err)
	}
	// One that breaks off within the head gives no row.
	_, err := table.NewReader(io.MultiReader(strings.NewReader("a,b\n1,2\n3,"), iotest.ErrReader(io.ErrUnexpectedEOF)), "x.csv", table.Options{})
	if err == nil || !strings.HasPrefix(err.Error(), "x.csv: reading stopped within the first rows: the file breaks off") {
		t.Errorf("error %v", err)
	}
	fault := &table.Error{Rows: 7, Reason: "the query stopped", Err: io.ErrClosedPipe, Remedy: "try again"}
	_, err = table.NewReader(io.MultiReader(strings.NewReader("a,b\n1,2\n"), iotest.ErrReader(fault)), "x.csv", table.Options{})
	if err == nil || err.Error() != "x.csv: reading stopped after row 7: the query stopped (io: read/write on closed pipe); try again" {
		t.Errorf("error %v", err)
	}
	cause := errors.New("disk on fire")
	res = read(t, io.MultiReader(strings.NewReader("a,b\n1,2\n3,\"4\n"), iotest.ErrReader(cause)), table.Options{BlockSize: 8})
	if !errors.Is(res.err, cause) {
		t.Errorf("error %v hides its cause", res.err)
	}
}

func TestLines(t *testing.T) {
	r, err := table.NewLines(strings.NewReader("{\"a\":\"x\"}\r\n\n{\"b\":1}"), "x.jsonl", table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	b.Parse(&table.Row{}, func(row *table.Row) { got = append(got, fmt.Sprint(row.Number, row.Cells[0])) })
	if want := []string{`1{"a":"x"}`, `2{"b":1}`}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if _, err := r.Next(); err != io.EOF {
		t.Errorf("at the end: %v", err)
	}
}

// oracle reads the rows with encoding/csv: nil where it finds a fault, or a header once
// more, which is no row to us.
func oracle(data string, sep byte, columns int) [][]string {
	r := csv.NewReader(strings.NewReader(data))
	r.Comma = rune(sep)
	r.FieldsPerRecord = -1
	all, err := r.ReadAll()
	if err != nil || len(all) < 2 {
		return nil
	}
	for _, row := range all[1:] {
		if len(row) != columns || slices.Equal(row, all[0]) {
			return nil
		}
	}
	return all[1:]
}

// agree checks a table against encoding/csv wherever that accepts it. To encoding/csv
// a '\r' alone is text, to others a line end: to us what makes whole rows.
func agree(t failer, data string, o table.Options) {
	t.Helper()
	res := read(t, strings.NewReader(data), o)
	if res.err != nil || len(data) > o.MaxRow {
		return
	}
	want := oracle(strings.TrimPrefix(data, "\ufeff"), ',', len(res.header))
	if want == nil || len(res.header) == 1 && strings.Contains(strings.ReplaceAll(data, "\r\n", "\n"), "\r") || o.Separator == 0 || strings.ContainsAny(data, "\x00") || strings.Contains(data, "sep=") || !strings.Contains(data, "\n") {
		return
	}
	if len(res.rows) != len(want) || len(res.refused) != 0 {
		t.Fatalf("%q: %d rows, %d refused; encoding/csv reads %d", data, len(res.rows), len(res.refused), len(want))
	}
	for i, row := range want {
		got := slices.Clone(res.rows[int64(i+1)])
		for j := range got {
			got[j] = strings.ReplaceAll(got[j], "\r\n", "\n")
		}
		if !slices.Equal(got, row) {
			t.Fatalf("%q, row %d: %q; encoding/csv reads %q", data, i+1, got, row)
		}
	}
}

// TestAgreesWithEncodingCSV writes random tables and reads them in blocks of
// random size.
func TestAgreesWithEncodingCSV(t *testing.T) {
	cell := rapid.StringOf(rapid.SampledFrom([]rune("ab\",\n\r é")))
	rapid.Check(t, func(t *rapid.T) {
		columns := rapid.IntRange(1, 4).Draw(t, "columns")
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, columns, columns), 1, 30).Draw(t, "rows")
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.UseCRLF = rapid.Bool().Draw(t, "CRLF")
		w.Write([]string{"h1", "h2", "h3", "h4"}[:columns])
		w.WriteAll(rows)
		o := table.Options{Separator: ',', BlockSize: rapid.IntRange(32, 200).Draw(t, "block"), MaxRow: 4096}
		agree(t, b.String(), o)
	})
}

// FuzzReader reads anything: no panic, no row lost or counted twice, the same
// rows whatever the block size, and those of encoding/csv where it accepts.
func FuzzReader(f *testing.F) {
	for _, s := range []string{
		"id,name\n1,A\n", "id;name\r\n\"1\";\"A\"\"B\"\r\n", "a\tb\r1\t2\r", "a,b\n1,\"2\n3,4\n\"5\"x,\"6", "\ufeffa|b\n|\n",
		"\xff\xfea\x00\n\x00b\x00", "sep=;\na;b\n1;2", "a,b\n\n\r\n1,2\r", "a,b\n\"1\",\"2\"\r\n\"\"\"\",\"\n\"\n",
	} {
		f.Add(s, 40)
	}
	f.Fuzz(func(t *testing.T, data string, block int) {
		if len(data) > 1<<16 {
			return
		}
		block = min(max(block, 16), 1<<10)
		for _, sep := range []byte{0, ','} {
			o := table.Options{Separator: sep, MaxRow: 4 << 10, BlockSize: 1 << 17}
			agree(t, data, o)
			whole := read(t, strings.NewReader(data), o)
			if whole.err != nil || len(data) < block {
				continue
			}
			// The head decides the dialect, so it is read whole and the rest
			// byte by byte.
			small := o
			small.BlockSize = block
			pieces := read(t, strings.NewReader(data), small)
			if sep != 0 && pieces.err == nil && slices.Equal(pieces.header, whole.header) && !strings.Contains(data, "\r") {
				if a, b := whole.flat(), pieces.flat(); a != b {
					t.Fatalf("block size %d changes the rows of %q:\n%q\n%q", block, data, a, b)
				}
			}
		}
	})
}

// TestParseInParallel parses the same block in several goroutines.
func TestParseInParallel(t *testing.T) {
	r, err := table.NewReader(strings.NewReader("a,b\n"+strings.Repeat("1,\"x \"\"y\"\"\"\n1,2,3\n", 1000)), "x", table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			n := 0
			refused := b.Parse(&table.Row{}, func(*table.Row) { n++ })
			if n != 1000 || len(refused) != 1000 {
				t.Errorf("%d rows, %d refused", n, len(refused))
			}
		})
	}
	all.Wait()
}
