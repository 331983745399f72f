// Package sealed keeps personal data in files of compressed, encrypted pages: a
// page is read and checked by itself, and nothing in the file can be read, moved
// or changed without the key.
//
// A file, version 1, in the order of its bytes:
//
//	8 bytes     "IDSEAL01"
//	4 bytes     length of the header, big endian
//	any         the header, JSON (header)
//	any         the pages, one behind the other
//	any         the footer, sealed like a page: the lengths of the pages as
//	            unsigned varints behind their count, then what the writer says
//	            of the file as a whole
//	8, 4 bytes  place and length of the footer, big endian
//	8 bytes     "IDSEAL01"
//
// Each file has a key of its own, which the header holds wrapped under the
// installation's key. A page is compressed with zstd and sealed with AES-256-GCM
// under the file's key; its nonce is its number, so that a page in another's
// place does not open. Where the volume is encrypted already, sealing can be
// switched off: then a CRC-32C stands in place of the seal.
package sealed

import (
	"context"
	"crypto/cipher"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"slices"

	"github.com/klauspost/compress/zstd"
)

const magic = "IDSEAL01"

// Errors of files.
var (
	ErrDamaged = errors.New("it is damaged; put back a copy of it, or make it anew (docs/errors.md says how)")
	ErrKey     = errors.New("it is sealed under another key; give the one that it was made with")
	ErrNoKey   = errors.New("it is sealed, and no key was given")
)

type header struct {
	Format int    `json:"format"`
	Kind   string `json:"kind"`
	File   string `json:"file"` // tells files apart
	Sealed bool   `json:"sealed"`
	KeyID  string `json:"key_id,omitempty"`
	Key    string `json:"key,omitempty"` // of the file, wrapped, base64
}

// pages seals and opens the pages of one file.
type pages struct {
	aead cipher.AEAD // nil: not sealed
}

func newPages(key *Key) *pages {
	if key == nil {
		return &pages{}
	}
	return &pages{aead: key.aead()}
}

// footerNumber is the page number of the footer.
const footerNumber = ^uint64(0)

func nonce(number uint64) (n [12]byte) {
	binary.BigEndian.PutUint64(n[4:], number)
	return n
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// seal appends a sealed page to dst.
func (p *pages) seal(dst, packed []byte, number uint64) []byte {
	if p.aead == nil {
		dst = append(dst, packed...)
		sum := crc32.Update(crc32.Checksum(packed, castagnoli), castagnoli, binary.BigEndian.AppendUint64(nil, number))
		return binary.BigEndian.AppendUint32(dst, sum)
	}
	n := nonce(number)
	return p.aead.Seal(dst, n[:], packed, nil)
}

// open opens a page in place.
func (p *pages) open(page []byte, number uint64) ([]byte, error) {
	if p.aead == nil {
		end := len(page) - 4
		if end < 0 {
			return nil, ErrDamaged
		}
		sum := crc32.Update(crc32.Checksum(page[:end], castagnoli), castagnoli, binary.BigEndian.AppendUint64(nil, number))
		if sum != binary.BigEndian.Uint32(page[end:]) {
			return nil, ErrDamaged
		}
		return page[:end], nil
	}
	n := nonce(number)
	plain, err := p.aead.Open(page[:0], n[:], page, nil)
	if err != nil {
		return nil, ErrDamaged
	}
	return plain, nil
}

// File is an open file. Its pages may be read by many goroutines.
type File struct {
	path    string
	f       *os.File
	pages   *pages
	offsets []int64
	meta    []byte
	sealed  bool
	id      string
}

// Open opens a file of a kind.
func Open(path, kind string, key *Key) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	out := &File{path: path, f: f}
	if err := out.open(kind, key); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), f.Close())
	}
	return out, nil
}

const tailSize = 8 + 4 + len(magic)

func (f *File) open(kind string, key *Key) error {
	info, err := f.f.Stat()
	if err != nil {
		return err
	}
	size := info.Size()
	head := make([]byte, len(magic)+4)
	tail := make([]byte, tailSize)
	if size < int64(len(head)+len(tail)) {
		return fmt.Errorf("it is cut off or no file of this program: %w", ErrDamaged)
	}
	if _, err := f.f.ReadAt(head, 0); err != nil {
		return err
	}
	if _, err := f.f.ReadAt(tail, size-tailSize64); err != nil {
		return err
	}
	if string(head[:len(magic)]) != magic || string(tail[12:]) != magic {
		return fmt.Errorf("it is cut off or no file of this program: %w", ErrDamaged)
	}
	length := int64(binary.BigEndian.Uint32(head[len(magic):]))
	if length > 1<<16 || length > size-int64(len(head)) {
		return ErrDamaged
	}
	text := make([]byte, length)
	if _, err := f.f.ReadAt(text, int64(len(head))); err != nil {
		return err
	}
	if err := f.unlock(text, kind, key); err != nil {
		return err
	}
	return f.readFooter(int64(len(head))+length, binary.BigEndian.Uint64(tail), int64(binary.BigEndian.Uint32(tail[8:])), size)
}

const tailSize64 = int64(tailSize)

// unlock finds the file's key.
func (f *File) unlock(text []byte, kind string, key *Key) error {
	var h header
	if err := json.Unmarshal(text, &h); err != nil {
		return ErrDamaged
	}
	switch {
	case h.Format != 1:
		return fmt.Errorf("it is of format %d; this program reads format 1", h.Format)
	case h.Kind != kind:
		return fmt.Errorf("it is a %s file, no %s file", h.Kind, kind)
	}
	f.id = h.File
	switch {
	case !h.Sealed:
		f.pages = newPages(nil)
		return nil
	case key == nil:
		return ErrNoKey
	case h.KeyID != key.ID():
		return ErrKey
	}
	wrapped, err := base64.StdEncoding.DecodeString(h.Key)
	if err != nil {
		return ErrDamaged
	}
	own, err := key.Unwrap(wrapped, h.Kind+" "+h.File)
	if err != nil || len(own) != len(Key{}) {
		return ErrDamaged
	}
	f.sealed, f.pages = true, newPages((*Key)(own))
	return nil
}

// readFooter finds the pages.
func (f *File) readFooter(first int64, at uint64, length, size int64) error {
	if at > uint64(size) || length > maxPage || int64(at)+length+tailSize64 != size || int64(at) < first {
		return ErrDamaged
	}
	foot, err := f.read(int64(at), length, footerNumber, nil)
	if err != nil {
		return err
	}
	n, k := binary.Uvarint(foot)
	if k <= 0 || n > uint64(size) {
		return ErrDamaged
	}
	foot = foot[k:]
	f.offsets = append(make([]int64, 0, n+1), first)
	for range n {
		length, k := binary.Uvarint(foot)
		if k <= 0 || length > maxPage {
			return ErrDamaged
		}
		foot, first = foot[k:], first+int64(length)
		f.offsets = append(f.offsets, first)
	}
	if first != int64(at) {
		return ErrDamaged
	}
	f.meta = foot
	return nil
}

var decoders = func() *zstd.Decoder {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxPage))
	if err != nil {
		panic(err) // the options are right
	}
	return d
}()

func (f *File) read(at, length int64, number uint64, dst []byte) ([]byte, error) {
	packed := make([]byte, length)
	if _, err := f.f.ReadAt(packed, at); err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
	return f.unpack(packed, number, dst)
}

// unpack opens a page in place and appends what is in it to dst.
func (f *File) unpack(packed []byte, number uint64, dst []byte) ([]byte, error) {
	packed, err := f.pages.open(packed, number)
	if err != nil {
		return nil, err
	}
	plain, err := decoders.DecodeAll(packed, dst)
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
	return plain, nil
}

// Pages is how many pages there are.
func (f *File) Pages() int { return len(f.offsets) - 1 }

// Page reads a page, appended to dst.
func (f *File) Page(n int, dst []byte) ([]byte, error) {
	plain, err := f.read(f.offsets[n], f.offsets[n+1]-f.offsets[n], uint64(n), dst)
	if err != nil {
		return nil, fmt.Errorf("%s, page %d: %w", f.path, n, err)
	}
	return plain, nil
}

// atOnce is how many bytes of neighbouring pages are read at once, a page at least.
const atOnce = 1 << 18

// Stretch reads pages up to the one before to, appended to dst. What is read is put
// into room, which may be used again.
func (f *File) Stretch(from, to int, dst []byte, room *[]byte) ([]byte, error) {
	if from < 0 || to > f.Pages() {
		return nil, fmt.Errorf("%s: %w", f.path, ErrDamaged)
	}
	for from < to {
		end, packed, err := f.packed(from, to, room)
		if err != nil {
			return nil, err
		}
		for ; from < end; from++ {
			n := f.offsets[from+1] - f.offsets[from]
			if dst, err = f.unpack(packed[:n], uint64(from), dst); err != nil {
				return nil, fmt.Errorf("%s, page %d: %w", f.path, from, err)
			}
			packed = packed[n:]
		}
	}
	return dst, nil
}

// Verify reads every page and checks its seal, and unpacks none. A file that is
// damaged anywhere is told by its first page that is.
func (f *File) Verify(ctx context.Context) error {
	var room []byte
	for at := 0; at < f.Pages(); {
		if err := ctx.Err(); err != nil {
			return err
		}
		to, packed, err := f.packed(at, f.Pages(), &room)
		if err != nil {
			return err
		}
		for ; at < to; at++ {
			n := f.offsets[at+1] - f.offsets[at]
			if _, err := f.pages.open(packed[:n], uint64(at)); err != nil {
				return fmt.Errorf("%s, page %d: %w", f.path, at, err)
			}
			packed = packed[n:]
		}
	}
	return nil
}

// packed reads pages as they are in the file, from one on: at least that one, and those
// behind it up to the one before most as far as they are read at once.
func (f *File) packed(from, most int, room *[]byte) (to int, packed []byte, err error) {
	first, to := f.offsets[from], from+1
	for to < most && f.offsets[to+1]-first <= atOnce {
		to++
	}
	size := int(f.offsets[to] - first)
	*room = slices.Grow((*room)[:0], size)
	packed = (*room)[:size]
	if _, err := f.f.ReadAt(packed, first); err != nil {
		return 0, nil, fmt.Errorf("%s, page %d: %w (%w)", f.path, from, ErrDamaged, err)
	}
	return to, packed, nil
}

// Meta is what the writer said of the file as a whole.
func (f *File) Meta() []byte { return f.meta }

// ID is the file's own, by which a file beside it can name it.
func (f *File) ID() string { return f.id }

// Sealed says whether the file is encrypted.
func (f *File) Sealed() bool { return f.sealed }

// Close closes the file.
func (f *File) Close() error { return f.f.Close() }
