package index

import (
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/score"
)

// A name whose bearer may be a person or an organisation is read as either's.
// Both readings mostly have the same words, which weigh differently, so that one
// walk is enough: each word with the most that it weighs and the least that it
// costs to be lacked. It comes to each name that a walk of one of the readings
// would come to, and that name is scored against all of them.

// together gathers, in s.readings, the name at place i and those after it that
// have its words, and returns what is walked for them: nil where a name before
// has them.
func (s *Searcher) together(names []score.Name, i int) *score.Name {
	n := &names[i]
	for k := range i {
		if sameWords(&names[k], n) {
			return nil
		}
	}
	s.readings = append(s.readings[:0], n)
	for k := i + 1; k < len(names); k++ {
		if sameWords(n, &names[k]) {
			s.readings = append(s.readings, &names[k])
		}
	}
	if len(s.readings) == 1 {
		return n
	}
	m := &s.merged
	m.Tokens, m.Lack, m.Culture = append(m.Tokens[:0], n.Tokens...), 0, n.Culture
	for _, other := range s.readings[1:] {
		if other.Culture == name.NoCulture {
			m.Culture = name.NoCulture // of which a word may have more errors
		}
	}
	for k := range m.Tokens {
		t := &m.Tokens[k]
		for _, other := range s.readings[1:] {
			o := &other.Tokens[k]
			t.Weight, t.Lack = max(t.Weight, o.Weight), min(t.Lack, o.Lack)
			if o.MayBeAcronym() {
				t.Part = o.Part
			}
		}
		m.Lack += t.Lack
	}
	return m
}

// sameWords says whether two names have the same words, which the walk looks up
// in the same places.
func sameWords(a, b *score.Name) bool {
	if len(a.Tokens) != len(b.Tokens) {
		return false
	}
	for k := range a.Tokens {
		x, y := &a.Tokens[k], &b.Tokens[k]
		if x.Text != y.Text || x.Key != y.Key || classOf(x.Part) != classOf(y.Part) || (x.Part == name.Particle) != (y.Part == name.Particle) {
			return false
		}
	}
	return true
}
