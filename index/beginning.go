package index

import (
	"cmp"
	"slices"
	"strings"
)

// Beginning are the numbers of at most so many entities that bear a name with a
// word which begins so, as words are folded; those of the shortest words first. It
// reads all words, which takes a millisecond.
func (s *Snapshot) Beginning(prefix string, limit int) (out []uint32) {
	var words []uint32
	for w := range uint32(s.wordKey.n) {
		if strings.HasPrefix(s.text(w), prefix) {
			words = append(words, w)
		}
	}
	slices.SortFunc(words, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(len(s.text(a)), len(s.text(b))), cmp.Compare(s.text(a), s.text(b)), cmp.Compare(a, b))
	})
	seen := map[uint32]bool{}
	for _, w := range words {
		names := s.postings(w)
		for i := names.from; i < names.to; i++ {
			if e := s.nameEntity.at(names.name(i)); !seen[e] {
				if len(out) == limit {
					return out
				}
				seen[e], out = true, append(out, e)
			}
		}
	}
	return out
}
