package subjects_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/subjects"
	"github.com/interdict/interdict/table"
	"github.com/interdict/interdict/table/tabletest"
)

// TestWorkbook reads customers from a sheet below its title, with dates as
// spreadsheets hold them.
func TestWorkbook(t *testing.T) {
	book := tabletest.Workbook(false, tabletest.Sheet{Name: "Customers", Rows: [][]any{
		{"Customers of the branch"},
		{"id", "name", "dob", "country", "vip"},
		{1, "Zhao Guangzong", interdict.Day(1985, 11, 12), "CN", true},
		{2, "Ni Gaobin", 31363, "CN"},
		{3, nil, nil, "CN"},
	}})
	path := filepath.Join(t.TempDir(), "customers.xlsx")
	if err := os.WriteFile(path, book, 0o600); err != nil {
		t.Fatal(err)
	}
	want := `{"id":"1","row":1,"kind":"customer","names":[{"full":"Zhao Guangzong","kind":"primary"}],"birth_dates":["1985-11-12"],"countries":[{"code":"cn","name":"CN"}]}
{"id":"2","row":2,"kind":"customer","names":[{"full":"Ni Gaobin","kind":"primary"}],"countries":[{"code":"cn","name":"CN"}]}
2 serial_date true
3 no_name false
`
	c, err := subjects.Open(path, subjects.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	got, refused := all(t, c)
	if s := flat(t, got, refused); s != want {
		t.Errorf("got\n%swant\n%s", s, want)
	}
	if u := c.Unknown(); len(u) != 1 || u[0] != "vip" {
		t.Errorf("unknown columns %q", u)
	}
	if c, err = subjects.Read(bytes.NewReader(book), "stdin", subjects.Options{}); err != nil {
		t.Fatal(err)
	}
	got, refused = all(t, c)
	if s := flat(t, got, refused); s != want {
		t.Errorf("from a stream: got\n%swant\n%s", s, want)
	}
	_, err = subjects.Read(bytes.NewReader(book), "stdin", subjects.Options{Mapping: &table.Mapping{Sheet: "Firms"}})
	if err == nil || !strings.Contains(err.Error(), `no sheet "Firms"; write one that it has: Customers`) {
		t.Errorf("error %v", err)
	}
}
