package main

import (
	"testing"
	"time"

	"github.com/vbauerster/mpb/v8/decor"
)

// Adding tells of members who are read, a run of subjects who are screened.
func TestProgressCounts(t *testing.T) {
	for _, c := range []struct {
		adds bool
		want string
	}{
		{true, "  4000 read, 1 a second"},
		{false, "  4000 screened, 1 a second, 3 with a hit"},
	} {
		p := &progress{adds: c.adds, began: time.Now().Add(-4000 * time.Second)}
		p.screened.Store(4000)
		p.hits.Store(3)
		if got := p.counts(decor.Statistics{}); got != c.want {
			t.Errorf("%q", got)
		}
	}
}
