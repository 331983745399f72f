package main

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

const currentFile = "current"

// path is the current snapshot's file, empty where there is none.
func (s snapshots) path() (string, error) {
	b, err := os.ReadFile(filepath.Join(s.dir, currentFile))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("the name of the current snapshot cannot be read: %w", err)
	}
	name := strings.TrimSpace(string(b))
	if name != filepath.Base(name) || !strings.HasSuffix(name, index.Extension) {
		return "", fmt.Errorf("%s names no snapshot; load a list again to make one", filepath.Join(s.dir, currentFile))
	}
	return filepath.Join(s.dir, name), nil
}

// install puts a snapshot in place and makes it the current one. The one that
// was current before is kept, older ones are removed.
func (s snapshots) install(snap *index.Snapshot) (string, error) {
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
	if path != before {
		if err := atomicfile.Write(private{}, path, func(w io.Writer) error { _, err := snap.Write(w); return err }); err != nil {
			return "", err
		}
		if err := atomicfile.WriteBytes(private{}, filepath.Join(s.dir, currentFile), []byte(hash+index.Extension+"\n")); err != nil {
			return "", err
		}
	}
	s.prune(path, before)
	return path, nil
}

// prune removes the snapshots that are no longer needed. Where it can't, they
// stay: they do no harm.
func (s snapshots) prune(keep ...string) {
	files, err := filepath.Glob(filepath.Join(s.dir, "*"+index.Extension))
	if err != nil {
		return
	}
	for _, f := range files {
		if !slices.Contains(keep, f) {
			os.Remove(f)
		}
	}
}

// ensureSnapshot returns the file of the current snapshot, compiled anew where
// it is not of the register's state and of this program's analysis.
func (m *Main) ensureSnapshot(ctx context.Context, g *globals, r *register.Register, v *register.View) (string, error) {
	store := snapshotsIn(g.Data)
	path, why := store.usable(v.State().String())
	if why == "" {
		return path, nil
	}
	m.say(g, "Compiling the snapshot: %s.", why)
	info, err := infoOf(ctx, r, v)
	if err != nil {
		return "", err
	}
	of, err := m.entitiesOf(ctx, r, v, true)
	if err != nil {
		return "", err
	}
	snap, err := screen.Compile(v.Listings(ctx), of, v.State().String(), info)
	if err != nil {
		return "", err
	}
	return store.install(snap)
}

// usable is the current snapshot's file, or the reason why it cannot be used.
func (s snapshots) usable(state string) (path, why string) {
	path, err := s.path()
	if err != nil {
		return "", err.Error()
	}
	if path == "" {
		return "", "there is none yet"
	}
	e, err := screen.Open(path)
	var other *index.ErrAnalysis
	switch {
	case errors.As(err, &other):
		return "", "the one there was made under another analysis version than this program's"
	case err != nil:
		return "", err.Error()
	}
	defer e.Close()
	if e.State() != state {
		return "", "the register has changed"
	}
	return path, ""
}
