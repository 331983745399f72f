package register

import (
	"errors"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Kind says what sort of error an Error is, for programs.
type Kind string

const (
	// Refused editions; the register is as it was.
	Unreadable Kind = "unreadable" // its reader gave up; Unwrap has the reader's error
	Empty      Kind = "empty"      // no entries
	Incomplete Kind = "incomplete" // fewer entries than the file declares
	Shrunk     Kind = "shrunk"     // under half the entries of a neighbouring edition, or nothing of a part that the one before has
	Undated    Kind = "undated"    // no date, in a list whose editions have dates
	Future     Kind = "future"     // its date lies in the future
	BadEdition Kind = "bad_edition"

	// Questions that the register cannot answer.
	UnknownList    Kind = "unknown_list"
	UnknownEdition Kind = "unknown_edition"
	UnknownListing Kind = "unknown_listing"
	Ambiguous      Kind = "ambiguous_edition"
	Reversed       Kind = "reversed_editions" // from is later than to
	NotKept        Kind = "not_kept"          // the edition's file is not here

	// The file itself.
	Busy         Kind = "busy"         // another process is writing
	Inaccessible Kind = "inaccessible" // it cannot be opened, read or written
	Foreign      Kind = "foreign"      // it is no register
	Newer        Kind = "newer"        // a later version of the program wrote it
	Damaged      Kind = "damaged"      // it contradicts itself
	Storage      Kind = "storage"      // disk full, or another fault of the disk
)

// restore is the remedy for a damaged register.
const restore = "put back a copy of the register, or move it away and load the lists again"

// makeRoom is the remedy for a full disk.
const makeRoom = "the disk is full: make room and try again; nothing that was in the register is lost"

// isFull says whether an error is for want of room on the disk.
func isFull(err error) bool {
	se, ok := errors.AsType[*sqlite.Error](err)
	return ok && (se.Code()&0xff == sqlite3.SQLITE_FULL || se.Code() == sqlite3.SQLITE_IOERR_SHMSIZE) // the file that readers share
}

// Error says what could not be done, why, and what to do.
type Error struct {
	Kind   Kind
	What   string // what is wrong, with the place
	Remedy string // what to do; may be empty where the cause says it
	Err    error  // the cause, if any
}

func (e *Error) Error() string {
	s := e.What
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	if e.Remedy != "" {
		s += "; " + e.Remedy
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// IsKind says whether err is an Error of this kind.
func IsKind(err error, k Kind) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Kind == k
}

// fault gives an error of the database its kind and remedy. Errors that are
// not the database's (a context's end, an Error of ours) pass unchanged.
func (r *Register) fault(doing string, err error) error {
	se, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return err
	}
	e := &Error{Kind: Storage, What: r.path + ": " + doing + " failed", Err: err, Remedy: "try again; if it stays so, check the disk"}
	code := se.Code() & 0xff
	if isFull(err) || r.full && code == sqlite3.SQLITE_READONLY {
		e.Remedy = makeRoom
		return e
	}
	switch code {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		e.Kind, e.Remedy = Busy, "another process is writing to this register; try again when it has finished"
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH, sqlite3.SQLITE_READONLY:
		e.Kind, e.Remedy = Inaccessible, "check that the folder exists and that you may write to it"
	case sqlite3.SQLITE_NOTADB:
		e.Kind, e.Remedy = Foreign, "the file is no register: name another data folder, or move the file away"
	case sqlite3.SQLITE_CORRUPT:
		e.Kind, e.Remedy = Damaged, restore
	case sqlite3.SQLITE_IOERR:
		e.Remedy = "check the disk, then try again; nothing that was in the register is lost"
	}
	return e
}
