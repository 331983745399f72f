package monitor_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/canary"
	"github.com/interdict/interdict/casework"
	"github.com/interdict/interdict/monitor"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/population"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/screen"
)

// watched is a place with two lists and a population, which was run.
func watched(t *testing.T) *place {
	p := newPlace(t.TempDir())
	const head = "id,name,type\n"
	for list, rows := range map[string]string{
		"our_list":   "1,Guangzong Zhao,person\n2,Wuhan Xiaoruizhi Science and Technology,company\n3,Jean-Pierre Bemba Gombo,person\n",
		"other_list": "1,Muhammad Abdallah,person\n2,Dmitriy Ovsyannikov,person\n3,Vyacheslav Papadimitriou,person\n4,Bartholomew Kowalczykowski,person\n5,Konstantin Wolfeschlegel,person\n",
	} {
		path := filepath.Join(p.dir, list+".csv")
		write(t, path, head+rows)
		p.load(t, path)
	}
	p.add(t, "id,name\nm1,Zhao Guangzong\nm2,Anna Larsson\n", population.Full)
	p.run(t)
	return p
}

// status is that of the population "bank", under a monitor that with changes.
func (p *place) status(t *testing.T, with func(*monitor.Monitor)) (*report.Covered, []canary.Outcome) {
	t.Helper()
	m, release := p.monitor(t, p.dir)
	defer release()
	if with != nil {
		with(m)
	}
	s, err := m.Status(context.Background())
	if err != nil || len(s.Populations) != 1 {
		t.Fatal(s, err)
	}
	return &s.Populations[0], s.Canaries
}

// Every list that is on has canaries; they are found, and leave no trace among
// customers, alerts and receipts.
func TestCanariesAreFound(t *testing.T) {
	p := watched(t)
	c, outcomes := p.status(t, nil)
	if !c.Covered || len(c.Alarms) > 0 || len(outcomes) != 1 || !outcomes[0].OK || len(outcomes[0].Lists) != 2 {
		t.Fatalf("%+v %+v", c, outcomes)
	}
	for _, l := range outcomes[0].Lists {
		if l.Canaries < 2 || l.Found != l.Canaries || l.Edition == "" {
			t.Errorf("%+v", l)
		}
	}
	if got := p.alerts(t); len(got) != 1 {
		t.Errorf("alerts %v", got)
	}
	names, err := population.In(p.dir).Names()
	receipts, err2 := filepath.Glob(filepath.Join(p.dir, "receipts", "*.receipt"))
	if err := errors.Join(err, err2); err != nil || len(names) != 1 || len(receipts) != 1 {
		t.Errorf("%v %v %v", names, receipts, err)
	}
	if _, err := os.Stat(canary.In(p.dir).Work()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the work is left: %v", err)
	}
	for _, e := range c.Lists {
		if !e.InForce || e.Covered != 2 || e.Receipt != "000001" || e.At.IsZero() {
			t.Errorf("%+v", e)
		}
	}
}

// Which canaries there are depends on the editions alone.
func TestCanariesAreOfTheEdition(t *testing.T) {
	p := watched(t)
	write(t, filepath.Join(p.dir, "long_list.csv"), "id,name,type\n"+longList())
	p.load(t, filepath.Join(p.dir, "long_list.csv"))
	of := func() (out []string) {
		m, release := p.monitor(t, p.dir)
		defer release()
		s, err := monitor.CanariesOf(context.Background(), p.dir, m.Base)
		if err != nil {
			t.Fatal(err)
		}
		for c := range s.All() {
			if !(&interdict.Subject{ID: c.ID}).Canary() {
				t.Errorf("%q is no id of a canary", c.ID)
			}
			if c.List == "long_list" {
				out = append(out, c.ID+" "+c.Written)
			}
		}
		return out
	}
	first, again := of(), of()
	if strings.Join(first, "\n") != strings.Join(again, "\n") || len(first) != 6 {
		t.Errorf("%v\n%v", first, again)
	}
	write(t, filepath.Join(p.dir, "long_list.csv"), "id,name,type\n"+longList()+"99,Somebody Else,person\n")
	p.load(t, filepath.Join(p.dir, "long_list.csv"))
	if other := of(); strings.Join(first, "\n") == strings.Join(other, "\n") {
		t.Error("another edition has the same canaries")
	}
}

func longList() string {
	var b strings.Builder
	for i, given := range []string{"Oleksandr", "Vyacheslav", "Bartholomew", "Maximilian", "Konstantin", "Evangeline"} {
		for k, family := range []string{"Kowalczykowski", "Papadimitriou", "Wolfeschlegel", "Abdurrahmanov"} {
			b.WriteString(string(rune('1'+i)) + string(rune('0'+k)) + "," + given + " " + family + ",person\n")
		}
	}
	return b.String()
}

// A canary that is lost withdraws the word covered, and says where.
func TestLostCanaries(t *testing.T) {
	narrow := policy.Default()
	narrow.Lists = []string{"our_list"}
	narrow.Name = "narrow"
	for name, c := range map[string]struct {
		lose  func(t *testing.T, p *place, m *monitor.Monitor)
		stage string
	}{
		"a policy without the list": {func(t *testing.T, _ *place, m *monitor.Monitor) {
			var err error
			if m.Query.Lists, m.Query.On, err = m.Base.Choose(&narrow, nil, nil); err == nil {
				err = m.Base.Use(narrow, score.Default())
			}
			if err != nil {
				t.Fatal(err)
			}
		}, canary.StageList},
		"a snapshot without the list": {func(t *testing.T, p *place, m *monitor.Monitor) {
			ctx := context.Background()
			belongs, err := m.Base.IDs.Entities(ctx)
			if err != nil {
				t.Fatal(err)
			}
			var refs []interdict.Ref
			of := screen.EntityOf{}
			for ref, entity := range belongs {
				if ref.List == "our_list" {
					refs = append(refs, ref)
					of[ref] = entity
				}
			}
			var lists []screen.ListInfo
			for _, l := range m.Base.Engine.Lists() {
				if l.ID == "our_list" {
					lists = append(lists, l)
				}
			}
			e, err := screen.FromListings(m.Base.View.These(ctx, refs), of, "short", lists)
			if err != nil {
				t.Fatal(err)
			}
			m.Base.Engine = m.Base.Under(e)
		}, canary.StageSnapshot},
		"a filter of kinds": {func(_ *testing.T, _ *place, m *monitor.Monitor) {
			m.Query.On = func(list string, _ interdict.Kind) bool { return list != "other_list" }
		}, canary.StageKind},
		"a threshold that nothing but the name as listed reaches": {func(t *testing.T, _ *place, m *monitor.Monitor) {
			high := policy.Default()
			high.Threshold = 10000
			if err := m.Base.Use(high, score.Default()); err != nil {
				t.Fatal(err)
			}
		}, "candidate"},
	} {
		t.Run(name, func(t *testing.T) {
			p := watched(t)
			m, release := p.monitor(t, p.dir)
			defer release()
			c.lose(t, p, m)
			if _, _, err := m.Run(context.Background(), "bank"); err != nil {
				t.Fatal(err)
			}
			s, err := m.Status(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			b := &s.Populations[0]
			if words := strings.Join(b.Alarms, "; "); b.Covered || s.Canaries[0].OK || !strings.Contains(words, "lost at the intake population, at the stage "+c.stage) {
				t.Errorf("%t %s\n%+v", b.Covered, words, s.Canaries)
			}
			if b.Last.Covered != b.Members {
				t.Errorf("the run itself: %+v", b.Last)
			}
		})
	}
}

// A canary that another intake lost withdraws the word covered too; a list that
// was left out by a decision has no canary, and says why.
func TestOtherIntakesAndDecisions(t *testing.T) {
	p := watched(t)
	folder := canary.In(p.dir)
	lost := &canary.Outcome{Intake: canary.Service, At: p.clock(), Lists: []canary.Passed{{List: "our_list", Canaries: 6, Found: 5, Lost: []canary.Lost{{Stage: canary.StageAnswer, Words: "gone"}}}}}
	if err := folder.Keep(lost); err != nil {
		t.Fatal(err)
	}
	if c, _ := p.status(t, nil); c.Covered || !strings.Contains(strings.Join(c.Alarms, "; "), "1 of 6 canaries of the list our_list were lost at the intake service") {
		t.Errorf("%+v", c)
	}
	lost.OK = true
	if err := errors.Join(folder.Keep(lost), folder.Decide(canary.LeftOut{List: "other_list", Why: "no business there", By: "me", At: p.clock()})); err != nil {
		t.Fatal(err)
	}
	p.run(t)
	c, outcomes := p.status(t, nil)
	if !c.Covered || outcomes[0].Intake != canary.Population {
		t.Fatalf("%+v", c)
	}
	for _, l := range outcomes[0].Lists {
		if (l.Canaries == 0) != (l.List == "other_list") || l.Canaries == 0 && !strings.Contains(l.Note, "no business there") {
			t.Errorf("%+v", l)
		}
	}
	if err := folder.Decide(canary.LeftOut{List: "other_list"}); err != nil {
		t.Fatal(err)
	}
	if out, err := folder.LeftOut(); err != nil || len(out) != 0 {
		t.Errorf("%v %v", out, err)
	}
}

// A damaged outcome is an error that says what to do.
func TestDamagedOutcome(t *testing.T) {
	p := watched(t)
	write(t, filepath.Join(p.dir, "canaries", "population.json"), "{")
	m, release := p.monitor(t, p.dir)
	defer release()
	if _, err := m.Status(context.Background()); err == nil || !strings.Contains(err.Error(), "monitor canaries") {
		t.Error(err)
	}
}

// The limits of the alarms can be set.
func TestLimits(t *testing.T) {
	p := watched(t)
	p.now = p.now.Add(3 * time.Hour)
	if c, _ := p.status(t, nil); !c.Covered || len(c.Alarms) > 0 {
		t.Errorf("%+v", c)
	}
	if c, _ := p.status(t, func(m *monitor.Monitor) { m.Limits.LateAfter = 2 * time.Hour }); !strings.Contains(strings.Join(c.Alarms, "; "), "the last run is 3 hours old") {
		t.Errorf("%+v", c)
	}
	p.add(t, "id,name\nm1,Zhao Guangzong\n", population.Full)
	p.run(t)
	if c, _ := p.status(t, nil); !strings.Contains(strings.Join(c.Alarms, "; "), "from 2 to 1 members") {
		t.Errorf("%+v", c)
	}
	if c, _ := p.status(t, func(m *monitor.Monitor) { m.Limits.ShrinkOver = 50 }); len(c.Alarms) > 0 {
		t.Errorf("%+v", c)
	}
}

// What no run has passed is told: canaries of other lists than the last run's.
func TestCanariesThatNeverPassed(t *testing.T) {
	p := watched(t)
	if err := os.RemoveAll(filepath.Join(p.dir, "canaries")); err != nil {
		t.Fatal(err)
	}
	if c, _ := p.status(t, nil); c.Covered || !strings.Contains(strings.Join(c.Alarms, "; "), "no canaries have passed") {
		t.Errorf("%+v", c)
	}
	if r, _ := p.run(t); r.Mode != casework.Delta {
		t.Errorf("%+v", r)
	}
	if c, _ := p.status(t, nil); !c.Covered {
		t.Errorf("%+v", c)
	}
}
