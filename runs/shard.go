package runs

import (
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/atomicfile"
	"github.com/interdict/interdict/internal/sealed"
)

// A shard is a sealed file (internal/sealed) of the kind "shard": pages of gob
// values, each an interdict.Result, and as its meta a gob value (footer). gob is
// Go's own encoding of its types. A shard is read by the build that wrote it
// alone: the footer names build and run, and any other is screened anew.
const shardKind = "shard"

// ShardExtension is how a shard's file name ends.
const ShardExtension = ".shard"

// shardPage is about how many bytes a page has.
const shardPage = 1 << 20

// footer is what a shard says of itself.
type footer struct {
	Build, Run string
	Range      Range
}

func shardPath(dir string, n int) string {
	return filepath.Join(dir, fmt.Sprintf("%06d%s", n+1, ShardExtension))
}

// shardWriter writes a shard; nil writes nothing.
type shardWriter struct {
	plan *Plan
	path string
	file atomicfile.File
	out  *sealed.Writer
	page bytes.Buffer
	gob  *gob.Encoder // of the page
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
	if w.out, err = sealed.NewWriter(w.file, shardKind, r.plan.Seal); err != nil {
		w.abandon()
		return nil, shardError(err)
	}
	w.gob = gob.NewEncoder(&w.page)
	return w, nil
}

func shardError(err error) error {
	return fmt.Errorf("what the run has found so far cannot be kept: %w; make room, and the same command goes on from there", err)
}

func (w *shardWriter) add(r *interdict.Result) error {
	if w == nil {
		return nil
	}
	if err := w.gob.Encode(r); err != nil {
		return shardError(err)
	}
	if w.page.Len() < shardPage {
		return nil
	}
	return w.flush()
}

// flush ends a page.
func (w *shardWriter) flush() error {
	if w.page.Len() == 0 {
		return nil
	}
	if err := w.out.Page(w.page.Bytes()); err != nil {
		return shardError(err)
	}
	w.page.Reset()
	w.gob = gob.NewEncoder(&w.page)
	return nil
}

// seal puts the shard in place.
func (w *shardWriter) seal(r *Range) error {
	if w == nil {
		return nil
	}
	if err := w.flush(); err != nil {
		return err
	}
	var foot bytes.Buffer
	err := gob.NewEncoder(&foot).Encode(footer{Build: w.plan.Build, Run: w.plan.Run, Range: *r})
	if err == nil {
		err = w.out.Close(foot.Bytes())
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
	*sealed.File
	footer
}

// openShard opens the shard of a range; nil where there is none that can be
// used.
func (r *run) openShard(n int) *shard {
	if r.plan.Dir == "" {
		return nil
	}
	f, err := sealed.Open(shardPath(r.plan.Dir, n), shardKind, r.plan.Seal)
	if err != nil {
		return nil // none, or one that is damaged: the range is screened anew
	}
	s := &shard{File: f}
	if err := s.check(); err != nil || s.Build != r.plan.Build || s.Run != r.plan.Run {
		f.Close()
		return nil
	}
	return s
}

// check reads the footer, and every page once, so that no result is handed over
// before all are known to be whole.
func (s *shard) check() error {
	if err := gob.NewDecoder(bytes.NewReader(s.Meta())).Decode(&s.footer); err != nil {
		return err
	}
	var page []byte
	for n := range s.Pages() {
		var err error
		if page, err = s.Page(n, page[:0]); err != nil {
			return err
		}
	}
	return nil
}

// each hands over the shard's results.
func (s *shard) each(emit func(*interdict.Result) error) error {
	var page []byte
	for n := range s.Pages() {
		var err error
		if page, err = s.Page(n, page[:0]); err != nil {
			return fmt.Errorf("a part of the run that was kept cannot be read: %w", err)
		}
		in := gob.NewDecoder(bytes.NewReader(page))
		for {
			var r interdict.Result
			err := in.Decode(&r)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return fmt.Errorf("a part of the run that was kept cannot be read: %w", err)
			}
			if err := emit(&r); err != nil {
				return err
			}
		}
	}
	return nil
}
