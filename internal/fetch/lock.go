package fetch

import (
	"errors"
	"fmt"
	"os"
)

// ErrLocked is the error of a folder in which another process downloads.
var ErrLocked = errors.New("another process is fetching into this folder; wait until it is done")

// Lock takes a file that only one process can hold, makes it where it is not
// there yet, and returns what lets go of it. The system lets go of it when the
// process ends, however it ends.
func Lock(path string) (release func() error, err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, disk(err)
	}
	held, err := tryLock(f)
	switch {
	case err != nil:
		return nil, errors.Join(fmt.Errorf("%s cannot be locked: %w", path, err), f.Close())
	case !held:
		return nil, errors.Join(ErrLocked, f.Close())
	}
	return f.Close, nil
}
