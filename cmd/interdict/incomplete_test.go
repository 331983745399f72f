package main

import (
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
