package base

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/screen"
)

// Status is what `lists status` says of each loaded list.
func (f *Folder) Status(ctx context.Context, r *register.Register) ([]report.List, error) {
	v, err := r.InForce(ctx, register.AsOf{})
	if err != nil {
		return nil, err
	}
	info, err := infoOf(ctx, r, v)
	if err != nil {
		return nil, err
	}
	failures, err := f.failuresOf(ctx, r)
	out := f.listsOf(info, failures, nil)
	for i := range out {
		entry := all.Entry(out[i].ID)
		if missing := v.Lists[i].Edition.Missing; len(missing) > 0 {
			out[i].Note = strings.Join(append(some(out[i].Note), "missing: "+strings.Join(missing, "; missing: ")), "; ")
		}
		if s := f.Downloads().State(out[i].ID); out[i].Health == report.Stale && s.Failed == nil && s.Checked.After(out[i].Loaded) {
			out[i].Note += "; its publisher had nothing newer on " + interdict.DateOf(s.Checked).Words()
		}
		out[i].Kind, out[i].Default, out[i].Cadence, out[i].MaxAgeDays = entry.Kind, &entry.Default, entry.Cadence, &entry.MaxAgeDays
	}
	return out, err
}

// some is a note as a list, none where it is empty.
func some(note string) []string {
	if note == "" {
		return nil
	}
	return []string{note}
}

// infoOf describes the lists of a view for a snapshot.
func infoOf(ctx context.Context, r *register.Register, v *register.View) ([]screen.ListInfo, error) {
	known, err := r.Lists(ctx)
	if err != nil {
		return nil, err
	}
	titles := map[string]string{}
	for _, s := range known {
		titles[s.List] = s.Title
	}
	var out []screen.ListInfo
	for _, s := range v.Lists {
		e := &s.Edition
		entry := all.Entry(e.List)
		info := screen.ListInfo{
			ID: e.List, Title: cmp.Or(entry.Title, titles[e.List], e.List), Jurisdiction: entry.Jurisdiction, Kind: entry.Kind, Edition: e.SHA256.String(),
			Published: e.Published, Loaded: e.Loaded.UTC().Format(time.RFC3339), Entries: e.Entries,
		}
		out = append(out, info)
	}
	return out, nil
}

// failuresOf are the lists whose last load was refused, or whose last update
// failed.
func (f *Folder) failuresOf(ctx context.Context, r *register.Register) (map[string]*register.Failure, error) {
	known, err := r.Lists(ctx)
	out := map[string]*register.Failure{}
	for _, s := range known {
		state := f.Downloads().State(s.List)
		if f := state.judgeFailure(s.Edition.Loaded, s.Failure); f != nil {
			out[s.List] = f
		}
	}
	return out, err
}

// listsOf is what reports say of the lists of an engine: with their age today
// and whether that is over their limit, or, for a past day, their age then.
func (f *Folder) listsOf(info []screen.ListInfo, failures map[string]*register.Failure, asOf *interdict.Date) []report.List {
	now := f.Now()
	if asOf != nil {
		last := asOf.Last()
		now = time.Date(last/10000, time.Month(last/100%100), last%100, 0, 0, 0, 0, time.UTC)
	}
	out := []report.List{}
	for _, i := range info {
		l := report.List{ListingKind: all.Entry(i.ID).Kind, ID: i.ID, Title: i.Title, Edition: i.Edition, Published: i.Published, Entries: i.Entries, Health: report.OK}
		l.Loaded, _ = time.Parse(time.RFC3339, i.Loaded) // zero where the snapshot does not say
		l.AgeDays = report.AgeDays(l.Effective(), now)
		switch {
		case i.Demo:
			l.Health, l.Note = report.Demo, "part of the built-in demonstration register"
		case asOf == nil:
			judge(&l, all.Entry(i.ID), failures[i.ID], slices.ContainsFunc(info, func(o screen.ListInfo) bool { return o.ID == all.Entry(i.ID).Successor }))
		}
		out = append(out, l)
	}
	return out
}

// judge says how a list is today; followed, that its successor is loaded.
func judge(l *report.List, entry all.List, failure *register.Failure, followed bool) {
	var notes []string
	if l.Old = entry.MaxAgeDays > 0 && l.AgeDays > entry.MaxAgeDays; l.Old {
		l.Health = report.Stale
		notes = append(notes, fmt.Sprintf("%d days old, over its limit of %d (published %s); load a newer edition", l.AgeDays, entry.MaxAgeDays, entry.Cadence))
	}
	if !entry.Closed.IsZero() {
		note := "closed on " + entry.Closed.Words()
		if entry.Successor != "" {
			note += " and replaced by " + all.Entry(entry.Successor).Title + " (" + entry.Successor + ")"
		}
		if l.Health = report.Closed; followed {
			note += ", which is loaded: whoever was taken off that list since is still found here"
		} else {
			l.Health = report.Stale
			note += ", which is not loaded: whoever was designated since is not found; `interdict lists update " + entry.Successor + "` loads it"
		}
		notes = append(notes, note)
	}
	if failure != nil {
		l.Health = report.Failed
		what := "the last load, on %s, was refused: %s"
		if failure.Kind == updateFailed {
			what = "the last update, on %s, failed: %s"
		}
		notes = append(notes, fmt.Sprintf(what, interdict.DateOf(failure.At).Words(), failure.Reason))
	}
	l.Note = strings.Join(notes, "; ")
}

// Loaded are the lists of the base in use with their titles; none where no
// register is there yet.
func (f *Folder) Loaded(ctx context.Context) (map[string]string, error) {
	out := map[string]string{}
	if f.Starter {
		b, err := f.openStarter(ctx)
		if err != nil {
			return nil, err
		}
		defer b.Close()
		for _, l := range b.Lists {
			out[l.ID] = l.Title
		}
		return out, nil
	}
	r, err := f.Register(ctx)
	if _, empty := errors.AsType[*Empty](err); empty || f.Dir == "" {
		return out, nil
	}
	if err != nil {
		return nil, err
	}
	defer r.Close()
	known, err := r.Lists(ctx)
	for _, s := range known {
		out[s.List] = s.Title
	}
	return out, err
}
