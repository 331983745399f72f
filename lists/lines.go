package lists

import (
	"bufio"
	"bytes"
	"io"

	"github.com/interdict/interdict/internal/infile"
)

// OpenLines begins to read a file of lines, for readers that must keep each line
// as published. A file that is no text in UTF-8 is refused as an *Error; a byte
// order mark is passed over.
func OpenLines(name string, in io.Reader) (*bufio.Reader, error) {
	r := bufio.NewReaderSize(in, 64<<10)
	head, err := r.Peek(HeadSize)
	if err != nil && err != io.EOF {
		return nil, &Error{File: name, Reason: "the file cannot be read", Err: err, Remedy: "fetch it again"}
	}
	switch what, remedy := infile.Foreign(head); {
	case what != "":
		return nil, &Error{File: name, Reason: what, Remedy: remedy}
	case bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")):
		return nil, &Error{File: name, Reason: "the file is written in UTF-16", Remedy: "convert it to UTF-8, for instance with iconv -f UTF-16 -t UTF-8"}
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		if _, err := r.Discard(3); err != nil {
			return nil, err
		}
	}
	return r, nil
}
