// Package mapped gives a file's bytes without reading them: memory-mapped
// where the system can, read whole elsewhere. All processes that map one file
// share one copy of it.
package mapped

import (
	"fmt"
	"os"
)

// File is a file's content. Bytes must not be used after Close.
type File struct {
	Bytes []byte
	unmap func() error
}

// Open maps the file. An empty file has no bytes and is no error.
func Open(path string) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: not a regular file", path)
	}
	if info.Size() == 0 {
		return &File{unmap: func() error { return nil }}, nil
	}
	if int64(int(info.Size())) != info.Size() {
		return nil, fmt.Errorf("%s: %d bytes are more than this machine can address", path, info.Size())
	}
	return open(f, int(info.Size()))
}

// Close gives the mapping back.
func (f *File) Close() error {
	f.Bytes = nil
	return f.unmap()
}
