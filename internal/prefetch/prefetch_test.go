package prefetch_test

import (
	"slices"
	"testing"

	"github.com/interdict/interdict/internal/prefetch"
)

// What is asked for stays as it is, an empty queue asks for nothing, and a queue that
// is used again allocates nothing.
func TestFetch(t *testing.T) {
	var q prefetch.Queue
	q.Fetch()
	places := make([]uint64, 1000)
	for i := range places {
		places[i] = uint64(i)
	}
	want := slices.Clone(places)
	ask := func() {
		for i := range places {
			prefetch.Add(&q, &places[i])
		}
		q.Fetch()
	}
	ask()
	if !slices.Equal(places, want) {
		t.Error("what was asked for has changed")
	}
	if n := testing.AllocsPerRun(10, ask); n > 0 {
		t.Errorf("%v allocations", n)
	}
	prefetch.Add[uint64](&q, nil) // no place at all
	q.Fetch()
}
