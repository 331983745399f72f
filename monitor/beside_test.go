package monitor_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/interdict/interdict/casework"
	"github.com/interdict/interdict/internal/lockfile"
	"github.com/interdict/interdict/monitor"
	"github.com/interdict/interdict/population"
	"github.com/interdict/interdict/screen"
)

// beside is a population that a run has to go over twice: the list and its members
// have changed.
func beside(t *testing.T) *place {
	t.Helper()
	p := newPlace(t.TempDir())
	p.without = true
	p.edition(t, "our_list", "id,name,type\n1,Zhao Guangzong,person\n")
	var text strings.Builder
	text.WriteString("id,name\na,Ni Gaobin\n")
	for i := range 100 {
		fmt.Fprintf(&text, "%d,Customer Number%d\n", i, i)
	}
	p.add(t, text.String(), population.Full)
	p.run(t)
	p.edition(t, "our_list", "id,name,type\n1,Zhao Guangzong,person\n2,Ni Gaobin,person\n")
	p.add(t, "id,name\nb,Guangzong Zhao\n", population.Changes)
	return p
}

// A run beside which a file is being added ends as any other; what it would have
// cleared away is left to the next one.
func TestAddedBesideARun(t *testing.T) {
	p := beside(t)
	release, err := lockfile.Lock(filepath.Join(p.dir, "populations", "bank", "lock"))
	if err != nil {
		t.Fatal(err)
	}
	if _, out := p.run(t); out.Raised != 2 {
		t.Errorf("%d alerts raised, want 2", out.Raised)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	if r, out := p.run(t); out.Raised != 0 || r.MembersChanged != 0 {
		t.Errorf("the next run: %+v", r)
	}
}

// A run whose population was made of other files meanwhile says so, and raises
// nothing; the next one raises what it would have.
func TestRunOvertaken(t *testing.T) {
	p := beside(t)
	m, release := p.monitor(t, p.dir)
	m.SkipCanaries()
	added := false
	m.Progress = func(_ screen.Progress, of int64) {
		if of == 0 || of > 102 {
			t.Errorf("of %d members", of)
		}
		if !added {
			added = true
			p.add(t, "id,name\nc,Zhao Guangzong\n", population.Full)
		}
	}
	_, _, err := m.Run(context.Background(), "bank")
	release()
	if !added || !errors.Is(err, monitor.ErrOvertaken) {
		t.Fatalf("added %t: %v", added, err)
	}
	if n := len(p.alerts(t)); n != 0 {
		t.Errorf("%d alerts of a run that failed", n)
	}
	if r, out := p.run(t); out.Raised != 1 || r.Covered != 1 {
		t.Errorf("the next run: %+v", r)
	}
}

// A second run that waited for the first has nothing to do again: it is planned by what
// the first left.
func TestRunsAtOnce(t *testing.T) {
	p := beside(t)
	first, release := p.monitor(t, p.dir)
	defer release()
	second, release := p.monitor(t, p.dir)
	defer release()
	for _, m := range []*monitor.Monitor{first, second} {
		now := p.clock()
		m.Now = func() time.Time { return now }
		m.SkipCanaries()
	}
	var began sync.Once
	var waits sync.WaitGroup
	var after *casework.Run
	var out *casework.Outcome
	var failed error
	first.Progress = func(screen.Progress, int64) {
		began.Do(func() {
			waits.Go(func() { after, out, failed = second.Run(context.Background(), "bank") })
			time.Sleep(200 * time.Millisecond) // planned by now
		})
	}
	r, raised, err := first.Run(context.Background(), "bank")
	waits.Wait()
	if err != nil || failed != nil {
		t.Fatal(err, failed)
	}
	if raised.Raised != 2 || r.EntitiesChanged != 1 {
		t.Errorf("the first run: %+v, %+v", r, raised)
	}
	if out.Raised != 0 || after.EntitiesChanged != 0 || after.MembersChanged != 0 || after.ID == r.ID {
		t.Errorf("the second run: %+v, %+v", after, out)
	}
}
