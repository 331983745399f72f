package lists

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"

	"github.com/interdict/interdict"
)

// Outsized is an edition beside which a neighbour shows that it is a part only.
type Outsized struct {
	Edition Edition
	Reason  string // a sentence with the remedy
}

// Survey looks ahead where a list comes in several editions at once: it reads
// them, puts all editions in the order in which they are to be loaded, and
// takes out those that have under half the entries of the next one of their
// list, as a sample beside the whole has. Loaded one after the other, such a
// one would come first and be taken for the list. With keep they stay.
//
// The order is that of the dates, those in the content included; undated ones
// come last. Of several undated ones of a list the one that is in force will be
// the last, so they come in the order of the latest day that their listings
// state as that of a designation, else of the year or month that their names
// state, else as they were found.
//
// An edition that cannot be read stays: to say so is for who loads it. The error
// is the end of ctx.
func Survey(ctx context.Context, editions []Edition, keep bool) (ordered []Edition, out []Outsized, err error) {
	byList := map[string][]int{}
	for i := range editions {
		byList[editions[i].List] = append(byList[editions[i].List], i)
	}
	surveyed := make([]surveyedEdition, len(editions))
	for i := range editions {
		surveyed[i].Edition = editions[i]
		if len(byList[editions[i].List]) == 1 {
			continue
		}
		if err := surveyed[i].read(ctx); err != nil {
			return nil, nil, err
		}
	}
	for _, at := range byList {
		orderUndated(surveyed, at)
	}
	slices.SortStableFunc(surveyed, func(a, b surveyedEdition) int { return dateKey(a.Dated) - dateKey(b.Dated) })
	next := map[string]*surveyedEdition{}
	gone := make([]bool, len(surveyed))
	for i := len(surveyed) - 1; i >= 0; i-- {
		s := &surveyed[i]
		if n := next[s.List]; n != nil && s.entries > 0 && 2*s.entries < n.entries && !keep {
			gone[i] = true
			out = append(out, Outsized{s.Edition, s.outsized(n)})
			continue
		}
		if s.entries > 0 {
			next[s.List] = s
		}
	}
	slices.Reverse(out)
	for i := range surveyed {
		if !gone[i] {
			ordered = append(ordered, surveyed[i].Edition)
		}
	}
	return ordered, out, nil
}

// surveyedEdition is an edition with what reading it told.
type surveyedEdition struct {
	Edition
	entries int
	latest  int // the latest day of a designation, as Date.First; 0 where none is stated
}

func (s *surveyedEdition) read(ctx context.Context) error {
	report, err := s.Read(ctx, func(l *interdict.Listing) error {
		for _, d := range []interdict.Date{l.Designation.Listed, l.Designation.Updated} {
			if d.Exact() {
				s.latest = max(s.latest, d.First())
			}
		}
		return nil
	})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return nil // the load says so
	}
	s.entries = report.Entries
	if !report.Published.IsZero() {
		s.Dated, s.DatedBy = report.Published, ""
	}
	return nil
}

func (s *surveyedEdition) outsized(n *surveyedEdition) string {
	of := "the undated edition"
	if !n.Dated.IsZero() {
		of = "the edition of " + n.Dated.Words()
	}
	return fmt.Sprintf("the edition of %s was not taken: it has %d entries, under half of the %d of %s that is loaded with it (%s); if it is the whole list as it was, load it with --accept-shrink",
		s.List, s.entries, n.entries, of, n.Parts[0].File.Path)
}

// orderUndated puts the undated ones among a list's editions, which stand at
// these places, in the order of their age as far as it is known.
func orderUndated(all []surveyedEdition, at []int) {
	at = slices.DeleteFunc(slices.Clone(at), func(i int) bool { return !all[i].Dated.IsZero() })
	undated := make([]surveyedEdition, len(at))
	for i, place := range at {
		undated[i] = all[place]
	}
	for _, day := range []func(surveyedEdition) int{
		func(s surveyedEdition) int { return s.latest },
		func(s surveyedEdition) int { return hinted(s.Parts[0].File.Path) },
	} {
		if !slices.ContainsFunc(undated, func(s surveyedEdition) bool { return day(s) == 0 }) {
			slices.SortStableFunc(undated, func(a, b surveyedEdition) int { return day(a) - day(b) })
			break
		}
	}
	for i, place := range at {
		all[place] = undated[i]
	}
}

// month is a year, or a year and a month, in a name.
var month = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?)(?:\D|$)`)

// hinted is the year or month that the name of a file or of its folder states,
// as Date.First, 0 where neither does. It is too little for an edition's date,
// and enough to tell which of two is older.
func hinted(path string) int {
	for _, name := range []string{filepath.Base(path), filepath.Base(filepath.Dir(path))} {
		if m := month.FindStringSubmatch(name); m != nil {
			if d, err := interdict.ParseDate(m[1]); err == nil {
				return d.First()
			}
		}
	}
	return 0
}
