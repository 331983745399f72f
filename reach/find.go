package reach

import (
	"cmp"
	"encoding/binary"
	"errors"
	"runtime"
	"slices"
	"sync"
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

// searcher takes a search that is not at work, or makes one: its memory is worth
// keeping.
func (f *File) searcher(t *Targets) *search {
	select {
	case s := <-f.idle:
		s.t, s.c, s.did = t, nil, Work{}
		return s
	default:
		return newSearch(f, t)
	}
}

// done keeps a search for the next, unless it has filled its memory: then that is
// needed for looking at whom it found.
func (f *File) done(s *search) {
	if s.did.Postings > int64(f.keep) {
		return
	}
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
	kept
	// first are the words of a name of whom a member must have one, others those that
	// tell more of whom they met, late those that are read once it is worth while.
	first, others, late []part
	spared              int // members of a chunk who are found since lists are long: see spares
	page                []byte
	stretch             []byte // of pages
	packed              []byte
	at                  int // page, -1 none
	out                 []uint32
}

func newSearch(f *File, t *Targets) *search {
	return &search{file: f, t: t, kept: newKept(f.keep)}
}

// work does jobs until there are none.
func (s *search) work(jobs *jobs) error {
	for j, ok := jobs.next(); ok; j, ok = jobs.next() {
		if s.c != j.chunk {
			s.c, s.at, s.spared = j.chunk, -1, 0
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
		some, err := s.shorts(hits)
		if err != nil {
			return err
		}
		for rest := hits[:some]; len(rest) > 0; {
			if s.long.postings.full() {
				s.forget()
			}
			n := ofOneName(rest)
			if err := s.name(&s.t.names[rest[0].role.name], rest[:n]); err != nil {
				return err
			}
			rest = rest[n:]
		}
		hits = hits[some:]
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
