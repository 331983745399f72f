// Package kept keeps files for ever, each once, under the SHA-256 of its bytes,
// and gives them back byte for byte.
//
// A file is kept compressed with zstd (`<sha256>.zst`, which any zstd program
// unpacks), or, where an earlier edition of it is at hand, as a patch upon that
// (`<sha256>.patch`): which stretches of the other file it repeats, and the bytes
// between them. So a list that is published every day costs little more than
// what changes in it: ten years of it take four whole files and the patches.
// Patches follow one another; once those since the last whole file are a
// thousand or have grown much larger than it, the next is kept whole.
//
// Nothing is trusted when it is read: the bytes must have the SHA-256 of their
// name, or there is an error in place of the file.
package kept

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/zstd"

	"github.com/interdict/interdict/internal/atomicfile"
)

// Sum is the SHA-256 of a file.
type Sum = [sha256.Size]byte

const (
	wholeExt = ".zst"
	patchExt = ".patch"
	// maxPatched is the most bytes of a file that is kept as a patch: making and
	// applying one holds both files in memory.
	maxPatched = 160 << 20
	// maxChain is how many patches may follow one another, longestChain how many
	// did in earlier versions.
	maxChain     = 1000
	longestChain = 2000
	// maxSince is how many times as large as the whole file, as it is kept, the
	// patches upon it may be together.
	maxSince = 8
)

// ErrNotKept is the error of a file that is not here.
var ErrNotKept = errors.New("the file is not kept")

// ErrOther is the error of a file that is not the one that was to be kept.
var ErrOther = errors.New("its bytes are not those that were read before")

// Damage is the error of a kept file that cannot be given back.
type Damage struct {
	Path string // the file that is damaged
	Err  error
}

func (d *Damage) Error() string { return fmt.Sprintf("%s is damaged: %v", d.Path, d.Err) }

func (d *Damage) Unwrap() error { return d.Err }

// Store is a folder of kept files. It makes the folder when it keeps the first.
type Store struct {
	Dir string
	FS  atomicfile.FS // nil is the machine's own
}

func (s Store) fs() atomicfile.FS {
	if s.FS == nil {
		return atomicfile.OS{}
	}
	return s.FS
}

// path is the file of a sum. 256 folders keep each of them small.
func (s Store) path(sum Sum, ext string) string {
	name := hex.EncodeToString(sum[:])
	return filepath.Join(s.Dir, name[:2], name+ext)
}

// Path is the file that holds what has this sum, empty where there is none.
func (s Store) Path(sum Sum) string {
	for _, ext := range []string{wholeExt, patchExt} {
		if path := s.path(sum, ext); exists(path) {
			return path
		}
	}
	return ""
}

func exists(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// Keep keeps a file, unless it is here already, and says whether it was added.
// open gives its bytes, which must have the sum. upon, if not nil, is an earlier
// edition of it, whether it is kept or not.
func (s Store) Keep(sum Sum, size int64, open func() (io.ReadCloser, error), upon *Sum) (added bool, err error) {
	if s.Path(sum) != "" {
		return false, nil
	}
	r, err := open()
	if err != nil {
		return false, err
	}
	defer r.Close()
	if upon == nil || *upon == sum || size > maxPatched {
		return true, s.keepWhole(sum, r)
	}
	data, err := readAll(r, size)
	if err != nil {
		return false, err
	}
	if sha256.Sum256(data) != sum {
		return false, ErrOther
	}
	patch := s.patchUpon(*upon, data)
	if patch == nil {
		return true, s.keepWhole(sum, bytes.NewReader(data))
	}
	return true, s.write(sum, patchExt, func(w io.Writer) error {
		_, err := w.Write(patch)
		return err
	})
}

// readAll reads a file of a known size into memory.
func readAll(r io.Reader, size int64) ([]byte, error) {
	data := bytes.NewBuffer(make([]byte, 0, max(size, 0)+bytes.MinRead))
	if _, err := io.Copy(data, io.LimitReader(r, maxPatched+1)); err != nil {
		return nil, err
	}
	if data.Len() > maxPatched {
		return nil, ErrOther
	}
	return data.Bytes(), nil
}

// patchUpon makes the patch of a file upon another, nil where that is not here
// or where it is time for a whole file. A base that is damaged is none.
func (s Store) patchUpon(base Sum, data []byte) []byte {
	before, err := s.rebuild(base)
	if err != nil {
		return nil
	}
	return before.next(&packer{}, base, data)
}

// next makes the patch upon what was built, whose sum is base; nil where it is
// time for a whole file.
func (before *built) next(p *packer, base Sum, data []byte) []byte {
	if before.depth >= maxChain {
		return nil
	}
	patch, err := p.patch(header{base: base, depth: before.depth + 1, since: before.since}, before.bytes(), data)
	if err != nil || int64(len(patch)) > before.whole/2 || before.since+int64(len(patch)) > maxSince*before.whole {
		return nil
	}
	return patch
}

// keepWhole keeps a file compressed by itself.
func (s Store) keepWhole(sum Sum, r io.Reader) error {
	return s.write(sum, wholeExt, func(w io.Writer) error {
		z, err := zstd.NewWriter(w, zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithWindowSize(8<<20))
		if err != nil {
			return err
		}
		h := sha256.New()
		if _, err := io.Copy(io.MultiWriter(z, h), r); err != nil {
			return errors.Join(err, z.Close())
		}
		if err := z.Close(); err != nil {
			return err
		}
		if Sum(h.Sum(nil)) != sum {
			return ErrOther
		}
		return nil
	})
}

func (s Store) write(sum Sum, ext string, write func(io.Writer) error) error {
	path := s.path(sum, ext)
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	if err := s.fs().SyncDir(s.Dir); err != nil {
		return err
	}
	return atomicfile.Write(s.fs(), path, write)
}

// Remove removes a file that was kept in vain. It must not be one that patches
// rest upon.
func (s Store) Remove(sum Sum) error {
	path := s.Path(sum)
	if path == "" {
		return nil
	}
	return s.fs().Remove(path)
}

// Copy writes a kept file to w. Where the error is not nil, what was written is
// not the file. The error is ErrNotKept, a Damage, or that of w.
func (s Store) Copy(w io.Writer, sum Sum) error {
	if path := s.path(sum, wholeExt); exists(path) {
		return s.copyWhole(w, path, sum)
	}
	b, err := s.rebuild(sum)
	if err != nil {
		return err
	}
	data := b.bytes()
	if sha256.Sum256(data) != sum {
		return &Damage{s.Path(sum), errors.New("it does not give the bytes that were kept")}
	}
	_, err = w.Write(data)
	return err
}

// copyWhole unpacks a whole file.
func (s Store) copyWhole(w io.Writer, path string, sum Sum) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := newReader(f)
	if err != nil {
		return err
	}
	defer z.Close()
	h := sha256.New()
	target := &sink{w: w}
	if _, err := io.Copy(io.MultiWriter(h, target), z); err != nil {
		if target.err != nil {
			return target.err
		}
		return &Damage{path, err}
	}
	if Sum(h.Sum(nil)) != sum {
		return &Damage{path, errors.New("its bytes are not those that were kept")}
	}
	return nil
}

// sink tells an error of writing from one of reading.
type sink struct {
	w   io.Writer
	err error
}

func (s *sink) Write(p []byte) (n int, err error) {
	n, s.err = s.w.Write(p)
	return n, s.err
}

func newReader(r io.Reader) (*zstd.Decoder, error) {
	return zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(64<<20))
}

// rebuild puts a file together of a whole one and the patches upon it. Its SHA-256
// is not checked.
func (s Store) rebuild(sum Sum) (*built, error) {
	// A chain is longer than maxChain where a whole file in it was lost and kept
	// anew, as a patch. Only damage makes one without end.
	const endless = 50 * longestChain
	var patches []string // the newest first
	for len(patches) < endless {
		if path := s.path(sum, wholeExt); exists(path) {
			return s.apply(path, patches)
		}
		path := s.path(sum, patchExt)
		h, err := readHeader(path)
		switch {
		case errors.Is(err, fs.ErrNotExist) && len(patches) == 0:
			return nil, ErrNotKept
		case errors.Is(err, fs.ErrNotExist):
			return nil, &Damage{patches[len(patches)-1], fmt.Errorf("the file %x that it rests upon is gone", sum)}
		case err != nil:
			return nil, err
		}
		patches = append(patches, path)
		sum = h.base
	}
	return nil, &Damage{patches[0], errors.New("the patches that it rests upon have no end")}
}

// apply unpacks a whole file and applies the patches, the last first.
func (s Store) apply(whole string, patches []string) (*built, error) {
	f, err := os.Open(whole)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	z, err := newReader(f)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	data, err := io.ReadAll(io.LimitReader(z, maxPatched+1))
	if err == nil && len(data) > maxPatched {
		err = errors.New("it is larger than a file with patches may be")
	}
	if err != nil {
		return nil, &Damage{whole, err}
	}
	b := newBuilt(data, info.Size())
	unpack := &packer{}
	defer unpack.Close()
	for i := len(patches) - 1; i >= 0; i-- {
		packed, err := os.ReadFile(patches[i])
		if err != nil {
			return nil, err
		}
		if err := b.patch(unpack, packed); err != nil {
			return nil, &Damage{patches[i], err}
		}
	}
	return b, nil
}
