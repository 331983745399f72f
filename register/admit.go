package register

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// refuse is the error of an edition that is not taken.
func (l *loading) refuse(k Kind, what, remedy string) error {
	return &Error{Kind: k, What: "the edition of " + l.List + " was not taken: " + what, Remedy: remedy}
}

// admit refuses an edition that looks like damage rather than news.
func (l *loading) admit(have []Edition, rep lists.Report) error {
	if !l.Published.IsZero() && !exactDay(l.Published) {
		return l.refuse(BadEdition, fmt.Sprintf("its date %s is no exact day", l.Published), "give its date as YYYY-MM-DD with --published")
	}
	if err := l.checkFuture(); err != nil {
		return err
	}
	if l.entries == 0 {
		return l.refuse(Empty, "it has no entries", "check that the file is the whole list; get it again from its publisher")
	}
	if found := l.entries + refusedEntries(l.refused); found < rep.Declared {
		return l.refuse(Incomplete, fmt.Sprintf("its file declares %d entries and has %d", rep.Declared, found),
			"the file is cut short: get it again from its publisher")
	}
	day := l.Published
	if day.IsZero() {
		day = interdict.DateOf(l.Now)
		if i := firstDated(have); i >= 0 {
			return l.refuse(Undated, fmt.Sprintf("%s, while others have one (%s)", noDate(rep), have[i].Published),
				"say when it was published with --published YYYY-MM-DD")
		}
	}
	return l.compareSize(have, day)
}

// checkFuture refuses an edition of a day to come: it would stay in force before
// all that are published until then. A day's grace is for publishers where it
// is tomorrow already.
func (l *loading) checkFuture() error {
	today, tomorrow := interdict.DateOf(l.Now), interdict.DateOf(l.Now.AddDate(0, 0, 1))
	if !tomorrow.Before(l.Published) {
		return nil
	}
	return &Error{Kind: Future, What: fmt.Sprintf("the edition of %s was not taken: its date %s lies in the future, since today is %s", l.List, l.Published, today),
		Remedy: "check the date, and this machine's clock"}
}

// noDate says why an edition's date is not known.
func noDate(rep lists.Report) string {
	if rep.NoDate != "" {
		return fmt.Sprintf("where its date should stand it says %q, which is none", rep.NoDate)
	}
	return "no date is known for it"
}

// compareSize refuses an edition of under half the entries of a neighbour,
// earlier or later: lists lose whole parts by mistake, and parties would be
// let through in silence.
func (l *loading) compareSize(have []Edition, day interdict.Date) error {
	if l.AcceptShrink {
		return nil
	}
	before, after := neighbours(have, rankOf(day, 1e9-1)) // the last of its day
	for _, n := range []*Edition{before, after} {
		if n != nil && 2*l.entries < n.Entries {
			return l.refuse(Shrunk, fmt.Sprintf("it has %d entries, under half of the %d of the %s", l.entries, n.Entries, n),
				"check the file; if the list has really become so short, load it with --accept-shrink")
		}
	}
	return nil
}

// partEntries is of how many entries a part of a list has to be, at least, that
// may not vanish unnoticed.
const partEntries = 10

// partsOf are the parts of its list to which a listing belongs: the parties of its
// kind, and those of its regime.
func partsOf(l *interdict.Listing) []string {
	parts := []string{schemaWords(l.Schema)}
	if l.Designation.Regime != "" {
		parts = append(parts, fmt.Sprintf("entry under %q", l.Designation.Regime))
	}
	return parts
}

// lost says of which part of the edition before it this one has nothing, empty
// where of none: lists lose whole sub-lists by mistake. gone are the records of
// that one's listings which this one lacks. A part that has another name now, or
// whose listings have other ids, is not lost.
func (l *loading) lost(ctx context.Context, tx *sql.Tx, gone []int64) (string, error) {
	if len(gone) < partEntries {
		return "", nil
	}
	find, err := tx.PrepareContext(ctx, "SELECT hash, body FROM record WHERE id = ?")
	if err != nil {
		return "", err
	}
	defer find.Close()
	lacks := map[string]int{}
	for _, id := range gone {
		var hash, body []byte
		if err := find.QueryRowContext(ctx, id).Scan(&hash, &body); err != nil {
			return "", err
		}
		was, err := l.r.decode(hash, body)
		if err != nil {
			return "", err
		}
		for _, p := range partsOf(was) {
			if !l.parts[p] {
				lacks[p]++
			}
		}
	}
	for _, p := range slices.Sorted(maps.Keys(lacks)) {
		if n := lacks[p]; n >= partEntries {
			return fmt.Sprintf("no %s, of which the %s has %d", p, l.out.Previous, n), nil
		}
	}
	return "", nil
}

// exactDay says that the date is one day, and one that the calendar has.
func exactDay(d interdict.Date) bool {
	return d.Exact() && interdict.ValidDay(d.Year, d.Month, d.Day)
}

func firstDated(have []Edition) int {
	for i := range have {
		if !have[i].Published.IsZero() {
			return i
		}
	}
	return -1
}

// refusedEntries counts the refused records that would have been entries of
// their own: a companion's row without a party is none.
func refusedEntries(refused []lists.Refusal) int {
	n := 0
	for _, f := range refused {
		if f.Code != lists.CodeOrphan {
			n++
		}
	}
	return n
}
