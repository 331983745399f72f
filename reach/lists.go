package reach

import (
	"encoding/binary"
	"slices"

	"github.com/interdict/interdict/internal/sealed"
)

// list is a word's list, and who its members may be, where that is known: members
// lie too far apart to be asked for again and again.
type list struct {
	postings []posting
	bearers  []bearer
}

// kept are the lists that a search has read of a chunk, since an entity's names have
// words in common. They are let go of between two names, once they are too many.
type kept struct {
	lists map[uint32]list
	// sifted are, where sifts says so, the postings of lists of those members who
	// pass the sieve.
	sifted map[uint32][]posting
	sifts  bool
	sieve  sieve

	postings, passed shelf[posting]
	bearers          shelf[bearer]
	room             []posting
}

// keepPostings is how many postings of words are kept.
const keepPostings = 6 << 20

func newKept(postings int) kept {
	return kept{
		lists: map[uint32]list{}, sifted: map[uint32][]posting{},
		postings: make(shelf[posting], 0, postings), passed: make(shelf[posting], 0, postings/4), bearers: make(shelf[bearer], 0, postings),
	}
}

// full says that no more is to be kept.
func (k *kept) full() bool { return k.postings.full() }

// forget lets go of all lists.
func (k *kept) forget() {
	clear(k.lists)
	k.postings, k.bearers = k.postings[:0], k.bearers[:0]
	k.unsift()
}

// unsift lets go of what has passed the sieve.
func (k *kept) unsift() {
	clear(k.sifted)
	k.passed = k.passed[:0]
}

// has says whether a word's list is at hand.
func (k *kept) has(word uint32) bool {
	if k.sifts {
		if _, ok := k.sifted[word]; ok {
			return true
		}
	}
	_, ok := k.lists[word]
	return ok
}

// shelf is memory that is used again and again: lists of millions would else be
// garbage a moment after they were read, beside the dictionaries.
type shelf[T any] []T

// take gives room for so many, which is the taker's until the shelf is emptied. What
// does not fit has memory of its own, and fills the shelf.
func (s *shelf[T]) take(n int) []T {
	from := len(*s)
	if n > cap(*s)-from {
		*s = (*s)[:cap(*s)]
		return make([]T, n)
	}
	*s = (*s)[:from+n]
	return (*s)[from:len(*s):len(*s)]
}

func (s shelf[T]) full() bool { return len(s) == cap(s) }

// sift passes over those members for whom a name cannot reach what is demanded,
// whatever their names are, until it is asked for another name. An entity's names
// mostly pass over the same.
func (s *search) sift(n *listedName, besides *[never + 1]beside) {
	if s.sifts = s.c.bearers != nil; !s.sifts {
		return
	}
	var of sieve
	if of, s.sifts = n.bearers.sieve(besides); s.sifts && (of != s.sieve || s.passed.full()) {
		s.sieve = of
		s.unsift()
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
	s.room = all
	passed := l.postings
	if n < len(all) {
		passed = s.passed.take(n)
		copy(passed, all)
	}
	s.sifted[word] = passed
	return passed, nil
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
	if s.room, err = decode(rest, uint64(s.c.rows), s.room[:0]); err != nil {
		return list{}, err
	}
	l := list{postings: s.postings.take(len(s.room))}
	copy(l.postings, s.room)
	if s.c.bearers != nil { // afterwards, so that one does not wait for another
		l.bearers = s.bearers.take(len(l.postings))
		for i, p := range l.postings {
			l.bearers[i] = s.c.bearers[p.member()]
		}
	}
	s.did.Postings += int64(len(l.postings))
	s.lists[word] = l
	return l, nil
}

// decode adds a list of members out of so many.
func decode(rest []byte, rows uint64, out []posting) ([]posting, error) {
	out = slices.Grow(out, len(rest)/(infoSize+1))
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
	if s.page, err = s.file.Stretch(n, n+1, s.page[:0], &s.packed); err != nil {
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
