//go:build !unix

package mapped

import (
	"io"
	"os"
)

func open(f *os.File, size int) (*File, error) {
	b := make([]byte, size)
	if _, err := io.ReadFull(f, b); err != nil {
		return nil, err
	}
	return &File{Bytes: b, unmap: func() error { return nil }}, nil
}
