// Package recent remembers what was worked out of words lately, in bounded
// memory. Words of names come by Zipf's law: a few for ever, most of them once.
//
// A word has four places in a table, beside one another and chosen by its hash.
// A new word takes the place of one that was not asked for since its places
// were last all in use, so that what is met again and again stays. Where a word
// has its first place, it costs one line of memory to find.
package recent

import "github.com/interdict/interdict/internal/prefetch"

// Cache maps words to values. Not safe for concurrent use.
type Cache[V any] struct {
	slots []slot[V]
	most  int // slots that it may grow to
	count int // slots in use
}

type slot[V any] struct {
	hash  uint64
	word  string // empty for a slot that is free
	value V
	used  bool // since it was put there or last passed over
}

// ways is how many places a word has, least the slots of a small Cache.
const ways, least = 4, 256

// New returns a Cache of at most so many words, rounded up to a power of two.
func New[V any](words int) *Cache[V] {
	most := ways
	for most < words {
		most *= 2
	}
	return &Cache[V]{most: most}
}

// Get returns the value of a word with its hash, nil if it is not remembered.
// The value stays where it is until the next Put. It compares words, so that
// two of one hash are not taken for one another; where a word is the very
// string that was put, none of its letters is read.
func (c *Cache[V]) Get(hash uint64, word string) *V {
	if len(c.slots) == 0 {
		return nil
	}
	home := c.home(hash)
	for i := range ways {
		s := &c.slots[home^i]
		if s.hash == hash && s.word == word {
			if !s.used {
				s.used = true
			}
			return &s.value
		}
	}
	return nil
}

// Ahead queues the place of a word with this hash, so that Get finds it in the
// processor's cache.
func (c *Cache[V]) Ahead(q *prefetch.Queue, hash uint64) {
	if len(c.slots) > 0 {
		prefetch.Add(q, &c.slots[c.home(hash)])
	}
}

// Put remembers the value of a word that is not remembered yet. It keeps the
// word, which must not be empty.
func (c *Cache[V]) Put(hash uint64, word string, value V) *V {
	s := c.place(hash)
	for s == nil || s.word != "" && len(c.slots) < c.most {
		c.grow()
		s = c.place(hash)
	}
	if s.word == "" {
		c.count++
	}
	*s = slot[V]{hash: hash, word: word, value: value}
	return &s.value
}

// Len is how many words are remembered.
func (c *Cache[V]) Len() int { return c.count }

// Forget empties the Cache.
func (c *Cache[V]) Forget() { c.slots, c.count = nil, 0 }

func (c *Cache[V]) home(hash uint64) int {
	return int(hash * 0x9E3779B97F4A7C15 >> 32 & uint64(len(c.slots)-1))
}

// place is the slot for a new word: a free one, else one that was not used; nil
// where there is no slot at all.
func (c *Cache[V]) place(hash uint64) *slot[V] {
	if len(c.slots) == 0 {
		return nil
	}
	home := c.home(hash)
	for i := range ways {
		if s := &c.slots[home^i]; s.word == "" {
			return s
		}
	}
	for i := range ways {
		if s := &c.slots[home^i]; !s.used {
			return s
		}
	}
	for i := range ways {
		c.slots[home^i].used = false
	}
	return &c.slots[home]
}

// grow doubles the slots. It is called while a word finds no free place.
func (c *Cache[V]) grow() {
	old := c.slots
	c.slots, c.count = make([]slot[V], min(max(2*len(old), least), c.most)), 0
	clear(c.slots) // written to before it is read, see Marks.pages
	for i := range old {
		if s := &old[i]; s.word != "" {
			to := c.place(s.hash)
			if to.word == "" {
				c.count++
			}
			*to = *s
		}
	}
}
