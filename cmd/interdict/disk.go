package main

import (
	"errors"
	"fmt"
	"syscall"
)

// advised adds to an error of the disk what to do. What was unfinished has not
// taken the place of anything.
func advised(err error) error {
	for _, full := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, full) {
			return fmt.Errorf("%w; make room, then give the same command again: nothing unfinished was put in place", err)
		}
	}
	return err
}
