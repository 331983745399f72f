package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
)

// An edition without its publisher's file of aliases is never called sound, however
// fresh it is.
func TestIncompleteList(t *testing.T) {
	data, dir := t.TempDir(), t.TempDir()
	for _, name := range []string{"sdn.csv", "add.csv", "sdn_comments.csv"} {
		write(t, filepath.Join(dir, name), read(t, filepath.Join("..", "..", "lists", "ofac", "testdata", "csv", name)))
	}
	load := func() {
		t.Helper()
		if status, _, errs := at(clock, data, "--quiet", "lists", "load", dir, "--published", "2026-11-20", "--accept-shrink"); status != exitDone && status != exitIncomplete {
			t.Fatal(status, errs)
		}
	}
	says := func(want int, word, note string, args ...string) {
		t.Helper()
		status, out, errs := at(clock, data, args...)
		if status != want || !strings.Contains(out, `"health":"`+word+`"`) || strings.Contains(out, "missing: alt.csv: the strong aliases of all parties") != (note != "") {
			t.Errorf("%v: exit status %d: %s %s", args, status, out, errs)
		}
	}
	customers := filepath.Join(t.TempDir(), "customers.csv")
	write(t, customers, []byte("id,name\n1,Nobody Whatever\n"))
	load()
	says(exitIncomplete, "incomplete", "missing", "lists", "status", "--json")
	if status, out, errs := at(clock, data, "screen", customers); status != exitDone || !strings.Contains(out, "incomplete") || !strings.Contains(out, "missing: alt.csv") {
		t.Errorf("a report does not say it: %d %s %s", status, out, errs)
	}
	write(t, filepath.Join(dir, "alt.csv"), read(t, filepath.Join("..", "..", "lists", "ofac", "testdata", "csv", "alt.csv")))
	load()
	says(exitDone, "ok", "", "lists", "status", "--json")
}

// A load takes what it is given and says what that lacks. It is not done with it
// where the file is gone that the edition before had: its entries are no longer
// in force.
func TestLoadWithoutAPart(t *testing.T) {
	data := t.TempDir()
	part := func(name string) (kept []byte) {
		for line := range bytes.Lines(read(t, filepath.Join("..", "..", "lists", "ofac", "testdata", "csv", name))) {
			if !bytes.HasPrefix(line, []byte("99999,")) { // which would be refused
				kept = append(kept, line...)
			}
		}
		return kept
	}
	for _, c := range []struct {
		published string
		parts     []string
		want      int
		lost      string
	}{
		{"2026-11-20", []string{"sdn.csv", "add.csv"}, exitDone, ""},
		{"2026-11-21", []string{"sdn.csv", "add.csv", "alt.csv"}, exitDone, ""},
		{"2026-11-22", []string{"sdn.csv", "alt.csv"}, exitIncomplete, `"lost_parts":["add.csv"]`},
		{"2026-11-19", []string{"sdn.csv"}, exitDone, ""},
	} {
		dir := t.TempDir()
		for _, name := range c.parts {
			write(t, filepath.Join(dir, name), part(name))
		}
		status, out, errs := at(clock, data, "--quiet", "--json", "lists", "load", dir, "--published", c.published, "--accept-shrink")
		if status != c.want || (c.lost == "") != !strings.Contains(out, "lost_parts") || !strings.Contains(out, c.lost) {
			t.Errorf("%s of %v: exit status %d, want %d with %s: %s %s", c.published, c.parts, status, c.want, c.lost, out, errs)
		}
	}
}
