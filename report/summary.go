package report

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// shownRefusals is how many refused rows a text names one by one; the JSON
// summary holds all that were kept.
const shownRefusals = 20

// WriteSummary writes what a run came to, for people.
func WriteSummary(w io.Writer, style Style, s *Summary) error {
	p := newPage(w, style)
	writeSummary(p, s)
	return p.flush()
}

func writeSummary(p *page, s *Summary) {
	p.raw(0, "SUMMARY", bold)
	line := func(label, text string, t tint) { p.field(2, fieldLabel, label, text, t) }
	if s.Demo {
		line("", "DEMONSTRATION ONLY: screened against the small built-in register.", red)
	}
	line("Read", plural(s.Read, "row", "rows"), plain)
	line("Screened", count(s.Screened), plain)
	refusedLines(line, s.Refused, s.Partial, s.Codes, s.Refusals, true)
	hits := "none"
	if s.Hits > 0 {
		hits = plural(s.Hits, "hit", "hits") + " on " + plural(s.SubjectsHit, "subject", "subjects")
	}
	line("Hits", hits, bold)
	line("Time", timeWords(s), plain)
	canaryLines(line, s.Canaries)
	staleLines(line, s)
	for _, n := range s.Notes {
		line("Note", n, yellow)
	}
	if s.Receipt != "" {
		line("Receipt", s.Receipt+"; interdict audit verify checks it", plain)
	}
	line("Policy", s.Policy+", threshold "+s.Threshold.String(), plain)
	for _, h := range []struct{ name, hash string }{
		{"snapshot", s.Hashes.Snapshot}, {"analysis", s.Hashes.Analysis}, {"scoring", s.Hashes.Scoring}, {"policy id", s.Hashes.Policy},
	} {
		p.field(2, fieldLabel, sentenceCase(h.name), orDash(h.hash), dim)
	}
}

// shownLost is how many lost canaries are told one by one.
const shownLost = 6

// canaryLines say whether the canaries of a run were found.
func canaryLines(line func(label, text string, t tint), c *CanaryCount) {
	switch {
	case c == nil:
	case c.OK:
		line("Canaries", fmt.Sprintf("all %s found; they are counted nowhere", count(c.Canaries)), plain)
	default:
		line("Canaries", fmt.Sprintf("%s of %s found: this run does not find everyone who must be found", count(c.Found), count(c.Canaries)), red)
		for i := range c.Lost[:min(len(c.Lost), shownLost)] {
			l := &c.Lost[i]
			line("", fmt.Sprintf("lost %q (listing %s) at the stage %s: %s", l.Name, l.Listing, l.Stage, l.Words), plain)
		}
	}
}

// shownStale is how many stale lists are told one by one.
const shownStale = 3

// staleLines names the lists that are stale or lack a part: what is wrong with each,
// or only their ids where they are many.
func staleLines(line func(label, text string, t tint), s *Summary) {
	var incomplete []string
	for i := range s.Lists {
		if l := &s.Lists[i]; l.Health == Incomplete {
			incomplete = append(incomplete, l.ID)
		}
	}
	for _, of := range []struct {
		label, are string
		ids        []string
	}{{"Stale", "are stale", s.Stale}, {"Incomplete", "lack a part", incomplete}} {
		if len(of.ids) > shownStale {
			line(of.label, fmt.Sprintf("%d of %d lists %s (lists status says more): %s", len(of.ids), len(s.Lists), of.are, strings.Join(of.ids, ", ")), yellow)
			continue
		}
		for i := range s.Lists {
			if l := &s.Lists[i]; slices.Contains(of.ids, l.ID) {
				line(of.label, titled(l.Title, l.ID)+": "+l.Note, yellow)
			}
		}
	}
}

// refusedLines says what could not be read, row by row up to a bound. run
// tells a run from its rehearsal.
func refusedLines(line func(label, text string, t tint), refused, partial int64, codes map[string]int64, rows []Refusal, run bool) {
	if refused+partial == 0 {
		line("Refused", "none", plain)
		return
	}
	said := count(refused)
	switch {
	case partial > 0 && !run:
		said += "; " + plural(partial, "value", "values") + " would be left out of screened rows"
	case partial > 0:
		said += "; " + plural(partial, "value was", "values were") + " left out of screened rows"
	}
	line("Refused", said+" ("+codesWords(codes)+")", red)
	for i := range rows[:min(len(rows), shownRefusals)] {
		line("", rows[i].Words(), plain)
	}
	if more := refused + partial - int64(min(len(rows), shownRefusals)); more > 0 {
		line("", "and "+count(more)+" more; the first "+count(len(rows))+" stand in the JSON summary", plain)
	}
	if run {
		line("", "This run is incomplete: mend these rows and screen them again.", red)
	}
}

// Words is the refusal in one line.
func (r *Refusal) Words() string {
	where := "row " + count(r.Row)
	if r.File != "" {
		where = r.File + ", " + where
	}
	return where + ": " + r.Code + ": " + r.Reason
}

func codesWords(codes map[string]int64) string {
	var names []string
	for c := range codes {
		names = append(names, c)
	}
	slices.Sort(names)
	for i, c := range names {
		names[i] = c + " " + count(codes[c])
	}
	return strings.Join(names, ", ")
}

func timeWords(s *Summary) string {
	t := strconv.FormatFloat(s.Seconds, 'f', 1, 64) + " s"
	if s.Seconds < 0.05 {
		t = "under 0.1 s"
	}
	if r := s.Rate(); r > 0 && s.Seconds >= 0.1 {
		t += ", " + count(int64(r)) + " rows a second"
	}
	return t
}
