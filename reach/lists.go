package reach

import (
	"cmp"
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

// kept are the lists that a search has read of a chunk, since names have words in
// common.
type kept struct {
	// short are the lists within one page of all words of some names: each page is read
	// once for all of them. long are others, which are let go of between two names, once
	// they are too many.
	short, long shelves
	// sifted are, where sifts says so, the postings of lists of those members who
	// pass the sieve.
	sifted map[uint32][]posting
	sifts  bool
	sieve  sieve

	passed shelf[posting]
	words  []uint32
	room   []posting
}

// shelves have lists of words.
type shelves struct {
	of       map[uint32]list
	postings shelf[posting]
	bearers  shelf[bearer]
}

// keepPostings is how many postings of words are kept, a quarter as many of short lists.
const keepPostings = 6 << 20

func newKept(postings int) kept {
	return kept{
		short: newShelves(postings/4 + 1), long: newShelves(postings),
		sifted: map[uint32][]posting{}, passed: make(shelf[posting], 0, postings/4),
	}
}

func newShelves(postings int) shelves {
	return shelves{map[uint32]list{}, make(shelf[posting], 0, postings), make(shelf[bearer], 0, postings)}
}

func (s *shelves) clear() {
	clear(s.of)
	s.postings, s.bearers = s.postings[:0], s.bearers[:0]
}

// forget lets go of long lists.
func (k *kept) forget() {
	k.long.clear()
	k.unsift()
}

// get is a word's list, if it is at hand.
func (k *kept) get(word uint32) (l list, ok bool) {
	if l, ok = k.short.of[word]; !ok {
		l, ok = k.long.of[word]
	}
	return l, ok
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
	_, ok := k.get(word)
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

// shorts reads the short lists of names' words, as they lie in the file, and says for
// how many hits.
func (s *search) shorts(hits []hit) (n int, err error) {
	s.short.clear()
	s.unsift()
	s.words = s.words[:0]
	for size := 0; n < len(hits) && size < (infoSize+1)*cap(s.short.postings); {
		for _, h := range hits[n : n+ofOneName(hits[n:])] {
			n++
			l := s.c.lists[h.word]
			if _, ok := s.short.of[h.word]; !ok && l.from < l.to && l.from/listPage == (l.to-1)/listPage {
				s.short.of[h.word] = list{}
				s.words = append(s.words, h.word)
				size += int(l.to - l.from)
			}
		}
	}
	slices.SortFunc(s.words, func(a, b uint32) int { return cmp.Compare(s.c.lists[a].from, s.c.lists[b].from) })
	for _, word := range s.words {
		if _, err := s.read(word, &s.short); err != nil {
			return 0, err
		}
	}
	return n, nil
}

// list is a word's list.
func (s *search) list(word uint32) (list, error) {
	if l, ok := s.get(word); ok {
		return l, nil
	}
	return s.read(word, &s.long)
}

// read reads a word's list.
func (s *search) read(word uint32, into *shelves) (list, error) {
	rest, err := s.bytes(s.c.lists[word].from, s.c.lists[word].to)
	if err != nil {
		return list{}, err
	}
	if s.room, err = decode(rest, uint64(s.c.rows), s.room[:0]); err != nil {
		return list{}, err
	}
	l := list{postings: into.postings.take(len(s.room))}
	copy(l.postings, s.room)
	if s.c.bearers != nil { // afterwards, so that one does not wait for another
		l.bearers = into.bearers.take(len(l.postings))
		for i, p := range l.postings {
			l.bearers[i] = s.c.bearers[p.member()]
		}
	}
	s.did.Postings += int64(len(l.postings))
	into.of[word] = l
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
