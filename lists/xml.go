package lists

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/interdict/interdict/internal/xmlstream"
)

// Elements reads an XML file of records. For each start tag outside a record
// it asks isRecord, which may look at the scanner's name, attributes and
// depth, or read a heading's element with Record itself; each record goes to
// take, and is valid until take returns. Records above MaxRecord are refused
// and passed over. It returns what ended the reading: nil at the end of a
// whole file, else an *Error or the first error of its arguments.
func Elements(ctx context.Context, file *File, report *Report, isRecord func(*xmlstream.Scanner) (bool, error), take func(*xmlstream.Record) error) error {
	in, err := file.Open()
	if err != nil {
		return &Error{File: file.Path, Reason: "the file cannot be opened", Err: err, Remedy: "check that it is there and may be read"}
	}
	defer in.Close()
	sc := xmlstream.New(in, xmlstream.Options{MaxBytes: MaxRecord})
	for {
		kind, err := sc.Next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return XMLError(file, err)
		}
		if kind != xmlstream.Start {
			MeetText(sc, kind, report)
			continue
		}
		is, err := isRecord(sc)
		if err != nil {
			return XMLError(file, err)
		}
		if !is {
			continue
		}
		rec, err := sc.Record()
		var fault *xmlstream.Error
		switch {
		case errors.As(err, &fault) && errors.Is(err, xmlstream.ErrTooLarge):
			err = report.Refuse(Refusal{At: fmt.Sprintf("line %d", fault.Line), Code: CodeTooLarge, Reason: fault.Reason + "; fetch the file again"})
		case err == nil:
			err = take(rec)
		}
		if err != nil {
			return XMLError(file, err)
		}
	}
}

// MeetText reports a token that is text, blanks aside, where no record and no
// heading is: something has been lost, or put there by mistake.
func MeetText(sc *xmlstream.Scanner, kind xmlstream.Kind, report *Report) {
	if kind == xmlstream.Text && len(bytes.TrimSpace(sc.Text())) > 0 {
		report.Meet("text between the records", fmt.Sprintf("line %d", sc.Line()))
	}
}

// XMLError gives a scanner's error the file's name; others pass unchanged.
func XMLError(file *File, err error) error {
	var fault *xmlstream.Error
	if !errors.As(err, &fault) {
		return err
	}
	e := &Error{File: file.Path, At: fault.At(), Reason: fault.Reason, Remedy: fault.Remedy}
	if !isKind(fault.Err) { // the kinds say no more than the reason does
		e.Err = fault.Err
	}
	return e
}

// isKind says whether err is one of the scanner's own kinds of error.
func isKind(err error) bool {
	for _, kind := range []error{xmlstream.ErrSyntax, xmlstream.ErrTooLarge, xmlstream.ErrTruncated, xmlstream.ErrEncoding, xmlstream.ErrForbidden} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}
