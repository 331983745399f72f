package recent

import (
	"hash/maphash"
	"sync"
	"sync/atomic"

	"github.com/interdict/interdict/internal/prefetch"
)

// Marks remembers a Mark of each of many texts, without the texts: eight bytes each.
// Safe for concurrent use, without a lock. A text is known by two keyed hashes: one says
// where it is, the other, of 61 bits, has to agree, so that nobody can make one that is
// taken for another, and chance takes one for another in some 10 to the power of 17. It
// has eight places, in one line of memory; where others have them all, one of those goes
// whose mark is the lowest.
type Marks struct {
	made  sync.Once
	texts int
	seeds [2]maphash.Seed
	slots []atomic.Uint64 // made for the first text
	// pages are those of slots that something was written to. No other is read: what is
	// written to after it was read costs the system ten times as much, the first time.
	pages []atomic.Uint64
}

const (
	// markPlaces is how many places a text has, pageSlots how many a page of memory has.
	markPlaces = 64 / 8
	pageSlots  = 4096 / 8
)

// Mark is what is remembered of a text: 1 to 7, or 0 of one that is not remembered.
type Mark uint8

// markBits are those of a place that hold the Mark, beside its text's hash.
const markBits = 7

// NewMarks returns Marks of at most so many texts, a power of two.
func NewMarks(texts int) *Marks { return &Marks{texts: max(texts, markPlaces)} }

// Texts is how many texts there is room for.
func (m *Marks) Texts() int { return m.texts }

// Text is what a text is known by.
type Text struct{ home, hash uint64 }

// Of is that of the bytes of a text.
func (m *Marks) Of(text []byte) Text {
	m.made.Do(func() {
		m.seeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}
		m.slots = make([]atomic.Uint64, m.texts)
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
	for i := range uint64(markPlaces) {
		if have := m.place(t, i).Load(); (have^t.hash)&^markBits == 0 {
			return Mark(have & markBits)
		}
	}
	return 0
}

// Set remembers the mark of a text.
func (m *Marks) Set(t Text, mark Mark) {
	to, lowest, read := m.place(t, 0), uint64(markBits+1), uint64(markPlaces)
	if page, bit := m.page(t); page.Or(bit)&bit == 0 {
		read = 0
	}
	for i := range read {
		s := m.place(t, i)
		have := s.Load()
		if (have^t.hash)&^markBits == 0 {
			to = s
			break
		}
		if have&markBits < lowest {
			to, lowest = s, have&markBits
		}
	}
	to.Store(t.hash&^markBits | uint64(mark))
}

// place is the i-th of a text's.
func (m *Marks) place(t Text, i uint64) *atomic.Uint64 { return &m.slots[m.home(t)^i] }

func (m *Marks) home(t Text) uint64 { return t.home & uint64(len(m.slots)-1) }

// page is the bit of the page that a text's places are on.
func (m *Marks) page(t Text) (in *atomic.Uint64, bit uint64) {
	n := m.home(t) / pageSlots
	return &m.pages[n/64], 1 << (n % 64)
}
