package web

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"mime/multipart"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/audit"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/runs"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/server"
	"github.com/interdict/interdict/table"
)

// upload takes a file in and leads to how it is understood.
func (p *Pages) upload(w http.ResponseWriter, r *http.Request) {
	serving, release, err := p.source.Acquire()
	if err != nil {
		p.without(w, r, p.screenForm, err)
		return
	}
	defer release()
	run, err := p.receive(r)
	if err != nil {
		p.tell(w, r, serving, err)
		return
	}
	p.write(w, r, serving, &answer{to: "/screen/" + run.ID})
}

// receive reads the file of a form.
func (p *Pages) receive(r *http.Request) (*run, error) {
	r.Body = http.MaxBytesReader(nil, r.Body, maxFile+1<<20)
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, refused(http.StatusBadRequest, "wrong.no_file")
	}
	canaries := false
	for n := 0; n < 8; n++ {
		part, err := parts.NextPart()
		if err != nil {
			break
		}
		if part.FormName() == "canaries" {
			canaries = true
		}
		if part.FormName() == "file" && part.FileName() != "" {
			return p.keep(part, canaries)
		}
	}
	return nil, refused(http.StatusBadRequest, "wrong.no_file")
}

func (p *Pages) keep(part *multipart.Part, canaries bool) (*run, error) {
	name := path.Base(strings.ReplaceAll(part.FileName(), `\`, "/"))
	if !utf8.ValidString(name) || len(name) > 200 {
		name = p.words.say("run.unnamed")
	}
	file, err := hold(part)
	if _, big := errors.AsType[*http.MaxBytesError](err); big || errors.Is(err, errTooLarge) {
		return nil, refused(http.StatusRequestEntityTooLarge, "wrong.too_large", maxFile>>20)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) { // what was sent breaks off
		return nil, refused(http.StatusBadRequest, "wrong.form")
	}
	if err != nil {
		return nil, err
	}
	if file.size == 0 {
		file.close()
		return nil, refused(http.StatusBadRequest, "wrong.no_file")
	}
	return p.uploads.add(name, file, canaries), nil
}

// sample takes in the file of examples that the program brings along.
func (p *Pages) sample(_ *http.Request, _ *server.Serving) (*answer, error) {
	file, err := hold(bytes.NewReader(p.assets["sample.csv"].content))
	if err != nil {
		return nil, err
	}
	return &answer{to: "/screen/" + p.uploads.add("sample.csv", file, false).ID}, nil
}

// columnsPage is how a file is understood.
type columnsPage struct {
	Run     *run
	Columns []columnRow
	Fields  []choice
	Dates   string
	Rows    int64 // looked at
	Good    int64
	Faults  []report.Refusal
	Notes   []string
	More    bool // there are more rows than were looked at
	// Problem is why the file cannot be screened as it is understood.
	Problem string
	// Lines says that the file is JSON lines, without columns to adjust.
	Lines bool
}

type columnRow struct {
	Number  int
	Header  string
	Field   table.Field
	Told    bool // by the person, not by the header
	Choices []choice
	Cells   []string // of the first rows
}

// shownRows and shownFaults bound the preview.
const (
	shownRows   = 5
	shownFaults = 20
)

// preview reads the beginning of a file as a screening would.
func (p *Pages) preview(r *run) *columnsPage {
	d := &columnsPage{Run: r}
	m := r.columns()
	d.Dates = map[table.DateOrder]string{table.DayFirst: "day", table.MonthFirst: "month"}[m.Dates]
	c, err := r.open()
	if err != nil {
		d.Problem = err.Error()
		if p.previewTable(d, &m, nil); d.nameless() {
			d.Problem = p.words.say("columns.nameless")
		}
		return d
	}
	defer c.Close()
	uses := c.Columns()
	d.Lines = uses == nil
	b, err := c.Next()
	if err == nil {
		good, faults := c.Parse(b, nil)
		d.Good, d.Rows = int64(len(good)), int64(b.Rows)
		for _, f := range faults[:min(len(faults), shownFaults)] {
			d.Faults = append(d.Faults, report.Refusal{Row: f.Row, Code: f.Code, Reason: f.Reason, Screened: f.Screened})
		}
		for _, n := range c.Notes() {
			d.Notes = append(d.Notes, p.words.count("columns.note", n.Rows, n.Reason))
		}
		_, err = c.Next()
		d.More = err == nil
	} else if !errors.Is(err, io.EOF) {
		d.Problem = err.Error()
	}
	if !d.Lines {
		p.previewTable(d, &m, uses)
	}
	return d
}

// nameless says that there are columns and none is taken for a name: which one is
// can be said on the page.
func (d *columnsPage) nameless() bool {
	names := []table.Field{table.FullName, table.OriginalName, table.FirstName, table.LastName}
	return len(d.Columns) > 0 && !slices.ContainsFunc(d.Columns, func(c columnRow) bool { return slices.Contains(names, c.Field) })
}

// previewTable shows the columns with the cells of the first rows.
func (p *Pages) previewTable(d *columnsPage, m *table.Mapping, uses []table.Use) {
	in, err := d.Run.openFile()
	if err != nil {
		return
	}
	defer in.Close()
	t, err := table.NewReader(in, d.Run.Name, m.Options())
	if err != nil {
		return
	}
	for i, h := range t.Header() {
		c := columnRow{Number: i + 1, Header: h, Field: table.FieldOf(h)}
		if f, ok := m.Columns[strconv.Itoa(i+1)]; ok {
			c.Field, c.Told = f, true
		}
		for _, u := range uses {
			if u.Column == i {
				c.Field = u.Field
			}
		}
		for _, f := range offered {
			c.Choices = append(c.Choices, choice{string(f), p.fieldWords(f), f == c.Field})
		}
		d.Columns = append(d.Columns, c)
	}
	if b, err := t.Next(); err == nil {
		var row table.Row
		b.Parse(&row, func(row *table.Row) {
			for i := range d.Columns {
				if c := &d.Columns[i]; len(c.Cells) < shownRows && i < len(row.Cells) {
					c.Cells = append(c.Cells, row.Cells[i])
				}
			}
		})
	}
}

// offered are the meanings that a column can be given.
var offered = []table.Field{
	table.Unknown, table.Ignored, table.ID, table.FullName, table.OriginalName, table.FirstName, table.MiddleName, table.Patronymic, table.LastName, table.MaidenName,
	table.FormerName, table.Aliases, table.WeakAliases, table.BirthDate, table.BirthPlace, table.Gender, table.Type, table.Country, table.Nationality, table.Citizenship,
	table.Residence, table.RegistrationCountry, table.Flag, table.Passport, table.PassportCountry, table.NationalID, table.NationalIDCountry, table.TaxID,
	table.Registration, table.LEI, table.BIC, table.IBAN, table.INN, table.OGRN, table.USCC, table.DUNS, table.IMO, table.MMSI, table.CallSign, table.TailNumber,
	table.SerialNumber, table.Wallet, table.ISIN, table.OtherID, table.Address, table.Street, table.City, table.Region, table.PostalCode, table.AddressCountry, table.Email,
}

func (p *Pages) fieldWords(f table.Field) string {
	switch f {
	case table.Unknown:
		return p.words.say("columns.unknown")
	case table.Ignored:
		return p.words.say("columns.ignored")
	}
	return report.SentenceCase(interdict.IDType(f).Words())
}

// columns takes what a person says of a file's columns.
func (p *Pages) columns(r *http.Request, _ *server.Serving) (*answer, error) {
	run, err := p.runOf(r)
	if err != nil {
		return nil, err
	}
	f, err := formOf(r)
	if err != nil {
		return nil, err
	}
	m := table.Mapping{Columns: map[string]table.Field{}}
	for key := range f {
		number, ok := strings.CutPrefix(key, "column-")
		n, err := strconv.Atoi(number)
		if !ok || err != nil || n < 1 || n > 1000 {
			continue
		}
		for _, o := range offered {
			if string(o) == f.Get(key) && f.Get(key) != f.Get("was-"+number) {
				if m.Columns[number] = o; o == table.Unknown {
					m.Columns[number] = table.Ignored
				}
			}
		}
	}
	m.Dates = map[string]table.DateOrder{"day": table.DayFirst, "month": table.MonthFirst}[f.Get("dates")]
	run.mu.Lock()
	for key, field := range run.mapping.Columns { // what was told before holds
		if _, again := m.Columns[key]; !again {
			m.Columns[key] = field
		}
	}
	if run.state == arrived {
		run.mapping = m
	}
	run.mu.Unlock()
	return p.runAnswer(run, resultsAsked{}), nil
}

// begin screens a file.
func (p *Pages) begin(r *http.Request, s *server.Serving) (*answer, error) {
	run, err := p.runOf(r)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	run.mu.Lock()
	if run.state != arrived {
		run.mu.Unlock()
		stop()
		return &answer{to: "/screen/" + run.ID}, nil
	}
	run.state, run.stop = waiting, stop
	run.mu.Unlock()
	go func() {
		defer stop()
		p.work(ctx, run)
	}()
	return &answer{to: "/screen/" + run.ID}, nil
}

// work screens a file once it is its turn, from one state of the lists.
func (p *Pages) work(ctx context.Context, r *run) {
	select {
	case p.uploads.working <- struct{}{}:
		defer func() { <-p.uploads.working }()
	case <-ctx.Done():
		return
	}
	serving, release, err := p.source.Acquire()
	if err != nil {
		r.set(failed, p.words.say("wrong.opening"))
		return
	}
	defer release()
	r.mu.Lock()
	r.state, r.pace = working, pace{began: p.options.Now()}
	r.mu.Unlock()
	if err := p.screenRun(ctx, serving, r); err != nil {
		why := err.Error()
		if many, ok := errors.AsType[tooMany](err); ok {
			why = p.words.say("run.too_many_rows", report.CountWords(maxLines))
			if many.hits {
				why = p.words.say("run.too_many_hits", report.CountWords(maxHits))
			}
		}
		r.mu.Lock()
		r.found = nil
		r.mu.Unlock()
		r.set(failed, why)
		return
	}
	r.set(done, "")
}

// screenRun screens a file as the command line does, by the same runs and with
// the same receipt. Shards are not kept: a run ends with the program, as its file
// does.
func (p *Pages) screenRun(ctx context.Context, s *server.Serving, r *run) error {
	c, err := r.open()
	if err != nil {
		return err
	}
	defer c.Close()
	began := p.options.Now()
	h := s.Header(began)
	h.Inputs = []string{r.Name}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	hits := 0
	emit := s.Standings().Telling(ctx, func(res *interdict.Result) error { return r.take(res, &hits) })
	plan := runs.Plan{Query: s.Query(), Key: runs.NewKey(), Build: p.options.Build, Size: runs.RangeSize}
	ranges, err := runs.Screen(ctx, s.Engine, []runs.Input{counted{c, r}}, &plan, func(_ int, res *interdict.Result) error { return emit(res) }, func(at screen.Progress) {
		if r.at(at); at.Screened+at.Refused > maxLines {
			stop(tooMany{})
		}
	})
	if err != nil {
		return err
	}
	ended := p.options.Now()
	out := report.Summary{Interdict: p.options.Build, Began: began.UTC().Truncate(time.Second), Inputs: h.Inputs, Policy: h.Policy, Threshold: h.Threshold, Demo: h.Demo,
		Lists: h.Lists, Hashes: h.Hashes, Seconds: math.Round(ended.Sub(began).Seconds()*1000) / 1000}
	out.Cover(ranges)
	if !r.canaries {
		p.source.Count(out.Screened, out.Hits)
	}
	for _, name := range c.Unknown() {
		out.Notes = append(out.Notes, p.words.say("run.unused", name))
	}
	for _, n := range c.Notes() {
		out.Notes = append(out.Notes, p.words.count("columns.note", n.Rows, n.Reason))
	}
	receipt, err := p.receipt(ctx, r, &plan, report.NewReceipt(&out, ranges, began, ended), runs.AllRejected(ranges))
	if err != nil { // what was found is of use all the same
		p.source.Folder.Tell("A file screened on a page has no receipt: %v", err)
		out.Notes = append(out.Notes, p.words.say("receipt.failed"))
	}
	if receipt != nil {
		out.Receipt = audit.Name(receipt.Number)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sum, r.head, r.receipt = out, h, receipt
	return nil
}

// receipt keeps the receipt of a run; nil where the lists prove nothing, as those
// of the demonstration, where nobody was screened, or there is nowhere to keep it.
func (p *Pages) receipt(ctx context.Context, r *run, plan *runs.Plan, made *audit.Receipt, rejected func(func(*runs.Rejected) bool)) (*audit.Sealed, error) {
	folder, settings := p.source.Folder, &p.source.Settings
	if folder.Dir == "" || folder.Starter || r.canaries {
		return nil, nil
	}
	m := r.columns()
	return audit.In(folder.Dir).Keep(ctx, made, &audit.Private{Key: hex.EncodeToString(plan.Key), Inputs: []string{r.Name}, Mapping: mappingText(&m),
		Policy: settings.PolicyText, Weights: settings.WeightsText, RangeSize: plan.Size}, rejected)
}

// mappingText is what a person said of the columns, as a mapping file.
func mappingText(m *table.Mapping) string {
	if len(m.Columns) == 0 && m.Dates == 0 {
		return ""
	}
	var b strings.Builder
	if len(m.Columns) > 0 {
		b.WriteString("columns:\n")
		for _, number := range slices.Sorted(maps.Keys(m.Columns)) {
			fmt.Fprintf(&b, "  %s: %s\n", number, m.Columns[number])
		}
	}
	switch m.Dates {
	case table.DayFirst:
		b.WriteString("dates: dd/mm/yyyy\n")
	case table.MonthFirst:
		b.WriteString("dates: mm/dd/yyyy\n")
	}
	return b.String()
}
