package web

import (
	"slices"

	"github.com/interdict/interdict/casework"
	"github.com/interdict/interdict/population"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/server"
)

// coverage puts into words and a picture how far a population is covered.
func (p *Pages) coverage(s *server.Serving, c *report.Covered, known *population.Population) populationRow {
	out := populationRow{Covered: c, Open: c.Alerts[casework.Open]}
	last := c.Last
	switch {
	case last == nil:
		out.Words = p.words.count("watch.never", c.Members)
	case c.Covered:
		out.Words = p.words.count("watch.covered", c.Members)
	default:
		out.Words = p.words.count("watch.uncovered", c.Members)
	}
	if last != nil {
		out.Changes = p.runWords(last)
		met := metNow(last, known)
		if c.Members > 0 {
			out.Share = int(100 * met / c.Members)
		}
		if last.Generation != c.Generation && met > 0 {
			out.Words = p.words.count("watch.moved", c.Members-met, report.CountWords(c.Members))
		}
	}
	out.Met = p.met(s.Lists, last)
	return out
}

// met says what a run met of the lists, jurisdiction by jurisdiction.
func (p *Pages) met(lists []report.List, last *casework.Run) (out []metLists) {
	for _, l := range lists {
		code := jurisdictionCode(l.ID)
		i := slices.IndexFunc(out, func(m metLists) bool { return m.Code == code })
		if i < 0 {
			i, out = len(out), append(out, metLists{Code: code, State: "on"})
		}
		m := &out[i]
		switch edition := editionOf(last, l.ID); {
		case edition == l.Edition:
			m.Now++
		case edition == "":
			m.State = "none"
		case m.State == "on":
			m.State = "was"
		}
		m.All++
	}
	for i := range out {
		m := &out[i]
		m.Words = p.words.count("watch.met", m.All, report.CountWords(m.Now))
	}
	return out
}

// editionOf is the edition of a list that a run met, empty for none.
func editionOf(last *casework.Run, list string) string {
	if last == nil {
		return ""
	}
	return last.Editions[list]
}

// metNow is how many of the members that there are now the last run met as they
// are. After a file of everyone it may be more: how many went and how many came is
// known together alone, so that the fewest are told.
func metNow(last *casework.Run, known *population.Population) int64 {
	if last.State != known.StateOf(last.Generation) {
		return 0 // it met another population
	}
	met := last.Covered
	for _, l := range known.Loads {
		if l.Generation > last.Generation {
			met -= l.Changed - max(0, l.Members-l.Before) // who came was not met, and takes from nobody
		}
	}
	return min(max(met, 0), known.Members)
}
