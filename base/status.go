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
	faults, err := f.faultsOf(ctx, r, v)
	out := f.listsOf(info, faults, nil)
	for i := range out {
		entry := all.Entry(out[i].ID)
		if s := f.Downloads().State(out[i].ID); out[i].Health == report.Stale && s.Failed == nil && s.Checked.After(out[i].Loaded) {
			out[i].Note += "; its publisher had nothing newer on " + interdict.DateOf(s.Checked).Words()
		}
		out[i].Kind, out[i].Default, out[i].Cadence, out[i].MaxAgeDays = entry.Kind, &entry.Default, entry.Cadence, &entry.MaxAgeDays
	}
	return out, err
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

// fault is what is wrong with a list, its age apart.
type fault struct {
	// failure is the last load, where it was refused, or the last update, where it
	// failed.
	failure *register.Failure
	// lacks is what the edition in force lacks, in words.
	lacks []string
}

// faultsOf are the faults of the lists of a view.
func (f *Folder) faultsOf(ctx context.Context, r *register.Register, v *register.View) (map[string]fault, error) {
	known, err := r.Lists(ctx)
	out := map[string]fault{}
	for _, s := range known {
		state := f.Downloads().State(s.List)
		out[s.List] = fault{failure: state.judgeFailure(s.Edition.Loaded, s.Failure)}
	}
	for i := range v.Lists {
		e := &v.Lists[i].Edition
		of := out[e.List]
		of.lacks = e.Lacks()
		out[e.List] = of
	}
	return out, err
}

// listsOf is what reports say of the lists of an engine: with their age today
// and whether that is over their limit, or, for a past day, their age then.
func (f *Folder) listsOf(info []screen.ListInfo, faults map[string]fault, asOf *interdict.Date) []report.List {
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
			judge(&l, all.Entry(i.ID), faults[i.ID], slices.ContainsFunc(info, func(o screen.ListInfo) bool { return o.ID == all.Entry(i.ID).Successor }))
		}
		out = append(out, l)
	}
	return out
}

// judge says how a list is today; followed, that its successor is loaded.
func judge(l *report.List, entry all.List, is fault, followed bool) {
	var notes []string
	if len(is.lacks) > 0 {
		l.Health = report.Incomplete
	}
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
	if f := is.failure; f != nil {
		l.Health = report.Failed
		what := "the last load, on %s, was refused: %s"
		if f.Kind == updateFailed {
			what = "the last update, on %s, failed: %s"
		}
		notes = append(notes, fmt.Sprintf(what, interdict.DateOf(f.At).Words(), f.Reason))
	}
	l.Note = strings.Join(append(notes, is.lacks...), "; ")
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
