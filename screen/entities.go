package screen

import (
	"iter"

	"github.com/interdict/interdict"
)

// Entities hands over what hits show of all entities, in an order that is the
// snapshot's own. It ends with the first error.
func (e *Engine) Entities() iter.Seq2[interdict.Entity, error] {
	return func(yield func(interdict.Entity, error) bool) {
		for n := range e.snap.Entities() {
			found, err := e.snap.Entity(uint32(n))
			for i := range found.Listings {
				found.Listings[i].Kind = e.kind(&found.Listings[i])
			}
			if !yield(found, err) || err != nil {
				return
			}
		}
	}
}
