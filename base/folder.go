// Package base is what questions are asked of: the lists loaded in a data folder
// as they stand, or as they stood on a past day, or the built-in starter
// register. It opens the register and its snapshot, compiling that anew where it
// has to, and answers what needs both: which entities match a query, who lists
// a party and since when, and where allies differ.
//
// The command line and the service ask the same Base, so that both say the same.
package base

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/interdict/interdict/register"
)

// Folder is a data folder: a register, snapshots, and what updates keep.
type Folder struct {
	Dir string
	// Starter stands the built-in register in place of what is loaded.
	Starter bool
	// OpenOnly leaves compiling the snapshot to others: what is not compiled is the
	// error *NotCompiled.
	OpenOnly bool
	Now      func() time.Time
	// Say tells of work that takes its time; nil tells nobody.
	Say func(format string, args ...any)
}

// Tell says something, where anybody listens.
func (f *Folder) Tell(format string, args ...any) {
	if f.Say != nil {
		f.Say(format, args...)
	}
}

// Make makes the folder and an empty register in it, both for the user alone,
// where they do not exist yet.
func (f *Folder) Make() error {
	err := os.MkdirAll(f.Dir, 0o700)
	if err == nil {
		var file *os.File
		if file, err = os.OpenFile(filepath.Join(f.Dir, register.FileName), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600); err == nil {
			err = file.Close()
		}
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("the data folder cannot be made: %w; name another with --data", err)
	}
	return nil
}

// Register opens the register, and makes none.
func (f *Folder) Register(ctx context.Context) (*register.Register, error) {
	if f.Dir == "" {
		return nil, errors.New("the user's data folder is not known here; name one with --data DIR or INTERDICT_DATA")
	}
	if _, err := os.Stat(filepath.Join(f.Dir, register.FileName)); errors.Is(err, fs.ErrNotExist) {
		return nil, &Empty{f.Dir}
	}
	return register.Open(ctx, f.Dir, register.Options{})
}

// Empty is the error of a data folder without a list.
type Empty struct{ Dir string }

func (e *Empty) Error() string {
	return fmt.Sprintf("no list is loaded in %s; load one with `interdict lists load PATH`, or try --starter", e.Dir)
}

// NotCompiled is the error of a folder that is not to be compiled here, and whose
// snapshot is not of what is in force.
type NotCompiled struct{ Why string }

func (e *NotCompiled) Error() string { return "the snapshot has to be compiled: " + e.Why }

// Wrong is the error of a question that makes no sense as it was put.
type Wrong struct{ error }

// Unwrap is what is wrong.
func (w Wrong) Unwrap() error { return w.error }

// Wrongf makes one.
func Wrongf(format string, args ...any) error { return Wrong{fmt.Errorf(format, args...)} }
