package population

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync/atomic"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/subjects"
	"github.com/interdict/interdict/table"
)

// Set is a set of ids of members.
type Set struct {
	ids map[id]struct{}
}

// Has says whether an id is in it.
func (s *Set) Has(member string) bool {
	if s == nil || len(s.ids) == 0 {
		return false
	}
	_, ok := s.ids[idOf(member)]
	return ok
}

// Len is how many ids it has.
func (s *Set) Len() int {
	if s == nil {
		return 0
	}
	return len(s.ids)
}

// ErrForgotten is the error of changes that are no longer kept.
var ErrForgotten = errors.New("what changed since then is no longer known")

// ChangedSince are the ids that were added, changed or removed after a
// generation.
func (p *Population) ChangedSince(generation int) (*Set, error) {
	out := &Set{map[id]struct{}{}}
	want := generation + 1
	for _, g := range p.Changes {
		if g <= generation {
			continue
		}
		if g != want {
			return nil, ErrForgotten
		}
		want++
		if err := p.readChanges(g, out); err != nil {
			return nil, err
		}
	}
	if want != p.Generation+1 {
		return nil, ErrForgotten
	}
	return out, nil
}

func (p *Population) readChanges(generation int, out *Set) error {
	f, err := sealed.Open(p.path(generation, changesExtension), changesKind, p.sealKey())
	if err != nil {
		return err
	}
	defer f.Close()
	var page []byte
	for n := range f.Pages() {
		if page, err = f.Page(n, page[:0]); err != nil {
			return err
		}
		for at := 0; at+8 <= len(page); at += 8 {
			out.ids[id(binary.BigEndian.Uint64(page[at:]))] = struct{}{}
		}
	}
	return nil
}

// Source hands over the members of a population, as a run's input. It is read
// once.
type Source struct {
	files []*file
	later []map[id]struct{} // of each file, the ids that a later one has
	only  func(member string) bool

	at, page int
	first    int64 // number of the next block's first member
	seen     atomic.Int64

	members int64 // of the population
	unread  bool  // there are files that are not read: nobody of theirs has changed

	shared bool      // the files are another's, who closes them
	meant  *Meant    // nil: everyone
	rows   [][]int64 // of each file, who is meant and still to come
	block  []byte
	before int64 // rows of the file before the page
}

// Open opens the population's members. only, where set, says which of them are
// handed over.
func (p *Population) Open(only func(member string) bool) (*Source, error) {
	return p.OpenSince(0, only)
}

// OpenSince opens those members alone who may have changed after a generation: a
// file that was there then has nothing new of anybody, and is not read again.
func (p *Population) OpenSince(generation int, only func(member string) bool) (*Source, error) {
	s := &Source{only: only, first: 1, members: p.Members}
	for i := range p.Files {
		in, err := openFile(p.file(&p.Files[i]), p.sealKey())
		if err != nil {
			return nil, errors.Join(err, s.Close())
		}
		if p.Files[i].Generation > generation {
			s.files = append(s.files, in)
			continue
		}
		if s.unread = true; in.meta.Members != p.Files[i].Members {
			err = fmt.Errorf("%s has %d members, not %d: %w", p.file(&p.Files[i]), in.meta.Members, p.Files[i].Members, sealed.ErrDamaged)
		}
		if err = errors.Join(err, in.Close()); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	s.later = make([]map[id]struct{}, len(s.files))
	for i := len(s.files) - 1; i > 0; i-- {
		set, err := s.files[i].idSet()
		if err != nil {
			return nil, errors.Join(err, s.Close())
		}
		for h := range s.later[i] {
			set[h] = struct{}{}
		}
		s.later[i-1] = set
	}
	return s, nil
}

// Close closes the files.
func (s *Source) Close() error {
	if s.shared {
		return nil
	}
	var err error
	for _, f := range s.files {
		err = errors.Join(err, f.Close())
	}
	return err
}

// blockSize is how much of members a block has, in bytes.
const blockSize = 64 << 10

// Next reads the next pages of members.
func (s *Source) Next() (subjects.Block, error) {
	for ; s.at < len(s.files); s.at, s.page = s.at+1, 0 {
		// The file that a block is of stands in its first byte.
		s.block = append(s.block[:0], byte(s.at))
		var rows int
		var err error
		if s.meant != nil && s.meant.Files[s.at].Postings {
			rows, err = s.cut()
		} else {
			rows, err = s.pages()
		}
		if err != nil {
			return subjects.Block{}, fmt.Errorf("the population cannot be read on: %w", err)
		}
		if rows > 0 {
			b := table.Other(s.first, rows, string(s.block))
			s.first += int64(rows)
			return b, nil
		}
	}
	return subjects.Block{}, io.EOF
}

// pages adds whole pages to the block.
func (s *Source) pages() (rows int, err error) {
	f := s.files[s.at]
	for ; s.page < len(f.meta.Rows) && len(s.block) < blockSize; s.page++ {
		if s.block, err = f.Page(s.page, s.block); err != nil {
			return 0, err
		}
		rows += f.meta.Rows[s.page]
	}
	return rows, nil
}

// CodeDamaged is the reason code of members of a page that makes no sense.
const CodeDamaged = "damaged_page"

// Parse hands over those of a page's members who are in the population still and
// are asked for.
func (s *Source) Parse(b subjects.Block, dst []interdict.Subject) ([]interdict.Subject, []subjects.Refusal) {
	text := b.Text()
	later := s.later[text[0]]
	r := reader{rest: text[1:]}
	seen := int64(0)
	for row := b.First; r.rest != ""; row++ {
		m := r.next()
		do, member, err := m.head()
		if err == nil && do == put && !superseded(later, member) {
			seen++
			if s.only == nil || s.only(member) {
				dst = subjects.Longer(dst)
				to := &dst[len(dst)-1]
				if err = m.member(do, member, to); err == nil {
					to.Row = row
				}
			}
		}
		if err != nil {
			return dst, []subjects.Refusal{{Row: row, Code: CodeDamaged, Reason: "the page with this member makes no sense; add the population's file anew"}}
		}
	}
	s.seen.Add(seen)
	return dst, nil
}

func superseded(later map[id]struct{}, member string) bool {
	if len(later) == 0 {
		return false
	}
	_, yes := later[idOf(member)]
	return yes
}

// NoteMet counts the members who were met, those not asked for included.
const NoteMet = "met"

// Notes say how many members were met. What is worth knowing of a population's
// files was said when they were added.
func (s *Source) Notes() []subjects.Note {
	return []subjects.Note{{Code: NoteMet, Rows: s.seen.Load()}}
}

// Met is how many members were met, of the notes of all stretches that were read:
// those of a stretch that was screened by an earlier process are that process's.
// Of those who are meant, it is all that the postings cover, and of those who have
// changed since, all that there are, once they are read.
func (s *Source) Met(notes []subjects.Note) (n int64) {
	switch done := s.at == len(s.files); {
	case done && s.meant != nil:
		return s.meant.Members
	case done && s.unread:
		return s.members
	}
	for _, note := range notes {
		if note.Code == NoteMet {
			n += note.Rows
		}
	}
	return n
}

// Unknown is empty: a population was looked at when it was added.
func (s *Source) Unknown() []string { return nil }

// count counts the members.
func (p *Population) count(ctx context.Context) (int64, error) {
	s, err := p.Open(func(string) bool { return false })
	if err != nil {
		return 0, err
	}
	defer s.Close()
	err = s.each(ctx, func(*interdict.Subject) error { return nil })
	return s.seen.Load(), err
}

// each hands over members one by one.
func (s *Source) each(ctx context.Context, take func(*interdict.Subject) error) error {
	var buf []interdict.Subject
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		b, err := s.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		var refused []subjects.Refusal
		if buf, refused = s.Parse(b, buf[:0]); len(refused) > 0 {
			return errPage
		}
		for i := range buf {
			if err := take(&buf[i]); err != nil {
				return err
			}
		}
	}
}

// merge makes one base of a population whose segments have grown.
func (p *Population) merge(ctx context.Context) error {
	var segments int64
	for _, f := range p.Files[1:] {
		segments += max(f.Members, 1)
	}
	if len(p.Files)-1 < mergeCount && mergeShare*segments <= p.Files[0].Members {
		return nil
	}
	s, err := p.Open(nil)
	if err != nil {
		return err
	}
	defer s.Close()
	merged := File{Generation: p.Files[len(p.Files)-1].Generation, Base: true, Merged: true, Members: p.Members}
	path := p.file(&merged)
	if err := p.write(path, func(w *writer) error {
		return s.each(ctx, func(m *interdict.Subject) error { return w.add(put, m) })
	}); err != nil {
		return err
	}
	merged.Bytes = sizeOf(path) + sizeOf(path+postingsExtension)
	p.Files = []File{merged}
	return nil
}
