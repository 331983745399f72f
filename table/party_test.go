package table_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/table"
)

// parties reads a table and writes each row as JSON with its faults.
func parties(t *testing.T, text string, m *table.Mapping) []string {
	t.Helper()
	r, err := table.NewReader(strings.NewReader(text), "test.csv", table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c, err := table.NewColumns(r.Header(), "test.csv", m, r.Sample())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	var row table.Row
	var words table.Text
	var s interdict.Subject
	for {
		b, err := r.Next()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		refused := b.Parse(&row, func(row *table.Row) {
			faults := c.Party(row, &s, &words)
			line, err := json.Marshal(s)
			if err != nil {
				t.Fatal(err)
			}
			faults.Each(func(code, _ string, _ bool) { line = fmt.Appendf(line, " %s", code) })
			out = append(out, string(line))
		})
		for _, f := range refused {
			t.Errorf("row %d: %s", f.Row, f.Reason)
		}
	}
}

func TestParty(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"whole name": {
			"id,name,birth_date,country\n7,Zhao Guangzong,1985-11-12,CN\n",
			`{"id":"7","row":1,"names":[{"full":"Zhao Guangzong","kind":"primary"}],"birth_dates":["1985-11-12"],"countries":[{"code":"cn","name":"CN"}]}`,
		},
		"parts": {
			"Vorname;Zweiter Vorname;Nachname;Geburtsdatum\nJürgen;Karl;Müller;31.12.1960\n",
			`{"row":1,"names":[{"full":"Jürgen Karl Müller","parts":[{"kind":"given","value":"Jürgen"},{"kind":"middle","value":"Karl"},{"kind":"family","value":"Müller"}],"kind":"primary"}],"birth_dates":["1960-12-31"]}`,
		},
		"Name beside Vorname": {
			"Name;Vorname\nMüller;Jürgen\n",
			`{"row":1,"names":[{"full":"Jürgen Müller","parts":[{"kind":"given","value":"Jürgen"},{"kind":"family","value":"Müller"}],"kind":"primary"}]}`,
		},
		"Nom alone": {
			"Nom,Sexe\nJean Dupont,H\n",
			`{"row":1,"names":[{"full":"Jean Dupont","kind":"primary"}],"genders":["male"]}`,
		},
		"Spanish genders": {
			"Nombre completo,Sexo\nJuan,H\nAna,M\n",
			`{"row":1,"names":[{"full":"Juan","kind":"primary"}],"genders":["male"]}
{"row":2,"names":[{"full":"Ana","kind":"primary"}],"genders":["female"]}`,
		},
		"whole name and parts": {
			"full_name,first_name,last_name\nIsabella Torres,Isabella,Torres\n",
			`{"row":1,"names":[{"full":"Isabella Torres","parts":[{"kind":"given","value":"Isabella"},{"kind":"family","value":"Torres"}],"kind":"primary"}]}`,
		},
		"contact with a company": {
			"first name,last name,company\nAnn,Lee,Acme Ltd\n,,Acme Ltd\n",
			`{"row":1,"names":[{"full":"Ann Lee","parts":[{"kind":"given","value":"Ann"},{"kind":"family","value":"Lee"}],"kind":"primary"},{"full":"Acme Ltd","kind":"alias"}]}
{"row":2,"names":[{"full":"Acme Ltd","kind":"primary"}]}`,
		},
		"own script, aliases": {
			"ФИО,name,aliases,weak aliases,native name,former name\nИван Петров,,,,,\n,Zhao,A; B | None,C,赵光宗,D\n",
			`{"row":1,"names":[{"full":"Иван Петров","kind":"primary","script":"Non-Latin"}]}
{"row":2,"names":[{"full":"Zhao","kind":"primary"},{"full":"赵光宗","kind":"variation","script":"Non-Latin"},{"full":"A","kind":"alias"},{"full":"B","kind":"alias"},{"full":"C","kind":"alias","quality":"weak"},{"full":"D","kind":"former"}]}`,
		},
		"maiden name": {
			"first name,last name,maiden name\nAnn,Lee,Cole\nAnn,Lee,\n",
			`{"row":1,"names":[{"full":"Ann Lee","parts":[{"kind":"given","value":"Ann"},{"kind":"family","value":"Lee"}],"kind":"primary"},{"full":"Ann Cole","parts":[{"kind":"given","value":"Ann"},{"kind":"maiden","value":"Cole"}],"kind":"maiden"}]}
{"row":2,"names":[{"full":"Ann Lee","parts":[{"kind":"given","value":"Ann"},{"kind":"family","value":"Lee"}],"kind":"primary"}]}`,
		},
		"types": {
			"name,type\nA,Individual\nB,COMPANY\nC,ship\nD,aircraft\nE,\nF,gadget\n",
			`{"row":1,"schema":"Person","names":[{"full":"A","kind":"primary"}]}
{"row":2,"schema":"Organization","names":[{"full":"B","kind":"primary"}]}
{"row":3,"schema":"Vessel","names":[{"full":"C","kind":"primary"}]}
{"row":4,"schema":"Airplane","names":[{"full":"D","kind":"primary"}]}
{"row":5,"names":[{"full":"E","kind":"primary"}]}
{"row":6,"names":[{"full":"F","kind":"primary"}]} unknown_type`,
		},
		"countries": {
			"name,nationality,country of residence\nA,Namibia,NA\nB,RU; UA,n/a\nC,Utopia,GBR\n",
			`{"row":1,"names":[{"full":"A","kind":"primary"}],"countries":[{"role":"nationality","code":"na","name":"Namibia"},{"role":"residence","code":"na","name":"NA"}]}
{"row":2,"names":[{"full":"B","kind":"primary"}],"countries":[{"role":"nationality","code":"ru","name":"RU; UA"},{"role":"nationality","code":"ua","name":"RU; UA"}]}
{"row":3,"names":[{"full":"C","kind":"primary"}],"countries":[{"role":"nationality","name":"Utopia"},{"role":"residence","code":"gb","name":"GBR"}]} unknown_country`,
		},
		"identifiers": {
			"name,passport number,passport country,LEI,id number,id type\nA,P1; P2,FR,529900T8BM49AURSDO55,123,SSN\nB,,,,9,Library card\n",
			`{"row":1,"names":[{"full":"A","kind":"primary"}],"identifiers":[{"type":"passport","value":"P1","country":"fr"},{"type":"passport","value":"P2","country":"fr"},{"type":"lei","value":"529900T8BM49AURSDO55"},{"type":"national_id","value":"123","label":"SSN"}]}
{"row":2,"names":[{"full":"B","kind":"primary"}],"identifiers":[{"type":"other","value":"9","label":"Library card"}]}`,
		},
		"addresses": {
			"name,street,house number,zip,city,address country,email\nA,Main Street,7,1010,Vienna,Austria,a@b.at; c@d.at\n",
			`{"row":1,"names":[{"full":"A","kind":"primary"}],"addresses":[{"street":"Main Street 7","city":"Vienna","postal_code":"1010","country":"at","country_name":"Austria"}],"emails":["a@b.at","c@d.at"]}`,
		},
		"one address": {
			"name,address\nA,\"7 Main Street, Vienna\"\n",
			`{"row":1,"names":[{"full":"A","kind":"primary"}],"addresses":[{"text":"7 Main Street, Vienna"}]}`,
		},
		"order of dates from the column": {
			"name,dob\nA,03/04/1985\nB,12/31/1960\n",
			`{"row":1,"names":[{"full":"A","kind":"primary"}],"birth_dates":["1985-03-04"]}
{"row":2,"names":[{"full":"B","kind":"primary"}],"birth_dates":["1960-12-31"]}`,
		},
		"no order to be seen": {
			"name,dob\nA,03/04/1985\n",
			`{"row":1,"names":[{"full":"A","kind":"primary"}],"birth_dates":["1985-04-03","1985-03-04"]} ambiguous_date`,
		},
		"faults": {
			"name,dob\n,1985\n---,1985\nNull,31/02/1985\nC,31362\n3M,\nM\xfcller,1960\n",
			`{"row":1} no_name
{"row":2} no_name
{"row":3,"names":[{"full":"Null","kind":"primary"}]} bad_date
{"row":4,"names":[{"full":"C","kind":"primary"}]} serial_date
{"row":5,"names":[{"full":"3M","kind":"primary"}]}
{"row":6,"names":[{"full":"M�ller","kind":"primary"}],"birth_dates":["1960"]} encoding`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := strings.Join(parties(t, c.in, nil), "\n")
			// Dates stand in rows without a name too; they are not screened.
			got = strings.ReplaceAll(got, `,"birth_dates":["1985"]} no_name`, `} no_name`)
			if got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func mapping(t *testing.T, text string) *table.Mapping {
	t.Helper()
	m, err := table.ReadMapping(strings.NewReader(text), "map.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestPartyWithMapping(t *testing.T) {
	m := mapping(t, `# A branch's own words
columns:
  Wer: name            # who
  'Wann: geboren': birth date
  3: nationality
  Notiz: ignore
constants:
  type: person
  nationality: DE
dates: mm/dd/yyyy
`)
	got := parties(t, "Wer;Wann: geboren;X;Notiz;email\nA;03/04/1985;FR;secret;a@b.c\nB;13/04/1985;;;\n", m)
	want := []string{
		`{"row":1,"schema":"Person","names":[{"full":"A","kind":"primary"}],"birth_dates":["1985-03-04"],"countries":[{"role":"nationality","code":"fr","name":"FR"}],"emails":["a@b.c"]}`,
		`{"row":2,"schema":"Person","names":[{"full":"B","kind":"primary"}],"birth_dates":["1985-04-13"],"countries":[{"role":"nationality","code":"de","name":"DE"}]} date_order`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestConstantYieldsToAnyColumn: a constant holds where no column of its field
// says anything.
func TestConstantYieldsToAnyColumn(t *testing.T) {
	m := mapping(t, "constants:\n  nationality: AT\n")
	got := parties(t, "name,nationality 1,nationality 2\nA,DE,\nB,,FR\nC,,\n", m)
	want := []string{"de", "fr", "at"}
	for i := range want {
		if n := strings.Count(got[i], `"code"`); n != 1 || !strings.Contains(got[i], `"code":"`+want[i]+`"`) {
			t.Errorf("row %d: %s, want %s alone", i+1, got[i], want[i])
		}
	}
}

func TestMappingErrors(t *testing.T) {
	for text, want := range map[string]string{
		"columns:\n  A: nme\n":               `line 2: "nme" is no field; there are address`,
		"columns:\n  A: name\n  A: id\n":     "line 3: the column \"A\" is mapped twice",
		"columns: A\n":                       "line 1: put the columns on lines of their own",
		"  A: name\n":                        "line 1: the line is indented but belongs to no section",
		"columns:\n\tA: name\n":              "line 2: the line begins with a tab",
		"columns:\n  A\n":                    "line 2: there is no colon",
		"columns:\n  \"A: name\n":            "line 2: the quote is not closed",
		"columns:\n  A:\n":                   "line 2: \"A\" has no value",
		"dates: american\n":                  "line 1: the date format \"american\"",
		"separator: dot\n":                   "line 1: the separator",
		"ids: random\n":                      "line 1: ids is",
		"colums:\n  A: name\n":               "line 1: \"colums\" is no setting",
		"constants:\n  type: a\n  type: b\n": "line 3: \"type\" can have one constant",
		"columns:\n  \xff: name\n":           "line 2: the line is not UTF-8",
	} {
		_, err := table.ReadMapping(strings.NewReader(text), "map.yaml")
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "map.yaml, line") {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
}

func TestColumnErrors(t *testing.T) {
	for _, c := range []struct {
		header, mapping, want string
	}{
		{"id,country,who", "", `map the one that holds it with a mapping file (not recognised: "who")`},
		{"4711,Smith,1985", "", "none of the 3 columns is recognised as a name; let the first line"},
		{"name,dob,Name", "", "columns 1 and 3 have the same name"},
		{"id,birth date", "", "no column holds names"},
		{"id,name", "columns:\n  Who: name\n", `the mapping names a column "Who", which the table does not have`},
	} {
		var m *table.Mapping
		if c.mapping != "" {
			m = mapping(t, c.mapping)
		}
		_, err := table.NewColumns(strings.Split(c.header, ","), "test.csv", m, table.Block{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.header, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), "Smith") {
			t.Errorf("the error tells a customer's name: %v", err)
		}
	}
	if _, err := table.NewColumns([]string{"x", "x"}, "test.csv", mapping(t, "columns:\n  1: name\n  2: ignore\n"), table.Block{}); err != nil {
		t.Errorf("doubled headers mapped by number: %v", err)
	}
}

// wide is a customers file with all kinds of columns.
func wide(rows int) []byte {
	var b bytes.Buffer
	b.WriteString("id,first name,last name,dob,nationality,passport,passport country,gender,type,street,city,email\n")
	for i := range rows {
		fmt.Fprintf(&b, "%08d,Anna,Kowalska,%02d/%02d/%04d,Poland,AB%06d,PL,F,person,Main Street %d,Warsaw,a%d@example.org\n",
			i, 1+i%28, 1+i%12, 1940+i%60, i, i%100, i)
	}
	return b.Bytes()
}

func eachParty(tb testing.TB, data []byte, subjects []interdict.Subject) (rows int) {
	r, err := table.NewReader(bytes.NewReader(data), "bench.csv", table.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	c, err := table.NewColumns(r.Header(), "bench.csv", nil, r.Sample())
	if err != nil {
		tb.Fatal(err)
	}
	var row table.Row
	var words table.Text
	for {
		b, err := r.Next()
		if err == io.EOF {
			return rows
		}
		if err != nil {
			tb.Fatal(err)
		}
		b.Parse(&row, func(row *table.Row) {
			if f := c.Party(row, &subjects[rows%len(subjects)], &words); f != 0 {
				tb.Fatalf("row %d: faults %b", row.Number, f)
			}
			rows++
		})
	}
}

// TestPartyCostsNoMemory: a row costs nothing but its share of the block and
// of the piece that joined names stand in.
func TestPartyCostsNoMemory(t *testing.T) {
	data := wide(20_000)
	subjects := make([]interdict.Subject, 100)
	eachParty(t, data, subjects)
	allocs := testing.AllocsPerRun(1, func() { eachParty(t, data, subjects) })
	if perRow := allocs / 20_000; perRow > 0.05 {
		t.Errorf("%.2f allocations a row", perRow)
	}
}

func BenchmarkPartyWide(b *testing.B)   { benchmarkParty(b, wide(100_000)) }
func BenchmarkPartyNarrow(b *testing.B) { benchmarkParty(b, customers(100_000, false)) }

func benchmarkParty(b *testing.B, data []byte) {
	subjects := make([]interdict.Subject, 1000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	rows := 0
	for b.Loop() {
		rows += eachParty(b, data, subjects)
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds()/1e6, "Mrows/s")
}

// FuzzMapping: a mapping is read or refused with its line, never worse.
func FuzzMapping(f *testing.F) {
	f.Add("columns:\n  A: name\n  \"B: c\": id # x\nconstants:\n  type: person\ndates: dd.mm.yyyy\nseparator: tab\n")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := table.ReadMapping(strings.NewReader(text), "m")
		if err == nil {
			table.NewColumns([]string{"A", "name"}, "test.csv", m, table.Block{})
		}
	})
}
