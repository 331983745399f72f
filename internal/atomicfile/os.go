package atomicfile

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// OS is the machine's file system.
type OS struct{}

// Create makes a file with the permissions that the umask allows (os.CreateTemp
// would let its owner alone read it).
func (OS) Create(dir, pattern string) (File, error) {
	for {
		name := filepath.Join(dir, RandomName(pattern))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
}

// RandomName is a pattern with something random in place of its *.
func RandomName(pattern string) string {
	before, after, _ := strings.Cut(pattern, "*")
	return before + strconv.FormatUint(rand.Uint64(), 36) + after
}

// RemoveRemains removes the temporary files of a folder in which nobody else is at
// work: those that a killed process has left. One that is gone meanwhile was somebody's
// who can do without it.
func RemoveRemains(dir string) error {
	files, err := os.ReadDir(dir)
	for _, f := range files {
		if IsRemains(f.Name()) {
			if gone := os.Remove(filepath.Join(dir, f.Name())); !errors.Is(gone, fs.ErrNotExist) {
				err = errors.Join(err, gone)
			}
		}
	}
	return err
}

func (OS) Rename(from, to string) error { return os.Rename(from, to) }

func (OS) Remove(name string) error { return os.Remove(name) }

// SyncDir does nothing on Windows, which has no such call and journals its
// directories.
func (OS) SyncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Private is OS, save that what it makes can be read by the user alone: for what
// holds personal data.
type Private struct{ OS }

// Create makes a file that the user alone can read.
func (Private) Create(dir, pattern string) (File, error) { return os.CreateTemp(dir, pattern) }

// Cache is Private for files that can be made again: nothing waits until they are
// durable, so that a power cut may leave any part of one. Whoever reads them sees
// that, by a checksum.
type Cache struct{ Private }

// Create makes a file that the user alone can read.
func (Cache) Create(dir, pattern string) (File, error) {
	f, err := os.CreateTemp(dir, pattern)
	if err != nil {
		return nil, err
	}
	return unsynced{f}, nil
}

// SyncDir does nothing.
func (Cache) SyncDir(string) error { return nil }

type unsynced struct{ *os.File }

// Sync does nothing.
func (unsynced) Sync() error { return nil }
