package lists_test

import (
	"context"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// withDeltas is labelled, of which a part whose name is a day is a delta.
type withDeltas struct{ labelled }

func (withDeltas) DeltaDay(part string) (interdict.Date, bool) {
	d, err := interdict.ParseDate(part)
	return d, err == nil
}

func (withDeltas) Whole(name string, _ func(func(*interdict.Listing) error) error) *lists.File {
	return &lists.File{Path: name}
}

// TestDeltas takes a delta with its main file where there is one, and else as an
// edition of its own, in the order of the deltas' days.
func TestDeltas(t *testing.T) {
	dir := tree(t, map[string]string{
		"alone/b":    "list us_test_a 2024-03-25",
		"alone/a":    "list us_test_a 2024-03-26",
		"with/main":  "list us_test_a main",
		"with/delta": "list us_test_a 2024-03-25\n",
		"other/main": "list us_test_b main\n",
		"other/d":    "list us_test_a 2024-03-27",
	})
	for folder, want := range map[string]string{
		"alone": "us_test_a 2024-03-25 delta: 2024-03-25; us_test_a 2024-03-26 delta: 2024-03-26",
		"with":  "us_test_a : main, 2024-03-25",
		"other": "us_test_a 2024-03-27 delta: 2024-03-27; us_test_b : main",
	} {
		editions, skipped, err := lists.Collect(context.Background(), []string{dir + "/" + folder}, []lists.Format{withDeltas{}}, lists.CollectOptions{})
		if err != nil || len(skipped) > 0 {
			t.Errorf("%s: skipped %v, %v", folder, skipped, err)
		}
		var got []string
		for i := range editions {
			e := &editions[i]
			s := e.List + " " + e.Dated.String()
			if _, day, ok := e.Delta(); ok {
				s += " delta"
				if day != e.Dated {
					t.Errorf("%s: dated %s, the delta is of %s", folder, e.Dated, day)
				}
				upon := e.Upon(&lists.File{Path: "the register"})
				if upon.SHA256 != e.SHA256 || len(e.Parts) != 1 || upon.Files()[lists.Main].Path != "the register" || upon.Files()[e.Parts[0].Name] == nil {
					t.Errorf("%s: upon a main file: %+v", folder, upon)
				}
				if _, _, ok := upon.Delta(); ok {
					t.Errorf("%s: a delta with its main file is one alone", folder)
				}
			}
			var parts []string
			for _, p := range e.Parts {
				parts = append(parts, p.Name)
			}
			got = append(got, s+": "+strings.Join(parts, ", "))
		}
		if s := strings.Join(got, "; "); s != want {
			t.Errorf("%s: %s\nwant %s", folder, s, want)
		}
	}
}
