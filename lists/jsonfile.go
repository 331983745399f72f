package lists

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/interdict/interdict/internal/infile"
	"github.com/interdict/interdict/internal/jsonstream"
)

// JSONFile is a JSON file of records and what to do with them.
type JSONFile struct {
	File *File
	// Path leads through the file's one object to the array of the records;
	// none: the file is JSON lines or an array.
	Path []string
	// Heading takes the members beside the path; nil: they do not matter.
	Heading func(key string, value *jsonstream.Tree) error
	// Take takes a record, valid until it returns.
	Take func(rec *jsonstream.Record, tree *jsonstream.Tree) error
}

// Read reads the file to its end. A record that is too large or no JSON object
// is refused, in the report, and passed over. It returns what ended the reading:
// nil at the end of a whole file, else an *Error or the first error of the
// functions.
func (j *JSONFile) Read(ctx context.Context, report *Report) error {
	in, err := OpenText(j.File)
	if err != nil {
		return err
	}
	defer in.Close()
	sc := jsonstream.New(in, jsonstream.Options{MaxBytes: MaxRecord, Path: j.Path})
	var tree jsonstream.Tree
	records := 0
	for {
		rec, err := sc.Next()
		if err == io.EOF {
			break
		}
		if ended := ctx.Err(); ended != nil {
			return ended
		}
		if rec.Key == "" {
			records++
		}
		if err == nil && (rec.Key == "" || j.Heading != nil) {
			err = rec.Parse(&tree)
		}
		switch {
		case refusable(err) && rec.Key == "":
			err = j.refuse(report, err)
		case err != nil:
		case rec.Key != "" && j.Heading != nil:
			err = j.Heading(rec.Key, &tree)
		case rec.Key != "":
		case tree.Kind != jsonstream.Object:
			err = report.Refuse(Refusal{At: fmt.Sprintf("line %d", rec.Line), Code: CodeBadRecord, Reason: "the record is empty, or no object with named values; fetch the file again, and tell the publisher if it stays so"})
		default:
			err = j.Take(&rec, &tree)
		}
		if err != nil {
			return jsonError(j.File, err)
		}
	}
	if len(j.Path) > 0 && !sc.Met() {
		return &Error{File: j.File.Path, Reason: fmt.Sprintf("there is no array of entries at %s", strings.Join(j.Path, "/")), Remedy: OwnFile}
	}
	if records == 0 {
		return &Error{File: j.File.Path, Reason: "there is no entry in it", Remedy: "fetch it again"}
	}
	return nil
}

// refusable says whether reading can go on behind a fault.
func refusable(err error) bool {
	return errors.Is(err, jsonstream.ErrTooLarge) || errors.Is(err, jsonstream.ErrSyntax)
}

func (j *JSONFile) refuse(report *Report, err error) error {
	var fault *jsonstream.Error
	if !errors.As(err, &fault) {
		return err
	}
	code := CodeBadRecord
	if errors.Is(err, jsonstream.ErrTooLarge) {
		code = CodeTooLarge
	}
	return report.Refuse(Refusal{At: fault.At(), Code: code, Reason: fault.Reason + "; " + fault.Remedy})
}

// jsonError gives a scanner's error the file's name; others pass unchanged.
func jsonError(file *File, err error) error {
	var fault *jsonstream.Error
	if !errors.As(err, &fault) {
		return err
	}
	e := &Error{File: file.Path, At: fault.At(), Reason: fault.Reason, Remedy: fault.Remedy}
	for _, kind := range []error{jsonstream.ErrSyntax, jsonstream.ErrTooLarge, jsonstream.ErrTruncated, jsonstream.ErrEncoding} {
		if errors.Is(err, kind) {
			return e
		}
	}
	e.Err = fault.Err
	return e
}

// OpenText opens a file of an edition, unless it is plainly no text.
func OpenText(file *File) (io.ReadCloser, error) {
	if what, remedy := infile.Foreign(file.Head); len(file.Head) > 0 && what != "" {
		return nil, &Error{File: file.Path, Reason: what, Remedy: remedy}
	}
	in, err := file.Open()
	if err != nil {
		return nil, &Error{File: file.Path, Reason: "the file cannot be opened", Err: err, Remedy: "check that it is there and may be read"}
	}
	return in, nil
}
