package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/screen"
)

// readStored reads stored editions as `lists load` would.
func readStored(t *testing.T, folder string, editions ...[]string) (out []*interdict.Listing) {
	t.Helper()
	for _, files := range editions {
		var paths []string
		for _, f := range files {
			paths = append(paths, filepath.Join(folder, filepath.FromSlash(f)))
		}
		got, _, err := lists.Collect(t.Context(), paths, all.Formats(), lists.CollectOptions{})
		if err != nil || len(got) != 1 {
			t.Fatalf("%v: %d editions, error %v", files, len(got), err)
		}
		_, err = got[0].Format.Read(t.Context(), got[0].List, got[0].Files(), func(l *interdict.Listing) error {
			kept := *l
			out = append(out, &kept)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// The US Consolidated Screening List repeats OFAC's entries. Each whose OFAC
// listing is loaded is one entity with it, and its name finds that entity once.
// The stored collection is of 2022 and OFAC's lists of 2024 and 2025, so what
// was removed in between stands alone.
func TestOFACEntriesAreNotCountedTwice(t *testing.T) {
	found := readStored(t, storedLists(t),
		[]string{"lists/ofac/sdn_2024-05-03.csv"},
		[]string{"lists/ofac/consolidated-nonsdn/cons_prim.csv", "lists/ofac/consolidated-nonsdn/cons_alt.csv"},
		[]string{"lists/csl/consolidated.csv.gz"})
	each := func(yield func(*interdict.Listing, error) bool) {
		for _, l := range found {
			if !yield(l, nil) {
				return
			}
		}
	}
	of, err := base.Join(each)
	if err != nil {
		t.Fatal(err)
	}
	engine, err := screen.FromListings(each, of, "test", []screen.ListInfo{{ID: "us_ofac_sdn"}, {ID: "us_ofac_cons"}, {ID: "us_trade_csl"}})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	together, removed, others := 0, 0, 0
	for _, l := range found {
		number := ofacNumber(l)
		if l.List != "us_trade_csl" {
			continue
		}
		var twins []interdict.Ref
		for _, list := range []string{"us_ofac_sdn", "us_ofac_cons"} {
			if ref := (interdict.Ref{List: list, ID: number}); of[ref] != "" {
				twins = append(twins, ref)
			}
		}
		switch {
		case number == "":
			others++
			continue
		case len(twins) == 0:
			removed++
			continue
		}
		together++
		for _, twin := range twins {
			if of[twin] != of[l.Ref()] {
				t.Errorf("%v is %s, %v is %s", l.Ref(), of[l.Ref()], twin, of[twin])
			}
		}
		if together%25 != 0 { // a sample: each takes a search
			continue
		}
		r, err := engine.Screen(&interdict.Subject{Schema: l.Schema, Names: l.Names[:1]}, screen.Query{})
		if err != nil {
			t.Fatal(err)
		}
		times := 0
		for i := range r.Hits {
			if slices.Contains(r.Hits[i].ListingIDs, number) || slices.Contains(r.Hits[i].ListingIDs, l.ID) {
				times++
			}
		}
		if times != 1 {
			t.Errorf("%v (%s) is found %d times", l.Ref(), l.Caption(), times)
		}
	}
	t.Logf("of the collection's entries %d are with OFAC's own, %d were removed since, %d are of other lists", together, removed, others)
	if together < 9000 || removed > 1000 || others < 2000 {
		t.Errorf("%d are with OFAC's own, %d were removed since, %d are of other lists", together, removed, others)
	}
}

// ofacNumber is the number by which a listing of the collection says that it is
// OFAC's, empty where it is not.
func ofacNumber(l *interdict.Listing) string {
	for i := range l.Identifiers {
		if id := &l.Identifiers[i]; id.Type == interdict.CrossRef && strings.Contains(id.Label, "OFAC") {
			return id.Value
		}
	}
	return ""
}
