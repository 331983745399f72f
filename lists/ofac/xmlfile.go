package ofac

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/xmlstream"
	"github.com/interdict/interdict/lists"
)

// xmlReading is one XML file being read, in either format.
type xmlReading struct {
	v      *vocabulary
	list   string
	file   *lists.File
	sc     *xmlstream.Scanner
	report *lists.Report
	seen   map[string]bool
	where  string // the place of what is being read, where it stands in another file
}

// at is the place of what stands at a line.
func (x *xmlReading) at(line int) string {
	if x.where != "" {
		return x.where
	}
	return fmt.Sprintf("line %d", line)
}

func (v *vocabulary) newXMLReading(list string, file *lists.File, report *lists.Report) *xmlReading {
	return &xmlReading{v: v, list: list, file: file, report: report, seen: make(map[string]bool)}
}

// scan opens the file, checks its root element and hands the root's children
// to take, which must read each to its end.
func (x *xmlReading) scan(ctx context.Context, root string, take func(child string) error) error {
	in, err := x.file.Open()
	if err != nil {
		return &lists.Error{File: x.file.Path, Reason: "the file cannot be opened", Err: err, Remedy: "check that it is there and may be read"}
	}
	defer in.Close()
	x.sc = xmlstream.New(in, xmlstream.Options{MaxBytes: lists.MaxRecord})
	for {
		kind, err := x.sc.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return x.broken(err)
		}
		if kind != xmlstream.Start {
			lists.MeetText(x.sc, kind, x.report)
			continue
		}
		name := string(x.sc.Name())
		if x.sc.Depth() == 1 {
			if name != root {
				return x.fail(x.sc.Line(), "check that this is the file you meant", "the file's outermost element is <%.60s>, not <%s>", name, root)
			}
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := take(name); err != nil {
			return x.broken(err)
		}
	}
}

// broken is the error where reading ends. A file that is made while it is read
// may give one that says itself what is wrong.
func (x *xmlReading) broken(err error) error {
	if made, ok := errors.AsType[*lists.Error](err); ok {
		return made
	}
	return lists.XMLError(x.file, err)
}

// children hands over the children of the section just begun that have this
// name; take must read each to its end. Others are reported as unknown.
func (x *xmlReading) children(ctx context.Context, name string, take func() error) error {
	depth := x.sc.Depth()
	for {
		kind, err := x.sc.Next()
		switch {
		case err != nil:
			return err
		case kind == xmlstream.End && x.sc.Depth() < depth:
			return nil
		case kind != xmlstream.Start:
			lists.MeetText(x.sc, kind, x.report)
			continue
		case string(x.sc.Name()) != name:
			err = x.foreign(string(x.sc.Name()))
		default:
			if err = ctx.Err(); err == nil {
				err = take()
			}
		}
		if err != nil {
			return err
		}
	}
}

// fail is the error that ends the reading of the file.
func (x *xmlReading) fail(line int, remedy, format string, args ...any) error {
	return &lists.Error{File: x.file.Path, At: fmt.Sprintf("line %d", line), Reason: fmt.Sprintf(format, args...), Remedy: remedy}
}

const isItOFAC = "check that this is a file of OFAC's"

// record reads the element just begun. Where it is too large, it is refused,
// and nil comes back.
func (x *xmlReading) record() (*xmlstream.Record, error) {
	line := x.sc.Line()
	rec, err := x.sc.Record()
	if fault, ok := errors.AsType[*xmlstream.Error](err); ok && errors.Is(err, xmlstream.ErrTooLarge) {
		return nil, x.refuse(x.at(line), lists.CodeTooLarge, fault.Reason+"; fetch the file again")
	}
	return rec, err
}

func (x *xmlReading) refuse(at, code, reason string) error {
	if len(x.report.Refused) == maxRefused {
		return &lists.Error{File: x.file.Path, At: at, Reason: fmt.Sprintf("more than %d records cannot be read", maxRefused), Remedy: isItOFAC}
	}
	x.report.Refused = append(x.report.Refused, lists.Refusal{At: at, Code: code, Reason: reason})
	return nil
}

// admit says whether a record with this id is to be read; if not, it is
// refused.
func (x *xmlReading) admit(id string, line int) (bool, error) {
	at := x.at(line)
	switch {
	case id == "" || len(id) > 40:
		return false, x.refuse(at, lists.CodeNoID, fmt.Sprintf("the record's id %.40q is none; fetch the file again", id))
	case x.seen[id]:
		return false, x.refuse(at+" (uid "+id+")", lists.CodeDuplicate, "party "+id+" stands twice in the file; the first counts")
	case len(x.seen) == maxParties:
		return false, x.fail(line, isItOFAC, "there are more than %d parties", maxParties)
	}
	x.seen[id] = true
	return true, nil
}

// yield hands a listing over, or refuses one that has no name.
func (x *xmlReading) yield(p party, line int, yield func(*interdict.Listing) error) error {
	p.At = x.at(line)
	if len(p.Names) == 0 {
		return x.refuse(p.At+" (uid "+p.ID+")", lists.CodeNoName, "party "+p.ID+" has no name; fetch the file again")
	}
	l := p.finish()
	x.report.Entries++
	x.report.Names += len(l.Names)
	return yield(l)
}

// rest keeps in Other what of a record nobody took, and reports it, but for the
// paths that leftOut names.
func (x *xmlReading) rest(p party, rec *xmlstream.Record, leftOut func(path string) bool) {
	rec.Rest(func(path, value string) {
		if leftOut == nil || !leftOut(path) {
			p.field(path, value)
			x.noteUnknown(path, rec.Line)
		}
	})
}

// below is the path of what stands at path below an element: "photo",
// "photo@uri", "photo/text".
func below(name, path string) string {
	if path != "" && path[0] != '@' {
		path = "/" + path
	}
	return name + path
}

func (x *xmlReading) noteUnknown(name string, line int) {
	x.report.Meet(name, x.at(line))
}

// foreign passes over an element that the format does not have and reports
// what stands in it.
func (x *xmlReading) foreign(name string) error {
	rec, err := x.record()
	if rec == nil {
		return err
	}
	found := false
	rec.Rest(func(path, _ string) {
		found = true
		x.noteUnknown(below(name, path), rec.Line)
	})
	if !found {
		x.noteUnknown(name, rec.Line)
	}
	return nil
}

// labelled adds a value under a label that the format sets apart. A label that
// the vocabulary lacks is reported; its value goes to Other.
func (x *xmlReading) labelled(p party, kind string, v value, line int) {
	l, ok := x.v.label(v.label)
	if !ok {
		if v.label == "" {
			v.label = kind
		}
		x.noteUnknown(fmt.Sprintf("%s %q", kind, v.label), line)
		p.other(v)
		return
	}
	if l.field == "id" && l.arg != "wallet" {
		v = v.merge(splitID(v.label, v.text))
	}
	p.add(l, v)
}

// merge takes the number of s, and of the rest what v does not say itself.
func (v value) merge(s value) value {
	v.text = s.text
	if v.country == "" {
		v.country = s.country
	} else if s.country != "" {
		s.remark(s.country)
	}
	if v.issued.IsZero() {
		v.issued = s.issued
	}
	if v.expires.IsZero() {
		v.expires = s.expires
	}
	v.note = join("; ", v.note, s.note)
	return v
}

// rootOf is the local name of the first element in a file's head, and whether
// the words all stand behind it.
func rootOf(head []byte, words ...string) (root string, ok bool) {
	sc := xmlstream.New(strings.NewReader(string(head)), xmlstream.Options{})
	for {
		kind, err := sc.Next()
		if err != nil {
			return root, len(words) == 0
		}
		if kind != xmlstream.Start {
			continue
		}
		if root == "" {
			root = string(sc.Name())
			continue
		}
		if i := slices.Index(words, string(sc.Name())); i >= 0 {
			words = slices.Delete(slices.Clone(words), i, i+1)
		}
		if len(words) == 0 {
			return root, true
		}
	}
}
