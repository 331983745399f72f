//go:build unix

package mapped

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

func open(f *os.File, size int) (*File, error) {
	b, err := unix.Mmap(int(f.Fd()), 0, size, unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("%s: map into memory: %w", f.Name(), err)
	}
	return &File{Bytes: b, unmap: func() error { return unix.Munmap(b) }}, nil
}
