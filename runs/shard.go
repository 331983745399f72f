package runs

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/zstd"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/atomicfile"
)

// A shard file, version 1, in the order of its bytes:
//
//	8 bytes    "IDSHARD1"
//	any        the results as a zstd frame of gob values (shardResult)
//	any        the footer, one gob value (footer)
//	8 bytes    the footer's length, big endian
//	32 bytes   SHA-256 of all before
//
// gob is Go's own encoding of its types. A shard is read by the build that wrote
// it alone: the footer names build and run, and any other is screened anew.
const shardMagic = "IDSHARD1"

// ShardExtension is how a shard's file name ends.
const ShardExtension = ".shard"

// footer is what a shard says of itself.
type footer struct {
	Build, Run string
	Results    int64
	Range      Range
}

// maxFooter is the most bytes of a footer that is believed: a range in which
// every row is refused names each.
const maxFooter = 1 << 30

func shardPath(dir string, n int) string {
	return filepath.Join(dir, fmt.Sprintf("%06d%s", n+1, ShardExtension))
}

// shardWriter writes a shard; nil writes nothing.
type shardWriter struct {
	plan    *Plan
	path    string
	file    atomicfile.File
	sum     *hashed
	packed  *zstd.Encoder
	gob     *gob.Encoder
	results int64
}

// hashed is a stream that is hashed as it goes by.
type hashed struct {
	w *bufio.Writer
	h interface {
		io.Writer
		Sum([]byte) []byte
	}
}

func (h *hashed) Write(b []byte) (int, error) {
	h.h.Write(b) //nolint:errcheck // a hash takes everything
	return h.w.Write(b)
}

// newShard begins the shard of a range; nil where none are kept.
func (r *run) newShard(n int) (*shardWriter, error) {
	if r.plan.Dir == "" {
		return nil, nil
	}
	w := &shardWriter{plan: r.plan, path: shardPath(r.plan.Dir, n)}
	var err error
	if w.file, err = (atomicfile.Private{}).Create(r.plan.Dir, "."+filepath.Base(w.path)+".*.tmp"); err != nil {
		return nil, shardError(err)
	}
	w.sum = &hashed{bufio.NewWriterSize(w.file, 1<<16), sha256.New()}
	if _, err := io.WriteString(w.sum, shardMagic); err != nil {
		w.abandon()
		return nil, shardError(err)
	}
	if w.packed, err = zstd.NewWriter(w.sum, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1)); err != nil {
		w.abandon()
		return nil, err
	}
	w.gob = gob.NewEncoder(w.packed)
	return w, nil
}

func shardError(err error) error {
	return fmt.Errorf("what the run has found so far cannot be kept: %w; make room, and the same command goes on from there", err)
}

func (w *shardWriter) add(r *interdict.Result) error {
	if w == nil {
		return nil
	}
	w.results++
	if err := w.gob.Encode(r); err != nil {
		return shardError(err)
	}
	return nil
}

// seal puts the shard in place.
func (w *shardWriter) seal(r *Range) error {
	if w == nil {
		return nil
	}
	err := w.packed.Close()
	var foot bytes.Buffer
	if err == nil {
		err = gob.NewEncoder(&foot).Encode(footer{Build: w.plan.Build, Run: w.plan.Run, Results: w.results, Range: *r})
	}
	if err == nil {
		_, err = w.sum.Write(binary.BigEndian.AppendUint64(foot.Bytes(), uint64(foot.Len())))
	}
	if err == nil {
		_, err = w.sum.w.Write(w.sum.h.Sum(nil))
	}
	if err == nil {
		err = w.sum.w.Flush()
	}
	if err == nil {
		err = w.file.Sync()
	}
	if err == nil {
		err = w.file.Close()
	}
	if err == nil {
		err = os.Rename(w.file.Name(), w.path)
	}
	if err != nil {
		return shardError(err)
	}
	w.file = nil
	if err := (atomicfile.OS{}).SyncDir(w.plan.Dir); err != nil {
		return shardError(err)
	}
	return nil
}

// abandon removes what was begun and not sealed.
func (w *shardWriter) abandon() {
	if w == nil || w.file == nil {
		return
	}
	w.file.Close()
	os.Remove(w.file.Name())
	w.file = nil
}

// shard is a sealed range.
type shard struct {
	footer
	file   *os.File
	packed io.Reader
}

// openShard opens the shard of a range; nil where there is none that can be
// used.
func (r *run) openShard(n int) (*shard, error) {
	if r.plan.Dir == "" {
		return nil, nil
	}
	f, err := os.Open(shardPath(r.plan.Dir, n))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, shardError(err)
	}
	s, err := readShard(f)
	if err != nil || s.Build != r.plan.Build || s.Run != r.plan.Run {
		f.Close()
		return nil, nil // damaged, or of another run: the range is screened anew
	}
	return s, nil
}

// readShard checks a shard's file whole and reads its footer.
func readShard(f *os.File) (*shard, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	size := info.Size()
	const tail = 8 + sha256.Size
	if size < int64(len(shardMagic))+tail {
		return nil, errors.New("the shard is too short")
	}
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(f, 0, size-sha256.Size)); err != nil {
		return nil, err
	}
	end := make([]byte, tail)
	if _, err := f.ReadAt(end, size-tail); err != nil {
		return nil, err
	}
	if !bytes.Equal(h.Sum(nil), end[8:]) {
		return nil, errors.New("the shard is damaged")
	}
	length := binary.BigEndian.Uint64(end)
	if length > maxFooter || int64(length) > size-tail-int64(len(shardMagic)) {
		return nil, errors.New("the shard's footer is longer than the shard")
	}
	foot := size - tail - int64(length)
	s := &shard{file: f}
	if err := gob.NewDecoder(bufio.NewReader(io.NewSectionReader(f, foot, int64(length)))).Decode(&s.footer); err != nil {
		return nil, err
	}
	s.packed = io.NewSectionReader(f, int64(len(shardMagic)), foot-int64(len(shardMagic)))
	return s, nil
}

// each hands over the shard's results.
func (s *shard) each(emit func(*interdict.Result) error) error {
	plain, err := zstd.NewReader(s.packed, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return err
	}
	defer plain.Close()
	in := gob.NewDecoder(bufio.NewReader(plain))
	for range s.Results {
		var r interdict.Result
		if err := in.Decode(&r); err != nil {
			return fmt.Errorf("a part of the run that was kept cannot be read: %w", err)
		}
		if err := emit(&r); err != nil {
			return err
		}
	}
	return nil
}

func (s *shard) Close() error { return s.file.Close() }
