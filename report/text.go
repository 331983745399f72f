package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/interdict/interdict"
)

// text is the report for people at a terminal.
type text struct {
	p        *page
	header   *Header
	describe *describer
	subjects int64
	// summary says whether the summary ends the report.
	summary bool
}

// Text returns a Writer of the readable report and writes its header. With
// summary, the report ends with the run's summary; without, whoever calls
// shows it elsewhere (see WriteSummary).
func Text(w io.Writer, style Style, h *Header, lookup Lookup, summary bool) (Writer, error) {
	t := &text{p: newPage(w, style), header: h, describe: newDescriber(h, lookup), summary: summary}
	t.head()
	return t, t.p.flush()
}

func (t *text) head() {
	p, h := t.p, t.header
	p.raw(0, "Interdict screening report", bold)
	about := []string{h.Made.UTC().Format("2 January 2006, 15:04 UTC")}
	about = append(about, h.Inputs...)
	about = append(about, "threshold "+h.Threshold.String())
	if !h.AsOf.IsZero() {
		about = append(about, "with the lists of "+h.AsOf.Words())
	}
	if !h.KnownAt.IsZero() {
		about = append(about, "as known at "+knownWords(h.KnownAt))
	}
	p.text(0, strings.Join(about, " · "), dim)
	if h.Demo {
		p.blank()
		p.banner(demoTitle, demoText)
	}
	p.heading("Lists used")
	listTable(p, 2, h.Lists)
	for _, l := range h.Lists {
		if l.Note != "" && l.Health != Demo {
			p.text(2, "! "+l.Title+": "+l.Note, yellow)
		}
	}
}

// What a report says where the built-in register was used.
const (
	demoTitle = "DEMONSTRATION ONLY: this screened against the small built-in register."
	demoText  = "It holds a few real designations to show how screening works. It is not a sanctions list, it is not kept up to date, " +
		"and a name that is not found here may well be sanctioned. Load the official lists with `interdict lists load` before you rely on an answer."
)

func (t *text) Result(r *interdict.Result) error {
	if len(r.Hits) == 0 && !t.header.All {
		return nil
	}
	if t.subjects++; t.subjects == 1 {
		t.p.heading(t.sectionTitle())
	}
	t.subject(r)
	return t.p.flush()
}

func (t *text) sectionTitle() string {
	if t.header.All {
		return "All subjects"
	}
	return "Subjects with a hit"
}

func (t *text) subject(r *interdict.Result) {
	p, s := t.p, &r.Subject
	p.rule()
	p.text(0, subjectTitle(s), bold)
	p.text(0, identity(s.Schema, s.BirthDates, s.Countries), dim)
	for i := range r.Hits {
		t.hit(s, &r.Hits[i], i+1, len(r.Hits))
	}
	for i := range r.Cleared {
		h := &r.Cleared[i]
		p.blank()
		p.text(2, fmt.Sprintf("%s  %s  %s", p.bar(int(h.Score), 10), h.Score, h.Caption), plain)
		p.text(6, onLists(t.describe, h), dim)
		p.text(6, sentenceCase(clearedReason(s, h))+".", green)
	}
	if len(r.Hits) == 0 && len(r.Cleared) == 0 {
		p.text(2, "Clear: nothing on the lists comes near.", green)
	}
	p.blank()
}

// subjectTitle names a subject: row, id and name.
func subjectTitle(s *interdict.Subject) string {
	var parts []string
	if s.Row > 0 {
		parts = append(parts, "Row "+count(s.Row))
	}
	for _, v := range []string{s.ID, s.Path, s.Name()} {
		if v != "" {
			parts = append(parts, v)
		}
	}
	return strings.Join(parts, " · ")
}

func onLists(d *describer, h *interdict.Hit) string {
	var out []string
	for _, g := range d.designations(h, nil) {
		out = append(out, g.Line())
	}
	return strings.Join(out, "; ")
}

// fieldLabel is the width of the labels at the left of a hit.
const fieldLabel = 11

func (t *text) hit(s *interdict.Subject, h *interdict.Hit, n, of int) {
	p := t.p
	f := t.describe.finding(s, h)
	p.blank()
	head := fmt.Sprintf("%s %s %s", p.bar(int(f.Score), min(20, p.width/5)), f.Score, f.ScoreWords)
	if of > 1 {
		head += fmt.Sprintf(" · hit %d of %d", n, of)
	}
	p.text(2, head, red)
	p.field(2, fieldLabel, "Listed as", f.Caption+" ("+f.Is+")", bold)
	for i := range f.Designations {
		p.field(2, fieldLabel, "On", f.Designations[i].Line(), plain)
	}
	p.field(2, fieldLabel, "Measures", f.Measures, bold)
	if f.Matched != "" {
		p.field(2, fieldLabel, "Matched", f.Matched, plain)
	}
	label := "Why"
	for i := range f.Why {
		r := &f.Why[i]
		p.field(2, fieldLabel, label, string(r.Sign)+" "+r.Text, signTint(r.Sign))
		if len(r.Tokens) > 0 {
			p.alignment(2+fieldLabel+2, r.Tokens, "yours", "list")
		}
		label = ""
	}
	p.field(2, fieldLabel, "How sure", f.Sure, plain)
	label = "Elsewhere"
	for _, s := range f.Standing {
		p.field(2, fieldLabel, label, sentenceCase(s)+".", plain)
		label = ""
	}
	label = "Open"
	for _, o := range f.Open {
		p.field(2, fieldLabel, label, "? "+sentenceCase(o)+".", plain)
		label = ""
	}
}

func signTint(s Sign) tint {
	if s == Against {
		return yellow
	}
	return plain
}

func (t *text) Close(s *Summary) error {
	p := t.p
	if t.subjects == 0 {
		p.blank()
		p.text(0, "No subject reached the threshold.", green)
		p.blank()
	}
	if t.summary {
		writeSummary(p, s)
	}
	return p.flush()
}
