package table

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Block is a piece of a table: whole rows, not yet split into cells. It is a
// value that nobody changes; any number of goroutines may parse it.
type Block struct {
	// First is the number of the block's first row, Rows how many it has,
	// refused ones included.
	First int64
	Rows  int
	// Offset says where the block begins in the decoded input, in bytes.
	Offset int64

	dialect *dialect
	data    string
	ends    []int32 // of each row in data; nil: every line is a row
	refused []Refusal
}

// Text is the block as it was read, decoded: its rows and what parts them.
func (b *Block) Text() string { return b.data }

// Other is a block of something else than a table, for sources of another kind
// that go the same way. It cannot be parsed into rows.
func Other(first int64, rows int, text string) Block {
	return Block{First: first, Rows: rows, data: text}
}

// Row is one row of a table.
type Row struct {
	Number int64 // counted from 1
	// Cells has as many cells as the header, as they stand between separators
	// or quotes. The slice is used again for the next row; the strings stay.
	Cells []string
	// Raw is the row as it stands in the (decoded) file, without its line end.
	Raw string
	// Damaged says that the row is not valid UTF-8.
	Damaged bool
}

// Refusal is a row that could not be read.
type Refusal struct {
	Row    int64
	Code   string // one of the Code constants
	Reason string // a sentence with the remedy; never the row's content
}

// The reason codes of refused rows.
const (
	CodeTooMany  = "too_many_cells"
	CodeTooFew   = "too_few_cells"
	CodeTooLarge = "too_large"
	CodeBadQuote = "bad_quote"
	CodeNUL      = "nul_byte"
	CodeHeader   = "repeated_header"
)

// reasons explain the codes whose sentence is always the same.
var reasons = map[string]string{
	CodeBadQuote: "a quoted cell is not closed as it should be; double the quotes within cells and close each cell with one",
	CodeHeader:   "the row is the header once more; remove it",
	CodeNUL:      "the row holds a zero byte, so it is damaged or not text; export it again",
}

func tooLarge(row int64, limit int) Refusal {
	return Refusal{row, CodeTooLarge, fmt.Sprintf("the row is longer than %d bytes; shorten its longest cell", limit)}
}

// Parse splits the block's rows into cells and hands each to yield, by way of
// row, which is the caller's to keep for the next block. It returns the rows
// that it refused. A cell costs no memory of its own, save one in which
// doubled quotes stand.
func (b *Block) Parse(row *Row, yield func(*Row)) []Refusal {
	refused := slices.Clip(b.refused)
	if b.data == "" {
		return refused
	}
	d := b.dialect
	row.Cells = slices.Grow(row.Cells[:0], d.columns)[:d.columns]
	row.Number = b.First - 1
	intact := utf8.ValidString(b.data)
	zeros := strings.IndexByte(b.data, 0) >= 0
	ends := b.ends
	for rest := b.data; rest != ""; {
		var size int
		size, ends = b.size(rest, ends)
		raw := d.trim(rest[:size])
		rest = rest[size:]
		if raw == "" {
			continue
		}
		row.Number++
		row.Raw = raw
		row.Damaged = !intact && !utf8.ValidString(raw)
		var code string
		switch {
		case len(raw) > d.maxRow:
			code = CodeTooLarge
		case zeros && strings.IndexByte(raw, 0) >= 0:
			code = CodeNUL
		case raw == d.header:
			code = CodeHeader
		default:
			code = d.split(raw, row.Cells)
			if code == CodeTooFew && d.pad {
				raw += strings.Repeat(string(d.sep), max(0, d.columns-1-countUnquoted([]byte(raw), d.sep)))
				code = d.split(raw, row.Cells)
			}
		}
		if code == "" {
			yield(row)
		} else {
			refused = append(refused, d.refuse(row, code))
		}
	}
	return refused
}

// size is that of the row which rest begins with, its line end included; ends are
// those of the rows in rest.
func (b *Block) size(rest string, ends []int32) (size int, left []int32) {
	if b.ends != nil {
		return len(rest) - (len(b.data) - int(ends[0])), ends[1:]
	}
	if size = strings.IndexByte(rest, b.dialect.newline) + 1; size == 0 {
		size = len(rest)
	}
	return size, nil
}

// MostContent is how many bytes of a row Contents keeps, and MostContents how many of
// all rows of a file are worth keeping.
const (
	MostContent  = 8 << 10
	MostContents = 64 << 20
)

// Contents are rows of the block, whose numbers ascend, as they stand in the file:
// for who refuses them and has to show what stood there.
func (b *Block) Contents(numbers []int64) map[int64]string {
	out := map[int64]string{}
	b.Raw(numbers, func(number int64, raw string) {
		out[number] = strings.Clone(strings.ToValidUTF8(raw[:min(len(raw), MostContent)], "\uFFFD"))
	})
	return out
}

// Raw hands over those of the block's rows whose numbers are given, ascending, as
// they stand in the file. It has no row that was too long to be held.
func (b *Block) Raw(numbers []int64, yield func(number int64, raw string)) {
	number := b.First - 1
	ends := b.ends
	for rest := b.data; rest != "" && len(numbers) > 0 && b.dialect != nil; {
		var size int
		size, ends = b.size(rest, ends)
		raw := b.dialect.trim(rest[:size])
		if rest = rest[size:]; raw == "" {
			continue
		}
		number++
		for len(numbers) > 0 && numbers[0] < number {
			numbers = numbers[1:]
		}
		if len(numbers) > 0 && numbers[0] == number {
			yield(number, raw)
		}
	}
}

func (d *dialect) refuse(row *Row, code string) Refusal {
	switch code {
	case CodeTooLarge:
		return tooLarge(row.Number, d.maxRow)
	case CodeTooFew, CodeTooMany:
		n := countUnquoted([]byte(row.Raw), d.sep) + 1
		if code == CodeTooFew {
			return Refusal{row.Number, code, fmt.Sprintf("the row has %d of the header's %d cells; write a separator for each cell that is empty too", n, d.columns)}
		}
		remedy := "put cells that hold a separator in quotes"
		if strings.IndexByte(row.Raw, '\r') >= 0 {
			remedy = "a carriage return stands in it: end every row alike"
		}
		return Refusal{row.Number, code, fmt.Sprintf("the row has %d cells, the header %d; %s", n, d.columns, remedy)}
	}
	return Refusal{row.Number, code, reasons[code]}
}

// trim drops the line end.
func (d *dialect) trim(line string) string {
	n := len(line)
	if n > 0 && line[n-1] == d.newline {
		n--
	}
	if n > 0 && d.newline == '\n' && line[n-1] == '\r' {
		n--
	}
	return line[:n]
}

// blank says that a line is empty and so no row.
func (d *dialect) blank(line []byte) bool {
	switch len(line) {
	case 1:
		return line[0] == d.newline || line[0] == '\r'
	case 2:
		return d.newline == '\n' && line[0] == '\r' && line[1] == '\n'
	}
	return false
}

// countRows counts the rows of lines without quotes.
func (d *dialect) countRows(data []byte) int {
	n := bytes.Count(data, []byte{d.newline})
	if len(data) > 0 && data[len(data)-1] != d.newline {
		n++
	}
	if !d.hasBlank(data) {
		return n
	}
	for len(data) > 0 {
		size := bytes.IndexByte(data, d.newline) + 1
		if size == 0 {
			size = len(data)
		}
		if d.blank(data[:size]) {
			n--
		}
		data = data[size:]
	}
	return n
}

func (d *dialect) hasBlank(data []byte) bool {
	nl := string(d.newline)
	for _, s := range []string{nl, "\r" + nl, "\r"} {
		if bytes.HasPrefix(data, []byte(s)) || bytes.Contains(data, []byte(nl+s)) {
			return true
		}
	}
	return false
}

// split splits a row into cells, of which there must be as many as there is
// room for. It returns the reason code of a row that cannot be read.
//
// Rows without quotes are nearly all there are, and are split by nothing but
// searches for the separator.
func (d *dialect) split(raw string, cells []string) string {
	if d.quotes && strings.IndexByte(raw, '"') >= 0 {
		return d.splitQuoted(raw, cells)
	}
	if d.sep == 0 {
		cells[0] = raw
		return ""
	}
	last := len(cells) - 1
	for i := range last {
		end := strings.IndexByte(raw, d.sep)
		if end < 0 {
			return CodeTooFew
		}
		cells[i] = raw[:end]
		raw = raw[end+1:]
	}
	if strings.IndexByte(raw, d.sep) >= 0 {
		return CodeTooMany
	}
	cells[last] = raw
	return ""
}

func (d *dialect) splitQuoted(raw string, cells []string) string {
	for i := range cells {
		var size int
		var more bool
		if raw != "" && raw[0] == '"' {
			cell, n, doubled := d.quotedCell(raw)
			if n < 0 {
				return CodeBadQuote
			}
			if doubled {
				cell = strings.ReplaceAll(cell, `""`, `"`)
			}
			cells[i], size, more = cell, n, n < len(raw)
		} else {
			size = len(raw)
			if d.sep != 0 {
				if end := strings.IndexByte(raw, d.sep); end >= 0 {
					size, more = end, true
				}
			}
			cells[i] = raw[:size]
		}
		if !more && i < len(cells)-1 {
			return CodeTooFew
		}
		if more {
			size++
		}
		if raw = raw[size:]; more && i == len(cells)-1 {
			return CodeTooMany
		}
	}
	return ""
}

// quotedCell reads the quoted cell that raw begins with: what is between its
// quotes, its size with them, and whether quotes stand doubled in it. The size
// is -1 where the cell is not closed, or something but a separator follows.
func (d *dialect) quotedCell(raw string) (cell string, size int, doubled bool) {
	for i := 1; i < len(raw); {
		end := strings.IndexByte(raw[i:], '"')
		if end < 0 {
			break
		}
		i += end + 1
		if i < len(raw) && raw[i] == '"' {
			doubled = true
			i++
			continue
		}
		if i < len(raw) && (raw[i] != d.sep || d.sep == 0) {
			break
		}
		return raw[1 : i-1], i, doubled
	}
	return "", -1, false
}

// scan finds the end of the row that data begins with, by the same rules. Size
// is that of the row with its line end, 0 where data ends before it; fault is
// where a closing quote is followed by something else, or -1. Open says that
// data ends within a quoted cell.
func (d *dialect) scan(data []byte) (size, fault int, open bool) {
	begins := true
	for i := 0; i < len(data); {
		c := data[i]
		switch {
		case c == '"' && begins:
			n := d.closing(data[i:])
			if n < 0 {
				return 0, -1, true
			}
			if i += n; i == len(data) {
				return 0, -1, false
			}
			begins = false
			if c = data[i]; c != d.newline && (c != d.sep || d.sep == 0) && !d.carriageReturn(data[i:]) {
				return 0, i, false
			}
			continue
		case c == d.newline:
			return i + 1, -1, false
		}
		begins = c == d.sep && d.sep != 0
		i++
	}
	return 0, -1, false
}

// carriageReturn says that rest is a '\r' that belongs to a line end, or may
// do so as far as it has been read.
func (d *dialect) carriageReturn(rest []byte) bool {
	return d.newline == '\n' && rest[0] == '\r' && (len(rest) == 1 || rest[1] == '\n')
}

// closing returns the size of the quoted cell that data begins with, its
// quotes included, or -1 where it is not closed.
func (d *dialect) closing(data []byte) int {
	for i := 1; i < len(data); {
		end := bytes.IndexByte(data[i:], '"')
		if end < 0 {
			break
		}
		if i += end + 1; i == len(data) || data[i] != '"' {
			return i
		}
		i++
	}
	return -1
}
