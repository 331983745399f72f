package base

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
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
// are removed. joins is what stands beside it for the next; that it cannot be
// written does no harm.
func (s snapshots) install(snap *index.Snapshot, joins []byte) (string, error) {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return "", fmt.Errorf("the folder of snapshots cannot be made: %w", err)
	}
	before, err := s.path()
	if err != nil {
		before = "" // damaged: it is replaced
	}
	path, err := s.write(snap, joins)
	if err != nil {
		return "", err
	}
	if err := atomicfile.WriteBytes(atomicfile.Private{}, filepath.Join(s.dir, CurrentFile), []byte(filepath.Base(path)+"\n")); err != nil {
		return "", err
	}
	s.prune(path, joinsOf(path), before)
	return path, nil
}

// write writes a snapshot and what stands beside it at one time.
func (s snapshots) write(snap *index.Snapshot, joins []byte) (path string, err error) {
	named := make(chan string, 1)
	err = together(
		func() (err error) {
			defer close(named)
			path, err = atomicfile.WriteNamed(atomicfile.Private{}, s.dir, func(w io.Writer) (string, error) {
				hash, err := snap.Write(w)
				if err == nil {
					named <- hash
				}
				return hash + index.Extension, err
			})
			return err
		},
		func() error {
			_, _ = atomicfile.WriteNamed(atomicfile.Cache{}, s.dir, func(w io.Writer) (string, error) {
				_, err := w.Write(joins)
				hash, ok := <-named
				if !ok {
					return "", errors.New("there is no snapshot")
				}
				return hash + joinsExtension, err
			})
			return nil
		},
	)
	return path, err
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
	e, path, err := f.current(ctx, r, v, nil)
	if err == nil && e == nil {
		e, err = screen.Open(path)
	}
	return e, path, err
}

// Renew makes the current snapshot be of a view, and listings of the past that no
// entity has be of one. a is what was opened ahead, nil where nothing was. It
// returns the snapshot's file.
func (f *Folder) Renew(ctx context.Context, r *register.Register, v *register.View, a *Ahead) (path string, err error) {
	defer a.Close()
	e, path, err := f.current(ctx, r, v, a)
	if err != nil || e == nil {
		return path, err
	}
	// Nothing was compiled: an edition that only joined the history changes no
	// snapshot.
	return path, errors.Join(e.Close(), f.Settle(ctx, r, v))
}

// current makes the current snapshot be of a view and says which file it is. The
// engine is nil where it was compiled.
func (f *Folder) current(ctx context.Context, r *register.Register, v *register.View, a *Ahead) (e *screen.Engine, path string, err error) {
	store := snapshotsIn(f.Dir)
	decided, err := decisions(ctx, r, v.At.Known)
	if err != nil {
		return nil, "", err
	}
	state, why := stateOf(v, decided), whyChanged
	if !a.other(store, state) {
		if e, path, why = store.usable(state); why == "" {
			return e, path, nil
		}
	}
	if f.OpenOnly {
		return nil, "", &NotCompiled{why}
	}
	f.Tell("Compiling the snapshot: %s.", why)
	made, err := f.makeSnapshot(ctx, r, v, store, state, a)
	if err != nil {
		return nil, "", err
	}
	switch n := made.aside; n {
	case 0:
	case 1:
		f.Tell("1 fact that listings share was set aside; `interdict lists joins` names it.")
	default:
		f.Tell("%d facts that listings share were set aside; `interdict lists joins` names them.", n)
	}
	return nil, made.path, nil
}

// whyChanged is why a snapshot cannot be used that is of another state.
const whyChanged = "the register has changed"

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
	var damage *index.ErrDamaged
	switch {
	case errors.As(err, &other):
		return nil, "", "the one before was made under another analysis version, or in another format, than this program's"
	case errors.Is(err, fs.ErrNotExist):
		return nil, "", "the one before is gone"
	case errors.As(err, &damage):
		return nil, "", "the one before is damaged: " + damage.Fault
	case err != nil:
		return nil, "", err.Error()
	case e.State() != state:
		e.Close()
		return nil, "", whyChanged
	}
	return e, path, ""
}
