package table

import (
	"bytes"
	"fmt"
	"strings"
)

// dialect is how one file's rows are written.
type dialect struct {
	sep     byte // 0: a row is one cell
	newline byte // '\n', or '\r' in files that have no other; a '\r' before '\n' is dropped
	quotes  bool
	pad     bool // too few cells are as good as empty ones
	columns int
	maxRow  int
	header  string // the header as written
}

// separators are those that are looked for, the likelier first; rareSeparators
// where the header has none of them: those of Hive and of ASCII itself too.
const (
	separators     = ",;\t|"
	rareSeparators = "^~\x1f\x01"
)

// canSeparate says whether a byte can be a separator, where one is stated: it is
// a sign, and in no word, number or quotes.
func canSeparate(c byte) bool {
	return c > 0 && c < 0x7f && c != '"' && c != '\'' && c != ' ' && c != '\n' && c != '\r' && c != '-' && c != '.' && c != '_' &&
		(c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z')
}

// sampleRows is how many rows help to tell the separator.
const sampleRows = 20

// detectNewline finds the line end: '\r' where the text's first line ends with
// it and no '\n' follows, as old Macintosh programs write, else '\n'.
func detectNewline(text []byte) byte {
	cr := bytes.IndexByte(text, '\r')
	if cr >= 0 && bytes.IndexByte(text, '\n') < 0 {
		return '\r'
	}
	return '\n'
}

// mixed says that there are '\r' in data, of '\n' lines, that end no line.
func (d *dialect) mixed(data []byte) bool {
	n := bytes.Count(data, []byte("\r"))
	return n > 0 && d.newline == '\n' && n > bytes.Count(data, []byte("\r\n"))
}

// breaks are the ends of the rows of a line but the last: a '\r' alone parts rows
// where all of them have then as many cells as the header, as in files that were put
// together from several; else it is text. To other readers it is the one or the other.
func (d *dialect) breaks(line []byte) (at []int) {
	line = bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
	if d.newline != '\n' || bytes.IndexByte(line, '\r') < 0 {
		return nil
	}
	cells, begins := 1, true
	for i := 0; i < len(line); {
		c := line[i]
		if c == '"' && begins {
			n := d.closing(line[i:])
			if n < 0 {
				return nil
			}
			i, begins = i+n, false
			continue
		}
		i++
		switch begins = false; {
		case c == '\r' && cells != d.columns:
			return nil
		case c == '\r':
			at, cells, begins = append(at, i), 1, true
		case c == d.sep && d.sep != 0:
			cells, begins = cells+1, true
		}
	}
	if cells != d.columns {
		return nil
	}
	return at
}

// detectSeparator finds the separator of a table that begins with text: the
// one of which most of the first rows have as many as the header does, of
// equals the more frequent. It returns 0 where the header has none of them, so
// that in a table of one column "Smith, John" stays one cell.
func detectSeparator(text []byte, newline byte, separators string) byte {
	var best byte
	bestRows, bestCount := 0, 0
	for i := range len(separators) {
		sep := separators[i]
		rest := text
		header, n := quotedLine(rest, newline, separators)
		rest = rest[n:]
		count := countUnquoted(header, sep)
		if count == 0 {
			continue
		}
		rows := 0
		for range sampleRows {
			line, n := quotedLine(rest, newline, separators)
			if n == 0 {
				break
			}
			rest = rest[n:]
			if countUnquoted(line, sep) == count {
				rows++
			}
		}
		if best == 0 || rows > bestRows || rows == bestRows && count > bestCount {
			best, bestRows, bestCount = sep, rows, count
		}
	}
	return best
}

// outside hands over each byte of text that stands outside quotes, and says
// whether the last quote was closed. Any separator makes a cell begin.
func outside(text []byte, separators string, yield func(i int, c byte) bool) (closed bool) {
	quoted, begins := false, true
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quoted && c == '"' && i+1 < len(text) && text[i+1] == '"':
			i++
		case quoted:
			quoted = c != '"'
		case c == '"' && begins:
			quoted, begins = true, false
		default:
			if !yield(i, c) {
				return true
			}
			begins = strings.IndexByte(separators, c) >= 0
		}
	}
	return !quoted
}

// quotedLine returns the text's first line and its size with the line end. A
// line end between quotes does not count, unless the quotes never close.
func quotedLine(text []byte, newline byte, separators string) (line []byte, size int) {
	end := -1
	closed := outside(text, separators, func(i int, c byte) bool {
		if c == newline {
			end = i
		}
		return end < 0
	})
	if !closed {
		end = bytes.IndexByte(text, newline)
	}
	if end < 0 {
		return text, len(text)
	}
	return text[:end], end + 1
}

// beginners are the separators behind which a quote begins a cell.
func beginners(sep byte) string {
	if at := strings.IndexByte(rareSeparators, sep); at >= 0 {
		return rareSeparators
	}
	if sep == 0 || strings.IndexByte(separators, sep) >= 0 {
		return separators
	}
	return string(rune(sep))
}

func countUnquoted(line []byte, sep byte) int {
	n := 0
	outside(line, beginners(sep), func(_ int, c byte) bool {
		if c == sep {
			n++
		}
		return true
	})
	return n
}

// readHeader finds out the dialect and takes the header off the buffer.
func (r *Reader) readHeader() *Error {
	text := r.buf[:r.end]
	whole := len(text)
	d := &r.dialect
	d.newline = detectNewline(text)
	text = bytes.TrimLeft(text, "\r\n")
	// Excel's way to say which separator follows.
	if line, n := quotedLine(text, d.newline, separators); len(bytes.TrimSpace(line)) == 5 && bytes.HasPrefix(line, []byte("sep=")) {
		d.sep, text = line[4], text[n:]
	}
	if r.opts.Separator != 0 {
		d.sep = r.opts.Separator
	}
	if d.sep == 0 {
		if d.sep = detectSeparator(text, d.newline, separators); d.sep == 0 {
			d.sep = detectSeparator(text, d.newline, rareSeparators)
		}
	} else if !canSeparate(d.sep) {
		return &Error{Reason: fmt.Sprintf("%q cannot separate cells", d.sep), Remedy: "export the table with comma, semicolon, tab or vertical bar between them"}
	}
	line, n := quotedLine(text, d.newline, beginners(d.sep))
	if n > r.opts.MaxRow || n == len(text) && r.fail == nil {
		return &Error{Reason: fmt.Sprintf("the first row, which should name the columns, is longer than %d bytes", min(r.opts.MaxRow, r.end)), Remedy: "check that this is a table"}
	}
	if len(bytes.TrimSpace(text[n:])) == 0 && !r.opts.Empty {
		return &Error{Reason: "there is one line only: a header without rows, or a row without a header", Remedy: "let the first line name the columns, and each further one be a record"}
	}
	d.columns = countUnquoted(line, d.sep) + 1
	if d.columns > r.opts.MaxColumns {
		return &Error{Reason: fmt.Sprintf("the header has %d columns, at most %d are read", d.columns, r.opts.MaxColumns), Remedy: "remove those that do not describe a party"}
	}
	cells := make([]string, d.columns)
	if code := d.split(d.trim(string(line)), cells); code != "" {
		return &Error{Reason: "the first row, which should name the columns, cannot be read", Remedy: reasons[code]}
	}
	named := false
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
		named = named || cells[i] != ""
	}
	if !named {
		return &Error{Reason: "the first row names no column", Remedy: "let the first line name the columns"}
	}
	r.header, d.header = cells, d.trim(string(line))
	r.advance(whole - len(text) + n)
	return nil
}
