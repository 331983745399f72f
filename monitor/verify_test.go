package monitor_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/monitor"
	"github.com/interdict/interdict/population"
	"github.com/interdict/interdict/report"
)

// says is what is said of the population.
func (p *place) says(t *testing.T) *report.Covered {
	t.Helper()
	m, release := p.monitor(t, p.dir)
	defer release()
	s, err := m.Status(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return &s.Populations[0]
}

// Damage to a population's files withdraws the word covered, though the runs read
// nothing of it: they are read whole in the first run over them, then twice a day, and
// when somebody asks.
func TestDamageWithdrawsCovered(t *testing.T) {
	p := newPlace(t.TempDir())
	p.edition(t, "our_list", "id,name,type\n1,Guangzong Zhao,person\n")
	p.add(t, "id,name\nm1,Someone Else\nm2,Anna Larsson\n", population.Full)
	if c := p.says(t); c.Covered || len(c.Alarms) != 1 {
		t.Errorf("never run: %+v", c)
	}
	p.run(t)
	if c := p.says(t); !c.Covered || len(c.Alarms) > 0 || c.Verified == nil || c.Verified.Files != 2 {
		t.Fatalf("after the first run: %+v", c)
	}
	path := filepath.Join(p.dir, "populations", "bank", "000001.population")
	flip := func() {
		t.Helper()
		b, err := os.ReadFile(path)
		if err == nil {
			b[len(b)/2] ^= 4
			err = os.WriteFile(path, b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	again := func() error {
		t.Helper()
		m, release := p.monitor(t, p.dir)
		defer release()
		run, _, err := m.Run(context.Background(), "bank")
		if run == nil || run.Covered != 2 {
			t.Errorf("the run is not done: %v", err)
		}
		return err
	}
	flip()
	if err := again(); err != nil {
		t.Errorf("soon after a whole reading: %v", err)
	}
	p.now = p.now.Add(13 * time.Hour)
	damaged := new(monitor.DamagedError)
	if err := again(); !errors.As(err, &damaged) || len(damaged.Damaged) != 1 || !strings.Contains(damaged.Damaged[0], "000001.population, page 0: it is damaged") {
		t.Errorf("half a day later: %v", err)
	}
	if c := p.says(t); c.Covered || len(c.Alarms) != 1 || !strings.Contains(c.Alarms[0], "it is damaged; put back a copy") {
		t.Errorf("after damage was found: %+v", c)
	}
	flip() // as one puts a copy back
	if err := again(); err != nil || !p.says(t).Covered {
		t.Errorf("mended: %v %+v", err, p.says(t))
	}
	if err := os.Rename(path, path+".away"); err != nil {
		t.Fatal(err)
	}
	if c := p.says(t); c.Covered || len(c.Alarms) != 1 || !strings.Contains(c.Alarms[0], "000001.population is gone: it is damaged; put back a copy") {
		t.Errorf("a file that is gone: %+v", c)
	}
	if err := os.Rename(path+".away", path); err != nil {
		t.Fatal(err)
	}
	flip()
	m, release := p.monitor(t, p.dir)
	defer release()
	if v, err := m.Verify(context.Background(), []string{"bank"}); err != nil || v.OK || p.says(t).Covered {
		t.Errorf("asked for: %+v %v", v, err)
	}
	flip()
	if v, err := m.Verify(context.Background(), []string{"bank"}); err != nil || !v.OK || !p.says(t).Covered {
		t.Errorf("asked for, mended: %+v %v", v, err)
	}
}

// What is not known for too long is not said.
func TestNotReadWhole(t *testing.T) {
	p := newPlace(t.TempDir())
	p.edition(t, "our_list", "id,name,type\n1,Guangzong Zhao,person\n")
	p.add(t, "id,name\nm1,Someone Else\n", population.Full)
	p.run(t)
	p.now = p.now.Add(27 * time.Hour)
	if c := p.says(t); c.Covered || !strings.Contains(strings.Join(c.Alarms, "|"), "last read whole 27 hours ago") {
		t.Errorf("a day and more later: %+v", c)
	}
	p.run(t)
	if c := p.says(t); !c.Covered || len(c.Alarms) > 0 {
		t.Errorf("the next run: %+v", c)
	}
	if err := os.Remove(filepath.Join(p.dir, "populations", "bank", "verified.json")); err != nil { // as an earlier program left it
		t.Fatal(err)
	}
	if c := p.says(t); c.Covered || !strings.Contains(strings.Join(c.Alarms, "|"), "have not been read whole") {
		t.Errorf("never read whole: %+v", c)
	}
	p.add(t, "id,name\nm2,Anna Larsson\n", population.Changes)
	if c := p.says(t); c.Covered || len(c.Alarms) != 1 || !strings.Contains(c.Alarms[0], "members have changed") {
		t.Errorf("with another file: %+v", c)
	}
}

// A population of which nothing can be read is not covered, and does not hide what is
// said of others.
func TestUnreadablePopulation(t *testing.T) {
	p := newPlace(t.TempDir())
	p.without = true
	p.edition(t, "our_list", "id,name,type\n1,Guangzong Zhao,person\n")
	p.add(t, "id,name\nm1,Someone Else\nm2,Anna Larsson\n", population.Full)
	p.run(t)
	write(t, filepath.Join(p.dir, "populations", "bank", "population.json"), "{")
	c := p.says(t)
	if c.Covered || c.Members != 2 || len(c.Uncovered) != 1 || !strings.Contains(c.Uncovered[0], "population.json: it is damaged") || c.Last == nil {
		t.Errorf("%+v", c)
	}
	m, release := p.monitor(t, p.dir)
	defer release()
	v, err := m.Verify(context.Background(), []string{"bank"})
	if err != nil || v.OK || len(v.Populations) != 1 || len(v.Populations[0].Damaged) != 1 {
		t.Errorf("%+v, %v", v, err)
	}
}

// By a clock that was set back nothing would ever be late.
func TestClockSetBack(t *testing.T) {
	p := newPlace(t.TempDir())
	p.edition(t, "our_list", "id,name,type\n1,Guangzong Zhao,person\n")
	p.add(t, "id,name\nm1,Someone Else\n", population.Full)
	p.run(t)
	p.now = p.now.Add(-30 * time.Hour)
	if c := p.says(t); len(c.Alarms) != 1 || !strings.Contains(c.Alarms[0], "the last run is dated ") || !strings.Contains(c.Alarms[0], "set this machine's clock") {
		t.Errorf("%+v", c)
	}
}
