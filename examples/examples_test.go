// Package examples_test holds the example files to what they promise.
package examples_test

import (
	"encoding/csv"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/starter"
	"github.com/interdict/interdict/table"
)

// parties reads a table and fails where anything in it is not whole.
func parties(t *testing.T, file string, m *table.Mapping) (*table.Columns, []interdict.Subject) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	o := table.Options{}
	if m != nil {
		o.Separator, o.Encoding = m.Separator, m.Encoding
	}
	r, err := table.NewReader(f, file, o)
	if err != nil {
		t.Fatal(err)
	}
	columns, err := table.NewColumns(r.Header(), file, m, r.Sample())
	if err != nil {
		t.Fatal(err)
	}
	var all []interdict.Subject
	for {
		block, err := r.Next()
		if errors.Is(err, io.EOF) {
			return columns, all
		}
		if err != nil {
			t.Fatal(err)
		}
		var row table.Row
		var text table.Text
		for _, refused := range block.Parse(&row, func(row *table.Row) {
			var s interdict.Subject
			if faults := columns.Party(row, &s, &text); faults != 0 {
				faults.Each(func(code, reason string, _ bool) { t.Errorf("%s, row %d: %s: %s", file, row.Number, code, reason) })
			}
			all = append(all, s)
		}) {
			t.Errorf("%s, row %d: %s", file, refused.Row, refused.Reason)
		}
	}
}

// rows reads a file of plain comma-separated values without its header.
func rows(t *testing.T, file string) [][]string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil || len(all) < 2 {
		t.Fatalf("%s: %d rows, %v", file, len(all), err)
	}
	return all[1:]
}

// TestExpected holds customers.csv and expected.csv together: the same ids in
// the same order, a lesson for each, and listings that the starter register
// has.
func TestExpected(t *testing.T) {
	_, customers := parties(t, "customers.csv", nil)
	lessons := rows(t, "customers.csv")
	expected := rows(t, "expected.csv")
	if len(customers) != len(expected) {
		t.Fatalf("%d customers, %d expectations", len(customers), len(expected))
	}
	listed := starterText(t)
	for i, e := range expected {
		id, expect, listings := e[0], e[1], e[2]
		if customers[i].ID != id || lessons[i][len(lessons[i])-1] == "" {
			t.Errorf("row %d: customer %s, expectation %s, or no lesson", i+1, customers[i].ID, id)
		}
		if customers[i].Schema == "" {
			t.Errorf("%s has no type", id)
		}
		if expect != "hit" && expect != "clear" || (expect == "hit") != (listings != "") {
			t.Errorf("%s: expect %q, listings %q", id, expect, listings)
		}
		for l := range strings.SplitSeq(listings, ";") {
			if l != "" && !strings.Contains(listed, "\n"+l+",") && !strings.Contains(listed, ">"+l+"<") {
				t.Errorf("%s: the starter register has no listing %s", id, l)
			}
		}
	}
}

func starterText(t *testing.T) string {
	var all strings.Builder
	for _, f := range starter.Files() {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		all.WriteByte('\n')
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

func TestMapping(t *testing.T) {
	f, err := os.Open("vienna.map.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, err := table.ReadMapping(f, "vienna.map.yaml")
	if err != nil {
		t.Fatal(err)
	}
	columns, customers := parties(t, "vienna.csv", m)
	for _, u := range columns.Uses() {
		if u.Field == table.Unknown {
			t.Errorf("the column %q has no meaning", u.Header)
		}
	}
	var got []string
	for _, c := range customers {
		born := ""
		if len(c.BirthDates) > 0 {
			born = c.BirthDates[0].String()
		}
		got = append(got, strings.Join([]string{c.ID, string(c.Schema), c.Name(), born, c.Countries[0].Code}, "|"))
	}
	want := []string{
		"7001|Person|Dmitrij Wladimirowitsch Ovsjannikov|1977-02-21|ru",
		"7002|Person|Anna-Maria Huber|1981-09-03|at",
		"7003|Organization|Garantex Europe OÜ||ee",
		"7004|Person|Katarzyna Nowak|1969-12-17|pl",
	}
	if !slices.Equal(got, want) {
		t.Errorf("read\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestOwnList(t *testing.T) {
	columns, entries := parties(t, "own-list.csv", nil)
	for _, u := range columns.Uses() {
		if u.Field == table.Unknown {
			t.Errorf("the column %q has no meaning", u.Header)
		}
	}
	for _, e := range entries {
		if e.ID == "" || e.Schema == "" {
			t.Errorf("entry %d: id %q, type %q", e.Row, e.ID, e.Schema)
		}
	}
	if n := len(entries[0].Names); n != 3 {
		t.Errorf("the first entry has %d names, want its own and two aliases", n)
	}
}
