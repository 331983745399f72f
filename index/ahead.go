package index

import (
	"github.com/interdict/interdict/internal/prefetch"
	"github.com/interdict/interdict/score"
)

// Ahead reads what the searches for some subjects will need first: what their words
// can be joined to, as far as it is remembered, and which words share names with those.
// A search waits for each of these in turn, since it learns from one what the next is;
// read for many subjects side by side, they are waited for together.
func (s *Searcher) Ahead(parties []score.Party) {
	s.ahead, s.arounds = s.ahead[:0], s.arounds[:0]
	for i := range parties {
		for k := range parties[i].Names {
			tokens := parties[i].Names[k].Tokens
			for j := range tokens {
				if t := &tokens[j]; cached(classOf(t.Part)) {
					s.ahead = append(s.ahead, t)
					s.cache.Ahead(&s.queue, t.Hash)
					s.queue.AddText(t.Text)
				}
			}
		}
	}
	s.queue.Fetch()
	for _, t := range s.ahead {
		if found := s.cache.Get(t.Hash, t.Text); found != nil && len(found.words) > 0 {
			s.arounds = append(s.arounds, found)
			prefetch.Add(&s.queue, &found.words[0])
		}
	}
	s.queue.Fetch()
	for _, found := range s.arounds {
		for i := range found.words {
			if nb := &found.words[i]; nb.partners > 0 {
				prefetch.Add(&s.queue, &s.snap.partners.filter[nb.marks])
			}
		}
	}
	s.queue.Fetch()
}
