package register

import (
	"fmt"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// admit refuses an edition that looks like damage rather than news.
func (l *loading) admit(have []Edition, rep lists.Report) error {
	refuse := func(k Kind, what, remedy string) error {
		return &Error{Kind: k, What: "the edition of " + l.List + " was not taken: " + what, Remedy: remedy}
	}
	if !l.Published.IsZero() && !exactDay(l.Published) {
		return refuse(BadEdition, fmt.Sprintf("its date %s is no exact day", l.Published), "give its date as YYYY-MM-DD with --published")
	}
	if l.entries == 0 {
		return refuse(Empty, "it has no entries", "check that the file is the whole list; get it again from its publisher")
	}
	if found := l.entries + refusedEntries(l.refused); found < rep.Declared {
		return refuse(Incomplete, fmt.Sprintf("its file declares %d entries and has %d", rep.Declared, found),
			"the file is cut short: get it again from its publisher")
	}
	day := l.Published
	if day.IsZero() {
		day = interdict.DateOf(l.Now)
		if i := firstDated(have); i >= 0 {
			return refuse(Undated, fmt.Sprintf("no date is known for it, while others have one (%s)", have[i].Published),
				"say when it was published with --published YYYY-MM-DD")
		}
	}
	return l.compareSize(have, day, refuse)
}

// compareSize refuses an edition of under half the entries of a neighbour,
// earlier or later: lists lose whole parts by mistake, and parties would be
// let through in silence.
func (l *loading) compareSize(have []Edition, day interdict.Date, refuse func(Kind, string, string) error) error {
	if l.AcceptShrink {
		return nil
	}
	before, after := neighbours(have, rankOf(day, 1e9-1)) // the last of its day
	for _, n := range []*Edition{before, after} {
		if n != nil && 2*l.entries < n.Entries {
			return refuse(Shrunk, fmt.Sprintf("it has %d entries, under half of the %d of the %s", l.entries, n.Entries, n),
				"check the file; if the list has really become so short, load it with --accept-shrink")
		}
	}
	return nil
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
