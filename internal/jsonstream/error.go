package jsonstream

import (
	"errors"
	"fmt"
)

// Kinds of errors, for errors.Is.
var (
	ErrTooLarge  = errors.New("above a limit")
	ErrTruncated = errors.New("the file is not whole")
	ErrEncoding  = errors.New("not readable as UTF-8")
	ErrSyntax    = errors.New("not well-formed JSON")
)

// Error says what is wrong with a text, where, and what to do.
type Error struct {
	Line   int // counted from 1
	Reason string
	Remedy string
	Err    error // one of the kinds above, or the reader's own error
}

// At is the place in words: "line 3".
func (e *Error) At() string { return fmt.Sprintf("line %d", e.Line) }

func (e *Error) Error() string { return e.At() + ": " + e.Reason + "; " + e.Remedy }

func (e *Error) Unwrap() error { return e.Err }

const fetchAgain = "fetch the file again; if it stays so, its publisher must mend it"

func (s *Scanner) fault(line int, kind error, reason, remedy string) error {
	return &Error{Line: line, Reason: reason, Remedy: remedy, Err: kind}
}

func (s *Scanner) syntax(format string, args ...any) error {
	return s.fault(s.line, ErrSyntax, fmt.Sprintf(format, args...), fetchAgain)
}

func (s *Scanner) truncated() error {
	return s.fault(s.line, ErrTruncated, "the file ends within a record or before its closing bracket: it is cut off", "fetch it again")
}
