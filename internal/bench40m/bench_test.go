package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/internal/crowd"
)

// A small benchmark against invented lists, start to end: every figure is there,
// what is done is not done again, and another number of rows begins anew.
func TestBenchmark(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program and runs it some twenty times")
	}
	dir := t.TempDir()
	program := filepath.Join(dir, "interdict.exe")
	if said, err := exec.Command("go", "build", "-o", program, "../../cmd/interdict").CombinedOutput(); err != nil {
		t.Skipf("the program cannot be built here: %v: %s", err, said)
	}
	lookup := filepath.Join(dir, "onechanged.exe")
	if said, err := exec.Command("go", "build", "-o", lookup, "../onechanged").CombinedOutput(); err != nil {
		t.Skipf("a program cannot be built here: %v: %s", err, said)
	}
	b := &bench{rows: 20_000, dir: filepath.Join(dir, "bench"), program: program, lookup: lookup, data: filepath.Join(dir, "none"), duckdb: "off", parties: 1000, large: "make", largeParties: 3000, began: time.Now()}
	if err := b.run(context.Background(), false); err != nil {
		t.Fatal(err)
	}
	f := &b.state.Figures
	if !f.Invented || f.Listings != 1000 || len(f.Screened) != 1 || f.Screened[0].Rows != b.rows || f.Screened[0].PerSecond <= 0 || f.Screened[0].Resident <= 0 {
		t.Errorf("%+v", f.Screened)
	}
	if f.Found == nil || f.Found.All.Of+f.Found.Namesakes.Of != b.rows/crowd.Every || f.Found.All.Got == 0 || f.Found.Clean.Of != b.rows-b.rows/crowd.Every {
		t.Errorf("found: %+v", f.Found)
	}
	if s := f.Single; s == nil || s.Differ != 0 || s.Found != f.Found.All {
		t.Errorf("one by one: %+v, in the run %+v", s, f.Found.All)
	}
	if w := f.Watched; w == nil || w.Members != b.rows || w.Bytes == 0 || w.Changes == nil || w.Changes.Entities < 250 || w.OneMore.Entities < 1 || w.Nothing.Entities != 0 {
		t.Errorf("monitoring: %+v", w)
	}
	if l := f.Lookups; l == nil || l.Warm == nil || l.Warm.Changed != 1000 || l.Group == nil || l.Group.Changed != 1 || l.Warm.NoPostings {
		t.Errorf("changed listings: %+v", l)
	}
	if l := f.Large; l == nil || l.Rows != b.rows || l.SubjectsHit < f.Screened[0].SubjectsHit {
		t.Errorf("against more lists: %+v", l)
	}
	if e := f.Equal; e == nil || e.Rows+e.Left != b.rows || e.Rows == 0 || e.Hits == 0 || e.Hits != e.LargeHits || e.Left < f.Large.SubjectsHit-f.Screened[0].SubjectsHit {
		t.Errorf("at equal hits: %+v", e)
	}
	if f.Machine == nil || f.Parsing == nil || f.Parsing.Subjects <= 0 {
		t.Error("the machine was not measured")
	}
	table, err := os.ReadFile(b.path(tableFile))
	if err != nil || !strings.Contains(string(table), "planted matches found") {
		t.Errorf("%v: %s", err, table)
	}
	var figures map[string]any
	text, err := os.ReadFile(b.path(figuresFile))
	if err == nil {
		err = json.Unmarshal(text, &figures)
	}
	if err != nil || figures["screened"] == nil || figures["monitoring"] == nil {
		t.Errorf("%v: %s", err, text)
	}
	done := b.state.Done
	b.end(t)
	again := &bench{rows: b.rows, dir: b.dir, program: program, lookup: lookup, data: b.data, duckdb: "off", parties: 1000, large: "make", largeParties: 3000, began: time.Now()}
	if err := again.run(context.Background(), false); err != nil || !reflect.DeepEqual(again.state.Done, done) {
		t.Errorf("%v: done %v, before %v", err, again.state.Done, done)
	}
	again.end(t)
	other := &bench{rows: 30_000, dir: b.dir, program: program, data: b.data, began: time.Now()}
	if err := other.begin(false); err != nil || len(other.state.Done) != 0 {
		t.Errorf("%v: other rows keep %v", err, other.state.Done)
	}
	other.end(t)
}

func (b *bench) end(t *testing.T) {
	t.Helper()
	if err := b.release(); err != nil {
		t.Fatal(err)
	}
}

// A folder of somebody else's is left alone, and one that is in use too.
func TestForeignFolder(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(dir, "program")
	if err := errors.Join(os.WriteFile(program, []byte("x"), 0o700), os.Mkdir(filepath.Join(dir, "b"), 0o700), os.WriteFile(filepath.Join(dir, "b", "thesis.txt"), []byte("x"), 0o600)); err != nil {
		t.Fatal(err)
	}
	b := &bench{rows: 1000, dir: filepath.Join(dir, "b"), program: program, data: dir}
	if err := b.begin(false); err == nil || !strings.Contains(err.Error(), "something else") {
		t.Error(err)
	}
	b.end(t)
	b.dir = filepath.Join(dir, "c")
	if err := b.begin(false); err != nil {
		t.Fatal(err)
	}
	second := &bench{rows: 1000, dir: b.dir, program: program, data: dir}
	if err := second.begin(false); err == nil {
		t.Error("two at once")
	}
	b.end(t)
}

// A step that is done anew takes with it what builds on it.
func TestStepsBuildOnOneAnother(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(dir, "program")
	if err := os.WriteFile(program, []byte("x"), 0o700); err != nil {
		t.Fatal(err)
	}
	b := &bench{rows: 4_000_000, dir: filepath.Join(dir, "b"), program: program, data: dir, only: "start"}
	if err := b.begin(false); err != nil {
		t.Fatal(err)
	}
	defer b.end(t)
	if got := b.sizes(); !reflect.DeepEqual(got, []int64{1_000_000, 4_000_000}) {
		t.Errorf("sizes %v", got)
	}
	for _, s := range b.steps() {
		b.state.Done[s.name] = "now"
	}
	for _, s := range b.steps() {
		if s.name == "start" {
			s.do = func(context.Context) error { return errors.New("no") }
			if err := b.one(context.Background(), &s); err == nil {
				t.Error("its error is lost")
			}
		}
	}
	for name, want := range map[string]bool{"machine": true, "customers": true, "add": true, "start": false, "screen-1m": false, "screen-4m": false, "found": false, "single": false} {
		if (b.state.Done[name] != "") != want {
			t.Errorf("%s: done %q", name, b.state.Done[name])
		}
	}
	if b.due("screen-1m") || !b.due("start") {
		t.Error("-only does not say which steps are due")
	}
}

// A step whose ground is not laid says so, and which step lays it.
func TestStepWithoutItsGround(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(dir, "program")
	if err := os.WriteFile(program, []byte("x"), 0o700); err != nil {
		t.Fatal(err)
	}
	b := &bench{rows: 1000, dir: filepath.Join(dir, "b"), program: program, data: dir, only: "large", large: "make", largeParties: 10}
	if err := b.begin(false); err != nil {
		t.Fatal(err)
	}
	defer b.end(t)
	for _, s := range b.steps() {
		if s.name != "large" {
			continue
		}
		if err := b.one(context.Background(), &s); err == nil || !strings.Contains(err.Error(), "builds on the step start") {
			t.Error(err)
		}
	}
}

func TestProfileByPackage(t *testing.T) {
	got := byPackage(`Showing nodes accounting for 8.03s, 100% of 8.03s total
      flat  flat%   sum%        cum   cum%
     2.77s 34.50% 34.50%      2.77s 34.50%  runtime.asyncPreempt
     0.79s  9.84% 44.33%      1.24s 15.44%  github.com/interdict/interdict/index.(*Searcher).bound
     0.20s  2.50% 46.83%      0.20s  2.50%  github.com/interdict/interdict/index.view (inline)
     0.08s     1% 47.83%      0.12s  1.49%  github.com/interdict/interdict/internal/recent.(*Cache[go.shape.struct { a github.com/x/y.z }]).Get (inline)
     0.08s     1% 48.83%      0.12s  1.49%  github.com/klauspost/compress/zstd.(*Encoder).EncodeAll
`)
	want := []spent{{"runtime", 0.345}, {"index", 0.1234}, {"github.com/klauspost/compress/zstd", 0.01}, {"internal/recent", 0.01}}
	if len(got) != len(want) {
		t.Fatal(got)
	}
	for i := range want {
		if got[i].Package != want[i].Package || got[i].Part < want[i].Part-1e-9 || got[i].Part > want[i].Part+1e-9 {
			t.Errorf("%v, want %v", got[i], want[i])
		}
	}
}

// DuckDB's pairs are held against the truth as far as rows were joined.
func TestJudgeDuckDB(t *testing.T) {
	b := &bench{rows: 3000, dir: t.TempDir()}
	write := func(name string, rows ...[]string) {
		t.Helper()
		f, err := os.Create(b.path(name))
		if err == nil {
			w := csv.NewWriter(f)
			err = errors.Join(w.WriteAll(rows), f.Close())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	truth := func(row, id, kind string) []string {
		return []string{row, "C", kind, "name", "true", "l", id, "A B", "A B", "", ""}
	}
	write(truthFile, make([]string, 11), truth("5", "1", "as_listed"), truth("7", "2", "typo"), truth("9", "3", "namesake"), truth("2000", "4", "typo"))
	write("duckdb.csv", []string{"id", "listing"}, []string{"C00000005", "l 1"}, []string{"C00000005", "l 9"}, []string{"C00000007", "l 9"}, []string{"C00000008", "l 9"}, []string{"C00000009", "l 3"})
	out := &joined{Rows: 1000}
	if err := b.judgeDuckDB(out); err != nil {
		t.Fatal(err)
	}
	if out.Found != (share{2, 1}) || out.Clean != (share{997, 1}) {
		t.Errorf("%+v", out)
	}
}

func TestWords(t *testing.T) {
	for n, want := range map[int64]string{40_000_000: "40m", 1_000_000: "1m", 1_500_000: "1500000", 20_000: "20000"} {
		if got := short(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
	for f, want := range map[float64]string{999: "999", 1000: "1,000", 1234567.4: "1,234,567"} {
		if got := thousands(f); got != want {
			t.Errorf("%v: %s", f, got)
		}
	}
}
