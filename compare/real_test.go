package compare_test

import (
	"context"
	"encoding/json"
	"os"
	"testing"

	"github.com/interdict/interdict/compare"
)

// TestReal compares with a real Watchman and a real yente that somebody has
// running: it takes every request that we write, and its answers are read.
func TestReal(t *testing.T) {
	for kind, variable := range map[string]string{"watchman": "INTERDICT_TEST_WATCHMAN", "yente": "INTERDICT_TEST_YENTE"} {
		t.Run(kind, func(t *testing.T) {
			url := os.Getenv(variable)
			if url == "" {
				t.Skipf("no %s is running; name the address of one in %s", kind, variable)
			}
			o := ours(t)
			o.Client = compare.Client{URL: url, Kind: kind}
			r, err := compare.Run(context.Background(), o, read(t, customers))
			if err != nil {
				t.Fatal(err)
			}
			summary, _ := json.Marshal(r.Summary)
			t.Logf("%s", summary)
			if r.Summary.Failed > 0 {
				t.Errorf("%d requests failed: %+v", r.Summary.Failed, r.Results)
			}
			if len(r.Lists) == 0 || r.Summary.MatchesTheirs == 0 {
				t.Errorf("nothing was found there: %+v", r.Lists)
			}
		})
	}
}
