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
	if o.Known, err = m.knownLists(ctx, g); err != nil {
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
	if err := makeData(g.Data); err != nil {
		return err
	}
	r, err := register.Open(ctx, g.Data, register.Options{})
	if err != nil {
		return err
	}
	defer r.Close()
	l := loader{m: m, g: g, register: r, options: register.LoadOptions{AcceptShrink: c.AcceptShrink}}
	l.answer.Skipped = skippedOf(skipped)
	for _, o := range outsized {
		l.refuse(&o.Edition, register.Shrunk, o.Reason)
	}
	for i := range editions {
		if err := l.load(ctx, &editions[i], editions[i+1:]); err != nil {
			return errors.Join(l.tell(), err)
		}
	}
	return l.finish(ctx)
}

// loader loads editions one after the other.
type loader struct {
	m        *Main
	g        *globals
	register *register.Register
	options  register.LoadOptions
	answer   report.Load
	// vet refuses an edition that was read, by an error; nil takes all.
	vet func(context.Context, *lists.Edition, *lists.Report) error
}

// knownLists says which lists are taken from a folder: those of the catalogue,
// and those that are loaded.
func (m *Main) knownLists(ctx context.Context, g *globals) (func(list string) bool, error) {
	loaded, err := m.loadedLists(ctx, g)
	return func(list string) bool {
		_, ok := loaded[list]
		return ok || all.Entry(list).Title != ""
	}, err
}

// load loads one edition; more are those that come behind it. An edition that
// is refused is noted and the others are loaded all the same; the error is for
// what ends the command.
func (l *loader) load(ctx context.Context, e *lists.Edition, more []lists.Edition) error {
	if here, err := l.superseded(ctx, e, more); here != nil || err != nil {
		if here != nil {
			l.answer.Loaded = append(l.answer.Loaded, loadedOf(e, here, ""))
		}
		return err
	}
	entry := all.Entry(e.List)
	meta := register.Meta{List: e.List, Title: entry.Title, Published: e.Dated}
	for _, p := range e.Parts {
		meta.Files = append(meta.Files, register.File{Part: p.Name, Name: p.File.Path, Size: p.Size, SHA256: p.SHA256})
	}
	meta.Open = openerOf(e)
	l.m.say(l.g, "Loading %s from %s ...", e.List, e.Parts[0].File.Path)
	l.options.Now = l.m.Now()
	datedBy := e.DatedBy
	read := func(yield func(*interdict.Listing) error) (lists.Report, error) {
		rep, err := l.read(ctx, e, yield)
		if err == nil && l.vet != nil {
			err = l.vet(ctx, e, &rep)
		}
		if !rep.Published.IsZero() {
			datedBy = ""
		}
		return rep, err
	}
	out, err := l.register.Load(ctx, meta, read, l.options)
	var refused *register.Error
	switch {
	case err == nil:
		loaded := loadedOf(e, &out, datedBy)
		if loaded.Reconciled, err = l.reconcile(ctx, &out); err != nil {
			return err
		}
		l.answer.Loaded = append(l.answer.Loaded, loaded)
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &refused) && isRefusal(refused.Kind):
		l.refuse(e, refused.Kind, err.Error())
	default:
		return err
	}
	return nil
}

// refuse notes an edition that is not taken.
func (l *loader) refuse(e *lists.Edition, why register.Kind, reason string) {
	r := report.LoadRefusal{List: e.List, Path: e.Parts[0].File.Path, Code: string(why), Reason: reason}
	if len(e.Parts) > 1 {
		r.Files = filesOf(e)
	}
	l.answer.Refused = append(l.answer.Refused, r)
}

func filesOf(e *lists.Edition) []string {
	files := make([]string, len(e.Parts))
	for i, p := range e.Parts {
		files[i] = p.File.Path
	}
	return files
}

// superseded answers for an edition without a date that is here already, behind
// one that is loaded with it and in force: of undated ones the last loaded is in
// force, so loading it again would bring it back.
func (l *loader) superseded(ctx context.Context, e *lists.Edition, more []lists.Edition) (*register.Outcome, error) {
	newer := map[register.Hash]bool{}
	for i := range more {
		if more[i].List == e.List {
			newer[more[i].SHA256] = true
		}
	}
	if !e.Dated.IsZero() || len(newer) == 0 {
		return nil, nil
	}
	have, err := l.register.Editions(ctx, e.List)
	if register.IsKind(err, register.UnknownList) || err == nil && !newer[have[len(have)-1].SHA256] {
		return nil, nil
	}
	for i := range have {
		if have[i].SHA256 == e.SHA256 {
			return &register.Outcome{Result: register.Already, Edition: have[i], Unchanged: have[i].Entries}, err
		}
	}
	return nil, err
}

// isRefusal says that an error concerns one edition, not the register.
func isRefusal(k register.Kind) bool {
	switch k {
	case register.Unreadable, register.Empty, register.Incomplete, register.Shrunk, register.Undated, register.Future, register.BadEdition:
		return true
	}
	return false
}

// finish compiles the snapshot and tells what came of it all.
func (l *loader) finish(ctx context.Context) error {
	var unmade error
	if len(l.answer.Loaded) > 0 {
		if unmade = l.compile(ctx); unmade != nil {
			unmade = fmt.Errorf("the lists are loaded, but the snapshot could not be kept: %w; the next command that needs it will make it", unmade)
		}
	}
	if err := errors.Join(l.tell(), unmade); err != nil {
		return err
	}
	switch {
	case len(l.answer.Loaded) == 0:
		return done(exitFailed)
	case !l.answer.Complete():
		return done(exitIncomplete)
	}
	return nil
}

// compile makes the snapshot of what is in force now.
func (l *loader) compile(ctx context.Context) error {
	view, err := l.register.InForce(ctx, register.AsOf{})
	if err != nil {
		return err
	}
	e, path, err := l.m.openSnapshot(ctx, l.g, l.register, view)
	if err != nil {
		return err
	}
	l.answer.Snapshot = path
	// An edition that only joined the history compiles nothing.
	if err := errors.Join(e.Close(), l.m.settle(ctx, l.register, view)); err != nil {
		return err
	}
	if _, err := l.register.Sweep(ctx, l.m.Now()); err != nil {
		l.m.say(l.g, "What stopped loads have left could not be cleared away: %v", err)
	}
	return nil
}

func (l *loader) tell() error {
	if l.g.JSON {
		return report.Encoder(l.m.Stdout).Encode(&l.answer)
	}
	return report.WriteLoad(l.m.Stdout, l.m.style(), &l.answer)
}

func loadedOf(e *lists.Edition, o *register.Outcome, datedBy string) report.LoadedEdition {
	ed := &o.Edition
	out := report.LoadedEdition{
		List: e.List, Title: all.Entry(e.List).Title, Format: e.Format.Name(), Edition: ed.SHA256.String(), Published: ed.Published, DatedBy: datedBy,
		Result: string(o.Result), InForce: o.InForce, Entries: ed.Entries, Names: ed.Names,
		Added: o.Added, Removed: o.Removed, Changed: o.Changed, Unchanged: o.Unchanged + o.Republished,
		Refused: []report.RecordRefusal{}, Note: ed.Note(), Files: filesOf(e),
	}
	for _, r := range o.Refused {
		out.Refused = append(out.Refused, report.RecordRefusal{At: r.At, Code: r.Code, Reason: r.Reason})
	}
	return out
}

func skippedOf(skipped []lists.Skipped) []report.LoadRefusal {
	out := []report.LoadRefusal{}
	for _, s := range skipped {
		code := report.Skipped
		switch {
		case s.Same:
		case s.Given:
			code = report.NotAList
		case s.Refused:
			code = report.Unreadable
		}
		out = append(out, report.LoadRefusal{Path: s.Path, Code: code, Reason: s.Reason})
	}
	return out
}
