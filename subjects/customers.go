package subjects

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/infile"
	"github.com/interdict/interdict/table"
	"github.com/interdict/interdict/table/columnar"
)

// CustomerKind is the Kind of subjects from a customers file.
const CustomerKind = "customer"

// Options of Open. The zero value recognises what the file says of itself.
type Options struct {
	// Mapping gives meaning to columns that headers do not, or is nil.
	Mapping *table.Mapping
	// Canaries says that canaries are wanted; elsewhere their ids are refused, since
	// no report would count them.
	Canaries bool
}

// Block is a piece of a source: whole rows, not yet subjects.
type Block = table.Block

// Refusal is a row that could not be read, or, with Screened, one that is
// screened without the value that Reason names.
type Refusal struct {
	Row      int64
	Code     string // see docs/customers.md
	Reason   string // a sentence with the remedy; never the row's content
	Screened bool
}

// Reason codes beside those of package table.
const (
	CodeNoName     = "no_name"
	CodeBadJSON    = "bad_json"
	CodeReservedID = "reserved_id"
)

// Note counts rows that are whole, and of which something is worth knowing.
type Note struct {
	Code   string
	Rows   int64
	Reason string
}

// Customers is an open customers file.
type Customers struct {
	cutter  *table.Reader
	columns *table.Columns // nil: JSON lines
	members *members       // nil: a table
	source  columns        // of a table that is no text, else nil
	file    *infile.File
	cut     int64 // rows cut off
	close   func() error
	canary  bool // canaries are wanted
	sheet   bool // it is a workbook's
	notes   [noteBits]atomic.Int64
}

// Open opens a customers file: a table, an .xlsx workbook, a Parquet file, an
// Arrow stream or file, or JSON lines, plain or packed with gzip or zstd (up to
// 64 GiB unpacked). Its errors say what is wrong with the file as a whole and what to
// do.
func Open(path string, o Options) (*Customers, error) {
	f, err := infile.Open(path, 0)
	if err != nil {
		return nil, err
	}
	return ReadFile(f, path, o)
}

// Stream is Open for what comes but once, such as standard input; the name is for
// messages.
func Stream(in io.Reader, name string, o Options) (*Customers, error) {
	f, err := infile.Stream(in, name)
	if err != nil {
		return nil, err
	}
	return ReadFile(f, name, o)
}

// ReadFile is Open for a file that is open, which is closed with what is returned or
// where there is an error; the name is for messages.
func ReadFile(f *infile.File, name string, o Options) (*Customers, error) {
	c, err := Read(f, name, o)
	if err != nil {
		f.Close()
		return nil, err
	}
	c.close, c.file = f.Close, f
	return c, nil
}

// Read is Open for an open input that is not packed; the name is for messages.
func Read(in io.Reader, name string, o Options) (*Customers, error) {
	if o.Mapping == nil {
		o.Mapping = &table.Mapping{}
	}
	to := o.Mapping.Options()
	r := bufio.NewReader(in)
	head, _ := r.Peek(1024)
	c := &Customers{close: func() error { return nil }, canary: o.Canaries, sheet: table.IsWorkbook(head)}
	if columnar.Is(head) {
		return readColumnar(peeked{r, in}, name, o)
	}
	var err error
	switch text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n"); {
	case bytes.HasPrefix(text, []byte("{")):
		c.members = newMembers(o.Mapping)
		c.cutter, err = table.NewLines(r, name, to)
		return c, err
	case bytes.HasPrefix(text, []byte("[")):
		return nil, fmt.Errorf("%s: this is one JSON array; write one object a line (jq -c '.[]' does it)", name)
	case bytes.HasPrefix(text, []byte("<?xml")):
		return nil, fmt.Errorf("%s: this is XML, not a table of customers; export them as CSV or JSON lines", name)
	}
	if c.cutter, err = table.NewReader(peeked{r, in}, name, to); err != nil {
		return nil, err
	}
	if c.columns, err = table.NewColumns(c.cutter.Header(), name, o.Mapping, c.cutter.Sample()); err != nil {
		return nil, err
	}
	return c, nil
}

// peeked is an input that was looked into.
type peeked struct {
	io.Reader
	in io.Reader
}

// At gives its bytes at any place, if the input can.
func (p peeked) At() (io.ReaderAt, int64, bool) {
	if in, ok := p.in.(interface {
		At() (io.ReaderAt, int64, bool)
	}); ok {
		return in.At()
	}
	return nil, 0, false
}

// Close closes the file.
func (c *Customers) Close() error { return c.close() }

// Written says in words how the file is written, as it was recognised or stated.
func (c *Customers) Written() string {
	if c.columns == nil {
		return "JSON lines"
	}
	said := "columns with types of their own"
	switch {
	case c.sheet:
		said = "a sheet of a workbook"
	case c.source == nil:
		said = c.cutter.Written()
	}
	switch c.columns.DateOrder() {
	case table.DayFirst:
		said += ", in dates the day before the month"
	case table.MonthFirst:
		said += ", in dates the month before the day"
	}
	return said
}

// Columns says what is done with each column of a table; nil for JSON lines.
func (c *Customers) Columns() []table.Use {
	if c.columns == nil {
		return nil
	}
	return c.columns.Uses()
}

// Unknown are the headers, or members of the JSON objects read so far, that
// nobody knows and that are not screened; of members at most a hundred.
func (c *Customers) Unknown() []string {
	if c.members != nil {
		return c.members.unknownNames()
	}
	var all []string
	for _, u := range c.columns.Uses() {
		if u.Field == table.Unknown && u.Header != "" {
			all = append(all, u.Header)
		}
	}
	return all
}

// Notes are counts of what is worth knowing of the rows parsed so far.
func (c *Customers) Notes() []Note {
	var all []Note
	for i := range c.notes {
		if n := c.notes[i].Load(); n > 0 {
			(table.Faults(1) << i).Each(func(code, reason string, _ bool) {
				all = append(all, Note{code, n, reason})
			})
		}
	}
	return all
}

// Next cuts off the next block; io.EOF after the last. It is for one
// goroutine.
func (c *Customers) Next() (Block, error) {
	b, err := c.cutter.Next()
	if err == nil {
		c.cut = b.First - 1 + int64(b.Rows)
	}
	return b, err
}

// Far is how much of the input has been cut into blocks, and how much there is, both in
// rows or in bytes of whatever it is read from; 0 and 0 where nobody can tell. It is for
// the goroutine that calls Next.
func (c *Customers) Far() (read, of int64) {
	switch {
	case c.source != nil && c.source.Rows() > 0:
		return c.cut, c.source.Rows()
	case c.sheet:
		return c.cutter.Far()
	case c.file != nil:
		return c.file.Far()
	}
	return 0, 0
}

// Parse turns a block into subjects, which it appends to dst, and tells which
// rows it refused. It may be called by many goroutines, each with its own dst;
// what stands in dst's capacity is used again, the inner slices too.
func (c *Customers) Parse(b Block, dst []interdict.Subject) ([]interdict.Subject, []Refusal) {
	var row table.Row
	var text table.Text
	var refused []Refusal
	var notes noteCounts
	unread := b.Parse(&row, func(row *table.Row) {
		dst = Longer(dst)
		s := &dst[len(dst)-1]
		faults, err := c.subject(row, s, &text)
		if err != nil {
			refused = append(refused, Refusal{Row: row.Number, Code: CodeBadJSON, Reason: err.Error()})
		}
		if faults != 0 {
			refused = tell(refused, &notes, row.Number, faults)
		}
		reserved := err == nil && faults&table.FaultNoName == 0 && !c.canary && s.Canary()
		if reserved {
			refused = append(refused, Refusal{Row: row.Number, Code: CodeReservedID, Reason: "the id begins as those of canaries do, which no report counts; give the customer another"})
		}
		if err != nil || reserved || faults&table.FaultNoName != 0 {
			dst = dst[:len(dst)-1]
		}
	})
	for i, n := range notes {
		if n > 0 {
			c.notes[i].Add(n)
		}
	}
	if len(unread) > 0 {
		for _, r := range unread {
			refused = append(refused, Refusal{Row: r.Row, Code: r.Code, Reason: r.Reason})
		}
		slices.SortStableFunc(refused, func(a, b Refusal) int { return cmp.Compare(a.Row, b.Row) })
	}
	return dst, refused
}

// noteBits is how many bits table.Faults has.
const noteBits = 16

// noteCounts counts notes by their bit.
type noteCounts [noteBits]int64

// Longer lengthens dst by the subject that stood there before.
func Longer(dst []interdict.Subject) []interdict.Subject {
	if len(dst) < cap(dst) {
		return dst[:len(dst)+1]
	}
	return append(dst, interdict.Subject{})
}

func (c *Customers) subject(row *table.Row, s *interdict.Subject, text *table.Text) (table.Faults, error) {
	var faults table.Faults
	if c.columns != nil {
		faults = c.columns.Party(row, s, text)
	} else {
		line := row.Raw
		if row.Damaged {
			faults = table.FaultEncoding
			line = strings.ToValidUTF8(line, "\ufffd")
		}
		f, err := c.members.subject([]byte(line), s, text)
		if err != nil {
			return 0, err
		}
		faults |= f
	}
	s.Row, s.Kind, s.Path = row.Number, CustomerKind, ""
	return faults, nil
}

// tell adds a refusal for each fault and counts the notes. A row without a
// name is not screened, so that its other faults do not matter, unless its name
// may have been lost with them.
func tell(refused []Refusal, notes *noteCounts, row int64, faults table.Faults) []Refusal {
	const lost = table.FaultNoName | table.FaultEncoding
	if faults&lost == lost {
		return append(refused, Refusal{row, CodeNoName, "no cell of the row holds a name in valid UTF-8; export the file as UTF-8, or state its encoding in the mapping", false})
	}
	if faults&table.FaultNoName != 0 {
		faults = table.FaultNoName
	}
	faults.Each(func(code, reason string, note bool) {
		if !note {
			refused = append(refused, Refusal{row, code, reason, code != CodeNoName})
		}
	})
	for i := range notes {
		if bit := table.Faults(1) << i; faults&bit != 0 && bit.Whole() {
			notes[i]++
		}
	}
	return refused
}

// ReadMapping reads a mapping file.
func ReadMapping(path string) (*table.Mapping, error) {
	f, err := infile.Open(path, 1<<20)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return table.ReadMapping(f, path)
}
