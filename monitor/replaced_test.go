package monitor_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/interdict/interdict/casework"
	"github.com/interdict/interdict/population"
)

// A population that was made anew, or put back from a copy, comes to the same
// number of generations and members again. It is not taken for covered by a run
// over the one before, and the next run compares everyone.
func TestPopulationMadeAnew(t *testing.T) {
	p := newPlace(t.TempDir())
	list := filepath.Join(p.dir, "our_list.csv")
	write(t, list, "id,name,type\n1,Guangzong Zhao,person\n")
	p.load(t, list)
	p.add(t, "id,name\nm1,Someone Else\nm2,Anna Larsson\n", population.Full)
	p.run(t)
	folder := filepath.Join(p.dir, "populations", "bank")
	copied := filepath.Join(p.dir, "copy")
	if err := os.CopyFS(copied, os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	uncovered := func(what string) {
		t.Helper()
		m, release := p.monitor(t, p.dir)
		s, err := m.Status(context.Background())
		release()
		if err != nil || s.Populations[0].Covered || !strings.Contains(strings.Join(s.Populations[0].Alarms, " "), "made anew, or put back") {
			t.Errorf("%s: %+v %v", what, s, err)
		}
		if r, _ := p.run(t); r.Mode != casework.Full || r.Raised != 1 {
			t.Errorf("%s: the run was %s and raised %d alerts", what, r.Mode, r.Raised)
		}
	}
	replace := func(with string) {
		t.Helper()
		if err := os.RemoveAll(folder); err != nil {
			t.Fatal(err)
		}
		if with != "" {
			if err := os.CopyFS(folder, os.DirFS(with)); err != nil {
				t.Fatal(err)
			}
		}
	}
	replace("")
	p.add(t, "id,name\nm1,Zhao Guangzong\nm2,Anna Larsson\n", population.Full)
	uncovered("made anew")
	replace(copied)
	p.add(t, "id,name\nm2,Guangzong Zhao\n", population.Changes)
	uncovered("put back")
}
