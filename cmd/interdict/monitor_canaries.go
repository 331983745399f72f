package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/canary"
	"github.com/interdict/interdict/monitor"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/runs"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/subjects"
)

type monitorCanariesCmd struct {
	Service string `placeholder:"URL" help:"Let them pass through the service there too, such as http://127.0.0.1:8700 (environment INTERDICT_SERVICE_KEY holds a key for it, with the scope screen)."`

	LeaveOut string `name:"leave-out" xor:"decision" placeholder:"LIST" help:"Decide that no intake need screen against a list, with --why; nothing else is done."`
	TakeIn   string `name:"take-in" xor:"decision" placeholder:"LIST" help:"Take back that decision."`
	Why      string `placeholder:"TEXT" help:"The reason, kept with the decision and shown in every report."`
	By       string `placeholder:"NAME" help:"Who decides (default: the user's name)."`

	keyFlags
	settingFlags
}

// serviceKeyVariable holds the key for a service that canaries pass through.
const serviceKeyVariable = "INTERDICT_SERVICE_KEY"

func (c *monitorCanariesCmd) Run(ctx context.Context, m *Main, g *globals) error {
	if c.LeaveOut != "" || c.TakeIn != "" {
		return c.decide(ctx, m, g)
	}
	mon, release, err := openMonitor(ctx, m, g, &c.keyFlags, &c.settingFlags)
	if err != nil {
		return err
	}
	defer release()
	file, err := m.fileCanaries(ctx, g, mon.Base, mon.Query)
	if err != nil {
		return err
	}
	monitored, err := mon.Canaries(ctx)
	if err != nil {
		return err
	}
	answer := &report.Canaries{OK: file.OK && monitored.OK, Canaries: []canary.Outcome{*file, *monitored}}
	if c.Service != "" {
		answered, err := c.throughService(ctx, m, g, mon)
		if err != nil {
			return err
		}
		answer.OK = answer.OK && answered.OK
		answer.Canaries = append(answer.Canaries, *answered)
	}
	if g.JSON {
		err = report.Encoder(m.Stdout).Encode(answer)
	} else {
		err = report.WriteCanaries(m.Stdout, m.style(), answer.Canaries)
	}
	if err == nil && !answer.OK {
		err = done(exitIncomplete)
	}
	return err
}

// decide leaves a list out, or takes it in again.
func (c *monitorCanariesCmd) decide(ctx context.Context, m *Main, g *globals) error {
	if err := c.ready(g); err != nil {
		return err
	}
	if c.LeaveOut != "" && strings.TrimSpace(c.Why) == "" {
		return wrong("give the reason with --why")
	}
	if c.TakeIn != "" && c.Why != "" {
		return wrong("--why is for --leave-out")
	}
	b, err := m.folder(g).Open(ctx, base.Moment{})
	if err != nil {
		return err
	}
	defer b.Close()
	list := c.LeaveOut + c.TakeIn
	if on, _ := b.OnByDefault(); !slices.Contains(on, list) {
		return wrong("no list %q is loaded and on; there are %s", list, strings.Join(on, ", "))
	}
	d := canary.LeftOut{List: list, Why: c.Why, By: m.who(c.By), At: m.Now().UTC()}
	if err := canary.In(g.Data).Decide(d); err != nil {
		return err
	}
	if g.JSON {
		return report.Encoder(m.Stdout).Encode(d)
	}
	what := "has no canaries from now on: " + c.Why
	if c.TakeIn != "" {
		what = "has canaries again"
	}
	_, err = fmt.Fprintf(m.Stdout, "%s %s.\n", list, what)
	return err
}

// throughService lets the canaries pass through a running service.
func (c *monitorCanariesCmd) throughService(ctx context.Context, m *Main, g *globals, mon *monitor.Monitor) (*canary.Outcome, error) {
	set, err := monitor.CanariesOf(ctx, g.Data, mon.Base)
	if err != nil {
		return nil, err
	}
	service, err := openServed(c.Service, m.Getenv(serviceKeyVariable), http.DefaultClient)
	if err != nil {
		return nil, usage{err}
	}
	out, err := service.pass(ctx, set, &canary.Asked{Intake: canary.Service, At: m.Now(), Engine: mon.Base.Engine, Query: mon.Query})
	if err != nil {
		return nil, err
	}
	return out, canary.In(g.Data).Keep(out)
}

// canaryFile is a customer file of canaries, which is screened like any other.
type canaryFile struct {
	set   *canary.Set
	rows  []*canary.Canary
	dir   string
	input *input
	asked canary.Asked
}

// openCanaries writes the canaries of the lists that are on into a file, and opens
// it as files of customers are opened.
func (m *Main) openCanaries(ctx context.Context, g *globals, b *base.Base, q screen.Query) (*canaryFile, error) {
	set, err := monitor.CanariesOf(ctx, g.Data, b)
	if err != nil {
		return nil, err
	}
	f := &canaryFile{set: set, rows: slices.Collect(set.All()), asked: canary.Asked{Intake: canary.File, At: m.Now(), Engine: b.Engine, Query: q,
		Answered: map[string][]interdict.Hit{}, Refused: map[string]string{}}}
	if len(f.rows) == 0 {
		return f, nil
	}
	if f.dir, err = os.MkdirTemp("", "interdict-canaries"); err != nil {
		return nil, err
	}
	path := filepath.Join(f.dir, "canaries.csv")
	if err := writeFile(path, set.WriteCSV); err != nil {
		return nil, errors.Join(err, f.close())
	}
	opened, err := openFiles(ctx, nil, []string{path}, subjects.Options{Canaries: true})
	if err != nil {
		return nil, errors.Join(err, f.close())
	}
	f.input = opened[0]
	return f, nil
}

// close closes the file and removes it.
func (f *canaryFile) close() error {
	if f == nil || f.dir == "" {
		return nil
	}
	if f.input != nil {
		f.input.Close()
	}
	return os.RemoveAll(f.dir)
}

// take takes what one of them found.
func (f *canaryFile) take(r *interdict.Result) { f.asked.Answered[r.Subject.ID] = r.Hits }

// judge says what they came to. ranges are those of the file; whoever came
// through them without a hit need not have been told of.
func (f *canaryFile) judge(ranges []runs.Range) *canary.Outcome {
	read := int64(0)
	for i := range ranges {
		read += ranges[i].Screened
	}
	for r := range runs.AllRejected(ranges) {
		if !r.Screened && r.Row >= 1 && r.Row <= int64(len(f.rows)) {
			f.asked.Refused[f.rows[r.Row-1].ID] = r.Code
		}
	}
	if read+int64(len(f.asked.Refused)) == int64(len(f.rows)) {
		for _, c := range f.rows {
			if _, told := f.asked.Answered[c.ID]; !told {
				f.asked.Answered[c.ID] = nil
			}
		}
	}
	return f.set.Judge(&f.asked)
}

// fileCanaries lets the canaries pass through a run over a file of their own, and
// keeps what they came to.
func (m *Main) fileCanaries(ctx context.Context, g *globals, b *base.Base, q screen.Query) (out *canary.Outcome, err error) {
	f, err := m.openCanaries(ctx, g, b, q)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.close()) }()
	var ranges []runs.Range
	if f.input != nil {
		plan := &runs.Plan{Query: q, Key: runs.NewKey(), Build: version()}
		if ranges, err = runs.Screen(ctx, b.Engine, []runs.Input{f.input}, plan, func(_ int, r *interdict.Result) error {
			f.take(r)
			return nil
		}, nil); err != nil {
			return nil, fmt.Errorf("the canaries could not pass through a file run: %w", err)
		}
	}
	out = f.judge(ranges)
	return out, canary.In(g.Data).Keep(out)
}

// judgeCanaries says in the summary what the canaries of a run came to, keeps
// that, and gives the ranges of the run's own inputs.
func (r *run) judgeCanaries(ranges []runs.Range) ([]runs.Range, error) {
	if r.canaries == nil {
		return ranges, nil
	}
	own := slices.IndexFunc(ranges, func(g runs.Range) bool { return g.Input == len(r.inputs) })
	if own < 0 {
		own = len(ranges)
	}
	out := r.canaries.judge(ranges[own:])
	all, found := out.Count()
	r.sum.Canaries = &report.CanaryCount{OK: out.OK, Canaries: all, Found: found, Lost: []canary.Lost{}}
	for i := range out.Lists {
		r.sum.Canaries.Lost = append(r.sum.Canaries.Lost, out.Lists[i].Lost...)
	}
	return ranges[:own], canary.In(r.g.Data).Keep(out)
}
