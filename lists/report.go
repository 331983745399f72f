package lists

import (
	"fmt"
	"strings"

	"github.com/interdict/interdict"
)

// maxRefused is how many refusals a report holds: a file with more is not of
// the format that it seems to be. The worst real file has none.
const maxRefused = 10000

// OwnFile is the remedy for a file of which hardly anything can be read.
const OwnFile = "check that this is the publisher's own file, and fetch it again"

// Nothing is the error of a file of which no record could be taken, whatever its
// records are called. It says what was wrong with the first.
func (r *Report) Nothing(file *File, called, remedy string) error {
	e := &Error{File: file.Path, Reason: "no " + called + " could be taken", Remedy: remedy}
	if len(r.Refused) > 0 {
		e.At, e.Remedy = r.Refused[0].At, r.Refused[0].Reason
	}
	return e
}

// Refuse notes a record that was not taken. It returns an error, which ends
// the reading, once there are too many.
func (r *Report) Refuse(why Refusal) error {
	if len(r.Refused) == maxRefused {
		return &Error{File: "the edition", At: why.At, Reason: fmt.Sprintf("more than %d records cannot be read", maxRefused), Remedy: OwnFile}
	}
	r.Refused = append(r.Refused, why)
	return nil
}

// Date takes what stands where the edition's date should, and the date that a
// reader has made of it, zero if none.
func (r *Report) Date(stated string, d interdict.Date) {
	r.Published, r.NoDate = d, ""
	if stated = strings.Join(strings.Fields(stated), " "); d.IsZero() && stated != "" {
		r.NoDate = strings.ToValidUTF8(stated[:min(len(stated), 60)], "")
	}
}

// maxUnknown bounds the names that a report holds of a file that makes up
// ever new ones.
const maxUnknown = 1000

// Meet notes an element or column that the reader has never seen, met at a
// place such as "line 120".
func (r *Report) Meet(name, at string) {
	if i, ok := r.met[name]; ok {
		r.Unknown[i].Count++
		return
	}
	if len(r.Unknown) == maxUnknown {
		return
	}
	if r.met == nil {
		r.met = make(map[string]int)
	}
	r.met[name] = len(r.Unknown)
	r.Unknown = append(r.Unknown, Unknown{Name: name, Count: 1, First: at})
}
