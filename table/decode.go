package table

import (
	"bufio"
	"bytes"
	"fmt"
	"io"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// decode returns src as UTF-8 without a byte order mark, and the name of the
// encoding that it had. UTF-8 passes as it is, damaged bytes included: rows with
// such are told apart later.
func decode(src io.Reader, label string) (io.Reader, string, *Error) {
	r := bufio.NewReaderSize(src, 4096)
	head, _ := r.Peek(3)
	var enc encoding.Encoding
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		r.Discard(3)
		return r, "UTF-8", nil
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		enc, label = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM), "UTF-16"
	case label == "":
		return r, "UTF-8", nil
	default:
		var err error
		if enc, err = htmlindex.Get(label); err != nil {
			return nil, "", &Error{Reason: fmt.Sprintf("the encoding %q is not known", label), Remedy: "write its usual name, such as windows-1252, iso-8859-15, windows-1251, shift_jis or gbk"}
		}
		if name, _ := htmlindex.Name(enc); name == "utf-8" {
			return r, "UTF-8", nil
		}
	}
	return enc.NewDecoder().Reader(r), label, nil
}
