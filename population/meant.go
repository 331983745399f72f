package population

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/reach"
	"github.com/interdict/interdict/screen"
)

// postingsExtension comes behind the name of the file whose members they are of.
const postingsExtension = ".postings"

// indexer makes the postings of a file while it is written.
type indexer struct {
	out   *reach.Writer
	pages chan string
	done  sync.WaitGroup
	err   error // once done
}

// newIndexer begins the postings of the file with this id.
func newIndexer(w io.Writer, key *sealed.Key, of string) (*indexer, error) {
	out, err := reach.NewWriter(w, key, of)
	if err != nil {
		return nil, err
	}
	in := &indexer{out: out, pages: make(chan string, 64)}
	in.done.Go(func() {
		var s interdict.Subject
		for page := range in.pages {
			if in.err == nil {
				in.err = in.index(page, &s)
			}
		}
	})
	return in, nil
}

// page takes a page of members.
func (in *indexer) page(page []byte) error {
	in.pages <- string(page)
	return nil
}

func (in *indexer) index(page string, s *interdict.Subject) error {
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
			err = in.out.Add(s)
		} else {
			err = in.out.Pass()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// close ends the postings, unless the file itself has failed.
func (in *indexer) close(failed error) error {
	close(in.pages)
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

// Index is a population's open postings. It may be asked many times, and holds
// their dictionaries in memory meanwhile.
type Index struct {
	of    *Population
	files []*reach.File // nil: none that can be used
}

// Index opens the population's postings. Where a file has none, or of another
// version of the analysis, all of its members count as meant.
func (p *Population) Index() (*Index, error) {
	x := &Index{of: p}
	for i := range p.Files {
		f, err := p.postings(&p.Files[i])
		if err != nil {
			return nil, errors.Join(err, x.Close())
		}
		x.files = append(x.files, f)
	}
	return x, nil
}

func (p *Population) postings(f *File) (*reach.File, error) {
	path := p.file(f)
	in, err := openFile(path, p.sealKey())
	if err != nil {
		return nil, err
	}
	defer in.Close()
	rows := int64(0)
	for _, n := range in.meta.Rows {
		rows += int64(n)
	}
	out, err := reach.Open(path+postingsExtension, p.sealKey(), in.ID())
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, reach.ErrUnusable) {
		return nil, nil
	}
	if err == nil && out.Rows() != rows {
		err = errors.Join(fmt.Errorf("%s covers %d of %d members; remove it, and they are all looked at", path+postingsExtension, out.Rows(), rows), out.Close())
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Usable says whether a file has postings: without any, asking saves nothing.
func (x *Index) Usable() bool {
	for _, f := range x.files {
		if f != nil {
			return true
		}
	}
	return false
}

// Close closes the postings.
func (x *Index) Close() error {
	var err error
	for _, f := range x.files {
		if f != nil {
			err = errors.Join(err, f.Close())
		}
	}
	return err
}

// Find finds out who could be meant.
func (x *Index) Find(t *reach.Targets) (*Meant, error) {
	m := &Meant{Members: x.of.Members}
	for i, f := range x.files {
		of := MeantFile{Name: filepath.Base(x.of.file(&x.of.Files[i]))}
		var rows []int64
		if f == nil {
			of.Rows = x.of.Files[i].Members
			of.Candidates = of.Rows
		} else {
			found, work, err := f.Find(t)
			if err != nil {
				return nil, err
			}
			rows = found
			of.Rows, of.Candidates, of.Postings = f.Rows(), int64(len(rows)), true
			m.Work.Add(&work)
		}
		m.rows = append(m.rows, rows)
		m.Files = append(m.Files, of)
		m.Candidates += of.Candidates
	}
	return m, nil
}

// OpenMeant opens those members who could be meant, of those that only names:
// see Open. They are numbered as they come. A nil Meant is everyone.
func (p *Population) OpenMeant(m *Meant, only func(member string) bool) (*Source, error) {
	s, err := p.Open(only)
	if err != nil {
		return nil, err
	}
	if m != nil {
		s.meant, s.rows = m, slices.Clone(m.rows)
	}
	return s, nil
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
