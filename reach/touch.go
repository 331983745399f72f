package reach

import (
	"cmp"
	"math"
	"slices"
)

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

// memberCost is how many bytes of lists are read in the time that looking at a
// member takes.
const memberCost = 4 * listPage

// window is how many members are looked at together: what is known of them stays
// within the processor's cache, whatever lists are gone through.
const window = 1 << 15

// part is a word that touches a name, and how far its list has been gone through.
type part struct {
	word uint32
	of   []hit
	bits uint32 // what it touches at most
	list []posting
	next uint32 // member; beyond all at the end
	cost uint16
	read bool
	// wholes says that it means something to whole names alone, which have so many
	// letters, at least and at most, and words.
	wholes                   bool
	shortest, longest, words uint8
}

// parts are the words of hits that accepts takes, in the room of earlier ones.
func (s *search) parts(out []part, hits []hit, accepts func(bits uint32) bool) []part {
	out = out[:0]
	for len(hits) > 0 {
		p := part{word: hits[0].word, wholes: true, shortest: math.MaxUint8, words: math.MaxUint8}
		n := 0
		for ; n < len(hits) && hits[n].word == p.word; n++ {
			p.add(&hits[n].role)
		}
		if p.of = hits[:n]; accepts(p.bits) {
			out = append(out, p)
		}
		hits = hits[n:]
	}
	slices.SortFunc(out, func(a, b part) int { return cmp.Compare(s.c.lists[a.word].from, s.c.lists[b.word].from) }) // pages are read once
	return out
}

// add takes in what else the word is to a name.
func (p *part) add(r *role) {
	p.bits |= r.bits
	p.wholes = p.wholes && r.kind == whole
	length := min(int(r.length), mostLength)
	p.shortest = min(p.shortest, uint8(max(length-int(r.slack), 0)))
	p.longest = max(p.longest, uint8(length+int(r.slack)))
	p.words = min(p.words, r.least)
}

// fits says whether a name may be one of those whole names.
func (p *part) fits(in info) bool {
	return in.length() >= int(p.shortest) && in.length() <= int(p.longest) && in.words() >= int(p.words)
}

// name finds the members that a listed name could mean, by the words that touch
// it. Those of its rarer groups come first: only who has one of them can reach
// what is demanded. Words that touch what always agrees come last, and only for
// those of whom they decide.
func (s *search) name(n *listedName, hits []hit) error {
	hits, late := s.choose(n, hits)
	telling := s.telling(n, hits)
	w := &windows{search: s, n: n, besides: s.t.besides(n, s.file.meta.Stated)}
	s.sift(n, &w.besides)
	s.first = s.parts(s.first, hits, func(bits uint32) bool { return bits&telling != 0 })
	s.others = s.parts(s.others, hits, func(bits uint32) bool { return bits&telling == 0 && bits != 0 })
	s.late = s.parts(s.late, late, func(uint32) bool { return true })
	w.hits = hits
	for i := range late {
		w.missing |= late[i].role.bits
	}
	for from := 0; from < s.c.rows; from += window {
		if err := w.look(uint32(from)); err != nil {
			return err
		}
	}
	return nil
}

// windows goes through a chunk for one name.
type windows struct {
	*search
	n        *listedName
	missing  uint32 // what late touches, which is taken to be there until it is read
	respaced int    // members in doubt for want of late
	hits     []hit
	free     []part // words of what always agrees; nil until one is asked for

	from, to uint32 // the window
	// besides are by relation what stands beside a member's name.
	besides [never + 1]beside
}

// reached says whether a member who lacks so much could reach what is demanded. Who
// the member may be is asked last: it lies in memory far from all else.
func (w *windows) reached(m uint32, lack int64) bool {
	at := w.of(m)
	if !w.t.reached(w.n, at.bits, at.words(), lack, &nothing) {
		return false
	}
	if w.c.bearers == nil {
		return true
	}
	b := &w.besides[w.n.bearers.relation(w.c.bearers[m])]
	return b.relation == open || w.t.reached(w.n, at.bits, at.words(), lack, b)
}

// look looks at the members of one window.
func (w *windows) look(from uint32) error {
	w.from, w.to = from, from+window
	if err := w.touchAll(w.first, true); err != nil || len(w.met) == 0 {
		return err
	}
	if err := w.touchAll(w.others, false); err != nil {
		return err
	}
	w.settle()
	if len(w.met) == 0 {
		return nil
	}
	missing := w.missing
	if w.respaced >= lateFrom {
		missing = 0
		if err := w.touchAll(w.late, false); err != nil {
			return err
		}
	}
	if w.free == nil {
		w.free = w.alwaysAgree()
	}
	if w.spares(w.free) {
		return nil
	}
	if err := w.touchAll(w.free, false); err != nil {
		return err
	}
	w.decide(missing)
	return nil
}

// spares says that these words' lists are longer than is worth while for so few
// members in doubt: then they are found, and looked at themselves.
func (w *windows) spares(parts []part) bool {
	unread := int64(0)
	for i := range parts {
		if !parts[i].read && !w.has(parts[i].word) {
			unread += w.c.size(parts[i].word)
		}
	}
	if int64(w.spared+len(w.met))*w.file.memberCost > unread {
		return false
	}
	w.spared += len(w.met)
	for _, m := range w.met {
		w.out = append(w.out, m)
		*w.of(m) = touched{}
	}
	w.met = w.met[:0]
	return true
}

// settle decides of all members but those of whom more has to be known.
func (w *windows) settle() {
	doubtful := w.met[:0]
	var last touched // of one who cannot be meant: mostly the next is like him
	for _, m := range w.met {
		at := w.of(m)
		if at.bits == last.bits && at.words() == last.words() {
			*at = touched{}
			continue
		}
		maybe := w.n.respaced(at.bits | w.missing)
		switch {
		case !maybe && !w.t.reached(w.n, at.bits, at.words(), 0, &nothing):
			last, *at = *at, touched{}
		case !maybe && !w.reached(m, 0):
			*at = touched{}
		case w.n.initial && !maybe || w.reached(m, at.lack()):
			w.out = append(w.out, m)
			*at = touched{}
		default:
			doubtful = append(doubtful, m)
			if maybe {
				w.respaced++
			}
		}
	}
	w.met = doubtful
}

// decide decides of the members who lack too much, unless what they lack is what
// always agrees or their spaces were put in.
func (w *windows) decide(missing uint32) {
	for _, m := range w.met {
		at := w.of(m)
		lack := at.lack()
		if w.n.initial {
			lack = 0
		}
		if w.n.respaced(at.bits|missing) || w.reached(m, lack) {
			w.out = append(w.out, m)
		}
		*at = touched{}
	}
	w.met = w.met[:0]
}

// alwaysAgree are the words that touch what is taken to agree with everyone.
func (w *windows) alwaysAgree() []part {
	var hits []hit
	for _, h := range w.hits {
		if h.role.bits == 0 {
			hits = append(hits, h)
		}
	}
	return append(make([]part, 0, 1), w.parts(nil, hits, func(uint32) bool { return true })...)
}

// of is what is known of a member of the window.
func (s *search) of(member uint32) *touched { return &s.touched[member%window] }

// words is how many words were met.
func (t *touched) words() int { return int(t.met >> metBits) }

// meet adds a word, which counts for so many.
func (t *touched) meet(words int, cost uint16) {
	n := min(t.words()+words, 1<<(16-metBits)-1)
	t.met = uint16(n)<<metBits | min(t.met&mostMet+cost, mostMet)
}

// lack is the least that a member's name costs without what is touched.
func (t *touched) lack() int64 { return max(int64(t.least)-int64(t.met&mostMet), 0) * lackUnit }

// touchAll notes of the window's members what these words are to a name: of all
// who have them, or only of those who were met.
func (w *windows) touchAll(parts []part, first bool) error {
	for i := range parts {
		p := &parts[i]
		if !p.read {
			if err := w.open(p); err != nil {
				return err
			}
		}
		if p.next < w.from { // nobody of the windows before was met
			n, _ := slices.BinarySearch(p.list, posting(w.from)<<infoBits)
			p.pass(n)
		}
		if p.next < w.to {
			w.touch(p, first)
		}
	}
	return nil
}

// open reads a word's list.
func (w *windows) open(p *part) error {
	list, err := w.whom(p.word)
	p.list = list
	p.pass(0)
	p.read, p.cost = true, uint16((lackOf(w.c.word(p.word))+lackUnit-1)/lackUnit)
	return err
}

// pass passes over so many of the list.
func (p *part) pass(n int) {
	p.list, p.next = p.list[n:], beyond
	if len(p.list) > 0 {
		p.next = p.list[0].member()
	}
}

// beyond is the number of no member.
const beyond = ^uint32(0)

// touch notes what a word is to a name for the window's members.
func (w *windows) touch(p *part, first bool) {
	alone := len(p.of) == 1 && p.of[0].role.kind == touch
	single, stands := p.of[0].role.bits, p.of[0].role.words()
	end := posting(w.to) << infoBits
	n := 0
	for ; n < len(p.list) && p.list[n] < end; n++ {
		member, in := p.list[n].member(), p.list[n].info()
		if p.wholes && !p.fits(in) {
			continue
		}
		at := w.of(member)
		if !first && at.bits == 0 {
			continue
		}
		bits, words, least := single, stands, in.lack()+p.cost
		if !alone {
			bits, words, least = allowed(p.of, in, least)
		}
		if words >= 0 && in.again() {
			words = mostGroups
		}
		if bits == 0 && (words < 0 || at.bits == 0) {
			continue
		}
		if at.bits == 0 {
			w.met = append(w.met, member)
			at.least = mostLack + mostMet
		}
		at.bits |= bits
		if words >= 0 {
			at.least = min(at.least, least)
			at.meet(words, p.cost)
		}
	}
	p.pass(n)
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
