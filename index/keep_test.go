package index

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/interdict/interdict"
	"pgregory.net/rapid"
)

// built is the file that a Builder makes, opened again.
func built(t *rapid.T, dir string, b *Builder) (*Snapshot, []byte) {
	var out bytes.Buffer
	hash, err := b.Snapshot(Meta{State: "a state"}).Write(&out)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, hash+Extension)
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return s, out.Bytes()
}

// Whatever changes, taking over what did not gives the file, byte for byte, that
// compiling everything from nothing gives.
func TestKeepEqualsCompilingFromNothing(t *testing.T) {
	names, dir := goldenNames(t), t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		draw := func(n int) *interdict.Entity {
			e := &interdict.Entity{ID: fmt.Sprint("entity-", n)}
			for range rapid.IntRange(1, 3).Draw(t, "listings") {
				e.Listings = append(e.Listings, goldenListing(names, rapid.IntRange(0, len(names)-1).Draw(t, "listing")))
			}
			return e
		}
		now, next := []*interdict.Entity{}, 0
		for ; next < rapid.IntRange(1, 20).Draw(t, "entities"); next++ {
			now = append(now, draw(next))
		}
		var before *Snapshot
		place := map[*interdict.Entity]uint32{} // in the snapshot before
		for range rapid.IntRange(2, 4).Draw(t, "rounds") {
			kept, nothing := NewBuilder(), NewBuilder()
			for _, e := range now {
				err := nothing.Add(e)
				if n, ok := place[e]; ok && err == nil {
					err = kept.Keep(before, n, e.ID)
				} else if err == nil {
					err = kept.Add(e)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			after, got := built(t, dir, kept)
			fresh, want := built(t, dir, nothing)
			fresh.Close()
			if !bytes.Equal(got, want) {
				t.Fatal("what was kept makes another file")
			}
			if before != nil {
				before.Close()
			}
			before = after
			clear(place)
			for i, e := range now {
				place[e] = uint32(i)
			}
			for range rapid.IntRange(0, 4).Draw(t, "changes") {
				at := rapid.IntRange(0, len(now)).Draw(t, "at")
				if at < len(now) && rapid.Bool().Draw(t, "removes") {
					now = slices.Delete(now, at, at+1)
				} else {
					now = slices.Insert(now, at, draw(next))
					next++
				}
			}
		}
		before.Close()
	})
}

// What does not fit is not kept.
func TestKeepRefusesAnotherEntity(t *testing.T) {
	s := compile(t, []interdict.Listing{goldenListing(goldenNames(t), 1)})
	b := NewBuilder()
	for _, err := range []error{b.Keep(s, 0, "another"), b.Keep(s, 1, "golden-1")} {
		if err == nil {
			t.Error("what is not there was kept")
		}
	}
	if err := b.Keep(s, 0, "golden-1"); err != nil {
		t.Error(err)
	}
	if made := b.Snapshot(Meta{}); made.Entities() != 1 || made.refs.vals.n != s.refs.vals.n {
		t.Errorf("%d entities", made.Entities())
	}
}
