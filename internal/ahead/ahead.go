// Package ahead lets what makes values run ahead of what uses them, on another
// processor: reading and decoding listings, while those that came before are
// worked on. Values come in the same order, and errors where they would.
package ahead

import "iter"

// Of returns the values of seq, which is called in a goroutine of its own and is
// up to n values ahead. It has ended when the loop over it ends, however that
// ends. What seq hands over must not be used by seq again.
func Of[V any](seq iter.Seq2[V, error], n int) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		type made struct {
			v   V
			err error
		}
		values, enough := make(chan made, n), make(chan struct{})
		go func() {
			defer close(values)
			for v, err := range seq {
				select {
				case values <- made{v, err}:
				case <-enough:
					return
				}
			}
		}()
		defer func() {
			close(enough)
			for range values { // until seq has ended
			}
		}()
		for m := range values {
			if !yield(m.v, m.err) {
				return
			}
		}
	}
}
