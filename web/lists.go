package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/server"
)

type listsPage struct {
	Loaded  []listRow
	Known   []knownLists // what could be loaded
	Entries int
	Old     int
	// Demo says that they are the demonstration's, whose age says nothing.
	Demo bool
}

type listRow struct {
	report.List
	About all.List
	Code  string
	// Share is its age in hundredths of its limit, at most 100; -1 without one.
	Share int
}

// knownLists are lists of one kind that could be loaded.
type knownLists struct {
	Kind  interdict.Kind
	Lists []all.List
}

type listPage struct {
	List  report.List
	About all.List
	Days  []listDay
	Older int // the place of the next older editions, 0 for none
	Count int
}

// listDay is what one edition changed.
type listDay struct {
	Edition register.Edition
	Name    string
	Loaded  string
	Diff    *report.Diff // nil for the first edition here
	Parts   []diffPart
}

type diffPart struct {
	Key     string // of the catalogue
	Entries folded[report.DiffEntry]
	Total   int
	Left    int // those that the page does not tell of
}

// Kind is "added", "removed" or "changed".
func (d *diffPart) Kind() string { return strings.TrimPrefix(d.Key, "diff.") }

// shownEditions is how many editions a page tells of, shownEntries how many
// entries of each part.
const (
	shownEditions = 12
	shownEntries  = 50
)

// lists shows what is loaded, and what could be.
func (p *Pages) lists(r *http.Request, s *server.Serving) (*answer, error) {
	d := &listsPage{}
	loaded := map[string]bool{}
	if s != nil {
		d.Demo = s.Demo
		for _, l := range s.Today(r.Context()) {
			row := listRow{List: l, About: all.Entry(l.ID), Code: jurisdictionCode(l.ID), Share: -1}
			if limit := row.About.MaxAgeDays; limit > 0 && !s.Demo {
				row.Share = min(100, 100*l.AgeDays/limit)
			}
			d.Loaded = append(d.Loaded, row)
			d.Entries += l.Entries
			if l.Old {
				d.Old++
			}
			loaded[l.ID] = true
		}
	}
	d.Known = known(loaded)
	return &answer{page: "lists", nav: "lists", title: p.words.say("lists.title"), data: d}, nil
}

// known are the lists of the catalogue that are not loaded by kind, sanctions
// first, and of each kind by jurisdiction.
func known(loaded map[string]bool) (out []knownLists) {
	for _, l := range all.Catalogue() {
		if loaded[l.ID] {
			continue
		}
		i := slices.IndexFunc(out, func(k knownLists) bool { return k.Kind == l.Kind })
		if i < 0 {
			i, out = len(out), append(out, knownLists{Kind: l.Kind})
		}
		out[i].Lists = append(out[i].Lists, l)
	}
	others := func(k knownLists) int {
		if k.Kind.Sanctioned() {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(out, func(a, b knownLists) int { return others(a) - others(b) })
	for _, k := range out {
		slices.SortStableFunc(k.Lists, func(a, b all.List) int { return strings.Compare(a.Jurisdiction, b.Jurisdiction) })
	}
	return out
}

// list shows one list, and what changed in it edition by edition.
func (p *Pages) list(r *http.Request, s *server.Serving) (*answer, error) {
	id := r.PathValue("id")
	d := &listPage{About: all.Entry(id)}
	at := -1
	for i, l := range s.Today(r.Context()) {
		if l.ID == id {
			at, d.List = i, l
		}
	}
	if at < 0 {
		return nil, refused(http.StatusNotFound, "wrong.no_list", report.Clean(id))
	}
	a := &answer{page: "list", part: "days", nav: "lists", title: d.List.Title, data: d}
	if s.Register == nil {
		return a, nil
	}
	editions, err := s.View.Editions(r.Context(), id)
	if err != nil {
		return nil, err
	}
	d.Count = len(editions)
	from := len(editions) - 1
	if n, err := strconv.Atoi(r.URL.Query().Get("before")); err == nil && n > 0 && n < len(editions) {
		from = n - 1
	}
	for i := from; i >= 0 && len(d.Days) < shownEditions; i-- {
		day, err := p.dayOf(r.Context(), s, editions, i)
		if err != nil {
			return nil, err
		}
		d.Days = append(d.Days, day)
		d.Older = i
	}
	return a, nil
}

// dayOf is what an edition changed. It takes seconds to make where thousands of
// entries changed, and stays what it is while no other edition is loaded.
func (p *Pages) dayOf(ctx context.Context, s *server.Serving, editions []register.Edition, i int) (listDay, error) {
	day := listDay{Edition: editions[i], Name: report.SentenceCase(editions[i].String()), Loaded: momentWords(editions[i].Loaded)}
	if i == 0 {
		return day, nil
	}
	key := fmt.Sprint(day.Edition.List, len(editions), editions[i-1].SHA256, editions[i-1].Loaded, day.Edition.SHA256, day.Edition.Loaded)
	if made, ok := p.days.of(key); ok {
		return made, nil
	}
	diff, err := s.Register.DiffBetween(ctx, editions, editions[i-1], editions[i])
	if err != nil {
		return day, err
	}
	day.Diff = base.DiffWords(diff)
	for _, part := range []struct {
		key     string
		entries *[]report.DiffEntry
	}{{"diff.added", &day.Diff.Added}, {"diff.removed", &day.Diff.Removed}, {"diff.changed", &day.Diff.Changed}} {
		if n := len(*part.entries); n > 0 {
			shown := slices.Clone((*part.entries)[:min(n, shownEntries)])
			day.Parts = append(day.Parts, diffPart{part.key, shown, n, n - len(shown)})
		}
		*part.entries = nil // the page needs no more of them
	}
	p.days.keep(key, day)
	return day, nil
}

// feed is a list's changes for feed readers.
func (p *Pages) feed(w http.ResponseWriter, r *http.Request) {
	s, release, err := p.source.Acquire()
	if err != nil {
		p.tell(w, r, nil, refused(http.StatusServiceUnavailable, "wrong.opening"))
		return
	}
	defer release()
	id := r.PathValue("id")
	if s.Register == nil {
		p.tell(w, r, s, refused(http.StatusNotFound, "lists.no_history"))
		return
	}
	editions, err := s.View.Editions(r.Context(), id)
	if err != nil {
		p.tell(w, r, s, refused(http.StatusNotFound, "wrong.no_list", report.Clean(id)))
		return
	}
	newest := editions[len(editions)-1]
	tag := `"` + newest.SHA256.Short() + "-" + strconv.Itoa(len(editions)) + `"`
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", "no-cache")
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	f, err := base.FeedOf(r.Context(), s.Register, editions, len(editions)-shownEditions)
	if err != nil {
		p.tell(w, r, s, err)
		return
	}
	w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	_ = report.WriteFeed(w, f) // who asked has gone
}

type gapsPage struct {
	By, Not []choice
	Since   string
	Asked   bool
	Delays  []delayRow
	Rows    []gapRow
	More    int
	Query   string
	Sum     string
	None    bool // there is no history to compare by
}

type gapRow struct {
	report.Gap
	Since string
	Days  string
	On    []interdict.Ref
	Gone  []string
}

// delayRow is how a jurisdiction followed, in numbers and as a bar of shares.
type delayRow struct {
	report.Delay
	Median string
	Shares []shareOf
}

// shareOf is a part of a bar, its place and width in shares of the whole.
type shareOf struct{ Kind, X, Width string }

// delay draws how a jurisdiction followed.
func (p *Pages) delay(d report.Delay) delayRow {
	out := delayRow{Delay: d}
	if d.Median != nil {
		switch days := *d.Median; {
		case days < 0:
			out.Median = p.words.count("gaps.days_before", -days)
		default:
			out.Median = p.words.count("gaps.days_after", days)
		}
	}
	at, all := 0, d.Both+d.Missing
	for _, part := range []struct {
		kind string
		n    int
	}{{"before", d.Before}, {"same", d.Same}, {"after", d.After}, {"unknown", d.Unknown}, {"missing", d.Missing - d.Removed}, {"removed", d.Removed}} {
		if part.n > 0 {
			out.Shares = append(out.Shares, shareOf{part.kind, share(100 * float64(at) / float64(all)), share(100 * float64(part.n) / float64(all))})
			at += part.n
		}
	}
	return out
}

// shownGaps is how many parties a page names.
const shownGaps = 100

// gapWait bounds a comparison: it reads the histories of whole lists.
const gapWait = 60 * time.Second

// gaps compares who is listed by some and not by others.
func (p *Pages) gaps(r *http.Request, s *server.Serving) (*answer, error) {
	q := r.URL.Query()
	d := &gapsPage{Since: report.Clean(q.Get("since")), Query: r.URL.RawQuery, None: s.Register == nil}
	var places []string
	for _, l := range s.Lists {
		if j := jurisdictionOf(l.ID); j != "" && sanctioning(l.ID) && !slices.Contains(places, j) {
			places = append(places, j)
		}
	}
	slices.Sort(places)
	by, not := apart(q["by"]), apart(q["not"])
	for _, j := range places {
		d.By = append(d.By, choice{j, jurisdictionWords(j), slices.Contains(by, j)})
		d.Not = append(d.Not, choice{j, jurisdictionWords(j), slices.Contains(not, j)})
	}
	a := &answer{page: "gaps", nav: "gaps", title: p.words.say("gaps.title"), data: d}
	if len(by) == 0 && len(not) == 0 {
		return a, nil
	}
	g, err := p.compareLists(r, s, by, not, d.Since)
	if err != nil {
		return nil, err
	}
	d.Asked, d.More = true, max(0, len(g.Gaps)-shownGaps)
	for _, delay := range g.Delays {
		d.Delays = append(d.Delays, p.delay(delay))
	}
	d.Sum = p.words.count("gaps.sum", len(g.Gaps), report.CountWords(g.Entities), p.sentence(names(by)), p.sentence(names(not)))
	for _, e := range g.Gaps[:min(len(g.Gaps), shownGaps)] {
		row := gapRow{Gap: e}
		if e.Since != nil {
			row.Since = e.Since.Words()
		}
		if e.Days != nil {
			row.Days = report.CountWords(*e.Days)
		}
		for i := range e.By {
			row.On = append(row.On, e.By[i].Ref)
		}
		for _, gone := range e.Removed {
			row.Gone = append(row.Gone, refWords(gone.Ref)+", "+gone.Removed.Words())
		}
		d.Rows = append(d.Rows, row)
	}
	return a, nil
}

// apart takes values apart at their commas, as the command line takes them.
func apart(values []string) (out []string) {
	for _, v := range values {
		for code := range strings.SplitSeq(v, ",") {
			if code = strings.TrimSpace(code); code != "" {
				out = append(out, code)
			}
		}
	}
	return out
}

func names(codes []string) (out []string) {
	for _, c := range codes {
		out = append(out, inSentence(c))
	}
	return out
}

// compareLists asks for the gaps, one question at a time.
func (p *Pages) compareLists(r *http.Request, s *server.Serving, by, not []string, since string) (*report.Gaps, error) {
	if len(by) == 0 || len(not) == 0 || len(by)+len(not) > 40 {
		return nil, refused(http.StatusBadRequest, "gaps.both")
	}
	q := &base.GapQuestion{By: by, Not: not}
	if since != "" {
		day, err := interdict.ParseDate(since)
		if err != nil {
			return nil, refused(http.StatusBadRequest, "wrong.day")
		}
		q.Since = &day
	}
	for _, j := range by {
		if slices.Contains(not, j) {
			return nil, refused(http.StatusBadRequest, "gaps.same", jurisdictionWords(j))
		}
	}
	if p.source.Folder.Starter {
		return nil, refused(http.StatusNotFound, "lists.no_history")
	}
	// The days since which a party is listed are counted until today.
	key := fmt.Sprintf("%s %s %q %q %q", s.Engine.State(), p.today(), by, not, since)
	if g, ok := p.compared.of(key); ok {
		return g, nil
	}
	wait := time.NewTimer(gapWait)
	defer wait.Stop()
	select {
	case p.comparing <- struct{}{}:
		defer func() { <-p.comparing }()
	case <-r.Context().Done():
		return nil, r.Context().Err()
	case <-wait.C:
		return nil, refused(http.StatusServiceUnavailable, "gaps.busy")
	}
	g, err := s.Whole().Gaps(r.Context(), q)
	if _, mistaken := errors.AsType[base.Wrong](err); mistaken {
		return nil, refused(http.StatusBadRequest, "wrong.asked", err.Error())
	}
	if err == nil {
		p.compared.keep(key, g)
	}
	return g, err
}

// gapsCSV gives the answer as a file.
func (p *Pages) gapsCSV(w http.ResponseWriter, r *http.Request) {
	s, release, err := p.source.Acquire()
	if err != nil {
		p.tell(w, r, nil, refused(http.StatusServiceUnavailable, "wrong.opening"))
		return
	}
	defer release()
	q := r.URL.Query()
	g, err := p.compareLists(r, s, apart(q["by"]), apart(q["not"]), q.Get("since"))
	if err != nil {
		p.tell(w, r, s, err)
		return
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="interdict-gaps.csv"`)
	_ = report.GapsCSV(w, g) // who asked has gone
}
