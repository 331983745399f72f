// Package lockfile lets one process at a time work in a folder. The lock is a
// file that the system locks: it lets go of it when the process ends, however it
// ends, so that nothing is left locked by one that was killed.
package lockfile

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// ErrHeld is the error of a file that another process holds.
var ErrHeld = errors.New("another process is at work there; wait until it is done")

// Lock takes a file that only one process can hold, makes it where it is not
// there yet, and returns what lets go of it. Who holds it may remove it: whoever
// had opened it meanwhile takes the file that is there now.
func Lock(path string) (release func() error, err error) {
	for tries := 1; ; tries++ {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			return nil, err
		}
		held, err := tryLock(f)
		switch {
		case err != nil:
			return nil, errors.Join(fmt.Errorf("%s cannot be locked: %w", path, err), f.Close())
		case !held:
			return nil, errors.Join(ErrHeld, f.Close())
		case tries == mostTries || isAt(f, path):
			return f.Close, nil
		}
		f.Close()
	}
}

// mostTries is how often a file is taken: some systems cannot say whether two files
// are one.
const mostTries = 5

// isAt says whether a file is the one that is there.
func isAt(f *os.File, path string) bool {
	this, err := f.Stat()
	there, other := os.Stat(path)
	return err == nil && other == nil && os.SameFile(this, there)
}

// Wait is Lock, which waits for the other process until ctx ends.
func Wait(ctx context.Context, path string) (release func() error, err error) {
	for {
		release, err := Lock(path)
		if !errors.Is(err, ErrHeld) {
			return release, err
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// name is that of the lock of a folder.
const name = "lock"

// In is Wait for the lock of a folder, which it makes where it is not there yet,
// for so long at most.
func In(ctx context.Context, dir string, most time.Duration) (release func() error, err error) {
	ctx, stop := context.WithTimeout(ctx, most)
	defer stop()
	for tries := 1; ; tries++ {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, err
		}
		release, err := Wait(ctx, filepath.Join(dir, name))
		// Where the folder is gone, who held it has removed it.
		if !errors.Is(err, fs.ErrNotExist) || tries >= mostTries && ctx.Err() != nil {
			return release, err
		}
	}
}

// Remove removes a folder whole whose lock is held, and lets go of it. The lock goes
// last: who waits for it makes the folder anew, and nothing of theirs is removed.
func Remove(dir string, release func() error) error {
	files, err := os.ReadDir(dir)
	for _, f := range files {
		if f.Name() != name {
			err = errors.Join(err, os.RemoveAll(filepath.Join(dir, f.Name())))
		}
	}
	if err != nil {
		return errors.Join(err, release())
	}
	away := func() error {
		err := os.Remove(filepath.Join(dir, name))
		if err == nil {
			os.Remove(dir) // unless somebody works there again
		}
		return err
	}
	gone := away()
	err = release()
	if gone != nil { // what is open cannot be removed on this system, another's lock neither
		_ = away()
	}
	return err
}
