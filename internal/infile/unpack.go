package infile

import (
	"bufio"
	"io"
)

// Unpack reads on from r what is packed with gzip or zstd, by its first bytes, as
// what was packed, up to limit bytes; beyond that it ends with ErrTooBig. What is
// not packed it gives back as it is. done ends the unpacking.
func Unpack(r io.ReadSeeker, limit int64) (unpacked io.Reader, done func(), err error) {
	from, done, err := unpack(bufio.NewReader(r))
	if err != nil {
		return nil, nil, err
	}
	if from != nil {
		return &limited{r: from, left: limit}, done, nil
	}
	_, err = r.Seek(0, io.SeekStart)
	return r, func() {}, err
}
