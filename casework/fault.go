package casework

import (
	"errors"
	"fmt"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// named gives an error the store's name, where it does not have it yet.
func (s *Store) named(err error) error {
	if strings.Contains(err.Error(), s.path) {
		return err
	}
	return fmt.Errorf("%s: %w", s.path, err)
}

// fault gives an error of the database the store's name and says what to do.
// Other errors pass unchanged.
func (s *Store) fault(err error) error {
	fault, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return err
	}
	remedy := "check the disk, then try again; no alert and no decision that was kept is lost"
	switch code := fault.Code(); {
	case code&0xff == sqlite3.SQLITE_FULL, code == sqlite3.SQLITE_IOERR_SHMSIZE: // no room for the file that readers share
		remedy = "the disk is full: make room and try again; no alert and no decision that was kept is lost"
	case code&0xff == sqlite3.SQLITE_BUSY, code&0xff == sqlite3.SQLITE_LOCKED:
		remedy = "another process is writing to it; try again when it has finished"
	case code&0xff == sqlite3.SQLITE_CANTOPEN, code&0xff == sqlite3.SQLITE_READONLY, code&0xff == sqlite3.SQLITE_PERM:
		remedy = "check that you may write to it and to its folder"
	case code&0xff == sqlite3.SQLITE_CORRUPT, code&0xff == sqlite3.SQLITE_NOTADB:
		remedy = "it is damaged: put back a copy of it (docs/errors.md)"
	}
	return fmt.Errorf("%w; %s", s.named(err), remedy)
}
