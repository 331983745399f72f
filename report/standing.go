package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/interdict/interdict"
)

// writeAcross writes, above an entity's listings, what no single one of them
// tells: who lists it since when and how much later than the first, who removed
// it, and on what they disagree.
func writeAcross(p *page, s *Shown) {
	if len(s.Listings) < 2 && len(s.Conflicts) == 0 {
		return
	}
	p.blank()
	first := earliest(s.Listings)
	label := "Listed by"
	for i := range s.Listings {
		l := &s.Listings[i]
		if l.Status != Listed {
			continue
		}
		words := l.Title + " " + SinceWords(l.Since, l.From)
		if days, ok := DaysBetween(first, l.Since); ok && l.From.Exact() && days > 0 {
			words += ", " + plural(days, "day", "days") + " after the first"
		}
		p.field(0, showLabel, label, words, plain)
		label = ""
	}
	label = "Removed by"
	for i := range s.Listings {
		if l := &s.Listings[i]; l.Status == Delisted && l.LastSeen != nil {
			words := l.Title + ": last in the edition of " + l.LastSeen.Words()
			if l.Removed != nil {
				words += ", gone from that of " + l.Removed.Words()
			}
			p.field(0, showLabel, label, words, plain)
			label = ""
		}
	}
	label = "Disagree on"
	for i := range s.Conflicts {
		p.field(0, showLabel, label, ConflictWords(&s.Conflicts[i]), yellow)
		label = ""
	}
}

// earliest is the earliest exactly known day since which one of the listings is
// listed, nil where there is none.
func earliest(listings []ShownListing) (first *interdict.Date) {
	for i := range listings {
		l := &listings[i]
		if l.Since != nil && l.From.Exact() && l.Since.Exact() && (first == nil || l.Since.First() < first.First()) {
			first = l.Since
		}
	}
	return first
}

// DaysBetween counts the days from one day to another; false where either is
// not known to the day.
func DaysBetween(from, to *interdict.Date) (days int, ok bool) {
	if from == nil || to == nil || !from.Exact() || !to.Exact() {
		return 0, false
	}
	return int(dayTime(*to).Sub(dayTime(*from)).Hours() / 24), true
}

func dayTime(d interdict.Date) time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

// SinceWords says since when a listing is listed, and how that is known.
func SinceWords(since *interdict.Date, from interdict.SinceFrom) string {
	switch {
	case since == nil || since.IsZero() || from == interdict.SinceUnknown:
		return "since a day that nothing tells"
	case from == interdict.SinceEdition:
		return "since the edition of " + since.Words()
	case from == interdict.SinceNotAfter:
		return "since " + since.Words() + " or before"
	}
	return "since " + since.Words()
}

// ConflictWords says on what listings disagree, and who says what.
func ConflictWords(c *interdict.Conflict) string {
	var says []string
	for _, v := range c.Values {
		by := make([]string, len(v.Listings))
		for i, ref := range v.Listings {
			by[i] = ref.List + " " + ref.ID
		}
		says = append(says, conflictValue(c.Field, v.Value)+" ("+strings.Join(by, ", ")+")")
	}
	return fmt.Sprintf("%s: %s", fieldWords(c.Field), strings.Join(says, " or "))
}

func conflictValue(field, value string) string {
	switch field {
	case "birth_date":
		if d, err := interdict.ParseDate(value); err == nil {
			return d.Words()
		}
	case "nationality":
		if name := CountryWords(value); name != "" {
			return name
		}
	}
	return value
}

// StandingWords are an entity's standing in short sentences: by what its listings
// are one, who removed it,
// which sanctions lists never held it, and what the lists disagree on. Since
// when it is listed stands with its listings.
func StandingWords(s *interdict.Standing, title func(list string) string, sanctions func(list string) bool) (out []string) {
	if s == nil {
		return nil
	}
	if by := joinedWords(s.JoinedBy); by != "" {
		out = append(out, "one entity by "+by)
	}
	for _, r := range s.Removed {
		out = append(out, "removed by "+title(r.List)+": gone from the edition of "+r.Removed.Words())
	}
	var never []string
	for _, list := range s.Absent {
		if sanctions(list) {
			never = append(never, list)
		}
	}
	if len(never) > 0 {
		out = append(out, "never on "+strings.Join(never, ", "))
	}
	for i := range s.Conflicts {
		out = append(out, "the lists disagree on the "+ConflictWords(&s.Conflicts[i]))
	}
	return out
}

// joinedWords says in short by what listings are one entity, each kind once.
func joinedWords(all []interdict.Joined) string {
	var out []string
	for i := range all {
		j := &all[i]
		words := interdict.IDType(j.Kind).Words()
		if j.Kind == "likeness" {
			words = fmt.Sprintf("likeness (names %s, %.1f bits)", j.Names, j.Weight.Bits())
		}
		if !slices.Contains(out, words) {
			out = append(out, words)
		}
	}
	return listed(out)
}

// seenSince says since when editions hold a listing whose list states no day;
// empty where that is not known.
func seenSince(s *interdict.Standing, ref interdict.Ref) string {
	if s == nil {
		return ""
	}
	for i := range s.Listed {
		if l := &s.Listed[i]; l.Ref == ref && (l.From == interdict.SinceEdition || l.From == interdict.SinceNotAfter) {
			return SinceWords(&l.Since, l.From)
		}
	}
	return ""
}
