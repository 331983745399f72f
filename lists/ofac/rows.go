package ofac

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/interdict/interdict/lists"
)

// row is one row of a CSV file.
type row struct {
	line  int
	raw   []byte // as published, line end included; valid until the next row
	cells []string
	fault *lists.Refusal // why it cannot be used, nil if it can
}

// at is the place of a row, for messages.
func (w *row) at(file *lists.File) string { return fmt.Sprintf("%s, line %d", file.Path, w.line) }

// eachRow hands over the rows that have the right number of columns and passes
// the others to refuse. It says whether the file closes with OFAC's mark, so
// that nothing can be missing at its end.
func eachRow(ctx context.Context, file *lists.File, columns int, refuse func(lists.Refusal) error, take func(row) error) (closed bool, err error) {
	in, err := file.Open()
	if err != nil {
		return false, &lists.Error{File: file.Path, Reason: "the file cannot be opened", Err: err, Remedy: "check that it is there and may be read"}
	}
	defer in.Close()
	r, err := newRowReader(file.Path, in)
	if err != nil {
		return false, err
	}
	for {
		w, err := r.next()
		if err == io.EOF {
			return r.closed, nil
		}
		if err == nil {
			err = ctx.Err()
		}
		switch {
		case err != nil:
		case w.fault != nil:
			err = refuse(*w.fault)
		case len(w.cells) == columns:
			err = take(w)
		case r.cut && r.ended:
			err = r.truncated(w.line)
		default:
			err = refuse(lists.Refusal{At: w.at(file), Code: lists.CodeRagged,
				Reason: fmt.Sprintf("the row has %d columns, not %d; mend the row or fetch the file again", len(w.cells), columns)})
		}
		if err != nil {
			return false, err
		}
	}
}

// rowReader reads the rows of one of OFAC's CSV files, one at a time.
//
// The files have no header; cells are quoted or bare, a quote in a cell is
// doubled; lines end in CRLF and the file in 0x1A, the end of a file in CP/M.
// No cell of the real files has a line break, but one that does is read: a
// row whose last quote is open goes on in the next line, unless that begins
// like a row. So a lost quote spoils its own row only.
type rowReader struct {
	name string
	r    *bufio.Reader
	line int // the last line read
	buf  []byte
	ended,
	cut bool // the file ended; it ended without a line end
	closed bool // the last that was read is the mark of the end
}

const endOfFile = 0x1a

func newRowReader(name string, r io.Reader) (*rowReader, error) {
	br, err := lists.OpenLines(name, r)
	if err != nil {
		return nil, err
	}
	return &rowReader{name: name, r: br}, nil
}

// next returns the next row, or io.EOF.
func (r *rowReader) next() (row, error) {
	for {
		r.buf = r.buf[:0]
		start := r.line + 1
		fits, err := r.readLine()
		if err != nil {
			return row{}, err
		}
		for quotes := bytes.Count(r.buf, quote); fits && quotes%2 == 1 && r.goesOn(); {
			before := len(r.buf)
			if fits, err = r.readLine(); err != nil {
				return row{}, err
			}
			quotes += bytes.Count(r.buf[before:], quote)
		}
		text := bytes.TrimRight(r.buf, "\r\n ")
		if len(text) > 0 {
			r.closed = text[len(text)-1] == endOfFile
		}
		if len(bytes.Trim(text, "\x1a ")) == 0 && fits {
			continue
		}
		return r.parse(start, fits)
	}
}

var quote = []byte{'"'}

// readLine appends the next line to buf. It says false where the row is then
// longer than a record may be: the rest of the line is passed over.
func (r *rowReader) readLine() (fits bool, err error) {
	if r.ended {
		return false, io.EOF
	}
	r.line++
	fits = true
	for {
		part, err := r.r.ReadSlice('\n')
		if fits = fits && len(r.buf)+len(part) <= lists.MaxRecord; fits {
			r.buf = append(r.buf, part...)
		}
		switch {
		case err == nil:
			return fits, nil
		case errors.Is(err, bufio.ErrBufferFull):
		case err == io.EOF:
			r.ended = true
			r.cut = len(part) > 0 && part[len(part)-1] != endOfFile
			if len(part) == 0 && len(r.buf) == 0 && fits {
				return false, io.EOF
			}
			return fits, nil
		default:
			return false, &lists.Error{File: r.name, At: fmt.Sprintf("line %d", r.line), Reason: "the file cannot be read on", Err: err, Remedy: "fetch it again"}
		}
	}
}

// goesOn says whether the next line looks like the rest of a cell and not like
// a row of its own, which begins with the party's number and a comma.
func (r *rowReader) goesOn() bool {
	head, _ := r.r.Peek(12)
	digits := 0
	for digits < len(head) && head[digits] >= '0' && head[digits] <= '9' {
		digits++
	}
	return len(head) > 0 && head[0] != endOfFile && (digits == 0 || digits == len(head) || head[digits] != ',')
}

func (r *rowReader) parse(line int, fits bool) (row, error) {
	w := row{line: line, raw: r.buf}
	refuse := func(code, format string, args ...any) (row, error) {
		w.fault = &lists.Refusal{At: fmt.Sprintf("%s, line %d", r.name, line), Code: code, Reason: fmt.Sprintf(format, args...)}
		return w, nil
	}
	if !fits {
		return refuse(lists.CodeTooLarge, "the row has more than %d bytes; fetch the file again", lists.MaxRecord)
	}
	if bytes.IndexByte(r.buf, 0) >= 0 {
		return refuse(lists.CodeEncoding, "the row holds a NUL byte, so it is damaged; fetch the file again")
	}
	if !utf8.Valid(r.buf) {
		return refuse(lists.CodeEncoding, "the row is not UTF-8; convert the file to UTF-8")
	}
	cells, ok := splitRow(strings.TrimLeft(strings.TrimRight(string(r.buf), "\r\n\x1a"), "\x1a"))
	w.cells = cells
	if !ok {
		if r.cut && r.ended {
			return w, r.truncated(line)
		}
		return refuse(lists.CodeRagged, "a quote is opened and not closed; mend the row or fetch the file again")
	}
	return w, nil
}

// truncated is the error of a file that ends within a row.
func (r *rowReader) truncated(line int) error {
	return &lists.Error{File: r.name, At: fmt.Sprintf("line %d", line), Reason: "the file ends within a row: it is cut off", Remedy: "fetch it again"}
}

// splitRow splits a row into its cells. "-0-" is OFAC's null and becomes
// empty; spaces at the ends stay, as remarks are cut in mid-word. It says
// false where a quote stays open.
func splitRow(s string) (cells []string, ok bool) {
	for {
		cell, rest, more, ok := splitCell(s)
		if !ok {
			return cells, false
		}
		if strings.TrimSpace(cell) == "-0-" {
			cell = ""
		}
		cells = append(cells, cell)
		if !more {
			return cells, true
		}
		s = rest
	}
}

func splitCell(s string) (cell, rest string, more, ok bool) {
	if !strings.HasPrefix(s, `"`) {
		cell, rest, more = strings.Cut(s, ",")
		return cell, rest, more, true
	}
	s = s[1:]
	end := 0
	for {
		i := strings.IndexByte(s[end:], '"')
		if i < 0 {
			return s, "", false, false
		}
		end += i
		if !strings.HasPrefix(s[end+1:], `"`) {
			break
		}
		end += 2
	}
	cell, s = strings.ReplaceAll(s[:end], `""`, `"`), s[end+1:]
	// What stands between the closing quote and the comma belongs to the cell.
	after, rest, more := strings.Cut(s, ",")
	return cell + strings.TrimSpace(after), rest, more, true
}
