package report

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/interdict/interdict"
)

// Load is the answer of `lists load`.
type Load struct {
	Loaded []LoadedEdition `json:"loaded"`
	// Refused are editions that were not taken, Skipped files that are part of
	// no edition.
	Refused []LoadRefusal `json:"refused"`
	Skipped []LoadRefusal `json:"skipped"`
	// Snapshot is the file that was compiled of what is in force now.
	Snapshot string `json:"snapshot"`
}

// LoadedEdition is one edition that is in the register.
type LoadedEdition struct {
	List      string         `json:"list"`
	Title     string         `json:"title"`
	Format    string         `json:"format"`
	Files     []string       `json:"files"`
	Edition   string         `json:"edition"`
	Published interdict.Date `json:"published"`
	// DatedBy says where the date comes from if not from the content.
	DatedBy string `json:"dated_by"`
	// Result is "loaded", "already loaded" or "dated".
	Result  string `json:"result"`
	InForce bool   `json:"in_force"`
	Entries int    `json:"entries"`
	Names   int    `json:"names"`
	// Added, Removed, Changed and Unchanged compare with the edition before.
	Added     int             `json:"added"`
	Removed   int             `json:"removed"`
	Changed   int             `json:"changed"`
	Unchanged int             `json:"unchanged"`
	Refused   []RecordRefusal `json:"refused"`
	Note      string          `json:"note"`
	// LostParts are files of the edition before whose like it lacks.
	LostParts []string `json:"lost_parts,omitempty"`
	// Reconciled is, of a whole edition whose day's delta was loaded before, in
	// what it differs from what the delta made, in words.
	Reconciled []string `json:"reconciled,omitempty"`
}

// RecordRefusal is a record of an edition that was not taken.
type RecordRefusal struct {
	At     string `json:"at"`
	Code   string `json:"code"`
	Reason string `json:"reason"`
}

// LoadRefusal is an edition or file that was not taken.
type LoadRefusal struct {
	List string `json:"list,omitempty"`
	Path string `json:"path"`
	// Files are all files of an edition of several, Path among them.
	Files  []string `json:"files,omitempty"`
	Code   string   `json:"code"`
	Reason string   `json:"reason"`
}

// Codes of files that are part of no edition. All but the last make the load
// incomplete.
const (
	NotAList   = "not_a_list" // it was named itself
	Unreadable = "unreadable" // it was met in a folder and should have been loaded
	Skipped    = "skipped"    // it was met in a folder, or holds the same bytes as another
)

// MarshalJSON writes null for a date that is not known, and every list as an
// array.
func (e LoadedEdition) MarshalJSON() ([]byte, error) {
	type plain LoadedEdition
	e.Refused, e.Files = some(e.Refused), some(e.Files)
	out := struct {
		plain
		Published *interdict.Date `json:"published"`
	}{plain: plain(e)}
	if !e.Published.IsZero() {
		out.Published = &e.Published
	}
	return json.Marshal(out)
}

// MarshalJSON writes every list as an array.
func (l Load) MarshalJSON() ([]byte, error) {
	type plain Load
	l.Loaded, l.Refused, l.Skipped = some(l.Loaded), some(l.Refused), some(l.Skipped)
	return json.Marshal(plain(l))
}

// Complete says that nothing was refused that someone wished to load, that every
// edition has a date, and that none in force lacks a file that the one before has.
func (l *Load) Complete() bool {
	if len(l.Refused) > 0 {
		return false
	}
	for _, s := range l.Skipped {
		if s.Code != Skipped {
			return false
		}
	}
	for i := range l.Loaded {
		e := &l.Loaded[i]
		if len(e.Refused) > 0 || e.Published.IsZero() || e.InForce && len(e.LostParts) > 0 {
			return false
		}
	}
	return true
}

// WriteLoad says what was loaded, for people.
func WriteLoad(w io.Writer, style Style, l *Load) error {
	p := newPage(w, style)
	for i := range l.Loaded {
		writeLoaded(p, &l.Loaded[i])
	}
	for _, r := range l.Refused {
		more := ""
		if n := len(r.Files) - 1; n > 0 {
			more = fmt.Sprintf(" and %s beside it", plural(n, "file", "files"))
		}
		p.text(0, "REFUSED "+r.List+" from "+r.Path+more, red)
		p.text(2, sentenceCase(r.Reason)+".", plain)
	}
	for _, s := range l.Skipped {
		t := dim
		if s.Code != Skipped {
			t = red
		}
		p.text(0, "Skipped "+s.Path+": "+s.Reason+".", t)
	}
	if len(l.Loaded) == 0 {
		p.text(0, "Nothing was loaded; what was in force stays so.", red)
	}
	return p.flush()
}

// titled is a list by its title and its id, one of your own by its id alone.
func titled(title, id string) string {
	if title == "" || title == id {
		return id
	}
	return title + " (" + id + ")"
}

func writeLoaded(p *page, e *LoadedEdition) {
	date := "undated edition"
	if !e.Published.IsZero() {
		date = "edition of " + e.Published.Words()
	}
	p.text(0, fmt.Sprintf("%s: %s, %s", titled(e.Title, e.List), date, e.Result), bold)
	where := "It is in force."
	if !e.InForce {
		where = "It joined the history; a newer edition is in force."
	}
	p.text(2, fmt.Sprintf("%s, %s. %s", plural(e.Entries, "entry", "entries"), plural(e.Names, "name", "names"), where), plain)
	if e.Added+e.Removed+e.Changed > 0 && e.Unchanged+e.Changed+e.Removed > 0 {
		p.text(2, fmt.Sprintf("Against the edition before: %s added, %s removed, %s changed.", count(e.Added), count(e.Removed), count(e.Changed)), plain)
	}
	writeBlemishes(p, e)
}

// writeBlemishes says what is worth knowing of an edition, and what was left out
// of it.
func writeBlemishes(p *page, e *LoadedEdition) {
	if e.Note != "" {
		p.text(2, "! "+sentenceCase(e.Note)+".", yellow)
	}
	for i, words := range e.Reconciled {
		if i == shownRefusals {
			p.text(2, "and "+count(len(e.Reconciled)-i)+" more differences; --json names them all", yellow)
			break
		}
		p.text(2, sentenceCase(words)+".", yellow)
	}
	for i, r := range e.Refused {
		if i == shownRefusals {
			p.text(2, "and "+count(len(e.Refused)-i)+" more refused records; --json names them all", red)
			break
		}
		p.text(2, "Refused "+r.At+": "+r.Code+": "+r.Reason, red)
	}
}
