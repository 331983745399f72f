package monitor

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/interdict/interdict/canary"
	"github.com/interdict/interdict/casework"
	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/population"
	"github.com/interdict/interdict/report"
)

// Limits say when the status of a population raises an alarm. The zero value
// means the usual ones.
type Limits struct {
	// LateAfter is how old the last run may be, ShrinkOver which share of its
	// members in percent a population may lose by a file.
	LateAfter  time.Duration
	ShrinkOver float64
}

// The usual limits: a day and time for the run itself; a tenth.
const (
	LateAfter  = 26 * time.Hour
	ShrinkOver = 10
)

// aheadOf is by how much a clock that is set right may go back.
const aheadOf = 5 * time.Minute

// Status says how far each population is covered, and what the canaries came to.
// Of the monitor it needs Data, Base, Cases and Now; without a key it says the
// same.
func (m *Monitor) Status(ctx context.Context) (*report.Coverage, error) {
	names, err := population.In(m.Data).Names()
	if err != nil {
		return nil, err
	}
	out := &report.Coverage{At: m.Now().UTC(), LateAfterHours: m.lateAfter().Hours(), ShrinkOverPercent: m.shrinkOver(), Populations: []report.Covered{}}
	if out.Canaries, err = canary.In(m.Data).Last(); err != nil {
		return nil, err
	}
	for _, name := range names {
		c, err := m.coverage(ctx, name, out.Canaries)
		if err != nil {
			return nil, err
		}
		out.Populations = append(out.Populations, *c)
	}
	return out, nil
}

func (m *Monitor) lateAfter() time.Duration { return cmp.Or(m.Limits.LateAfter, LateAfter) }

func (m *Monitor) shrinkOver() float64 { return cmp.Or(m.Limits.ShrinkOver, ShrinkOver) }

func (m *Monitor) coverage(ctx context.Context, name string, canaries []canary.Outcome) (*report.Covered, error) {
	p, err := population.In(m.Data).Read(name, m.Key)
	if errors.Is(err, sealed.ErrDamaged) {
		return m.unreadable(ctx, name, err)
	}
	if err != nil {
		return nil, err
	}
	c := &report.Covered{Population: name, Members: p.Members, Generation: p.Generation, Sealed: p.KeyID != "", Alarms: []string{}, Uncovered: []string{}}
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
	if c.Lists, err = m.editions(ctx, name); err != nil {
		return nil, err
	}
	c.Refused, c.RefusedByCode = p.Uncovered(), map[string]int64{}
	for _, l := range p.Faulty() {
		for code, n := range l.Codes {
			c.RefusedByCode[code] += n
		}
	}
	j := judging{Monitor: m, c: c, replaced: c.Last != nil && c.Last.State != p.StateOf(c.Last.Generation)}
	j.run()
	j.verified(p)
	j.file()
	j.lists()
	j.canaries(canaries)
	return c, nil
}

// unreadable is the coverage of a population of which nothing can be read: it must not
// hide that of the others. How many members it had the last run knows.
func (m *Monitor) unreadable(ctx context.Context, name string, damage error) (c *report.Covered, err error) {
	c = &report.Covered{Population: name, RefusedByCode: map[string]int64{}, Alarms: []string{damage.Error()}, Uncovered: []string{damage.Error()}}
	if c.Last, err = m.Cases.Last(ctx, name); err == nil && c.Last != nil {
		c.Members = c.Last.Members
	}
	if err == nil {
		c.Alerts, err = m.Cases.Count(ctx, name)
	}
	if err == nil {
		c.Lists, err = m.editions(ctx, name)
	}
	return c, err
}

// judging says whether a population is covered, and what is wrong.
type judging struct {
	*Monitor
	c        *report.Covered
	replaced bool // the population is not the one that the last run met
	lost     bool // no command covers it again
}

func (j *judging) alarm(format string, args ...any) {
	j.c.Alarms = append(j.c.Alarms, fmt.Sprintf(format, args...))
}

// uncovered is an alarm that withdraws the word covered until a command was given; none
// is where it takes more than that.
func (j *judging) uncovered(command, format string, args ...any) {
	j.alarm(format, args...)
	j.c.Covered = false
	j.c.Uncovered = append(j.c.Uncovered, j.c.Alarms[len(j.c.Alarms)-1])
	j.lost = j.lost || command == ""
	switch {
	case j.lost:
		j.c.Remedy = ""
	case j.c.Remedy == "": // a run, which is judged first, does what the others do
		j.c.Remedy = "interdict monitor " + command + " " + j.c.Population
	}
}

// run judges the last run.
func (j *judging) run() {
	last, h := j.c.Last, j.Base.Engine.Hashes()
	if last == nil {
		j.uncovered("run", "it was never screened")
		return
	}
	j.c.Covered = true
	others := last.Snapshot != h.Snapshot || last.Scoring != h.Scoring || last.Policy != h.Policy
	if j.replaced {
		j.uncovered("run", "it is not the one that the last run met: it was made anew, or put back from a copy")
	} else if last.Generation != j.c.Generation {
		j.uncovered("run", "its members have changed since the last run")
	} else if last.Covered != j.c.Members {
		j.uncovered("run", "the last run covered %s of %s members", report.CountWords(last.Covered), report.CountWords(j.c.Members))
	}
	if others {
		j.uncovered("run", "%s since the last run", j.changed(last))
	}
	switch age := j.Now().Sub(last.At); {
	case age > j.lateAfter():
		j.alarm("the last run is %s old", ageWords(age))
	case age < -aheadOf:
		j.alarm("the last run is dated %s from now: set this machine's clock, by which nothing here is ever late", ageWords(-age))
	}
}

// changed says what is not as the last run had it.
func (j *judging) changed(last *casework.Run) string {
	h := j.Base.Engine.Hashes()
	var what []string
	editions := map[string]string{}
	for _, l := range j.Base.Lists {
		editions[l.ID] = l.Edition
	}
	switch {
	case !maps.Equal(editions, last.Editions):
		what = append(what, "lists")
	case last.Analysis != h.Analysis:
		what = append(what, "analysis of names")
	case last.Snapshot != h.Snapshot:
		what = append(what, "joining of listings to parties, by a decision or another version of the program,")
	}
	if last.Scoring != h.Scoring {
		what = append(what, "weights")
	}
	if last.Policy != h.Policy {
		what = append(what, "policy")
	}
	have := " have changed"
	if len(what) == 1 && what[0] != "lists" && what[0] != "weights" {
		have = " has changed"
	}
	return "the " + strings.Join(what, " and the ") + have
}

// ageWords is a time in the largest unit of which there are two, up to hours.
func ageWords(age time.Duration) string {
	n, unit := int64(age.Hours()), "hours"
	switch {
	case age < 2*time.Minute:
		n, unit = int64(age.Seconds()), "seconds"
	case age < 2*time.Hour:
		n, unit = int64(age.Minutes()), "minutes"
	}
	if n == 1 {
		unit = strings.TrimSuffix(unit, "s")
	}
	return report.CountWords(n) + " " + unit
}

// file judges the last file.
func (j *judging) file() {
	l := j.c.Load
	if l == nil {
		return
	}
	switch n := j.c.Refused; n {
	case 0:
	case 1:
		j.alarm("1 row was refused since its last full file, that one included: that customer is not covered")
	default:
		j.alarm("%s rows were refused since its last full file, that one included: those customers are not covered", report.CountWords(n))
	}
	if float64(l.Before-l.Members) > j.shrinkOver()/100*float64(l.Before) {
		j.alarm("its last file took it from %s to %s members", report.CountWords(l.Before), report.CountWords(l.Members))
	}
}

// lists raises one alarm for those that are stale, one for those that failed and
// one for those that lack something.
func (j *judging) lists() {
	for _, health := range []report.Health{report.Stale, report.Failed, report.Incomplete} {
		var ids []string
		for _, l := range j.Base.Lists {
			if l.Health == health {
				ids = append(ids, l.ID)
			}
		}
		switch len(ids) {
		case 0:
		case 1:
			j.alarm("the list %s is %s", ids[0], health)
		default:
			j.alarm("%d lists are %s: %s", len(ids), health, strings.Join(ids, ", "))
		}
	}
}

// canaries withdraws the word covered where one was lost, at whichever intake,
// or where none have passed through monitoring by what the last run was made
// with.
func (j *judging) canaries(outcomes []canary.Outcome) {
	last, h := j.c.Last, j.Base.Engine.Hashes()
	if last == nil {
		return
	}
	at := slices.IndexFunc(outcomes, func(o canary.Outcome) bool { return o.Intake == canary.Population })
	if at < 0 || outcomes[at].Hashes != h {
		j.c.Covered = false
		if last.Snapshot == h.Snapshot && last.Scoring == h.Scoring && last.Policy == h.Policy { // else it is to be run anyhow
			j.uncovered("run", "no canaries have passed through monitoring by these lists and settings")
		}
	}
	for i := range outcomes {
		o := &outcomes[i]
		if o.OK {
			continue
		}
		j.c.Covered = false
		for k := range o.Lists {
			if l := &o.Lists[k]; len(l.Lost) > 0 {
				lost := &l.Lost[0]
				j.uncovered("", "%d of %d canaries of the list %s were lost at the intake %s, at the stage %s: %s", len(l.Lost), l.Canaries, l.List, o.Intake, lost.Stage, lost.Words)
			}
		}
	}
}

// editions tell how a population was covered under each edition of the lists in
// force: those in force now, and those that came since its first run.
func (m *Monitor) editions(ctx context.Context, name string) ([]report.CoveredEdition, error) {
	runs, err := m.Cases.Runs(ctx, name, -1)
	if err != nil {
		return nil, err
	}
	slices.Reverse(runs) // the oldest first
	out := []report.CoveredEdition{}
	if m.Base.Register == nil {
		for i := range m.Base.Lists {
			l := &m.Base.Lists[i]
			out = append(out, coveredBy(runs, &report.CoveredEdition{List: l.ID, Title: l.Title, Edition: l.Edition, Published: l.Published, Loaded: l.Loaded, InForce: true}))
		}
		return out, nil
	}
	for i := range m.Base.View.Lists {
		inForce := &m.Base.View.Lists[i].Edition
		editions, err := m.Base.Register.Editions(ctx, inForce.List)
		if err != nil {
			return nil, err
		}
		slices.Reverse(editions)
		for k := range editions {
			e := &editions[k]
			c := coveredBy(runs, &report.CoveredEdition{List: e.List, Title: cmp.Or(all.Entry(e.List).Title, e.List), Edition: e.SHA256.String(), Published: e.Published, Loaded: e.Loaded,
				InForce: e.SHA256 == inForce.SHA256})
			if c.InForce || !c.At.IsZero() || len(runs) > 0 && e.Loaded.After(runs[0].At) {
				out = append(out, c)
			}
		}
	}
	return out, nil
}

// coveredBy finds the first run under an edition.
func coveredBy(runs []casework.Run, c *report.CoveredEdition) report.CoveredEdition {
	for i := range runs {
		if r := &runs[i]; r.Editions[c.List] == c.Edition {
			c.Members, c.Covered, c.Refused, c.At, c.Receipt = r.Members, r.Covered, r.Refused, r.At, r.Receipt
			break
		}
	}
	return *c
}
