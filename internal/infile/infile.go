// Package infile opens a file that someone else made: an ordinary file, or one
// packed with gzip or zstd, which is unpacked on the way.
//
// What is refused, each with its reason: folders, pipes and devices, whose
// reading may never end; and an unpacked size beyond the caller's limit, so
// that a small archive cannot fill the machine. A file that grew, shrank or was
// written to while it was read ends with an error in place of its end, so that
// half a file is not taken for the whole. Foreign names a file's kind by its first
// bytes, for the message that says why it cannot be read.
package infile

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// defaultLimit is the most bytes that a packed file may unpack to.
const defaultLimit = 64 << 30

// ErrDamaged is the error of a packed file whose bytes are not those that were
// packed.
var ErrDamaged = errors.New("the packed file is damaged")

// cutOff is the error of a packed file that ends too early: io.ErrUnexpectedEOF to
// programs, words to people.
type cutOff struct{}

func (cutOff) Error() string { return "the packed file is cut off" }
func (cutOff) Unwrap() error { return io.ErrUnexpectedEOF }

// ErrChanged is the error of a file that was written to while it was read.
var ErrChanged = errors.New("the file was changed while it was read: wait until it is written whole")

// ErrTooBig is the error of a packed file that unpacks to more than its limit.
var ErrTooBig = errors.New("the packed file unpacks to more than the limit")

// File is an open file, unpacked where it was packed.
type File struct {
	io.Reader
	// Size is the number of bytes to come, -1 where nobody knows: the file is packed
	// or a stream.
	Size int64
	// Packed says that the file is gzip or zstd.
	Packed bool
	at     io.ReaderAt
	far    *counted // nil: a stream
	whole  int64
	close  func() error
}

// Far is how much of the file itself, as it stands there, packed or not, has been read
// from its beginning on, and how much there is; 0 and 0 of a stream.
func (f *File) Far() (read, of int64) {
	if f.far == nil {
		return 0, 0
	}
	return f.far.read.Load(), f.whole
}

// counted counts what is read.
type counted struct {
	io.Reader
	read atomic.Int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.read.Add(int64(n))
	return n, err
}

// At gives the file's bytes at any place, and how many there are; its method
// Unchanged says whether the file is still what it was. It is false where the file
// is packed or a stream.
func (f *File) At() (io.ReaderAt, int64, bool) { return f.at, f.Size, f.at != nil }

// Close closes the file.
func (f *File) Close() error { return f.close() }

// Open opens the file at path. The limit, in bytes, bounds what a packed file
// may unpack to; 0 is 64 GiB.
func Open(path string, limit int64) (*File, error) {
	if limit == 0 {
		limit = defaultLimit
	}
	// Asked before opening: opening a pipe would wait for its writer.
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is %s, not a file", path, kind(info.Mode()))
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrPermission) {
		return nil, fmt.Errorf("%s may not be read by whoever runs this: %w; change who may read it", path, fs.ErrPermission)
	}
	if err != nil {
		return nil, err
	}
	if info, err = file.Stat(); err != nil { // of what was opened, whoever put it there since
		file.Close()
		return nil, err
	}
	in := &steady{file: file, before: info}
	f, err := openAt(in, info.Size(), path, limit, file.Close)
	if err != nil {
		file.Close()
		return nil, err
	}
	return f, nil
}

// Held is Open for size bytes that are held elsewhere than in a file with a name of its
// own; the name is for messages.
func Held(r io.ReaderAt, size int64, name string, limit int64) (*File, error) {
	in := struct {
		io.Reader
		io.ReaderAt
	}{io.NewSectionReader(r, 0, size), r}
	return openAt(in, size, name, limit, func() error { return nil })
}

// openAt opens what can be read at any place, and from its beginning on.
func openAt(in interface {
	io.Reader
	io.ReaderAt
}, size int64, name string, limit int64, closed func() error) (*File, error) {
	far := &counted{Reader: in}
	f, err := open(far, name, limit, closed)
	if err != nil {
		return nil, err
	}
	if f.far, f.whole = far, size; !f.Packed {
		f.Size, f.at = size, in
	}
	return f, nil
}

// Stream is Open for what comes but once, such as standard input; the name is for
// messages. Its limit is Open's default.
func Stream(r io.Reader, name string) (*File, error) {
	return open(r, name, defaultLimit, func() error { return nil })
}

// open reads from where r stands; closed is what ends r.
func open(in io.Reader, name string, limit int64, closed func() error) (*File, error) {
	r := bufio.NewReaderSize(in, 64<<10)
	unpacked, done, err := unpack(r)
	if err != nil {
		return nil, fmt.Errorf("%s begins like a packed file but cannot be unpacked: %w", name, err)
	}
	if unpacked == nil {
		return &File{Reader: r, Size: -1, close: closed}, nil
	}
	closeAll := func() error {
		done()
		return closed()
	}
	return &File{Reader: &limited{r: unpacked, left: limit}, Size: -1, Packed: true, close: closeAll}, nil
}

// maxWindow bounds the memory that a zstd file may ask for; the highest level
// of its usual program stays within it.
const maxWindow = 128 << 20

// unpack is what unpacks a packed file, by its first bytes; nil for any other.
func unpack(r *bufio.Reader) (unpacked io.Reader, done func(), err error) {
	head, _ := r.Peek(4)
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		z, err := gzip.NewReader(r)
		return z, func() {}, err
	case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
		return z, func() { z.Close() }, err
	}
	return nil, nil, nil
}

// steady is a file that says at its end whether it is still what it was when it
// was opened.
type steady struct {
	file   *os.File
	before fs.FileInfo
	read   int64
}

func (s *steady) Read(p []byte) (int, error) {
	n, err := s.file.Read(p)
	s.read += int64(n)
	if err != io.EOF {
		return n, err
	}
	if s.before.Size() > 0 && s.read != s.before.Size() {
		return n, ErrChanged
	}
	if err := s.Unchanged(); err != nil {
		return n, err
	}
	return n, io.EOF
}

// ReadAt reads at any place. Who reads so asks at its end whether the file is
// Unchanged.
func (s *steady) ReadAt(p []byte, at int64) (int, error) { return s.file.ReadAt(p, at) }

// Unchanged is nil, or ErrChanged, or why nobody knows.
func (s *steady) Unchanged() error {
	now, err := s.file.Stat()
	if err == nil && (now.Size() != s.before.Size() || !now.ModTime().Equal(s.before.ModTime())) {
		err = ErrChanged
	}
	return err
}

// kind names in words what is not an ordinary file.
func kind(m fs.FileMode) string {
	switch {
	case m.IsDir():
		return "a folder"
	case m&fs.ModeNamedPipe != 0:
		return "a pipe"
	case m&fs.ModeSocket != 0:
		return "a socket"
	}
	return "a device"
}

// limited is io.LimitedReader with an error at its limit in place of an end. It
// reads what was packed, and says so of its errors.
type limited struct {
	r    io.Reader
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, ErrTooBig
	}
	if int64(len(p)) > l.left {
		p = p[:l.left]
	}
	n, err := l.r.Read(p)
	l.left -= int64(n)
	switch {
	case err == nil || err == io.EOF || errors.Is(err, ErrChanged):
	case errors.Is(err, io.ErrUnexpectedEOF):
		err = cutOff{}
	default:
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return n, err
}
