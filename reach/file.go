package reach

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/score"
)

// ErrUnusable is the error of postings that are not of the file they lie beside,
// or made under another version of the analysis: they have to be made anew.
var ErrUnusable = errors.New("the postings are of another file or another version of the analysis")

// File is an open file of postings. It holds the dictionary in memory, about 25
// bytes a word; the lists stay sealed in the file.
type File struct {
	*sealed.File
	meta   fileMeta
	chunks []chunk
	idle   chan *search

	memberCost int64 // see there; tests say another
	keep       int   // postings of words, by a search
}

// chunk is a chunk's dictionary. Words stand in the order of kind and, plain ones, of
// plain: what is looked at together lies together.
type chunk struct {
	rows  int
	first int64 // row of its first member, counted from 0

	text []byte
	off  []uint32 // of each word's text, and one more
	// texts, keys and shared find words by what they may have in common with listed
	// ones.
	texts, keys, shared hashed
	plain               alike
	doubles             doubles
	lists               []stretch // of each word
	kindFrom            [kinds + 1]uint32

	listPages, idPages int // the first of each
	ids                int
	fences             []uint64 // the first identifier of each page
	// bearers are who the members may be; nil in postings of version 1.
	bearers []bearer
}

// stretch is where a list lies within the lists.
type stretch struct{ from, to uint32 }

// Open opens postings, which must be of the file that of names.
func Open(path string, key *sealed.Key, of string) (*File, error) {
	in, err := sealed.Open(path, Kind, key)
	if err != nil {
		return nil, err
	}
	f := &File{File: in, idle: make(chan *search, runtime.GOMAXPROCS(0)), memberCost: memberCost}
	if err := f.load(path, of); err != nil {
		return nil, errors.Join(err, in.Close())
	}
	return f, nil
}

// Check says as Open does whether postings are there and can be used, without
// reading more of them than what they say of themselves.
func Check(path string, key *sealed.Key, of string) error {
	in, err := sealed.Open(path, Kind, key)
	if err != nil {
		return err
	}
	f := &File{File: in}
	return errors.Join(f.check(path, of), in.Close())
}

func (f *File) check(path, of string) error {
	if err := json.Unmarshal(f.Meta(), &f.meta); err != nil {
		return fmt.Errorf("%s: %w", path, sealed.ErrDamaged)
	}
	if f.meta.Version < firstVersion || f.meta.Version > Version || f.meta.Of != of || f.meta.Analysis != score.AnalysisHash() {
		return fmt.Errorf("%s: %w", path, ErrUnusable)
	}
	return nil
}

func (f *File) load(path, of string) error {
	if err := f.check(path, of); err != nil {
		return err
	}
	f.chunks = make([]chunk, len(f.meta.Chunks))
	page, row := 0, int64(0)
	var all sync.WaitGroup
	faults := make([]error, len(f.chunks))
	for i := range f.chunks {
		m := &f.meta.Chunks[i]
		for _, n := range []int{m.Rows, m.Words, m.Lists, m.ListPages, m.IDs, m.IDPages, m.WordPages, m.BearerPages} {
			if n < 0 {
				return fmt.Errorf("%s: %w", path, sealed.ErrDamaged)
			}
		}
		f.keep = min(max(f.keep, m.Lists/(infoSize+1)+1), keepPostings)
		from, first := page, row
		page, row = page+m.ListPages+m.IDPages+m.WordPages+m.BearerPages, row+int64(m.Rows)
		if page > f.Pages() || m.Rows > 1<<24 {
			return fmt.Errorf("%s: %w", path, sealed.ErrDamaged)
		}
		all.Go(func() { faults[i] = f.chunks[i].load(f, m, from, first) })
	}
	all.Wait()
	if err := errors.Join(faults...); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if row != f.meta.Rows {
		return fmt.Errorf("%s: %w", path, sealed.ErrDamaged)
	}
	return nil
}

// Rows are how many members it has, those who are removed included.
func (f *File) Rows() int64 { return f.meta.Rows }

// load reads a chunk's dictionary.
func (c *chunk) load(f *File, m *chunkMeta, from int, first int64) error {
	c.rows, c.first, c.ids = m.Rows, first, m.IDs
	c.listPages, c.idPages = from, from+m.ListPages
	from = c.idPages
	var page, room []byte
	var err error
	for n := range m.IDPages {
		if page, err = f.Stretch(from+n, from+n+1, page[:0], &room); err != nil {
			return err
		}
		if len(page) < 8 {
			return sealed.ErrDamaged
		}
		c.fences = append(c.fences, binary.BigEndian.Uint64(page))
	}
	from += m.IDPages
	all := make([]byte, 0, (m.WordPages+1)*wordPage) // or it is made anew page by page
	if all, err = f.Stretch(from, from+m.WordPages, all, &room); err != nil {
		return err
	}
	if err := c.read(all, m); err != nil || f.meta.Version == firstVersion {
		return err
	}
	return c.readBearers(f, m, from+m.WordPages)
}

// read takes the dictionary apart.
func (c *chunk) read(all []byte, m *chunkMeta) error {
	if m.Words > len(all) {
		return sealed.ErrDamaged
	}
	c.off, c.lists = make([]uint32, 1, m.Words+1), make([]stretch, 0, m.Words)
	texts, keys, common := make([]sharedWord, 0, m.Words), make([]sharedWord, 0, m.Words), []sharedWord(nil)
	sigs, begins, end := make([]uint32, 0, m.Words), []uint32(nil), uint64(0)
	c.text = make([]byte, 0, len(all)/2)
	r := wordReader{rest: all}
	last := byte(0)
	for n := range m.Words {
		kind, text := r.byte(), r.bytes(r.number())
		if r.bad || kind >= kinds || kind < last || len(text) > 1<<16 {
			return sealed.ErrDamaged
		}
		for ; last < kind; last++ {
			c.kindFrom[last+1] = uint32(n)
		}
		c.text = append(c.text, text...)
		c.off = append(c.off, uint32(len(c.text)))
		if kind != nativeRun && kind != longName {
			texts = append(texts, sharedWord{short(hashText(view(text))), uint32(n)})
		}
		if key := r.fixed(); kind == plainWord {
			keys = append(keys, sharedWord{key, uint32(n)})
			sigs = append(sigs, signature(view(text)))
			for len(begins) <= len(text) {
				begins = append(begins, uint32(n))
			}
		}
		from := end
		if end += min(r.number(), 1<<32); end > uint64(m.Lists) {
			return sealed.ErrDamaged
		}
		c.lists = append(c.lists, stretch{uint32(from), uint32(end)})
		for range r.number() {
			common = append(common, sharedWord{r.fixed(), uint32(n)})
			if r.bad {
				return sealed.ErrDamaged
			}
		}
	}
	for ; last < kinds; last++ {
		c.kindFrom[last+1] = uint32(m.Words)
	}
	if r.bad || len(r.rest) > 0 || end != uint64(m.Lists) {
		return sealed.ErrDamaged
	}
	var order []uint32
	c.plain, order = newAlike(sigs, begins)
	c.reorder(order, texts, keys, common)
	c.texts, c.keys, c.shared = newHashed(texts, m.Words), newHashed(keys, m.Words), newHashed(common, m.Words)
	c.doubles = newDoubles(c)
	return nil
}

// reorder gives the plain words the numbers of their places in this order of the
// numbers they have. Only words of one length change places, so that texts lie where
// texts lay.
func (c *chunk) reorder(order []uint32, of ...[]sharedWord) {
	place := make([]uint32, len(order))
	text, lists := make([]byte, 0, c.off[len(order)]), make([]stretch, 0, len(order))
	for at, n := range order {
		place[n] = uint32(at)
		text, lists = append(text, c.bytes(n)...), append(lists, c.lists[n])
	}
	copy(c.text, text)
	copy(c.lists, lists)
	for _, words := range of {
		for i := range words {
			if n := words[i].word; int(n) < len(place) {
				words[i].word = place[n]
			}
		}
	}
}

// word is a word's text.
func (c *chunk) word(n uint32) string { return view(c.bytes(n)) }

// kind is a word's kind.
func (c *chunk) kind(n uint32) (kind byte) {
	for n >= c.kindFrom[kind+1] {
		kind++
	}
	return kind
}

// size is how many bytes a word's list has.
func (c *chunk) size(n uint32) int64 { return int64(c.lists[n].to - c.lists[n].from) }

// token is a word as score.Compare takes it, but for its rarity and, where it is
// compared by its sound or without its vowels, its key.
func (c *chunk) token(n uint32, key *[]byte) score.Token {
	kind, text := c.kind(n), c.word(n)
	if kind == sounds || kind == nativeRun {
		return score.Token{Text: text, Part: partOf(kind)}
	}
	*key = name.Key((*key)[:0], c.bytes(n))
	t := score.Token{Text: text, Part: partOf(kind)}
	at := len(*key)
	if kind == plainWord {
		*key = name.AppendRespelt(*key, c.bytes(n))
	}
	t.Key, t.Respelt = view((*key)[:at]), view((*key)[at:])
	return t
}

func (c *chunk) bytes(n uint32) []byte { return c.text[c.off[n]:c.off[n+1]] }

// wordReader reads a dictionary.
type wordReader struct {
	rest []byte
	bad  bool
}

func (r *wordReader) bytes(n uint64) []byte {
	if n > uint64(len(r.rest)) {
		r.bad, r.rest = true, nil
		return nil
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

func (r *wordReader) byte() byte {
	if b := r.bytes(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *wordReader) fixed() uint32 {
	if b := r.bytes(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (r *wordReader) number() uint64 {
	n, k := binary.Uvarint(r.rest)
	if k <= 0 {
		r.bad, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[k:]
	return n
}
