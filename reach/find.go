package reach

import (
	"cmp"
	"encoding/binary"
	"errors"
	"runtime"
	"slices"
	"sync"

	"github.com/interdict/interdict/internal/sealed"
)

// Work counts what was done to find candidates.
type Work struct {
	Words    int64 // of the dictionaries that mean something to a name
	Compared int64 // words whose letters were compared with a listed text
	Postings int64 // read
	Pages    int64 // of lists, opened
}

// Add sums up two counts.
func (w *Work) Add(o *Work) {
	w.Words += o.Words
	w.Compared += o.Compared
	w.Postings += o.Postings
	w.Pages += o.Pages
}

// Find returns the rows, ascending and counted from 0, of all members whom the
// targets could mean. It uses all processors.
func (f *File) Find(t *Targets) ([]int64, Work, error) {
	jobs := newJobs(f.chunks)
	var work Work
	var faults error
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			s := f.searcher(t)
			defer f.done(s)
			err := s.work(jobs)
			jobs.mu.Lock()
			defer jobs.mu.Unlock()
			work.Add(&s.did)
			faults = errors.Join(faults, err)
		})
	}
	workers.Wait()
	return jobs.rows(), work, faults
}

// searcher takes a search that is not at work, or makes one: what it holds of each
// member is worth keeping.
func (f *File) searcher(t *Targets) *search {
	select {
	case s := <-f.idle:
		s.t, s.c, s.did = t, nil, Work{}
		return s
	default:
		return &search{file: f, t: t}
	}
}

func (f *File) done(s *search) {
	s.t, s.c = nil, nil
	s.forget()
	select {
	case f.idle <- s:
	default:
	}
}

// search looks for targets in one chunk after the other.
type search struct {
	file *File
	t    *Targets
	did  Work

	c       *chunk
	touched []touched // of each member of a window; all nothing between windows
	met     []uint32  // members that are touched by what can tell
	lists   map[uint32]list
	// sifted are, where sifts says so, the postings of lists of those members who
	// pass the sieve.
	sifted  map[uint32][]posting
	sifts   bool
	sieve   sieve
	kept    int // postings in lists
	passed  int // postings in sifted
	spared  int // members of a chunk who are found since lists are long: see spares
	room    []posting
	page    []byte
	stretch []byte // of pages
	packed  []byte
	at      int // page, -1 none
	out     []uint32
}

// list is a word's list, and who its members may be, where that is known: members
// lie too far apart to be asked for again and again.
type list struct {
	postings []posting
	bearers  []bearer
}

// keepPostings is how many postings of words are kept while a chunk is searched,
// since an entity's names have words in common.
const keepPostings = 8 << 20

// work does jobs until there are none.
func (s *search) work(jobs *jobs) error {
	for j, ok := jobs.next(); ok; j, ok = jobs.next() {
		if s.c != j.chunk {
			s.c, s.at = j.chunk, -1
			s.forget()
		}
		s.out = s.out[:0]
		var err error
		if j.hits == nil {
			var hits []hit
			hits, err = s.scan(j.share)
			jobs.scanned(j, hits)
		} else {
			err = s.names(j.hits)
		}
		if err != nil {
			jobs.stop()
			return err
		}
		jobs.found(j, s.out)
	}
	return nil
}

// scan finds words of a chunk that mean something and, once, the members who have
// one of the identifiers.
func (s *search) scan(share share) ([]hit, error) {
	scan := scan{chunk: s.c, t: s.t}
	scan.all(share)
	s.did.Words += int64(len(scan.hits))
	s.did.Compared += scan.compared
	if share.at > 0 {
		return scan.hits, nil
	}
	return scan.hits, s.identifiers()
}

// names finds the members that names could mean whose words are met.
func (s *search) names(hits []hit) error {
	if s.touched == nil {
		s.touched = make([]touched, window)
	}
	for len(hits) > 0 {
		n := ofOneName(hits)
		if err := s.name(&s.t.names[hits[0].role.name], hits[:n]); err != nil {
			return err
		}
		hits = hits[n:]
	}
	return nil
}

// choose leaves those of each family of roles that are enough, with the shortest
// lists. late are those that tell more of members who were met by others.
func (s *search) choose(n *listedName, hits []hit) (first, late []hit) {
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
	first = hits[:0]
	for _, h := range hits {
		switch r := &h.role; {
		case r.family >= inErrors:
			if slices.Contains(enough, r.family) {
				first = append(first, h)
			} else {
				late = append(late, h)
			}
		case r.family == 0 || r.bits == 0 || letter[r.family] >= r.from && letter[r.family] < r.to:
			first = append(first, h)
		}
	}
	return first, late
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
		if s.t.strong(n, common, 0, &nothing) {
			break
		}
		telling &^= bitsOf(uint8(g), 1<<groupBits-1)
	}
	return telling
}

// has says whether a word's list is at hand.
func (s *search) has(word uint32) bool {
	if s.sifts {
		if _, ok := s.sifted[word]; ok {
			return true
		}
	}
	_, ok := s.lists[word]
	return ok
}

// forget lets go of all lists.
func (s *search) forget() {
	s.spared = 0
	s.lists, s.kept = map[uint32]list{}, 0
	s.sifted, s.passed = map[uint32][]posting{}, 0
}

// sift passes over those members for whom a name cannot reach what is demanded,
// whatever their names are, until it is asked for another name. An entity's names
// mostly pass over the same.
func (s *search) sift(n *listedName, besides *[never + 1]beside) {
	if s.sifts = s.c.bearers != nil; !s.sifts {
		return
	}
	var of sieve
	if of, s.sifts = n.bearers.sieve(besides); s.sifts && of != s.sieve {
		s.sieve, s.passed = of, 0
		clear(s.sifted)
	}
}

// whom are the postings of a word but for members who are passed over.
func (s *search) whom(word uint32) ([]posting, error) {
	if !s.sifts {
		l, err := s.list(word)
		return l.postings, err
	}
	if p, ok := s.sifted[word]; ok {
		return p, nil
	}
	l, err := s.list(word)
	if err != nil {
		return nil, err
	}
	all, n := slices.Grow(s.room[:0], len(l.bearers))[:len(l.bearers)], 0
	for i, b := range l.bearers {
		all[n] = l.postings[i]
		n += s.sieve.passes(b)
	}
	s.room = all[:n]
	if len(s.room) == len(l.postings) {
		s.sifted[word] = l.postings
		return l.postings, nil
	}
	if s.passed += len(s.room); s.passed > keepPostings/4 {
		clear(s.sifted)
		s.passed = len(s.room)
	}
	s.sifted[word] = slices.Clone(s.room)
	return s.sifted[word], nil
}

// list reads a word's list.
func (s *search) list(word uint32) (list, error) {
	if l, ok := s.lists[word]; ok {
		return l, nil
	}
	rest, err := s.bytes(s.c.lists[word].from, s.c.lists[word].to)
	if err != nil {
		return list{}, err
	}
	l := list{}
	if l.postings, err = decode(rest, uint64(s.c.rows)); err != nil {
		return list{}, err
	}
	if s.c.bearers != nil { // afterwards, so that one does not wait for another
		l.bearers = make([]bearer, len(l.postings))
		for i, p := range l.postings {
			l.bearers[i] = s.c.bearers[p.member()]
		}
	}
	s.did.Postings += int64(len(l.postings))
	if s.kept += len(l.postings); s.kept > keepPostings {
		clear(s.lists)
		s.kept = len(l.postings)
	}
	s.lists[word] = l
	return l, nil
}

// decode reads a list of members out of so many.
func decode(rest []byte, rows uint64) ([]posting, error) {
	out := make([]posting, 0, len(rest)/(infoSize+1))
	for last := uint64(0); len(rest) > 0; {
		if len(rest) >= 8 { // neighbours are mostly near: one byte or two, which no branch tells apart
			b := binary.LittleEndian.Uint64(rest)
			if two := b >> 7 & 1; two&(b>>15) == 0 {
				if last += b&0x7F | b>>1&0x3F80&-two; last >= rows {
					return nil, sealed.ErrDamaged
				}
				out = append(out, posting(last)<<infoBits|posting(b>>(8+8*two))&(1<<infoBits-1))
				rest = rest[1+two+infoSize:]
				continue
			}
		}
		delta, k := binary.Uvarint(rest)
		last += delta
		if k <= 0 || len(rest) < k+infoSize || last >= rows {
			return nil, sealed.ErrDamaged
		}
		out = append(out, posting(last)<<infoBits|posting(readInfo(rest[k:])))
		rest = rest[k+infoSize:]
	}
	return out, nil
}

// bytes are those bytes of the lists, until others are asked for.
func (s *search) bytes(from, to uint32) ([]byte, error) {
	if from == to {
		return nil, nil
	}
	first, last := int(from/listPage), int((to-1)/listPage)
	begin, end := int(from%listPage), int(to)-first*listPage
	var pages []byte
	var err error
	if first == last {
		pages, err = s.openPage(s.c.listPages + first)
	} else {
		pages, err = s.openPages(s.c.listPages+first, last+1-first)
	}
	if err == nil && end > len(pages) {
		err = sealed.ErrDamaged
	}
	if err != nil {
		return nil, err
	}
	return pages[begin:end], nil
}

// infoSize is how many bytes of a posting an info has.
const infoSize = 5

func readInfo(b []byte) info { return info(binary.LittleEndian.Uint32(b)) | info(b[4])<<lackShift }

// openPage opens a page.
func (s *search) openPage(n int) ([]byte, error) {
	if s.at == n {
		return s.page, nil
	}
	s.at = -1
	var err error
	if s.page, err = s.file.Page(n, s.page[:0]); err != nil {
		return nil, err
	}
	s.at = n
	s.did.Pages++
	return s.page, nil
}

// openPages opens so many pages from one on.
func (s *search) openPages(from, n int) (pages []byte, err error) {
	s.stretch = slices.Grow(s.stretch[:0], (n+1)*listPage) // or it is made anew page by page
	s.stretch, err = s.file.Stretch(from, from+n, s.stretch, &s.packed)
	s.did.Pages += int64(n)
	return s.stretch, err
}

// identifiers finds the members who have one of the identifiers.
func (s *search) identifiers() error {
	for _, id := range s.t.ids {
		n, found := slices.BinarySearch(s.c.fences, id)
		if !found {
			n--
		}
		for n = max(n, 0); n < len(s.c.fences) && s.c.fences[n] <= id|(1<<24-1); n++ {
			page, err := s.openPage(s.c.idPages + n)
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
