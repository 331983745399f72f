package register

import (
	"context"
	"testing"
	"time"

	"github.com/interdict/interdict"
)

// Decisions are kept in their order, whichever of the two is named first; the
// newest of two listings holds, and none that was taken back.
func TestDecisions(t *testing.T) {
	ctx := context.Background()
	r := openAt(t, t.TempDir())
	at := time.Date(2024, 3, 26, 12, 0, 0, 0, time.UTC)
	uk, us, un := interdict.Ref{List: "gb", ID: "CYB0044"}, interdict.Ref{List: "us", ID: "47800"}, interdict.Ref{List: "un", ID: "1"}
	for i, d := range []Decision{
		{Kind: Same, A: us, B: uk, Why: "one address"},
		{Kind: Different, A: un, B: uk, Why: "another country"},
		{Kind: Undone, A: uk, B: us, Why: "the address was wrong"},
	} {
		d.Who, d.At = "a.officer", at.Add(time.Duration(i)*time.Hour)
		if err := r.Decide(ctx, d); err != nil {
			t.Fatal(err)
		}
	}
	all, err := r.Decisions(ctx, time.Time{})
	if err != nil || len(all) != 3 || all[0].A != uk || all[0].Why != "one address" || all[2].At != at.Add(2*time.Hour) || all[0].Who != "a.officer" {
		t.Fatalf("%+v, %v", all, err)
	}
	if holds := Holding(all); len(holds) != 1 || holds[0].Kind != Different {
		t.Errorf("what holds: %+v", holds)
	}
	before, err := r.Decisions(ctx, at)
	if err != nil || len(before) != 1 || len(Holding(before)) != 1 {
		t.Errorf("at noon: %+v, %v", before, err)
	}
	for _, statement := range []string{"DELETE FROM decision", "UPDATE decision SET kind = 'undone'"} {
		if _, err := r.db.ExecContext(ctx, statement); err == nil {
			t.Errorf("%s was let through", statement)
		}
	}
}
