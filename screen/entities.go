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
			found, err := e.entity(uint32(n))
			if !yield(found, err) || err != nil {
				return
			}
		}
	}
}

// Beginning are at most so many entities that bear a name with a word which begins
// as a text of one word does, in any script: what may be meant while it is typed.
func (e *Engine) Beginning(text string, limit int) (out []interdict.Entity, err error) {
	w := e.worker()
	defer e.done(w)
	w.prep.Subject(&w.party, &interdict.Subject{Names: []interdict.Name{{Full: text, Kind: interdict.PrimaryName}}})
	seen := map[uint32]bool{}
	for i := range w.party.Names {
		tokens := w.party.Names[i].Tokens
		if len(tokens) != 1 {
			continue
		}
		for _, n := range e.snap.Beginning(tokens[0].Text, limit) {
			if seen[n] || len(out) == limit {
				continue
			}
			seen[n] = true
			entity, err := e.entity(n)
			if err != nil {
				return nil, err
			}
			out = append(out, entity)
		}
	}
	return out, nil
}
