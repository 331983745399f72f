package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/interdict/interdict/canary"
	"github.com/interdict/interdict/casework"
	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/monitor"
	"github.com/interdict/interdict/population"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/server"
)

// How much the pages of populations show.
const (
	newestAlerts = 10
	pageAlerts   = 50
	shownRuns    = 20
	shownLoads   = 20
	shownLost    = 20
	shownCovered = 60
)

// watch is what a request is told of who is under monitoring. It is read anew
// each time: the command line changes it meanwhile.
type watch struct {
	monitor.Monitor
	names []string
	// Sealed says why no more than names and numbers can be shown.
	Sealed string
	// canaries are what they came to, once coverage has been asked for.
	canaries []canary.Outcome
}

// watch opens what is known of populations; close lets go of it.
func (p *Pages) watch(ctx context.Context, s *server.Serving) (w *watch, closed func(), err error) {
	closed = func() {}
	dir := p.source.Folder.Dir
	w = &watch{Monitor: monitor.Monitor{Data: dir, Build: p.options.Build, Now: p.options.Now}}
	if dir == "" || s.Demo {
		return w, closed, nil
	}
	if w.names, err = population.In(dir).Names(); err != nil || len(w.names) == 0 {
		return w, closed, err
	}
	if p.options.Key != nil {
		w.Key, err = p.options.Key(ctx)
	}
	if w.Key == nil || err != nil { // the error may name files: it is told where the program writes its messages
		if err != nil {
			p.source.Folder.Tell("The key of populations and alerts cannot be read: %v", err)
		}
		w.Sealed = p.words.say("watch.no_key")
		return w, closed, nil
	}
	b := *s.Base
	b.Lists = s.Today(ctx)
	w.Base, w.Query = &b, s.Query()
	w.Cases, err = casework.OpenIn(ctx, dir, w.Key)
	if errors.Is(err, sealed.ErrKey) {
		w.Key, w.Sealed = nil, p.words.say("watch.other_key")
		return w, closed, nil
	}
	if err != nil {
		return nil, nil, err
	}
	return w, func() { w.Cases.Close() }, nil
}

// populationsPage shows all populations and what happened last.
type populationsPage struct {
	Sealed string
	Demo   bool
	All    []populationRow
	Alerts *alertRows
	// Canaries say of each intake what the invented customers came to.
	Canaries []canaryRow
}

// canaryRow is what the canaries came to at an intake.
type canaryRow struct {
	OK    bool
	Words string
	Lost  []string // where each that is lost was lost
}

// canaryRows puts what canaries came to into words.
func (p *Pages) canaryRows(all []canary.Outcome) (out []canaryRow) {
	for i := range all {
		o := &all[i]
		there, found := o.Count()
		c := canaryRow{OK: o.OK}
		intake := p.words.say("canaries.by_" + string(o.Intake))
		if o.OK {
			c.Words = p.words.count("canaries.found", there, intake, momentWords(o.At))
		} else {
			c.Words = p.words.count("canaries.lost", there-found, report.CountWords(there), intake, momentWords(o.At))
		}
		for _, l := range o.Lists {
			for _, lost := range l.Lost {
				if len(c.Lost) < shownLost {
					c.Lost = append(c.Lost, lost.Name+": "+lost.Words)
				}
			}
		}
		out = append(out, c)
	}
	return out
}

// populationRow is how far a population is covered, in words and as a picture.
type populationRow struct {
	*report.Covered
	Words   string
	Changes string // what the last run compared
	// Share is how many hundredths of the members, as they are now, the last run
	// met, Met what it met of the lists that answer.
	Share int
	Met   []metLists
	Open  int64
	// Running says how far a run has come that is under way, empty for none.
	Running string
}

// metLists says whether a population's last run met the lists of a jurisdiction in
// the editions that are in force.
type metLists struct {
	Code  string
	State string // "on": it did, "was": some in another, "none": some were not met
	All   int
	Now   int // how many it met as they are
	Words string
}

// Told are the alarms.
func (r *populationRow) Told() folded[string] { return r.Alarms }

func (p *Pages) populations(r *http.Request, s *server.Serving) (*answer, error) {
	w, done, err := p.watch(r.Context(), s)
	if err != nil {
		return nil, err
	}
	defer done()
	d := &populationsPage{Sealed: w.Sealed, Demo: s.Demo}
	if d.All, err = p.covered(r.Context(), s, w); err != nil {
		return nil, err
	}
	d.Canaries = p.canaryRows(w.canaries)
	if w.Cases != nil && len(d.All) > 0 {
		if d.Alerts, err = p.alertRows(r.Context(), w, &alertsAsked{}, newestAlerts); err != nil {
			return nil, err
		}
	}
	return &answer{page: "populations", nav: "populations", title: p.words.say("watch.title"), data: d}, nil
}

// covered are all populations; without a key what is known of them at all.
func (p *Pages) covered(ctx context.Context, s *server.Serving, w *watch) (out []populationRow, err error) {
	if w.Cases == nil {
		for _, name := range w.names {
			known, err := population.In(w.Data).Read(name, nil)
			if err != nil {
				return nil, err
			}
			out = append(out, populationRow{Covered: &report.Covered{Population: name, Members: known.Members, Sealed: known.KeyID != ""},
				Words: p.words.count("watch.members", known.Members)})
		}
		return out, nil
	}
	status, err := w.Status(ctx)
	if err != nil {
		return nil, err
	}
	w.canaries = status.Canaries
	for i := range status.Populations {
		c := &status.Populations[i]
		known, err := population.In(w.Data).Read(c.Population, w.Key)
		if err != nil {
			return nil, err
		}
		row := p.coverage(s, c, known)
		if r := known.Running(p.options.Now()); r != nil {
			row.Running = p.runningWords(r)
		}
		out = append(out, row)
	}
	return out, nil
}

// runWords says what a run compared.
func (p *Pages) runWords(r *casework.Run) string {
	if r.Mode == casework.Full {
		return p.words.say("watch.full", r.Why)
	}
	return p.words.say("watch.delta", p.words.count("watch.parties", r.EntitiesChanged), p.words.count("watch.members", r.MembersChanged))
}

// populationPage shows one.
type populationPage struct {
	populationRow
	Sealed string
	Runs   []runRow
	Loads  []loadRow
	Alerts *alertRows
	// Editions are how it was covered under each edition of a list.
	Editions []editionRow
}

type editionRow struct {
	report.CoveredEdition
	Code, Which, At string
}

type runRow struct {
	casework.Run
	At, Changes, Took string
}

type loadRow struct {
	population.Load
	At, How string
}

func (p *Pages) population(r *http.Request, s *server.Serving) (*answer, error) {
	ctx, name := r.Context(), r.PathValue("name")
	w, done, err := p.watch(ctx, s)
	if err != nil {
		return nil, err
	}
	defer done()
	all, err := p.covered(ctx, s, w)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(c populationRow) bool { return c.Population == name })
	if i < 0 {
		return nil, refused(http.StatusNotFound, "wrong.no_population")
	}
	d := &populationPage{populationRow: all[i], Sealed: w.Sealed}
	of, err := population.In(w.Data).Read(name, w.Key)
	if err != nil {
		return nil, err
	}
	for _, l := range slices.Backward(of.Loads[max(0, len(of.Loads)-shownLoads):]) {
		d.Loads = append(d.Loads, loadRow{l, momentWords(l.At), p.words.say("watch.how_" + string(l.How))})
	}
	a := &answer{page: "population", nav: "populations", title: name, data: d, part: "running", again: d.Running == ""}
	if w.Cases == nil {
		return a, nil
	}
	for _, e := range d.Lists[:min(len(d.Lists), shownCovered)] {
		row := editionRow{CoveredEdition: e, Code: jurisdictionCode(e.List), Which: report.EditionWords(report.List{Published: e.Published, Loaded: e.Loaded})}
		if !e.At.IsZero() {
			row.At = momentWords(e.At)
		}
		d.Editions = append(d.Editions, row)
	}
	runs, err := w.Cases.Runs(ctx, name, shownRuns)
	if err != nil {
		return nil, err
	}
	for _, run := range runs {
		d.Runs = append(d.Runs, runRow{run, momentWords(run.At), p.runWords(&run), strconv.FormatFloat(run.Seconds, 'f', 2, 64)})
	}
	if d.Alerts, err = p.alertRows(ctx, w, &alertsAsked{Population: name}, newestAlerts); err != nil {
		return nil, err
	}
	d.Alerts.One = true
	return a, nil
}

// alertsAsked says which alerts are to be shown.
type alertsAsked struct {
	Population string
	State      casework.State // "" for those that are open, "all" for every one
	Page       int
}

// alertRows are alerts, the newest first.
type alertRows struct {
	Asked  alertsAsked
	Rows   []alertRow
	Total  int
	Pages  int
	States []choice
	One    bool // all are of one population, whose page shows them
}

type alertRow struct {
	*report.Alert
	Who    string // the customer; empty where forgotten
	WhoID  string
	State  string
	When   string
	What   string
	Many   int
	Listed string
}

// states are those that alerts can be listed by.
var states = []casework.State{casework.Open, casework.TrueMatch, casework.FalsePositive, casework.Inconclusive, casework.Closed, everyState}

const everyState casework.State = "all"

func (p *Pages) alertRows(ctx context.Context, w *watch, asked *alertsAsked, limit int) (*alertRows, error) {
	d := &alertRows{Asked: *asked}
	f := casework.Filter{Population: asked.Population, Limit: limit, All: asked.State == everyState}
	if asked.State != "" && !f.All {
		f.States = []casework.State{asked.State}
	}
	d.Asked.Page = max(asked.Page, 1)
	rows, total, err := w.Cases.Newest(ctx, f, (d.Asked.Page-1)*limit)
	if err != nil {
		return nil, err
	}
	if d.Total = total; limit == pageAlerts {
		d.Pages = (total + limit - 1) / limit
	}
	for i := range rows {
		row := &rows[i]
		a := alertRow{Alert: report.AlertOf(&row.Alert, nil), Many: row.Many, State: p.words.say("alert.is_" + string(row.State)), When: momentWords(row.Changed),
			What: p.words.say("alert.has_" + row.Happened)}
		if a.Subject != nil {
			a.Who, a.WhoID = a.Subject.Name, a.Subject.ID
		}
		if a.Listed = a.Caption; a.Listed == "" {
			a.Listed = a.EntityID
		}
		d.Rows = append(d.Rows, a)
	}
	for _, st := range states {
		d.States = append(d.States, choice{string(st), p.words.say("alert.is_" + string(st)), st == asked.State || asked.State == "" && st == casework.Open})
	}
	return d, nil
}

// alertsPage lists alerts.
type alertsPage struct {
	Sealed      string
	Alerts      *alertRows
	Populations []choice
}

func (p *Pages) alerts(r *http.Request, s *server.Serving) (*answer, error) {
	w, done, err := p.watch(r.Context(), s)
	if err != nil {
		return nil, err
	}
	defer done()
	q := r.URL.Query()
	asked := &alertsAsked{Population: q.Get("population")}
	if st := casework.State(q.Get("state")); slices.Contains(states, st) {
		asked.State = st
	}
	if !slices.Contains(w.names, asked.Population) {
		asked.Population = ""
	}
	if n, err := strconv.Atoi(q.Get("page")); err == nil {
		asked.Page = min(n, 1_000_000)
	}
	d := &alertsPage{Sealed: w.Sealed}
	for _, name := range w.names {
		d.Populations = append(d.Populations, choice{name, name, name == asked.Population})
	}
	if w.Cases != nil {
		if d.Alerts, err = p.alertRows(r.Context(), w, asked, pageAlerts); err != nil {
			return nil, err
		}
	}
	return &answer{page: "alerts", nav: "populations", title: p.words.say("alerts.title"), data: d}, nil
}

// alertPage is an alert: both sides, and what happened.
type alertPage struct {
	*hitPage
	Alert     *casework.Alert
	State     string
	Events    []eventRow
	Many      int
	Forgotten bool // the customer was
}

type eventRow struct {
	casework.Event
	At, What, Decided string
}

func (p *Pages) alert(r *http.Request, s *server.Serving) (*answer, error) {
	ctx := r.Context()
	w, done, err := p.watch(ctx, s)
	if err != nil {
		return nil, err
	}
	defer done()
	if w.Cases == nil {
		if w.Sealed != "" {
			return &answer{page: "alerts", nav: "populations", title: p.words.say("alerts.title"), data: &alertsPage{Sealed: w.Sealed}}, nil
		}
		return nil, refused(http.StatusNotFound, "wrong.no_alert")
	}
	alert, events, err := w.Cases.Show(ctx, r.PathValue("id"))
	if errors.Is(err, casework.ErrUnknown) {
		return nil, refused(http.StatusNotFound, "wrong.no_alert")
	}
	if err != nil {
		return nil, err
	}
	d := &alertPage{Alert: alert, State: p.words.say("alert.is_" + string(alert.State)), Forgotten: alert.Hit == nil || alert.Subject == nil}
	if !d.Forgotten {
		d.hitPage = p.sides(s, alert.Subject, alert.Hit)
		d.Matched = true
	}
	if alert.Crowd != "" {
		if d.Many, err = w.Cases.InCrowd(ctx, alert.Crowd); err != nil {
			return nil, err
		}
	}
	for _, e := range events {
		row := eventRow{Event: e, At: momentWords(e.At), What: p.words.say("alert.has_" + e.Kind)}
		if e.State != "" {
			row.Decided = p.words.say("alert.is_" + string(e.State))
		}
		d.Events = append(d.Events, row)
	}
	return &answer{page: "alert", nav: "populations", title: p.words.say("alert.title"), data: d}, nil
}

// Before and After are where the neighbouring pages are, empty for none.
func (d *alertRows) Before() string { return d.at(d.Asked.Page - 1) }

// After is the next page.
func (d *alertRows) After() string { return d.at(d.Asked.Page + 1) }

func (d *alertRows) at(page int) string {
	if page < 1 || page > d.Pages {
		return ""
	}
	q := url.Values{"population": {d.Asked.Population}, "state": {string(d.Asked.State)}, "page": {strconv.Itoa(page)}}
	return "/alerts?" + q.Encode()
}
