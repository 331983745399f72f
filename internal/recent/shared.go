package recent

import (
	"sync"
	"sync/atomic"
)

// Shared remembers what any of several goroutines worked out of a word, so that not
// each does it anew. Safe for concurrent use, without a lock: a word has two places,
// side by side and chosen by its hash, and where both are in use the newer goes. Its
// zero value is ready.
type Shared[V any] struct {
	made  sync.Once
	slots []atomic.Pointer[sharedWord[V]] // made by the first Put
	ready atomic.Bool
}

type sharedWord[V any] struct {
	hash  uint64
	word  string
	value V
}

// sharedWords is how many words are remembered at most.
const sharedWords = 1 << 19

// Get returns the value of a word with its hash, nil if it is not remembered. It must
// not be changed.
func (s *Shared[V]) Get(hash uint64, word string) *V {
	if !s.ready.Load() {
		return nil
	}
	for i := range uint64(2) {
		if w := s.place(hash, i).Load(); w != nil && w.hash == hash && w.word == word {
			return &w.value
		}
	}
	return nil
}

// Put remembers the value of a word. It keeps both.
func (s *Shared[V]) Put(hash uint64, word string, value V) {
	s.made.Do(func() {
		s.slots = make([]atomic.Pointer[sharedWord[V]], sharedWords)
		s.ready.Store(true)
	})
	w := &sharedWord[V]{hash, word, value}
	if s.place(hash, 0).CompareAndSwap(nil, w) {
		return
	}
	s.place(hash, 1).Store(w)
}

func (s *Shared[V]) place(hash, i uint64) *atomic.Pointer[sharedWord[V]] {
	return &s.slots[hash*0x9E3779B97F4A7C15>>32&(sharedWords-1)^i]
}
