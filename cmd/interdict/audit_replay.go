package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
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

type auditReplayCmd struct {
	Receipt int      `arg:"" help:"The receipt's number."`
	Range   []int    `placeholder:"N" help:"Do these ranges only, counted from 1. May be given several times."`
	Input   []string `placeholder:"FILE" help:"Where the inputs are now, in the receipt's order (default: where they were)."`
}

// receipt reads one that was named by its number.
func receipt(folder audit.Folder, number int) (*audit.Sealed, error) {
	s, err := folder.Read(number)
	if errors.Is(err, os.ErrNotExist) {
		return nil, wrong("there is no receipt %s in %s; `interdict audit verify` lists those that are", audit.Name(number), folder)
	}
	return s, err
}

func (c *auditReplayCmd) Run(ctx context.Context, m *Main, g *globals) error {
	if err := g.checkData(); err != nil {
		return err
	}
	folder := audit.In(g.Data)
	s, err := receipt(folder, c.Receipt)
	if err != nil {
		return err
	}
	if s.Population != nil {
		return fmt.Errorf("receipt %s is of a monitoring run, which depends on the runs before it; `interdict monitor run` compares anew, `interdict screen` a file", audit.Name(s.Number))
	}
	for _, n := range c.Range {
		if n < 1 || n > len(s.Ranges) {
			return wrong("--range %d: the receipt has %s", n, rangesOf(len(s.Ranges)))
		}
	}
	answer, err := c.replay(ctx, m, g, folder, s)
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
func (c *auditReplayCmd) replay(ctx context.Context, m *Main, g *globals, folder audit.Folder, s *audit.Sealed) (*report.Replayed, error) {
	answer := &report.Replayed{Receipt: audit.Name(s.Number), RangesOfRun: len(s.Ranges), Ranges: []report.ReplayedRange{}}
	p, err := folder.Private(s)
	if gone, ok := errors.AsType[*fs.PathError](err); ok && errors.Is(err, fs.ErrNotExist) {
		answer.Result, answer.Words = report.NotComparable, fmt.Sprintf("what a replay needs, %s, is not beside the receipt", gone.Path)
		return answer, nil
	}
	if err != nil {
		return nil, err
	}
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
	if answer.Result == report.Differs {
		answer.Words = whyDiffers(b.Engine, s.Build)
	}
	return answer, nil
}

// whyDiffers says what may be the reason that the same input by the same lists,
// weights and policy comes to something else.
func whyDiffers(e *screen.Engine, build string) string {
	switch {
	case !e.Genuine():
		return "the file of the snapshot is not what it is named by: it was changed since it was made; remove it, and it is compiled again"
	case build != version():
		return fmt.Sprintf("the run was made by another build of the program, %s; this is %s", build, version())
	}
	return ""
}

// rangesOf names the ranges of a receipt.
func rangesOf(n int) string {
	switch n {
	case 0:
		return "no ranges"
	case 1:
		return "the range 1 alone"
	}
	return fmt.Sprintf("the ranges 1 to %d", n)
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
			parts = append(parts, fmt.Sprintf("%s (%.12s, here %.12s)", h.name, h.was, h.is))
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
			return nil, wrong("--input: name as many inputs as the run had, %s", strconv.Itoa(len(paths)))
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
		r := report.ReplayedRange{Number: i + 1}
		switch {
		case i >= len(is):
			r.Result, r.Words = report.NotComparable, "the input has no such rows any more"
		case i >= len(was):
			r.Result, r.Words = report.NotComparable, "the input did not have these rows"
		default:
			r.Result, r.Words = compareRange(&was[i], &is[i])
		}
		of := was
		if i < len(is) {
			of, r.Hits = is, is[i].Hits
		}
		r.FirstRow, r.Rows = of[i].FirstRow, of[i].Rows
		switch {
		case r.Result == report.Differs:
			a.Result = report.Differs
		case r.Result == report.NotComparable && a.Result == report.Agrees:
			a.Result = report.NotComparable
		}
		a.Ranges = append(a.Ranges, r)
	}
}

func compareRange(was, is *runs.Range) (result, words string) {
	switch {
	case was.InputMAC != is.InputMAC:
		return report.NotComparable, "the input is not what it was"
	case was.Refused != is.Refused || was.Partial != is.Partial || !maps.Equal(was.Codes, is.Codes):
		return report.Differs, fmt.Sprintf("rows refused and screened in part: %d and %d, the receipt says %d and %d", is.Refused, is.Partial, was.Refused, was.Partial)
	case was.Hits != is.Hits:
		return report.Differs, fmt.Sprintf("hits: %d, the receipt says %d", is.Hits, was.Hits)
	case was.ResultsMAC != is.ResultsMAC || was.SubjectsHit != is.SubjectsHit:
		return report.Differs, fmt.Sprintf("hits: %d, as the receipt says, but not the same ones or not with the same scores", is.Hits)
	}
	return report.Agrees, ""
}
