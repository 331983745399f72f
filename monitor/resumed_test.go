package monitor_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/interdict/interdict/population"
)

// A run that was stopped once all its ranges were sealed goes on from them, and
// everyone counts as met: in a first run, and in one over changes by whichever
// way those who are meant are found.
func TestResumedRunHasMetEveryone(t *testing.T) {
	p := newPlace(t.TempDir())
	p.without = true
	list := filepath.Join(t.TempDir(), "own.csv")
	write(t, list, "id,name,type\n1,Zhao Guangzong,person\n")
	p.load(t, list)
	customers := func(from, to int) string {
		var text strings.Builder
		text.WriteString("id,name\n")
		for i := from; i < to; i++ {
			fmt.Fprintf(&text, "%d,Customer Number%d\n", i, i)
		}
		text.WriteString("z,Zhao Guangzong\n")
		return text.String()
	}
	p.add(t, customers(0, 500), population.Full)
	stopped := func(what string) {
		t.Helper()
		// Where receipts should be is a file: the run fails after its last range.
		receipts := filepath.Join(p.dir, "receipts")
		if err := os.Rename(receipts, receipts+".aside"); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		write(t, receipts, "")
		m, release := p.monitor(t, p.dir)
		if _, _, err := m.Run(context.Background(), "bank"); err == nil {
			t.Fatalf("%s: the run was not stopped", what)
		}
		release()
		if err := os.Remove(receipts); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(receipts+".aside", receipts); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		if left, err := filepath.Glob(filepath.Join(p.dir, "runs", "*", "*", "*.shard")); err != nil || len(left) == 0 {
			t.Fatalf("%s: nothing was sealed: %v", what, err)
		}
	}
	stopped("first run")
	if run, _ := p.run(t); run.Covered != 501 {
		t.Errorf("first run: %d covered", run.Covered)
	}
	p.add(t, customers(400, 700), population.Changes)
	stopped("members")
	if run, _ := p.run(t); run.Covered != 701 {
		t.Errorf("members: %d covered", run.Covered)
	}
	write(t, list, "id,name,type\n1,Zhao Guangzong,person\n2,Customer Number650,person\n")
	p.load(t, list)
	p.add(t, customers(600, 800), population.Changes)
	stopped("both")
	if run, _ := p.run(t); run.Covered != 801 {
		t.Errorf("both: %d covered", run.Covered)
	}
	if n := len(p.alerts(t)); n != 2 {
		t.Errorf("%d alerts, want 2", n)
	}
}

// Where the postings are gone, a run looks at everyone, comes to the same, and
// makes them anew for the next one.
func TestPostingsAreMadeAnew(t *testing.T) {
	p := newPlace(t.TempDir())
	p.without = true
	list := filepath.Join(t.TempDir(), "own.csv")
	write(t, list, "id,name,type\n1,Zhao Guangzong,person\n")
	p.load(t, list)
	var text strings.Builder
	text.WriteString("id,name\na,Ni Gaobin\n")
	for i := range 3000 {
		fmt.Fprintf(&text, "%d,Customer Number%d\n", i, i)
	}
	p.add(t, text.String(), population.Full)
	p.run(t)
	postings, err := filepath.Glob(filepath.Join(p.dir, "populations", "bank", "*.postings"))
	if err != nil || len(postings) != 1 || os.Remove(postings[0]) != nil {
		t.Fatal(postings, err)
	}
	write(t, list, "id,name,type\n1,Zhao Guangzong,person\n2,Ni Gaobin,person\n")
	p.load(t, list)
	if run, out := p.run(t); run.Covered != 3001 || out.Raised != 1 {
		t.Errorf("%d covered, %d raised", run.Covered, out.Raised)
	}
	if _, err := os.Stat(postings[0]); err != nil {
		t.Error("the postings were not made anew:", err)
	}
}
