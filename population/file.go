package population

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/sealed"
)

// A population file is a sealed file (internal/sealed) of the kind "population".
// Its pages are, in this order, those with members, and those of the index: for
// each id 16 bytes, big endian, ascending: a 64-bit hash of the id and the sum
// of such hashes of its members' facts. Two files' indexes beside each other
// tell which ids have changed. Its meta is JSON (fileMeta).
const fileKind = "population"

const (
	pageSize  = 8 << 10 // of members, plain: few are read for one of them
	indexPage = 1 << 12 // ids
)

// fileMeta says what a population file holds.
type fileMeta struct {
	Version int `json:"version"`
	// Members counts those put, Removed the ids taken out, IDs all ids.
	Members int64 `json:"members"`
	Removed int64 `json:"removed"`
	IDs     int64 `json:"ids"`
	// Rows are how many members each of the first pages has.
	Rows []int `json:"rows"`
}

// id is the hash of a member's id.
type id uint64

func idOf(s string) id {
	sum := sha256.Sum256([]byte(s))
	return id(binary.BigEndian.Uint64(sum[:]))
}

// entry is an id and what its members say together.
type entry struct {
	id  id
	sum uint64
}

// entries are kept by the block: tens of millions in slices that grow would be
// copied, and take a fifth more.
type entries struct {
	blocks []*[entryBlock]entry
	count  int
}

const entryBlock = 512

func (l *entries) add(e entry) {
	at := l.count % entryBlock
	if at == 0 {
		l.blocks = append(l.blocks, new([entryBlock]entry))
	}
	l.blocks[len(l.blocks)-1][at] = e
	l.count++
}

// take appends all to dst and lets go of them.
func (l *entries) take(dst []entry) []entry {
	for _, b := range l.blocks {
		n := min(l.count, entryBlock)
		dst = append(dst, b[:n]...)
		l.count -= n
	}
	l.blocks = nil
	return dst
}

// writer writes a population file.
type writer struct {
	out   *sealed.Writer
	page  []byte
	rows  int
	buf   []byte
	index [256]entries // by the id's first byte, so that sorting stays within the cache
	meta  fileMeta
	full  func(page []byte) error // is told each page of members
}

func newWriter(w io.Writer, key *sealed.Key) (*writer, error) {
	out, err := sealed.NewWriter(w, fileKind, key)
	return &writer{out: out, meta: fileMeta{Version: 1}, full: func([]byte) error { return nil }}, err
}

// add adds a member.
func (w *writer) add(do op, s *interdict.Subject) error {
	w.page = appendMember(w.page, do, s, &w.buf)
	w.rows++
	h := idOf(s.ID)
	e := entry{id: h}
	if do == put {
		w.meta.Members++
		sum := sha256.Sum256(w.buf)
		e.sum = binary.BigEndian.Uint64(sum[:]) | 1 // never 0, which means none
	} else {
		w.meta.Removed++
	}
	w.index[h>>56].add(e)
	if len(w.page) < pageSize {
		return nil
	}
	return w.flush()
}

func (w *writer) flush() error {
	if w.rows == 0 {
		return nil
	}
	w.meta.Rows = append(w.meta.Rows, w.rows)
	err := errors.Join(w.out.Page(w.page), w.full(w.page))
	w.page, w.rows = w.page[:0], 0
	return err
}

// close writes the index and ends the file.
func (w *writer) close() error {
	if err := w.flush(); err != nil {
		return err
	}
	var page []byte
	var list []entry
	for i := range w.index {
		list = w.index[i].take(list[:0])
		slices.SortFunc(list, func(a, b entry) int { return cmp.Compare(a.id, b.id) })
		for k := 0; k < len(list); {
			e := list[k]
			for k++; k < len(list) && list[k].id == e.id; k++ {
				e.sum += list[k].sum
			}
			w.meta.IDs++
			page = binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(page, uint64(e.id)), e.sum)
			if len(page) == 16*indexPage {
				if err := w.out.Page(page); err != nil {
					return err
				}
				page = page[:0]
			}
		}
	}
	if len(page) > 0 {
		if err := w.out.Page(page); err != nil {
			return err
		}
	}
	meta, err := json.Marshal(&w.meta)
	if err != nil {
		return err
	}
	return w.out.Close(meta)
}

// file is an open population file.
type file struct {
	*sealed.File
	meta fileMeta
}

func openFile(path string, key *sealed.Key) (*file, error) {
	in, err := sealed.Open(path, fileKind, key)
	if errors.Is(err, fs.ErrNotExist) { // population.json names it
		err = gone{path}
	}
	if err != nil {
		return nil, err
	}
	f := &file{File: in}
	if err := f.check(path); err != nil {
		in.Close()
		return nil, err
	}
	return f, nil
}

// gone is the error of a file that is named and not there.
type gone struct{ path string }

func (g gone) Error() string { return fmt.Sprintf("%s is gone: %v", g.path, sealed.ErrDamaged) }

func (g gone) Unwrap() []error { return []error{sealed.ErrDamaged, fs.ErrNotExist} }

func (f *file) check(path string) error {
	if err := json.Unmarshal(f.Meta(), &f.meta); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if f.meta.Version != 1 {
		return fmt.Errorf("%s is a population of version %d; this program reads version 1", path, f.meta.Version)
	}
	if len(f.meta.Rows) > f.Pages() {
		return fmt.Errorf("%s: %w", path, sealed.ErrDamaged)
	}
	return nil
}

// ids hands over the index in order.
func (f *file) ids(yield func(entry) bool) error {
	var fault error
	next := pulled(f, &fault)
	for e, ok := next(); ok && yield(e); e, ok = next() {
	}
	return fault
}

// idSet is the set of a file's ids.
func (f *file) idSet() (map[id]struct{}, error) {
	set := make(map[id]struct{}, f.meta.IDs)
	err := f.ids(func(e entry) bool {
		set[e.id] = struct{}{}
		return true
	})
	return set, err
}

// changed are the ids that are in one of two files alone, or of which they say
// different things. old may be nil.
func changed(old, next *file) ([]id, error) {
	var out []id
	var fault error
	pull := func(f *file) func() (entry, bool) {
		if f == nil {
			return func() (entry, bool) { return entry{}, false }
		}
		return pulled(f, &fault)
	}
	a, b := pull(old), pull(next)
	x, okA := a()
	y, okB := b()
	for okA || okB {
		switch {
		case okA && okB && x == y:
			x, okA = a()
			y, okB = b()
		case okA && okB && x.id == y.id:
			out = append(out, x.id)
			x, okA = a()
			y, okB = b()
		case okA && (!okB || x.id < y.id):
			out = append(out, x.id)
			x, okA = a()
		default:
			out = append(out, y.id)
			y, okB = b()
		}
	}
	return out, fault
}

// pulled hands over a file's index an entry a call.
func pulled(f *file, fault *error) func() (entry, bool) {
	var page []byte
	at, n := 0, len(f.meta.Rows)
	return func() (entry, bool) {
		for at >= len(page) {
			if n >= f.Pages() || *fault != nil {
				return entry{}, false
			}
			var err error
			if page, err = f.Page(n, page[:0]); err == nil && len(page)%16 != 0 {
				err = errPage
			}
			if err != nil {
				*fault = err
				return entry{}, false
			}
			at, n = 0, n+1
		}
		e := entry{id(binary.BigEndian.Uint64(page[at:])), binary.BigEndian.Uint64(page[at+8:])}
		at += 16
		return e, true
	}
}
