package update

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
)

// Loader loads editions one after the other.
type Loader struct {
	Folder   *base.Folder
	Register *register.Register
	Options  register.LoadOptions
	// Answer is what came of it so far.
	Answer report.Load
	ahead  *base.Ahead // of the snapshot, while the first edition is read
	// vet refuses an edition that was read, by an error; nil takes all.
	vet func(context.Context, *lists.Edition, *lists.Report) error
}

// Known says which lists are taken from a folder: those of the catalogue,
// and those that are loaded.
func Known(ctx context.Context, f *base.Folder) (func(list string) bool, error) {
	loaded, err := f.Loaded(ctx)
	return func(list string) bool {
		_, ok := loaded[list]
		return ok || all.Entry(list).Title != ""
	}, err
}

// Load loads one edition; more are those that come behind it. An edition that
// is refused is noted and the others are loaded all the same; the error is for
// what ends the command.
func (l *Loader) Load(ctx context.Context, e *lists.Edition, more []lists.Edition) error {
	if here, err := l.superseded(ctx, e, more); here != nil || err != nil {
		if here != nil {
			l.Answer.Loaded = append(l.Answer.Loaded, loadedOf(e, here, ""))
		}
		return err
	}
	entry := all.Entry(e.List)
	meta := register.Meta{List: e.List, Title: entry.Title, Published: e.Dated}
	for _, p := range e.Parts {
		meta.Files = append(meta.Files, register.File{Part: p.Name, Name: p.File.Path, Size: p.Size, SHA256: p.SHA256})
	}
	meta.Open = openerOf(e)
	l.Folder.Tell("Loading %s from %s ...", e.List, e.Parts[0].File.Path)
	l.Options.Now = l.Folder.Now()
	datedBy := e.DatedBy
	read := func(yield func(*interdict.Listing) error) (lists.Report, error) {
		if l.ahead == nil {
			l.ahead = l.Folder.Ahead(ctx, l.Register)
		}
		rep, err := l.read(ctx, e, yield)
		if err == nil && l.vet != nil {
			err = l.vet(ctx, e, &rep)
		}
		if !rep.Published.IsZero() {
			datedBy = ""
		}
		return rep, err
	}
	out, err := l.Register.Load(ctx, meta, read, l.Options)
	var refused *register.Error
	switch {
	case err == nil:
		loaded := loadedOf(e, &out, datedBy)
		if loaded.Reconciled, err = l.reconcile(ctx, &out); err != nil {
			return err
		}
		l.Answer.Loaded = append(l.Answer.Loaded, loaded)
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &refused) && isRefusal(refused.Kind):
		l.Refuse(e, refused.Kind, err.Error())
	default:
		return err
	}
	return nil
}

// Refuse notes an edition that is not taken.
func (l *Loader) Refuse(e *lists.Edition, why register.Kind, reason string) {
	r := report.LoadRefusal{List: e.List, Path: e.Parts[0].File.Path, Code: string(why), Reason: reason}
	if len(e.Parts) > 1 {
		r.Files = filesOf(e)
	}
	l.Answer.Refused = append(l.Answer.Refused, r)
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
func (l *Loader) superseded(ctx context.Context, e *lists.Edition, more []lists.Edition) (*register.Outcome, error) {
	newer := map[register.Hash]bool{}
	for i := range more {
		if more[i].List == e.List {
			newer[more[i].SHA256] = true
		}
	}
	if !e.Dated.IsZero() || len(newer) == 0 {
		return nil, nil
	}
	have, err := l.Register.Editions(ctx, e.List)
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

// Close lets go of what was opened ahead for a snapshot that was not made, since
// all was refused.
func (l *Loader) Close() {
	l.ahead.Close()
	l.ahead = nil
}

// Compile makes the snapshot of what is in force now.
func (l *Loader) Compile(ctx context.Context) error {
	view, err := l.Register.InForce(ctx, register.AsOf{})
	if err != nil {
		return err
	}
	ahead := l.ahead
	l.ahead = nil
	if l.Answer.Snapshot, err = l.Folder.Renew(ctx, l.Register, view, ahead); err != nil {
		return err
	}
	if _, err := l.Register.Sweep(ctx, l.Folder.Now()); err != nil {
		l.Folder.Tell("What stopped loads have left could not be cleared away: %v", err)
	}
	return nil
}

func loadedOf(e *lists.Edition, o *register.Outcome, datedBy string) report.LoadedEdition {
	ed := &o.Edition
	out := report.LoadedEdition{
		List: e.List, Title: all.Entry(e.List).Title, Format: e.Format.Name(), Edition: ed.SHA256.String(), Published: ed.Published, DatedBy: datedBy,
		Result: string(o.Result), InForce: o.InForce, Entries: ed.Entries, Names: ed.Names,
		Added: o.Added, Removed: o.Removed, Changed: o.Changed, Unchanged: o.Unchanged + o.Republished,
		Refused: []report.RecordRefusal{}, Note: ed.Note(), Files: filesOf(e),
	}
	if o.Lost != "" {
		out.Note = strings.TrimSuffix("it has "+o.Lost+"; "+out.Note, "; ")
	}
	if out.LostParts = lostParts(ed, o.Previous); len(out.LostParts) > 0 {
		out.Note = fmt.Sprintf("it lacks what the %s has: %s; %s", o.Previous, strings.Join(out.LostParts, ", "), out.Note)
	}
	for _, r := range o.Refused {
		out.Refused = append(out.Refused, report.RecordRefusal{At: r.At, Code: r.Code, Reason: r.Reason})
	}
	return out
}

// lostParts are the files of the edition before whose like an edition is known to
// lack; another format may say all in fewer.
func lostParts(e, before *register.Edition) (lost []string) {
	if before == nil || len(e.Missing) == 0 {
		return nil
	}
	for _, f := range before.Files {
		if !slices.ContainsFunc(e.Files, func(here register.File) bool { return here.Part == f.Part }) {
			lost = append(lost, filepath.Base(f.Name))
		}
	}
	return lost
}

func SkippedOf(skipped []lists.Skipped) []report.LoadRefusal {
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

// openerOf opens an edition's files by what they hold.
func openerOf(e *lists.Edition) func(register.File) (io.ReadCloser, error) {
	return func(f register.File) (io.ReadCloser, error) {
		for _, p := range e.Parts {
			if p.SHA256 == f.SHA256 {
				return p.File.Open()
			}
		}
		return nil, fmt.Errorf("%s is not among the files that are loaded", f.Name)
	}
}

// SumOf is the SHA-256 of a file.
func SumOf(path string) (sum register.Hash, err error) {
	f, err := os.Open(path)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.Copy(h, f)
	return register.Hash(h.Sum(nil)), err
}
