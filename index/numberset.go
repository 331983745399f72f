package index

// numberSet remembers numbers until it is reset.
type numberSet struct {
	slots []uint32 // number and one
	used  []uint32 // slots in use
	// numbers are those in a set that grows.
	numbers []uint32
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
	s.slots = s.slots[:min(len(s.slots), leastSlots)] // one large search must not make all others' sets large
}

// leastSlots is how many a set begins with.
const leastSlots = 1024

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
	n := max(leastSlots, 2*len(s.slots))
	s.numbers = s.numbers[:0]
	for _, i := range s.used {
		s.numbers = append(s.numbers, s.slots[i]-1)
		s.slots[i] = 0
	}
	s.used = s.used[:0]
	if n <= cap(s.slots) {
		s.slots = s.slots[:n] // nothing was left in it
	} else {
		s.slots = make([]uint32, n)
	}
	for _, n := range s.numbers {
		s.add(n)
	}
}
