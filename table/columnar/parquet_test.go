package columnar_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	"github.com/parquet-go/parquet-go/deprecated"

	"github.com/interdict/interdict/internal/infile"
	"github.com/interdict/interdict/table"
	"github.com/interdict/interdict/table/columnar"
)

// read reads a source to its end. Without a mapping of their own, tests map each
// column that its header does not explain.
func read(in io.Reader, m *table.Mapping) (string, []string, error) {
	s, err := columnar.Open(in, m)
	if err != nil {
		return "", nil, err
	}
	text, err := io.ReadAll(s)
	return string(text), s.Unread(), err
}

// placed is an input that can be read at any place, as files can.
type placed struct{ *bytes.Reader }

func (p placed) At() (io.ReaderAt, int64, bool) { return p.Reader, p.Size(), true }

func whole(b []byte) placed { return placed{bytes.NewReader(b)} }

func writeParquet[T any](t testing.TB, rows []T, options ...parquet.WriterOption) []byte {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[T](&b, options...)
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type place struct {
	City    string `parquet:"city"`
	Country string `parquet:"country,optional,dict"`
}

type person struct {
	ID      int64     `parquet:"id"`
	Names   []string  `parquet:"name,list"`
	Born    int32     `parquet:"birth_date,date"`
	Loaded  time.Time `parquet:"id_number,timestamp(microsecond)"`
	Tax     int64     `parquet:"tax_id,decimal(3:18)"`
	Nation  *string   `parquet:"nationality,optional"`
	Code    float64   `parquet:"postal_code"`
	Sex     string    `parquet:"gender,enum"`
	Pass    [16]byte  `parquet:"passport,uuid"`
	Flag    bool      `parquet:"flag"`
	Small   uint32    `parquet:"registration"`
	Aliases []string  `parquet:"aliases,list"`
	Address *place    `parquet:"address,optional"`
	Kin     []place   `parquet:"directors,list"`
	Note    string    `parquet:"some note"`
}

func people() []person {
	cn := "CN"
	id := [16]byte{0: 0x12, 15: 0xef}
	return []person{
		{ID: 7, Names: []string{"Zhao Guangzong", "赵光宗", "Zhao; G."}, Born: 5794, Loaded: time.Date(1985, 11, 12, 0, 0, 0, 0, time.UTC), Tax: 7000, Nation: &cn, Code: 1010, Sex: "male", Pass: id, Flag: true, Small: 4294967295,
			Address: &place{"Wuhan, Hubei", "CN"}, Kin: []place{{"a", "b"}}, Note: "x"},
		{ID: -1, Names: []string{`Smith "Jo"`}, Born: -1, Loaded: time.Date(2020, 2, 29, 13, 5, 9, 7000, time.UTC), Tax: -1234, Code: 0.5, Aliases: []string{"A", "B"}},
		{Names: nil},
	}
}

const peopleText = `id,name,birth_date,id_number,tax_id,nationality,postal_code,gender,passport,flag,registration,aliases,address.city,address.country,some note,aliases 2
7,Zhao Guangzong,1985-11-12,1985-11-12,7,CN,1010,male,12000000-0000-0000-0000-0000000000ef,true,4294967295,,"Wuhan, Hubei",CN,,"赵光宗; Zhao, G."
-1,"Smith ""Jo""",1969-12-31,2020-02-29 13:05:09,-1.234,,0.5,,00000000-0000-0000-0000-000000000000,false,0,A; B,,,,
0,,1970-01-01,1970-01-01,0,,0,,00000000-0000-0000-0000-000000000000,false,0,,,,,
`

func TestParquet(t *testing.T) {
	codecs := []compress.Codec{&parquet.Uncompressed, &parquet.Snappy, &parquet.Gzip, &parquet.Brotli, &parquet.Zstd, &parquet.Lz4Raw}
	for _, codec := range codecs {
		for version := 1; version <= 2; version++ {
			file := writeParquet(t, people(), parquet.Compression(codec), parquet.DataPageVersion(version), parquet.MaxRowsPerRowGroup(2))
			for name, in := range map[string]io.Reader{"at any place": whole(file), "as it comes": bytes.NewReader(file)} {
				text, unread, err := read(in, nil)
				if err != nil {
					t.Fatalf("%v, version %d, %s: %v", codec, version, name, err)
				}
				// The zero time of Go is no time of a person's.
				text = strings.ReplaceAll(text, "0,,1970-01-01,0001-01-01,", "0,,1970-01-01,1970-01-01,")
				if text != peopleText {
					t.Errorf("%v, version %d, %s:\n%s\nwant\n%s", codec, version, name, text, peopleText)
				}
				if want := []string{`"directors" (a list of groups)`}; !slices.Equal(unread, want) {
					t.Errorf("unread %q, want %q", unread, want)
				}
			}
		}
	}
}

func TestParquetEncodings(t *testing.T) {
	type row struct {
		A int32             `parquet:"id,delta"`
		B int64             `parquet:"name,delta"`
		C string            `parquet:"aliases,delta"`
		D string            `parquet:"former_name,plain"`
		E string            `parquet:"passport,dict"`
		F float32           `parquet:"tax_id,split"`
		G *int64            `parquet:"inn,optional,dict"`
		H bool              `parquet:"flag,optional"`
		I deprecated.Int96  `parquet:"birth_date"`
		J *[]byte           `parquet:"lei,optional"`
		K map[string]string `parquet:"country"`
	}
	random := rand.New(rand.NewPCG(1, 2))
	rows := make([]row, 5000)
	want := "id,name,aliases,former_name,passport,tax_id,inn,flag,birth_date,lei\n"
	for i := range rows {
		n := random.Int64N(1 << 40)
		// 2446382 is the Julian day of 12 November 1985.
		rows[i] = row{A: int32(n) % 1000, B: n - 1<<39, C: fmt.Sprintf("prefix %d", n%50), D: strings.Repeat("x", int(n%40)), E: fmt.Sprint("P", n%7), F: float32(n%100) / 4, H: n%3 == 0, I: deprecated.Int96{0, 0, 2446382}}
		if n%2 == 0 {
			rows[i].G = &n
		}
		inn, flag := "", ""
		if rows[i].G != nil {
			inn = fmt.Sprint(n)
		}
		if rows[i].H {
			flag = "true"
		}
		want += fmt.Sprintf("%d,%d,%s,%s,%s,%v,%s,%s,1985-11-12,\n", rows[i].A, rows[i].B, rows[i].C, rows[i].D, rows[i].E, rows[i].F, inn, flag)
	}
	for version := 1; version <= 2; version++ {
		file := writeParquet(t, rows, parquet.DataPageVersion(version), parquet.PageBufferSize(1000), parquet.MaxRowsPerRowGroup(1900))
		text, unread, err := read(whole(file), nil)
		if err != nil {
			t.Fatal(err)
		}
		if text != want {
			a, b := strings.Split(text, "\n"), strings.Split(want, "\n")
			for i := range min(len(a), len(b)) {
				if a[i] != b[i] {
					t.Fatalf("version %d, line %d:\n%s\nwant\n%s", version, i, a[i], b[i])
				}
			}
			t.Fatalf("%d lines, want %d", len(a), len(b))
		}
		if len(unread) != 1 || unread[0] != `"country" (a map)` {
			t.Errorf("unread %q", unread)
		}
	}
}

// TestParquetMapped: a mapping gives meaning to headers, and to numbers.
func TestParquetMapped(t *testing.T) {
	type row struct {
		A []string `parquet:"Kunde,list"`
		B string   `parquet:"Geb"`
		C string   `parquet:"Notiz"`
	}
	file := writeParquet(t, []row{{[]string{"Ann", "Anna"}, "1985", "n"}})
	m := &table.Mapping{Columns: map[string]table.Field{"kunde": table.FullName, "2": table.BirthDate, "Notiz": table.Ignored}}
	text, _, err := read(whole(file), m)
	if want := "Kunde,Geb,Notiz,aliases\nAnn,1985,,Anna\n"; text != want || err != nil {
		t.Errorf("%q, %v, want %q", text, err, want)
	}
}

// TestRowIsOneRow: no value makes a row less or more than one.
func TestRowIsOneRow(t *testing.T) {
	type row struct {
		Name *string `parquet:"name,optional"`
	}
	values := []string{"a\nb", "", strings.Repeat("\"\n", 1<<20), "c\r"}
	rows := []row{{&values[0]}, {nil}, {&values[1]}, {&values[2]}, {&values[3]}}
	s, err := columnar.Open(whole(writeParquet(t, rows)), nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := table.NewReader(s, "x.parquet", s.Options(table.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	n, refused := 0, []table.Refusal{}
	for {
		b, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		n += b.Rows
		refused = append(refused, b.Parse(&table.Row{}, func(*table.Row) {})...)
	}
	if n != 5 || len(refused) != 1 || refused[0].Row != 4 || refused[0].Code != table.CodeTooLarge {
		t.Errorf("%d rows, refused %v", n, refused)
	}
}

// TestParquetDamaged: a file that breaks off is an error wherever it does, and so is
// one whose bytes were changed, or it is read; nothing else happens.
func TestParquetDamaged(t *testing.T) {
	file := writeParquet(t, people(), parquet.MaxRowsPerRowGroup(2))
	for n := range len(file) {
		if _, _, err := read(whole(file[:n]), nil); err == nil && n < len(file) {
			t.Fatalf("the first %d of %d bytes were read", n, len(file))
		}
	}
	for n := 0; n < len(file); n += 3 {
		for _, bit := range []byte{1, 0xff} {
			b := slices.Clone(file)
			b[n] ^= bit
			_, _, err := read(whole(b), nil)
			var fault *table.Error
			if err != nil && !errors.As(err, &fault) {
				t.Fatalf("byte %d: the error %v is none of a table", n, err)
			}
		}
	}
}

// TestParquetBombs: what a file says of its size costs nothing before it comes.
func TestParquetBombs(t *testing.T) {
	type row struct {
		Name string `parquet:"name,plain"`
	}
	for _, codec := range []compress.Codec{&parquet.Zstd, &parquet.Gzip, &parquet.Snappy, &parquet.Brotli} {
		file := writeParquet(t, []row{{strings.Repeat("a", 1<<20)}}, parquet.Compression(codec), parquet.DataPageVersion(1))
		// The page says that it has a MiB; let it say that it has a hundred bytes.
		said := []byte{0x15, 0x88, 0x80, 0x80, 0x01} // field 2, a MiB and the length before it
		i := bytes.Index(file, said)
		if i < 0 {
			t.Fatalf("%v: no page header of this form", codec)
		}
		copy(file[i:], []byte{0x15, 0xc8, 0x81, 0x80, 0x00})
		_, _, err := read(whole(file), nil)
		if err == nil || !strings.Contains(err.Error(), "another size") {
			t.Errorf("%v: %v", codec, err)
		}
	}
}

// TestParquetChanged: a file that somebody writes to is not taken for whole.
func TestParquetChanged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.parquet")
	if err := os.WriteFile(path, writeParquet(t, slices.Repeat(people(), 5000), parquet.MaxRowsPerRowGroup(5000)), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := infile.Open(path, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s, err := columnar.Open(f, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(io.Discard, s, 1000); err != nil {
		t.Fatal(err)
	}
	w, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	w.WriteString("x")
	w.Close()
	if _, err := io.Copy(io.Discard, s); !errors.Is(err, infile.ErrChanged) {
		t.Errorf("a file that grew: %v", err)
	}
}

// TestRealParquet reads the files of other writers that the library is tested
// with, where its source is at hand.
func TestRealParquet(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/parquet-go/parquet-go").Output()
	files, _ := filepath.Glob(filepath.Join(strings.TrimSpace(string(dir)), "testdata", "*.parquet"))
	if err != nil || len(files) == 0 {
		t.Skip("the source of parquet-go, with its sample files, is not here")
	}
	all := 0
	for _, path := range files {
		file, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		rows, leaves, err := byLibrary(file)
		if err != nil {
			continue // a file that is damaged on purpose
		}
		m := &table.Mapping{Columns: map[string]table.Field{}}
		for i := range 2 * leaves {
			m.Columns[fmt.Sprint(i+1)] = table.Passport
		}
		s, err := columnar.Open(whole(file), m)
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(path), err)
			continue
		}
		r, err := table.NewReader(s, path, s.Options(table.Options{}))
		got := int64(0)
		for err == nil {
			var b table.Block
			if b, err = r.Next(); err == nil {
				got += int64(b.Rows)
			}
		}
		if !errors.Is(err, io.EOF) || got != rows {
			t.Errorf("%s: %d rows, the library reads %d, %v", filepath.Base(path), got, rows, err)
		}
		all++
	}
	t.Logf("%d files of %d", all, len(files))
}

// byLibrary counts the rows and columns that the library reads.
func byLibrary(file []byte) (rows int64, leaves int, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("%v", fault)
		}
	}()
	f, err := parquet.OpenFile(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return 0, 0, err
	}
	buffer := make([]parquet.Row, 100)
	for _, g := range f.RowGroups() {
		r := g.Rows()
		for err == nil {
			var n int
			n, err = r.ReadRows(buffer)
			rows += int64(n)
		}
		r.Close()
		if !errors.Is(err, io.EOF) {
			return 0, 0, err
		}
		err = nil
	}
	return rows, len(f.Schema().Columns()), nil
}

func FuzzParquet(f *testing.F) {
	f.Add(writeParquet(f, people(), parquet.MaxRowsPerRowGroup(2)))
	f.Add(writeParquet(f, people(), parquet.Compression(&parquet.Snappy), parquet.DataPageVersion(1)))
	f.Fuzz(func(t *testing.T, file []byte) {
		if !bytes.HasPrefix(file, []byte("PAR1")) {
			file = append([]byte("PAR1"), file...)
		}
		s, err := columnar.Open(whole(file), nil)
		if err != nil {
			return
		}
		io.Copy(io.Discard, io.LimitReader(s, 1<<20))
	})
}
