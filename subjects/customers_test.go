package subjects_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/subjects"
	"github.com/interdict/interdict/table"
)

// all reads a source to its end.
func all(t testing.TB, c *subjects.Customers) (got []interdict.Subject, refused []subjects.Refusal) {
	t.Helper()
	for {
		b, err := c.Next()
		if err == io.EOF {
			return got, refused
		}
		if err != nil {
			t.Fatal(err)
		}
		more, no := c.Parse(b, nil)
		got, refused = append(got, more...), append(refused, no...)
	}
}

func read(t testing.TB, text string, m *table.Mapping) *subjects.Customers {
	t.Helper()
	c, err := subjects.Read(strings.NewReader(text), "customers", subjects.Options{Mapping: m})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func flat(t testing.TB, got []interdict.Subject, refused []subjects.Refusal) string {
	t.Helper()
	var b strings.Builder
	for i := range got {
		line, err := json.Marshal(got[i])
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s\n", line)
	}
	for _, r := range refused {
		fmt.Fprintf(&b, "%d %s %v\n", r.Row, r.Code, r.Screened)
	}
	return b.String()
}

// TestStream reads packed what comes but once, as a file that is packed.
func TestStream(t *testing.T) {
	for _, text := range []string{"id,name\n1,Zhao Guangzong\n", `{"id": "1", "name": "Zhao Guangzong"}` + "\n"} {
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		if _, err := z.Write([]byte(text)); err != nil || z.Close() != nil {
			t.Fatal(err)
		}
		for name, in := range map[string]string{"plain": text, "packed": packed.String()} {
			c, err := subjects.Stream(strings.NewReader(in), "standard input", subjects.Options{})
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			got, refused := all(t, c)
			if _, of := c.Far(); len(got) != 1 || len(refused) > 0 || got[0].ID != "1" || of != 0 {
				t.Errorf("%s: %v, %v, of %d", name, got, refused, of)
			}
			c.Close()
		}
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	fmt.Fprint(z, "id,name\n1,Zhao Guangzong\n")
	z.Close()
	_, err := subjects.Stream(strings.NewReader(packed.String()[:packed.Len()-12]), "standard input", subjects.Options{})
	if err == nil || !strings.Contains(err.Error(), "standard input: reading stopped within the first rows: the file breaks off") {
		t.Errorf("cut off: %v", err)
	}
}

// TestWritten says what was recognised of how a file is written.
func TestWritten(t *testing.T) {
	for text, want := range map[string]string{
		"id,name,dob\n1,Anna,1985-11-12\n":              "cells parted by commas, UTF-8",
		"id;name;dob\n1;Anna;31.12.1985\n":              "cells parted by semicolons, UTF-8, in dates the day before the month",
		"id\x1fname\x1fdob\n1\x1fAnna\x1f12/31/1985\n":  `cells parted by '\x1f', UTF-8, in dates the month before the day`,
		"\xff\xfen\x00a\x00m\x00e\x00\n\x00A\x00\n\x00": "one cell a row, UTF-16",
		"{\"name\": \"Anna\"}\n":                        "JSON lines",
	} {
		if got := read(t, text, nil).Written(); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestNoNameLeft says of a name that was lost with the letters of another encoding
// that it was.
func TestNoNameLeft(t *testing.T) {
	c := read(t, "id,name\n1,\xcc\xf3\xf5\xe0\xec\xec\xe0\xe4\n2,\n", nil)
	_, refused := all(t, c)
	if len(refused) != 2 || refused[0].Code != "no_name" || refused[0].Screened || !strings.Contains(refused[0].Reason, "UTF-8") || strings.Contains(refused[1].Reason, "UTF-8") {
		t.Errorf("%+v", refused)
	}
}

func TestTable(t *testing.T) {
	c := read(t, `id,name,dob,country,balance
1,Zhao Guangzong,1985-11-12,CN,5
2,,1985-11-12,CN,5
3,Anna,1985-02-31,Utopia,5
4,Anna
5,Bo,03/04/1985,SE,5
`, nil)
	got, refused := all(t, c)
	want := `{"id":"1","row":1,"kind":"customer","names":[{"full":"Zhao Guangzong","kind":"primary"}],"birth_dates":["1985-11-12"],"countries":[{"code":"cn","name":"CN"}]}
{"id":"3","row":3,"kind":"customer","names":[{"full":"Anna","kind":"primary"}],"countries":[{"name":"Utopia"}]}
{"id":"5","row":5,"kind":"customer","names":[{"full":"Bo","kind":"primary"}],"birth_dates":["1985-04-03","1985-03-04"],"countries":[{"code":"se","name":"SE"}]}
2 no_name false
3 bad_date true
3 unknown_country true
4 too_few_cells false
`
	if s := flat(t, got, refused); s != want {
		t.Errorf("got\n%swant\n%s", s, want)
	}
	if u := c.Unknown(); len(u) != 1 || u[0] != "balance" {
		t.Errorf("unknown columns %q", u)
	}
	if n := c.Notes(); len(n) != 1 || n[0].Code != "ambiguous_date" || n[0].Rows != 1 {
		t.Errorf("notes %+v", n)
	}
	for _, r := range refused {
		if r.Reason == "" || strings.Contains(r.Reason, "Anna") || strings.Contains(r.Reason, "Utopia") {
			t.Errorf("row %d: reason %q", r.Row, r.Reason)
		}
	}
}

func TestJSONLines(t *testing.T) {
	c := read(t, `{"id": "1", "names": [{"full": "Zhao Guangzong", "kind": "primary"}, {"full": "Z"}], "birth_dates": ["1985-11", "1960/1965"], "countries": [{"code": "CHN"}], "identifiers": [{"type": "passport", "value": " P1 ", "country": "cn"}]}
{"customer_id": 2, "first_name": "Ann", "lastName": "Lee", "dob": "12.11.1985", "nationality": ["GB", "France"], "active": true, "score": 7}

{"id": "Q1", "schema": "Company", "caption": "Acme", "properties": {"name": ["Acme"], "alias": ["A1", "A2"], "country": ["ru"], "innCode": ["7707083893"], "ownershipOwner": [{"id": "x", "properties": {"name": ["Not me"]}}]}}
{"name": {"first": "Bo", "last": "Ek"}, "address": {"street": "Gata 1", "city": "Lund", "country": "SE"}, "email": null}
{"RECORD_ID": "1001", "FEATURES": [{"RECORD_TYPE": "PERSON"}, {"NAME_LAST": "Smith", "NAME_FIRST": "Bob"}], "directors": [{"name": "Not Bob"}]}
{"id": "5", "birth_date": "1985"}
{"id": "6", "name"
[1]
{"names": [{"fullname": "x"}]}
{"name": "M`+"\xfc"+`ller"}
`, nil)
	got, refused := all(t, c)
	want := `{"id":"1","row":1,"kind":"customer","names":[{"full":"Zhao Guangzong","kind":"primary"},{"full":"Z","kind":"alias"}],"birth_dates":["1985-11","1960/1965"],"countries":[{"code":"cn"}],"identifiers":[{"type":"passport","value":"P1","country":"cn"}]}
{"id":"2","row":2,"kind":"customer","names":[{"full":"Ann Lee","parts":[{"kind":"given","value":"Ann"},{"kind":"family","value":"Lee"}],"kind":"primary"}],"birth_dates":["1985-11-12"],"countries":[{"role":"nationality","code":"gb","name":"GB"},{"role":"nationality","code":"fr","name":"France"}]}
{"id":"Q1","row":3,"kind":"customer","schema":"Organization","names":[{"full":"Acme","kind":"primary"},{"full":"A1","kind":"alias"},{"full":"A2","kind":"alias"}],"countries":[{"code":"ru","name":"ru"}],"identifiers":[{"type":"inn","value":"7707083893"}]}
{"row":4,"kind":"customer","names":[{"full":"Bo Ek","parts":[{"kind":"given","value":"Bo"},{"kind":"family","value":"Ek"}],"kind":"primary"}],"addresses":[{"street":"Gata 1","city":"Lund","country":"se","country_name":"SE"}]}
{"id":"1001","row":5,"kind":"customer","schema":"Person","names":[{"full":"Bob Smith","parts":[{"kind":"given","value":"Bob"},{"kind":"family","value":"Smith"}],"kind":"primary"}]}
{"row":10,"kind":"customer","names":[{"full":"M` + "\ufffd" + `ller","kind":"primary"}]}
6 no_name false
7 bad_json false
8 bad_json false
9 bad_json false
10 encoding true
`
	if s := flat(t, got, refused); s != want {
		t.Errorf("got\n%swant\n%s", s, want)
	}
	if u := c.Unknown(); fmt.Sprint(u) != "[directors name score]" {
		t.Errorf("unknown members %q", u)
	}
}

func TestReadSubject(t *testing.T) {
	s, err := subjects.ReadSubject(strings.NewReader("\ufeff{\n  \"name\": \"Zhao Guangzong\",\n  \"birth_date\": \"1985\",\n  \"country\": \"China\"\n}\n"), "s.json")
	if err != nil {
		t.Fatal(err)
	}
	if s.Name() != "Zhao Guangzong" || s.BirthDates[0].Year != 1985 || s.Countries[0].Code != "cn" {
		t.Errorf("%+v", s)
	}
	for text, want := range map[string]string{
		``:                                      "from byte",
		`[]`:                                    "not a JSON object",
		`{"country": "cn"}`:                     "no cell of the subject holds a name",
		`{"name": "A", "birth_date": "31 Feb"}`: "not a day of the calendar",
		`{"name": "A", "hobby": "chess"}`:       `nobody knows the member "hobby"`,
		`{"name": "` + strings.Repeat("x", 1<<20) + `"}`: "longer than",
	} {
		if _, err := subjects.ReadSubject(strings.NewReader(text), "s.json"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40s: error %v, want %q", text, err, want)
		}
	}
}

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	io.WriteString(z, "id,name\n1,A\n")
	z.Close()
	for name, data := range map[string][]byte{"a.csv": []byte("id,name\n1,A\n"), "b.csv.gz": packed.Bytes()} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := subjects.Open(path, subjects.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := all(t, c); len(got) != 1 {
			t.Errorf("%s: %d subjects", name, len(got))
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
	for text, want := range map[string]string{
		"":                        "the file is empty",
		"id,name\n":               "one line only",
		"[{\"name\": \"A\"}]":     "write one object a line",
		"<?xml version=\"1.0\"?>": "this is XML",
		"a,b\n1,2\n":              "none of the 2 columns is recognised as a name",
	} {
		if _, err := subjects.Read(strings.NewReader(text), "x.csv", subjects.Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
	if _, err := subjects.Open(filepath.Join(dir, "absent"), subjects.Options{}); err == nil {
		t.Error("an absent file was opened")
	}
}

// TestReuse parses rows of many shapes into subjects used before and compares
// with fresh ones: nothing of an earlier row may stay.
func TestReuse(t *testing.T) {
	text := "id,name,aliases,dob,nationality,passport,sex,type,city,email\n" + strings.Repeat(
		"1,A,x;y;z,1985-01-02,GB;FR,P1;P2,m,person,Rome,a@b.c\n2,B,,,,,,,,\n3,C,u,1960,DE,,f,company,,\n", 500)
	want, _ := all(t, read(t, text, nil))
	c := read(t, text, nil)
	dirty := make([]interdict.Subject, 0, 2000)
	for range 3 {
		b, err := c.Next()
		if err == io.EOF {
			break
		}
		dirty, _ = c.Parse(b, dirty[:0])
		dirty, _ = c.Parse(b, dirty[:0])
	}
	if flat(t, dirty, nil) != flat(t, want, nil) {
		t.Error("subjects that are used again differ from fresh ones")
	}
}

// TestParallel parses the blocks of one file in several goroutines.
func TestParallel(t *testing.T) {
	c := read(t, "id,first name,last name,type,dob\n"+strings.Repeat("1,Ann,Lee,alien,03/04/1985\n2,,,person,1985\n", 20_000), nil)
	blocks := make(chan subjects.Block)
	var mu sync.Mutex
	rows, no := 0, 0
	var workers sync.WaitGroup
	for range 4 {
		workers.Go(func() {
			var dst []interdict.Subject
			for b := range blocks {
				var refused []subjects.Refusal
				dst, refused = c.Parse(b, dst[:0])
				for i := range dst {
					if dst[i].Name() != "Ann Lee" {
						t.Errorf("row %d: %q", dst[i].Row, dst[i].Name())
					}
				}
				mu.Lock()
				rows, no = rows+len(dst), no+len(refused)
				mu.Unlock()
			}
		})
	}
	for {
		b, err := c.Next()
		if err == io.EOF {
			break
		}
		blocks <- b
	}
	close(blocks)
	workers.Wait()
	if rows != 20_000 || no != 20_000 {
		t.Errorf("%d subjects, %d refused", rows, no)
	}
	for _, n := range c.Notes() {
		if n.Rows != 20_000 {
			t.Errorf("note %s: %d rows", n.Code, n.Rows)
		}
	}
}

// FuzzCustomers: whatever a customers file holds, reading ends, rows come in
// order and each once, subjects have a name, and dates are days.
func FuzzCustomers(f *testing.F) {
	f.Add("id,name,dob,country\n1,A,1985,GB\n2,\"B \"\"x\"\"\",31/12/1960,??\n")
	f.Add(`{"id":1,"name":"A","properties":{"alias":["B"]}}` + "\n[]\n")
	f.Add("Vorname;Name;Geschlecht;Typ\nA;B;H;x\n")
	f.Fuzz(func(t *testing.T, text string) {
		subjects.ReadSubject(strings.NewReader(text), "s")
		c, err := subjects.Read(strings.NewReader(text), "c", subjects.Options{})
		if err != nil {
			return
		}
		last := int64(0)
		for {
			b, err := c.Next()
			if err != nil {
				return
			}
			got, refused := c.Parse(b, nil)
			for _, s := range got {
				if s.Row <= last || s.Row >= b.First+int64(b.Rows) || s.Name() == "" {
					t.Fatalf("subject %+v after row %d", s, last)
				}
				last = s.Row
			}
			lost := 0
			for _, r := range refused {
				if !r.Screened {
					lost++
				}
			}
			if len(got)+lost != b.Rows {
				t.Fatalf("%d rows: %d subjects, %d refused", b.Rows, len(got), lost)
			}
		}
	})
}

func BenchmarkParseTable(b *testing.B) {
	benchmark(b, "id,name,birth_date,country\n", func(i int) string {
		return fmt.Sprintf("%08d,Anna Mar%c Smith%c,%04d-%02d-%02d,gb\n", i, 'a'+i%26, 'a'+i/26%26, 1930+i%75, 1+i%12, 1+i%28)
	})
}

func BenchmarkParseJSON(b *testing.B) {
	benchmark(b, "", func(i int) string {
		return fmt.Sprintf(`{"id":"%08d","name":"Anna Mar%c","birth_date":"%04d-%02d-%02d","country":"gb"}`+"\n", i, 'a'+i%26, 1930+i%75, 1+i%12, 1+i%28)
	})
}

func benchmark(b *testing.B, head string, row func(int) string) {
	const rows = 50_000
	var text strings.Builder
	text.WriteString(head)
	for i := range rows {
		text.WriteString(row(i))
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	var dst []interdict.Subject
	for b.Loop() {
		c := read(b, text.String(), nil)
		n := 0
		for {
			block, err := c.Next()
			if err == io.EOF {
				break
			}
			var refused []subjects.Refusal
			dst, refused = c.Parse(block, dst[:0])
			if refused != nil {
				b.Fatal(refused)
			}
			n += len(dst)
		}
		if n != rows {
			b.Fatal(n)
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mrows/s")
}
