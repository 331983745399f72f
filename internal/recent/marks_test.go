package recent

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// A text has the mark that it was given last, or none; of one that is not remembered
// there is none of another's.
func TestMarksAgainstMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, all := NewMarks(1<<rapid.IntRange(0, 8).Draw(t, "texts")), map[string]Mark{}
		kinds := rapid.IntRange(1, 600).Draw(t, "kinds")
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		for range 2000 {
			text := fmt.Sprint(rng.IntN(kinds))
			known := m.Of([]byte(text))
			if got := m.Get(known); got != 0 && got != all[text] {
				t.Fatalf("%s has mark %d, was given %d", text, got, all[text])
			}
			if mark := Mark(rng.IntN(10)); mark > 0 && mark <= 7 {
				m.Set(known, mark)
				all[text] = mark
				if got := m.Get(known); got != mark {
					t.Fatalf("%s was given %d and has %d at once", text, mark, got)
				}
			}
		}
	})
}

// Texts of a higher mark stay, however many others of a lower come once.
func TestHigherMarksStay(t *testing.T) {
	m := NewMarks(1 << 10)
	for n := range 100 {
		m.Set(m.Of(fmt.Append(nil, "high", n)), 7)
	}
	for n := range 100_000 {
		m.Set(m.Of(fmt.Append(nil, n)), 1)
	}
	stayed := 0
	for n := range 100 {
		if m.Get(m.Of(fmt.Append(nil, "high", n))) == 7 {
			stayed++
		}
	}
	if stayed < 99 {
		t.Errorf("%d of 100 stayed", stayed)
	}
}

// What goroutines write of different texts into one place at once is of none else.
func TestMarksAmongGoroutines(t *testing.T) {
	m := NewMarks(markPlaces)
	var all sync.WaitGroup
	for g := range 4 {
		all.Go(func() {
			rng := rand.New(rand.NewPCG(uint64(g), 1))
			var text [8]byte
			for range 100_000 {
				k := rng.Uint64N(64)
				known := m.Of(binary.BigEndian.AppendUint64(text[:0], k))
				switch got := m.Get(known); got {
				case 0:
					m.Set(known, Mark(k%3+1))
				case Mark(k%3 + 1):
				default:
					t.Errorf("%d has mark %d", k, got)
				}
			}
		})
	}
	all.Wait()
}

func TestMarksAllocateNothing(t *testing.T) {
	m, text := NewMarks(64), []byte("a text")
	m.Set(m.Of(text), 1)
	if n := testing.AllocsPerRun(100, func() { m.Set(m.Of(text), m.Get(m.Of(text))) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
