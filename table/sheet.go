package table

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/interdict/interdict/internal/xmlstream"
)

const (
	// maxSheetColumns is the most columns that a sheet can have.
	maxSheetColumns = 16384
	// maxSpare is up to how many columns a sheet's stated size is believed, so
	// that rows may have cells beyond the header's last.
	maxSpare = 256
	// maxTitles is how many rows may stand above the header: titles, dates.
	maxTitles = 50
)

// openTable opens the sheet that holds the table, as the CSV file that it would
// be saved as: from its header on, without empty rows, its dates in the order
// of ISO 8601.
func (w *workbook) openTable(o *Options) (io.Reader, *Error) {
	if o.Sheet == "" {
		return w.chooseSheet(o.IsHeader)
	}
	part, fault := w.named(o.Sheet)
	if fault != nil {
		return nil, fault
	}
	s, _, fault := w.try(part, o.IsHeader)
	switch {
	case fault != nil:
		return nil, fault
	case s.row == 0:
		return nil, &Error{Reason: fmt.Sprintf("the sheet %q is empty", part.name), Remedy: "write another: " + strings.Join(w.visible(), ", ")}
	}
	return s, nil
}

// chooseSheet finds the sheet whose first rows hold a header. Where none does,
// it is the first that is not empty, for the header to be judged by others.
func (w *workbook) chooseSheet(isHeader func([]string) bool) (io.Reader, *Error) {
	var chosen, first *sheet
	for _, part := range w.sheets {
		if part.hidden {
			continue
		}
		s, found, fault := w.try(part, isHeader)
		switch {
		case fault != nil:
			return nil, fault
		case found && chosen != nil:
			return nil, &Error{Reason: fmt.Sprintf("the sheets %q and %q each hold a table", chosen.name, part.name), Remedy: "say which one in a mapping file (sheet: " + part.name + "), or save each as a file of its own"}
		case found:
			chosen = s
		case s.row > 0 && first == nil:
			first = s
		}
	}
	switch {
	case chosen != nil:
		return chosen, nil
	case first != nil:
		return first, nil
	}
	return nil, &Error{Reason: "no visible sheet of the workbook holds anything", Remedy: "save the sheet with the table by itself"}
}

// sheet turns a sheet into CSV, row by row.
type sheet struct {
	*workbook
	name  string
	sc    *xmlstream.Scanner
	in    *bounded // what sc reads
	size  int64    // how much that is, by the archive
	width int      // cells that every row has at least, 0 before the header
	spare int      // columns that the sheet says it has

	row    int    // rows read that hold something
	number int    // the sheet's own number of the row
	arena  []byte // the row's texts
	cells  []span // by column
	value  []byte

	out  []byte // CSV not yet taken
	done error
}

type span struct{ from, to int }

// try opens a sheet and looks for its header, which then is what it begins
// with; found is false where no row is one, and it begins with its first row.
func (w *workbook) try(part sheetPart, isHeader func([]string) bool) (s *sheet, found bool, fault *Error) {
	s = w.openSheet(part)
	var top [][]string
	for len(top) < maxTitles {
		err := s.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, false, s.error(err)
		}
		cells := make([]string, len(s.cells))
		for i, c := range s.cells {
			cells[i] = string(s.arena[c.from:c.to])
		}
		if isHeader == nil || isHeader(cells) {
			s.begin()
			return s, isHeader != nil, nil
		}
		top = append(top, cells)
	}
	if len(top) == 0 {
		return s, false, nil
	}
	rows := s.row
	s = w.openSheet(part)
	if err := s.next(); err != nil {
		return nil, false, s.error(err)
	}
	s.begin()
	s.row = rows
	return s, false, nil
}

func (w *workbook) openSheet(part sheetPart) *sheet {
	s := &sheet{workbook: w, name: part.name, size: int64(w.parts[strings.ToLower(part.part)].UncompressedSize64)}
	s.sc, s.in, s.done = w.open(part.part, maxSheet)
	return s
}

// far is how many bytes of the sheet have been read, and how many there are.
func (s *sheet) far() (read, of int64) {
	if s.in == nil {
		return 0, 0
	}
	return maxSheet - s.in.left, s.size
}

// begin makes the row at hand the header. It gets columns without names for
// cells of other rows that stand beyond it.
func (s *sheet) begin() {
	if s.width = len(s.cells); s.spare <= maxSpare {
		s.width = max(s.width, s.spare)
	}
	s.write()
	s.width = len(s.cells)
}

func (s *sheet) error(err error) *Error {
	fault := archiveError(err)
	fault.Reason = fmt.Sprintf("sheet %q, row %d: %s", s.name, s.number, fault.Reason)
	return fault
}

// Read gives the CSV.
func (s *sheet) Read(p []byte) (int, error) {
	for len(s.out) < len(p) && s.done == nil {
		if s.done = s.next(); s.done == nil {
			s.write()
		}
	}
	n := copy(p, s.out)
	s.out = s.out[:copy(s.out, s.out[n:])]
	switch {
	case n > 0 || s.done == nil:
		return n, nil
	case s.done == io.EOF:
		return 0, io.EOF
	}
	return 0, s.error(s.done)
}

// write appends the row at hand to the CSV.
func (s *sheet) write() {
	for i := range max(s.width, len(s.cells)) {
		if i > 0 {
			s.out = append(s.out, ',')
		}
		if i < len(s.cells) {
			s.out = AppendCell(s.out, s.arena[s.cells[i].from:s.cells[i].to])
		}
	}
	s.out = append(s.out, '\n')
}

// next reads the next row that holds something. At the sheet's end, behind
// which the whole part has been read and checked, it returns io.EOF.
func (s *sheet) next() error {
	if s.done != nil {
		return s.done
	}
	for {
		kind, err := s.sc.Next()
		if err != nil {
			return err
		}
		if kind != xmlstream.Start {
			continue
		}
		switch string(s.sc.Name()) {
		case "dimension":
			_, last, _ := bytes.Cut(s.sc.Attr("ref"), []byte(":"))
			s.spare = columnOf(last) + 1
		case "row":
			if s.number++; len(s.sc.Attr("r")) > 0 {
				s.number, _ = strconv.Atoi(string(s.sc.Attr("r")))
			}
			if err := s.readRow(); err != nil {
				return err
			}
			if len(s.cells) > 0 {
				s.row++
				return nil
			}
		}
	}
}

// readRow reads the cells of the row just begun, up to the last that holds
// something.
func (s *sheet) readRow() error {
	s.arena, s.cells = s.arena[:0], s.cells[:0]
	depth := s.sc.Depth()
	for column := 0; ; {
		kind, err := s.sc.Next()
		if err != nil {
			return err
		}
		if kind == xmlstream.End && s.sc.Depth() < depth {
			return nil
		}
		if kind != xmlstream.Start || string(s.sc.Name()) != "c" {
			continue
		}
		if ref := s.sc.Attr("r"); len(ref) > 0 {
			column = columnOf(ref)
		}
		if column < 0 || column >= maxSheetColumns {
			return &Error{Reason: "a cell stands in no column that a sheet can have", Remedy: "open the workbook in a spreadsheet program and save it anew"}
		}
		from := len(s.arena)
		if err := s.readCell(); err != nil {
			return err
		}
		if len(bytes.TrimSpace(s.arena[from:])) == 0 {
			s.arena = s.arena[:from]
		} else {
			for len(s.cells) <= column {
				s.cells = append(s.cells, span{})
			}
			s.cells[column] = span{from, len(s.arena)}
		}
		column++
	}
}

// unpack gives what is to be read of the source: itself, or the CSV of a
// workbook's sheet, for which it sets the options.
func unpack(src io.Reader, o *Options) (io.Reader, *Error) {
	r := bufio.NewReaderSize(src, 4096)
	if head, _ := r.Peek(len("\ufeffPK\x03\x04")); !IsWorkbook(head) {
		return r, nil
	}
	o.Separator, o.Encoding, o.Pad = ',', "", true
	w, fault := openWorkbook(src, r)
	if fault != nil {
		return nil, fault
	}
	return w.openTable(o)
}

// Sheets are the names of a workbook's visible sheets in which one of the first
// rows is a header, nil where the input is no workbook. Its errors are those of
// NewReader.
func Sheets(src io.Reader, name string, isHeader func(cells []string) bool) ([]string, error) {
	r := bufio.NewReaderSize(src, 4096)
	if head, _ := r.Peek(len("\ufeffPK\x03\x04")); !IsWorkbook(head) {
		return nil, nil
	}
	w, fault := openWorkbook(src, r)
	if fault != nil {
		return nil, fault.of(name)
	}
	var names []string
	for _, part := range w.sheets {
		if part.hidden {
			continue
		}
		_, found, fault := w.try(part, isHeader)
		if fault != nil {
			return nil, fault.of(name)
		}
		if found {
			names = append(names, part.name)
		}
	}
	return names, nil
}
