package main

import (
	"strings"
	"testing"

	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/runs"
)

// TestCompareRanges: whatever a range comes to that its receipt does not say is
// told, and only where the rows are those of the run is it a difference.
func TestCompareRanges(t *testing.T) {
	range1 := runs.Range{FirstRow: 1, Rows: 10, InputMAC: "i1", ResultsMAC: "r1", Screened: 9, Refused: 1, Hits: 2, SubjectsHit: 1, Codes: map[string]int64{"no_name": 1}}
	range2 := runs.Range{FirstRow: 11, Rows: 5, InputMAC: "i2", ResultsMAC: "r2", Screened: 5}
	change := func(f func(*runs.Range)) []runs.Range {
		r := range1
		f(&r)
		return []runs.Range{r, range2}
	}
	was := []runs.Range{range1, range2}
	for name, c := range map[string]struct {
		is     []runs.Range
		result string
		first  string // the first range's words
		rows   int64  // the last range's
	}{
		"the same":         {was, report.Agrees, "", 5},
		"another row":      {change(func(r *runs.Range) { r.InputMAC, r.ResultsMAC = "x", "x" }), report.NotComparable, "the input is not what it was", 5},
		"another score":    {change(func(r *runs.Range) { r.ResultsMAC = "x" }), report.Differs, "hits: 2, as the receipt says, but not the same ones or not with the same scores", 5},
		"a hit fewer":      {change(func(r *runs.Range) { r.ResultsMAC, r.Hits = "x", 1 }), report.Differs, "hits: 1, the receipt says 2", 5},
		"a refusal more":   {change(func(r *runs.Range) { r.Refused, r.Screened = 2, 8 }), report.Differs, "rows refused and screened in part: 2 and 0, the receipt says 1 and 0", 5},
		"another reason":   {change(func(r *runs.Range) { r.Codes = map[string]int64{"bad_quote": 1} }), report.Differs, "rows refused and screened in part: 1 and 0, the receipt says 1 and 0", 5},
		"cut off":          {was[:1], report.NotComparable, "", 5},
		"grown":            {append(was[:2:2], runs.Range{FirstRow: 16, Rows: 7}), report.NotComparable, "", 7},
		"nothing any more": {nil, report.NotComparable, "the input has no such rows any more", 5},
		"differs and more": {append(change(func(r *runs.Range) { r.Hits = 1 }), runs.Range{FirstRow: 16, Rows: 7}), report.Differs, "hits: 1, the receipt says 2", 7},
	} {
		a := &report.Replayed{}
		compareRanges(a, was, c.is, nil)
		last := a.Ranges[len(a.Ranges)-1]
		if a.Result != c.result || a.Ranges[0].Words != c.first || last.Rows != c.rows || last.FirstRow < 11 {
			t.Errorf("%s: %+v", name, a)
		}
	}
	one := &report.Replayed{RangesOfRun: 2}
	compareRanges(one, was, was, func(n int) bool { return n == 1 })
	var b strings.Builder
	if err := report.WriteReplayed(&b, report.Style{}, one); err != nil || len(one.Ranges) != 1 || !strings.Contains(b.String(), "of the run's 2 ranges these come to what") {
		t.Errorf("%v, %+v\n%s", err, one, b.String())
	}
}
