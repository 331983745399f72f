package lockfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/interdict/interdict/internal/lockfile"
)

func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	release, err := lockfile.Lock(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lockfile.Lock(path); !errors.Is(err, lockfile.ErrHeld) {
		t.Errorf("locked twice: %v", err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	if release, err = lockfile.Lock(path); err != nil {
		t.Fatal(err)
	}
	release()
}

// Of those who come while the one who holds a lock removes it, one takes it at a time.
func TestRemovedLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	var at, taken atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 1000 {
				release, err := lockfile.Lock(path)
				if errors.Is(err, lockfile.ErrHeld) {
					continue
				}
				if err != nil {
					t.Error(err)
					return
				}
				if at.Add(1) > 1 {
					t.Error("two hold it")
				}
				taken.Add(1)
				time.Sleep(20 * time.Microsecond)
				at.Add(-1)
				os.Remove(path) // where the system lets one
				release()
			}
		})
	}
	all.Wait()
	if taken.Load() == 0 {
		t.Error("nobody took it")
	}
}

// Of those who work in a folder that whoever leaves removes, each finds what is its
// own until it leaves.
func TestRemovedFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "work")
	var all sync.WaitGroup
	for n := range 4 {
		all.Go(func() {
			for range 200 {
				release, err := lockfile.In(t.Context(), dir, time.Minute)
				if err != nil {
					t.Error(err)
					return
				}
				mine := filepath.Join(dir, strconv.Itoa(n))
				err = os.WriteFile(mine, nil, 0o600)
				time.Sleep(20 * time.Microsecond)
				if _, gone := os.Stat(mine); err != nil || gone != nil {
					t.Error(err, gone)
				}
				if err := lockfile.Remove(dir, release); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder stays: %v", err)
	}
}
