package entities

import (
	"slices"

	"github.com/interdict/interdict"
)

// Conflicts are the facts on which listings of one entity contradict one
// another: each listing states something, and nothing that one states fits what
// the other does. A list that states two birth dates does not contradict one
// that states either of them; a year does not contradict a day within it.
func Conflicts(listings []interdict.Listing) []interdict.Conflict {
	var out []interdict.Conflict
	for _, f := range []struct {
		field  string
		values func(*interdict.Listing) []string
		agree  func(a, b string) bool
	}{
		{"birth_date", births, datesAgree},
		{"gender", func(l *interdict.Listing) []string { return l.Genders }, func(a, b string) bool { return a == b }},
		{"nationality", nationalities, func(a, b string) bool { return a == b }},
	} {
		if c := conflict(listings, f.values, f.agree); c != nil {
			out = append(out, interdict.Conflict{Field: f.field, Values: c})
		}
	}
	return out
}

// conflict is what listings that contradict another state, nil where none does.
func conflict(listings []interdict.Listing, values func(*interdict.Listing) []string, agree func(a, b string) bool) (out []interdict.ConflictValue) {
	states := make([][]string, len(listings))
	for i := range listings {
		states[i] = values(&listings[i])
	}
	for i := range listings {
		against := func(other []string) bool {
			return len(states[i]) > 0 && len(other) > 0 && !slices.ContainsFunc(states[i], func(a string) bool {
				return slices.ContainsFunc(other, func(b string) bool { return agree(a, b) })
			})
		}
		if !slices.ContainsFunc(states, against) {
			continue
		}
		for _, v := range states[i] {
			n := slices.IndexFunc(out, func(c interdict.ConflictValue) bool { return c.Value == v })
			if n < 0 {
				n = len(out)
				out = append(out, interdict.ConflictValue{Value: v})
			}
			if ref := listings[i].Ref(); !slices.Contains(out[n].Listings, ref) {
				out[n].Listings = append(out[n].Listings, ref)
			}
		}
	}
	return out
}

func births(l *interdict.Listing) (out []string) {
	for _, d := range l.BirthDates {
		if !d.IsZero() {
			out = append(out, d.String())
		}
	}
	return out
}

// datesAgree says that two dates can mean one day. What a list calls
// approximate may be two years out.
func datesAgree(a, b string) bool {
	const aYear = 10000
	d, errA := interdict.ParseDate(a)
	e, errB := interdict.ParseDate(b)
	if errA != nil || errB != nil {
		return true
	}
	slack := 0
	if d.Circa || e.Circa {
		slack = 2 * aYear
	}
	return d.First()-slack <= e.Last() && e.First()-slack <= d.Last()
}

func nationalities(l *interdict.Listing) (out []string) {
	for _, c := range l.Countries {
		if (c.Role == interdict.Nationality || c.Role == interdict.Citizenship) && c.Code != "" && !slices.Contains(out, c.Code) {
			out = append(out, c.Code)
		}
	}
	return out
}
