package index

import (
	"github.com/interdict/interdict/score"
)

// Names whose words have changed places before they were run together are found by
// their letters, whatever their order: a name's hash is a sum over them. It is looked up
// in the table of whole names.

// movedHash is the same whatever order words and letters stand in, and wherever the
// spaces do.
func movedHash(words []score.Token) uint64 {
	sum := uint64(0)
	for i := range words {
		for _, c := range []byte(words[i].Text) {
			sum += letterHash[c]
		}
	}
	return mix(sum, saltMoved)
}

var letterHash = func() (of [256]uint64) {
	for c := range of {
		of[c] = mix(uint64(c)+1, saltMoved)
	}
	return of
}()

// moved takes the names whose words the subject's, all as one, may be in another
// order. Every one is scored at once: others hardly have the same letters.
func (s *Searcher) moved(n *score.Name) {
	if len(n.Tokens) != 1 || len(n.Tokens[0].Text) > score.MaxJoined {
		return
	}
	if found := s.snap.wholes.lookup(movedHash(n.Tokens)); found.len() > 0 {
		s.lists = append(s.lists[:0], list{names: found})
		s.gatherWholes(int64(score.WholeWeight))
		s.reachGathered()
	}
}
