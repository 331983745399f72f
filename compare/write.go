package compare

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/interdict/interdict/report"
)

// words are reasons in words.
var words = map[string]string{
	ReasonNotLoaded: "its list is not loaded here", ReasonEdition: "another edition of the list", ReasonUnknown: "not recognised here",
	ReasonThreshold: "below our threshold", ReasonCandidate: "the names differ too much for us", ReasonSchema: "another kind of party",
	ReasonNotChosen: "not looked for here", ReasonNotThere: "its list is not over there", ReasonTheirLimit: "its answer was full",
	ReasonBelowTheirs: "below its threshold", ReasonNotFound: "not found over there", ReasonOrder: "another order",
}

// Lines writes one line of JSON for each request.
func Lines(w io.Writer, r *Report) error {
	e := report.Encoder(w)
	for i := range r.Results {
		if err := e.Encode(&r.Results[i]); err != nil {
			return err
		}
	}
	return nil
}

// header is that of the table of differences.
var header = []string{"row", "id", "name", "what", "reason", "words", "their_id", "their_caption", "their_score", "their_lists", "our_id", "our_caption", "our_score", "our_lists"}

// CSV writes one line for each difference, and for each request that failed.
func CSV(w io.Writer, r *Report) error {
	c := csv.NewWriter(w)
	c.UseCRLF = true
	err := c.Write(header)
	for i := range r.Results {
		one := &r.Results[i]
		all := one.Differences
		if one.Status == Failed {
			all = []Difference{{What: Failed, Words: one.Failure}}
		}
		for k := range all {
			d := &all[k]
			line := []string{strconv.FormatInt(one.Row, 10), one.ID, one.Name, d.What, d.Reason, d.Words}
			line = append(append(line, cells(d.Their)...), cells(d.Our)...)
			for j := range line {
				line[j] = report.SafeCell(line[j])
			}
			if err == nil {
				err = c.Write(line)
			}
		}
	}
	c.Flush()
	if err == nil {
		err = c.Error()
	}
	return err
}

func cells(f *Finding) []string {
	if f == nil {
		return make([]string, 4)
	}
	return []string{f.ID, f.Caption, strconv.FormatFloat(f.Score, 'f', 4, 64), strings.Join(f.Lists, "; ")}
}

//go:embed compare.html
var pageHTML string

var page = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("compare").Funcs(template.FuncMap{
		"words":   func(reason string) string { return words[reason] },
		"what":    whatWords,
		"score":   func(f float64) string { return strconv.FormatFloat(f, 'f', 4, 64) },
		"percent": func(f float64) string { return strconv.FormatFloat(f*100, 'f', 2, 64) + " %" },
		"join":    strings.Join,
		"reasons": func(s Summary) []string { return s.reasons() },
	}).Parse(pageHTML))
})

// HTML writes a page that needs no other file.
func HTML(w io.Writer, r *Report) error { return page().Execute(w, r) }

func whatWords(what string) string {
	return map[string]string{OnlyTheirs: "only there", OnlyOurs: "only here", Order: "order", Failed: "failed"}[what]
}

// reasons are those of a summary, the most frequent first.
func (s *Summary) reasons() (out []string) {
	for reason := range s.Reasons {
		out = append(out, reason)
	}
	slices.SortFunc(out, func(a, b string) int {
		if s.Reasons[a] != s.Reasons[b] {
			return s.Reasons[b] - s.Reasons[a]
		}
		return strings.Compare(a, b)
	})
	return out
}

// Text writes the report for a terminal: every difference, then the summary.
func Text(w io.Writer, style report.Style, r *Report) error {
	t := &text{w: w, width: style.Width}
	if t.width < 40 {
		t.width = report.DefaultWidth
	}
	t.line(0, fmt.Sprintf("Compared with %s at %s: %s", r.Kind, r.Against, count(r.Summary.Requests, "request")))
	if r.Demo {
		t.line(0, "DEMONSTRATION ONLY: our side answered from the small built-in register.")
	}
	for i := range r.Results {
		t.result(&r.Results[i])
	}
	t.summary(r)
	return t.err
}

// text lays lines out and keeps the first error.
type text struct {
	w     io.Writer
	width int
	err   error
}

// labelWidth is the width of the summary's labels.
const labelWidth = 14

// line writes text, broken at spaces to the width.
func (t *text) line(indent int, s string) { t.broken(strings.Repeat(" ", indent), indent, s) }

// labelled writes text beside a label.
func (t *text) labelled(label, s string) {
	t.broken(label+strings.Repeat(" ", max(labelWidth-len(label), 1)), labelWidth, s)
}

// broken writes text behind a beginning, further lines under the text.
func (t *text) broken(begin string, indent int, s string) {
	room := max(t.width-indent, 20)
	line := ""
	flush := func() {
		if t.err == nil {
			_, t.err = io.WriteString(t.w, strings.TrimRight(begin+line, " ")+"\n")
		}
		begin, line = strings.Repeat(" ", indent), ""
	}
	for _, word := range strings.Fields(report.Clean(s)) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > room {
			flush()
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	flush()
}

func (t *text) result(r *Result) {
	if r.Status == Same {
		return
	}
	t.line(0, "")
	t.line(0, fmt.Sprintf("%d · %s", r.Row, r.Name))
	if r.Status == Failed {
		t.line(2, "failed: "+r.Failure)
	}
	for i := range r.Differences {
		d := &r.Differences[i]
		f := d.Their
		if d.What == OnlyOurs {
			f = d.Our
		}
		t.line(2, fmt.Sprintf("%s: %s, %s, %.4f · %s", whatWords(d.What), f.Caption, strings.Join(f.Lists, " "), f.Score, words[d.Reason]))
		t.line(6, d.Words)
	}
}

func (t *text) summary(r *Report) {
	s := &r.Summary
	t.line(0, "")
	row := func(label, format string, args ...any) { t.labelled(label, fmt.Sprintf(format, args...)) }
	row("Agreement", "%.2f %% of %s: %d the same, %d in another order, %d differ", s.Agreement*100, count(s.Answered, "answered request"), s.Same, s.OtherOrder, s.Differ)
	if s.Failed+len(r.Refused) > 0 || r.Cut {
		more := ""
		if r.Cut {
			more = "; the file holds more requests than were put"
		}
		row("Left out", "%d not answered, %d lines without a request%s", s.Failed, len(r.Refused), more)
	}
	row("With a match", "%d there, %d here", s.AlertedTheirs, s.AlertedOurs)
	row("Matches", "%d there, %d here, %d on both sides", s.MatchesTheirs, s.MatchesOurs, s.MatchesBoth)
	for _, reason := range s.reasons() {
		row("", "%d × %s (%s)", s.Reasons[reason], words[reason], reason)
	}
	row("Time there", "p50 %.3f ms, p90 %.3f, p99 %.3f, longest %.3f, over the network", s.Theirs.P50, s.Theirs.P90, s.Theirs.P99, s.Theirs.Max)
	row("Time here", "p50 %.3f ms, p90 %.3f, p99 %.3f, longest %.3f, in this process", s.Ours.P50, s.Ours.P90, s.Ours.P99, s.Ours.Max)
	for i := range r.Lists {
		l := &r.Lists[i]
		row(map[bool]string{true: "Lists"}[i == 0], "%s", listWords(l))
	}
	row("Ours", "policy %s, threshold %s, snapshot %.12s, analysis %.12s", r.Policy, r.Threshold, r.Hashes.Snapshot, r.Hashes.Analysis)
}

// listWords are the entries of a list on both sides.
func listWords(l *ListBoth) string {
	here, there := "not loaded here", "not there"
	if l.Here != nil {
		here = count(*l.Here, "entry") + " here"
		if !l.Published.IsZero() {
			here += " (" + l.Published.Words() + ")"
		}
	}
	if l.There != nil {
		there = strconv.Itoa(l.There.Entries) + " there"
		if l.There.Version != "" {
			there += fmt.Sprintf(" (%.20s)", l.There.Version)
		}
	}
	return l.ID + ": " + here + ", " + there
}

func count(n int, of string) string {
	if n != 1 {
		of = strings.TrimSuffix(of, "y") + map[bool]string{true: "ies", false: "s"}[strings.HasSuffix(of, "y")]
	}
	return strconv.Itoa(n) + " " + of
}
