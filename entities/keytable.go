package entities

// keyNumber is a key by its place in a keyTable: listings that share a fact have
// the same number, and comparing and counting numbers is cheaper than texts.
type keyNumber int32

// keyTable numbers keys. A Joiner goes on with the table of the one before.
type keyTable struct {
	all    []key
	number map[key]keyNumber // of all; nil until one is asked for
}

// of is the number of a key, a new one where it has none.
func (t *keyTable) of(k key) keyNumber {
	if t.number == nil {
		t.number = make(map[key]keyNumber, len(t.all)+len(t.all)/16)
		for n, k := range t.all {
			t.number[k] = keyNumber(n)
		}
	}
	n, ok := t.number[k]
	if !ok {
		n = keyNumber(len(t.all))
		t.all = append(t.all, k)
		t.number[k] = n
	}
	return n
}

// numbers are those of keys.
func (t *keyTable) numbers(keys []key) []keyNumber {
	if len(keys) == 0 {
		return nil
	}
	out := make([]keyNumber, len(keys))
	for i, k := range keys {
		out[i] = t.of(k)
	}
	return out
}

// sharing says of each key which members state it, ascending.
type sharing struct {
	first   []int32 // of each key's, and one more
	members []int32
}

func (j *Joiner) sharing() *sharing {
	s := &sharing{first: make([]int32, len(j.keys.all)+1)}
	for n := range j.members {
		for _, k := range j.members[n].keys {
			s.first[k+1]++
		}
	}
	for k := 1; k < len(s.first); k++ {
		s.first[k] += s.first[k-1]
	}
	s.members = make([]int32, s.first[len(s.first)-1])
	next := make([]int32, len(j.keys.all))
	copy(next, s.first)
	for n := range j.members {
		for _, k := range j.members[n].keys {
			s.members[next[k]] = int32(n)
			next[k]++
		}
	}
	return s
}

// of are the members that state a key.
func (s *sharing) of(k keyNumber) []int32 { return s.members[s.first[k]:s.first[k+1]] }
