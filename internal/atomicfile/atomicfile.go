// Package atomicfile puts files in place whole or not at all: whatever stops
// the writer (an error, a full disk, a killed process, a power cut), whoever
// opens the name afterwards finds all of the old file or all of the new one.
//
// The four steps, and why none can be left out:
//
//	write a temporary file in the same folder   a rename cannot cross file systems
//	fsync the file                              or the new name may show an empty file after a power cut
//	rename it over the name                     the one step that others can see
//	fsync the folder                            or the rename itself may be lost after a power cut
//
// A killed process can leave its temporary file behind. Its name begins with a
// dot, holds the name that it was meant for and ends in ".tmp"; it is never
// taken for the file and may be removed.
package atomicfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// FS is what is needed of a file system; OS is the machine's own. Tests put
// their faults in here.
type FS interface {
	// Create makes a new file for writing in a folder. Its name is pattern,
	// the "*" replaced so that no other file has it.
	Create(dir, pattern string) (File, error)
	Rename(from, to string) error
	Remove(name string) error
	// SyncDir makes what the folder says of its files durable.
	SyncDir(dir string) error
}

// File is an open file of an FS.
type File interface {
	io.Writer
	Name() string
	Sync() error
	Close() error
}

// Write makes the file at path hold what write writes, replacing any file
// there. If it returns an error the old file is in place still, with one
// exception: where only the last step failed, the new one is in place but may
// be lost in a power cut. The new file can be read by everyone, as the process's
// umask allows.
func Write(fsys FS, path string, write func(io.Writer) error) error {
	dir, base := filepath.Split(path)
	_, err := put(fsys, dir, base, path, func(w io.Writer) (string, error) { return base, write(w) })
	return err
}

// WriteNamed is Write of a file whose name is known only once it is written: a
// name of its content. It returns the path.
func WriteNamed(fsys FS, dir string, write func(io.Writer) (name string, err error)) (path string, err error) {
	return put(fsys, dir, "new", "a file in "+dir, write)
}

// put writes a file into a folder; what is how errors call it.
func put(fsys FS, dir, temporary, what string, write func(io.Writer) (string, error)) (path string, err error) {
	if dir == "" {
		dir = "."
	}
	f, err := fsys.Create(dir, "."+temporary+".*.tmp")
	if err != nil {
		return "", fmt.Errorf("writing %s: making a file beside it: %w", what, err)
	}
	name, err := fill(named{f, what}, write)
	if err == nil {
		path = filepath.Join(dir, name)
		if err = fsys.Rename(f.Name(), path); err != nil {
			err = fmt.Errorf("writing %s: %w", what, err)
		}
	}
	if err != nil {
		return "", errors.Join(err, fsys.Remove(f.Name()))
	}
	if err := fsys.SyncDir(dir); err != nil {
		return "", fmt.Errorf("writing %s: the file is in place, but may be lost in a power cut: %w", what, err)
	}
	return path, nil
}

// named says of its errors what could not be written, so that they are told from
// those of whoever could not say what to write.
type named struct {
	File
	what string
}

func (n named) Write(p []byte) (int, error) {
	written, err := n.File.Write(p)
	return written, n.of(err)
}

func (n named) Sync() error { return n.of(n.File.Sync()) }

func (n named) Close() error { return n.of(n.File.Close()) }

func (n named) of(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("writing %s: %w", n.what, err)
}

// fill writes, syncs and closes the temporary file.
func fill(f File, write func(io.Writer) (string, error)) (name string, err error) {
	if name, err = write(f); err == nil {
		err = f.Sync()
	}
	if err != nil {
		return "", errors.Join(err, f.Close())
	}
	return name, f.Close()
}

// IsRemains says that a name is that of a temporary file. One that is old is
// what a killed process has left.
func IsRemains(name string) bool {
	return strings.HasPrefix(name, ".") && strings.HasSuffix(name, ".tmp")
}

// WriteBytes is Write of bytes at hand.
func WriteBytes(fsys FS, path string, b []byte) error {
	return Write(fsys, path, func(w io.Writer) error {
		_, err := io.Copy(w, bytes.NewReader(b))
		return err
	})
}
