package recent

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"
)

// A Cache gives back what was put last, or nothing, and never grows beyond what
// it may; words that share a hash are told apart.
func TestCacheAgainstMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.IntRange(1, 600).Draw(t, "most")
		kinds := rapid.IntRange(1, 2000).Draw(t, "kinds")
		hashes := rapid.Uint64Range(1, 1<<12).Draw(t, "hashes")
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		c, all := New[int](most), map[string]int{}
		for n := range 3000 {
			k := rng.IntN(kinds)
			word, hash := fmt.Sprint(k), uint64(k)%hashes
			if v := c.Get(hash, word); v == nil {
				all[word] = n
				if got := *c.Put(hash, word, n); got != n {
					t.Fatalf("put %d, got %d", n, got)
				}
			} else if *v != all[word] {
				t.Fatalf("%s is %d, want %d", word, *v, all[word])
			}
			if v := c.Get(hash, word); v == nil || *v != all[word] {
				t.Fatalf("%s is not remembered at once", word)
			}
			if c.Len() > c.most || len(c.slots) > c.most {
				t.Fatalf("%d words in %d slots, at most %d", c.Len(), len(c.slots), c.most)
			}
		}
	})
}

// Words that are met again and again stay, however many others come once.
func TestCommonWordsStay(t *testing.T) {
	c := New[bool](1024)
	missed := 0
	for n := range 100_000 {
		for _, k := range []int{n % 100, 1000 + n} {
			word := fmt.Sprint(k)
			hash := uint64(k) * 0xD6E8FEB86659FD93
			if c.Get(hash, word) == nil {
				c.Put(hash, word, true)
				if k < 100 {
					missed++
				}
			}
		}
	}
	if missed > 2000 {
		t.Errorf("common words were forgotten %d times of 100,000", missed)
	}
	c.Forget()
	if c.Len() != 0 || c.Get(0, "0") != nil {
		t.Error("something is left of what was forgotten")
	}
}

func TestGetAllocatesNothing(t *testing.T) {
	c := New[int](16)
	c.Put(7, "word", 1)
	if n := testing.AllocsPerRun(100, func() { c.Get(7, "word"); c.Get(8, "other") }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// What one goroutine put another gets, of the very word; and what is got was put.
func TestSharedAmongGoroutines(t *testing.T) {
	var s Shared[int]
	if s.Get(1, "1") != nil {
		t.Error("it remembers what was never put")
	}
	var all sync.WaitGroup
	var found atomic.Int64
	for g := range 4 {
		all.Go(func() {
			rng := rand.New(rand.NewPCG(uint64(g), 1))
			for range 50_000 {
				k := rng.IntN(5_000)
				word, hash := fmt.Sprint(k), uint64(k)%3000
				v := s.Get(hash, word)
				switch {
				case v == nil:
					s.Put(hash, word, k)
				case *v != k:
					t.Errorf("%s is %d", word, *v)
				default:
					found.Add(1)
				}
			}
		})
	}
	all.Wait()
	if found.Load() < 100_000 {
		t.Errorf("found %d of 200,000", found.Load())
	}
}
