package lists

import (
	"fmt"
	"testing"
)

func TestReportIsBounded(t *testing.T) {
	var r Report
	var err error
	for i := 0; err == nil && i < 2*maxRefused; i++ {
		err = r.Refuse(Refusal{At: fmt.Sprint("line ", i), Code: CodeRagged})
	}
	if err == nil || len(r.Refused) != maxRefused {
		t.Errorf("%d refusals held, error %v", len(r.Refused), err)
	}
	for i := range 2 * maxUnknown {
		r.Meet(fmt.Sprint("element ", i), "line 1")
	}
	r.Meet("element 0", "line 9")
	if len(r.Unknown) != maxUnknown || r.Unknown[0] != (Unknown{Name: "element 0", Count: 2, First: "line 1"}) {
		t.Errorf("%d unknown, first %+v", len(r.Unknown), r.Unknown[0])
	}
}

func TestNothingTaken(t *testing.T) {
	var r Report
	for _, want := range []string{"f.csv: no row could be taken; look", "f.csv, line 2: no row could be taken; it has no name"} {
		if err := r.Nothing(&File{Path: "f.csv"}, "row", "look"); err.Error() != want {
			t.Errorf("%q, want %q", err, want)
		}
		r.Refused = append(r.Refused, Refusal{At: "line 2", Reason: "it has no name"})
	}
}
