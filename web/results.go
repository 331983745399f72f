package web

import (
	"cmp"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/audit"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/server"
)

// runOf is the run of a request's address.
func (p *Pages) runOf(r *http.Request) (*run, error) {
	if run := p.uploads.of(r.PathValue("run")); run != nil {
		return run, nil
	}
	return nil, refused(http.StatusNotFound, "wrong.gone")
}

// resultsAsked is how the results are to be shown.
type resultsAsked struct {
	Text, List, Measure, Sort string
	From                      interdict.Score
	Page                      int
}

type resultsPage struct {
	Run     *run
	Sum     *report.Summary
	Asked   resultsAsked
	Rows    []resultRow
	Total   int // rows that the filter leaves
	Pages   int
	Lists   []choice
	Of      []choice // measures
	Least   []choice
	Columns *columnsPage
	At      *progress // of a run that is under way or has failed
}

type resultRow struct {
	Row      int64
	ID, Name string
	No       int // the place of the hit among the subject's
	Caption  string
	Entity   string
	Score    interdict.Score
	Codes    []string // of the jurisdictions
	Measures []string
	Matched  string
	Rests    string
}

// pageRows is how many rows of results a page shows.
const pageRows = 100

// run shows where a run stands: its columns, its progress or its results.
func (p *Pages) run(r *http.Request, _ *server.Serving) (*answer, error) {
	run, err := p.runOf(r)
	if err != nil {
		return nil, err
	}
	return p.runAnswer(run, resultsAsked{}), nil
}

// runPart shows the results filtered and sorted; what is asked for comes in the
// body, since it may be a name.
func (p *Pages) runPart(r *http.Request, _ *server.Serving) (*answer, error) {
	run, err := p.runOf(r)
	if err != nil {
		return nil, err
	}
	f, err := formOf(r)
	if err != nil {
		return nil, err
	}
	a := p.runAnswer(run, askedOf(f))
	if a.part == "results" {
		a.part = "rows" // the filter stays, with what is being typed into it
	}
	return a, nil
}

func askedOf(f url.Values) resultsAsked {
	a := resultsAsked{Text: strings.TrimSpace(f.Get("text")), List: f.Get("list"), Measure: f.Get("measure"), Sort: cmpOr(f.Get("order"), f.Get("sort"))}
	a.From, _ = interdict.ParseScore(f.Get("least")) // nothing, where it is none
	a.Page, _ = strconv.Atoi(f.Get("page"))
	if len(a.Text) > maxValue {
		a.Text = ""
	}
	if !slices.Contains(sorts, strings.TrimPrefix(a.Sort, "-")) {
		a.Sort = "-score"
	}
	return a
}

// sorts are the columns by which results can be sorted.
var sorts = []string{"row", "name", "caption", "score"}

func (p *Pages) runAnswer(r *run, asked resultsAsked) *answer {
	a := &answer{nav: "screen", page: "run", title: p.words.say("run.title")}
	d := &resultsPage{Run: r, Asked: asked}
	a.data = d
	switch r.State() {
	case arrived:
		d.Columns = p.preview(r)
		a.part = "columns"
	case done:
		a.part = "results"
		p.results(d)
	default:
		a.part = "progress"
		d.At = p.progress(r)
	}
	return a
}

// results filters and sorts what a run found.
func (p *Pages) results(d *resultsPage) {
	r := d.Run
	r.mu.Lock()
	found, sum := r.found, r.sum
	r.mu.Unlock()
	d.Sum = &sum
	if d.Asked.Sort == "" {
		d.Asked.Sort = "-score"
	}
	lists, measures := map[string]bool{}, map[interdict.Measure]bool{}
	var rows []resultRow
	for i := range found {
		for j := range found[i].Hits {
			h := &found[i].Hits[j]
			for _, l := range h.Lists {
				lists[l] = true
			}
			for _, m := range h.Measures {
				measures[m] = true
			}
			if d.Asked.keeps(&found[i].Subject, h) {
				rows = append(rows, rowOf(&found[i].Subject, h, j))
			}
		}
	}
	d.Asked.order(rows)
	d.choices(lists, measures)
	d.Total, d.Pages = len(rows), (len(rows)+pageRows-1)/pageRows
	d.Asked.Page = min(max(d.Asked.Page, 1), max(d.Pages, 1))
	from := (d.Asked.Page - 1) * pageRows
	d.Rows = rows[min(from, len(rows)):min(from+pageRows, len(rows))]
}

// keeps says whether the filter leaves a hit.
func (a *resultsAsked) keeps(s *interdict.Subject, h *interdict.Hit) bool {
	if h.Score < a.From || a.List != "" && !slices.Contains(h.Lists, a.List) || a.Measure != "" && !slices.Contains(h.Measures, interdict.Measure(a.Measure)) {
		return false
	}
	if a.Text == "" {
		return true
	}
	text := strings.ToLower(a.Text)
	for _, s := range []string{s.ID, s.Name(), h.Caption, h.MatchedName, h.EntityID} {
		if strings.Contains(strings.ToLower(s), text) {
			return true
		}
	}
	return false
}

func rowOf(s *interdict.Subject, h *interdict.Hit, no int) resultRow {
	out := resultRow{Row: s.Row, ID: s.ID, Name: s.Name(), No: no, Caption: h.Caption, Entity: h.EntityID, Score: h.Score}
	for _, l := range h.Lists {
		out.Codes = once(out.Codes, jurisdictionCode(l))
	}
	for _, m := range h.Measures {
		out.Measures = append(out.Measures, report.MeasureWords(m))
	}
	if h.MatchedName != h.Caption {
		out.Matched = h.MatchedName
	}
	var rests []string
	for i := range h.Evidence {
		if f := report.FieldWords(h.Evidence[i].Field); h.Evidence[i].Weight > 0 && !slices.Contains(rests, f) {
			rests = append(rests, f)
		}
	}
	out.Rests = strings.Join(rests, ", ")
	return out
}

// order sorts rows as asked, then by row.
func (a *resultsAsked) order(rows []resultRow) {
	key, down := strings.CutPrefix(a.Sort, "-")
	slices.SortStableFunc(rows, func(x, y resultRow) int {
		n := 0
		switch key {
		case "name":
			n = cmp.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name))
		case "caption":
			n = cmp.Compare(strings.ToLower(x.Caption), strings.ToLower(y.Caption))
		case "score":
			n = cmp.Compare(x.Score, y.Score)
		case "row":
			n = cmp.Compare(x.Row, y.Row)
		}
		if down {
			n = -n
		}
		return cmp.Or(n, cmp.Compare(x.Row, y.Row), cmp.Compare(x.No, y.No))
	})
}

// Next is the value that a column's button asks for: the other way round where
// the rows are sorted by it already.
func (d *resultsPage) Next(column string) string {
	if d.Asked.Sort == column {
		return "-" + column
	}
	if d.Asked.Sort == "-"+column || column != "score" {
		return column
	}
	return "-" + column
}

// Sorted is how a column is sorted, for aria-sort.
func (d *resultsPage) Sorted(column string) string {
	switch d.Asked.Sort {
	case column:
		return "ascending"
	case "-" + column:
		return "descending"
	}
	return "none"
}

// Before and After are the numbers of the pages beside this one, 0 for none.
func (d *resultsPage) Before() int { return d.Asked.Page - 1 }

// After is the next page's number, 0 for none.
func (d *resultsPage) After() int {
	if d.Asked.Page < d.Pages {
		return d.Asked.Page + 1
	}
	return 0
}

// choices are the options of the filter: what was found.
func (d *resultsPage) choices(lists map[string]bool, measures map[interdict.Measure]bool) {
	for _, l := range d.Sum.Lists {
		if lists[l.ID] {
			d.Lists = append(d.Lists, choice{l.ID, l.Title, l.ID == d.Asked.List})
		}
	}
	for m := range measures {
		d.Of = append(d.Of, choice{string(m), report.SentenceCase(report.MeasureWords(m)), string(m) == d.Asked.Measure})
	}
	slices.SortFunc(d.Of, func(a, b choice) int { return strings.Compare(a.Words, b.Words) })
	for _, s := range []interdict.Score{8000, 8500, 9000, 9500, 9900} {
		d.Least = append(d.Least, choice{s.String(), s.String(), s == d.Asked.From})
	}
}

// forget lets go of a file and its results at once.
func (p *Pages) forget(r *http.Request, _ *server.Serving) (*answer, error) {
	p.uploads.forget(r.PathValue("run"))
	return &answer{to: "/screen"}, nil
}

// download gives the results as a file.
func (p *Pages) download(w http.ResponseWriter, r *http.Request) {
	run, err := p.runOf(r)
	if err == nil && run.State() != done {
		err = refused(http.StatusConflict, "wrong.not_done")
	}
	if err != nil {
		p.tell(w, r, nil, err)
		return
	}
	run.mu.Lock()
	found, sum, head, receipt := run.found, run.sum, run.head, run.receipt
	run.mu.Unlock()
	form := r.PathValue("form")
	if form == "receipt" && receipt != nil {
		p.downloadReceipt(w, receipt)
		return
	}
	kinds := map[string]string{"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8",
		"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
	if kinds[form] == "" {
		p.tell(w, r, nil, refused(http.StatusNotFound, "wrong.form"))
		return
	}
	w.Header().Set("Content-Type", kinds[form])
	w.Header().Set("Content-Disposition", `attachment; filename="interdict-results.`+form+`"`)
	switch form {
	case "jsonl":
		err = writeAll(report.JSONLines(w, head), found, &sum)
	case "csv":
		err = csvOf(w, head, found, &sum)
	case "xlsx":
		err = p.workbook(w, head, found, &sum)
	}
	if err != nil && r.Context().Err() == nil {
		p.source.Folder.Tell("Results could not be sent: %v", err)
	}
}

// downloadReceipt gives the receipt of a run, for audit verify.
func (p *Pages) downloadReceipt(w http.ResponseWriter, s *audit.Sealed) {
	text, err := s.File()
	if err != nil {
		p.source.Folder.Tell("A receipt could not be sent: %v", err)
		http.Error(w, p.words.say("wrong.inside"), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", `attachment; filename="`+audit.Name(s.Number)+`.receipt"`)
	_, _ = w.Write(text) // who asked has gone
}

func writeAll(w report.Writer, found []interdict.Result, sum *report.Summary) error {
	for i := range found {
		if err := w.Result(&found[i]); err != nil {
			return err
		}
	}
	return w.Close(sum)
}

func csvOf(w io.Writer, head *report.Header, found []interdict.Result, sum *report.Summary) error {
	c, err := report.CSV(w, head)
	if err != nil {
		return err
	}
	return writeAll(c, found, sum)
}

// workbook writes the results as a workbook: sheets of hits, and one of what they
// rest on.
func (p *Pages) workbook(w io.Writer, head *report.Header, found []interdict.Result, sum *report.Summary) error {
	b, err := report.Workbook(w, head, &report.Sheets{Hits: p.words.say("xlsx.hits"), About: p.words.say("xlsx.about"), Rows: p.about})
	if err != nil {
		return err
	}
	return writeAll(b, found, sum)
}

// about says what the results rest on.
func (p *Pages) about(h *report.Header, s *report.Summary) [][]any {
	rows := [][]any{
		{p.words.say("xlsx.made"), s.Began.Format("2006-01-02 15:04 UTC")}, {p.words.say("run.read"), s.Read}, {p.words.say("run.screened"), s.Screened},
		{p.words.say("run.refused"), s.Refused}, {p.words.say("run.hits"), s.Hits}, {p.words.say("hash.policy_name"), h.Policy}, {p.words.say("hash.threshold"), h.Threshold.String()},
		{p.words.say("hash.snapshot"), h.Hashes.Snapshot}, {p.words.say("hash.analysis"), h.Hashes.Analysis}, {p.words.say("hash.scoring"), h.Hashes.Scoring}, {p.words.say("hash.policy"), h.Hashes.Policy},
	}
	if h.Demo {
		rows = append([][]any{{p.words.say("demo.title"), p.words.say("demo.text")}}, rows...)
	}
	for _, l := range h.Lists {
		rows = append(rows, []any{l.ID, l.Title, report.EditionWords(l), l.Entries})
	}
	return rows
}
