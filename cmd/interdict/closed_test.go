package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A list that is no longer published is never called fresh: without what replaced it,
// it is stale, and with it, closed.
func TestClosedList(t *testing.T) {
	dir := t.TempDir()
	uk := filepath.Join("..", "..", "lists", "uk", "testdata")
	load := func(args ...string) {
		t.Helper()
		if status, _, errs := at(clock, dir, append([]string{"--quiet", "lists", "load"}, args...)...); status != exitDone && status != exitIncomplete {
			t.Fatal(status, errs)
		}
	}
	says := func(want int, words ...string) {
		t.Helper()
		status, out, _ := at(clock, dir, "lists", "status", "--json")
		if status != want {
			t.Errorf("exit status %d, want %d", status, want)
		}
		for _, w := range words {
			if !strings.Contains(out, w) {
				t.Errorf("%q is not said: %s", w, out)
			}
		}
	}
	load(filepath.Join(uk, "conlist.csv"))
	says(exitIncomplete, `"health":"stale"`, "closed on 28 January 2026 and replaced by UK Sanctions List (gb_fcdo_sanctions), which is not loaded: whoever was designated since is not found; `interdict lists update gb_fcdo_sanctions` loads it")
	customers := filepath.Join(t.TempDir(), "customers.csv")
	write(t, customers, []byte("id,name,birth date\n1,Nobody Whatever,1980-13-40\n"))
	if _, out, errs := at(clock, dir, "screen", customers); !strings.Contains(errs, "(gb_hmt_sanctions):") || !strings.Contains(errs, "Stale") {
		t.Errorf("a screening's summary does not call it stale: %s%s", out, errs)
	}
	if _, out, errs := at(clock, dir, "monitor", "add", "customers", "bank", customers); !strings.Contains(out, "1 row read, 0 refused, 1 value was left out (bad_date 1);") {
		t.Errorf("a value that was left out is told as a row that was refused: %s%s", out, errs)
	}
	next := regexp.MustCompile("<DateGenerated>[^<]*").ReplaceAll(read(t, filepath.Join(uk, "uksl.xml")), []byte("<DateGenerated>"+clock.Format("02/01/2006")))
	path := filepath.Join(t.TempDir(), "uksl.xml")
	write(t, path, next)
	load(path)
	says(exitDone, `"id":"gb_hmt_sanctions"`, `"health":"closed"`, "which is loaded: whoever was taken off that list since is still found here")
	if status, _, errs := at(clock, dir, "lists", "update", "gb_hmt_sanctions"); status != exitUsage || !strings.Contains(errs, "closed on 28 January 2026; gb_fcdo_sanctions is published in its place") {
		t.Errorf("updated: %d %s", status, errs)
	}
}
