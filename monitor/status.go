package monitor

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/interdict/interdict/canary"
	"github.com/interdict/interdict/population"
	"github.com/interdict/interdict/report"
)

// LateAfter is how old the last run of a population may be unless told otherwise:
// a day, and time for the run itself.
const LateAfter = 26 * time.Hour

// shrunkBelow: a file that leaves a population under nine tenths of what it was
// raises an alarm.
const shrunkBelow = 0.9

// Status says how far each population is covered, and what the canaries came to.
// Of the monitor it needs Data, Base, Cases and Now; without a key it says the
// same.
func (m *Monitor) Status(ctx context.Context) (*report.Coverage, error) {
	names, err := population.In(m.Data).Names()
	if err != nil {
		return nil, err
	}
	out := &report.Coverage{At: m.Now().UTC(), LateAfterHours: m.lateAfter().Hours(), Populations: []report.Covered{}, Canaries: []canary.Outcome{}}
	for _, name := range names {
		c, err := m.coverage(ctx, name)
		if err != nil {
			return nil, err
		}
		out.Populations = append(out.Populations, *c)
	}
	return out, nil
}

func (m *Monitor) lateAfter() time.Duration { return cmp.Or(m.LateAfter, LateAfter) }

func (m *Monitor) coverage(ctx context.Context, name string) (*report.Covered, error) {
	p, err := population.In(m.Data).Read(name, m.Key)
	if err != nil {
		return nil, err
	}
	c := &report.Covered{Population: name, Members: p.Members, Generation: p.Generation, Sealed: p.KeyID != "", Alarms: []string{}, Lists: []report.CoveredEdition{}}
	for _, f := range p.Files {
		c.Bytes += f.Bytes
	}
	if n := len(p.Loads); n > 0 {
		c.Load = &p.Loads[n-1]
	}
	if c.Last, err = m.Cases.Last(ctx, name); err != nil {
		return nil, err
	}
	if c.Alerts, err = m.Cases.Count(ctx, name); err != nil {
		return nil, err
	}
	m.judge(c, p)
	return c, nil
}

// judge says whether a population is covered, and what is wrong.
func (m *Monitor) judge(c *report.Covered, p *population.Population) {
	alarm := func(format string, args ...any) { c.Alarms = append(c.Alarms, fmt.Sprintf(format, args...)) }
	h := m.Base.Engine.Hashes()
	switch last := c.Last; {
	case last == nil:
		alarm("it was never screened")
	default:
		c.Covered = last.Generation == p.Generation && last.Snapshot == h.Snapshot && last.Scoring == h.Scoring && last.Policy == h.Policy && last.Covered == p.Members
		if last.Generation != p.Generation {
			alarm("its members have changed since the last run")
		}
		if last.Snapshot != h.Snapshot || last.Scoring != h.Scoring || last.Policy != h.Policy {
			alarm("the lists or settings have changed since the last run")
		}
		if age := m.Now().Sub(last.At); age > m.lateAfter() {
			alarm("the last run is %d hours old", int(age.Hours()))
		}
	}
	if l := c.Load; l != nil && l.Refused > 0 {
		alarm("%d rows of its last file were refused", l.Refused)
	}
	if l := c.Load; l != nil && float64(l.Members) < shrunkBelow*float64(l.Before) {
		alarm("its last file took it from %d to %d members", l.Before, l.Members)
	}
	for _, l := range m.Base.Lists {
		if l.Health == report.Stale || l.Health == report.Failed {
			alarm("the list %s is %s", l.ID, l.Health)
		}
	}
}
