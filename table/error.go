package table

import "fmt"

// Error says what is wrong with a table as a whole, and what to do.
type Error struct {
	Name   string // of the file, as given to the reader; may be empty
	Reason string
	Remedy string
	Err    error // the cause, if any
	Rows   int64 // how many rows came before, where what gives them counts them
}

func (e *Error) Error() string {
	s := e.Reason
	if e.Name != "" {
		s = e.Name + ": " + s
	}
	if e.Err != nil {
		s += fmt.Sprintf(" (%v)", e.Err)
	}
	if e.Remedy != "" {
		s += "; " + e.Remedy
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// of gives the error the file's name.
func (e *Error) of(name string) *Error {
	e.Name = name
	return e
}
