package web

import (
	"slices"
	"sync"
)

// kept are the answers that were made last, which take seconds to make: who looks at
// one often asks for it again, to download it or to go back to it.
type kept[T any] struct {
	most int
	mu   sync.Mutex
	keys []string
	all  []T
}

func (k *kept[T]) of(key string) (answer T, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if i := slices.Index(k.keys, key); i >= 0 {
		return k.all[i], true
	}
	return answer, false
}

func (k *kept[T]) keep(key string, answer T) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.keys) >= k.most {
		k.keys, k.all = slices.Delete(k.keys, 0, 1), slices.Delete(k.all, 0, 1)
	}
	k.keys, k.all = append(k.keys, key), append(k.all, answer)
}
