package xmlstream

import (
	"bytes"
	"errors"
	"io"
)

// Kind is what kind of token Next found.
type Kind uint8

const (
	Start Kind = iota + 1 // a start tag; a self-closing tag is a Start and an End
	End                   // an end tag
	Text                  // text or CDATA, entities decoded, line ends as "\n"
)

// Options bound what a document may make the scanner hold. The zero value
// takes the defaults.
type Options struct {
	MaxDepth int // open elements, default 64
	MaxBytes int // bytes of one record, text or tag, default 4 MiB
	MaxAttrs int // attributes of one element, default 64
	MaxNodes int // elements of one record, default 100,000
}

// Attr is one attribute. Name is local, Value decoded.
type Attr struct {
	Name, Value []byte
	full        []byte // the name with its prefix
}

// firstWindow is how much is read at once; the window grows only for longer
// tokens and kept records.
const firstWindow = 64 << 10

// Scanner reads the tokens of one document. What Name, Text, Attrs and Raw
// return is valid until the next call of Next, Record or Skip.
type Scanner struct {
	r    io.Reader
	opts Options

	// The window: buf[:end] is filled, pos is the next byte to read, tok where
	// the current token starts. Bytes before keep (if set) and tok may go.
	buf           []byte
	pos, end, tok int
	keep          int // start of the kept element, -1 if none
	keepDepth     int // depth of the kept element's start tag
	keepLine      int
	base          int64
	readErr       error

	lines, counted int // line breaks before buf[counted]

	name, text, scratch []byte
	attrs               []Attr
	open                []byte // names of open elements, one behind the other
	marks               []int  // where each begins in open

	begun, ended bool // document: root seen, root closed
	selfClosing  bool // an End is owed for the tag just read
	closing      bool // the last token was an End: its name goes at the next
	skipping     bool
	err          error

	names map[string]string // interned names of records
	rec   Record
}

// New returns a scanner over r. It reads ahead.
func New(r io.Reader, o Options) *Scanner {
	if o.MaxDepth <= 0 {
		o.MaxDepth = 64
	}
	if o.MaxBytes <= 0 {
		o.MaxBytes = 4 << 20
	}
	if o.MaxAttrs <= 0 {
		o.MaxAttrs = 64
	}
	if o.MaxNodes <= 0 {
		o.MaxNodes = 100_000
	}
	return &Scanner{r: r, opts: o, keep: -1, buf: make([]byte, firstWindow)}
}

// Name is the local name of the element that a Start opens or an End closes.
func (s *Scanner) Name() []byte { return s.name }

// Text is the text of a Text token.
func (s *Scanner) Text() []byte { return s.text }

// Attrs are the attributes of a Start token, namespace declarations included.
func (s *Scanner) Attrs() []Attr { return s.attrs }

// Attr is the value of the attribute with this local name, nil if absent.
func (s *Scanner) Attr(name string) []byte {
	for i := range s.attrs {
		if string(s.attrs[i].Name) == name {
			return s.attrs[i].Value
		}
	}
	return nil
}

// Depth is the number of open elements: 1 within the root. A Start counts
// itself, an End no longer does.
func (s *Scanner) Depth() int {
	if s.closing {
		return len(s.marks) - 1
	}
	return len(s.marks)
}

// Offset is where the current token starts, in bytes from the file's start.
func (s *Scanner) Offset() int64 { return s.base + int64(s.tok) }

// Line is the line, counted from 1, where the current token starts.
func (s *Scanner) Line() int {
	if s.tok > s.counted {
		s.lines += bytes.Count(s.buf[s.counted:s.tok], newline)
		s.counted = s.tok
	}
	return s.lines + 1
}

var newline = []byte{'\n'}

// Next reads the next token. At the end of a whole document it returns
// io.EOF; any other error is an *Error and final.
func (s *Scanner) Next() (Kind, error) {
	if s.err != nil {
		return 0, s.err
	}
	s.settle()
	if s.selfClosing {
		s.selfClosing = false
		return s.closeTop(), nil
	}
	for {
		s.tok = s.pos
		if s.pos == s.end && !s.more() {
			return 0, s.fail(s.atEnd())
		}
		if s.keep >= 0 && s.tok-s.keep > s.opts.MaxBytes {
			return 0, s.fail(s.tooLarge())
		}
		if s.base == 0 && s.tok == 0 {
			if err := s.checkStart(); err != nil {
				return 0, s.fail(err)
			}
			if s.pos != 0 { // a byte order mark was passed over
				continue
			}
		}
		kind, err := s.token()
		if err != nil {
			return 0, s.fail(err)
		}
		if kind != 0 {
			return kind, nil
		}
	}
}

// settle puts away what the last token needed to stay.
func (s *Scanner) settle() {
	s.attrs = s.attrs[:0]
	s.scratch = s.scratch[:0]
	if !s.closing {
		return
	}
	s.closing = false
	n := len(s.marks) - 1
	s.open = s.open[:s.marks[n]]
	s.marks = s.marks[:n]
	if n < s.keepDepth {
		s.keep, s.keepDepth = -1, 0
	}
}

// closeTop makes the End of the innermost open element.
func (s *Scanner) closeTop() Kind {
	s.name = local(s.open[s.marks[len(s.marks)-1]:])
	s.closing = true
	s.ended = len(s.marks) == 1
	return End
}

// fail makes err final. io.EOF is the good end.
func (s *Scanner) fail(err error) error {
	s.err = err
	return err
}

// atEnd says what the end of the input means here.
func (s *Scanner) atEnd() error {
	switch {
	case s.readErr != nil && s.readErr != io.EOF:
		return &Error{Offset: s.base + int64(s.end), Line: s.lineAt(s.end), Reason: "the file cannot be read on", Err: s.readErr}
	case s.ended:
		return io.EOF
	case !s.begun:
		return s.errorAt(s.end, ErrTruncated, "there is no element in it: the file is empty", "fetch it again")
	}
	return s.errorAt(s.end, ErrTruncated, "the file ends within <"+string(s.open[s.marks[len(s.marks)-1]:])+">: it is cut off", "fetch it again")
}

// more gets more bytes behind buf[:end]. It returns false at the input's end,
// at a read error, and where the window has reached MaxBytes (readErr is nil).
// It moves the window's bytes, so positions must be taken from tok anew.
func (s *Scanner) more() bool {
	if s.readErr != nil {
		return false
	}
	from := s.tok
	if s.keep >= 0 {
		from = min(from, s.keep)
	}
	if s.end-from > s.opts.MaxBytes {
		return false
	}
	if from > 0 {
		s.slide(from)
	}
	if s.end > len(s.buf)/2 {
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	before := s.end
	for idle := 0; s.end < len(s.buf) && s.readErr == nil; {
		n, err := s.r.Read(s.buf[s.end:])
		s.end += n
		s.readErr = err
		if n == 0 && err == nil {
			if idle++; idle == 100 {
				s.readErr = io.ErrNoProgress
			}
		}
	}
	return s.end > before
}

// slide drops the window's bytes before from.
func (s *Scanner) slide(from int) {
	if from > s.counted {
		s.lines += bytes.Count(s.buf[s.counted:from], newline)
		s.counted = from
	}
	copy(s.buf, s.buf[from:s.end])
	s.base += int64(from)
	s.end -= from
	s.pos -= from
	s.tok -= from
	s.counted -= from
	if s.keep >= 0 {
		s.keep -= from
	}
}

// Keep holds the bytes of the element whose Start was just read. Raw gives
// them after its End. Elements do not nest in keeping: the outer one counts.
func (s *Scanner) Keep() {
	if s.keep < 0 {
		s.keep, s.keepDepth, s.keepLine = s.tok, len(s.marks), s.Line()
	}
}

// Raw is, straight after its End, the kept element as published, from "<" of
// the start tag to ">" of the end tag. Otherwise it is nil.
func (s *Scanner) Raw() []byte {
	if s.keep >= 0 && s.closing && len(s.marks) == s.keepDepth {
		return s.buf[s.keep:s.pos]
	}
	return nil
}

// Skip reads on until the innermost open element is closed, without keeping
// or decoding anything of it, and makes its End the current token. It also
// leaves a kept element that has outgrown MaxBytes: then it skips to that
// element's end and clears the error.
func (s *Scanner) Skip() error {
	if s.closing { // at an End: the element is over
		return s.err
	}
	depth := len(s.marks)
	if s.err != nil {
		if !errors.Is(s.err, ErrTooLarge) || s.keep < 0 {
			return s.err
		}
		depth = s.keepDepth
		s.err, s.pos = nil, s.tok
		s.keep, s.keepDepth = -1, 0
	}
	return s.leave(depth)
}

// leave reads on until the element of this depth is closed.
func (s *Scanner) leave(depth int) error {
	s.skipping = true
	defer func() { s.skipping = false }()
	for {
		kind, err := s.Next()
		if err != nil {
			return err
		}
		if kind == End && len(s.marks) == depth {
			return nil
		}
	}
}

// Root is the local name of the root element of a document, given its
// beginning; ok is false where there is none.
func Root(head []byte) (name string, ok bool) {
	s := New(bytes.NewReader(head), Options{})
	kind, err := s.Next()
	return string(s.Name()), err == nil && kind == Start
}
