package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/interdict/interdict/internal/infile"
)

// Options say how a table is to be read. The zero value finds out what it can
// from the file and bounds the rest.
type Options struct {
	// Separator is ',', ';', '\t' or '|', 0 for the one that the file uses.
	Separator byte
	// Encoding is the file's, such as "windows-1252" or "shift_jis" (a label of
	// the WHATWG's Encoding Standard). Empty is UTF-8, or UTF-16 where the file
	// begins with its byte order mark.
	Encoding string
	// Sheet is the one to read of an .xlsx workbook, empty for the only one in
	// which IsHeader finds a header.
	Sheet string
	// IsHeader says of the first rows of a workbook's sheets which one names the
	// columns, so that titles may stand above it. If nil, the first row does.
	IsHeader func(cells []string) bool
	// MaxRow is the longest row in bytes, 0 for 1 MiB.
	MaxRow int
	// MaxColumns is the most columns, 0 for 1000.
	MaxColumns int
	// BlockSize is roughly how many bytes are cut at once, 0 for 32 KiB, behind a
	// first block of 256 KiB, the sample: what a block's rows become still lies in
	// the processor's cache when they are screened.
	BlockSize int
	sample    int
	// Pad takes a row with fewer cells than the header as if empty ones followed.
	// Otherwise it is refused: a row cut off should not pass for a short one.
	Pad bool
	// Empty takes a header alone as a table without rows: the source says that it is
	// a header.
	Empty bool
}

func (o *Options) defaults() {
	if o.MaxRow == 0 {
		o.MaxRow = 1 << 20
	}
	if o.MaxColumns == 0 {
		o.MaxColumns = 1000
	}
	o.sample = o.BlockSize
	if o.BlockSize == 0 {
		o.BlockSize, o.sample = 32<<10, 256<<10
	}
}

// Reader cuts a table into blocks. It is for one goroutine.
type Reader struct {
	name     string
	src      io.Reader
	sheet    *sheet // that src is made of; nil: no workbook
	encoding string // in which it was written
	opts     Options
	dialect  dialect
	header   []string

	buf        []byte // buf[start:end] is read and not yet cut
	start, end int
	want       int   // how many bytes fill reads ahead
	fail       error // what ended the reading of src: io.EOF or worse
	offset     int64 // of buf[start] in the decoded input
	row        int64 // rows cut so far
	// lineBound is the offset up to which no cell may span lines.
	lineBound int64
	sample    Block // the first block, cut by NewReader
}

// NewReader begins to read a table: it finds encoding, separator and line end,
// and reads the header. Of an .xlsx workbook it reads one sheet, as the CSV file
// that it could be saved as; an input with a method At, as infile.File has it,
// is then not held in memory. The name is for messages. Its errors say what to
// do: an empty input, one that is not text, a header with no or doubled names.
func NewReader(src io.Reader, name string, o Options) (*Reader, error) {
	from, fault := unpack(src, &o)
	if fault != nil {
		return nil, fault.of(name)
	}
	r, err := start(from, name, o)
	if err != nil {
		return nil, err
	}
	r.sheet, _ = from.(*sheet)
	r.dialect.quotes = true
	if err := r.readHeader(); err != nil {
		return nil, err.of(name)
	}
	if r.sample, err = r.cut(); err != nil && err != io.EOF {
		return nil, err
	}
	return r, nil
}

// NewLines begins to read a file of lines, such as JSON lines: no header, no
// quotes, and a row is one cell.
func NewLines(src io.Reader, name string, o Options) (*Reader, error) {
	r, err := start(src, name, o)
	if err != nil {
		return nil, err
	}
	r.dialect.newline, r.dialect.columns = '\n', 1
	if r.sample, err = r.cut(); err != nil && err != io.EOF {
		return nil, err
	}
	return r, nil
}

func start(src io.Reader, name string, o Options) (*Reader, error) {
	o.defaults()
	src, encoding, fault := decode(src, o.Encoding)
	if fault != nil {
		return nil, fault.of(name)
	}
	r := &Reader{name: name, src: src, encoding: encoding, opts: o, buf: make([]byte, o.sample), want: o.sample}
	r.dialect.maxRow, r.dialect.pad = o.MaxRow, o.Pad
	r.fill()
	if r.fail != nil && r.fail != io.EOF {
		return nil, r.ended()
	}
	if what, remedy := infile.Foreign(r.buf[:r.end]); what != "" {
		return nil, &Error{Name: name, Reason: what, Remedy: remedy}
	}
	return r, nil
}

// Far is how much of a workbook's sheet has been read, and how much there is, in bytes
// that say the same of both; 0 and 0 of any other table.
func (r *Reader) Far() (read, of int64) {
	if r.sheet == nil {
		return 0, 0
	}
	return r.sheet.far()
}

// Header is the table's first row.
func (r *Reader) Header() []string { return r.header }

// Written says how the table is written, in words: what parts its cells, and its
// encoding.
func (r *Reader) Written() string {
	parted := "one cell a row"
	switch sep := r.dialect.sep; sep {
	case 0:
	case ',':
		parted = "cells parted by commas"
	case ';':
		parted = "cells parted by semicolons"
	case '\t':
		parted = "cells parted by tabs"
	case '|':
		parted = "cells parted by vertical bars"
	default:
		parted = fmt.Sprintf("cells parted by %+q", rune(sep))
	}
	return parted + ", " + r.encoding
}

// Sample is the block that the first call of Next will return, for finding
// out how the columns are written. It may be empty.
func (r *Reader) Sample() Block { return r.sample }

// Next returns the next block. At the end it returns io.EOF; an input that
// breaks off gives all whole rows first, then an error that says after which.
func (r *Reader) Next() (Block, error) {
	if b := r.sample; b.Rows > 0 {
		r.sample = Block{}
		return b, nil
	}
	return r.cut()
}

// fill reads until it has what it wants or the input ends, making room first.
func (r *Reader) fill() {
	if r.start > 0 {
		r.end = copy(r.buf, r.buf[r.start:r.end])
		r.start = 0
	}
	for idle := 0; r.fail == nil && r.end < r.want; {
		n, err := r.src.Read(r.buf[r.end:r.want])
		r.end += n
		r.fail = err
		if idle++; n > 0 {
			idle = 0
		} else if idle > 100 && err == nil {
			r.fail = io.ErrNoProgress
		}
	}
}

// cut takes the whole rows that the buffer holds.
func (r *Reader) cut() (Block, error) {
	for {
		r.fill()
		data := r.buf[r.start:r.end]
		if len(data) == 0 {
			return Block{}, r.ended()
		}
		b, n := r.whole(data)
		switch {
		case n > 0:
			r.advance(n)
			r.want = r.opts.BlockSize
			if b.Rows > 0 {
				b.First = r.row + 1
				r.row += int64(b.Rows)
				return b, nil
			}
		case r.fail != nil && r.fail != io.EOF:
			return Block{}, r.ended()
		case len(data) > r.opts.MaxRow:
			return r.skip()
		default:
			r.want = 2 * max(len(data), r.opts.BlockSize)
			r.buf = slices.Grow(r.buf[:r.end], r.want-r.end)[:r.want]
		}
	}
}

func (r *Reader) ended() error {
	if r.fail == io.EOF {
		return io.EOF
	}
	var fault *Error
	after := r.row
	if errors.As(r.fail, &fault) {
		after = max(after, fault.Rows)
	}
	e := &Error{Name: r.name, Reason: fmt.Sprintf("reading stopped after row %d", after), Err: r.fail, Remedy: "try again"}
	if after == 0 { // or after some of those that would have told the dialect
		e.Reason = "reading stopped within the first rows"
	}
	if fault != nil {
		e.Reason += ": " + fault.Reason
		e.Err, e.Remedy = fault.Err, fault.Remedy
		return e
	}
	const anew = "fetch or export it again"
	switch {
	case errors.Is(r.fail, io.ErrUnexpectedEOF):
		e.Reason += ": the file breaks off"
		e.Remedy = anew
	case errors.Is(r.fail, infile.ErrDamaged):
		e.Remedy = anew
	}
	return e
}

func (r *Reader) advance(n int) {
	r.start += n
	r.offset += int64(n)
}

// whole cuts the whole rows off the front of data and says how many bytes they
// have, empty lines included; 0 means that more must be read.
func (r *Reader) whole(data []byte) (Block, int) {
	d := &r.dialect
	b := Block{Offset: r.offset, dialect: d}
	var n int
	if d.quotes && (bytes.IndexByte(data, '"') >= 0 || d.mixed(data)) {
		n, b.Rows, b.ends = r.quoted(data)
	} else {
		n = bytes.LastIndexByte(data, d.newline) + 1
		if r.fail == io.EOF {
			n = len(data)
		}
		b.Rows = d.countRows(data[:n])
	}
	b.data = string(data[:n])
	return b, n
}

// quoted finds the ends of the whole rows of data, some of which have quotes or stand
// several on a line, and of the empty lines between them, and counts the rows.
func (r *Reader) quoted(data []byte) (n, rows int, ends []int32) {
	ends = make([]int32, 0, bytes.Count(data, []byte{r.dialect.newline})+1)
	for n < len(data) {
		size := r.record(data[n:], r.offset+int64(n))
		if size < 0 {
			break
		}
		line := n
		for _, end := range append(r.dialect.breaks(data[n:n+size]), size) {
			if !r.dialect.blank(data[n : line+end]) {
				rows++
			}
			n = line + end
			ends = append(ends, int32(n))
		}
	}
	return n, rows, ends
}

// record returns the size of the row that data begins with, its line end
// included, or -1 where more must be read to know. At is data's offset.
func (r *Reader) record(data []byte, at int64) int {
	d, last := &r.dialect, r.fail == io.EOF
	line := bytes.IndexByte(data, d.newline) + 1
	if line == 0 && last {
		line = len(data)
	}
	if line == 0 {
		return -1
	}
	if at < r.lineBound || bytes.IndexByte(data[:line], '"') < 0 {
		return line
	}
	within := data[:min(len(data), d.maxRow)]
	size, fault, open := d.scan(within)
	switch {
	case size > 0:
		return size
	case fault >= 0:
	case len(within) < d.maxRow && !last:
		return -1
	case len(within) == len(data) && last && !open:
		return len(data)
	default:
		fault = len(within)
	}
	if fault >= line {
		r.lineBound = max(r.lineBound, at+int64(fault))
	}
	return line
}

// skip passes over a row that is too big to hold. It returns a block of that
// row alone, refused.
func (r *Reader) skip() (Block, error) {
	b := Block{First: r.row + 1, Rows: 1, Offset: r.offset, dialect: &r.dialect}
	b.refused = []Refusal{tooLarge(b.First, r.opts.MaxRow)}
	r.row++
	for {
		if i := bytes.IndexByte(r.buf[r.start:r.end], r.dialect.newline); i >= 0 {
			r.advance(i + 1)
			return b, nil
		}
		r.advance(r.end - r.start)
		if r.fill(); r.end == 0 {
			if r.fail != io.EOF {
				return Block{}, r.ended()
			}
			return b, nil
		}
	}
}
