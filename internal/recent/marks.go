package recent

import (
	"hash/maphash"
	"sync"
	"sync/atomic"

	"github.com/interdict/interdict/internal/prefetch"
)

// Marks remembers a Mark of each of many texts, without the texts: sixteen bytes each.
// Safe for concurrent use, without a lock. A text is known by two keyed hashes, of which
// 126 bits have to agree, so that nobody can make one that is taken for another. It has
// four places, in one line of memory; where others have them all, one of those goes
// whose mark is the lowest.
type Marks struct {
	made  sync.Once
	texts int
	seeds [2]maphash.Seed
	slots []marked // made for the first text
	// pages are those of slots that something was written to. No other is read: what is
	// written to after it was read costs the system ten times as much, the first time.
	pages []atomic.Uint64
}

// pageSlots is how many slots a page of memory has.
const pageSlots = 4096 / 16

// marked is a place. Each half has a hash of its own of the same text: halves that two
// goroutines wrote of two texts are of neither.
type marked struct{ mark, check atomic.Uint64 }

// Mark is what is remembered of a text: 1 to 3, or 0 of one that is not remembered.
type Mark uint8

// markBits are those of marked.mark that hold the Mark.
const markBits = 3

// NewMarks returns Marks of at most so many texts, a power of two.
func NewMarks(texts int) *Marks { return &Marks{texts: max(texts, ways)} }

// Text is what a text is known by.
type Text struct{ mark, check uint64 }

// Of is that of the bytes of a text.
func (m *Marks) Of(text []byte) Text {
	m.made.Do(func() {
		m.seeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}
		m.slots = make([]marked, m.texts)
		m.pages = make([]atomic.Uint64, m.texts/pageSlots/64+1)
	})
	return Text{maphash.Bytes(m.seeds[0], text), maphash.Bytes(m.seeds[1], text)}
}

// Ahead queues the places of a text, so that Get finds them in the processor's cache.
func (m *Marks) Ahead(q *prefetch.Queue, t Text) {
	if page, bit := m.page(t); page.Load()&bit != 0 {
		prefetch.Add(q, m.place(t, 0))
	}
}

// Get is the mark of a text.
func (m *Marks) Get(t Text) Mark {
	if page, bit := m.page(t); page.Load()&bit == 0 {
		return 0
	}
	for i := range uint64(ways) {
		if s := m.place(t, i); s.check.Load() == t.check {
			if mark := s.mark.Load(); (mark^t.mark)&^markBits == 0 {
				return Mark(mark & markBits)
			}
		}
	}
	return 0
}

// Set remembers the mark of a text.
func (m *Marks) Set(t Text, mark Mark) {
	to, lowest, read := m.place(t, 0), uint64(markBits+1), uint64(ways)
	if page, bit := m.page(t); page.Or(bit)&bit == 0 {
		read = 0
	}
	for i := range read {
		s := m.place(t, i)
		have := s.mark.Load()
		if (have^t.mark)&^markBits == 0 {
			to = s
			break
		}
		if have&markBits < lowest {
			to, lowest = s, have&markBits
		}
	}
	to.check.Store(t.check)
	to.mark.Store(t.mark&^markBits | uint64(mark))
}

// place is the i-th of a text's.
func (m *Marks) place(t Text, i uint64) *marked { return &m.slots[m.home(t)^i] }

func (m *Marks) home(t Text) uint64 { return t.check >> 32 & uint64(len(m.slots)-1) }

// page is the bit of the page that a text's places are on.
func (m *Marks) page(t Text) (in *atomic.Uint64, bit uint64) {
	n := m.home(t) / pageSlots
	return &m.pages[n/64], 1 << (n % 64)
}
