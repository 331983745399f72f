package uk

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/interdict/interdict/lists"
)

// row is one record of a CSV file, as published.
type row struct {
	raw  []byte // with its line end; valid until the next row
	line int    // where it begins
	// tooLarge is set where the row has more than lists.MaxRecord bytes; raw
	// then holds its beginning.
	tooLarge bool
	// unclosed is set where a quote of the row's line closes in none of the next
	// lines as it should; raw is that line.
	unclosed bool
}

// rowReader cuts a CSV file into records: lines, but for the line breaks
// within quoted cells. A quote opens a cell at the cell's beginning only.
//
// A lost quote would take the next rows into its cell, to the next quote, which
// then closes it in front of a letter. So a row of several lines in which that
// happens, or which does not end within lists.MaxRecord bytes, is unclosed: its
// first line is refused, and the others are rows of their own.
type rowReader struct {
	name  string
	r     *bufio.Reader
	lines int
	buf   []byte
	// again are lines that were taken for part of the row before. None of them
	// goes on in the next.
	again []byte
	// unended says that the last row had no line end behind it.
	unended bool
}

func newRowReader(name string, in io.Reader) (*rowReader, error) {
	r, err := lists.OpenLines(name, in)
	if err != nil {
		return nil, err
	}
	return &rowReader{name: name, r: r}, nil
}

// next returns the next row that is not empty, or io.EOF.
func (r *rowReader) next() (row, error) {
	for {
		w, err := r.read()
		if err != nil || len(bytes.TrimSpace(w.raw)) > 0 {
			return w, err
		}
	}
}

func (r *rowReader) read() (row, error) {
	w := row{line: r.lines + 1}
	if len(r.again) > 0 {
		end := bytes.IndexByte(r.again, '\n') + 1
		if r.unended = end == 0; r.unended {
			end = len(r.again)
		}
		w.raw, r.again = r.again[:end], r.again[end:]
		r.lines++
		var cell quoting
		cell.read(w.raw)
		w.unclosed = cell.quoted()
		return w, r.checkText(w)
	}
	r.buf = r.buf[:0]
	first := 0 // the size of the first line
	var cell quoting
	for {
		part, err := r.r.ReadSlice('\n')
		cell.read(part)
		fits := len(r.buf)+len(part) <= lists.MaxRecord
		if fits || first > 0 && err == nil {
			r.buf = append(r.buf, part...)
		} else {
			w.tooLarge = true
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if len(part) > 0 {
			r.lines++
		}
		switch {
		case (err == nil || err == io.EOF) && first > 0 && !w.tooLarge && (!fits || cell.odd):
			r.again = r.buf[first:]
			r.lines = w.line
			w.raw, w.unclosed = r.buf[:first], true
			return w, r.checkText(w)
		case err == io.EOF && cell.quoted():
			return w, &lists.Error{File: r.name, At: fmt.Sprintf("line %d", w.line), Reason: "a quoted cell that opens in this row never closes: the file is cut off, or a quote is lost", Remedy: "fetch it again"}
		case err == io.EOF && len(r.buf) == 0 && !w.tooLarge:
			return w, io.EOF
		case err != nil && err != io.EOF:
			return w, &lists.Error{File: r.name, At: fmt.Sprintf("line %d", r.lines), Reason: "the file cannot be read on", Err: err, Remedy: "fetch it again"}
		case cell.quoted() && (first == 0 || fits):
			if first == 0 {
				first = len(r.buf)
			}
			continue
		}
		r.unended = err == io.EOF
		w.raw = r.buf
		return w, r.checkText(w)
	}
}

// checkText refuses what is no UTF-8 text.
func (r *rowReader) checkText(w row) error {
	e := &lists.Error{File: r.name, At: fmt.Sprintf("line %d", w.line), Remedy: "fetch it again"}
	switch {
	case bytes.IndexByte(w.raw, 0) >= 0:
		e.Reason = "there is a NUL byte: the file is damaged or not a text"
	case !utf8.Valid(w.raw) && !w.tooLarge:
		e.Reason = "the row is not UTF-8"
		e.Remedy = "fetch the file again, or convert it to UTF-8 if it was saved in another encoding, for instance with iconv -f WINDOWS-1252 -t UTF-8"
	default:
		return nil
	}
	return e
}

// quoting follows the quotes of a row through its bytes.
type quoting struct {
	in    bool // within a quoted cell
	bare  bool // within a cell without quotes
	after bool // behind a quote within a quoted cell: its end, or half of two
	odd   bool // something but a separator stood behind a cell's end
}

func (q *quoting) quoted() bool { return q.in && !q.after }

func (q *quoting) read(b []byte) {
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case q.in && !q.after:
			n := bytes.IndexByte(b[i:], '"')
			if n < 0 {
				return
			}
			i += n
			q.after = true
		case q.after:
			switch c {
			case '"':
				q.after = false
			case ',', '\n':
				q.in, q.after = false, false
			case '\r':
			default:
				q.odd = true
			}
		case c == ',' || c == '\n':
			q.bare = false
		case c == '"' && !q.bare:
			q.in = true
		default:
			q.bare = true
		}
	}
}

// splitRow splits a row into its cells, which share the memory of one string.
// Where something stands behind a closing quote it belongs to the cell.
func splitRow(cells []string, raw []byte) []string {
	text := strings.TrimRight(string(raw), "\r\n")
	for {
		if !strings.HasPrefix(text, `"`) {
			cell, rest, more := strings.Cut(text, ",")
			cells = append(cells, cell)
			if !more {
				return cells
			}
			text = rest
			continue
		}
		var cell string
		cell, text = quotedCell(text[1:])
		cells = append(cells, cell)
		if text == "" {
			return cells
		}
		text = text[1:] // the comma
	}
}

// quotedCell reads a cell behind its opening quote; rest begins with the comma
// behind it, or is empty.
func quotedCell(text string) (cell, rest string) {
	end := strings.IndexByte(text, '"')
	if end < 0 {
		return text, ""
	}
	if end+1 == len(text) || text[end+1] == ',' { // the usual, without a copy
		return text[:end], text[end+1:]
	}
	var b strings.Builder
	for {
		b.WriteString(text[:end])
		text = text[end+1:]
		if strings.HasPrefix(text, `"`) {
			b.WriteByte('"')
			text = text[1:]
		} else {
			tail, _, _ := strings.Cut(text, ",")
			b.WriteString(tail)
			return b.String(), text[len(tail):]
		}
		if end = strings.IndexByte(text, '"'); end < 0 {
			b.WriteString(text)
			return b.String(), ""
		}
	}
}
