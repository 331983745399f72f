package lists

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interdict/interdict/internal/infile"
	"github.com/interdict/interdict/internal/xmlstream"
	"github.com/interdict/interdict/table"
)

// damage says what is wrong with a file that is no text or no XML, empty if
// nothing is.
func damage(head []byte) string {
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return "this is UTF-16 text, in which no publisher's list is; save it as UTF-8"
	}
	if what, remedy := infile.Foreign(head); what != "" {
		return what + "; " + remedy
	}
	if bytes.HasPrefix(start(head), []byte("<")) {
		if fault := xmlFault(head); fault != "" {
			return fault
		}
	}
	if !validUTF8(head) {
		return "it is not valid UTF-8, in which lists are read; save it as UTF-8"
	}
	return ""
}

// start is where a text begins.
func start(head []byte) []byte {
	return bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
}

// unknown says of a text that no format knows what it is: XML of something else,
// or why it is no table of parties, which is what own lists are.
func unknown(file *File) string {
	const (
		none    = "it is no list that can be read here"
		noTable = "; it is text and no table"
	)
	text := start(file.Head)
	switch {
	case bytes.HasPrefix(text, []byte("<")):
		if root := rootElement(string(text[:min(len(text), 4096)])); root != "" {
			return fmt.Sprintf("it is XML with the root element %s, which is no list that can be read here; if it should be one, look into the file and fetch it again", root)
		}
		return none
	case bytes.HasPrefix(text, []byte("{")), bytes.HasPrefix(text, []byte("[")):
		return none + "; it looks like JSON: if it should be a list, look into the file and fetch it again"
	}
	if len(file.Head) < HeadSize && !bytes.Contains(bytes.TrimSpace(text), []byte("\n")) {
		if !bytes.ContainsAny(text, ",;|\t") {
			return none + noTable
		}
		return none + "; it is one line only, a header without rows or a row without a header: there is nothing in it to load"
	}
	r, err := tableOf(file, table.Options{})
	if err == nil && len(r.Header()) == 1 {
		return none + noTable
	}
	var c *table.Columns
	if err == nil {
		c, err = table.NewColumns(r.Header(), file.Path, nil, table.Block{})
	}
	var fault *table.Error
	switch {
	case errors.As(err, &fault):
		return fmt.Sprintf("%s; as an own list: %s; %s", none, fault.Reason, fault.Remedy)
	case err == nil && !c.Has(table.ID):
		return none + "; as an own list: no column holds ids; add a column id that is the party's for good"
	}
	return none + "; an own list needs a header with id and name, or a mapping"
}

// validUTF8 says whether a file's beginning is text; it may end within a letter.
func validUTF8(head []byte) bool {
	for cut := range utf8.UTFMax {
		if cut <= len(head) && utf8.Valid(head[:len(head)-cut]) {
			return true
		}
	}
	return false
}

// xmlFault says what is wrong with the beginning of an XML file, empty if
// nothing is but that it ends.
func xmlFault(head []byte) string {
	s := xmlstream.New(bytes.NewReader(head), xmlstream.Options{})
	for {
		_, err := s.Next()
		var fault *xmlstream.Error
		switch {
		case err == nil:
			continue
		case errors.Is(err, io.EOF), errors.Is(err, xmlstream.ErrTruncated), !errors.As(err, &fault):
			return ""
		}
		return fault.Error()
	}
}

// rootElement finds the name of the first element of an XML text.
func rootElement(text string) string {
	for i := strings.IndexByte(text, '<'); i >= 0 && i+1 < len(text); {
		if c := text[i+1] | 0x20; c >= 'a' && c <= 'z' {
			name := text[i+1:]
			if end := strings.IndexAny(name, " \t\r\n/>"); end > 0 && end < 80 {
				return name[:end]
			}
			return ""
		}
		next := strings.IndexByte(text[i+1:], '<')
		if next < 0 {
			return ""
		}
		i += 1 + next
	}
	return ""
}

// sampleWords are what publishers and programmers call a part of a list that is
// there to be looked at or to be tested with.
var sampleWords = map[string]bool{
	"sample": true, "samples": true, "fragment": true, "fragments": true,
	"excerpt": true, "excerpts": true, "example": true, "examples": true,
}

// sampleWord is the word by which a file that was met in a folder says that it
// is a sample, in its name or that of a folder below the one that was named;
// empty where none does.
func sampleWord(path, root string) string {
	below, err := filepath.Rel(root, path)
	if root == "" || err != nil {
		return ""
	}
	for _, w := range strings.FieldsFunc(strings.ToLower(below), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if sampleWords[w] {
			return w
		}
	}
	return ""
}
