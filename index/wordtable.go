package index

// wordTable maps the few words that a subject's words can join to, to the
// place of the subject's word and the base of the gain. A word may stand in it
// more than once. It is small enough for the first-level cache.
type wordTable struct {
	slots []wordSlot
	mask  uint32
}

type wordSlot struct {
	word  uint32 // and one, 0 for an empty slot
	place int32
	base  int64
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

func (t *wordTable) add(word uint32, place int, base int64) {
	i := t.start(word)
	for t.slots[i].word != 0 {
		i = (i + 1) & t.mask
	}
	t.slots[i] = wordSlot{word + 1, int32(place), base}
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

// numberSet remembers numbers until it is reset.
type numberSet struct {
	slots []uint32 // number and one
	used  []uint32 // slots in use
}

func (s *numberSet) reset() {
	if len(s.used) > len(s.slots)/8 {
		clear(s.slots)
	} else {
		for _, i := range s.used {
			s.slots[i] = 0
		}
	}
	s.used = s.used[:0]
}

// has says whether the number is in the set.
func (s *numberSet) has(n uint32) bool {
	if len(s.slots) == 0 {
		return false
	}
	mask := uint32(len(s.slots) - 1)
	for i := n * 0x9E3779B1 >> 5 & mask; s.slots[i] != 0; i = (i + 1) & mask {
		if s.slots[i] == n+1 {
			return true
		}
	}
	return false
}

// add says whether the number is new.
func (s *numberSet) add(n uint32) bool {
	if len(s.used)*2 >= len(s.slots) {
		s.grow()
	}
	mask := uint32(len(s.slots) - 1)
	i := n * 0x9E3779B1 >> 5 & mask
	for s.slots[i] != 0 {
		if s.slots[i] == n+1 {
			return false
		}
		i = (i + 1) & mask
	}
	s.slots[i] = n + 1
	s.used = append(s.used, i)
	return true
}

func (s *numberSet) grow() {
	old := s.slots
	s.slots = make([]uint32, max(256, 2*len(old)))
	s.used = s.used[:0]
	for _, n := range old {
		if n != 0 {
			s.add(n - 1)
		}
	}
}
