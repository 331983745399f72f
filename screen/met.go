package screen

import (
	"encoding/binary"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/prefetch"
	"github.com/interdict/interdict/internal/recent"
	"github.com/interdict/interdict/score"
)

// In a large file names come again: of forty million customers one in three has a name
// that somebody before had too, and hardly any such name may be that of anybody listed.
// So of names without a hit it is remembered that they were met, and whether they may be
// anybody's, whatever birth date they come with; where the first search does not tell, it
// is asked when they come again. Those that may not are neither analysed nor looked for
// from then on. What a run finds does not change by it.

// What is known of names, those that stay longest last.
const (
	metOnce       recent.Mark = 1 + iota // without a hit
	metNobodyOnce                        // so, and nobody's
	metSomebody                          // may be somebody's who is listed
	metNobody                            // is nobody's, whatever else is known of its bearer
)

// How many names are remembered, eight bytes each: by an engine at first, and of an
// input of more rows than that.
const fewNames, manyNames = 1 << 20, 1 << 24

// Many tells the engine that an input has a great many rows, if more than a range's are
// behind it. What it remembers of names begins anew.
func (e *Engine) Many(rows int64) {
	if few := e.marks.Load(); rows > fewNames && few.Texts() == fewNames {
		e.marks.CompareAndSwap(few, recent.NewMarks(manyNames))
	}
}

// met is what a worker knows of the names of a block's subjects, by their places.
type met struct {
	all   *recent.Marks // those of the engine, for a block
	names []recent.Text
	marks []recent.Mark
	queue prefetch.Queue
	text  []byte
	party score.Party
}

// meet moves those of some subjects whose names are not known to be nobody's behind
// the first left of the block, in their order. It returns how many are left then.
func (w *worker) meet(block []interdict.Subject, left, from, to int, q *Query) int {
	m, marks, threshold := &w.met, w.met.all, w.engine.threshold(q)
	for i := from; i < to; i++ {
		m.text = appendNames(m.text[:0], &block[i], threshold)
		m.names[i] = marks.Of(m.text)
		marks.Ahead(&m.queue, m.names[i])
	}
	m.queue.Fetch()
	for i := from; i < to; i++ {
		mark := marks.Get(m.names[i])
		if q.All {
			mark = metSomebody // of everyone there is something to say
		}
		if mark == metNobodyOnce {
			mark = metNobody
			marks.Set(m.names[i], mark)
		}
		if mark == metNobody && !w.identified(&block[i], threshold) {
			continue
		}
		// They are exchanged, not copied: a reader fills both again, each with its own
		// buffers.
		block[left], block[i] = block[i], block[left]
		m.names[left], m.marks[left] = m.names[i], mark
		left++
	}
	return left
}

// identified says whether a number of the subject's may be that of a listed entity.
func (w *worker) identified(s *interdict.Subject, threshold interdict.Score) bool {
	if len(s.Identifiers) == 0 {
		return false
	}
	w.prep.Subject(&w.met.party, &interdict.Subject{Schema: s.Schema, Identifiers: s.Identifiers})
	return len(w.searcher.Candidates(&w.met.party, threshold)) > 0
}

// nobody says whether the subject at a place needs no search, since its names were met
// before and are nobody's.
func (w *worker) nobody(at int, p *score.Party, q *Query) bool {
	m := &w.met
	if m.marks[at] != metOnce {
		return false
	}
	if !w.searcher.Nobody(p, w.engine.threshold(q)) {
		m.all.Set(m.names[at], metSomebody)
		return false
	}
	m.all.Set(m.names[at], metNobody)
	return len(p.Identifiers) == 0
}

// noHit is told that the subject at a place has no hit.
func (w *worker) noHit(at int) {
	if w.met.marks[at] != 0 {
		return
	}
	mark := metOnce
	if w.searcher.NobodyElse() {
		mark = metNobodyOnce
	}
	w.met.all.Set(w.met.names[at], mark)
}

// appendNames appends all of a subject that it depends on which listed names its names
// may be.
func appendNames(to []byte, s *interdict.Subject, threshold interdict.Score) []byte {
	// A birth date or a gender may make a person of a subject of unknown kind.
	to = append(to, byte(threshold), byte(threshold>>8), byte(min(len(s.BirthDates), 1)), byte(min(len(s.Genders), 1)))
	to = appendText(to, s.Schema)
	for i := range s.Names {
		n := &s.Names[i]
		to = appendText(appendText(appendText(to, n.Full), n.Kind), n.Quality)
		to = appendText(appendText(to, n.Script), n.Lang)
		to = binary.AppendUvarint(to, uint64(len(n.Parts)))
		for _, p := range n.Parts {
			to = appendText(appendText(to, p.Kind), p.Value)
		}
	}
	return to
}

// appendText appends a text behind its length, so that no text can be two others.
func appendText[S ~string](to []byte, text S) []byte {
	return append(binary.AppendUvarint(to, uint64(len(text))), text...)
}
