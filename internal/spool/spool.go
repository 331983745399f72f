// Package spool keeps records aside while a file is read that refers back and
// forth: in memory as long as they are few, else in a temporary file.
//
// A Store is written first and read afterwards, by the offsets that Add
// returned. Pairs find the offsets: each says that records of a key, such as
// the hash of an id, stand at an offset. Both are bounded only by the disk and
// by sixteen bytes of memory a pair.
package spool

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"slices"
)

// defaultMemory is how many bytes a store holds before it opens a file.
const defaultMemory = 4 << 20

// Store is records kept aside. Its zero value is ready for use.
type Store struct {
	// Memory is how many bytes it holds before it opens a file, 0 for 4 MiB.
	Memory int

	mem  []byte
	file *os.File
	w    *bufio.Writer
	size int64
	buf  []byte
}

// Add keeps a record and returns its offset.
func (s *Store) Add(record []byte) (offset int64, err error) {
	var head [4]byte
	binary.LittleEndian.PutUint32(head[:], uint32(len(record)))
	offset = s.size
	for _, b := range [][]byte{head[:], record} {
		if err := s.write(b); err != nil {
			return 0, err
		}
	}
	return offset, nil
}

func (s *Store) write(b []byte) error {
	s.size += int64(len(b))
	if s.file == nil {
		if s.mem = append(s.mem, b...); len(s.mem) <= cmp.Or(s.Memory, defaultMemory) {
			return nil
		}
		return s.toFile()
	}
	_, err := s.w.Write(b)
	return full(err)
}

// toFile moves what is held to a temporary file, which vanishes with the store.
func (s *Store) toFile() error {
	file, err := os.CreateTemp("", "interdict-spool-")
	if err != nil {
		return full(err)
	}
	s.file, s.w = file, bufio.NewWriterSize(file, 256<<10)
	os.Remove(file.Name()) // at once where the system can, else by Close
	_, err = s.w.Write(s.mem)
	s.mem = nil
	return full(err)
}

func full(err error) error {
	if err != nil {
		return fmt.Errorf("the temporary folder cannot hold what is set aside: %w", err)
	}
	return nil
}

// At returns the record at an offset, valid until the next call.
func (s *Store) At(offset int64) ([]byte, error) {
	var head [4]byte
	if s.file == nil {
		n := int64(binary.LittleEndian.Uint32(s.mem[offset:]))
		return s.mem[offset+4 : offset+4+n], nil
	}
	if s.w.Buffered() > 0 {
		if err := s.w.Flush(); err != nil {
			return nil, full(err)
		}
	}
	if _, err := s.file.ReadAt(head[:], offset); err != nil {
		return nil, err
	}
	n := int(binary.LittleEndian.Uint32(head[:]))
	s.buf = slices.Grow(s.buf[:0], n)[:n]
	if _, err := s.file.ReadAt(s.buf, offset+4); err != nil && err != io.EOF {
		return nil, err
	}
	return s.buf, nil
}

// Close forgets all records.
func (s *Store) Close() error {
	s.mem, s.buf = nil, nil
	if s.file == nil {
		return nil
	}
	name := s.file.Name()
	err := s.file.Close()
	os.Remove(name)
	s.file = nil
	return err
}

// Pair says that a record of a key stands at an offset.
type Pair struct {
	Key    uint64
	Offset int64
}

// Pairs are pairs, to be sorted once before they are searched.
type Pairs []Pair

// Add adds a pair.
func (p *Pairs) Add(key uint64, offset int64) { *p = append(*p, Pair{key, offset}) }

// Sort makes them ready for Of.
func (p Pairs) Sort() {
	slices.SortFunc(p, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Offset, b.Offset))
	})
}

// Of are the pairs of a key, in the order of their offsets.
func (p Pairs) Of(key uint64) Pairs {
	from, _ := slices.BinarySearchFunc(p, key, func(a Pair, key uint64) int { return cmp.Compare(a.Key, key) })
	to := from
	for to < len(p) && p[to].Key == key {
		to++
	}
	return p[from:to]
}

// Key is the key of an id: its 64-bit FNV-1a hash. Two ids may share one, so
// whoever finds a record looks at its id.
func Key(id string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(id); i++ {
		h = (h ^ uint64(id[i])) * 1099511628211
	}
	return h
}
