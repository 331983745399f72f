package canary_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"iter"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/canary"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/screen"
)

// listings are some, by reference.
type listings []interdict.Listing

func (l listings) Contents(context.Context) (out []register.Content, err error) {
	for i := range l {
		out = append(out, register.Content{Ref: interdict.Ref{List: l[i].List, ID: l[i].ID}})
	}
	return out, nil
}

func (l listings) These(_ context.Context, refs []interdict.Ref) iter.Seq2[*interdict.Listing, error] {
	return func(yield func(*interdict.Listing, error) bool) {
		for _, r := range refs {
			for i := range l {
				if l[i].List == r.List && l[i].ID == r.ID && !yield(&l[i], nil) {
					return
				}
			}
		}
	}
}

func listing(list, id, name string, kind interdict.NameKind) interdict.Listing {
	return interdict.Listing{List: list, ID: id, Schema: interdict.Person, Kind: interdict.Sanction, Names: []interdict.Name{{Full: name, Kind: kind}}}
}

func derive(t *testing.T, l listings, lists ...canary.List) *canary.Set {
	t.Helper()
	s, err := canary.Derive(context.Background(), l, lists, func(l *interdict.Listing) bool { return l.Kind.OnByDefault() })
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Each alteration writes names otherwise, and every canary is found by an engine
// over the lists that it is of.
func TestCanariesAreFoundByTheEngine(t *testing.T) {
	var all listings
	for i, name := range []string{"José Fernández Gutiérrez", "Zhao Guangzong", "Jean-Pierre Bemba-Gombo", "Konstantin Wolfeschlegel", "Bartholomew Kowalczykowski",
		"Vyacheslav Papadimitriou", "Владимир Владимирович Путин", "Muhammad Abdallah", "Øystein Åkesson-Lindqvist", "Müller-Lüdenscheidt Heinz", "Abd-al-Rahman Al-Tikriti"} {
		all = append(all, listing("a", string(rune('a'+i)), name, interdict.PrimaryName))
	}
	made := map[string]bool{}
	for day := range 40 { // other editions, other canaries
		s := derive(t, all, canary.List{ID: "a", Edition: time.Unix(int64(day), 0).UTC().String()})
		if s.Len() != 6 {
			t.Fatalf("%d canaries", s.Len())
		}
		of := screen.EntityOf{}
		for i := range all {
			of[interdict.Ref{List: "a", ID: all[i].ID}] = "e" + all[i].ID
		}
		e, err := screen.FromListings(func(yield func(*interdict.Listing, error) bool) {
			for i := range all {
				if !yield(&all[i], nil) {
					return
				}
			}
		}, of, "s", []screen.ListInfo{{ID: "a"}})
		if err != nil {
			t.Fatal(err)
		}
		asked := &canary.Asked{Intake: canary.File, Engine: e, Answered: map[string][]interdict.Hit{}}
		for c := range s.All() {
			made[c.Alteration] = true
			if c.Written == c.Listed && c.Alteration != "capitals" {
				t.Errorf("%+v is written as listed", c)
			}
			r, err := e.Screen(c.Subject(), screen.Query{})
			if err != nil {
				t.Fatal(err)
			}
			asked.Answered[c.ID] = r.Hits
		}
		out := s.Judge(asked)
		if !out.OK || out.Lists[0].Found != 6 {
			t.Errorf("%+v", out)
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if len(made) != 6 {
		t.Errorf("only %v were made", made)
	}
}

// A list without a name that suffices, or without a listing that is looked for,
// has no canary and says why.
func TestNoCanary(t *testing.T) {
	pep := listing("peps", "1", "Guangzong Zhao", interdict.PrimaryName)
	pep.Kind = interdict.Exposed
	s := derive(t, listings{listing("aliases", "1", "Guangzong Zhao", interdict.AliasName), listing("empty", "1", "", interdict.PrimaryName), pep},
		canary.List{ID: "aliases"}, canary.List{ID: "empty"}, canary.List{ID: "peps"}, canary.List{ID: "gone"})
	for i, want := range []string{"has a name", "has a name", "is of a kind", "is of a kind"} {
		if of := s.Lists[i]; len(of.Canaries) > 0 || !strings.Contains(of.Note, want) {
			t.Errorf("%+v", of)
		}
	}
	out := s.Judge(&canary.Asked{Engine: engine(t)})
	if !out.OK || len(out.Lists) != 4 || out.Lists[0].Note == "" {
		t.Errorf("%+v", out)
	}
}

func engine(t *testing.T) *screen.Engine {
	one := listing("a", "1", "Guangzong Zhao", interdict.PrimaryName)
	e, err := screen.FromListings(func(yield func(*interdict.Listing, error) bool) { yield(&one, nil) }, screen.EntityOf{{List: "a", ID: "1"}: "e"}, "s", []screen.ListInfo{{ID: "a"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

// Where a canary was lost is told by what the intake did with it.
func TestStages(t *testing.T) {
	e := engine(t)
	s := derive(t, listings{listing("a", "1", "Guangzong Zhao", interdict.PrimaryName)}, canary.List{ID: "a"})
	id := s.Lists[0].Canaries[0].ID
	nothing := map[string][]interdict.Hit{id: nil}
	for _, c := range []struct {
		asked canary.Asked
		stage string
	}{
		{canary.Asked{Refused: map[string]string{id: "no_name"}}, canary.StageRead},
		{canary.Asked{}, canary.StageRead},
		{canary.Asked{Answered: nothing, Query: screen.Query{Lists: []string{"b"}}}, canary.StageList},
		{canary.Asked{Answered: nothing, Query: screen.Query{On: func(string, interdict.Kind) bool { return false }}}, canary.StageKind},
		{canary.Asked{Answered: nothing}, canary.StageAnswer},
		{canary.Asked{Answered: map[string][]interdict.Hit{id: {{Lists: []string{"b"}, ListingIDs: []string{"1"}}}}}, canary.StageAnswer}, // another's hit
	} {
		c.asked.Engine = e
		out := s.Judge(&c.asked)
		if out.OK || len(out.Lists[0].Lost) != 1 || out.Lists[0].Lost[0].Stage != c.stage || out.Lists[0].Lost[0].Words == "" {
			t.Errorf("want %s: %+v", c.stage, out.Lists)
		}
	}
	other := derive(t, listings{listing("b", "9", "Ni Gaobin", interdict.PrimaryName)}, canary.List{ID: "b"})
	out := other.Judge(&canary.Asked{Engine: e, Answered: map[string][]interdict.Hit{other.Lists[0].Canaries[0].ID: nil}})
	if out.OK || out.Lists[0].Lost[0].Stage != canary.StageSnapshot {
		t.Errorf("%+v", out.Lists)
	}
}

// The file of canaries is a customer file.
func TestWriteCSV(t *testing.T) {
	s := derive(t, listings{listing("a", "1", "Guang\"zong, Zhao", interdict.PrimaryName)}, canary.List{ID: "a"})
	var b bytes.Buffer
	if err := s.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(rows) != 2 || !slices.Equal(rows[1], []string{"interdict-canary:a:1:capitals", "GUANG\"ZONG, ZHAO"}) {
		t.Errorf("%v %v", rows, err)
	}
}

// Outcomes and decisions are read as they were kept.
func TestFolder(t *testing.T) {
	f := canary.In(t.TempDir())
	if out, err := f.Last(); err != nil || len(out) != 0 {
		t.Errorf("%v %v", out, err)
	}
	at := time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
	for _, intake := range []canary.Intake{canary.Service, canary.File} {
		if err := f.Keep(&canary.Outcome{Intake: intake, At: at, OK: true, Lists: []canary.Passed{{List: "a", Canaries: 2, Found: 2}}}); err != nil {
			t.Fatal(err)
		}
	}
	out, err := f.Last()
	if err != nil || len(out) != 2 || out[0].Intake != canary.File || out[1].Intake != canary.Service {
		t.Fatalf("%+v %v", out, err)
	}
	if all, found := out[0].Count(); all != 2 || found != 2 {
		t.Errorf("%d %d", all, found)
	}
}

// counted counts how often the listings are read.
type counted struct {
	listings
	read int
}

func (c *counted) Contents(ctx context.Context) ([]register.Content, error) {
	c.read++
	return c.listings.Contents(ctx)
}

// Canaries are made once for the editions in force, and anew where an edition is
// another or what was kept is damaged; they are always those that Derive makes.
func TestCanariesAreKept(t *testing.T) {
	from := &counted{listings: listings{listing("a", "1", "José Fernández Gutiérrez", interdict.PrimaryName), listing("b", "1", "Vyacheslav Papadimitriou", interdict.PrimaryName)}}
	folder := canary.Folder(filepath.Join(t.TempDir(), "canaries"))
	on := func(l *interdict.Listing) bool { return l.Kind.OnByDefault() }
	reads := func(want int, lists ...canary.List) {
		t.Helper()
		from.read = 0
		got, err := folder.Derive(context.Background(), from, lists, on)
		if err != nil {
			t.Fatal(err)
		}
		if from.read != want {
			t.Errorf("the listings were read %d times, want %d", from.read, want)
		}
		if fresh := derive(t, from.listings, lists...); !reflect.DeepEqual(got, fresh) || got.Len() == 0 {
			t.Errorf("the canaries are %+v, want %+v", got, fresh)
		}
	}
	a, b := canary.List{ID: "a", Edition: "1"}, canary.List{ID: "b", Edition: "1"}
	reads(1, a, b)
	reads(0, a, b)
	reads(1, a)
	reads(1, canary.List{ID: "a", Edition: "2"}, b)
	reads(0, canary.List{ID: "a", Edition: "2"}, b)
	path := filepath.Join(string(folder), "derived.json")
	text, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, bytes.ReplaceAll(text, []byte("Papadimitriou"), []byte("Papadimitrio")), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	reads(1, canary.List{ID: "a", Edition: "2"}, b)
	if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	reads(1, canary.List{ID: "a", Edition: "2"}, b)
}
