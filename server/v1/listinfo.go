package v1

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
)

// List is a loaded list, as `interdict lists status` tells of it, and whether
// the policy screens against it.
type List struct {
	ID           string           `json:"id" example:"us_ofac_sdn"`
	Title        string           `json:"title"`
	Publisher    string           `json:"publisher" doc:"Empty for an own list."`
	Jurisdiction string           `json:"jurisdiction" doc:"ISO 3166-1 alpha-2, un or eu; empty for an own list."`
	Page         string           `json:"page" doc:"Where people read about the list."`
	Edition      string           `json:"edition" doc:"The SHA-256 of the edition that answers; empty for the demonstration register."`
	Published    *interdict.Date  `json:"published" doc:"The edition's date, null where none is known."`
	Loaded       *time.Time       `json:"loaded" doc:"When the edition was loaded, null where that is not known."`
	AgeDays      int              `json:"age_days" doc:"Its age in whole days, since loading where it has no date."`
	Entries      int              `json:"entries"`
	Health       report.Health    `json:"health" doc:"ok, stale, closed, failed, incomplete or demo."`
	Note         string           `json:"note" doc:"What the health rests on, in words."`
	Kind         interdict.Kind   `json:"kind" doc:"Of entries that do not say it themselves."`
	Kinds        []interdict.Kind `json:"kinds" doc:"All that its entries may be."`
	Default      bool             `json:"default" doc:"A screening uses it unless told otherwise."`
	Cadence      string           `json:"cadence" doc:"How often it is published, in words."`
	MaxAgeDays   int              `json:"max_age_days" doc:"From which age it is stale; 0: no limit."`
	Screened     bool             `json:"screened" doc:"The policy of this service screens against it."`
}

// ListsAnswer is the answer of GET /v1/lists, ListAnswer that of one of them.
type ListsAnswer struct {
	Lists []List `json:"lists"`
	Answered
}

type ListAnswer struct {
	List
	Answered
}

// ListParams name a list.
type ListParams struct {
	List string `path:"list" minLength:"1" maxLength:"100" doc:"The list." example:"us_ofac_sdn"`
}

// ListMomentParams name a list at a moment.
type ListMomentParams struct {
	ListParams
	MomentParams
}

// EditionsParams are the parameters of GET /v1/lists/{list}/editions.
type EditionsParams struct {
	ListParams
	PageParams
}

// Edition is one loaded publication of a list.
type Edition struct {
	Edition   string          `json:"edition" doc:"Its SHA-256."`
	Title     string          `json:"title" doc:"Its name for people." example:"edition of 22 March 2024"`
	Published *interdict.Date `json:"published" doc:"Its date, null where none is known."`
	Loaded    time.Time       `json:"loaded"`
	InForce   bool            `json:"in_force" doc:"It answers now."`
	Entries   int             `json:"entries"`
	Names     int             `json:"names"`
	Refused   int             `json:"refused" doc:"Records that could not be taken."`
	Note      string          `json:"note"`
	Files     []register.File `json:"files"`
}

// EditionsAnswer is the answer of GET /v1/lists/{list}/editions.
type EditionsAnswer struct {
	List     string    `json:"list"`
	Editions []Edition `json:"editions" doc:"The newest first."`
	Page     Page      `json:"page"`
	Answered
}

// DiffParams are the parameters of GET /v1/lists/{list}/diff.
type DiffParams struct {
	ListParams
	From    string `query:"from" maxLength:"64" pattern:"^(newest|[0-9a-f-]{4,64})$" doc:"The older edition, by date or by six or more digits of its SHA-256. Default: the one before to." example:"2024-03-22"`
	To      string `query:"to" maxLength:"64" pattern:"^(newest|[0-9a-f-]{4,64})$" doc:"The newer edition. Default: the newest." example:"2024-03-26"`
	KnownAt string `query:"known_at" maxLength:"35" doc:"Use only what had been loaded by a time."`
	PageParams
}

// DiffAnswer is the answer of GET /v1/lists/{list}/diff.
type DiffAnswer struct {
	register.Diff
	TotalAdded       int  `json:"total_added" doc:"How many were added, on all pages."`
	TotalRemoved     int  `json:"total_removed" doc:"How many were removed, on all pages."`
	TotalChanged     int  `json:"total_changed" doc:"How many changed, on all pages."`
	TotalRepublished int  `json:"total_republished" doc:"How many were published anew and say the same, on all pages."`
	Page             Page `json:"page" doc:"All four come in pages; total is that of the longest. The other forms are whole."`
	Answered
}

// FeedParams are the parameters of GET /v1/lists/{list}/feed.
type FeedParams struct {
	ListParams
	Editions int `query:"editions" minimum:"1" maximum:"500" default:"50" doc:"How many editions it tells of, the newest first."`
}

// Other forms of an answer.
const (
	htmlType = "text/html"
	atomType = "application/atom+xml"
	textType = "text/plain"
)

func (a *api) addLists() {
	get(a, huma.Operation{OperationID: "get-lists", Path: "/v1/lists", Summary: "All loaded lists with their editions and ages"}, a.lists)
	get(a, huma.Operation{OperationID: "get-list", Path: "/v1/lists/{list}", Summary: "A loaded list with its edition and age"}, a.list)
	get(a, huma.Operation{OperationID: "get-editions", Path: "/v1/lists/{list}/editions", Summary: "The loaded editions of a list"}, a.editions)
	get(a, huma.Operation{OperationID: "get-diff", Path: "/v1/lists/{list}/diff", Summary: "What changed between two editions of a list, in words",
		Description: "As `interdict lists diff --json`. Accept: text/html, application/atom+xml or text/plain give the other forms."}, a.diff)
	get(a, huma.Operation{OperationID: "get-feed", Path: "/v1/lists/{list}/feed", Summary: "An Atom feed of a list's editions and what each changed"}, a.feed)
	a.addGaps()
}

// listsOf are the lists of a request's state.
func (q *request) listsOf() []List {
	aged := agedLists(q.ctx(), q.serving).lists
	used := map[string]bool{}
	for _, l := range q.serving.Lists {
		used[l.ID] = true
	}
	out := []List{}
	for i := range aged {
		l := &aged[i]
		entry := all.Entry(l.ID)
		one := List{ID: l.ID, Title: l.Title, Publisher: entry.Publisher, Jurisdiction: entry.Jurisdiction, Page: entry.Page, Edition: l.Edition, AgeDays: l.AgeDays,
			Entries: l.Entries, Health: l.Health, Note: l.Note, Kind: entry.Kind, Kinds: some(entry.Kinds), Default: entry.Default, Cadence: entry.Cadence, MaxAgeDays: entry.MaxAgeDays, Screened: used[l.ID]}
		if !l.Published.IsZero() {
			one.Published = &l.Published
		}
		if !l.Loaded.IsZero() {
			loaded := l.Loaded.UTC()
			one.Loaded = &loaded
		}
		out = append(out, one)
	}
	return out
}

func (a *api) lists(q *request, _ *MomentParams) (any, error) {
	return &ListsAnswer{Lists: q.listsOf()}, nil
}

func (a *api) list(q *request, in *ListMomentParams) (any, error) {
	found := q.listsOf()
	for i := range found {
		if found[i].ID == in.List {
			return &ListAnswer{List: found[i]}, nil
		}
	}
	return nil, errNoList
}

var errNoList = notFound("No list of this id is loaded.", "GET /v1/lists has those that are.")

// history is a request's state where it knows the past, which its register alone
// does.
func (q *request) history(list string) (*base.Base, error) {
	b := whole(q.serving).base
	if list != "" && !slices.ContainsFunc(b.Lists, func(l report.List) bool { return l.ID == list }) {
		return nil, errNoList
	}
	if b.Register == nil {
		return nil, errNoHistory
	}
	return b, nil
}

func (a *api) editions(q *request, in *EditionsParams) (any, error) {
	b, err := q.history(in.List)
	if err != nil {
		return nil, err
	}
	editions, err := b.View.Editions(q.ctx(), in.List)
	if err != nil {
		return nil, err
	}
	inForce := ""
	for _, l := range b.Lists {
		if l.ID == in.List {
			inForce = l.Edition
		}
	}
	found := false
	var lines []Edition
	for i := len(editions) - 1; i >= 0; i-- {
		e := &editions[i]
		for k := range e.Files { // where they were loaded from is this machine's business
			e.Files[k].Name = e.Files[k].Base()
		}
		line := Edition{Edition: e.SHA256.String(), Title: e.String(), Loaded: e.Loaded.UTC(), Entries: e.Entries, Names: e.Names, Refused: e.Refused, Note: e.Note(), Files: some(e.Files)}
		if line.InForce = !found && line.Edition == inForce; line.InForce {
			found = true
		}
		if !e.Published.IsZero() {
			line.Published = &e.Published
		}
		lines = append(lines, line)
	}
	out := &EditionsAnswer{List: in.List}
	out.Editions, out.Page = pageOf(q, lines, in.Limit, in.Offset)
	return out, nil
}

func (a *api) diff(q *request, in *DiffParams) (any, error) {
	var known time.Time
	var err error
	if in.KnownAt != "" {
		if known, err = timeOf(in.KnownAt); err != nil {
			return nil, wrong(Fault{"query.known_at", "it is no time; write a day as YYYY-MM-DD, or a time as 2024-03-26T09:00:00Z"})
		}
	}
	asked, err := q.history(in.List)
	if err != nil {
		return nil, err
	}
	at := asked.View.Held()
	at.Known = known
	v, err := a.later(q, fmt.Sprintf("diff %s %s %s %s", in.List, in.From, in.To, in.KnownAt), func(ctx context.Context) (any, int, error) {
		d, err := asked.Register.DiffKnown(ctx, in.List, in.From, in.To, at)
		if register.IsKind(err, register.UnknownEdition) && in.From == "" && in.To == "" {
			err = notFound("One edition of the list is loaded: there is none to compare it with.", "Load an earlier one, or wait for the next.")
		}
		if err != nil {
			return nil, 0, err
		}
		return d, 500 * (len(d.Added) + len(d.Removed) + len(d.Changed) + len(d.Republished)), nil
	})
	if err != nil {
		return nil, err
	}
	d := v.(*register.Diff)
	form := preferred(q.r.Header.Get("Accept"), "application/json", htmlType, atomType, textType)
	if form == "application/json" {
		return diffPage(q, d, in.Limit, in.Offset), nil
	}
	var b bytes.Buffer
	words := base.DiffWords(d)
	switch form {
	case htmlType:
		// The page brings its style with it, and nothing else.
		q.w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		err = report.WriteDiffHTML(&b, words)
	case textType:
		err = report.WriteDiff(&b, report.Style{}, words)
	case atomType:
		e := &d.ToEdition
		err = report.WriteFeed(&b, &report.Feed{List: d.List, Title: words.Title, ID: base.URN(d.List + " differences"), Updated: e.Loaded,
			Editions: []report.FeedEdition{{ID: base.URN(d.List + " " + d.FromEdition.SHA256.String() + " " + e.SHA256.String()), Name: e.String(), Loaded: e.Loaded, Entries: e.Entries, Diff: words}}})
	}
	return &document{form + "; charset=utf-8", b.Bytes()}, err
}

// diffPage is a page of a difference.
func diffPage(q *request, d *register.Diff, limit, offset int) *DiffAnswer {
	out := &DiffAnswer{Diff: *d, TotalAdded: len(d.Added), TotalRemoved: len(d.Removed), TotalChanged: len(d.Changed), TotalRepublished: len(d.Republished)}
	longest := func(p Page) {
		if out.Page.Total == nil || *p.Total > *out.Page.Total {
			out.Page = p
		}
	}
	var p Page
	out.Added, p = pageOf(q, some(d.Added), limit, offset)
	longest(p)
	out.Removed, p = pageOf(q, some(d.Removed), limit, offset)
	longest(p)
	out.Changed, p = pageOf(q, some(d.Changed), limit, offset)
	longest(p)
	out.Republished, p = pageOf(q, some(d.Republished), limit, offset)
	longest(p)
	return out
}

func (a *api) feed(q *request, in *FeedParams) (any, error) {
	asked, err := q.history(in.List)
	if err != nil {
		return nil, err
	}
	v, err := a.later(q, fmt.Sprintf("feed %s %d", in.List, in.Editions), func(ctx context.Context) (any, int, error) {
		editions, err := asked.View.Editions(ctx, in.List)
		if err != nil {
			return nil, 0, err
		}
		f, err := base.FeedOf(ctx, asked.Register, editions, len(editions)-in.Editions)
		if err != nil {
			return nil, 0, err
		}
		var b bytes.Buffer
		err = report.WriteFeed(&b, f)
		return b.Bytes(), b.Len(), err
	})
	if err != nil {
		return nil, err
	}
	return &document{atomType + "; charset=utf-8", v.([]byte)}, nil
}

// preferred is the form that an Accept header names first of those there are;
// the first of those where it names none.
func preferred(accept string, forms ...string) string {
	best, quality := forms[0], 0.0
	for one := range strings.SplitSeq(accept, ",") {
		name, rest, _ := strings.Cut(one, ";")
		name = strings.ToLower(strings.TrimSpace(name))
		weight := 1.0
		if _, q, ok := strings.Cut(rest, "q="); ok {
			weight = 0
			_, _ = fmt.Sscanf(strings.TrimSpace(q), "%g", &weight)
		}
		if slices.Contains(forms, name) && weight > quality {
			best, quality = name, weight
		}
	}
	return best
}
