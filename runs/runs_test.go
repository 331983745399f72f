package runs_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/runs"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/subjects"
)

func starter(t testing.TB) *screen.Engine {
	t.Helper()
	b, err := (&base.Folder{Starter: true, Now: time.Now}).Open(context.Background(), base.Moment{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b.Engine
}

// customers is a file of customers of whom some are listed, with some rows that
// are refused and some that are screened in part.
func customers(n int) string {
	var b strings.Builder
	b.WriteString("id,name,birth_date,country,shoe size\n")
	for i := range n {
		switch {
		case i%97 == 13:
			fmt.Fprintf(&b, "c%d,Zhao Guangzong,1985,cn,41\n", i)
		case i%101 == 7:
			fmt.Fprintf(&b, "c%d,,1985,cn,41\n", i) // no name
		case i%103 == 5:
			fmt.Fprintf(&b, "c%d,Ni Gaobin,never,cn,41\n", i) // no date
		default:
			fmt.Fprintf(&b, "c%d,Customer Number%d,19%02d,gb,40\n", i, i, 10+i%90)
		}
	}
	return b.String()
}

func open(t testing.TB, text string) runs.Input {
	t.Helper()
	c, err := subjects.Read(strings.NewReader(text), "customers.csv", subjects.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// lines is what a run came to, as JSON lines; the error is the run's.
func lines(t testing.TB, e *screen.Engine, p runs.Plan, stopAt int, texts ...string) (string, []runs.Range, error) {
	t.Helper()
	var inputs []runs.Input
	for _, text := range texts {
		inputs = append(inputs, open(t, text))
	}
	var out bytes.Buffer
	w := report.JSONLines(&out, &report.Header{All: p.Query.All})
	n := 0
	ranges, err := runs.Screen(context.Background(), e, inputs, &p, func(_ int, r *interdict.Result) error {
		if n++; n == stopAt {
			return errStopped
		}
		return w.Result(r)
	}, nil)
	if cerr := w.Close(nil); cerr != nil {
		t.Fatal(cerr)
	}
	return out.String(), ranges, err
}

var errStopped = errors.New("stopped")

// flat is what counts of ranges, as JSON.
func flat(t testing.TB, ranges []runs.Range) string {
	t.Helper()
	text, err := json.Marshal(ranges)
	if err != nil {
		t.Fatal(err)
	}
	for i := range ranges {
		text = fmt.Appendf(text, "\n%v %v", ranges[i].Notes, ranges[i].Unknown)
	}
	for r := range runs.AllRejected(ranges) {
		text = fmt.Appendf(text, "\n%v", *r)
	}
	return string(text)
}

// A run that is stopped again and again, at any result, comes to the same bytes
// as one that was not.
func TestStoppedRunsComeToTheSame(t *testing.T) {
	e := starter(t)
	texts := []string{customers(30000), customers(7000)}
	for _, all := range []bool{false, true} {
		plan := runs.Plan{Query: screen.Query{All: all, Cleared: all}, Key: []byte("k"), Build: "b", Run: "r", Size: 100 << 10}
		want, wantRanges, err := lines(t, e, plan, 0, texts...)
		if err != nil {
			t.Fatal(err)
		}
		if len(wantRanges) < 5 {
			t.Fatalf("only %d ranges", len(wantRanges))
		}
		random := rand.New(rand.NewPCG(1, 2))
		plan.Dir = t.TempDir()
		total := strings.Count(want, "\n")
		for range 8 {
			if _, _, err := lines(t, e, plan, 1+random.IntN(total), texts...); !errors.Is(err, errStopped) {
				t.Fatalf("the run was not stopped: %v", err)
			}
		}
		got, ranges, err := lines(t, e, plan, 0, texts...)
		if err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Errorf("all %t: the results differ after being stopped", all)
		}
		if g, w := flat(t, ranges), flat(t, wantRanges); g != w {
			t.Errorf("all %t: the ranges differ:\n%.600s\n%.600s", all, g, w)
		}
		if !slices.ContainsFunc(ranges, func(r runs.Range) bool { return r.Resumed }) {
			t.Error("nothing was resumed")
		}
		left, err := filepath.Glob(filepath.Join(plan.Dir, ".*.tmp"))
		if err != nil || len(left) > 0 {
			t.Errorf("half-written shards are left: %v %v", left, err)
		}
	}
}

// Whatever is not as it was is screened anew: a changed input, a damaged or cut
// shard, a shard of another run or build.
func TestWhatIsNotAsItWasIsScreenedAnew(t *testing.T) {
	e := starter(t)
	text := customers(20000)
	changed := strings.Replace(text, "c15000,Customer Number15000", "c15000,Zhao Guangzong", 1)
	if changed == text {
		t.Fatal("the input did not change")
	}
	begin := func() runs.Plan {
		plan := runs.Plan{Key: []byte("k"), Dir: t.TempDir(), Build: "b", Run: "r", Size: 100 << 10}
		if _, _, err := lines(t, e, plan, 0, text); err != nil {
			t.Fatal(err)
		}
		return plan
	}
	spoil := func(change func([]byte) []byte) func(p *runs.Plan) {
		return func(p *runs.Plan) {
			path := filepath.Join(p.Dir, "000002"+runs.ShardExtension)
			b, err := os.ReadFile(path)
			if err == nil {
				err = os.WriteFile(path, change(b), 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, c := range map[string]struct {
		text    string
		prepare func(p *runs.Plan)
		anew    func(ranges int) int
	}{
		"as it was":     {text, func(*runs.Plan) {}, func(int) int { return 0 }},
		"changed input": {changed, func(*runs.Plan) {}, nil},
		"flipped byte":  {text, spoil(func(b []byte) []byte { b[len(b)/3] ^= 1; return b }), func(int) int { return 1 }},
		"cut off":       {text, spoil(func(b []byte) []byte { return b[:len(b)/2] }), func(int) int { return 1 }},
		"empty":         {text, spoil(func([]byte) []byte { return nil }), func(int) int { return 1 }},
		"other build":   {text, func(p *runs.Plan) { p.Build = "c" }, func(n int) int { return n }},
		"other run":     {text, func(p *runs.Plan) { p.Run = "s" }, func(n int) int { return n }},
	} {
		plan := begin()
		c.prepare(&plan)
		fresh := plan
		fresh.Dir = ""
		want, wantRanges, err := lines(t, e, fresh, 0, c.text)
		if err != nil {
			t.Fatal(err)
		}
		got, ranges, err := lines(t, e, plan, 0, c.text)
		if err != nil {
			t.Fatal(err)
		}
		if got != want || flat(t, ranges) != flat(t, wantRanges) {
			t.Errorf("%s: the results differ", name)
		}
		anew := 0
		for i := range ranges {
			if !ranges[i].Resumed {
				anew++
			}
		}
		if c.anew != nil && anew != c.anew(len(ranges)) || c.anew == nil && (anew == 0 || anew == len(ranges)) {
			t.Errorf("%s: %d of %d ranges were screened anew", name, anew, len(ranges))
		}
	}
}

// Ranges that are not asked for are read and not screened; what is said of their
// input stays the same.
func TestOnlySomeRanges(t *testing.T) {
	e := starter(t)
	plan := runs.Plan{Key: []byte("k"), Size: 100 << 10}
	_, whole, err := lines(t, e, plan, 0, customers(20000))
	if err != nil {
		t.Fatal(err)
	}
	plan.Only = func(n int) bool { return n == 3 }
	_, some, err := lines(t, e, plan, 0, customers(20000))
	if err != nil {
		t.Fatal(err)
	}
	if len(some) != len(whole) {
		t.Fatalf("%d ranges of %d", len(some), len(whole))
	}
	for i := range some {
		if some[i].InputMAC != whole[i].InputMAC || some[i].FirstRow != whole[i].FirstRow || some[i].Rows != whole[i].Rows {
			t.Errorf("range %d is another: %+v, %+v", i, some[i], whole[i])
		}
		if screened := some[i].ResultsMAC == whole[i].ResultsMAC; screened != (i == 3) {
			t.Errorf("range %d was screened: %t", i, screened)
		}
	}
}

// The folder of a run is one process's at a time, keeps what the run was begun
// with, and goes when the run is done or forgotten.
func TestKeep(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "runs")
	began := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	k, err := runs.Keep(folder, "a", began)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := runs.Keep(folder, "a", began); !errors.Is(err, runs.ErrRunning) {
		t.Errorf("kept twice: %v", err)
	}
	if k.Resumed {
		t.Error("a new run is resumed")
	}
	if err := k.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := runs.Keep(folder, "a", began.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if !again.Resumed || !again.Began.Equal(began) || !bytes.Equal(again.Key, k.Key) {
		t.Errorf("the run forgot what it was begun with: %+v", again)
	}
	if err := again.Done(); err != nil {
		t.Fatal(err)
	}
	old, err := runs.Keep(folder, "old", began)
	if err == nil {
		err = old.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	if k, err = runs.Keep(folder, "new", time.Now().Add(8*24*time.Hour)); err != nil {
		t.Fatal(err)
	}
	defer k.Close()
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 1 || left[0].Name() != "new" {
		t.Errorf("left: %v %v", left, err)
	}
}

// The temporary files of a run that was killed are removed by the next run,
// whichever it is; those of one that is under way, and whatever else a note may
// name, are not.
func TestTemporaryFilesOfDeadRuns(t *testing.T) {
	folder, out := filepath.Join(t.TempDir(), "runs"), t.TempDir()
	now := time.Now()
	begin := func(id string) (k *runs.Kept, path string) {
		t.Helper()
		k, err := runs.Keep(folder, id, now)
		if err != nil {
			t.Fatal(err)
		}
		f, err := k.Files().Create(out, ".hits\n.csv.*.tmp")
		if err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(f.Name()); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("others may read it: %v %v", info, err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		return k, f.Name()
	}
	dead, left := begin("dead")
	if err := dead.Close(); err != nil { // as the system lets go of what a killed process holds
		t.Fatal(err)
	}
	mine := filepath.Join(out, "mine.csv")
	note, err := os.OpenFile(filepath.Join(folder, "dead", "temporary"), os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = fmt.Fprintf(note, "%q\n.relative.tmp\n", mine)
		err = errors.Join(err, note.Close(), os.WriteFile(mine, nil, 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
	alive, kept := begin("alive")
	defer alive.Close()
	other, _ := begin("other")
	defer other.Close()
	for path, stays := range map[string]bool{left: false, kept: true, mine: true} {
		if _, err := os.Stat(path); (err == nil) != stays {
			t.Errorf("%s stands: %t, want %t", path, err == nil, stays)
		}
	}
	if again, err := runs.Keep(folder, "dead", now); err != nil || !again.Resumed {
		t.Errorf("the dead run cannot be gone on with: %v", err)
	} else if err := again.Close(); err != nil {
		t.Error(err)
	}
}
