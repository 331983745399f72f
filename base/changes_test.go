package base_test

import (
	"testing"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/register"
)

// Undated editions that were loaded on one day are told apart by their times.
func TestDiffOfOneDay(t *testing.T) {
	edition := func(hour int) register.Edition {
		return register.Edition{List: "our_list", Loaded: time.Date(2026, 11, 29, hour, 2, 3, 0, time.UTC)}
	}
	d := base.DiffWords(&register.Diff{List: "our_list", FromEdition: edition(9), ToEdition: edition(10)})
	if want := "undated edition loaded on 29 November 2026 at 09:02:03"; d.From != want {
		t.Errorf("from %q, not %q", d.From, want)
	}
	if want := "undated edition loaded on 29 November 2026 at 10:02:03"; d.To != want {
		t.Errorf("to %q, not %q", d.To, want)
	}
}
