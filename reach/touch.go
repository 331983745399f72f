package reach

import "slices"

// touched is what is known of a member's name beside a listed one: which of the
// listed words its words touch, by how many words, and what it lacks: no less
// than least without what the words that were met cost at most, in units of
// lackUnit.
type touched struct {
	bits       uint32
	least, met uint16 // met has the number of words above metBits
}

const (
	metBits = 12
	mostMet = 1<<metBits - 1
)

// lateFrom is of how many members it is worth while to read more.
const lateFrom = 64

// name finds the members that a listed name could mean, by the words that touch
// it. Those of its rarer groups come first: only who has one of them can reach
// what is demanded. Words that touch what always agrees come last, and only for
// those of whom they decide.
func (s *search) name(n *listedName, hits []hit) error {
	hits, late := s.choose(n, hits)
	telling := s.telling(n, hits)
	for _, first := range []bool{true, false} {
		err := eachHit(hits, func(word uint32, of []hit) error {
			bits := uint32(0)
			for i := range of {
				bits |= of[i].role.bits
			}
			if (bits&telling != 0) != first || bits == 0 {
				return nil
			}
			return s.touch(word, of, first)
		})
		if err != nil {
			return err
		}
	}
	missing := uint32(0) // what was not read, and is taken to be there
	for i := range late {
		missing |= late[i].role.bits
	}
	doubtful := s.met[:0]
	respaced := 0
	for _, m := range s.met {
		at := &s.touched[m]
		maybe := n.respaced(at.bits | missing)
		switch {
		case !maybe && !s.t.reached(n, at.bits, at.words(), 0):
			s.clear(m)
		case n.initial && !maybe || s.t.reached(n, at.bits, at.words(), at.lack()):
			s.out = append(s.out, m)
			s.clear(m)
		default:
			doubtful = append(doubtful, m)
			if maybe {
				respaced++
			}
		}
	}
	s.met = doubtful
	if respaced >= lateFrom {
		missing = 0
		if err := eachHit(late, func(word uint32, of []hit) error { return s.touch(word, of, false) }); err != nil {
			return err
		}
	}
	return s.decide(n, hits, missing)
}

// decide decides of the members who lack too much, unless what they lack is what
// always agrees or their spaces were put in.
func (s *search) decide(n *listedName, hits []hit, missing uint32) error {
	if len(s.met) > 0 {
		err := eachHit(hits, func(word uint32, of []hit) error {
			of = slices.DeleteFunc(slices.Clone(of), func(h hit) bool { return h.role.bits != 0 })
			if len(of) == 0 {
				return nil
			}
			return s.touch(word, of, false)
		})
		if err != nil {
			return err
		}
	}
	for _, m := range s.met {
		at := &s.touched[m]
		lack := at.lack()
		if n.initial {
			lack = 0
		}
		if n.respaced(at.bits|missing) || s.t.reached(n, at.bits, at.words(), lack) {
			s.out = append(s.out, m)
		}
		s.clear(m)
	}
	s.met = s.met[:0]
	return nil
}

func (s *search) clear(member uint32) {
	s.touched[member] = touched{}
	s.marks[member/64] &^= 1 << (member % 64)
}

// words is how many words were met.
func (t *touched) words() int { return int(t.met >> metBits) }

// meet adds a word, which counts for so many.
func (t *touched) meet(words int, cost uint16) {
	n := min(t.words()+words, 1<<(16-metBits)-1)
	t.met = uint16(n)<<metBits | min(t.met&mostMet+cost, mostMet)
}

// lack is the least that a member's name costs without what is touched.
func (t *touched) lack() int64 { return max(int64(t.least)-int64(t.met&mostMet), 0) * lackUnit }

// eachHit calls f for each word with its hits.
func eachHit(hits []hit, f func(word uint32, of []hit) error) error {
	for len(hits) > 0 {
		n := 1
		for n < len(hits) && hits[n].word == hits[0].word {
			n++
		}
		if err := f(hits[0].word, hits[:n]); err != nil {
			return err
		}
		hits = hits[n:]
	}
	return nil
}

// touch notes what a word is to a name for all members who have it, or only for
// those who were met.
func (s *search) touch(word uint32, of []hit, first bool) error {
	list, err := s.list(word)
	if err != nil {
		return err
	}
	cost := uint16((lackOf(s.c.word(word)) + lackUnit - 1) / lackUnit)
	alone := len(of) == 1 && of[0].role.kind == touch
	single, stands := of[0].role.bits, of[0].role.words()
	for _, p := range list {
		member, in := p.member(), p.info()
		if !first && s.marks[member/64]>>(member%64)&1 == 0 {
			continue
		}
		bits, words, least := single, stands, in.lack()+cost
		if !alone {
			bits, words, least = allowed(of, in, least)
		}
		if words >= 0 && in.again() {
			words = mostGroups
		}
		at := &s.touched[member]
		if bits == 0 && (words < 0 || at.bits == 0) {
			continue
		}
		if at.bits == 0 {
			s.met = append(s.met, member)
			s.marks[member/64] |= 1 << (member % 64)
			at.least = mostLack + mostMet
		}
		at.bits |= bits
		if words >= 0 {
			at.least = min(at.least, least)
			at.meet(words, cost)
		}
	}
	return nil
}

// allowed is what a word's roles are together where the rest of a name is like
// this: what is touched, for how many words it stands, -1 for none, and the least
// that the name costs with it.
func allowed(of []hit, in info, cost uint16) (bits uint32, words int, least uint16) {
	words, least = -1, cost
	for i := range of {
		r := &of[i].role
		if !r.allows(in) {
			continue
		}
		bits |= r.bits
		if r.kind == whole {
			continue
		}
		words = max(words, r.words())
		if r.kind == piece && r.bits != 0 {
			least = 0 // what the other pieces cost was not looked at
		}
	}
	return bits, words, least
}
