package main

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict"
)

func near(a, b float64) bool { return math.Abs(a-b) < 0.00005 }

// The intervals are those that textbooks give: Wilson (1927) by Newcombe,
// Statistics in Medicine 17 (1998), table I.
func TestWilson(t *testing.T) {
	for _, c := range []struct {
		share
		low, high float64
	}{
		{share{81, 263}, 0.2553, 0.3662},
		{share{15, 148}, 0.0624, 0.1605},
		{share{0, 20}, 0, 0.1611},
		{share{1, 29}, 0.0061, 0.1718},
	} {
		if low, high := c.wilson(); !near(low, c.low) || !near(high, c.high) {
			t.Errorf("%d of %d: %.4f to %.4f, want %.4f to %.4f", c.got, c.of, low, high, c.low, c.high)
		}
	}
}

func TestF1AndBalanced(t *testing.T) {
	c := confusion{}
	for range 6 {
		c.add(true, true)
	}
	c.add(true, false)
	c.add(true, false)
	c.add(false, true)
	for range 3 {
		c.add(false, false)
	}
	value, low, high := c.f1()
	if want := 12.0 / 15; !near(value, want) || low >= value || high <= value {
		t.Errorf("F1 is %.4f (%.4f to %.4f), want %.4f within", value, low, high, want)
	}
	if value, low, high = c.balanced(); !near(value, 0.75) || low >= value || high <= value {
		t.Errorf("balanced accuracy is %.4f (%.4f to %.4f), want 0.75 within", value, low, high)
	}
}

// No name may be in two folds, whatever the order in which the pairs come.
func TestGroups(t *testing.T) {
	pairs := [][2]string{{"d", "c"}, {"a", "B"}, {"c", "b"}, {"x", "y"}}
	for range 2 {
		g := groups{}
		for _, p := range pairs {
			g.join(p[0], p[1])
		}
		for _, n := range []string{"a", "B", "c", "d"} {
			if g.of(n) != "a" {
				t.Errorf("%s is of group %q, want a", n, g.of(n))
			}
		}
		if g.of("y") != "x" {
			t.Errorf("y is of group %q, want x", g.of("y"))
		}
		slices.Reverse(pairs)
	}
}

func TestFolds(t *testing.T) {
	one, err := parseFold("2/5", false)
	if err != nil {
		t.Fatal(err)
	}
	rest, _ := parseFold("2/5", true)
	taken := 0
	for i := range 1000 {
		key := strings.Repeat("k", i)
		if one.takes(key) == rest.takes(key) {
			t.Fatalf("case %d is in both or in neither", i)
		}
		if one.takes(key) {
			taken++
		}
	}
	if taken < 120 || taken > 280 {
		t.Errorf("one fold of five takes %d of 1000", taken)
	}
	for _, bad := range []string{"", "2", "0/5", "6/5", "a/b", "1/1"} {
		if _, err := parseFold(bad, false); err == nil {
			t.Errorf("%q is taken for a fold", bad)
		}
	}
}

// What was saved comes back, and a comparison names what has changed.
func TestOutcomes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "before.tsv")
	before := []measured{{row: row{name: "r"}, result: &result{cases: []outcome{
		{id: "1", text: "A\tB", expected: "match", answer: "no match", score: 6999, right: false},
		{id: "2", text: "C", expected: "match", answer: "match", score: 10000, right: true},
		{id: "3", text: "D", expected: "match", answer: "match", score: 7001, right: true},
	}}}}
	if err := writeOutcomes(path, before); err != nil {
		t.Fatal(err)
	}
	read, err := readOutcomes(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := read[[2]string{"r", "1"}]; got.score != 6999 || got.right || got.text != "A B" {
		t.Errorf("case 1 came back as %+v", got)
	}
	now := before
	now[0].cases = []outcome{
		{id: "1", text: "A B", expected: "match", answer: "match", score: 7100, right: true},
		{id: "2", text: "C", expected: "match", answer: "no match", score: 1, right: false},
		{id: "3", text: "D", expected: "match", answer: "match", score: 7001, right: true},
		{id: "4", text: "E", expected: "match", answer: "match", score: 7001, right: true},
	}
	var out strings.Builder
	compare(&out, read, now)
	for _, want := range []string{"1 won, 1 lost, 1 new", "+ A B  0.6999 -> 0.7100", "- C  1.0000 -> 0.0001"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
	if err := os.WriteFile(path, []byte("not such a file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readOutcomes(path); err == nil {
		t.Error("any text is taken for saved outcomes")
	}
}

func TestAims(t *testing.T) {
	f := figure{value: 0.0012, low: 0.0009, high: 0.0016, aim: under(0.0015)}
	if got := f.aimed(); got != "under 0.15 %: reached" {
		t.Errorf("got %q", got)
	}
	f.aim = under(0.001)
	if got := f.aimed(); got != "under 0.1 %: NOT reached" {
		t.Errorf("got %q", got)
	}
	f = figure{value: 0.9, aim: over(0.9), decimal: true}
	if got := f.aimed(); got != "over 0.9: NOT reached" {
		t.Errorf("got %q", got)
	}
	f = figure{value: 1, aim: least(1)}
	if got := f.aimed(); got != "100 %: reached" {
		t.Errorf("got %q", got)
	}
}

func TestNumber(t *testing.T) {
	cases := []outcome{{id: "a"}, {id: "b"}, {id: "a"}, {id: "a"}}
	number(cases)
	for i, want := range []string{"a", "b", "a #2", "a #3"} {
		if cases[i].id != want {
			t.Errorf("case %d is called %q, want %q", i, cases[i].id, want)
		}
	}
}

// A row whose set is absent is told of and does not end the run.
func TestAbsentSet(t *testing.T) {
	var out, messages strings.Builder
	o := options{shared: t.TempDir(), rows: "name_bench"}
	if err := run(&o, &out, &messages); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(messages.String(), "name_bench is left out") {
		t.Errorf("the message is %q", messages.String())
	}
}

// Without all the sets the document is left as it was.
func TestDocumentStays(t *testing.T) {
	var out, messages strings.Builder
	path := filepath.Join(t.TempDir(), "ACCURACY.md")
	o := options{shared: t.TempDir(), data: t.TempDir(), out: path}
	if err := run(&o, &out, &messages); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err == nil || !strings.Contains(messages.String(), "is left as it was") {
		t.Errorf("it was written; the messages are %q", messages.String())
	}
}

// A table says what was measured, how surely, and what peers reach.
func TestDocument(t *testing.T) {
	r := &result{}
	r.rate("found", share{99, 100}, least(1), "a peer 90 %")
	r.note("Of %d names.", 100)
	text := string(document([]measured{{row: row{title: "Names"}, result: r}}, 7000, time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)))
	for _, want := range []string{"threshold of 0.7000", "28 November 2026", "## Names", "| found | 99.00 % | 94.55 % to 99.82 % | 99 of 100 | 100 %: NOT reached | a peer 90 % |", "- Of 100 names."} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}

// The labelled names are scored as the command line scores them.
func TestNameBench(t *testing.T) {
	shared := filepath.Join("..", "..", "..", "shared")
	if _, err := os.Stat(filepath.Join(shared, "data", "matching", "name_bench")); err != nil {
		t.Skip("the stored sets are not beside the checkout")
	}
	b := &bench{shared: shared, threshold: interdict.DefaultThreshold}
	r, err := nameBench(b)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.cases) < 300 {
		t.Errorf("only %d cases were scored", len(r.cases))
	}
	for _, c := range r.cases {
		if c.right != ((c.score >= b.threshold) == (c.expected == "match")) {
			t.Errorf("%s: right is %t at %s", c.text, c.right, c.score)
		}
	}
}
