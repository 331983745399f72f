package reach

import (
	"cmp"
	"encoding/binary"
	"errors"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/interdict/interdict/internal/sealed"
)

// Work counts what was done to find candidates.
type Work struct {
	Words    int64 // of the dictionaries that mean something to a name
	Postings int64 // read
	Pages    int64 // of lists, opened
}

// Add sums up two counts.
func (w *Work) Add(o *Work) {
	w.Words += o.Words
	w.Postings += o.Postings
	w.Pages += o.Pages
}

// Find returns the rows, ascending and counted from 0, of all members whom the
// targets could mean. It uses all processors.
func (f *File) Find(t *Targets) ([]int64, Work, error) {
	t.ready()
	found := make([][]int64, len(f.chunks))
	faults := make([]error, len(f.chunks))
	var work Work
	var mu sync.Mutex
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(f.chunks)) {
		workers.Go(func() {
			s := search{file: f, t: t}
			for n := int(next.Add(1)) - 1; n < len(f.chunks); n = int(next.Add(1)) - 1 {
				found[n], faults[n] = s.chunk(&f.chunks[n])
			}
			mu.Lock()
			work.Add(&s.work)
			mu.Unlock()
		})
	}
	workers.Wait()
	return slices.Concat(found...), work, errors.Join(faults...)
}

// search looks for targets in one chunk after the other.
type search struct {
	file *File
	t    *Targets
	work Work

	c       *chunk
	touched []touched // of each member of the chunk; all nothing between names
	met     []uint32  // members that are touched by what can tell
	lists   map[uint32][]posting
	kept    int // postings in lists
	page    []byte
	at      int // page, -1 none
	out     []uint32
}

// keepPostings is how many postings of words are kept while a chunk is searched,
// since an entity's names have words in common.
const keepPostings = 4 << 20

// chunk searches a chunk.
func (s *search) chunk(c *chunk) ([]int64, error) {
	s.c, s.at, s.out = c, -1, s.out[:0]
	s.lists, s.kept = map[uint32][]posting{}, 0
	if len(s.touched) < c.rows {
		s.touched = make([]touched, c.rows)
	}
	scan := scan{chunk: c, t: s.t}
	scan.all()
	s.work.Words += int64(len(scan.hits))
	for hits := scan.hits; len(hits) > 0; {
		n := 1
		for n < len(hits) && hits[n].role.name == hits[0].role.name {
			n++
		}
		if err := s.name(&s.t.names[hits[0].role.name], hits[:n]); err != nil {
			return nil, err
		}
		hits = hits[n:]
	}
	if err := s.identifiers(); err != nil {
		return nil, err
	}
	slices.Sort(s.out)
	s.out = slices.Compact(s.out)
	rows := make([]int64, len(s.out))
	for i, m := range s.out {
		rows[i] = c.first + int64(m)
	}
	return rows, nil
}

// touched is what is known of a member's name beside a listed one: which of the
// listed words its words touch, and what it lacks: no less than least without
// what the words that were met cost at most, in units of lackUnit.
type touched struct {
	bits       uint32
	least, met uint16
}

// name finds the members that a listed name could mean, by the words that touch
// it. Those of its rarer groups come first: only who has one of them can reach
// what is demanded. Words that touch what always agrees come last, and only for
// those of whom they decide.
func (s *search) name(n *listedName, hits []hit) error {
	hits = s.choose(n, hits)
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
	doubtful := s.met[:0]
	for _, m := range s.met {
		at := &s.touched[m]
		switch {
		case !s.t.reached(n, at.bits, 0):
			*at = touched{}
		case n.initial || s.t.reached(n, at.bits, at.lack()):
			s.out = append(s.out, m)
			*at = touched{}
		default:
			doubtful = append(doubtful, m)
		}
	}
	s.met = doubtful
	return s.decide(n, hits)
}

// decide decides of the members who lack too much, unless what they lack is what
// always agrees.
func (s *search) decide(n *listedName, hits []hit) error {
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
		if at := &s.touched[m]; s.t.reached(n, at.bits, at.lack()) {
			s.out = append(s.out, m)
		}
		s.touched[m] = touched{}
	}
	s.met = s.met[:0]
	return nil
}

// lack is the least that a member's name costs without what is touched.
func (t *touched) lack() int64 { return max(int64(t.least)-int64(t.met), 0) * lackUnit }

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
	for _, p := range list {
		at := &s.touched[p.member]
		if !first && at.bits == 0 {
			continue
		}
		bits, any, least := uint32(0), false, p.info.lack()+cost
		for i := range of {
			if r := &of[i].role; r.allows(p.info) {
				bits, any = bits|r.bits, true
				if r.kind == piece {
					least = 0 // what the other pieces cost was not looked at
				}
			}
		}
		if !any || bits == 0 && at.bits == 0 {
			continue
		}
		if at.bits == 0 {
			s.met = append(s.met, p.member)
			at.least = least
		}
		at.bits |= bits
		at.least, at.met = min(at.least, least), at.met+cost
	}
	return nil
}

// choose leaves those of each family of roles that are enough, with the shortest
// lists.
func (s *search) choose(n *listedName, hits []hit) []hit {
	var costs [256]*[256]int64 // of families, by letter; of those in errors by 0
	for i := range hits {
		r := &hits[i].role
		if r.family == 0 {
			continue
		}
		of := costs[r.family]
		if of == nil {
			of = new([256]int64)
			costs[r.family] = of
		}
		of[r.from] += s.c.size(hits[i].word)
		of[r.to] -= s.c.size(hits[i].word)
		if r.family >= inErrors {
			of[0] += s.c.size(hits[i].word)
		}
	}
	var letter [256]uint8
	for f := range inErrors {
		if costs[f] != nil {
			letter[f] = cheapest(costs[f], int(n.lengths[f]))
		}
	}
	enough := s.enough(n, &costs)
	return slices.DeleteFunc(hits, func(h hit) bool {
		r := &h.role
		if r.family >= inErrors {
			return !slices.Contains(enough, r.family)
		}
		return r.family > 0 && (letter[r.family] < r.from || letter[r.family] >= r.to)
	})
}

// cheapest is the letter whose words have the shortest lists together. costs are
// what each letter adds to those of the letter before.
func cheapest(costs *[256]int64, letters int) uint8 {
	best, least, sum := 0, int64(0), int64(0)
	for i := range letters {
		if sum += costs[i]; i == 0 || sum < least {
			best, least = i, sum
		}
	}
	return uint8(best)
}

// enough are the families in errors with the shortest lists, as many as there may
// be errors.
func (s *search) enough(n *listedName, costs *[256]*[256]int64) []uint8 {
	families := make([]uint8, n.words)
	for i := range families {
		families[i] = uint8(inErrors + i)
	}
	cost := func(f uint8) int64 {
		if costs[f] == nil {
			return 0
		}
		return costs[f][0]
	}
	slices.SortStableFunc(families, func(a, b uint8) int { return cmp.Compare(cost(a), cost(b)) })
	return families[:min(n.errors, n.words)]
}

// telling are the bits of the groups of which a member must touch one: all but
// the commonest that without the others could not reach what is demanded.
func (s *search) telling(n *listedName, hits []hit) uint32 {
	var sizes [mostGroups]int64
	for i := range hits {
		for g := range n.groups {
			if hits[i].role.bits>>(groupBits*g)&(1<<groupBits-1) != 0 {
				sizes[g] += s.c.size(hits[i].word)
			}
		}
	}
	order := make([]int, len(n.groups))
	for g := range order {
		order[g] = g
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(sizes[b] - sizes[a]) })
	telling, common := ^uint32(0), uint32(0)
	for _, g := range order {
		common |= bitsOf(uint8(g), strong)
		if s.t.reached(n, common, 0) {
			break
		}
		telling &^= bitsOf(uint8(g), 1<<groupBits-1)
	}
	return telling
}

// list reads a word's list.
func (s *search) list(word uint32) ([]posting, error) {
	if list, ok := s.lists[word]; ok {
		return list, nil
	}
	from, to := s.c.lists[word], s.c.lists[word+1]
	list := make([]posting, 0, (to-from)/(infoSize+1))
	var last uint32
	err := s.read(from, to, func(delta uint64, in info) {
		last += uint32(delta)
		list = append(list, posting{last, in})
	})
	if err == nil && int(last) >= s.c.rows {
		err = sealed.ErrDamaged
	}
	if err != nil {
		return nil, err
	}
	s.work.Postings += int64(len(list))
	if s.kept += len(list); s.kept > keepPostings {
		clear(s.lists)
		s.kept = len(list)
	}
	s.lists[word] = list
	return list, nil
}

// read reads the postings that stand in these bytes of the lists.
func (s *search) read(from, to uint32, f func(delta uint64, in info)) error {
	var room []byte // a posting that goes on in the next page
	for from < to {
		page, err := s.open(s.c.listPages + int(from/listPage))
		if err != nil {
			return err
		}
		at := int(from % listPage)
		end := min(len(page), at+int(to-from))
		if at >= end {
			return sealed.ErrDamaged
		}
		rest := page[at:end]
		from += uint32(len(rest))
		if len(room) > 0 {
			n := min(len(rest), binary.MaxVarintLen32+infoSize)
			before := len(room)
			room = append(room, rest[:n]...)
			delta, k := binary.Uvarint(room)
			if k <= 0 || len(room) < k+infoSize {
				return sealed.ErrDamaged
			}
			f(delta, readInfo(room[k:]))
			rest, room = rest[k+infoSize-before:], room[:0]
		}
		for {
			delta, k := binary.Uvarint(rest)
			if k <= 0 || len(rest) < k+infoSize {
				break
			}
			f(delta, readInfo(rest[k:]))
			rest = rest[k+infoSize:]
		}
		room = append(room, rest...)
	}
	if len(room) > 0 {
		return sealed.ErrDamaged
	}
	return nil
}

// infoSize is how many bytes of a posting an info has.
const infoSize = 5

func readInfo(b []byte) info { return info(binary.LittleEndian.Uint32(b)) | info(b[4])<<lackShift }

// open opens a page.
func (s *search) open(n int) ([]byte, error) {
	if s.at == n {
		return s.page, nil
	}
	s.at = -1
	var err error
	if s.page, err = s.file.Page(n, s.page[:0]); err != nil {
		return nil, err
	}
	s.at = n
	s.work.Pages++
	return s.page, nil
}

// identifiers finds the members who have one of the identifiers.
func (s *search) identifiers() error {
	for _, id := range s.t.ids {
		n, found := slices.BinarySearch(s.c.fences, id)
		if !found {
			n--
		}
		for n = max(n, 0); n < len(s.c.fences) && s.c.fences[n] <= id|(1<<24-1); n++ {
			page, err := s.open(s.c.idPages + n)
			if err != nil {
				return err
			}
			for ; len(page) >= 8; page = page[8:] {
				if e := binary.BigEndian.Uint64(page); e>>24 == id>>24 && int(e&(1<<24-1)) < s.c.rows {
					s.out = append(s.out, uint32(e&(1<<24-1)))
				}
			}
		}
	}
	return nil
}
