package reach

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"io"
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/score"
)

// Version of postings.
const Version = 1

const fileKind = "postings"

const (
	// chunkRows is how many members a chunk has: it is made in memory.
	chunkRows = 1 << 23
	// listPage is how much of the lists a page holds. They are read at random.
	listPage = 1 << 12
	// wordPage is how much of the dictionary a page holds. It is read whole.
	wordPage = 1 << 18
)

// fileMeta says what a file of postings holds.
type fileMeta struct {
	Version int `json:"version"`
	// Of names the file whose members these are; Analysis is score.AnalysisHash.
	Of       string `json:"of"`
	Analysis string `json:"analysis"`
	// Rows are the members, those who are removed included.
	Rows   int64       `json:"rows"`
	Chunks []chunkMeta `json:"chunks"`
}

// chunkMeta is a chunk: its pages stand one behind the other, lists first, then
// identifiers, then the dictionary.
type chunkMeta struct {
	Rows      int `json:"rows"`
	Words     int `json:"words"`
	Lists     int `json:"lists"` // bytes
	ListPages int `json:"list_pages"`
	IDs       int `json:"ids"`
	IDPages   int `json:"id_pages"`
	WordPages int `json:"word_pages"`
}

// posting is a member who has a word: the member's number within the chunk above
// the info.
type posting uint64

const infoBits = 40

func (p posting) member() uint32 { return uint32(p >> infoBits) }
func (p posting) info() info     { return info(p & (1<<infoBits - 1)) }

// occurrence is a posting with its word.
type occurrence struct {
	word, member uint32
	info         info
}

// Writer writes the postings of a population's file.
type Writer struct {
	out  *sealed.Writer
	meta fileMeta
	max  int // rows of a chunk

	prep  score.Preparer
	party score.Party

	// The chunk in the making. Words are numbered as they come; the first byte of
	// a text is its kind.
	rows    int
	numbers map[string]uint32
	texts   []string
	found   []occurrence
	first   int // of the member being added, in found
	ids     []uint64
	buf     []byte
}

// NewWriter begins a file of postings; of names the file whose members they are.
func NewWriter(w io.Writer, key *sealed.Key, of string) (*Writer, error) {
	out, err := sealed.NewWriter(w, fileKind, key)
	if err != nil {
		return nil, err
	}
	return &Writer{out: out, max: chunkRows, numbers: map[string]uint32{}, meta: fileMeta{Version: Version, Of: of, Analysis: score.AnalysisHash()}}, nil
}

// Pass passes over a row that is nobody's: a removal.
func (w *Writer) Pass() error {
	w.rows++
	if w.rows == w.max {
		return w.chunk()
	}
	return nil
}

// Add adds the next row, a member.
func (w *Writer) Add(s *interdict.Subject) error {
	w.prep.Subject(&w.party, s)
	w.first = len(w.found)
	member := uint32(w.rows)
	eachWord(&w.party, func(kind byte, text string, in info) {
		w.occurs(occurrence{w.number(kind, text), member, in})
	})
	for _, k := range w.party.Identifiers {
		w.ids = append(w.ids, identifierHash(k)>>24<<24|uint64(member))
	}
	return w.Pass()
}

// occurs adds a word of the member being added. Of two readings that differ in
// what lacking the rest costs alone, the lesser says all.
func (w *Writer) occurs(o occurrence) {
	for i := range w.found[w.first:] {
		if has := &w.found[w.first+i]; has.word == o.word && uint32(has.info) == uint32(o.info) {
			again := (has.info | o.info) & repeated
			has.info = min(has.info&^repeated, o.info&^repeated) | again
			return
		}
	}
	w.found = append(w.found, o)
}

// number is the number of a word.
func (w *Writer) number(kind byte, text string) uint32 {
	w.buf = append(append(w.buf[:0], kind), text...)
	n, ok := w.numbers[string(w.buf)]
	if !ok {
		n = uint32(len(w.texts))
		own := string(w.buf)
		w.numbers[own] = n
		w.texts = append(w.texts, own)
	}
	return n
}

// Close writes what is left and ends the file.
func (w *Writer) Close() error {
	if w.rows > 0 {
		if err := w.chunk(); err != nil {
			return err
		}
	}
	meta, err := json.Marshal(&w.meta)
	if err != nil {
		return err
	}
	return w.out.Close(meta)
}

// chunk writes the chunk in the making.
func (w *Writer) chunk() error {
	order := make([]uint32, len(w.texts)) // words as they stand in the dictionary
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int {
		x, y := w.texts[a], w.texts[b]
		return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(len(x), len(y)), cmp.Compare(x, y))
	})
	m := chunkMeta{Rows: w.rows, Words: len(order), IDs: len(w.ids)}
	lengths, err := w.lists(order, &m)
	if err != nil {
		return err
	}
	if err := w.identifiers(&m); err != nil {
		return err
	}
	if err := w.dictionary(order, lengths, &m); err != nil {
		return err
	}
	w.meta.Rows += int64(w.rows)
	w.meta.Chunks = append(w.meta.Chunks, m)
	w.rows, w.texts, w.found, w.ids = 0, w.texts[:0], w.found[:0], w.ids[:0]
	clear(w.numbers)
	return nil
}

// lists writes the words' lists and returns how many bytes each has.
func (w *Writer) lists(order []uint32, m *chunkMeta) ([]uint32, error) {
	// Occurrences come in the order of members: counting leaves them so.
	ends := make([]uint32, len(order)+1)
	for i := range w.found {
		ends[w.found[i].word+1]++
	}
	for i := 1; i < len(ends); i++ {
		ends[i] += ends[i-1]
	}
	sorted := make([]posting, len(w.found))
	next := slices.Clone(ends)
	for i := range w.found {
		o := &w.found[i]
		sorted[next[o.word]] = posting(o.member)<<infoBits | posting(o.info)
		next[o.word]++
	}
	p := pages{out: w.out, size: listPage}
	lengths := make([]uint32, len(order))
	for k, word := range order {
		w.buf = w.buf[:0]
		last := uint32(0)
		for _, o := range sorted[ends[word]:ends[word+1]] {
			member := o.member()
			w.buf = binary.AppendUvarint(w.buf, uint64(member-last))
			w.buf = append(binary.LittleEndian.AppendUint32(w.buf, uint32(o)), byte(o>>lackShift))
			last = member
		}
		lengths[k] = uint32(len(w.buf))
		m.Lists += len(w.buf)
		if err := p.write(w.buf); err != nil {
			return nil, err
		}
	}
	err := p.flush()
	m.ListPages = p.count
	return lengths, err
}

// identifiers writes the hashes of identifiers with their members, ascending.
func (w *Writer) identifiers(m *chunkMeta) error {
	slices.Sort(w.ids)
	p := pages{out: w.out, size: listPage}
	for _, id := range w.ids {
		w.buf = binary.BigEndian.AppendUint64(w.buf[:0], id)
		if err := p.write(w.buf); err != nil {
			return err
		}
	}
	err := p.flush()
	m.IDPages = p.count
	return err
}

// dictionary writes the words: kind, text behind its length, a hash of the key,
// how many bytes the list has, and the hashes of eachShared behind their count.
func (w *Writer) dictionary(order, lengths []uint32, m *chunkMeta) error {
	p := pages{out: w.out, size: wordPage}
	var key []byte
	var more []uint32
	for k, word := range order {
		kind, text := w.texts[word][0], w.texts[word][1:]
		key = key[:0]
		if text != "" {
			key = name.Key(key, []byte(text))
		}
		more = more[:0]
		eachShared(kind, text, string(key), func(h uint32) {
			if !slices.Contains(more, h) {
				more = append(more, h)
			}
		})
		w.buf = append(w.buf[:0], kind)
		w.buf = binary.AppendUvarint(w.buf, uint64(len(text)))
		w.buf = append(w.buf, text...)
		w.buf = binary.LittleEndian.AppendUint32(w.buf, short(hashText(string(key))))
		w.buf = binary.AppendUvarint(w.buf, uint64(lengths[k]))
		w.buf = binary.AppendUvarint(w.buf, uint64(len(more)))
		for _, h := range more {
			w.buf = binary.LittleEndian.AppendUint32(w.buf, h)
		}
		if err := p.write(w.buf); err != nil {
			return err
		}
	}
	err := p.flush()
	m.WordPages = p.count
	return err
}

// pages cuts a stream of bytes into pages of one size.
type pages struct {
	out   *sealed.Writer
	size  int
	buf   []byte
	count int
}

func (p *pages) write(b []byte) error {
	p.buf = append(p.buf, b...)
	at := 0
	for ; len(p.buf)-at >= p.size; at += p.size {
		if err := p.out.Page(p.buf[at : at+p.size]); err != nil {
			return err
		}
		p.count++
	}
	p.buf = append(p.buf[:0], p.buf[at:]...)
	return nil
}

func (p *pages) flush() error {
	if len(p.buf) == 0 {
		return nil
	}
	p.count++
	return p.out.Page(p.buf)
}
