package reach

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"io"
	"slices"

	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/score"
)

// Version of postings. Those from firstVersion on are read: they do not say who the
// members may be.
const (
	Version      = 2
	firstVersion = 1
)

// Kind is what a sealed file with postings is.
const Kind = "postings"

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
	Rows int64 `json:"rows"`
	// Stated is what members state beside names, birth dates and identifiers.
	Stated score.Stated `json:"stated,omitempty"`
	Chunks []chunkMeta  `json:"chunks"`
}

// chunkMeta is a chunk: its pages stand one behind the other, lists first, then
// identifiers, then the dictionary, then who the members may be.
type chunkMeta struct {
	Rows        int `json:"rows"`
	Words       int `json:"words"`
	Lists       int `json:"lists"` // bytes
	ListPages   int `json:"list_pages"`
	IDs         int `json:"ids"`
	IDPages     int `json:"id_pages"`
	WordPages   int `json:"word_pages"`
	BearerPages int `json:"bearer_pages"`
}

// posting is a member who has a word: the member's number within the chunk above
// the info.
type posting uint64

const infoBits = 40

func (p posting) member() uint32 { return uint32(p >> infoBits) }
func (p posting) info() info     { return info(p & (1<<infoBits - 1)) }

// block is occurrences of words, in the order of members. They are kept by the
// block: one slice for all would be copied as it grows.
type block struct {
	words    [blockSize]uint32
	postings [blockSize]posting
}

const blockSize = 1 << 16

// Writer writes the postings of a population's file.
type Writer struct {
	out  *sealed.Writer
	meta fileMeta
	max  int // rows of a chunk

	// The chunk in the making. Words are numbered as they come.
	rows   int
	words  wordTable
	blocks []*block
	found  int // occurrences in blocks
	ids    []uint64
	// bearers are who the members may be.
	bearers []bearer
	sorted  []posting
	buf     []byte
}

// NewWriter begins a file of postings; of names the file whose members they are.
func NewWriter(w io.Writer, key *sealed.Key, of string) (*Writer, error) {
	out, err := sealed.NewWriter(w, Kind, key)
	if err != nil {
		return nil, err
	}
	return &Writer{out: out, max: chunkRows, meta: fileMeta{Version: Version, Of: of, Analysis: score.AnalysisHash()}}, nil
}

// Write adds the next rows, which must not be more than a chunk has.
func (w *Writer) Write(r *Rows) error {
	words, ids, from, text := r.words, r.ids, 0, 0
	w.meta.Stated |= r.stated
	for from < r.rows {
		n := min(r.rows-from, w.max-w.rows)
		for ; len(words) > 0 && int(words[0].row) < from+n; words = words[1:] {
			o := &words[0]
			member := uint32(w.rows + int(o.row) - from)
			w.occurs(w.words.number(r.text[text:o.end], o.hash), posting(member)<<infoBits|posting(o.info))
			text = int(o.end)
		}
		for ; len(ids) > 0 && int(ids[0].row) < from+n; ids = ids[1:] {
			w.ids = append(w.ids, ids[0].hash|uint64(w.rows+int(ids[0].row)-from))
		}
		w.bearers = append(w.bearers, r.bearers[from:from+n]...)
		from, w.rows = from+n, w.rows+n
		if w.rows == w.max {
			if err := w.chunk(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *Writer) occurs(word uint32, p posting) {
	at := w.found % blockSize
	if w.found/blockSize == len(w.blocks) {
		w.blocks = append(w.blocks, new(block))
	}
	b := w.blocks[w.found/blockSize]
	b.words[at], b.postings[at] = word, p
	w.found++
}

// filled is how many blocks hold occurrences.
func (w *Writer) filled() int { return (w.found + blockSize - 1) / blockSize }

// occurrences are those of a block.
func (w *Writer) occurrences(n int) ([]uint32, []posting) {
	count := min(w.found-n*blockSize, blockSize)
	return w.blocks[n].words[:count], w.blocks[n].postings[:count]
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
	order := make([]uint32, w.words.count()) // words as they stand in the dictionary
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int {
		x, y := w.words.text(a), w.words.text(b)
		return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(len(x), len(y)), bytes.Compare(x, y))
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
	if err := w.writeBearers(&m); err != nil {
		return err
	}
	w.meta.Rows += int64(w.rows)
	w.meta.Chunks = append(w.meta.Chunks, m)
	w.rows, w.found, w.ids, w.bearers = 0, 0, w.ids[:0], w.bearers[:0]
	w.words.clear()
	return nil
}

// passes is in how many goes occurrences are put in the order of words: in one, all
// of them would be in memory twice.
const passes = 4

// lists writes the words' lists and returns how many bytes each has.
func (w *Writer) lists(order []uint32, m *chunkMeta) ([]uint32, error) {
	counts := make([]uint32, len(order)) // by word
	for n := range w.filled() {
		words, _ := w.occurrences(n)
		for _, word := range words {
			counts[word]++
		}
	}
	room := w.found / passes
	for _, count := range counts {
		room = max(room, int(count))
	}
	p := pages{out: w.out, size: listPage}
	lengths := make([]uint32, 0, len(order))
	next := make([]uint32, len(order)) // where a word's next occurrence goes
	for from := 0; from < len(order); {
		for i := range next {
			next[i] = notNow
		}
		to, sum := from, 0
		for ; to < len(order) && sum+int(counts[order[to]]) <= room; to++ {
			next[order[to]] = uint32(sum)
			sum += int(counts[order[to]])
		}
		w.sort(sum, next)
		rest := w.sorted
		for _, word := range order[from:to] {
			w.list(rest[:counts[word]])
			rest = rest[counts[word]:]
			lengths = append(lengths, uint32(len(w.buf)))
			m.Lists += len(w.buf)
			if err := p.write(w.buf); err != nil {
				return nil, err
			}
		}
		from = to
	}
	err := p.flush()
	m.ListPages = p.count
	return lengths, err
}

// notNow is the place of occurrences that another pass puts in order.
const notNow = ^uint32(0)

// sort puts n occurrences where next says; they come in the order of members, and
// stay so.
func (w *Writer) sort(n int, next []uint32) {
	w.sorted = slices.Grow(w.sorted[:0], n)[:n]
	for k := range w.filled() {
		words, postings := w.occurrences(k)
		for i, word := range words {
			if at := next[word]; at != notNow {
				w.sorted[at] = postings[i]
				next[word]++
			}
		}
	}
}

// list puts a word's list into w.buf.
func (w *Writer) list(postings []posting) {
	w.buf = w.buf[:0]
	last := uint32(0)
	for _, o := range postings {
		w.buf = binary.AppendUvarint(w.buf, uint64(o.member()-last))
		w.buf = append(binary.LittleEndian.AppendUint32(w.buf, uint32(o)), byte(o>>lackShift))
		last = o.member()
	}
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
	var key, respelt []byte
	var more []uint32
	for k, word := range order {
		own := w.words.text(word)
		kind, text := own[0], view(own[1:])
		key, respelt = key[:0], respelt[:0]
		if text != "" {
			key = name.Key(key, []byte(text))
		}
		if kind == plainWord {
			respelt = name.AppendRespelt(respelt, []byte(text))
		}
		more = more[:0]
		eachShared(kind, text, string(key), string(respelt), func(h uint32) {
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
