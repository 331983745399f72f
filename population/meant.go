package population

import (
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/reach"
	"github.com/interdict/interdict/screen"
)

// postingsExtension comes behind the name of the file whose members they are of.
const postingsExtension = ".postings"

// indexer makes the postings of a file while it is written: some find out the words
// of pages, one puts them down in the order of the pages.
type indexer struct {
	out   *reach.Writer
	work  chan *indexed // to be analysed
	order chan *indexed // as they come
	free  chan *indexed
	done  sync.WaitGroup
	next  *indexed // being filled
	err   error    // once done
}

// indexed are pages of members and what was found out of them.
type indexed struct {
	pages []string
	rows  reach.Rows
	err   error
	done  chan struct{}
}

const (
	// indexers is how many goroutines analyse pages at most. Putting down and
	// reading the input take another's time.
	indexers = 4
	// pagesTogether is how many pages are handed on at a time, which keeps waking one
	// another cheap; ahead is how many such handfuls are in the making at most.
	pagesTogether = 32
	ahead         = 12
)

// newIndexer begins the postings of the file with this id.
func newIndexer(w io.Writer, key *sealed.Key, of string) (*indexer, error) {
	out, err := reach.NewWriter(w, key, of)
	if err != nil {
		return nil, err
	}
	in := &indexer{out: out, work: make(chan *indexed, ahead), order: make(chan *indexed, ahead), free: make(chan *indexed, ahead)}
	for range ahead {
		in.free <- &indexed{done: make(chan struct{}, 1)}
	}
	var learnt name.Learnt
	for range min(runtime.GOMAXPROCS(0), indexers) {
		in.done.Go(func() {
			var a reach.Analyser
			a.Share(&learnt)
			var s interdict.Subject
			for p := range in.work {
				p.err = p.index(&a, &s)
				p.done <- struct{}{}
			}
		})
	}
	in.done.Go(func() {
		for p := range in.order {
			<-p.done
			if in.err == nil {
				in.err = p.err
			}
			if in.err == nil {
				in.err = in.out.Write(&p.rows)
			}
			in.free <- p
		}
	})
	return in, nil
}

// page takes a page of members.
func (in *indexer) page(page []byte) error {
	if in.next == nil {
		in.next = <-in.free
		in.next.pages = in.next.pages[:0]
	}
	in.next.pages = append(in.next.pages, string(page))
	if len(in.next.pages) == pagesTogether {
		in.pass()
	}
	return nil
}

// pass hands on the pages taken.
func (in *indexer) pass() {
	in.order <- in.next
	in.work <- in.next
	in.next = nil
}

// index finds out the words of the members.
func (p *indexed) index(a *reach.Analyser, s *interdict.Subject) error {
	p.rows.Reset()
	for _, page := range p.pages {
		if err := p.add(page, a, s); err != nil {
			return err
		}
	}
	return nil
}

func (p *indexed) add(page string, a *reach.Analyser, s *interdict.Subject) error {
	for r := (reader{rest: page}); r.rest != ""; {
		m := r.next()
		do, member, err := m.head()
		if err == nil {
			err = m.member(do, member, s)
		}
		if err != nil {
			return err
		}
		if do == put {
			a.Add(&p.rows, s)
		} else {
			p.rows.Pass()
		}
	}
	return nil
}

// close ends the postings, unless the file itself has failed.
func (in *indexer) close(failed error) error {
	if in.next != nil {
		in.pass()
	}
	close(in.work)
	close(in.order)
	in.done.Wait()
	if failed != nil || in.err != nil {
		return in.err
	}
	return in.out.Close()
}

// Meant says of whom a population's postings tell that changed entities could
// mean them, and how that is known of all others.
type Meant struct {
	// Members are those who are in the population, Candidates those who have to be
	// looked at.
	Members    int64
	Candidates int64
	Files      []MeantFile
	Work       reach.Work

	rows [][]int64 // of each file, ascending
}

// MeantFile is one of a population's files.
type MeantFile struct {
	Name string
	// Rows are all that it has, Candidates those to be looked at.
	Rows, Candidates int64
	// Postings says that they were found by the postings; else all are looked at.
	Postings bool
}

// Index is a population's open files with their postings. It may be asked many
// times, and holds the postings' dictionaries in memory meanwhile.
type Index struct {
	of       *Population
	all      *Source       // never read: the files, and who is superseded
	postings []*reach.File // nil: none that can be used
}

// Index opens the population's postings. Where a file has none, or of another
// version of the analysis, all of its members count as meant.
func (p *Population) Index() (*Index, error) {
	all, err := p.Open(nil)
	if err != nil {
		return nil, err
	}
	x := &Index{of: p, all: all}
	for i := range p.Files {
		f, err := p.postings(all.files[i], p.file(&p.Files[i])+postingsExtension)
		if err != nil {
			return nil, errors.Join(err, x.Close())
		}
		x.postings = append(x.postings, f)
	}
	return x, nil
}

func (p *Population) postings(of *file, path string) (*reach.File, error) {
	out, err := reach.Open(path, p.sealKey(), of.ID())
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, reach.ErrUnusable) {
		return nil, nil
	}
	if err == nil && out.Rows() != of.rows() {
		err = errors.Join(sealed.ErrDamaged, out.Close())
	}
	if err != nil {
		return nil, spoiltIf(path, err)
	}
	return out, nil
}

// spoilt is the error of postings that are damaged: no copy of them is needed.
type spoilt struct{ path string }

func (s spoilt) Error() string {
	return s.path + ": it is damaged; remove it, and the next run looks at all members and makes it anew"
}

func (spoilt) Unwrap() error { return sealed.ErrDamaged }

// spoiltIf is the error of a file of postings.
func spoiltIf(path string, err error) error {
	if errors.Is(err, sealed.ErrDamaged) {
		return spoilt{path}
	}
	return err
}

// rows are how many members a file has, removals included.
func (f *file) rows() (n int64) {
	for _, rows := range f.meta.Rows {
		n += int64(rows)
	}
	return n
}

// Usable says whether a file has postings: without any, asking saves nothing.
func (x *Index) Usable() bool {
	return slices.ContainsFunc(x.postings, func(f *reach.File) bool { return f != nil })
}

// Close closes the files.
func (x *Index) Close() error {
	err := x.all.Close()
	for _, f := range x.postings {
		if f != nil {
			err = errors.Join(err, f.Close())
		}
	}
	return err
}

// findGrowth is how the heap may grow, in percent, while members are looked for: what
// that holds is large, and hardly any of it garbage. muchRead is how many postings
// are read before it is worth while to make room for looking at whom they led to.
const findGrowth, muchRead = 20, 8 << 20

// Find finds out who could be meant.
func (x *Index) Find(t *reach.Targets) (*Meant, error) {
	defer debug.SetGCPercent(debug.SetGCPercent(findGrowth))
	m := &Meant{Members: x.of.Members}
	for i, f := range x.postings {
		of := MeantFile{Name: filepath.Base(x.of.file(&x.of.Files[i])), Rows: x.all.files[i].rows()}
		var rows []int64
		if f == nil {
			of.Candidates = of.Rows
		} else {
			found, work, err := f.Find(t)
			if err != nil {
				return nil, spoiltIf(x.of.file(&x.of.Files[i])+postingsExtension, err)
			}
			rows = found
			of.Candidates, of.Postings = int64(len(rows)), true
			m.Work.Add(&work)
		}
		m.rows = append(m.rows, rows)
		m.Files = append(m.Files, of)
		m.Candidates += of.Candidates
	}
	if m.Work.Postings > muchRead {
		runtime.GC()
	}
	return m, nil
}

// Open opens those members who could be meant, of those that only names: see
// Population.Open. They are numbered as they come. The Index must stay open
// meanwhile.
func (x *Index) Open(m *Meant, only func(member string) bool) *Source {
	return &Source{files: x.all.files, later: x.all.later, shared: true, only: only, first: 1, meant: m, rows: slices.Clone(m.rows)}
}

// cut adds the members who are meant to the block, from as many pages as it
// takes.
func (s *Source) cut() (rows int, err error) {
	f, meant := s.files[s.at], s.rows[s.at]
	if s.page == 0 {
		s.before = 0
	}
	var page []byte
	for ; s.page < len(f.meta.Rows) && len(s.block) < blockSize; s.page++ {
		from := s.before
		s.before += int64(f.meta.Rows[s.page])
		if len(meant) == 0 || meant[0] >= s.before {
			continue
		}
		if page, err = f.Page(s.page, page[:0]); err != nil {
			return 0, err
		}
		r := reader{rest: viewOf(page)}
		for at := from; len(meant) > 0 && meant[0] < s.before; at++ {
			whole := r.rest
			if r.next(); r.bad {
				return 0, errPage
			}
			if at == meant[0] {
				s.block = append(s.block, whole[:len(whole)-len(r.rest)]...)
				meant = meant[1:]
				rows++
			}
		}
	}
	s.rows[s.at] = meant
	return rows, nil
}

// Targets are an engine's entities, made ready to be looked for.
func Targets(e *screen.Engine) (*reach.Targets, error) {
	w := e.Weights()
	t := reach.NewTargets(&w, e.Policy().Threshold)
	return t, e.Parties(t.Add)
}
