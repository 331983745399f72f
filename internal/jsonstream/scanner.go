package jsonstream

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Options of a Scanner.
type Options struct {
	// MaxBytes is the most bytes that one record may have, 0 for 4 MiB.
	MaxBytes int
	// Path leads through objects within each other to the array whose elements
	// are the records. None: the file is JSON lines or an array.
	Path []string
}

// Record is one record as published.
type Record struct {
	// Key is empty for a record; for a member beside the path it is the names
	// that lead to it, such as "meta/version".
	Key string
	// Raw is the record's text, valid until the next call of Next.
	Raw  []byte
	Line int // where it begins, counted from 1
	// Last says that the file ends with this line, and without a line end: if it
	// cannot be parsed, the file is cut off.
	Last bool
}

// form is how a file holds its records.
type form int

const (
	unknown  form = iota
	lines         // a value a line
	values        // values behind each other, over several lines
	elements      // elements of an array
	members       // members of an object
	done
)

// Scanner cuts a JSON text into records. It is for one goroutine.
type Scanner struct {
	src  io.Reader
	opts Options

	buf        []byte // buf[start:end] is read and not yet used
	start, end int
	err        error // what ended the reading of src
	line       int   // of buf[start]

	form   form
	within form // the form around an array: members, or done for none
	depth  int  // how many members of the path were entered
	fresh  bool // no element or member came yet: no comma is due
	met    bool // the array at the path's end came
}

// New begins to read a text.
func New(src io.Reader, o Options) *Scanner {
	if o.MaxBytes == 0 {
		o.MaxBytes = 4 << 20
	}
	return &Scanner{src: src, opts: o, buf: make([]byte, 64<<10), line: 1}
}

// Met says whether the array at the end of Options.Path was met.
func (s *Scanner) Met() bool { return s.met }

// Next returns the next record, or io.EOF at the end of a whole text. An error
// that is ErrTooLarge or ErrEncoding is of one record alone: Next can go on.
func (s *Scanner) Next() (Record, error) {
	for {
		switch s.form {
		case unknown:
			if err := s.begin(); err != nil {
				return Record{}, err
			}
		case lines:
			rec, err := s.nextLine()
			if err != nil || len(rec.Raw) > 0 {
				return rec, err
			}
		case values:
			if c := s.peek(); c == 0 {
				return Record{}, s.atEnd(io.EOF)
			}
			return s.value("")
		case elements:
			if more, err := s.separator(']'); err != nil {
				return Record{}, err
			} else if more {
				return s.value("")
			}
			s.form, s.fresh, s.depth = s.within, false, s.depth-1
		case members:
			if more, err := s.separator('}'); err != nil {
				return Record{}, err
			} else if !more && s.depth == 0 {
				s.form = done
			} else if !more {
				s.depth--
			} else if rec, err := s.member(); err != nil || rec.Key != "" {
				return rec, err
			}
		case done:
			if c := s.peek(); c != 0 {
				return Record{}, s.syntax("something stands behind the closing bracket: two files may have been joined")
			}
			return Record{}, s.atEnd(io.EOF)
		}
	}
}

// begin looks at the text's beginning.
func (s *Scanner) begin() error {
	for s.end < 3 && s.more() { // enough for a byte order mark
	}
	head := s.buf[s.start:s.end]
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return s.fault(1, ErrSyntax, "the file is written in UTF-16", "convert it to UTF-8, for instance with iconv -f UTF-16 -t UTF-8")
	}
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		s.start += 3
	}
	switch s.peek() {
	case 0:
		return s.atEnd(s.fault(s.line, ErrTruncated, "the file is empty", "fetch it again"))
	case '[':
		s.start++
		s.form, s.within, s.fresh = elements, done, true
	case '{':
		switch {
		case len(s.opts.Path) > 0:
			s.start++
			s.form, s.fresh = members, true
		case s.areLines():
			s.form = lines
		default:
			s.form = values
		}
	default:
		return s.syntax("the file is not JSON: it begins with neither { nor [")
	}
	return nil
}

// areLines says whether the text holds a value a line: its second line begins
// like the first. In JSON over several lines none can.
func (s *Scanner) areLines() bool {
	for {
		rest := s.buf[s.start:s.end]
		if i := bytes.IndexByte(rest, '\n'); i >= 0 {
			rest = bytes.TrimLeft(rest[i:], " \t\r\n")
			if len(rest) > 0 {
				return rest[0] == '{'
			}
		}
		if len(s.buf[s.start:s.end]) > s.opts.MaxBytes {
			return false
		}
		if !s.more() {
			return true
		}
	}
}

// nextLine returns the next line; Raw is empty for an empty one.
func (s *Scanner) nextLine() (Record, error) {
	rec := Record{Line: s.line}
	tooLarge := false
	for from := 0; ; {
		rest := s.buf[s.start:s.end]
		i := bytes.IndexByte(rest[from:], '\n')
		switch {
		case i >= 0:
			i += from
			rec.Raw = bytes.TrimSpace(rest[:i])
			s.start += i + 1
			s.line++
		case len(rest) > s.opts.MaxBytes:
			tooLarge = true
			s.start, from = s.end, 0
			if s.more() {
				continue
			}
		case s.more():
			from = len(rest)
			continue
		case len(rest) == 0 && !tooLarge:
			return Record{}, s.atEnd(io.EOF)
		default:
			rec.Raw, rec.Last = bytes.TrimSpace(rest), true
			s.start = s.end
		}
		if s.err != nil && s.err != io.EOF && s.start == s.end {
			return Record{}, s.readError()
		}
		if tooLarge || len(rec.Raw) > s.opts.MaxBytes {
			return Record{}, s.tooLarge(rec.Line)
		}
		return rec, s.check(rec)
	}
}

// separator passes the comma before the next element or member. It says false
// at the closing bracket.
func (s *Scanner) separator(closing byte) (more bool, err error) {
	c := s.peek()
	switch {
	case c == 0:
		return false, s.atEnd(s.truncated())
	case c == closing:
		s.start++
		return false, nil
	case s.fresh:
		s.fresh = false
		return true, nil
	case c != ',':
		return false, s.syntax("where a comma should stand there is %q", c)
	}
	s.start++
	if c = s.peek(); c == 0 {
		return false, s.atEnd(s.truncated())
	} else if c == closing {
		return false, s.syntax("a comma stands before the closing bracket")
	}
	return true, nil
}

// member reads a member of an object on the path: with a Key, unless it leads
// on to the records, when the scanner steps into it.
func (s *Scanner) member() (Record, error) {
	if c := s.peek(); c != '"' {
		return Record{}, s.syntax("where a member's name should stand there is %q", c)
	}
	quoted, err := s.value("")
	if err != nil {
		return Record{}, err
	}
	var n Tree
	if err := quoted.Parse(&n); err != nil {
		return Record{}, err
	}
	if c := s.peek(); c == ':' {
		s.start++
	} else if c != 0 {
		return Record{}, s.syntax("where a colon should stand there is %q", c)
	}
	last := s.depth+1 == len(s.opts.Path)
	switch c := s.peek(); {
	case c == 0:
		return Record{}, s.atEnd(s.truncated())
	case n.Text != s.opts.Path[s.depth]:
	case last && c == '[':
		s.start++
		s.form, s.within, s.fresh, s.met = elements, members, true, true
		s.depth++
		return Record{}, nil
	case !last && c == '{':
		s.start++
		s.depth++
		s.fresh = true
		return Record{}, nil
	}
	return s.value(strings.Join(append(slices.Clone(s.opts.Path[:s.depth]), cmp.Or(n.Text, "(no name)")), "/"))
}

// value cuts the value that begins at start. One above the limit is passed
// over.
func (s *Scanner) value(key string) (Record, error) {
	rec := Record{Key: key, Line: s.line}
	var end ending
	size, tooLarge := 0, false
	for {
		n, whole := end.find(s.buf[s.start+size : s.end])
		size += n
		if whole {
			break
		}
		if size > s.opts.MaxBytes {
			tooLarge = true
			s.use(size)
			size = 0
		}
		if !s.more() {
			if end.scalar() && !tooLarge { // a bare number ends with the text
				break
			}
			return Record{}, s.atEnd(s.truncated())
		}
	}
	rec.Raw = s.buf[s.start : s.start+size]
	s.use(size)
	if tooLarge || size > s.opts.MaxBytes {
		return Record{}, s.tooLarge(rec.Line)
	}
	if size == 0 {
		return Record{}, s.syntax("where a value should stand there is %q", s.peek())
	}
	return rec, s.check(rec)
}

func (s *Scanner) tooLarge(line int) error {
	return s.fault(line, ErrTooLarge, fmt.Sprintf("the record has more than %d bytes", s.opts.MaxBytes), fetchAgain)
}

// check refuses what is no UTF-8 text: the file was damaged or converted, and
// no other record can be trusted.
func (s *Scanner) check(rec Record) error {
	switch {
	case bytes.IndexByte(rec.Raw, 0) >= 0:
		return s.fault(rec.Line, ErrEncoding, "there is a NUL byte: the file is damaged or not a text", "fetch it again")
	case !utf8.Valid(rec.Raw):
		return s.fault(rec.Line, ErrEncoding, "the record is not UTF-8", "fetch the file again, or convert it to UTF-8 if it was saved in another encoding, for instance with iconv -f WINDOWS-1252 -t UTF-8")
	}
	return nil
}

// use passes over n bytes and counts their lines.
func (s *Scanner) use(n int) {
	s.line += bytes.Count(s.buf[s.start:s.start+n], []byte{'\n'})
	s.start += n
}

// peek passes over white space and returns the byte that follows, 0 at the end.
func (s *Scanner) peek() byte {
	for {
		for s.start < s.end {
			switch c := s.buf[s.start]; c {
			case '\n':
				s.line++
			case ' ', '\t', '\r':
			case 0:
				return '?' // a NUL byte is not the end
			default:
				return c
			}
			s.start++
		}
		if !s.more() {
			return 0
		}
	}
}

// more reads on, at least a byte; it says false at the end.
func (s *Scanner) more() bool {
	if s.start > 0 && s.end == len(s.buf) {
		s.end = copy(s.buf, s.buf[s.start:s.end])
		s.start = 0
	}
	if s.end == len(s.buf) {
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	for idle := 0; s.err == nil; idle++ {
		var n int
		n, s.err = s.src.Read(s.buf[s.end:])
		s.end += n
		if n > 0 {
			return true
		}
		if idle > 100 {
			s.err = io.ErrNoProgress
		}
	}
	return false
}

// atEnd is the error at the end of what could be read: the reader's own where
// it broke off.
func (s *Scanner) atEnd(otherwise error) error {
	if s.err != io.EOF {
		return s.readError()
	}
	return otherwise
}

func (s *Scanner) readError() error {
	return &Error{Line: s.line, Reason: "the file cannot be read on", Remedy: "fetch it again", Err: s.err}
}
