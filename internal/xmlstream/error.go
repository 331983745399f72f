package xmlstream

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Kinds of errors, for errors.Is.
var (
	ErrTooLarge  = errors.New("above a limit")
	ErrTruncated = errors.New("the document is not whole")
	ErrEncoding  = errors.New("not readable as UTF-8")
	ErrSyntax    = errors.New("not well-formed XML")
	ErrForbidden = errors.New("refused for safety")
)

// Error says what is wrong with a document, where, and what to do.
type Error struct {
	Offset int64 // bytes from the file's start
	Line   int   // counted from 1
	Reason string
	Remedy string
	Err    error // one of the kinds above, or the reader's own error
}

// At is the place in words: "line 3, byte 812".
func (e *Error) At() string { return fmt.Sprintf("line %d, byte %d", e.Line, e.Offset) }

func (e *Error) Error() string {
	s := e.At() + ": " + e.Reason
	if e.Remedy != "" {
		s += "; " + e.Remedy
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

func (s *Scanner) errorAt(i int, kind error, reason, remedy string) error {
	return &Error{Offset: s.base + int64(i), Line: s.lineAt(i), Reason: reason, Remedy: remedy, Err: kind}
}

// lineAt is the line of buf[i]; i is not before counted.
func (s *Scanner) lineAt(i int) int {
	return s.lines + 1 + bytes.Count(s.buf[min(s.counted, i):i], newline)
}

const fetchAgain = "fetch the file again; if it stays so, its publisher must mend it"

// short is the error where a token does not end: the input's end or a limit.
func (s *Scanner) short() error {
	switch {
	case s.readErr == nil:
		return s.tooLarge()
	case s.readErr == io.EOF && len(s.marks) == 0:
		return s.errorAt(s.end, ErrTruncated, "the file ends within a tag: it is cut off", "fetch it again")
	}
	return s.atEnd()
}

func (s *Scanner) tooLarge() error {
	if s.keep >= 0 {
		return &Error{Offset: s.base + int64(s.keep), Line: s.keepLine, Err: ErrTooLarge,
			Reason: fmt.Sprintf("the record has more than %d bytes", s.opts.MaxBytes), Remedy: fetchAgain}
	}
	return s.errorAt(s.tok, ErrTooLarge, fmt.Sprintf("a text or tag has more than %d bytes", s.opts.MaxBytes), fetchAgain)
}

func (s *Scanner) syntax(i int, format string, args ...any) error {
	return s.errorAt(i, ErrSyntax, fmt.Sprintf(format, args...), fetchAgain)
}
