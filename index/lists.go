package index

import (
	"math"
	"slices"

	"github.com/interdict/interdict/score"
)

// What a search reads of a snapshot lies all over it. A place that is not in the
// processor's cache is waited for twenty times as long where the next one is learnt
// from it as where many are read side by side. So a walk first says which lists of
// names it will read, and then goes through all of them step by step.

// list is names of which some may be reached: those that cost no more than they
// gain, and no more than upTo. They agree in so much at most.
type list struct {
	names               span
	gain, upTo, matched int64
	// apartEnd is where those names end of dated bearers that may be reached though
	// the birth dates contradict: see asked.
	apartEnd [2]uint32
	probe    *wholeProbe // of stretches of whole names
}

// pair is two words, whose names are a list once they are looked up.
type pair struct {
	hash          uint64
	gain, matched int64
}

// gathered is a name and the list that it is from, and what stands there beside it.
type gathered struct {
	name, list uint32
	beside     uint16
}

// read says that a list is to be read, if it has a name that may be reached: none up to
// a step.
func (s *Searcher) read(names span, least uint16, gain, upTo, matched int64) {
	if gain >= 0 && upTo >= 0 && names.len() > 0 && stepOf(min(gain/s.walk.floor, upTo)) >= int64(least) {
		s.lists = append(s.lists, list{names: names, gain: gain, upTo: upTo, matched: matched})
	}
}

// lookupPairs adds the lists of the pairs.
func (s *Searcher) lookupPairs() {
	s.forms = s.forms[:0]
	for i := range s.pairs {
		s.forms = append(s.forms, s.pairs[i].hash)
	}
	all := &s.snap.pairs
	for _, found := range s.lookupAll(all, s.forms) {
		p := &s.pairs[found.key]
		s.read(span{&all.vals, found.from, found.to}, 0, p.gain, math.MaxInt64, p.matched)
	}
}

// readLists bounds the names of all lists, and scores those that it leaves.
func (s *Searcher) readLists() {
	s.Work.Lists += int64(len(s.lists))
	s.fetchLists()
	s.gathered = s.gathered[:0]
	for i := range s.lists {
		l := &s.lists[i]
		for k := range l.apartEnd {
			l.apartEnd[k] = 0
			if g := l.gain - s.asked.spare[k]; s.asked.born != 0 && l.matched > s.asked.decided[k] && g >= 0 {
				l.apartEnd[k] = s.snap.upTo(min(g/s.walk.floor, l.upTo))[dated]
			}
		}
		s.gather(l, uint32(i), s.snap.upTo(min(l.gain/s.walk.floor, l.upTo)))
	}
	s.fetchBorn()
	s.toBound = s.toBound[:0]
	for i := range s.gathered {
		g := s.gathered[i]
		spare, ok := s.apartBy(g)
		if !ok {
			continue
		}
		if s.Work.Postings++; s.seen.add(g.name) {
			s.toBound = append(s.toBound, nameWords{name: g.name, spare: spare})
		}
	}
	if len(s.toBound) == 0 {
		return
	}
	s.walk.tabulate()
	for i := range s.toBound {
		n := &s.toBound[i]
		n.from, n.to = s.snap.wordsOf(n.name)
	}
	for i := range s.toBound {
		s.fetched += uint64(s.snap.word(s.toBound[i].from))
	}
	for i := range s.toBound {
		if s.bound(&s.toBound[i]) {
			s.reached(s.toBound[i].name)
		}
	}
}

// fetchLists reads the beginning of each list.
func (s *Searcher) fetchLists() {
	for i := range s.lists {
		s.fetched += s.lists[i].names.in.wide(s.lists[i].names.from)
	}
}

// fetchBorn reads when the gathered names' bearers were born.
func (s *Searcher) fetchBorn() {
	from, born := s.snap.firstOf(dated), s.snap.born
	for i := range s.gathered {
		if k := s.gathered[i].name - from; k < uint32(len(born)) {
			s.fetched += uint64(born[k])
		}
	}
}

// gather adds those names of a list to s.gathered, each bearer's up to an end, that
// may be the subject's. Of those that may be reached only if the birth dates do not
// contradict, one in eight is gathered that contradicts.
func (s *Searcher) gather(l *list, number uint32, end [bearers]uint32) {
	i := s.gatherAll(l, number, l.names.from, end[undated])
	if s.asked.persons {
		i = l.names.seek(i, s.snap.firstOf(dated))
		i = s.gatherAll(l, number, i, min(max(l.apartEnd[0], l.apartEnd[1]), end[dated]))
		to := l.names.seek(i, end[dated])
		all, next := slices.Grow(s.gathered, int(to-i)), len(s.gathered)
		all = all[:cap(all)]
		first := i - uint32(next)
		in, mayBe := *l.names.in, s.asked.mayBe // apart from what is written
		for ; i < to; i++ {
			v := in.wide(i)
			n := listed(v >> (in.beside & 63))
			g := &all[next]
			g.name, g.list, g.beside = n.name(), number, uint16(v)
			next += mayBe.has(n.born()) // no branch, which could be foreseen as little as what is read
		}
		s.gathered = all[:next]
		s.asked.aside = s.asked.aside || i-uint32(next) != first
	}
	if s.asked.others {
		s.gatherAll(l, number, l.names.seek(i, s.snap.firstOf(impersonal)), end[impersonal])
	}
}

// gatherAll gathers the names of a list from a place on up to an end. It returns
// where it ended.
func (s *Searcher) gatherAll(l *list, number, i, end uint32) uint32 {
	in, beside := l.names.in, l.names.in.beside&63
	for ; i < l.names.to; i++ {
		v := in.wide(i)
		n := listed(v >> beside).name()
		if n >= end {
			break
		}
		s.gathered = append(s.gathered, gathered{n, number, uint16(v)})
	}
	return i
}

// apartBy says what a gathered name must have to spare, and whether it may be
// reached at all.
func (s *Searcher) apartBy(g gathered) (spare int64, ok bool) {
	a := &s.asked
	k := g.name - s.snap.firstOf(dated)
	if a.born == 0 || k >= uint32(len(s.snap.born)) {
		return 0, true
	}
	apart := a.apart(score.Born(s.snap.born[k]))
	if apart == unapart {
		return 0, true
	}
	a.aside = true
	return a.spare[apart], g.name < s.lists[g.list].apartEnd[apart]
}
