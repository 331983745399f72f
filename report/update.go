package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/interdict/interdict"
)

// Update is the answer of `lists update`.
type Update struct {
	Lists []UpdatedList `json:"lists"`
	// Skipped are files of a folder that are part of no edition.
	Skipped []LoadRefusal `json:"skipped"`
	// Stale are the loaded lists, fetched or not, that are older than their
	// limits.
	Stale []string `json:"stale"`
	// Snapshot is the file that was compiled of what is in force now; empty
	// where nothing changed.
	Snapshot string `json:"snapshot"`
}

// UpdateResult says what came of a list's update.
type UpdateResult string

const (
	Updated   UpdateResult = "updated"
	Unchanged UpdateResult = "unchanged"
	// Older is an edition that joined the history: a newer one is in force.
	Older UpdateResult = "older"
	// UpdateFailed leaves in force what was.
	UpdateFailed UpdateResult = "failed"
	// ByHand is a loaded list of which no file can be fetched.
	ByHand UpdateResult = "by_hand"
)

// UpdatedList is what came of one list.
type UpdatedList struct {
	List   string       `json:"list"`
	Title  string       `json:"title"`
	Result UpdateResult `json:"result"`
	// Source is where it was looked for, without what may be secret in it.
	Source string `json:"source"`
	// Bytes is how many were fetched, as they were sent.
	Bytes int64 `json:"bytes"`
	// Code and Reason say why it failed, or must be loaded by hand.
	Code   string `json:"code"`
	Reason string `json:"reason"`
	// Kept is where a download that was refused lies, to be looked at.
	Kept string `json:"kept"`
	// Editions are those that were loaded, as `lists load` tells of them.
	Editions []LoadedEdition `json:"editions"`
	// InForce is the edition that is in force now, nil where the list has none.
	InForce *List `json:"in_force"`
}

// MarshalJSON writes every list as an array.
func (l UpdatedList) MarshalJSON() ([]byte, error) {
	type plain UpdatedList
	l.Editions = some(l.Editions)
	return json.Marshal(plain(l))
}

// MarshalJSON writes every list as an array.
func (u Update) MarshalJSON() ([]byte, error) {
	type plain Update
	u.Lists, u.Skipped, u.Stale = some(u.Lists), some(u.Skipped), some(u.Stale)
	return json.Marshal(plain(u))
}

// Failed says that not one list could be brought up to date, Complete that all
// were and that none is older than its limit.
func (u *Update) Failed() bool {
	for i := range u.Lists {
		if r := u.Lists[i].Result; r != UpdateFailed && r != ByHand {
			return false
		}
	}
	return true
}

// Complete says that all lists were brought up to date, with every record, and
// that none is older than its limit.
func (u *Update) Complete() bool {
	if len(u.Stale) > 0 {
		return false
	}
	for i := range u.Lists {
		l := &u.Lists[i]
		if l.Result == UpdateFailed || l.Result == Older || !(&Load{Loaded: l.Editions}).Complete() {
			return false
		}
	}
	return (&Load{Skipped: u.Skipped}).Complete()
}

// WriteUpdate says what came of each list, for people.
func WriteUpdate(w io.Writer, style Style, u *Update) error {
	p := newPage(w, style)
	for i := range u.Lists {
		writeUpdated(p, &u.Lists[i])
	}
	for _, s := range u.Skipped {
		p.text(0, "Skipped "+s.Path+": "+s.Reason+".", choose(s.Code == Skipped, dim, red))
	}
	if len(u.Stale) > 0 {
		p.text(0, "! Older than the limit: "+strings.Join(u.Stale, ", ")+". `interdict lists status` says more.", yellow)
	}
	if len(u.Lists) == 0 {
		p.text(0, "No list was updated; what was in force stays so.", red)
	}
	return p.flush()
}

func writeUpdated(p *page, l *UpdatedList) {
	name := titled(l.Title, l.List)
	switch l.Result {
	case UpdateFailed:
		p.text(0, name+": FAILED", red)
		p.text(2, sentenceCase(l.Reason)+".", plain)
		if l.Kept != "" {
			p.text(2, "What came is kept, to be looked at: "+l.Kept, plain)
		}
		p.text(2, choose(l.InForce == nil, "No edition of it is loaded.", "It stays in force: "+l.inForce()+"."), yellow)
	case ByHand:
		p.text(0, name+": not fetched", bold)
		p.text(2, sentenceCase(l.Reason)+".", plain)
	case Unchanged:
		p.text(0, name+": unchanged", bold)
		p.text(2, "In force: "+l.inForce()+".", plain)
	default:
		p.text(0, name+": "+string(l.Result), bold)
		for i := range l.Editions {
			writeNews(p, &l.Editions[i])
		}
		if l.Result == Older {
			p.text(2, "It is older than what is in force, "+l.inForce()+", and joined the history.", yellow)
		}
	}
}

// inForce names the edition in force.
func (l *UpdatedList) inForce() string {
	if l.InForce == nil {
		return "nothing"
	}
	what := "the edition of " + l.InForce.Published.Words()
	if l.InForce.Published.IsZero() {
		what = "an undated edition, loaded on " + interdict.DateOf(l.InForce.Loaded).Words()
	}
	return what + ", " + plural(l.InForce.Entries, "entry", "entries")
}

// writeNews says what an edition brought.
func writeNews(p *page, e *LoadedEdition) {
	date := "an undated edition"
	if !e.Published.IsZero() {
		date = "the edition of " + e.Published.Words()
	}
	news := ""
	if e.Unchanged+e.Changed+e.Removed > 0 {
		news = fmt.Sprintf(": %s added, %s removed, %s changed", count(e.Added), count(e.Removed), count(e.Changed))
	}
	p.text(2, fmt.Sprintf("To %s, %s%s.", date, plural(e.Entries, "entry", "entries"), news), plain)
	writeBlemishes(p, e)
}
