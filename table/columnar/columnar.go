// Package columnar reads Parquet files and Arrow IPC streams and files as the
// CSV that they could be saved as, so that all that is known of tables (which
// column means what, how dates are written, which rows are refused and by what
// number) holds for them too.
//
// Values are written as a person would write them: days as 1985-11-12, numbers
// without exponents, a value from a dictionary as itself. A group of columns is
// its columns, named "group.column"; a list is its values, parted by semicolons,
// and a list of names is the first name and, in a column of its own at the end,
// the others. Lists of groups, maps and the like have no such form: Unread names
// them. Columns whose meaning nobody knows stay empty, and are not even unpacked.
//
// Such files come from outside and say of themselves how large their parts are.
// Nothing is believed: memory is taken as bytes really come, within the bounds
// below, and what unpacks to another size than was said is damaged. Parquet is
// decoded here rather than by a library, whose allocations follow the file's
// claims; the encodings that few files use are the library's.
package columnar

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/interdict/interdict/table"
)

// The bounds, each far above what a real file has.
const (
	maxColumns = 10000
	maxRow     = 1 << 20   // bytes of a row, as in tables
	maxHeld    = 256 << 20 // bytes of a file that must be held, since it is read from its end and its source cannot be read at any place
	batch      = 1024      // rows that are turned into text at once
)

// Source is an open file: an io.Reader of CSV in UTF-8 with a header, whose
// cells are parted by commas. It is for one goroutine.
type Source struct {
	rows    rows
	columns []*column
	unread  []string
	total   int64

	out  []byte
	at   int
	fail error
}

// rows is what a format gives: the next rows of all columns.
type rows interface {
	// next fills the columns with up to this many rows and says how many there
	// are; io.EOF after the last.
	next(most int) (int, error)
}

// Is says that a file which begins so is one that Open reads.
func Is(head []byte) bool { return isParquet(head) || isArrow(head) }

func isParquet(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PAR1")) || bytes.HasPrefix(head, []byte("PARE"))
}

// Open begins to read a file for which Is holds. The mapping, which may be nil,
// says what columns mean whose headers do not. A Parquet file is read at any
// place: an input with a method At, as infile.File has it, is not held in memory.
func Open(in io.Reader, m *table.Mapping) (*Source, error) {
	if m == nil {
		m = &table.Mapping{}
	}
	r := bufio.NewReaderSize(in, 64<<10)
	head, _ := r.Peek(8)
	var s *Source
	err := guarded(func() (err error) {
		if isParquet(head) {
			s, err = openParquet(in, r, m)
		} else {
			s, err = openArrow(in, r, head, m)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return s, s.header()
}

// header writes the CSV's first line.
func (s *Source) header() error {
	if len(s.columns) > maxColumns {
		return &table.Error{Reason: fmt.Sprintf("there are more than %d columns", maxColumns), Remedy: "leave out those that do not describe the parties"}
	}
	for i, c := range s.columns {
		if i > 0 {
			s.out = append(s.out, ',')
		}
		s.out = table.AppendCell(s.out, []byte(c.header))
	}
	s.out = append(s.out, '\n')
	return nil
}

// Unread says of each column that cannot be read which it is and why.
func (s *Source) Unread() []string { return s.unread }

// Rows is how many rows there are, 0 where that is not known before the end.
func (s *Source) Rows() int64 { return s.total }

// Options are those of the table that Source writes.
func (s *Source) Options(o table.Options) table.Options {
	o.Separator, o.Encoding, o.MaxColumns, o.Empty = ',', "", maxColumns, true
	return o
}

// Read gives the next piece of CSV.
func (s *Source) Read(p []byte) (int, error) {
	for s.at == len(s.out) {
		if s.fail != nil {
			return 0, s.fail
		}
		s.out, s.at = s.out[:0], 0
		s.fail = guarded(s.more)
	}
	n := copy(p, s.out[s.at:])
	s.at += n
	return n, nil
}

// more writes the next rows.
func (s *Source) more() error {
	for _, c := range s.columns {
		c.cells.reset()
	}
	n, err := s.rows.next(batch)
	if err != nil {
		return err
	}
	for row := range n {
		from := len(s.out)
		for i, c := range s.columns {
			if i > 0 {
				s.out = append(s.out, ',')
			}
			s.out = table.AppendCell(s.out, c.cells.at(row))
		}
		switch {
		case len(s.out) == from: // an empty line would be no row
			s.out = append(s.out, `""`...)
		case len(s.out)-from > maxRow:
			s.out = tooLarge(s.out, from)
		}
		s.out = append(s.out, '\n')
	}
	return nil
}

// tooLarge makes a row that is too large one long line: whoever cuts the rows
// refuses it, and no line end within it begins another.
func tooLarge(out []byte, from int) []byte {
	out = out[:min(len(out), from+2*maxRow)]
	for i := from; i < len(out); i++ {
		switch out[i] {
		case '\n', '\r', '"':
			out[i] = ' '
		}
	}
	return out
}

// errDamaged is the cause of what a file says of itself and what is not so.
var errDamaged = errors.New("damaged")

// damaged is the error of a file whose parts do not fit together.
func damaged(format string, args ...any) error {
	return &table.Error{Reason: fmt.Sprintf(format, args...), Err: errDamaged, Remedy: "fetch or write the file again"}
}

// guarded runs what reads outside bytes through libraries that panic over some.
func guarded(read func() error) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = damaged("the file's parts do not fit together")
			if fault, ok := fault.(error); ok && errors.Is(fault, errTooLarge) {
				err = fault
			}
		}
	}()
	return read()
}

// column is one column of the CSV.
type column struct {
	header string
	cells  *cells
}

// plan is what is done with a column of the file.
type plan struct {
	// skip says that nobody reads it.
	skip bool
	// sep parts the values of a list; others says that all but the first go to a
	// column of their own.
	sep    string
	others bool
}

func planOf(m *table.Mapping, header string, number int) plan {
	switch m.Means(header, number) {
	case table.Unknown, table.Ignored:
		return plan{skip: true}
	case table.FullName, table.OriginalName:
		return plan{sep: "; ", others: true}
	case table.FirstName, table.MiddleName, table.Patronymic, table.LastName:
		return plan{sep: " "}
	}
	return plan{sep: "; "}
}

// add adds a column of the file to the table. Where a list has its first value
// in it and the others elsewhere, it is finish that adds the others' column, so
// that columns keep their numbers.
func (s *Source) add(m *table.Mapping, header string, list bool) (*cells, plan) {
	p := planOf(m, header, len(s.columns))
	c := &cells{sep: p.sep}
	if list && p.others {
		c.rest = &cells{sep: "; "}
	}
	s.columns = append(s.columns, &column{header: header, cells: c})
	return c, p
}

// finish adds the columns of further names.
func (s *Source) finish() {
	for _, c := range s.columns {
		if c.cells.rest != nil {
			s.columns = append(s.columns, &column{header: s.free("aliases"), cells: c.cells.rest})
		}
	}
}

// free is a header that no column has.
func (s *Source) free(word string) string {
	header := word
	for n := 2; ; n++ {
		taken := false
		for _, c := range s.columns {
			taken = taken || c.header == header
		}
		if !taken {
			return header
		}
		header = word + " " + strconv.Itoa(n)
	}
}

// refuse says that a column cannot be read.
func (s *Source) refuse(header, why string) {
	s.unread = append(s.unread, fmt.Sprintf("%q (%s)", header, why))
}
