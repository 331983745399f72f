package population

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/subjects"
)

// fillAny gives every field of a value something, so that a field which the
// format forgets is noticed.
func fillAny(t *rapid.T, v reflect.Value, name string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(rapid.SampledFrom([]string{"", "Zhao", "赵光宗", "a longer text, with commas\nand lines", "x"}).Draw(t, name))
	case reflect.Int, reflect.Int64:
		v.SetInt(rapid.Int64Range(-3, 3000).Draw(t, name))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, name))
	case reflect.Struct:
		for i := range v.NumField() {
			fillAny(t, v.Field(i), name+"."+v.Type().Field(i).Name)
		}
	case reflect.Slice:
		n := rapid.IntRange(0, 3).Draw(t, name)
		if n == 0 {
			return // nil: an empty list and none are one
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fillAny(t, v.Index(i), fmt.Sprintf("%s[%d]", name, i))
		}
	default:
		t.Fatalf("a subject has a %s", v.Kind())
	}
}

// Every field of a subject comes back, however the memory was used before.
func TestMembersComeBackWhole(t *testing.T) {
	var again interdict.Subject
	rapid.Check(t, func(t *rapid.T) {
		var s interdict.Subject
		fillAny(t, reflect.ValueOf(&s).Elem(), "subject")
		s.Row, s.Path = 0, "" // where it stood is no part of it
		var buf []byte
		r := reader{rest: string(appendMember(nil, put, &s, &buf))}
		m := r.next()
		do, member, err := m.head()
		if err == nil {
			err = m.member(do, member, &again)
		}
		if err != nil || do != put || r.rest != "" {
			t.Fatalf("%v %v %q", do, err, r.rest)
		}
		if got, want := fmt.Sprintf("%+v", again), fmt.Sprintf("%+v", s); got != want {
			t.Fatalf("got  %s\nwant %s", got, want)
		}
	})
}

func FuzzMember(f *testing.F) {
	var buf []byte
	f.Add(string(appendMember(nil, put, &interdict.Subject{ID: "1", Names: []interdict.Name{{Full: "Zhao"}}}, &buf)))
	f.Add(string(appendMember(nil, remove, &interdict.Subject{ID: "1"}, &buf)))
	f.Fuzz(func(t *testing.T, page string) {
		s := &Source{later: []map[id]struct{}{nil}}
		s.Parse(blockOf(page), nil)
	})
}

// model is what a population should be: the rows of each id.
type model map[string][]string

func (m model) csv() string {
	var b strings.Builder
	b.WriteString("id,name\n")
	ids := make([]string, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		for _, name := range m[id] {
			fmt.Fprintf(&b, "%s,%s\n", id, name)
		}
	}
	return b.String()
}

func read(t fataler, text string) screen.Source {
	c, err := subjects.Read(strings.NewReader(text), "customers.csv", subjects.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

type fataler interface{ Fatal(...any) }

// members are those of a population, as the model has them.
func members(t fataler, p *Population) (model, int64) {
	return membersSince(t, p, 0, nil)
}

func membersSince(t fataler, p *Population, generation int, only func(string) bool) (model, int64) {
	s, err := p.OpenSince(generation, only)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	m := model{}
	err = s.each(context.Background(), func(c *interdict.Subject) error {
		m[strings.Clone(c.ID)] = append(m[c.ID], strings.Clone(c.Names[0].Full))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return m, s.Met(s.Notes())
}

func (m model) rows() (n int64) {
	for _, names := range m {
		n += int64(len(names))
	}
	return n
}

// Whatever files come one after the other, the population is what a map of ids
// would be, and what changed since any generation is known: no less than what
// differs.
func TestLikeAModel(t *testing.T) {
	key := sealed.NewKey()
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "population")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		folder := Folder(dir)
		now := model{}
		var states []model
		names := rapid.SampledFrom([]string{"Anna", "Bert", "Carla", "Dmitri"})
		some := func(least int) model {
			out := model{}
			for range rapid.IntRange(least, 12).Draw(t, "ids") {
				id := fmt.Sprintf("c%d", rapid.IntRange(0, 30).Draw(t, "id"))
				out[id] = append(out[id], names.Draw(t, "name"))
			}
			return out
		}
		var p *Population
		for i := range rapid.IntRange(1, 9).Draw(t, "files") {
			how := rapid.SampledFrom([]How{Full, Changes, Changes, Removals}).Draw(t, "how")
			if i == 0 {
				how = Full
			}
			file := some(1)
			next := model{}
			for id, rows := range now {
				next[id] = rows
			}
			switch how {
			case Full:
				next = file
			case Changes:
				for id, rows := range file {
					next[id] = rows
				}
			case Removals:
				for id := range file {
					delete(next, id)
				}
			}
			if p, err = folder.Add(context.Background(), "bank", &key, read(t, file.csv()), Options{How: how, AcceptShrink: true, Now: time.Now()}); err != nil {
				t.Fatal(err)
			}
			now = next
			states = append(states, now)
			got, seen := members(t, p)
			if !reflect.DeepEqual(got, now) || p.Members != now.rows() || seen != p.Members {
				t.Fatalf("after file %d (%s): %v (%d, %d), want %v", i, how, got, p.Members, seen, now)
			}
		}
		since := rapid.IntRange(1, len(states)).Draw(t, "since")
		set, err := p.ChangedSince(since)
		if err != nil {
			t.Fatal(err)
		}
		before := states[since-1]
		for n := range 31 {
			id := fmt.Sprintf("c%d", n)
			if !reflect.DeepEqual(before[id], now[id]) && !set.Has(id) {
				t.Fatalf("%s changed from %v to %v since %d, unnoticed", id, before[id], now[id], since)
			}
		}
		want := model{}
		for id, rows := range now {
			if set.Has(id) {
				want[id] = rows
			}
		}
		if got, met := membersSince(t, p, since, set.Has); !reflect.DeepEqual(got, want) || met != p.Members {
			t.Fatalf("changed since %d: %v (%d), want %v", since, got, met, want)
		}
	})
}

// Of members who changed, only the files that came since are read.
func TestOnlyNewFilesAreReadAgain(t *testing.T) {
	key := sealed.NewKey()
	folder := Folder(t.TempDir())
	everyone := model{}
	for i := range 500 {
		everyone[fmt.Sprint("c", i)] = []string{"Anna"}
	}
	var p *Population
	for i, file := range []model{everyone, {"c7": {"Bert"}}, {"c8": {"Anna"}}} {
		var err error
		if p, err = folder.Add(context.Background(), "bank", &key, read(t, file.csv()), Options{How: []How{Full, Changes, Removals}[i]}); err != nil {
			t.Fatal(err)
		}
	}
	for since, want := range []int{502, 2, 1, 0} {
		s, err := p.OpenSince(since, nil)
		if err != nil {
			t.Fatal(err)
		}
		rows := 0
		for b, err := s.Next(); err == nil; b, err = s.Next() {
			rows += b.Rows
			s.Parse(b, nil)
		}
		if met := s.Met(s.Notes()); rows != want || met != 499 {
			t.Errorf("since %d: %d rows were read, want %d; %d met", since, rows, want, met)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// A full file that is as the one before changes nobody.
func TestTheSameFileChangesNobody(t *testing.T) {
	key := sealed.NewKey()
	folder := Folder(t.TempDir())
	file := model{"a": {"Anna"}, "b": {"Bert", "Berti"}}
	for i := range 2 {
		p, err := folder.Add(context.Background(), "bank", &key, read(t, file.csv()), Options{How: Full})
		if err != nil {
			t.Fatal(err)
		}
		if want := []int64{2, 0}[i]; p.Loads[i].Changed != want {
			t.Errorf("file %d changed %d ids", i+1, p.Loads[i].Changed)
		}
	}
}

func TestRefusals(t *testing.T) {
	key, other := sealed.NewKey(), sealed.NewKey()
	folder := Folder(t.TempDir())
	ctx := context.Background()
	if _, err := folder.Add(ctx, "bank", &key, read(t, "id,name\n1,Anna\n"), Options{How: Changes}); !errors.Is(err, ErrNone) {
		t.Errorf("changes of nothing: %v", err)
	}
	if _, err := folder.Add(ctx, "bank", &key, read(t, "id,name\n,\n"), Options{How: Full}); !errors.Is(err, ErrEmpty) {
		t.Errorf("nobody: %v", err)
	}
	if left, err := os.ReadDir(string(folder)); err != nil || len(left) > 0 {
		t.Errorf("nothing came of it, and left is %v (%v)", left, err)
	}
	var big strings.Builder
	big.WriteString("id,name\n")
	for i := range 100 {
		fmt.Fprintf(&big, "%d,Customer %d\n", i, i)
	}
	p, err := folder.Add(ctx, "bank", &key, read(t, big.String()+",Nobody\n7,\n"), Options{How: Full})
	if err != nil {
		t.Fatal(err)
	}
	if l := p.Loads[0]; p.Members != 100 || l.Refused != 2 || l.Codes[CodeNoID] != 1 || l.Codes[subjects.CodeNoName] != 1 || l.Read != 102 {
		t.Errorf("%+v", l)
	}
	if _, err := folder.Add(ctx, "bank", &key, read(t, "id,name\n1,Anna\n"), Options{How: Full}); !errors.Is(err, ErrShrunk) {
		t.Errorf("shrunk: %v", err)
	}
	if _, err := folder.Add(ctx, "bank", &key, read(t, "id,name\n,\n"), Options{How: Full}); !errors.Is(err, ErrEmpty) || !strings.HasSuffix(err.Error(), ": 1 of 1 rows refused (no_name 1); each needs an id and a name") {
		t.Errorf("empty: %v", err)
	}
	if _, err := folder.Add(ctx, "bank", &other, read(t, big.String()), Options{How: Full}); !errors.Is(err, sealed.ErrKey) {
		t.Errorf("another key: %v", err)
	}
	if _, err := folder.Add(ctx, "../bank", &key, read(t, big.String()), Options{How: Full}); err == nil {
		t.Error("a name that leads elsewhere is taken")
	}
	if p, err = folder.Read("bank", &key); err != nil || p.Generation != 1 || p.Members != 100 {
		t.Errorf("what was refused has changed the population: %+v %v", p, err)
	}
	files, err := filepath.Glob(filepath.Join(string(folder), "bank", "*"))
	if err != nil || len(files) != 6 { // the population, its changes and refused rows, what it is made of, the lock
		t.Errorf("left: %v", files)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil || bytes.Contains(b, []byte("Customer")) {
			t.Errorf("%s gives a customer away: %v", f, err)
		}
	}
}

// Removals need ids alone.
func TestRemovalsByID(t *testing.T) {
	key := sealed.NewKey()
	folder := Folder(t.TempDir())
	ctx := context.Background()
	if _, err := folder.Add(ctx, "bank", &key, read(t, "id,name\n1,Anna\n2,Bert\n"), Options{How: Full}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "gone.csv")
	if err := os.WriteFile(path, []byte("customer id\n2\n\"\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ids, err := OpenIDs(path)
	if err != nil {
		t.Fatal(err)
	}
	defer ids.Close()
	p, err := folder.Add(ctx, "bank", &key, ids, Options{How: Removals})
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := members(t, p); !reflect.DeepEqual(got, model{"1": {"Anna"}}) || p.Loads[1].Refused != 1 {
		t.Errorf("%v %+v", got, p.Loads[1])
	}
	set, err := p.ChangedSince(1)
	if err != nil || set.Len() != 1 || !set.Has("2") {
		t.Errorf("changed: %v %v", set, err)
	}
	if err := p.Forget(2); err != nil {
		t.Fatal(err)
	}
	if p, err = folder.Read("bank", &key); err != nil {
		t.Fatal(err)
	}
	if _, err := p.ChangedSince(1); !errors.Is(err, ErrForgotten) {
		t.Errorf("forgotten changes: %v", err)
	}
}

// Which rows were refused is kept, by number and code and with what stood in them,
// sealed, until the next full file.
func TestRefusedRows(t *testing.T) {
	folder, key := In(t.TempDir()), sealed.NewKey()
	add := func(text string, how How) *Population {
		p, err := folder.Add(context.Background(), "bank", &key, read(t, text), Options{How: how, AcceptShrink: true, Now: time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	var contents []string
	rows := func(p *Population) (out []string) {
		contents = nil
		all, err := p.Refused(0)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range all {
			out = append(out, fmt.Sprintf("%d:%d %s %t", r.Generation, r.Row, r.Code, r.Screened))
			contents = append(contents, r.Content)
		}
		return out
	}
	p := add("id,name,birth date\na,Anna Larsson,1970\n,Nobody,\nc,,1980\nd,Bo Nilsson,never\n", Full)
	if got := strings.Join(rows(p), "; "); p.Uncovered() != 2 || len(p.Loads[0].Codes) != 3 || !strings.Contains(got, "1:2 no_id false") || !strings.Contains(got, "1:3 no_name false") || !strings.Contains(got, "1:4 bad_date true") {
		t.Errorf("%d %s", p.Uncovered(), got)
	}
	if want := []string{",Nobody,", "c,,1980", "d,Bo Nilsson,never"}; !slices.Equal(contents, want) {
		t.Errorf("%q, want %q", contents, want)
	}
	if file, err := os.ReadFile(p.path(1, refusedExtension)); err != nil || bytes.Contains(file, []byte("Nilsson")) {
		t.Errorf("what stood in the rows can be read without the key: %v", err)
	}
	p = add("id,name\ne,Eva\n,Nobody\n", Changes)
	if got := rows(p); p.Uncovered() != 3 || len(got) != 4 || got[3] != "2:2 no_id false" {
		t.Errorf("%d %v", p.Uncovered(), got)
	}
	if got, err := p.Refused(2); err != nil || len(got) != 2 {
		t.Errorf("%v %v", got, err)
	}
	other := key
	other[0] ^= 1
	if _, err := folder.Read("bank", &other); err == nil {
		t.Error("another key reads it")
	}
	p = add("id,name\na,Anna Larsson\nd,Bo Nilsson\n", Full)
	if got := rows(p); p.Uncovered() != 0 || len(got) != 0 {
		t.Errorf("%v", got)
	}
	left, err := filepath.Glob(filepath.Join(string(folder), "bank", "*.refused"))
	if err != nil || len(left) > 0 {
		t.Errorf("%v %v", left, err)
	}
}
