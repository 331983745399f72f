package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/casework"
	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/monitor"
	"github.com/interdict/interdict/population"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/subjects"
)

type monitorCmd struct {
	Add    monitorAddCmd    `cmd:"" help:"Put customers under monitoring, or bring them up to date."`
	Run    monitorRunCmd    `cmd:"" help:"Compare who changed with all lists, and what changed on the lists with everyone."`
	Status monitorStatusCmd `cmd:"" help:"Say of each population how many of its members are covered, and what is wrong."`

	Verify   monitorVerifyCmd   `cmd:"" help:"Read every file of a population whole, and say whether it is damaged anywhere."`
	Report   monitorReportCmd   `cmd:"" help:"Write the signed proof of coverage: how everyone was covered under each edition, in full."`
	Refused  monitorRefusedCmd  `cmd:"" help:"Show the rows of a population's files that were refused, with what stood in them."`
	Canaries monitorCanariesCmd `cmd:"" help:"Let invented customers who must be found pass through every intake, and say where one was lost."`
}

type monitorAddCmd struct {
	Kind string `arg:"" help:"What is in the file: customers."`
	Name string `arg:"" help:"The population's name: small letters, digits, - and _."`
	File string `arg:"" optional:"" help:"The file, as for interdict screen; each row needs an id."`

	Changes      bool   `xor:"how" help:"The file or query has only those who are new or have changed; default: it has everyone."`
	Removals     bool   `xor:"how" help:"The file or query has the ids of those who are to go."`
	Map          string `placeholder:"FILE" help:"Mapping file that says what the columns mean."`
	AcceptShrink bool   `help:"Take a file with under half the members that there were."`
	Unsealed     bool   `help:"Do not encrypt a new population: for a volume that is encrypted already."`

	queryFlags
	keyFlags
}

// addGrowth and runGrowth are by how much of what is in use, in percent, the heap may
// grow before it is tidied up. What is gathered while millions are added is a gigabyte
// that stays, what a run knows of forty million 400 MB: room for as much again would
// be wasted.
const addGrowth, runGrowth = 20, 50

func (c *monitorAddCmd) Run(ctx context.Context, m *Main, g *globals) error {
	if c.Kind != "customers" {
		return wrong("monitor add: %q is nothing that is monitored; write interdict monitor add customers NAME FILE", c.Kind)
	}
	if err := population.CheckName(c.Name); err != nil {
		return usage{err}
	}
	if err := c.ready(g); err != nil {
		return err
	}
	key, err := c.key(ctx, m, g)
	if err != nil {
		return err
	}
	in, closer, err := c.open(ctx, m)
	if err != nil {
		return err
	}
	defer closer()
	o := population.Options{How: population.Full, AcceptShrink: c.AcceptShrink, Open: c.Unsealed, Now: m.Now()}
	switch {
	case c.Changes:
		o.How = population.Changes
	case c.Removals:
		o.How = population.Removals
	}
	var size int64 // where it is known
	at := func() int64 { return 0 }
	if file, ok := in.(*input); ok {
		size, at = file.size, file.at.Load
	}
	p := m.newAdding(g, size)
	o.Progress = func(read int64) { p.at(at(), read, 0) }
	defer debug.SetGCPercent(debug.SetGCPercent(addGrowth))
	added, err := population.In(g.Data).Add(ctx, c.Name, key, in, o)
	p.end()
	switch {
	case errors.Is(err, population.ErrNone):
		return usage{err}
	case errors.Is(err, population.ErrEmpty) || errors.Is(err, population.ErrShrunk):
		return fmt.Errorf("%s: %w", cmp.Or(c.File, c.From), err)
	case err != nil:
		return err
	}
	load := added.Loads[len(added.Loads)-1]
	answer := &report.Added{Population: added.Name, Load: load, Sealed: added.KeyID != "", Notes: []string{}}
	for _, f := range added.Files {
		answer.Bytes += f.Bytes
	}
	if in, ok := in.(*input); ok {
		answer.Notes = append(answer.Notes, notesOf(in.name, in.Unread(), in.Unknown(), in.Notes())...)
	}
	if g.JSON {
		err = report.Encoder(m.Stdout).Encode(answer)
	} else {
		err = report.WriteAdded(m.Stdout, m.style(), answer)
	}
	if err == nil && load.Refused > 0 {
		err = done(exitIncomplete)
	}
	return err
}

// ready is for commands that keep personal data in the data folder.
func (k *keyFlags) ready(g *globals) error {
	if g.Starter {
		return wrong("the starter register monitors nobody; load lists")
	}
	return g.checkData()
}

// open opens the file.
func (c *monitorAddCmd) open(ctx context.Context, m *Main) (in screen.Source, closer func(), err error) {
	var paths []string
	if c.File != "" {
		paths = []string{c.File}
	}
	if paths, err = c.inputs(paths); err != nil {
		return nil, nil, err
	}
	if c.Removals {
		ids, err := openIDs(ctx, m.Stdin, paths[0])
		if errors.Is(err, population.ErrNoIDs) {
			err = usage{err}
		}
		if err != nil {
			return nil, nil, err
		}
		return ids, func() { ids.Close() }, nil
	}
	var o subjects.Options
	if o.Mapping, err = mappingOf(c.Map); err != nil {
		return nil, nil, err
	}
	files, err := openFiles(ctx, m.Stdin, paths, o)
	if err != nil {
		return nil, nil, err
	}
	return files[0], func() { closeInputs(files) }, nil
}

type monitorRunCmd struct {
	Names []string `arg:"" optional:"" name:"name" help:"Populations (default: all)."`

	keyFlags
	settingFlags
}

func (c *monitorRunCmd) Run(ctx context.Context, m *Main, g *globals) error {
	mon, release, err := openMonitor(ctx, m, g, &c.keyFlags, &c.settingFlags)
	if err != nil {
		return err
	}
	defer release()
	names, err := populations(g, c.Names)
	if err != nil {
		return err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(runGrowth))
	answer := &report.Monitored{Runs: []casework.Run{}}
	var failed error // at damage, which leaves the other populations as they are
	for _, name := range names {
		p := passes{m: m, g: g}
		mon.Progress = p.at
		run, _, err := mon.Run(ctx, name)
		p.end()
		switch {
		case failed != nil && errors.Is(err, sealed.ErrDamaged):
			failed = fmt.Errorf("%w; %w", failed, err)
		case errors.Is(err, sealed.ErrDamaged):
			failed = err
		case err != nil:
			return err
		}
		if run != nil {
			answer.Runs = append(answer.Runs, *run)
		}
	}
	if g.JSON {
		err = report.Encoder(m.Stdout).Encode(answer)
	} else {
		err = report.WriteMonitored(m.Stdout, m.style(), answer)
	}
	return cmp.Or(failed, err)
}

// populations are those that were named, or all.
func populations(g *globals, names []string) ([]string, error) {
	folder := population.In(g.Data)
	if len(names) > 0 {
		err := folder.Check(names...)
		if errors.Is(err, population.ErrNone) {
			err = usage{err}
		}
		return names, err
	}
	names, err := folder.Names()
	if err == nil && len(names) == 0 {
		err = wrong("there is no population; interdict monitor add customers NAME FILE makes one")
	}
	return names, err
}

// openMonitor opens the lists in force and the alerts.
func openMonitor(ctx context.Context, m *Main, g *globals, k *keyFlags, f *settingFlags) (*monitor.Monitor, func(), error) {
	if err := k.ready(g); err != nil {
		return nil, nil, err
	}
	settings, err := f.settings("")
	if err != nil {
		return nil, nil, err
	}
	b, err := m.folder(g).Open(ctx, base.Moment{})
	if err != nil {
		return nil, nil, err
	}
	key, err := k.key(ctx, m, g)
	if err != nil {
		return nil, nil, errors.Join(err, b.Close())
	}
	mon := &monitor.Monitor{Data: g.Data, Base: b, Key: key, Build: version(), Now: m.Now}
	if mon.Query.Lists, mon.Query.On, err = b.Choose(&settings.policy, nil, nil); err == nil {
		err = b.Use(settings.policy, settings.weights)
	}
	if err == nil {
		mon.Cases, err = casework.OpenIn(ctx, g.Data, key)
	}
	if err != nil {
		return nil, nil, errors.Join(err, b.Close())
	}
	return mon, func() {
		mon.Cases.Close()
		b.Close()
	}, nil
}

// limitFlags say when the status raises an alarm.
type limitFlags struct {
	LateAfter  time.Duration `name:"late-after" default:"26h" placeholder:"TIME" help:"How old the last run may be (default: ${default})."`
	ShrinkOver float64       `name:"shrink-over" default:"10" placeholder:"PERCENT" help:"How many of its members, in percent, a file may take from a population (default: ${default})."`
}

// limits checks the flags.
func (f *limitFlags) limits() (monitor.Limits, error) {
	if f.LateAfter <= 0 || f.ShrinkOver <= 0 || f.ShrinkOver > 100 {
		return monitor.Limits{}, wrong("--late-after is a time such as 26h, --shrink-over a number of percent up to 100")
	}
	return monitor.Limits{LateAfter: f.LateAfter, ShrinkOver: f.ShrinkOver}, nil
}

// open opens what is monitored, under these limits.
func (f *limitFlags) open(ctx context.Context, m *Main, g *globals, k *keyFlags, s *settingFlags) (*monitor.Monitor, func(), error) {
	limits, err := f.limits()
	if err != nil {
		return nil, nil, err
	}
	mon, release, err := openMonitor(ctx, m, g, k, s)
	if err == nil {
		mon.Limits = limits
	}
	return mon, release, err
}

type monitorStatusCmd struct {
	limitFlags
	keyFlags
	settingFlags
}

func (c *monitorStatusCmd) Run(ctx context.Context, m *Main, g *globals) error {
	mon, release, err := c.open(ctx, m, g, &c.keyFlags, &c.settingFlags)
	if err != nil {
		return err
	}
	defer release()
	answer, err := mon.Status(ctx)
	if err != nil {
		return err
	}
	if g.JSON {
		err = report.Encoder(m.Stdout).Encode(answer)
	} else {
		err = report.WriteCoverage(m.Stdout, m.style(), answer)
	}
	if err == nil && !answer.Well() {
		err = done(exitIncomplete)
	}
	return err
}

type monitorVerifyCmd struct {
	Names []string `arg:"" optional:"" name:"name" help:"Populations (default: all)."`

	keyFlags
}

func (c *monitorVerifyCmd) Run(ctx context.Context, m *Main, g *globals) error {
	if err := c.ready(g); err != nil {
		return err
	}
	names, err := populations(g, c.Names)
	if err != nil {
		return err
	}
	key, err := c.key(ctx, m, g)
	if err != nil {
		return err
	}
	mon := &monitor.Monitor{Data: g.Data, Key: key, Now: m.Now}
	answer, err := mon.Verify(ctx, names)
	if err != nil {
		return err
	}
	if g.JSON {
		err = report.Encoder(m.Stdout).Encode(answer)
	} else {
		err = report.WriteVerifiedFiles(m.Stdout, m.style(), answer)
	}
	if err == nil && !answer.OK {
		err = done(exitFailed)
	}
	return err
}

type alertsCmd struct {
	List   alertsListCmd   `cmd:"" help:"List alerts that are open, the gravest first."`
	Show   alertsShowCmd   `cmd:"" help:"Show an alert: both sides, why, and all that happened to it."`
	Decide alertsDecideCmd `cmd:"" help:"Decide an alert."`
}

type alertsListCmd struct {
	Population string   `placeholder:"NAME" help:"Of this population only."`
	State      []string `placeholder:"STATE" help:"In these states: open, true_match, false_positive, inconclusive, closed; all for every one (default: open)."`
	Limit      int      `placeholder:"N" help:"The most alerts (default: all)."`

	keyFlags
}

func (c *alertsListCmd) Run(ctx context.Context, m *Main, g *globals) error {
	if c.Limit < 0 {
		return wrong("--limit: write a number of alerts from 1")
	}
	cases, err := c.cases(ctx, m, g)
	if err != nil {
		return err
	}
	defer cases.Close()
	f := casework.Filter{Population: c.Population, Limit: c.Limit}
	for _, s := range c.State {
		switch state := casework.State(s); {
		case s == "all":
			f.All = true
		case state.Settled() || state == casework.Open || state == casework.Closed:
			f.States = append(f.States, state)
		default:
			return wrong("--state: there is no state %q; there are open, true_match, false_positive, inconclusive, closed, all", s)
		}
	}
	alerts, crowds, err := cases.List(ctx, f)
	if err != nil {
		return err
	}
	if len(alerts) == 0 && c.Population != "" { // a name that is mistyped must not pass for one without alerts
		if _, err := populations(g, []string{c.Population}); err != nil {
			return err
		}
	}
	answer := report.AlertsOf(alerts, crowds)
	if g.JSON {
		return report.Encoder(m.Stdout).Encode(answer)
	}
	states := c.State
	switch {
	case f.All:
		states = nil
	case len(states) == 0:
		states = []string{string(casework.Open)}
	}
	return report.WriteAlerts(m.Stdout, m.style(), answer, states...)
}

// cases opens the alerts, and makes none.
func (k *keyFlags) cases(ctx context.Context, m *Main, g *globals) (*casework.Store, error) {
	if err := k.ready(g); err != nil {
		return nil, err
	}
	if !casework.Exists(g.Data) {
		return nil, errors.New("there are no alerts yet; interdict monitor run raises them")
	}
	key, err := k.key(ctx, m, g)
	if err != nil {
		return nil, err
	}
	return casework.OpenIn(ctx, g.Data, key)
}

type alertsShowCmd struct {
	ID string `arg:"" help:"The alert's id."`

	keyFlags
}

func (c *alertsShowCmd) Run(ctx context.Context, m *Main, g *globals) error {
	cases, err := c.cases(ctx, m, g)
	if err != nil {
		return err
	}
	defer cases.Close()
	alert, events, err := cases.Show(ctx, c.ID)
	if errors.Is(err, casework.ErrUnknown) {
		return usage{err}
	}
	if err != nil {
		return err
	}
	answer := report.AlertOf(alert, events)
	if g.JSON {
		return report.Encoder(m.Stdout).Encode(answer)
	}
	return report.WriteAlert(m.Stdout, m.style(), answer)
}

type alertsDecideCmd struct {
	ID    string `arg:"" help:"The alert's id."`
	State string `arg:"" help:"true_match, false_positive, inconclusive, or open to open it again."`
	Why   string `placeholder:"TEXT" help:"The reason, kept with the decision."`
	By    string `placeholder:"NAME" help:"Who decides (default: the user's name)."`

	keyFlags
}

func (c *alertsDecideCmd) Run(ctx context.Context, m *Main, g *globals) error {
	if strings.TrimSpace(c.Why) == "" {
		return wrong("give the reason with --why")
	}
	if state := casework.State(c.State); !state.Settled() && state != casework.Open {
		return wrong("%q is no decision; there are true_match, false_positive, inconclusive and open", c.State)
	}
	cases, err := c.cases(ctx, m, g)
	if err != nil {
		return err
	}
	defer cases.Close()
	alert, err := cases.Decide(ctx, c.ID, casework.State(c.State), m.who(c.By), c.Why, m.Now())
	if errors.Is(err, casework.ErrUnknown) {
		return usage{err}
	}
	if err != nil {
		return err
	}
	answer := report.AlertOf(alert, nil)
	if g.JSON {
		return report.Encoder(m.Stdout).Encode(answer)
	}
	return report.WriteAlert(m.Stdout, m.style(), answer)
}
