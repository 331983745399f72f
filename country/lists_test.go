package country

import (
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestRealLists resolves every country cell of three real lists. A cell may
// name several countries; it counts as resolved when all of them are known.
func TestRealLists(t *testing.T) {
	root := sharedLists(t)
	cells := map[string]int{}
	ukCells(t, filepath.Join(root, "uk/ConList_2025-04-10.csv"), cells)
	unCells(t, filepath.Join(root, "un/consolidated_2026-08-01.xml"), cells)
	ofacCells(t, filepath.Join(root, "ofac/2026-08/add.csv"), cells)

	all, lost := 0, 0
	var unresolved []string
	for cell, n := range cells {
		all += n
		if All(cell) == nil {
			lost += n
			unresolved = append(unresolved, cell)
		}
	}
	slices.Sort(unresolved)
	t.Logf("%d cells, %d different, %d unresolved: %q", all, len(cells), lost, unresolved)
	if all < 40_000 || lost*100 > all {
		t.Errorf("%d of %d cells unresolved, want under 1 %%", lost, all)
	}
}

// sharedLists is the folder of published lists beside the repository; without
// it the test is skipped.
func sharedLists(t *testing.T) string {
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		lists := filepath.Join(dir, "shared", "data", "lists")
		if _, err := os.Stat(lists); err == nil {
			return lists
		}
	}
	t.Skip("no folder shared/data/lists beside the repository: real lists not tested")
	return ""
}

func open(t *testing.T, path string) *os.File {
	f, err := os.Open(path)
	if err != nil {
		t.Skipf("real list not tested: %v", err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func count(cells map[string]int, cell string) {
	if cell = strings.TrimSpace(cell); cell != "" && cell != "-0-" {
		cells[cell]++
	}
}

func ukCells(t *testing.T, path string, cells map[string]int) {
	r := csv.NewReader(open(t, path))
	r.FieldsPerRecord = -1
	var columns []int
	for line := 1; ; line++ {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if line == 2 {
			for _, name := range []string{"Country", "Nationality", "Country of Birth"} {
				columns = append(columns, slices.Index(row, name))
			}
		}
		for _, c := range columns {
			if line > 2 {
				count(cells, row[c])
			}
		}
	}
}

func unCells(t *testing.T, path string, cells map[string]int) {
	d := xml.NewDecoder(open(t, path))
	var stack []string
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			stack = append(stack, tok.Name.Local)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			n := len(stack)
			if n < 2 {
				continue
			}
			last, before := stack[n-1], stack[n-2]
			if strings.Contains(last, "COUNTRY") || last == "VALUE" && before == "NATIONALITY" {
				count(cells, string(tok))
			}
		}
	}
}

func ofacCells(t *testing.T, path string, cells map[string]int) {
	r := csv.NewReader(open(t, path))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if len(row) > 4 {
			count(cells, row[4])
		}
	}
}
