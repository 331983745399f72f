package uk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

const (
	// maxEdition is the most bytes that the rows of one edition may have; they
	// are held together, since rows of one party need not be neighbours. The
	// largest real edition has under 100 MB.
	maxEdition = 512 << 20
	// maxParty is the most bytes of one party's rows: the most that a real one
	// has is 1,440 rows of some 4 kB.
	maxParty = 32 << 20
)

// columns finds cells by their columns' names.
type columns struct {
	at      map[string]int // by the letters of the column's name
	names   []string
	unknown []int    // columns that the layout does not know
	cells   []string // of the row at hand
}

// get is the cell of a column, clean; empty where the file lacks the column.
func (c *columns) get(key string) string {
	if i, ok := c.at[key]; ok {
		return clean(c.cells[i])
	}
	return ""
}

// six are the cells of six numbered columns: "name1" to "name6".
func (c *columns) six(keys *[6]string) (cells [6]string) {
	for i, key := range keys {
		cells[i] = c.get(key)
	}
	return cells
}

// numberedKeys are the keys of six numbered columns.
func numberedKeys(name string) *[6]string {
	var keys [6]string
	for i := range keys {
		keys[i] = name + string(rune('1'+i))
	}
	return &keys
}

var nameKeys = numberedKeys("name")

// layout is what the two CSV files differ in.
type layout struct {
	id    string   // the column that rows of one party share
	need  []string // columns without which a file is not of the format
	known []string // all columns that take reads
	take  func(*party, *columns)
}

// errNoHeader is the answer for a row that is not the layout's header.
var errNoHeader = errors.New("no header")

// header makes columns of a row, or says why it is no header of the layout.
func (l *layout) header(cells []string) (*columns, error) {
	c := &columns{at: make(map[string]int), names: cells}
	var twice error
	for i, name := range cells {
		key := lettersOf(name)
		if key == "" {
			continue
		}
		if _, ok := c.at[key]; ok {
			twice = fmt.Errorf("the column %q stands twice in the header", name)
		}
		c.at[key] = i
		if !slices.Contains(l.known, key) {
			c.unknown = append(c.unknown, i)
		}
	}
	for _, key := range l.need {
		if _, ok := c.at[key]; !ok {
			return nil, errNoHeader
		}
	}
	return c, twice
}

// recognise looks for the layout's header in a file's first rows.
func (l *layout) recognise(head []byte) bool {
	r, err := newRowReader("", strings.NewReader(string(head)))
	if err != nil {
		return false
	}
	for range maxPreamble + 1 {
		w, err := r.next()
		if err != nil {
			return false
		}
		// A header with a column twice is one: Read says what is wrong with it.
		if c, _ := l.header(splitRow(nil, w.raw)); c != nil {
			return true
		}
	}
	return false
}

// maxPreamble is how many lines of metadata may stand before the header.
const maxPreamble = 3

// group is the rows of one party.
type group struct {
	id   string
	raw  []byte
	ends []int // where each row ends in raw
	line int   // of the first row
}

// readFile reads a CSV file of the layout.
func (l *layout) readFile(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	file := files[lists.Main]
	if file == nil {
		return lists.Report{}, &lists.Error{File: "the edition", Reason: "the list's file is missing", Remedy: "give its CSV file"}
	}
	g := &grouping{layout: l, list: list, file: file}
	err := g.read(ctx, yield)
	return g.report, err
}

// grouping is one run of reading a CSV file.
type grouping struct {
	*layout
	list   string
	file   *lists.File
	report lists.Report
	cols   *columns
	groups map[string]*group
	order  []*group
	size   int
}

// read gathers the rows by party and hands over a listing for each.
func (g *grouping) read(ctx context.Context, yield func(*interdict.Listing) error) error {
	in, err := g.file.Open()
	if err != nil {
		return &lists.Error{File: g.file.Path, Reason: "the file cannot be opened", Err: err, Remedy: "check that it is there and may be read"}
	}
	defer in.Close()
	r, err := newRowReader(g.file.Path, in)
	if err != nil {
		return err
	}
	if err := g.readHeader(r); err != nil {
		return err
	}
	g.groups = make(map[string]*group)
	for {
		w, err := r.next()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = g.gather(r, w)
		}
		if err != nil {
			return err
		}
	}
	if len(g.order) == 0 {
		return g.fault(r.lines, "there is no entry behind the header", "fetch it again")
	}
	return g.handAll(ctx, yield)
}

func (g *grouping) fault(line int, reason, remedy string) error {
	return &lists.Error{File: g.file.Path, At: fmt.Sprintf("line %d", line), Reason: reason, Remedy: remedy}
}

// readHeader reads the metadata and the header behind it.
func (g *grouping) readHeader(r *rowReader) error {
	for range maxPreamble + 1 {
		w, err := r.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		cells := splitRow(nil, w.raw)
		g.cols, err = g.header(cells)
		switch {
		case err == nil:
			return nil
		case err != errNoHeader:
			return g.fault(w.line, err.Error(), "fetch the file again")
		case g.report.Published.IsZero():
			line := strings.Trim(strings.Join(cells, " "), " ")
			g.report.Date(line, statedDate(line))
		}
	}
	return g.fault(1, fmt.Sprintf("its first %d lines hold no header with the columns %s", maxPreamble+1, strings.Join(g.need, ", ")), "check that this is the publisher's own file, with its header")
}

// gather adds a row to its party's, or refuses it.
func (g *grouping) gather(r *rowReader, w row) error {
	g.cols.cells = splitRow(g.cols.cells[:0], w.raw)
	cells := g.cols.cells
	at := fmt.Sprintf("line %d", w.line)
	n := len(g.cols.names)
	switch {
	case w.tooLarge:
		return g.report.Refuse(lists.Refusal{At: at, Code: lists.CodeTooLarge, Reason: fmt.Sprintf("the row has more than %d bytes; fetch the file again", lists.MaxRecord)})
	case w.unclosed:
		return g.report.Refuse(lists.Refusal{At: at, Code: lists.CodeBadRecord, Reason: "a quoted cell is not closed as it should be; fetch the file again"})
	case slices.Equal(cells, g.cols.names):
		return g.fault(w.line, "the header stands in the file a second time: two files were joined", "load them one by one")
	case len(cells) < n && r.unended:
		return g.fault(w.line, fmt.Sprintf("the last row has %d cells, not %d: the file is cut off", len(cells), n), "fetch it again")
	case len(cells) < n || strings.Trim(strings.Join(cells[n:], ""), " \t") != "":
		return g.report.Refuse(lists.Refusal{At: at, Code: lists.CodeRagged, Reason: fmt.Sprintf("the row has %d cells, not %d; fetch the file again", len(cells), n)})
	}
	id := g.cols.get(g.id)
	if id == "" {
		return g.report.Refuse(lists.Refusal{At: at, Code: lists.CodeNoID, Reason: fmt.Sprintf("the column %q is empty; fetch the file again", g.cols.names[g.cols.at[g.id]])})
	}
	if g.size += len(w.raw); g.size > maxEdition {
		return g.fault(w.line, fmt.Sprintf("the file has more than %d bytes", maxEdition), "check that this is the publisher's own file")
	}
	rows := g.groups[id]
	if rows == nil {
		rows = &group{id: strings.Clone(id), line: w.line}
		g.groups[rows.id] = rows
		g.order = append(g.order, rows)
	}
	rows.raw = append(rows.raw, w.raw...)
	rows.ends = append(rows.ends, len(rows.raw))
	return nil
}

// handAll makes the listings and hands them over.
func (g *grouping) handAll(ctx context.Context, yield func(*interdict.Listing) error) error {
	ids := make(map[string]bool)
	t := facts()
	for i, rows := range g.order {
		if err := ctx.Err(); err != nil {
			return err
		}
		g.order[i] = nil // what is handed over may go
		delete(g.groups, rows.id)
		p := &party{tables: t, report: &g.report}
		p.Listing = interdict.Listing{List: g.list, ID: rows.id, Schema: interdict.LegalEntity, At: fmt.Sprintf("line %d", rows.line), Raw: rows.raw}
		refusal := lists.Refusal{At: p.At + " (" + rows.id + ")"}
		if len(rows.raw) > maxParty {
			refusal.Code, refusal.Reason = lists.CodeTooLarge, fmt.Sprintf("its rows have more than %d bytes; fetch the file again", maxParty)
			if err := g.report.Refuse(refusal); err != nil {
				return err
			}
			continue
		}
		g.takeRows(p, rows)
		if err := p.hand(ids, refusal, yield); err != nil {
			return err
		}
	}
	return nil
}

func (g *grouping) takeRows(p *party, rows *group) {
	start := 0
	for _, end := range rows.ends {
		g.cols.cells = splitRow(g.cols.cells[:0], rows.raw[start:end])
		start = end
		g.take(p, g.cols)
		for _, i := range g.cols.unknown {
			if g.cols.cells[i] != "" {
				p.unknown(g.cols.names[i], g.cols.cells[i])
			}
		}
	}
}

// hand hands a finished listing over, or refuses it.
func (p *party) hand(ids map[string]bool, refusal lists.Refusal, yield func(*interdict.Listing) error) error {
	p.finish()
	switch {
	case ids[p.ID]:
		refusal.Code, refusal.Reason = lists.CodeDuplicate, "the id "+p.ID+" stands twice in the file; fetch the file again"
	case len(p.Names) == 0:
		refusal.Code, refusal.Reason = lists.CodeNoName, "the entry has no name; fetch the file again"
	default:
		ids[p.ID] = true
		p.report.Entries++
		p.report.Names += len(p.Names)
		return yield(&p.Listing)
	}
	return p.report.Refuse(refusal)
}
