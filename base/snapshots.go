package base

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/interdict/interdict/index"
	"github.com/interdict/interdict/internal/atomicfile"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/screen"
)

// snapshots is the folder of compiled snapshots within the data folder. Each
// is named by its hash; the file "current" names the one in use. Nothing is
// ever written over, so that a process keeps the snapshot that it opened.
type snapshots struct{ dir string }

func snapshotsIn(data string) snapshots { return snapshots{filepath.Join(data, "snapshots")} }

// CurrentFile names the snapshot in use, beside it.
const CurrentFile = "current"

// path is the current snapshot's file, empty where there is none.
func (s snapshots) path() (string, error) {
	b, err := os.ReadFile(filepath.Join(s.dir, CurrentFile))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("the name of the current snapshot cannot be read: %w", err)
	}
	name := strings.TrimSpace(string(b))
	if name != filepath.Base(name) || !strings.HasSuffix(name, index.Extension) {
		return "", fmt.Errorf("%s names no snapshot; load a list again to make one", filepath.Join(s.dir, CurrentFile))
	}
	return filepath.Join(s.dir, name), nil
}

// install puts a snapshot in place, over a damaged file of its name too, and
// makes it the current one. The one that was current before is kept, older ones
// are removed.
// joins is what stands beside it for the next; that it cannot be written does no
// harm.
func (s snapshots) install(snap *index.Snapshot, joins []byte) (string, error) {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return "", fmt.Errorf("the folder of snapshots cannot be made: %w", err)
	}
	hash, err := snap.Write(io.Discard)
	if err != nil {
		return "", err
	}
	before, err := s.path()
	if err != nil {
		before = "" // damaged: it is replaced
	}
	path := filepath.Join(s.dir, hash+index.Extension)
	if err := atomicfile.Write(atomicfile.Private{}, path, func(w io.Writer) error { _, err := snap.Write(w); return err }); err != nil {
		return "", err
	}
	_ = atomicfile.WriteBytes(atomicfile.Private{}, joinsOf(path), joins)
	if err := atomicfile.WriteBytes(atomicfile.Private{}, filepath.Join(s.dir, CurrentFile), []byte(hash+index.Extension+"\n")); err != nil {
		return "", err
	}
	s.prune(path, joinsOf(path), before)
	return path, nil
}

const (
	// newSnapshot is the age up to which a snapshot stays: another process may
	// be about to open it, or to make it the current one.
	newSnapshot = time.Minute
	// oldRemains is the age from which a half-written file is what a killed
	// process has left.
	oldRemains = time.Hour
)

// prune removes the snapshots that are no longer needed, and half-written ones.
// Where it can't, they stay: they do no harm.
func (s snapshots) prune(keep ...string) {
	files, err := os.ReadDir(s.dir)
	if err != nil {
		return
	}
	for _, f := range files {
		info, err := f.Info()
		if err != nil {
			continue
		}
		path, age := filepath.Join(s.dir, f.Name()), time.Since(info.ModTime())
		ext := filepath.Ext(path)
		snapshot := (ext == index.Extension || ext == joinsExtension) && !slices.Contains(keep, path) && age > newSnapshot
		if snapshot || atomicfile.IsRemains(f.Name()) && age > oldRemains {
			os.Remove(path)
		}
	}
}

// Snapshot opens the current snapshot, compiled anew where it is not of the
// register's state and of this program's analysis, and says which file it is.
func (f *Folder) Snapshot(ctx context.Context, r *register.Register, v *register.View) (*screen.Engine, string, error) {
	store := snapshotsIn(f.Dir)
	decided, err := decisions(ctx, r, v.At.Known)
	if err != nil {
		return nil, "", err
	}
	state := stateOf(v, decided)
	e, path, why := store.usable(state)
	if why == "" {
		return e, path, nil
	}
	f.Tell("Compiling the snapshot: %s.", why)
	last := store.last()
	defer last.Close()
	if last == nil {
		defer debug.SetGCPercent(debug.SetGCPercent(40)) // what is compiled is large: garbage beside it is collected early
	}
	info, err := infoOf(ctx, r, v)
	if err != nil {
		return nil, "", err
	}
	joined, err := joinView(ctx, r, v, last)
	if err != nil {
		return nil, "", err
	}
	if err := f.keep(ctx, r, joined); err != nil {
		return nil, "", err
	}
	joins := joined.joiner.State(joined.of)
	joined.joiner = nil
	if last == nil {
		debug.FreeOSMemory() // what joining took is let go before a snapshot is made
	}
	if err := f.settle(ctx, r, v, last); err != nil {
		return nil, "", err
	}
	snap, err := compile(ctx, v, joined, last, state, info)
	if err != nil {
		return nil, "", err
	}
	if path, err = store.install(snap, joins); err != nil {
		return nil, "", err
	}
	switch n := len(joined.aside); n {
	case 0:
	case 1:
		f.Tell("1 fact that listings share was set aside; `interdict lists joins` names it.")
	default:
		f.Tell("%d facts that listings share were set aside; `interdict lists joins` names them.", n)
	}
	e, err = screen.Open(path)
	return e, path, err
}

// usable opens the current snapshot, or gives the reason why it cannot be used.
func (s snapshots) usable(state string) (e *screen.Engine, path, why string) {
	path, err := s.path()
	if err != nil {
		return nil, "", err.Error()
	}
	if path == "" {
		return nil, "", "there is none yet"
	}
	e, err = screen.Open(path)
	var other *index.ErrAnalysis
	switch {
	case errors.As(err, &other):
		return nil, "", "the one there was made under another analysis version than this program's"
	case errors.Is(err, fs.ErrNotExist):
		return nil, "", "the one there was is gone"
	case err != nil:
		return nil, "", err.Error()
	case e.State() != state:
		e.Close()
		return nil, "", "the register has changed"
	}
	return e, path, ""
}
