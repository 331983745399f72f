package reach

import (
	"bytes"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/score"
)

// Rows are the words and identifiers of some rows of a population's file, made
// ready to be written. Those of some rows can be made while those before them are
// written.
type Rows struct {
	rows  int
	text  []byte // of all words, one behind the other: kind, then text
	words []rowWord
	ids   []rowID
	// bearers are who the members may be, stated what they state.
	bearers []bearer
	stated  score.Stated
}

type rowWord struct {
	end, row, hash uint32 // end of its text
	info           info
}

type rowID struct {
	hash uint64
	row  uint32
}

// Reset takes out all rows.
func (r *Rows) Reset() {
	r.rows, r.text, r.words, r.ids, r.bearers, r.stated = 0, r.text[:0], r.words[:0], r.ids[:0], r.bearers[:0], 0
}

// Pass adds a row that is nobody's: a removal.
func (r *Rows) Pass() { r.end(0) }

// end ends a row.
func (r *Rows) end(b bearer) {
	r.rows++
	r.bearers = append(r.bearers, b)
}

// Analyser finds out the words of members. It is not safe for concurrent use.
type Analyser struct {
	prep  score.Preparer
	party score.Party
}

// Share makes the Analyser share what it learns of words with others.
func (a *Analyser) Share(l *name.Learnt) { a.prep.Share(l) }

// Add adds a member as the next row.
func (a *Analyser) Add(r *Rows, s *interdict.Subject) {
	a.prep.Subject(&a.party, s)
	first := len(r.words)
	eachWord(&a.party, func(kind byte, text string, in info) { r.add(first, kind, text, in) })
	for _, k := range a.party.Identifiers {
		r.ids = append(r.ids, rowID{identifierHash(k) >> 24 << 24, uint32(r.rows)})
	}
	r.stated |= a.party.Stated()
	r.end(bearerOf(&a.party))
}

// add adds a word of the member whose words begin at first. Of two readings that
// differ in what lacking the rest costs alone, the lesser says all.
func (r *Rows) add(first int, kind byte, text string, in info) {
	from := len(r.text)
	r.text = append(append(r.text, kind), text...)
	own := r.text[from:]
	hash := short(hashText(view(own)))
	for i := first; i < len(r.words); i++ {
		has := &r.words[i]
		if has.hash == hash && uint32(has.info) == uint32(in) && bytes.Equal(r.textOf(i), own) {
			again := (has.info | in) & repeated
			has.info = min(has.info&^repeated, in&^repeated) | again
			r.text = r.text[:from]
			return
		}
	}
	r.words = append(r.words, rowWord{uint32(len(r.text)), uint32(r.rows), hash, in})
}

func (r *Rows) textOf(i int) []byte {
	from := uint32(0)
	if i > 0 {
		from = r.words[i-1].end
	}
	return r.text[from:r.words[i].end]
}

// wordTable numbers words as they come.
type wordTable struct {
	texts  []byte
	ends   []uint32 // of each word's text
	hashes []uint32
	slots  []uint32 // number of a word and one, by its hash; 0 for none
}

func (t *wordTable) count() int { return len(t.ends) }

func (t *wordTable) text(n uint32) []byte {
	from := uint32(0)
	if n > 0 {
		from = t.ends[n-1]
	}
	return t.texts[from:t.ends[n]]
}

// number is the number of a word.
func (t *wordTable) number(text []byte, hash uint32) uint32 {
	if 2*len(t.ends) >= len(t.slots) {
		t.grow()
	}
	at := t.slot(hash)
	for ; t.slots[at] != 0; at = t.slot(at + 1) {
		if n := t.slots[at] - 1; t.hashes[n] == hash && bytes.Equal(t.text(n), text) {
			return n
		}
	}
	n := uint32(len(t.ends))
	t.texts = append(t.texts, text...)
	t.ends, t.hashes = append(t.ends, uint32(len(t.texts))), append(t.hashes, hash)
	t.slots[at] = n + 1
	return n
}

// slot is where the search for a hash begins; the slots are a power of two.
func (t *wordTable) slot(hash uint32) uint32 { return hash & uint32(len(t.slots)-1) }

func (t *wordTable) grow() {
	t.slots = make([]uint32, max(2*len(t.slots), 1<<10))
	for n, hash := range t.hashes {
		at := t.slot(hash)
		for t.slots[at] != 0 {
			at = t.slot(at + 1)
		}
		t.slots[at] = uint32(n) + 1
	}
}

func (t *wordTable) clear() {
	t.texts, t.ends, t.hashes = t.texts[:0], t.ends[:0], t.hashes[:0]
	clear(t.slots)
}
