package base

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/register"
	"pgregory.net/rapid"
)

// tester is what both tests and rapid's tests can do.
type tester interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// drawEdition is an edition of a list, of few parties that other lists have too.
func drawEdition(t *rapid.T, list string, parties []int) (out []interdict.Listing) {
	for n := range 12 {
		if !slices.Contains(parties, n) {
			continue
		}
		l := interdict.Listing{List: list, ID: fmt.Sprint(n), Schema: interdict.Person}
		names := []string{"Anatoliy Valerievich KOVALEV", "Anatoly KOVALYOV", "Naser MALEKI", "Naser Ahmad MALEKI", "Wei LI"}
		l.Names = []interdict.Name{{Full: rapid.SampledFrom(names).Draw(t, "name"), Kind: interdict.PrimaryName}}
		l.BirthDates = []interdict.Date{interdict.Day(1960+rapid.IntRange(0, 1).Draw(t, "year"), 5, 17)}
		if rapid.Bool().Draw(t, "document") {
			l.Identifiers = []interdict.Identifier{{Type: interdict.Passport, Value: fmt.Sprint(700_000 + rapid.IntRange(0, 3).Draw(t, "passport")), Country: "ru"}}
		}
		out = append(out, l)
	}
	return out
}

func loadEdition(t tester, r *register.Register, list string, day int, listings []interdict.Listing) {
	t.Helper()
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d %+v", list, day, listings))
	meta := register.Meta{List: list, Published: interdict.Day(2024, 1, day), Files: []register.File{{Part: lists.Main, Name: "list", Size: 1, SHA256: sum}}}
	_, err := r.Load(context.Background(), meta, func(yield func(*interdict.Listing) error) (lists.Report, error) {
		for i := range listings {
			if err := yield(&listings[i]); err != nil {
				return lists.Report{}, err
			}
		}
		return lists.Report{}, nil
	}, register.LoadOptions{AcceptShrink: true, Now: time.Date(2024, 3, 1, 12, 0, day, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
}

// snapshot makes the current snapshot and returns its file, and what stands
// beside it.
func snapshot(t tester, f *Folder, r *register.Register) (path string, joins []byte) {
	t.Helper()
	v, err := r.InForce(context.Background(), register.AsOf{})
	if err != nil {
		t.Fatal(err)
	}
	e, path, err := f.Snapshot(context.Background(), r, v)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if joins, err = os.ReadFile(joinsOf(path)); err != nil {
		t.Fatal(err)
	}
	return path, joins
}

func newFolder(t tester, dir string) (*Folder, *register.Register) {
	t.Helper()
	f := &Folder{Dir: dir, Now: func() time.Time { return time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC) }}
	if err := f.Make(); err != nil {
		t.Fatal(err)
	}
	r, err := f.Register(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return f, r
}

// Whatever editions come, what is made of the snapshot before and what changed
// is, byte for byte, what is made from nothing; what stands beside it too.
func TestSnapshotOfChangesEqualsOneFromNothing(t *testing.T) {
	parent := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp(parent, "")
		if err != nil {
			t.Fatal(err)
		}
		f, r := newFolder(t, dir)
		defer r.Close()
		for day := range rapid.IntRange(2, 3).Draw(t, "editions") {
			list := rapid.SampledFrom([]string{"us_ofac_sdn", "eu_fsf", "un_sc_sanctions"}).Draw(t, "list")
			parties := rapid.SliceOfN(rapid.IntRange(0, 11), 1, 8).Draw(t, "parties")
			loadEdition(t, r, list, day+1, drawEdition(t, list, parties))
			path, joins := snapshot(t, f, r)
			if err := os.RemoveAll(filepath.Join(dir, "snapshots")); err != nil {
				t.Fatal(err)
			}
			fresh, freshJoins := snapshot(t, f, r)
			if path != fresh || !slices.Equal(joins, freshJoins) {
				t.Fatalf("edition %d: the snapshot of changes is another than that from nothing", day)
			}
		}
	})
}

// Whatever stands beside a snapshot, the next is right.
func TestDamagedJoinsAreLeftAside(t *testing.T) {
	party := func(list, id, name string) interdict.Listing {
		return interdict.Listing{List: list, ID: id, Schema: interdict.Person, Names: []interdict.Name{{Full: name, Kind: interdict.PrimaryName}},
			Identifiers: []interdict.Identifier{{Type: interdict.Passport, Value: "700001", Country: "ru"}}}
	}
	first := []interdict.Listing{party("eu_fsf", "1", "Anatoly KOVALYOV"), party("eu_fsf", "2", "Naser MALEKI")}
	second := []interdict.Listing{first[0], party("eu_fsf", "3", "Wei LI")}
	var other []byte // what stands beside another snapshot
	want := ""
	for _, c := range []struct {
		what   string
		damage func(t *testing.T, path string)
	}{
		{"none", func(*testing.T, string) {}},
		{"missing", func(t *testing.T, path string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}},
		{"cut short", func(t *testing.T, path string) {
			if err := os.Truncate(path, 100); err != nil {
				t.Fatal(err)
			}
		}},
		{"empty", func(t *testing.T, path string) {
			if err := os.Truncate(path, 0); err != nil {
				t.Fatal(err)
			}
		}},
		{"of another snapshot", func(t *testing.T, path string) {
			if err := os.WriteFile(path, other, 0o600); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		f, r := newFolder(t, t.TempDir())
		loadEdition(t, r, "us_ofac_sdn", 1, []interdict.Listing{party("us_ofac_sdn", "7", "Anatoliy KOVALEV")})
		loadEdition(t, r, "eu_fsf", 1, first)
		path, before := snapshot(t, f, r)
		c.damage(t, joinsOf(path))
		keptAgain(t, f, path, before)
		c.damage(t, joinsOf(path))
		loadEdition(t, r, "eu_fsf", 2, second)
		path, joins := snapshot(t, f, r)
		if want == "" {
			want, other = filepath.Base(path), joins
		}
		if filepath.Base(path) != want {
			t.Errorf("%s: another snapshot", c.what)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// keptAgain holds that whoever joins from nothing, since what stands beside the
// snapshot cannot be used, puts there what was there.
func keptAgain(t *testing.T, f *Folder, path string, before []byte) {
	t.Helper()
	if have := snapshotsIn(f.Dir).last(); have != nil {
		have.Close()
		return
	}
	b, err := f.Listings(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if _, err := b.Suggestions(context.Background(), 1); err != nil {
		t.Fatal(err)
	}
	if now, err := os.ReadFile(joinsOf(path)); err != nil || !bytes.Equal(now, before) {
		t.Errorf("%d bytes stand beside the snapshot, %d did: %v", len(now), len(before), err)
	}
}
