package register

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/interdict/interdict"
)

// pickEdition finds, among a list's editions in their order, the one that a
// person names; see Diff for how. Errors are of the kinds UnknownEdition and
// Ambiguous.
func pickEdition(editions []Edition, name string) (Edition, error) {
	name = strings.ToLower(strings.TrimSpace(name))
	if name == "" || name == "newest" {
		return editions[len(editions)-1], nil
	}
	list := editions[0].List
	if day, err := interdict.ParseDate(name); err == nil {
		if i := inForce(editions, AsOf{Day: day}); i >= 0 {
			return editions[i], nil
		}
		return Edition{}, unknownEdition("the register holds no edition of %s as old as %s; its first is the %s",
			list, name, &editions[0])
	}
	var found []Edition
	for _, e := range editions {
		if len(name) >= 6 && strings.HasPrefix(e.SHA256.String(), name) {
			found = append(found, e)
		}
	}
	if len(found) == 0 {
		return Edition{}, unknownEdition("the register holds no edition of %s called %q", list, name)
	}
	last := found[len(found)-1]
	if !slices.ContainsFunc(found, func(e Edition) bool { return e.SHA256 != last.SHA256 }) {
		return last, nil
	}
	return Edition{}, &Error{Kind: Ambiguous,
		What:   fmt.Sprintf("%d editions of %s begin with %s", len(found), list, name),
		Remedy: "write more of the SHA-256"}
}

func unknownEdition(format string, args ...any) error {
	return &Error{Kind: UnknownEdition, What: fmt.Sprintf(format, args...),
		Remedy: "name an edition by its date (YYYY-MM-DD) or by six or more digits of its SHA-256"}
}

// AsOf is a moment to ask about: a day in the world, and a time from which on
// the register's knowledge is left out. Zero means now for either.
type AsOf struct {
	// Day: what was in force at its end. A month or year means its last day.
	Day interdict.Date
	// Known: only editions that had been loaded by then are used.
	Known time.Time
	// newest is the last edition that was here when a View was read, 0 where later
	// ones count too.
	newest int64
}

// last is the last day that is asked for, as Date.Last.
func (a AsOf) last() int {
	if a.Day.IsZero() {
		return 99999999
	}
	return a.Day.Last()
}

// stood returns the day at which the edition stood, as the register knew at
// that moment; false where the edition had not been loaded.
func (a AsOf) stood(e *Edition) (day int, ok bool) {
	switch {
	case a.newest > 0 && e.id > a.newest:
		return 0, false
	case a.Known.IsZero():
		return e.Day().First(), true
	case e.Loaded.After(a.Known):
		return 0, false
	case e.Dated.After(a.Known):
		return interdict.DateOf(e.Loaded).First(), true
	}
	return e.Day().First(), true
}

// within narrows a row of editions, from first to last, to those that had been
// loaded; first is behind last where none had.
func (a AsOf) within(editions []Edition, first, last int) (int, int) {
	had := func(i int) bool { _, ok := a.stood(&editions[i]); return ok }
	for first <= last && !had(first) {
		first++
	}
	for first <= last && !had(last) {
		last--
	}
	return first, last
}

// adjoin says whether of a row of editions none that had been loaded lies between
// two.
func (a AsOf) adjoin(editions []Edition, earlier, later int) bool {
	first, last := a.within(editions, earlier+1, later-1)
	return first > last
}

// known are the editions that had been loaded, in the order in which they stood
// then.
func (a AsOf) known(editions []Edition) (out []Edition) {
	day := map[int64]int{}
	for i := range editions {
		if d, ok := a.stood(&editions[i]); ok {
			day[editions[i].id] = d
			out = append(out, editions[i])
		}
	}
	slices.SortFunc(out, func(x, y Edition) int { return cmp.Or(cmp.Compare(day[x.id], day[y.id]), cmp.Compare(x.id, y.id)) })
	return out
}

// inForce returns the index of the edition in force at that moment, -1 where
// the register has none.
func inForce(editions []Edition, at AsOf) int {
	best, bestDay := -1, 0
	for i := range editions {
		day, ok := at.stood(&editions[i])
		if !ok || day > at.last() || day < bestDay {
			continue
		}
		if day > bestDay || editions[i].id > editions[best].id {
			best, bestDay = i, day
		}
	}
	return best
}
