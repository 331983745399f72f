package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/audit"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/runs"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/subjects"
	"github.com/interdict/interdict/table"
)

type auditCmd struct {
	Verify auditVerifyCmd `cmd:"" help:"Check receipts: that none was changed, taken out or put in."`
	Replay auditReplayCmd `cmd:"" help:"Do a run again, and say whether it comes to what its receipt says."`

	Refused auditRefusedCmd `cmd:"" help:"Show the rows that a run refused, with what stood in them (screen --keep-refused)."`
}

type auditVerifyCmd struct {
	Receipts []string `arg:"" optional:"" name:"receipt" help:"Files of receipts or of signed reports (monitor report), from anywhere (default: all receipts of the data folder, as a chain)."`
	Key      string   `placeholder:"FILE" help:"The public key (PEM) that has to have signed them (default: that of the data folder)."`
}

func (c *auditVerifyCmd) Run(m *Main, g *globals) error {
	if err := g.checkData(); err != nil {
		return err
	}
	answer, err := c.verify(audit.In(g.Data))
	if err != nil {
		return err
	}
	if g.JSON {
		err = report.Encoder(m.Stdout).Encode(answer)
	} else {
		err = report.WriteVerified(m.Stdout, m.style(), answer)
	}
	if err == nil && !answer.OK {
		err = done(exitFailed)
	}
	return err
}

func (c *auditVerifyCmd) verify(folder audit.Folder) (*report.Verified, error) {
	key, from := "", c.Key
	var err error
	switch {
	case c.Key != "":
		if key, err = audit.ReadPublicKey(c.Key); err != nil {
			return nil, usage{err}
		}
	case len(c.Receipts) > 0:
		// A file that another installation signed is not this one's; who has none
		// checks a file by itself.
		if own, err := folder.PublicKey(); err == nil {
			key, from = own, "this data folder; name theirs with --key"
		}
	}
	var found []audit.Finding
	if len(c.Receipts) == 0 {
		if found, err = folder.Verify(); err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("%s holds no receipt yet; `interdict screen` makes one for each run", folder)
		}
	}
	out := &report.Verified{OK: true}
	for _, f := range found {
		if f.OK && key != "" && f.Key != key {
			f.OK, f.Words = false, "it was signed by another key than that of "+from
		}
		out.OK = out.OK && f.OK
		out.Receipts = append(out.Receipts, verified(&f))
	}
	for _, path := range c.Receipts {
		v, err := checkFile(path)
		if err != nil {
			return nil, err
		}
		if v.OK && key != "" && v.Key != key {
			v.OK, v.Words = false, "it was signed by another key than that of "+from
		}
		out.OK = out.OK && v.OK
		out.Receipts = append(out.Receipts, *v)
	}
	return out, nil
}

// checkFile checks a receipt or a report by itself.
func checkFile(path string) (*report.VerifiedReceipt, error) {
	file, err := audit.ReadAny(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, wrong("%s does not exist; check the path", path)
	case err != nil:
		return &report.VerifiedReceipt{Name: filepath.Base(path), Words: strings.TrimPrefix(err.Error(), path+": ")}, nil
	case file.Report != nil:
		r := file.Report
		return &report.VerifiedReceipt{Kind: report.CoverageReport, Name: filepath.Base(path), OK: true, SHA256: r.SHA256, Key: r.Key, Ended: &r.Made, Inputs: r.Names, Covered: &r.Covered}, nil
	}
	s := file.Receipt
	v := verified(&audit.Finding{Number: s.Number, OK: true, Sum: s.Sum(), Key: s.Key(), Receipt: &s.Receipt})
	return &v, nil
}

func verified(f *audit.Finding) report.VerifiedReceipt {
	v := report.VerifiedReceipt{Name: audit.Name(f.Number), OK: f.OK, SHA256: f.Sum, Key: f.Key, Words: f.Words}
	if r := f.Receipt; r != nil {
		v.Ended, v.Read, v.Refused, v.Hits = &r.Ended, r.Read, r.Refused, r.Hits
		for _, in := range r.Inputs {
			v.Inputs = append(v.Inputs, in.Name)
		}
		if p := r.Population; p != nil {
			v.Inputs, v.Read, v.Refused = []string{"population " + p.Name + ", all covered by a " + p.Mode + " run"}, p.Covered, p.Refused
		}
	}
	return v
}

type auditReplayCmd struct {
	Receipt int      `arg:"" help:"The receipt's number."`
	Range   []int    `placeholder:"N" help:"Do these ranges only, counted from 1. May be given several times."`
	Input   []string `placeholder:"FILE" help:"Where the inputs are now, in the receipt's order (default: where they were)."`
}

func (c *auditReplayCmd) Run(ctx context.Context, m *Main, g *globals) error {
	if err := g.checkData(); err != nil {
		return err
	}
	folder := audit.In(g.Data)
	s, err := folder.Read(c.Receipt)
	if errors.Is(err, os.ErrNotExist) {
		return wrong("there is no receipt %s in %s", audit.Name(c.Receipt), folder)
	}
	if err != nil {
		return err
	}
	if s.Population != nil {
		return fmt.Errorf("receipt %s is of a monitoring run, which depends on the runs before it; `interdict monitor run` compares anew, `interdict screen` a file", audit.Name(s.Number))
	}
	p, err := folder.Private(s)
	if err != nil {
		return err
	}
	for _, n := range c.Range {
		if n < 1 || n > len(s.Ranges) {
			return wrong("--range %d: the receipt has the ranges 1 to %d", n, len(s.Ranges))
		}
	}
	answer, err := c.replay(ctx, m, g, s, p)
	if err != nil {
		return err
	}
	if g.JSON {
		err = report.Encoder(m.Stdout).Encode(answer)
	} else {
		err = report.WriteReplayed(m.Stdout, m.style(), answer)
	}
	switch {
	case err != nil:
		return err
	case answer.Result == report.Differs:
		return done(exitFailed)
	case answer.Result == report.NotComparable:
		return done(exitIncomplete)
	}
	return nil
}

// replay does the run again under what it was made with.
func (c *auditReplayCmd) replay(ctx context.Context, m *Main, g *globals, s *audit.Sealed, p *audit.Private) (*report.Replayed, error) {
	answer := &report.Replayed{Receipt: audit.Name(s.Number), Ranges: []report.ReplayedRange{}}
	b, query, err := c.sameBase(ctx, m, g, s, p)
	if err != nil {
		return nil, err
	}
	defer b.Close()
	if have := b.Engine.Hashes(); have != s.Hashes {
		answer.Result, answer.Words = report.NotComparable, notSame(&s.Hashes, &have)
		return answer, nil
	}
	inputs, err := c.inputs(ctx, p)
	if gone, ok := errors.AsType[absent](err); ok && len(c.Input) == 0 {
		answer.Result, answer.Words = report.NotComparable, fmt.Sprintf("the input %s does not exist; say with --input where it is now", string(gone))
		return answer, nil
	}
	if err != nil {
		return nil, err
	}
	defer closeInputs(inputs)
	plan := runs.Plan{Query: query, Size: p.RangeSize}
	if plan.Key, err = hex.DecodeString(p.Key); err != nil {
		return nil, fmt.Errorf("the receipt's private file: %w", err)
	}
	if len(c.Range) > 0 {
		plan.Only = func(n int) bool { return slices.Contains(c.Range, n+1) }
	}
	var open []runs.Input
	for _, in := range inputs {
		open = append(open, in)
	}
	again, err := runs.Screen(ctx, b.Engine, open, &plan, func(int, *interdict.Result) error { return nil }, nil)
	if err != nil {
		return nil, err
	}
	compareRanges(answer, s.Ranges, again, plan.Only)
	return answer, nil
}

// sameBase opens the lists as the run had them: those in force, or else as the
// register knew them when the run began.
func (c *auditReplayCmd) sameBase(ctx context.Context, m *Main, g *globals, s *audit.Sealed, p *audit.Private) (*base.Base, screen.Query, error) {
	var q screen.Query
	pol, err := policy.Parse(s.Policy, p.Policy)
	if err != nil {
		return nil, q, err
	}
	pol.Threshold = s.Threshold
	weights, err := score.ParseWeights("weights", p.Weights)
	if err != nil {
		return nil, q, err
	}
	at := base.Moment{Known: s.KnownAt}
	if !s.AsOf.IsZero() {
		at.AsOf = &s.AsOf
	}
	open := func(at base.Moment) (*base.Base, error) {
		b, err := m.folder(g).Open(ctx, at)
		if err != nil {
			return nil, err
		}
		if q.Lists, q.On, err = b.Choose(&pol, p.Lists, p.Kinds); err == nil {
			err = b.Use(pol, weights)
		}
		if err != nil {
			return nil, errors.Join(err, b.Close())
		}
		return b, nil
	}
	b, err := open(at)
	if err != nil || b.Engine.Hashes().Snapshot == s.Hashes.Snapshot || b.Register == nil {
		return b, q, err
	}
	m.say(g, "The lists have changed since; those of the run are compiled again.")
	if err := b.Close(); err != nil {
		return nil, q, err
	}
	if at.Known.IsZero() {
		at.Known = s.Began
	}
	b, err = open(at)
	return b, q, err
}

// notSame says which of the hashes are others than the run's.
func notSame(was, is *screen.Hashes) string {
	var parts []string
	for _, h := range []struct{ name, was, is string }{
		{"snapshot of the lists", was.Snapshot, is.Snapshot}, {"analysis", was.Analysis, is.Analysis}, {"scoring", was.Scoring, is.Scoring}, {"policy", was.Policy, is.Policy},
	} {
		if h.was != h.is {
			parts = append(parts, fmt.Sprintf("%s %.12s, here %.12s", h.name, h.was, h.is))
		}
	}
	return "the run was made with another " + joinWords(parts) + "; replay it with the program and the register that it was made with"
}

func joinWords(parts []string) string {
	out := ""
	for i, p := range parts {
		switch {
		case i > 0 && i == len(parts)-1:
			out += " and "
		case i > 0:
			out += ", "
		}
		out += p
	}
	return out
}

// inputs opens the run's inputs, where they are now.
func (c *auditReplayCmd) inputs(ctx context.Context, p *audit.Private) ([]*input, error) {
	paths := p.Inputs
	if len(c.Input) > 0 {
		if len(c.Input) != len(paths) {
			return nil, wrong("--input: the run had %s inputs; name as many", strconv.Itoa(len(paths)))
		}
		paths = c.Input
	}
	var o subjects.Options
	if p.Mapping != "" {
		mapping, err := table.ReadMapping(strings.NewReader(p.Mapping), "the receipt's mapping")
		if err != nil {
			return nil, err
		}
		o.Mapping = mapping
	}
	return openFiles(ctx, nil, paths, o)
}

// compareRanges says of each range whether it came to the same.
func compareRanges(a *report.Replayed, was, is []runs.Range, only func(int) bool) {
	a.Result = report.Agrees
	for i := range max(len(was), len(is)) {
		if only != nil && !only(i) {
			continue
		}
		r := report.ReplayedRange{Number: i + 1, Result: report.Agrees}
		switch {
		case i >= len(was) || i >= len(is):
			r.Result, r.Words = report.NotComparable, "the input has more or fewer rows than it had"
		case was[i].InputMAC != is[i].InputMAC:
			r.Result, r.Words = report.NotComparable, "the input is not what it was"
		case was[i].ResultsMAC != is[i].ResultsMAC:
			r.Result, r.Words = report.Differs, fmt.Sprintf("%d hits, the receipt says %d", is[i].Hits, was[i].Hits)
		}
		if i < len(is) {
			r.FirstRow, r.Rows, r.Hits = is[i].FirstRow, is[i].Rows, is[i].Hits
		}
		switch {
		case r.Result == report.Differs:
			a.Result = report.Differs
		case r.Result == report.NotComparable && a.Result == report.Agrees:
			a.Result = report.NotComparable
		}
		a.Ranges = append(a.Ranges, r)
	}
}
