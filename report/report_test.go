package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares an output with the file that holds it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		g, w := bytes.Split(got, []byte("\n")), bytes.Split(want, []byte("\n"))
		i := 0
		for i < min(len(g), len(w))-1 && bytes.Equal(g[i], w[i]) {
			i++
		}
		t.Errorf("%s differs from what the program writes, first in line %d:\n  written %s\n  wanted  %s\nRun the test with -update and look at the change.", path, i+1, g[i], w[i])
	}
}

// write renders the sample run with one writer.
func write(t *testing.T, make func(w io.Writer, h *Header) (Writer, error), h *Header) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := make(&b, h)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range sampleResults() {
		if err := w.Result(&r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(sampleSummary()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asText(style Style) func(io.Writer, *Header) (Writer, error) {
	return func(w io.Writer, h *Header) (Writer, error) { return Text(w, style, h, sampleLookup, true) }
}

func TestTextOutput(t *testing.T) {
	golden(t, "report.txt", write(t, asText(Style{}), sampleHeader()))
	demo := sampleHeader()
	demo.Demo, demo.All = true, false
	golden(t, "report-terminal.txt", write(t, asText(Style{Width: 72, Terminal: true}), demo))
}

func TestPlainTextHasNoEscapes(t *testing.T) {
	demo := sampleHeader()
	demo.Demo = true
	out := string(write(t, asText(Style{}), demo))
	if i := strings.IndexAny(out, "\x1b\u202e\r█─"); i >= 0 {
		t.Errorf("plain text holds %q", out[i:i+3])
	}
	if !strings.Contains(out, "DEMONSTRATION ONLY") {
		t.Error("the banner is missing")
	}
}

func TestTextKeepsItsWidth(t *testing.T) {
	for _, width := range []int{40, 60, 80, 110} {
		out := string(write(t, asText(Style{Width: width}), sampleHeader()))
		for line := range strings.Lines(out) {
			if n := cells(strings.TrimRight(line, "\n")); n > width {
				t.Errorf("width %d: a line takes %d columns: %q", width, n, line)
			}
		}
	}
}

func TestHTML(t *testing.T) {
	html := func(spool io.ReadWriteSeeker) []byte {
		return write(t, func(w io.Writer, h *Header) (Writer, error) { return HTML(w, spool, h, sampleLookup), nil }, sampleHeader())
	}
	out := html(nil)
	golden(t, "report.html", out)

	f, err := os.Create(filepath.Join(t.TempDir(), "spool"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if !bytes.Equal(out, html(f)) {
		t.Error("a page spooled to a file differs from one spooled in memory")
	}
	for _, bad := range []string{"<script", "\x1b", "\u202e", "javascript:", "http://", "https://", "ZgotmplZ"} {
		if bytes.Contains(out, []byte(bad)) {
			t.Errorf("the page holds %q", bad)
		}
	}
	for _, tag := range []string{"table", "article", "section", "details", "dl", "ul", "li", "tr", "td", "th", "div", "span", "bdi", "p"} {
		if a, b := bytes.Count(out, []byte("<"+tag+">"))+bytes.Count(out, []byte("<"+tag+" ")), bytes.Count(out, []byte("</"+tag+">")); a != b {
			t.Errorf("<%s> is opened %d times and closed %d times", tag, a, b)
		}
	}
	if a, b := bytes.Count(out, []byte("<table")), bytes.Count(out, []byte("<caption")); a != b {
		t.Errorf("%d tables have %d captions", a, b)
	}
}

func TestJSONLines(t *testing.T) {
	out := write(t, func(w io.Writer, h *Header) (Writer, error) { return JSONLines(w, h), nil }, sampleHeader())
	golden(t, "hits.jsonl", out)
	if n := bytes.Count(out, []byte("\n")); n != len(sampleResults()) {
		t.Errorf("%d lines for %d subjects", n, len(sampleResults()))
	}
	if bytes.Contains(out, []byte("null")) {
		t.Error("an empty list is written as null")
	}
	some := sampleHeader()
	some.All = false
	out = write(t, func(w io.Writer, h *Header) (Writer, error) { return JSONLines(w, h), nil }, some)
	for line := range bytes.Lines(out) {
		var l struct {
			Subject SubjectLine
			Hits    []map[string]any
		}
		if err := json.Unmarshal(line, &l); err != nil {
			t.Fatal(err)
		}
		if len(l.Hits) == 0 {
			t.Errorf("row %d has no hit and a line all the same", l.Subject.Row)
		}
	}
}

func TestCSV(t *testing.T) {
	out := write(t, CSV, sampleHeader())
	golden(t, "hits.csv", out)
	rows, err := csv.NewReader(bytes.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1+5+2 {
		t.Errorf("%d lines for five hits and two clear subjects", len(rows))
	}
	for _, row := range rows[1:] {
		for i, c := range row {
			if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
				t.Errorf("column %s begins a formula: %q", rows[0][i], c)
			}
		}
	}
}

func TestListJSON(t *testing.T) {
	b, err := json.Marshal(Status{Lists: []List{{ID: "x", Health: Stale}, sampleHeader().Lists[0]}})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"lists":[{"id":"x","title":"","edition":"","age_days":0,"entries":0,"health":"stale","note":"","published":null,"loaded":null},` +
		`{"id":"gb_hmt_sanctions","title":"UK consolidated list (closed)","edition":"ab12","age_days":593,"entries":3721,"health":"stale",` +
		`"note":"593 days old, its limit is 3 days; load a newer edition","published":"2025-04-10","loaded":"2026-11-23T08:00:00Z"}]}`
	if string(b) != want {
		t.Errorf("got  %s\nwant %s", b, want)
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		in    string
		width int
		want  string
	}{
		{"", 10, ""},
		{"one two three", 7, "one two|three"},
		{"武汉晓睿智科技有限责任公司", 10, "武汉晓睿智|科技有限责|任公司"},
		{"abcdefghij", 4, "abcd|efgh|ij"},
		{"a abcdefgh b", 4, "a|abcd|efgh|b"},
	} {
		if got := strings.Join(wrap(c.in, c.width), "|"); got != c.want {
			t.Errorf("wrap(%q, %d) = %q, want %q", c.in, c.width, got, c.want)
		}
	}
}

func TestWrapIsLinear(t *testing.T) {
	for _, s := range []string{strings.Repeat("x", 1<<20), strings.Repeat("\u0301", 1<<19), strings.Repeat("武", 1<<18)} {
		began := time.Now()
		wrap(s, 80)
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("wrapping %d bytes took %v", len(s), took)
		}
	}
}

func TestChanceAndAge(t *testing.T) {
	for n, want := range map[float64]string{
		1e6:     "unrelated parties often agree this well",
		977:     "about 977 in a million unrelated parties would agree this well",
		0.06:    "about 1 in 17 million unrelated parties would agree this well",
		0.0039:  "about 1 in 260 million unrelated parties would agree this well",
		0.01002: "about 1 in 100 million unrelated parties would agree this well",
		0.001:   "about 1 in 1,000 million unrelated parties would agree this well",
		1e-9:    "fewer than 1 in a thousand million unrelated parties would agree this well",
	} {
		if got := chance(n); got != want {
			t.Errorf("chance(%g) = %q, want %q", n, got, want)
		}
	}
	now := sampleHeader().Made
	for date, want := range map[string]string{"2026-11-24": "0 days", "2026-11-23": "1 day", "2025-04-10": "19 months", "2018": "7 years"} {
		d, err := interdict.ParseDate(date)
		if err != nil {
			t.Fatal(err)
		}
		if got := age(AgeDays(d, now)); got != want {
			t.Errorf("the age of %s is %q, want %q", date, got, want)
		}
	}
}

// Many stale lists are told in one line: a run's result must not drown in them.
func TestManyStaleLists(t *testing.T) {
	s := Summary{}
	for i := range 6 {
		id := fmt.Sprintf("list%d", i)
		s.Lists = append(s.Lists, List{ID: id, Title: "List", Note: "old"})
		s.Stale = append(s.Stale, id)
	}
	s.Lists = append(s.Lists, List{ID: "list6", Title: "List", Health: Incomplete, Note: "missing: aliases"})
	var b bytes.Buffer
	if err := WriteSummary(&b, Style{}, &s); err != nil {
		t.Fatal(err)
	}
	if text := b.String(); strings.Count(text, "Stale") != 1 || !strings.Contains(text, "6 of 7 lists are stale (lists status says more): list0") ||
		!strings.Contains(text, "list5") || !strings.Contains(text, "Incomplete List (list6): missing: aliases") {
		t.Errorf("many stale lists:\n%s", text)
	}
}

// TestRefusedLines counts what was left out in whole sentences.
func TestRefusedLines(t *testing.T) {
	for _, c := range []struct {
		partial int64
		run     bool
		want    string
	}{
		{1, true, "0; 1 value was left out of screened rows (bad_date 1)"},
		{2, true, "0; 2 values were left out of screened rows (bad_date 2)"},
		{2, false, "0; 2 values would be left out of screened rows (bad_date 2)"},
	} {
		var said []string
		refusedLines(func(_, text string, _ tint) { said = append(said, text) }, 0, c.partial, map[string]int64{"bad_date": c.partial}, nil, c.run)
		if said[0] != c.want {
			t.Errorf("%q, want %q", said[0], c.want)
		}
	}
}

// TestSentenceCase leaves names of hosts and files as they are.
func TestSentenceCase(t *testing.T) {
	for s, want := range map[string]string{
		"": "", "no connection": "No connection", "Zhao": "Zhao", "none.": "None.",
		"mirror.example: EOF": "mirror.example: EOF", "lists/sdn.csv is empty": "lists/sdn.csv is empty",
	} {
		if got := sentenceCase(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}
