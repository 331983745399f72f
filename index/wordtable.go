package index

// wordTable maps the few words that a subject's words can join to, to the
// place of the subject's word and the base of the gain. A word may stand in it
// more than once. It is small enough for the first-level cache.
type wordTable struct {
	slots []wordSlot
	mask  uint32
}

type wordSlot struct {
	word uint32 // and one, 0 for an empty slot
	near uint32 // its place in walk.near
}

// reset empties the table and makes room for n entries.
func (t *wordTable) reset(n int) {
	size := 16
	for size < 2*n+2 {
		size *= 2
	}
	if size > cap(t.slots) {
		t.slots = make([]wordSlot, size)
	}
	t.slots = t.slots[:size]
	clear(t.slots)
	t.mask = uint32(size - 1)
}

func (t *wordTable) start(word uint32) uint32 { return word * 0x9E3779B1 >> 7 & t.mask }

func (t *wordTable) add(word, near uint32) {
	i := t.start(word)
	for t.slots[i].word != 0 {
		i = (i + 1) & t.mask
	}
	t.slots[i] = wordSlot{word + 1, near}
}

// first and next walk the slots of a word; -1 ends the walk.
func (t *wordTable) first(word uint32) int { return t.scan(t.start(word), word) }

func (t *wordTable) next(at int, word uint32) int { return t.scan((uint32(at)+1)&t.mask, word) }

func (t *wordTable) scan(i, word uint32) int {
	for {
		switch t.slots[i].word {
		case 0:
			return -1
		case word + 1:
			return int(i)
		}
		i = (i + 1) & t.mask
	}
}
