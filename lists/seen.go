package lists

import "crypto/sha256"

// Seen is the ids of an edition that were read, by their hashes, so that a list
// of millions needs little memory. The zero value is ready for use.
type Seen struct{ ids map[[16]byte]struct{} }

// Add says whether the id is new, and keeps it.
func (s *Seen) Add(id string) bool {
	if s.ids == nil {
		s.ids = make(map[[16]byte]struct{})
	}
	sum := sha256.Sum256([]byte(id))
	key := [16]byte(sum[:])
	if _, ok := s.ids[key]; ok {
		return false
	}
	s.ids[key] = struct{}{}
	return true
}
