package report

import (
	"bufio"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// Style is how text is laid out. The zero value is plain text for a file or a
// pipe, a hundred columns wide.
type Style struct {
	// Width is the number of columns, 0 for DefaultWidth.
	Width int
	// Terminal allows colour and box drawing.
	Terminal bool
}

// DefaultWidth is how wide text is laid out where no terminal says otherwise;
// MaxWidth is the widest, since longer lines are hard to read.
const (
	DefaultWidth = 100
	MaxWidth     = 110
	minWidth     = 40
)

// tint is an ANSI style, "" for none.
type tint string

const (
	plain  tint = ""
	bold   tint = "1"
	dim    tint = "2"
	red    tint = "31"
	green  tint = "32"
	yellow tint = "33"
	alarm  tint = "1;97;41"
)

// page writes lines of text no wider than its style allows. The first error of
// the stream stays; later writes do nothing.
type page struct {
	w     *bufio.Writer
	style Style
	width int
}

func newPage(w io.Writer, style Style) *page {
	p := &page{w: bufio.NewWriter(w), style: style, width: style.Width}
	if p.width == 0 {
		p.width = DefaultWidth
	}
	p.width = min(max(p.width, minWidth), MaxWidth)
	return p
}

// flush hands on what is buffered and returns the stream's first error.
func (p *page) flush() error { return p.w.Flush() }

func (p *page) blank() { p.w.WriteByte('\n') }

// raw writes one line as it is, tinted.
func (p *page) raw(indent int, s string, t tint) {
	p.w.WriteString(strings.Repeat(" ", indent))
	p.w.WriteString(p.tint(s, t))
	p.w.WriteByte('\n')
}

// text writes a paragraph, wrapped.
func (p *page) text(indent int, s string, t tint) {
	for _, line := range wrap(clean(s), p.width-indent) {
		p.raw(indent, line, t)
	}
}

// field writes a label and, beside it, a paragraph.
func (p *page) field(indent, labelWidth int, label, s string, t tint) {
	for i, line := range wrap(clean(s), p.width-indent-labelWidth) {
		if i > 0 {
			label = ""
		}
		p.w.WriteString(strings.Repeat(" ", indent))
		p.w.WriteString(p.tint(pad(label, labelWidth), dim))
		p.w.WriteString(p.tint(line, t))
		p.w.WriteByte('\n')
	}
}

// heading writes a heading between blank lines.
func (p *page) heading(s string) {
	p.blank()
	p.raw(0, strings.ToUpper(s), bold)
}

// rule draws a line across the page.
func (p *page) rule() {
	line := "-"
	if p.style.Terminal {
		line = "─"
	}
	p.raw(0, strings.Repeat(line, p.width), dim)
}

// banner writes lines that nobody can overlook.
func (p *page) banner(lines ...string) {
	edge := strings.Repeat("!", p.width)
	if p.style.Terminal {
		edge = strings.Repeat(" ", p.width)
	}
	p.raw(0, edge, alarm)
	for _, s := range lines {
		for _, line := range wrap(s, p.width-8) {
			p.raw(0, pad("!!  "+line, p.width-4)+"  !!", alarm)
		}
	}
	p.raw(0, edge, alarm)
}

// bar draws a share of ten-thousandths as a bar of n cells.
func (p *page) bar(share, n int) string {
	full, empty := "#", "."
	if p.style.Terminal {
		full, empty = "█", "░"
	}
	k := min(n, max(0, share*n/10000))
	return strings.Repeat(full, k) + strings.Repeat(empty, n-k)
}

// tint colours a text where the style allows it.
func (p *page) tint(s string, t tint) string {
	if t == plain || !p.style.Terminal || s == "" {
		return s
	}
	return "\x1b[" + string(t) + "m" + s + "\x1b[0m"
}

// columns writes a table. Columns keep their width where the page is wide
// enough; else the widest is narrowed and its cells wrap.
func (p *page) columns(indent int, head []string, rows [][]string) {
	widths := make([]int, len(head))
	for _, row := range append([][]string{head}, rows...) {
		for i, c := range row {
			widths[i] = max(widths[i], cells(clean(c)))
		}
	}
	fit(widths, p.width-indent-2*(len(head)-1), longestWords(head, rows))
	p.row(indent, head, widths, dim)
	for _, row := range rows {
		p.row(indent, row, widths, plain)
	}
}

func (p *page) row(indent int, row []string, widths []int, t tint) {
	lines := make([][]string, len(row))
	height := 1
	for i, c := range row {
		lines[i] = wrap(clean(c), widths[i])
		height = max(height, len(lines[i]))
	}
	for y := range height {
		var b strings.Builder
		for i := range row {
			c := ""
			if y < len(lines[i]) {
				c = lines[i][y]
			}
			b.WriteString(pad(c, widths[i]))
			b.WriteString("  ")
		}
		p.raw(indent, strings.TrimRight(b.String(), " "), t)
	}
}

// fit narrows the widest columns until all fit into width: first down to their
// longest word, then, where that isn't enough, into the words.
func fit(widths []int, width int, least []int) {
	for {
		sum, widest := 0, -1
		for i, w := range widths {
			sum += w
			if w > least[i] && (widest < 0 || w > widths[widest]) {
				widest = i
			}
		}
		switch {
		case sum <= width:
			return
		case widest >= 0:
			widths[widest]--
		case slices.Max(least) <= 3:
			return
		default:
			for i := range least {
				least[i] = max(3, least[i]-1)
			}
		}
	}
}

// longestWords is, for each column, the width of its longest word.
func longestWords(head []string, rows [][]string) []int {
	out := make([]int, len(head))
	for _, row := range append([][]string{head}, rows...) {
		for i, c := range row {
			for word := range strings.FieldsSeq(clean(c)) {
				out[i] = max(out[i], cells(word))
			}
		}
	}
	return out
}

// cells is how many columns of a terminal a text takes: Chinese, Japanese and
// Korean characters take two, combining marks none.
func cells(s string) int {
	c := runewidth.Condition{StrictEmojiNeutral: true}
	return c.StringWidth(s)
}

// pad fills a text with spaces to a number of columns.
func pad(s string, n int) string {
	if k := n - cells(s); k > 0 {
		return s + strings.Repeat(" ", k)
	}
	return s
}

// wrap breaks a text into lines of at most n columns, at spaces where it can;
// a word wider than a line is broken between characters. It gives at least one
// line, and takes time in proportion to the text.
func wrap(s string, n int) []string {
	n = max(n, 2)
	var lines []string
	line, used := "", 0
	for _, word := range strings.Fields(s) {
		w := cells(word)
		if line != "" && used+1+w > n {
			lines, line, used = append(lines, line), "", 0
		}
		if w > n {
			pieces := breakWord(word, n)
			last := len(pieces) - 1
			lines = append(lines, pieces[:last]...)
			word, w = pieces[last], cells(pieces[last])
		}
		if line == "" {
			line, used = word, w
		} else {
			line, used = line+" "+word, used+1+w
		}
	}
	if line != "" || lines == nil {
		lines = append(lines, line)
	}
	return lines
}

// breakWord cuts a word into pieces of at most n columns.
func breakWord(word string, n int) (pieces []string) {
	c := runewidth.Condition{StrictEmojiNeutral: true}
	start, used := 0, 0
	for i, r := range word {
		w := c.RuneWidth(r)
		if used+w > n && i > start {
			pieces = append(pieces, word[start:i])
			start, used = i, 0
		}
		used += w
	}
	return append(pieces, word[start:])
}

// clean makes foreign text safe to show on a terminal: no control characters
// or escape sequences, nothing that turns the direction of what follows, no
// line breaks.
func clean(s string) string {
	if !strings.ContainsFunc(s, unsafeRune) && utf8.ValidString(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unsafeRune(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

func unsafeRune(r rune) bool {
	switch {
	case r < ' ' || r >= 0x7f && r < 0xa0: // control characters
		return true
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0x061c: // direction
		return true
	}
	return r == 0x2028 || r == 0x2029 || r == 0xfeff
}
