package columnar_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/interdict/interdict/table"
	"github.com/interdict/interdict/table/columnar"
)

// build makes a record batch of values in JSON, one object a row.
func build(t testing.TB, schema *arrow.Schema, rows string) arrow.RecordBatch {
	t.Helper()
	b, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader(rows))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// stream writes batches as a stream, file as a file.
func stream(t testing.TB, batches []arrow.RecordBatch, options ...ipc.Option) []byte {
	t.Helper()
	var b bytes.Buffer
	w := ipc.NewWriter(&b, append(options, ipc.WithSchema(batches[0].Schema()))...)
	for _, r := range batches {
		if err := w.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func file(t testing.TB, batches []arrow.RecordBatch, options ...ipc.Option) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := ipc.NewFileWriter(&b, append(options, ipc.WithSchema(batches[0].Schema()))...)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range batches {
		if err := w.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var arrowSchema = arrow.NewSchema([]arrow.Field{
	{Name: "id", Type: arrow.PrimitiveTypes.Int64},
	{Name: "name", Type: arrow.ListOf(arrow.BinaryTypes.String), Nullable: true},
	{Name: "birth_date", Type: arrow.FixedWidthTypes.Date32, Nullable: true},
	{Name: "id_number", Type: &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "+02:00"}, Nullable: true},
	{Name: "tax_id", Type: &arrow.Decimal128Type{Precision: 18, Scale: 3}, Nullable: true},
	{Name: "nationality", Type: &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}, Nullable: true},
	{Name: "postal_code", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
	{Name: "aliases", Type: arrow.LargeListOf(arrow.BinaryTypes.LargeString), Nullable: true},
	{Name: "address", Type: arrow.StructOf(
		arrow.Field{Name: "city", Type: arrow.BinaryTypes.StringView, Nullable: true},
		arrow.Field{Name: "country", Type: arrow.BinaryTypes.String, Nullable: true}), Nullable: true},
	{Name: "flag", Type: arrow.FixedWidthTypes.Boolean, Nullable: true},
	{Name: "directors", Type: arrow.ListOf(arrow.StructOf(arrow.Field{Name: "name", Type: arrow.BinaryTypes.String})), Nullable: true},
	{Name: "tags", Type: arrow.MapOf(arrow.BinaryTypes.String, arrow.BinaryTypes.String), Nullable: true},
	{Name: "some note", Type: arrow.BinaryTypes.String, Nullable: true},
}, nil)

const arrowRows = `[
 {"id": 7, "name": ["Zhao Guangzong", null, "赵光宗", "Zhao; G."], "birth_date": "1985-11-12", "id_number": "1985-11-11T22:00:00Z", "tax_id": "7.000", "nationality": "CN", "postal_code": 1010, "address": {"city": "Wuhan, Hubei", "country": "CN"}, "flag": true, "directors": [{"name": "x"}], "some note": "x"},
 {"id": -1, "name": ["Smith \"Jo\""], "birth_date": "1969-12-31", "id_number": "2020-02-29T11:05:09Z", "tax_id": "-1.234", "postal_code": 0.5, "aliases": ["A", "B"], "tags": [{"key": "k", "value": "v"}]},
 {"id": 0}]`

const arrowText = `id,name,birth_date,id_number,tax_id,nationality,postal_code,aliases,address.city,address.country,flag,some note,aliases 2
7,Zhao Guangzong,1985-11-12,1985-11-12,7,CN,1010,,"Wuhan, Hubei",CN,true,,"赵光宗; Zhao, G."
-1,"Smith ""Jo""",1969-12-31,2020-02-29 13:05:09,-1.234,,0.5,A; B,,,,,
0,,,,,,,,,,,,
`

func TestArrow(t *testing.T) {
	batch := build(t, arrowSchema, arrowRows)
	batches := []arrow.RecordBatch{batch.NewSlice(0, 1), batch.NewSlice(1, 3)}
	for name, options := range map[string][]ipc.Option{"plain": nil, "zstd": {ipc.WithZstd()}, "lz4": {ipc.WithLZ4()}} {
		for form, written := range map[string][]byte{"stream": stream(t, batches, options...), "file": file(t, batches, options...)} {
			text, unread, err := read(bytes.NewReader(written), nil)
			if err != nil || text != arrowText {
				t.Errorf("%s, %s: %v\n%s\nwant\n%s", name, form, err, text, arrowText)
			}
			if want := []string{`"directors" (a list of groups)`, `"tags" (a map)`}; !slices.Equal(unread, want) {
				t.Errorf("%s, %s: unread %q, want %q", name, form, unread, want)
			}
		}
	}
}

// footed is a file whose schema stands in its footer alone.
func footed(t testing.TB, batches []arrow.RecordBatch, options ...ipc.Option) []byte {
	t.Helper()
	b := file(t, batches, options...)
	first := 8 + int(binary.LittleEndian.Uint32(b[12:])) // behind the mark: the schema's message
	return append(b[:8:8], b[8+first:]...)
}

// TestArrowFooted: a file that does not begin with its schema is read by that of its
// footer, as the library of the format's own project for JavaScript writes it
// (testdata/javascript.arrow, by apache-arrow 21.2.0).
func TestArrowFooted(t *testing.T) {
	batch := build(t, arrowSchema, arrowRows)
	javascript, err := os.ReadFile("testdata/javascript.arrow")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"two batches": {footed(t, []arrow.RecordBatch{batch.NewSlice(0, 1), batch.NewSlice(1, 3)}, ipc.WithZstd()), arrowText},
		"no batch":    {footed(t, []arrow.RecordBatch{build(t, arrow.NewSchema([]arrow.Field{{Name: "name", Type: arrow.BinaryTypes.String}}, nil), `[]`)}), "name\n"},
		"javascript":  {javascript, "id,name,country\n1,Guangzong Zhao,cn\n2,Erika Mustermann,de\n3,Gaobin Ni,cn\n"},
	} {
		for kind, in := range map[string]io.Reader{"file": whole(c.file), "stream": bytes.NewReader(c.file)} {
			if text, _, err := read(in, nil); err != nil || text != c.want {
				t.Errorf("%s, %s: %v\n%s\nwant\n%s", name, kind, err, text, c.want)
			}
		}
	}
	cut := javascript[:len(javascript)-7]
	if _, _, err := read(whole(cut), nil); err == nil || !strings.Contains(err.Error(), "begins without its schema, and its footer") {
		t.Errorf("without a footer: %v", err)
	}
	headless := stream(t, []arrow.RecordBatch{batch})
	headless = headless[8+binary.LittleEndian.Uint32(headless[4:]):]
	if _, _, err := read(bytes.NewReader(headless), nil); err == nil || !strings.Contains(err.Error(), "the Arrow stream begins without its schema; hand it over from its beginning") {
		t.Errorf("a stream without a schema: %v", err)
	}
}

// TestArrowTypes: each type in a cell, alone and in a list.
func TestArrowTypes(t *testing.T) {
	type one struct {
		dt         arrow.DataType
		json, want string
	}
	for _, c := range []one{
		{arrow.PrimitiveTypes.Int8, `-7`, "-7"}, {arrow.PrimitiveTypes.Int16, `-7`, "-7"}, {arrow.PrimitiveTypes.Int32, `-7`, "-7"},
		{arrow.PrimitiveTypes.Uint8, `200`, "200"}, {arrow.PrimitiveTypes.Uint16, `7`, "7"}, {arrow.PrimitiveTypes.Uint32, `7`, "7"}, {arrow.PrimitiveTypes.Uint64, `7`, "7"},
		{arrow.FixedWidthTypes.Float16, `0.5`, "0.5"}, {arrow.PrimitiveTypes.Float32, `0.1`, "0.1"}, {arrow.PrimitiveTypes.Float64, `10000000000000000000000`, "10000000000000000000000"},
		{arrow.BinaryTypes.Binary, `"QW5u"`, "Ann"}, {arrow.BinaryTypes.LargeBinary, `"QW5u"`, "Ann"}, {arrow.BinaryTypes.BinaryView, `"QW5u"`, "Ann"}, {&arrow.FixedSizeBinaryType{ByteWidth: 3}, `"QW5u"`, "Ann"},
		{arrow.FixedWidthTypes.Date64, `"1985-11-12"`, "1985-11-12"}, {arrow.FixedWidthTypes.Time32s, `"13:05:09"`, "13:05:09"}, {arrow.FixedWidthTypes.Time64us, `"13:05:09"`, "13:05:09"},
		{arrow.FixedWidthTypes.Timestamp_ns, `"1985-11-12T00:00:00Z"`, "1985-11-12"}, {&arrow.TimestampType{Unit: arrow.Second}, `"1960-01-02T03:04:05"`, "1960-01-02 03:04:05"},
		{&arrow.Decimal32Type{Precision: 9, Scale: 2}, `"0.05"`, "0.05"}, {&arrow.Decimal64Type{Precision: 9, Scale: 0}, `"70"`, "70"}, {&arrow.Decimal256Type{Precision: 40, Scale: 1}, `"12345678901234567890123456789.5"`, "12345678901234567890123456789.5"},
		{&arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Uint32, ValueType: arrow.PrimitiveTypes.Int64}, `7`, "7"},
		{arrow.RunEndEncodedOf(arrow.PrimitiveTypes.Int32, arrow.BinaryTypes.String), `"Ann"`, "Ann"},
		{arrow.FixedSizeListOf(2, arrow.BinaryTypes.String), `["A", "B"]`, "A; B"},
		{arrow.ListViewOf(arrow.BinaryTypes.String), `["A", "B"]`, "A; B"},
	} {
		schema := arrow.NewSchema([]arrow.Field{{Name: "passport", Type: c.dt, Nullable: true}, {Name: "inn", Type: arrow.ListOf(c.dt), Nullable: true}}, nil)
		nested := slices.Contains([]arrow.Type{arrow.FIXED_SIZE_LIST, arrow.LIST_VIEW}, c.dt.ID())
		row := fmt.Sprintf(`[{"passport": %s, "inn": [%[1]s, %[1]s]}, {}]`, c.json)
		want := fmt.Sprintf("passport,inn\n%s,%[1]s; %[1]s\n,\n", c.want)
		if nested {
			schema = arrow.NewSchema(schema.Fields()[:1], nil)
			row = fmt.Sprintf(`[{"passport": %s}, {}]`, c.json)
			want = fmt.Sprintf("passport\n%s\n\"\"\n", c.want)
		}
		text, unread, err := read(bytes.NewReader(stream(t, []arrow.RecordBatch{build(t, schema, row)})), nil)
		if err != nil || text != want || len(unread) > 0 {
			t.Errorf("%v: %q, %v, %v, want %q", c.dt, text, unread, err, want)
		}
	}
}

// TestArrowEnds: a stream is whole where it says so, and nowhere else.
func TestArrowEnds(t *testing.T) {
	batch := build(t, arrowSchema, arrowRows)
	s, f := stream(t, []arrow.RecordBatch{batch, batch}), file(t, []arrow.RecordBatch{batch, batch})
	for name, whole := range map[string][]byte{"stream": s, "file": f} {
		for n := range len(whole) {
			if n > 16 && n < len(whole)-200 && n%7 > 0 {
				continue
			}
			if text, _, err := read(bytes.NewReader(whole[:n]), nil); err == nil {
				t.Fatalf("the first %d of %d bytes of a %s were read: %q", n, len(whole), name, text)
			}
		}
	}
	for what, in := range map[string][]byte{"two streams": slices.Concat(s, s), "a byte": append(slices.Clone(s), 0)} {
		if _, _, err := read(bytes.NewReader(in), nil); err == nil || !strings.Contains(err.Error(), "more follows") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestArrowLong: memory is given back from batch to batch.
func TestArrowLong(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{{Name: "name", Type: arrow.BinaryTypes.String}}, nil)
	b := array.NewStringBuilder(memory.DefaultAllocator)
	for range 1 << 10 {
		b.Append(strings.Repeat("x", 1<<10))
	}
	batch := array.NewRecordBatch(schema, []arrow.Array{b.NewArray()}, 1<<10)
	for name, options := range map[string][]ipc.Option{"plain": nil, "zstd": {ipc.WithZstd()}} {
		s, err := columnar.Open(bytes.NewReader(stream(t, slices.Repeat([]arrow.RecordBatch{batch}, 20), options...)), nil)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := io.Copy(io.Discard, s); err != nil || n != int64(len("name\n"))+20*1<<10*(1<<10+1) {
			t.Errorf("%s: %d bytes, %v", name, n, err)
		}
		if held := columnar.Held(s); held > 2<<20 {
			t.Errorf("%s: %d bytes held at the end", name, held)
		}
	}
}

func TestArrowDamaged(t *testing.T) {
	batch := build(t, arrowSchema, arrowRows)
	for _, written := range [][]byte{stream(t, []arrow.RecordBatch{batch}, ipc.WithZstd()), file(t, []arrow.RecordBatch{batch}), footed(t, []arrow.RecordBatch{batch})} {
		for n := 0; n < len(written); n += 3 {
			for _, bit := range []byte{1, 0xff} {
				b := slices.Clone(written)
				b[n] ^= bit
				if !columnar.Is(b) {
					continue
				}
				_, _, err := read(bytes.NewReader(b), nil)
				var fault *table.Error
				if err != nil && !errors.As(err, &fault) {
					t.Fatalf("byte %d: the error %v is none of a table", n, err)
				}
			}
		}
	}
}

// TestArrowUUID: the storage of such a value is 16 bytes; the column says what
// they are.
func TestArrowUUID(t *testing.T) {
	meta := arrow.NewMetadata([]string{"ARROW:extension:name"}, []string{"arrow.uuid"})
	schema := arrow.NewSchema([]arrow.Field{{Name: "id", Type: &arrow.FixedSizeBinaryType{ByteWidth: 16}, Metadata: meta}}, nil)
	text, _, err := read(bytes.NewReader(stream(t, []arrow.RecordBatch{build(t, schema, `[{"id": "EjRWeJCrze8SNFZ4kKvN7w=="}]`)})), nil)
	if want := "id\n12345678-90ab-cdef-1234-567890abcdef\n"; err != nil || text != want {
		t.Errorf("%q, %v", text, err)
	}
}

func FuzzArrow(f *testing.F) {
	batch := build(f, arrowSchema, arrowRows)
	f.Add(stream(f, []arrow.RecordBatch{batch, batch}))
	f.Add(stream(f, []arrow.RecordBatch{batch}, ipc.WithZstd()))
	f.Add(file(f, []arrow.RecordBatch{batch}, ipc.WithLZ4()))
	f.Add(footed(f, []arrow.RecordBatch{batch}))
	f.Add(old(stream(f, []arrow.RecordBatch{batch})))
	f.Fuzz(func(t *testing.T, written []byte) {
		if !columnar.Is(written) {
			return
		}
		s, err := columnar.Open(bytes.NewReader(written), nil)
		if err != nil {
			return
		}
		io.Copy(io.Discard, io.LimitReader(s, 1<<20))
	})
}
