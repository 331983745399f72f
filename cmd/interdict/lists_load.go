package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/update"
)

type loadCmd struct {
	Paths []string `arg:"" name:"path" help:"List files as published, or folders of them. Files of one edition are given together or lie in one folder."`

	List         string `placeholder:"ID" help:"The list's id, where the content doesn't say it."`
	Published    string `placeholder:"DATE" help:"The edition's date (YYYY-MM-DD), where the content doesn't state it."`
	AcceptShrink bool   `help:"Take an edition that has under half the entries of its neighbour."`
}

func (c *loadCmd) Run(ctx context.Context, m *Main, g *globals) error {
	if g.Starter {
		return wrong("the starter register is built in; leave --starter out to load lists")
	}
	err := g.checkData()
	if err != nil {
		return err
	}
	o := lists.CollectOptions{List: c.List}
	if o.Known, err = update.Known(ctx, m.folder(g)); err != nil {
		return err
	}
	if c.Published != "" {
		d, err := interdict.ParseDate(c.Published)
		if err == nil && !d.Exact() {
			err = fmt.Errorf("an edition has a day, YYYY-MM-DD")
		}
		if err != nil {
			return wrong("--published: %w", err)
		}
		o.Published = d
	}
	editions, skipped, err := lists.Collect(ctx, c.Paths, all.Formats(), o)
	if err != nil {
		return err
	}
	editions, outsized, err := lists.Survey(ctx, editions, c.AcceptShrink)
	if err != nil {
		return err
	}
	if err := m.folder(g).Make(); err != nil {
		return err
	}
	r, err := m.folder(g).Register(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	l := loading{m: m, g: g}
	l.Loader = update.Loader{Folder: m.folder(g), Register: r, Options: register.LoadOptions{AcceptShrink: c.AcceptShrink}}
	defer l.Close()
	l.Answer.Skipped = update.SkippedOf(skipped)
	for _, o := range outsized {
		l.Refuse(&o.Edition, register.Shrunk, o.Reason)
	}
	for i := range editions {
		if err := l.Load(ctx, &editions[i], editions[i+1:]); err != nil {
			return errors.Join(l.tell(), err)
		}
	}
	return l.finish(ctx)
}

// loading loads files and tells of it.
type loading struct {
	update.Loader
	m *Main
	g *globals
}

// finish compiles the snapshot and tells what came of it all.
func (l *loading) finish(ctx context.Context) error {
	var unmade error
	if len(l.Answer.Loaded) > 0 {
		if unmade = l.Compile(ctx); unmade != nil {
			unmade = fmt.Errorf("the lists are loaded, but the snapshot could not be kept: %w; the next command that needs it will make it", unmade)
		}
	}
	if err := errors.Join(l.tell(), unmade); err != nil {
		return err
	}
	switch {
	case len(l.Answer.Loaded) == 0:
		return done(exitFailed)
	case !l.Answer.Complete():
		return done(exitIncomplete)
	}
	return nil
}

func (l *loading) tell() error {
	if l.g.JSON {
		return report.Encoder(l.m.Stdout).Encode(&l.Answer)
	}
	return report.WriteLoad(l.m.Stdout, l.m.style(), &l.Answer)
}
