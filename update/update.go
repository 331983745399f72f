// Package update brings lists to their newest edition: it fetches files from
// their publishers, a mirror or a folder, has the register load them, and
// compiles the snapshot. Loading files that somebody gives goes the same way.
//
// What is refused, failed or strange leaves the last good edition in force and
// is told in the answer, list by list.
package update

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/internal/fetch"
	"github.com/interdict/interdict/internal/lockfile"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
)

// Options say what to update, and from where.
type Options struct {
	// Lists are ids; none means all that are on by default or loaded, and have a
	// file to fetch.
	Lists []string
	// From is a folder to take the files from, Mirror an address to fetch them
	// from: {list} and {file} in it stand for the list's id and the file's name.
	From, Mirror string
	AcceptShrink bool
	AllowHTTP    bool   // beyond this machine
	CAFile       string // authorities to trust beside the system's
	Timeout      time.Duration
	MaxSize      int64 // MiB
	UserAgent    string
	// Sleep waits between attempts; nil is real waiting.
	Sleep func(context.Context, time.Duration) error
	// Progress is told of downloads; nil tells nobody.
	Progress Progress
}

// Progress shows how downloads go. Many goroutines call it.
type Progress interface {
	// Of is what is told of one file's download.
	Of(list, host string) func(done, total int64)
	// Say tells something beside.
	Say(format string, args ...any)
	// End is called once all downloads are done.
	End()
}

// Run updates lists and compiles the snapshot. The answer may be there beside an
// error: it tells what was done.
func Run(ctx context.Context, f *base.Folder, o *Options) (*report.Update, error) {
	loaded, err := f.Loaded(ctx)
	if err != nil {
		return nil, err
	}
	chosen, err := o.choose(loaded)
	if err != nil {
		return nil, err
	}
	client, err := o.client()
	if err != nil {
		return nil, err
	}
	if err := f.Make(); err != nil {
		return nil, err
	}
	downloads := f.Downloads()
	if err := os.MkdirAll(string(downloads), 0o700); err != nil {
		return nil, fmt.Errorf("the folder of downloads cannot be made: %w", err)
	}
	release, err := lockfile.Lock(filepath.Join(string(downloads), "lock"))
	if errors.Is(err, lockfile.ErrHeld) {
		err = errors.New("another process is fetching into this folder; wait until it is done")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", downloads, err)
	}
	defer release() //nolint:errcheck // a lock file has nothing to lose
	r, err := f.Register(ctx)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	u := &updater{
		Loader:    Loader{Folder: f, Register: r, Options: register.LoadOptions{AcceptShrink: o.AcceptShrink, KeepParts: true}},
		options:   o,
		client:    client,
		downloads: downloads,
		results:   map[string]*report.UpdatedList{},
	}
	defer u.Close()
	u.vet = u.partsAreThere
	if o.From != "" {
		err = u.fromFolder(ctx, chosen, loaded)
	} else {
		err = u.fromServers(ctx, chosen)
	}
	if err == nil && slices.ContainsFunc(u.Answer.Loaded, func(e report.LoadedEdition) bool { return e.Result != string(register.Already) }) {
		if err = u.Compile(ctx); err != nil {
			err = fmt.Errorf("the lists are loaded, but the snapshot could not be kept: %w; the next command that needs it will make it", err)
		}
	}
	answer, told := u.tell(ctx, chosen)
	return answer, errors.Join(told, err)
}

// choose says which lists are to be updated, in the catalogue's order; loaded
// are those that have an edition. From a folder, none named means any.
func (c *Options) choose(loaded map[string]string) ([]all.List, error) {
	if c.MaxSize <= 0 || c.Timeout <= 0 {
		return nil, base.Wrongf("--max-size and --timeout are above 0")
	}
	if u, err := url.Parse(c.Mirror); c.Mirror != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		return nil, base.Wrongf("--mirror: write an address such as https://mirror.example/lists")
	}
	var chosen []all.List
	for _, id := range c.Lists {
		l := all.Entry(id)
		_, have := loaded[id]
		switch {
		case l.Title == "" && (!have || c.From == ""):
			return nil, base.Wrongf("%s is not in the catalogue; `interdict lists catalogue` shows what is, and `interdict lists load` takes any file", id)
		case !slices.ContainsFunc(chosen, func(o all.List) bool { return o.ID == id }):
			chosen = append(chosen, l)
		}
		if l.File == "" && c.From == "" {
			if !l.Closed.IsZero() {
				return nil, base.Wrongf("%s was closed on %s; %s is published in its place", id, l.Closed.Words(), l.Successor)
			}
			return nil, base.Wrongf("%s has no file that can be fetched; see %s, and load the file with `interdict lists load`", id, l.Page)
		}
	}
	if len(c.Lists) > 0 {
		return chosen, nil
	}
	for _, l := range all.Catalogue() {
		_, have := loaded[l.ID]
		collection := l.Jurisdiction == ""
		switch {
		case c.From != "" || !l.Closed.IsZero():
		case have, l.Default && l.File != "" && !collection:
			chosen = append(chosen, l)
		}
	}
	return chosen, nil
}

// updater updates lists.
type updater struct {
	Loader
	options   *Options
	client    *fetch.Client
	downloads base.Downloads
	results   map[string]*report.UpdatedList
	skipped   []report.LoadRefusal
}

// result is that of a list, which begins as a failure that nothing explains.
func (u *updater) result(l *all.List) *report.UpdatedList {
	if u.results[l.ID] == nil {
		u.results[l.ID] = &report.UpdatedList{List: l.ID, Title: l.Title, Result: report.UpdateFailed}
	}
	return u.results[l.ID]
}

// fromFolder loads the lists that lie in a folder. A list that was named and is
// not there has failed.
func (u *updater) fromFolder(ctx context.Context, chosen []all.List, loaded map[string]string) error {
	wanted := func(list string) bool {
		_, have := loaded[list]
		if len(chosen) == 0 {
			return have || all.Entry(list).Title != ""
		}
		return slices.ContainsFunc(chosen, func(l all.List) bool { return l.ID == list })
	}
	o := lists.CollectOptions{Known: wanted}
	if len(chosen) > 0 { // what is of another list is left alone in silence
		o.Known = nil
	}
	editions, skipped, err := lists.Collect(ctx, []string{u.options.From}, all.Formats(), o)
	if err != nil {
		return err
	}
	editions = slices.DeleteFunc(editions, func(e lists.Edition) bool { return !wanted(e.List) })
	editions, outsized, err := lists.Survey(ctx, editions, u.options.AcceptShrink)
	if err != nil {
		return err
	}
	u.skipped = SkippedOf(skipped)
	for _, o := range outsized {
		u.Refuse(&o.Edition, register.Shrunk, o.Reason)
	}
	for i := range editions {
		if err := u.Load(ctx, &editions[i], editions[i+1:]); err != nil {
			return err
		}
	}
	for _, e := range u.Answer.Loaded {
		l := all.Entry(e.List)
		u.took(u.result(&l), e)
	}
	for _, no := range u.Answer.Refused {
		l := all.Entry(no.List)
		u.failed(&l, no.Code, no.Reason)
	}
	for i := range chosen {
		if u.results[chosen[i].ID] == nil {
			u.failed(&chosen[i], "absent", fmt.Sprintf("no file of it lies in %s", u.options.From))
		}
	}
	for id, res := range u.results {
		res.Source = u.options.From
		if res.Result != report.UpdateFailed {
			u.keep(id, func(s *base.UpdateState) { s.Failed = nil })
		}
	}
	return nil
}

// took notes an edition that was loaded.
func (u *updater) took(res *report.UpdatedList, e report.LoadedEdition) {
	res.Editions = append(res.Editions, e)
	result := report.Unchanged
	switch {
	case !e.InForce:
		result = report.Older
	case e.Result != string(register.Already):
		result = report.Updated
	}
	// Of several editions in a folder, the one that counts is the newest.
	if res.Result == report.UpdateFailed && res.Code == "" || res.Result == report.Older || result == report.Updated {
		res.Result = result
	}
}

// failed notes why a list could not be updated, for this answer and for `lists
// status`.
func (u *updater) failed(l *all.List, code, reason string) {
	res := u.result(l)
	res.Result, res.Code, res.Reason = report.UpdateFailed, code, reason
	u.keep(l.ID, func(s *base.UpdateState) {
		s.Failed = &base.UpdateFailure{At: u.Folder.Now(), Code: code, Reason: reason}
	})
}

// keep changes what is kept of a list's updates. That it cannot be kept costs
// a download, no more.
func (u *updater) keep(list string, change func(*base.UpdateState)) {
	s := u.downloads.State(list)
	change(&s)
	if err := u.downloads.SetState(list, &s); err != nil {
		u.Folder.Tell("What the update of %s came to could not be kept: %v.", list, err)
	}
}

// partsAreThere refuses an edition that lacks a part which the one in force has,
// such as a sub-list of a collection.
func (u *updater) partsAreThere(ctx context.Context, e *lists.Edition, rep *lists.Report) error {
	if u.options.AcceptShrink || len(rep.Missing) == 0 {
		return nil
	}
	view, err := u.Register.InForce(ctx, register.AsOf{}, e.List)
	if register.IsKind(err, register.UnknownList) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, missing := range rep.Missing {
		if !slices.Contains(view.Lists[0].Edition.Missing, missing) {
			return &lists.Error{File: e.Parts[0].File.Path, Reason: fmt.Sprintf("it lacks what the %s has: %s", &view.Lists[0].Edition, missing),
				Remedy: "look at it; if the publisher meant it, --accept-shrink"}
		}
	}
	return nil
}

// tell makes the answer.
func (u *updater) tell(ctx context.Context, chosen []all.List) (*report.Update, error) {
	answer := report.Update{Skipped: u.skipped, Snapshot: u.Answer.Snapshot}
	status, err := u.Folder.Status(context.WithoutCancel(ctx), u.Register)
	if err != nil {
		return nil, err
	}
	inForce := map[string]*report.List{}
	for i := range status {
		inForce[status[i].ID] = &status[i]
		if status[i].Old {
			answer.Stale = append(answer.Stale, status[i].ID)
		}
	}
	chosen = append(chosen, all.Catalogue()...) // a folder may hold any of them
	for _, l := range status {
		chosen = append(chosen, all.Entry(l.ID))
	}
	for _, l := range chosen {
		if res := u.results[l.ID]; res != nil {
			if res.Result == report.UpdateFailed && res.Reason == "" {
				res.Code, res.Reason = "stopped", "the update was stopped before this list was done"
			}
			res.InForce = inForce[l.ID]
			answer.Lists = append(answer.Lists, *res)
			delete(u.results, l.ID)
		}
	}
	return &answer, nil
}
