package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/interdict/interdict/internal/fetch"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
)

type updateCmd struct {
	Lists []string `arg:"" optional:"" name:"list" help:"Ids of lists. Default: all that are on by default or loaded, and have a file to fetch; collections of others' lists only where they are loaded."`

	From         string        `placeholder:"DIR" xor:"where" help:"Take the files from a folder instead, fetch nothing."`
	Mirror       string        `placeholder:"URL" xor:"where" help:"Fetch from a mirror that has the files under their names; {list} and {file} in it stand for the list's id and the file's name."`
	AcceptShrink bool          `help:"Take an edition that has under half the entries of its neighbour, or lacks a part that it had."`
	AllowHTTP    bool          `name:"allow-http" help:"Allow http:// beyond this machine."`
	CAFile       string        `name:"ca-file" placeholder:"FILE" help:"PEM file of authorities to trust beside the system's: a mirror's, or a proxy's that looks into TLS."`
	Timeout      time.Duration `default:"30m" help:"The longest that one list may take."`
	MaxSize      int64         `name:"max-size" placeholder:"MIB" default:"4096" help:"The largest file, in MiB."`
	UserAgent    string        `placeholder:"TEXT" help:"What to call ourselves, where a publisher or proxy wants it so."`
}

func (c *updateCmd) Run(ctx context.Context, m *Main, g *globals) error {
	if g.Starter {
		return wrong("the starter register is built in; leave --starter out to update lists")
	}
	if err := g.checkData(); err != nil {
		return err
	}
	loaded, err := m.loadedLists(ctx, g)
	if err != nil {
		return err
	}
	chosen, err := c.choose(loaded)
	if err != nil {
		return err
	}
	client, err := c.client(m)
	if err != nil {
		return err
	}
	if err := makeData(g.Data); err != nil {
		return err
	}
	downloads := downloadsIn(g.Data)
	if err := os.MkdirAll(string(downloads), 0o700); err != nil {
		return fmt.Errorf("the folder of downloads cannot be made: %w", err)
	}
	release, err := fetch.Lock(filepath.Join(string(downloads), "lock"))
	if err != nil {
		return fmt.Errorf("%s: %w", downloads, err)
	}
	defer release() //nolint:errcheck // a lock file has nothing to lose
	r, err := register.Open(ctx, g.Data, register.Options{})
	if err != nil {
		return err
	}
	defer r.Close()
	u := &updater{
		loader:    loader{m: m, g: g, register: r, options: register.LoadOptions{AcceptShrink: c.AcceptShrink}},
		cmd:       c,
		client:    client,
		downloads: downloads,
		results:   map[string]*report.UpdatedList{},
	}
	u.vet = u.partsAreThere
	if c.From != "" {
		err = u.fromFolder(ctx, chosen, loaded)
	} else {
		err = u.fromServers(ctx, chosen)
	}
	if err != nil {
		_, told := u.tell(ctx, chosen)
		return errors.Join(told, err)
	}
	return u.finish(ctx, chosen)
}

// choose says which lists are to be updated, in the catalogue's order; loaded
// are those that have an edition. From a folder, none named means any.
func (c *updateCmd) choose(loaded map[string]string) ([]all.List, error) {
	if c.MaxSize <= 0 || c.Timeout <= 0 {
		return nil, wrong("--max-size and --timeout are above 0")
	}
	if u, err := url.Parse(c.Mirror); c.Mirror != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		return nil, wrong("--mirror: write an address such as https://mirror.example/lists")
	}
	var chosen []all.List
	for _, id := range c.Lists {
		l := all.Entry(id)
		_, have := loaded[id]
		switch {
		case l.Title == "" && (!have || c.From == ""):
			return nil, wrong("%s is not in the catalogue; `interdict lists catalogue` shows what is, and `interdict lists load` takes any file", id)
		case !slices.ContainsFunc(chosen, func(o all.List) bool { return o.ID == id }):
			chosen = append(chosen, l)
		}
		if l.File == "" && c.From == "" {
			return nil, wrong("%s has no file that can be fetched; see %s, and load the file with `interdict lists load`", id, l.Page)
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
	loader
	cmd       *updateCmd
	client    *fetch.Client
	downloads downloads
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
	editions, skipped, err := lists.Collect(ctx, []string{u.cmd.From}, all.Formats(), o)
	if err != nil {
		return err
	}
	editions = slices.DeleteFunc(editions, func(e lists.Edition) bool { return !wanted(e.List) })
	editions, outsized, err := lists.Survey(ctx, editions, u.cmd.AcceptShrink)
	if err != nil {
		return err
	}
	u.skipped = skippedOf(skipped)
	for _, o := range outsized {
		u.refuse(&o.Edition, register.Shrunk, o.Reason)
	}
	for i := range editions {
		if err := u.load(ctx, &editions[i], editions[i+1:]); err != nil {
			return err
		}
	}
	for _, e := range u.answer.Loaded {
		l := all.Entry(e.List)
		u.took(u.result(&l), e)
	}
	for _, no := range u.answer.Refused {
		l := all.Entry(no.List)
		u.failed(&l, no.Code, no.Reason)
	}
	for i := range chosen {
		if u.results[chosen[i].ID] == nil {
			u.failed(&chosen[i], "absent", fmt.Sprintf("no file of it lies in %s", u.cmd.From))
		}
	}
	for id, res := range u.results {
		res.Source = u.cmd.From
		if res.Result != report.UpdateFailed {
			u.keep(id, func(s *updateState) { s.Failed = nil })
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
	u.keep(l.ID, func(s *updateState) { s.Failed = &updateFailure{At: u.m.Now(), Code: code, Reason: reason} })
}

// keep changes what is kept of a list's updates. That it cannot be kept costs
// a download, no more.
func (u *updater) keep(list string, change func(*updateState)) {
	s := u.downloads.state(list)
	change(&s)
	if err := u.downloads.setState(list, &s); err != nil {
		u.m.say(u.g, "What the update of %s came to could not be kept: %v.", list, err)
	}
}

// partsAreThere refuses an edition that lacks a part which the one in force has,
// such as a sub-list of a collection.
func (u *updater) partsAreThere(ctx context.Context, e *lists.Edition, rep *lists.Report) error {
	if u.cmd.AcceptShrink || len(rep.Missing) == 0 {
		return nil
	}
	view, err := u.register.InForce(ctx, register.AsOf{}, e.List)
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

// finish compiles the snapshot where something changed, and tells what came of
// it all.
func (u *updater) finish(ctx context.Context, chosen []all.List) error {
	var unmade error
	if slices.ContainsFunc(u.answer.Loaded, func(e report.LoadedEdition) bool { return e.Result != string(register.Already) }) {
		if unmade = u.compile(ctx); unmade != nil {
			unmade = fmt.Errorf("the lists are loaded, but the snapshot could not be kept: %w; the next command that needs it will make it", unmade)
		}
	}
	answer, err := u.tell(ctx, chosen)
	if err = errors.Join(err, unmade); err != nil {
		return err
	}
	switch {
	case answer.Failed():
		return done(exitFailed)
	case !answer.Complete():
		return done(exitIncomplete)
	}
	return nil
}

// tell writes the answer.
func (u *updater) tell(ctx context.Context, chosen []all.List) (*report.Update, error) {
	answer := report.Update{Skipped: u.skipped, Snapshot: u.answer.Snapshot}
	status, err := u.m.statusOf(context.WithoutCancel(ctx), u.g, u.register)
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
	if u.g.JSON {
		err = report.Encoder(u.m.Stdout).Encode(&answer)
	} else {
		err = report.WriteUpdate(u.m.Stdout, u.m.style(), &answer)
	}
	return &answer, err
}
