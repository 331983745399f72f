package index

import "math"

// meeting is a table of the words that a subject's words can be joined to, by their
// marks: of the partners of each it is looked up which of them are there. It is emptied
// by those that were put into it, and lies in the first-level cache.
type meeting [meetingSlots]uint32

const meetingSlots = 1 << 10

// fewNames is of how few names with a word all are read for those that hold another too.
const fewNames = 4

// slot has the last partner with a mark that is looked for there, and one; 0 if none.
func (m *meeting) slot(mark uint16) *uint32 { return &m[mark&(meetingSlots-1)] }

// pairUp finds the names that hold neighbours of two of the subject's words of which the
// earlier one may be the first to agree.
func (s *Searcher) pairUp() {
	w := &s.walk
	if len(w.words) < 2 {
		return
	}
	for i := range w.partners {
		p := &w.partners[i]
		slot := w.meeting.slot(p.mark)
		p.next, *slot = *slot, uint32(i+1)
	}
	for i := range w.partners {
		p := &w.partners[i]
		switch {
		case p.own.of == 0:
			s.meet(p, p.own.marks)
		case p.own.filtered():
			s.meetFilter(p, s.snap.partners.held(p.own))
		default:
			for _, marks := range s.snap.partners.held(p.own) {
				s.meet(p, marks)
			}
		}
	}
	for i := range w.partners {
		*w.meeting.slot(w.partners[i].mark) = 0
	}
}

// meet finds the names that hold a neighbour and one of those with these marks.
func (s *Searcher) meet(p *partner, marks uint64) {
	w := &s.walk
	for ; marks != 0; marks >>= 16 {
		mark := uint16(marks)
		for i := *w.meeting.slot(mark); i > 0; {
			o := &w.partners[i-1]
			if o.mark == mark {
				s.pairOf(p, o)
			}
			i = o.next
		}
	}
}

// meetFilter finds the names that hold a neighbour and one that is in its filter.
func (s *Searcher) meetFilter(p *partner, filter []uint64) {
	w := &s.walk
	for k := range w.words {
		word := &w.words[k]
		if word.place == p.place {
			continue
		}
		for i := word.behind - 1; i >= word.rarest && w.partners[i].rank >= p.rank; i-- {
			if o := &w.partners[i]; o.among(filter) {
				s.pairOf(p, o)
			}
		}
	}
}

// pairOf finds the names that hold both of two neighbours, the rarer one first, if they
// are of different words of the subject's.
func (s *Searcher) pairOf(p, o *partner) {
	if p.place == o.place || o.rank < p.rank || o.rank == p.rank && p.place > o.place {
		return
	}
	w := &s.walk
	k, j := min(p.place, o.place), max(p.place, o.place)
	first, second := &w.words[k], &w.words[j]
	if !first.leads {
		return
	}
	nb, other := &w.near[p.near], &w.near[o.near]
	gain := nb.gain + other.gain + second.earlier - first.initGain + w.sumGain[j+1] - w.need
	most := nb.most.matched + other.most.matched + second.earlierMost.matched - first.initMost.matched + w.sumMost[j+1].matched
	if w.slips && (nb.told || other.told) {
		slip := w.besides(int(k), int(j), most)
		gain, most = gain+slip.gain, most+slip.most.matched
	}
	switch {
	case gain < 0:
	case p.rank>>32 <= fewNames: // to read them is less than to look up which of them it is
		s.read(nb.post, nb.least, gain, math.MaxInt64, most)
	default:
		s.pairs = append(s.pairs, pair{hashPair(nb.word, other.word), gain, most})
	}
}
