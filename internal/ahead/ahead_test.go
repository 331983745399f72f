package ahead

import (
	"errors"
	"iter"
	"slices"
	"sync/atomic"
	"testing"
)

var errLast = errors.New("the last")

// upTo counts up to n and ends with an error; ended says when it has returned.
func upTo(n int, ended *atomic.Bool) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		defer ended.Store(true)
		for i := range n {
			if !yield(i, nil) {
				return
			}
		}
		yield(-1, errLast)
	}
}

func TestOf(t *testing.T) {
	for _, n := range []int{0, 1, 7, 1000} {
		for _, buffer := range []int{0, 1, 100} {
			var ended atomic.Bool
			var got []int
			var last error
			for v, err := range Of(upTo(n, &ended), buffer) {
				if last = err; err == nil {
					got = append(got, v)
				}
			}
			if !slices.Equal(got, slices.Collect(func(yield func(int) bool) {
				for i := 0; i < n && yield(i); i++ {
				}
			})) || !errors.Is(last, errLast) || !ended.Load() {
				t.Errorf("%d values, %d ahead: got %v, %v; ended %v", n, buffer, got, last, ended.Load())
			}
		}
	}
}

// A loop that is left ends what makes the values, before it goes on.
func TestOfIsLeft(t *testing.T) {
	for _, buffer := range []int{0, 1, 100} {
		for stop := range 5 {
			var ended atomic.Bool
			for v := range Of(upTo(1_000_000, &ended), buffer) {
				if v == stop {
					break
				}
			}
			if !ended.Load() {
				t.Errorf("left at %d, %d ahead: it goes on", stop, buffer)
			}
			next, leave := iter.Pull2(Of(upTo(10, &ended), buffer))
			if v, err, ok := next(); v != 0 || err != nil || !ok {
				t.Errorf("pulled: %d, %v, %v", v, err, ok)
			}
			leave()
		}
	}
}
