package subjects

import (
	"bytes"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/table"
)

// MaxObject is the longest JSON object of a subject in bytes.
const MaxObject = 1 << 20

// Objects reads subjects from single JSON objects, in all forms that a file of
// JSON lines may have and with the same faults. It is for those who get them
// one by one, such as a service, and safe for concurrent use.
type Objects struct {
	members *members
	text    sync.Pool // of *table.Text
}

// NewObjects returns a reader of objects.
func NewObjects() *Objects {
	return &Objects{members: newMembers(nil), text: sync.Pool{New: func() any { return &table.Text{} }}}
}

// Object is what one JSON object came to.
type Object struct {
	Subject interdict.Subject
	// Refusals say what could not be read. One without Screened means that there
	// is no subject.
	Refusals []Refusal
	// Unknown are the object's members that nobody knows and that are not
	// screened.
	Unknown []string
}

// Read reads one object, which is the input's row of this number.
func (o *Objects) Read(text []byte, row int64) (out Object) {
	refuse := func(code, reason string) {
		out.Refusals = append(out.Refusals, Refusal{Row: row, Code: code, Reason: reason})
	}
	switch {
	case len(text) > MaxObject:
		refuse(table.CodeTooLarge, "the row is longer than a million bytes; shorten its longest value")
		return out
	case bytes.IndexByte(text, 0) >= 0:
		refuse(table.CodeNUL, "the row holds a zero byte, so it is damaged or not text; export it again")
		return out
	}
	var faults table.Faults
	if !utf8.Valid(text) {
		faults = table.FaultEncoding
		text = []byte(strings.ToValidUTF8(string(text), "\ufffd"))
	}
	t := o.text.Get().(*table.Text)
	f, columns, err := o.members.read(text, &out.Subject, t)
	o.text.Put(t)
	if err != nil {
		refuse(CodeBadJSON, err.Error())
		return out
	}
	var notes noteCounts
	out.Refusals = tell(nil, &notes, row, faults|f)
	out.Subject.Row, out.Subject.Kind, out.Subject.Path = row, CustomerKind, ""
	for _, u := range columns.Uses() {
		if u.Field == table.Unknown {
			out.Unknown = append(out.Unknown, u.Header)
		}
	}
	return out
}

// Whole says that there is a subject to screen, if perhaps without some values.
func (o *Object) Whole() bool {
	for _, r := range o.Refusals {
		if !r.Screened {
			return false
		}
	}
	return true
}
