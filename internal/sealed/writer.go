package sealed

import (
	"bufio"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
)

// Writer writes a file.
type Writer struct {
	w       *bufio.Writer
	at      int64
	pages   *pages
	encoder *zstd.Encoder
	lengths []uint32
	buf     []byte
	id      string
}

// ID is the file's own, drawn at random.
func (w *Writer) ID() string { return w.id }

// NewWriter begins a file of a kind; a nil key seals nothing.
func NewWriter(w io.Writer, kind string, key *Key) (*Writer, error) {
	id := make([]byte, 16)
	rand.Read(id)
	h := header{Format: 1, Kind: kind, File: hex.EncodeToString(id), Sealed: key != nil}
	var own *Key
	if key != nil {
		k := NewKey()
		own = &k
		h.KeyID, h.Key = key.ID(), base64.StdEncoding.EncodeToString(key.Wrap(k[:], h.Kind+" "+h.File))
	}
	text, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedDefault))
	if err != nil {
		return nil, err
	}
	out := &Writer{w: bufio.NewWriterSize(w, 1<<18), pages: newPages(own), encoder: encoder, id: h.File}
	return out, out.write(append(binary.BigEndian.AppendUint32([]byte(magic), uint32(len(text))), text...))
}

func (w *Writer) write(b []byte) error {
	n, err := w.w.Write(b)
	w.at += int64(n)
	return err
}

// maxPage is the most bytes of a page, packed or not.
const maxPage = 64 << 20

// Page writes the next page.
func (w *Writer) Page(plain []byte) error {
	if len(plain) > maxPage {
		return fmt.Errorf("a page of %d bytes is over the limit", len(plain))
	}
	w.buf = w.sealed(w.buf[:0], plain, uint64(len(w.lengths)))
	w.lengths = append(w.lengths, uint32(len(w.buf)))
	return w.write(w.buf)
}

func (w *Writer) sealed(dst, plain []byte, number uint64) []byte {
	return w.pages.seal(dst, w.encoder.EncodeAll(plain, nil), number)
}

// Close writes the footer, with what is to be said of the file as a whole.
func (w *Writer) Close(meta []byte) error {
	foot := binary.AppendUvarint(nil, uint64(len(w.lengths)))
	for _, n := range w.lengths {
		foot = binary.AppendUvarint(foot, uint64(n))
	}
	at := w.at
	page := w.sealed(nil, append(foot, meta...), footerNumber)
	tail := binary.BigEndian.AppendUint64(page, uint64(at))
	tail = binary.BigEndian.AppendUint32(tail, uint32(len(page)))
	if err := w.write(append(tail, magic...)); err != nil {
		return err
	}
	return w.w.Flush()
}
