package index

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"unsafe"

	"github.com/interdict/interdict/internal/mapped"
	"github.com/interdict/interdict/score"
)

// The layout is described in FORMAT.md; change the two together, raise
// Version, and keep the golden file of the old one in testdata.
const (
	magic = "INTRDICT"
	// Version is the version of the snapshot format that this package writes.
	Version     = 12
	headerSize  = 24
	tocSize     = 40
	maxSections = 64
	align       = 8
)

// atOnce is how much is written at once. What is written so from a file's beginning on
// lies in pages of this size in the system's memory, where it has such: see
// mapped.File.InLargePages.
const atOnce = 2 << 20

// castagnoli checks sections; processors compute it at memory speed.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// number is what sections hold.
type number interface {
	~uint8 | ~uint16 | ~uint32 | ~uint64
}

// section is one named section of a snapshot: how to write it and how to read
// it back.
type section struct {
	name string
	get  func(*Snapshot) []byte
	set  func(*Snapshot, []byte) error
}

// column is a section that holds one slice of the snapshot.
func column[T number](name string, field func(*Snapshot) *[]T) section {
	return section{
		name: name,
		get:  func(s *Snapshot) []byte { return encode(*field(s)) },
		set: func(s *Snapshot, b []byte) (err error) {
			*field(s), err = decode[T](b)
			return err
		},
	}
}

// packed is a section that holds numbers.
func packed(name string, field func(*Snapshot) *numbers) section {
	return section{
		name: name,
		get:  func(s *Snapshot) []byte { return field(s).section },
		set: func(s *Snapshot, b []byte) (err error) {
			*field(s), err = unpack(b)
			return err
		},
	}
}

// hashed is the sections of a multimap.
func hashed(name string, field func(*Snapshot) *multimap) []section {
	return []section{
		packed(name+".off", func(s *Snapshot) *numbers { return &field(s).off }),
		column(name+".tag", func(s *Snapshot) *[]uint8 { return &field(s).tags }),
		packed(name+".val", func(s *Snapshot) *numbers { return &field(s).vals }),
	}
}

// filtered is those of one with a filter.
func filtered(name string, field func(*Snapshot) *multimap) []section {
	return append(hashed(name, field), column(name+".bloom", func(s *Snapshot) *[]uint64 { return &field(s).filter }))
}

// sections are all of a snapshot, in the order of the file. The metadata comes
// first, before anything depends on it.
func sections() []section {
	list := []section{
		{name: "meta", get: func(s *Snapshot) []byte {
			b, err := json.Marshal(s.Meta)
			if err != nil {
				panic(err) // strings and integers always marshal
			}
			return b
		}, set: func(s *Snapshot, b []byte) error { return json.Unmarshal(b, &s.Meta) }},
		column("word.text", func(s *Snapshot) *[]byte { return &s.wordText }),
		packed("word.off", func(s *Snapshot) *numbers { return &s.wordOff }),
		packed("word.key", func(s *Snapshot) *numbers { return &s.wordKey }),
		column("word.rarity", func(s *Snapshot) *[]uint16 { return &s.rarity }),
		column("word.class", func(s *Snapshot) *[]uint8 { return &s.class }),
		column("word.lack", func(s *Snapshot) *[]uint16 { return &s.maxLack }),
		column("word.letters", func(s *Snapshot) *[]uint32 { return &s.wordLetters }),
		column("key.text", func(s *Snapshot) *[]byte { return &s.keyText }),
		packed("key.off", func(s *Snapshot) *numbers { return &s.keyOff }),
		packed("post.off", func(s *Snapshot) *numbers { return &s.postOff }),
		packed("post.name", func(s *Snapshot) *numbers { return &s.post }),
		packed("name.off", func(s *Snapshot) *numbers { return &s.nameOff }),
		packed("name.word", func(s *Snapshot) *numbers { return &s.nameWord }),
		column("name.born", func(s *Snapshot) *[]uint32 { return &s.born }),
		column("name.step", func(s *Snapshot) *[]uint32 { return &s.lackStep }),
		packed("name.entity", func(s *Snapshot) *numbers { return &s.nameEntity }),
		column("name.source", func(s *Snapshot) *[]uint16 { return &s.nameSource }),
		packed("ent.recoff", func(s *Snapshot) *numbers { return &s.recordOff }),
		column("ent.rec", func(s *Snapshot) *[]byte { return &s.record }),
		packed("ent.nameoff", func(s *Snapshot) *numbers { return &s.entNameOff }),
		packed("ent.name", func(s *Snapshot) *numbers { return &s.entName }),
		packed("partner.off", func(s *Snapshot) *numbers { return &s.partners.off }),
		column("partner.bloom", func(s *Snapshot) *[]uint64 { return &s.partners.filter }),
	}
	list = append(list, filtered("words", func(s *Snapshot) *multimap { return &s.words })...)
	list = append(list, filtered("keys", func(s *Snapshot) *multimap { return &s.keys })...)
	list = append(list, filtered("deletes", func(s *Snapshot) *multimap { return &s.deletes })...)
	list = append(list, filtered("joins", func(s *Snapshot) *multimap { return &s.joins })...)
	list = append(list, filtered("wholes", func(s *Snapshot) *multimap { return &s.wholes })...)
	list = append(list, hashed("pairs", func(s *Snapshot) *multimap { return &s.pairs })...)
	list = append(list, hashed("ids", func(s *Snapshot) *multimap { return &s.ids })...)
	return append(list, hashed("refs", func(s *Snapshot) *multimap { return &s.refs })...)
}

// bigEndian hosts copy sections instead of looking into the mapped file.
var bigEndian = binary.NativeEndian.Uint16([]byte{0, 1}) == 1

func encode[T number](v []T) []byte {
	size := int(unsafe.Sizeof(T(0)))
	if !bigEndian {
		return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(v))), len(v)*size)
	}
	b := make([]byte, 0, len(v)*size)
	for _, x := range v {
		for i := range size {
			b = append(b, byte(uint64(x)>>(8*i)))
		}
	}
	return b
}

func decode[T number](b []byte) ([]T, error) {
	size := int(unsafe.Sizeof(T(0)))
	if len(b)%size != 0 {
		return nil, fmt.Errorf("%d bytes are no whole number of items of %d", len(b), size)
	}
	if !bigEndian {
		return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/size), nil
	}
	v := make([]T, len(b)/size)
	for i := range v {
		for k := range size {
			v[i] |= T(uint64(b[i*size+k]) << (8 * k))
		}
	}
	return v, nil
}

// Write writes the snapshot and returns the SHA-256 of the file, in hex, as
// the name to install it under.
func (s *Snapshot) Write(out io.Writer) (hash string, err error) {
	sum := sha256.New()
	w := bufio.NewWriterSize(io.MultiWriter(out, sum), atOnce)
	list := sections()
	offset := align8(headerSize + tocSize*len(list))
	header := append([]byte(magic), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	binary.LittleEndian.PutUint32(header[8:], Version)
	binary.LittleEndian.PutUint32(header[12:], uint32(len(list)))
	var toc []byte
	end := offset
	for _, sec := range list {
		b := sec.get(s)
		var entry [tocSize]byte
		copy(entry[:16], sec.name)
		binary.LittleEndian.PutUint64(entry[16:], uint64(end))
		binary.LittleEndian.PutUint64(entry[24:], uint64(len(b)))
		binary.LittleEndian.PutUint32(entry[32:], crc32.Checksum(b, castagnoli))
		toc = append(toc, entry[:]...)
		end = align8(end + len(b))
	}
	binary.LittleEndian.PutUint32(header[16:], crc32.Checksum(toc, castagnoli))
	at := 0
	put := func(b []byte) {
		at += len(b)
		for part := range slices.Chunk(b, atOnce) { // no more, or they are not buffered
			if err == nil {
				_, err = w.Write(part)
			}
		}
	}
	put(header)
	put(toc)
	put(make([]byte, offset-at))
	for _, sec := range list {
		b := sec.get(s)
		put(b)
		put(make([]byte, align8(len(b))-len(b)))
	}
	if err == nil {
		err = w.Flush()
	}
	return hex.EncodeToString(sum.Sum(nil)), err
}

func align8(n int) int { return (n + align - 1) &^ (align - 1) }

// Open maps a snapshot and checks it: format version, checksums, and that no
// number in it points outside. A damaged file, one of a later version, or one
// compiled under another analysis version is refused.
func Open(path string) (*Snapshot, error) {
	f, err := mapped.Open(path)
	if err != nil {
		return nil, err
	}
	f.InLargePages()
	s, err := read(f.Bytes)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("snapshot %s: %w", path, err)
	}
	s.file = f
	if s.Hash = strings.TrimSuffix(filepath.Base(path), Extension); len(s.Hash) != sha256.Size*2 {
		sum := sha256.Sum256(f.Bytes)
		s.Hash = hex.EncodeToString(sum[:])
	}
	return s, nil
}

// Extension of snapshot files, whose name before it is their SHA-256.
const Extension = ".snap"

// ErrAnalysis is returned for a snapshot that was compiled under another
// analysis version: it must be compiled anew from the register.
type ErrAnalysis struct{ Have, Want string }

func (e *ErrAnalysis) Error() string {
	return fmt.Sprintf("it was compiled under analysis version %.12s, this program has %.12s; compile it anew from the register", e.Have, e.Want)
}

// ErrDamaged is returned for bytes that are not a whole snapshot.
type ErrDamaged struct{ Fault string }

func (e *ErrDamaged) Error() string {
	return fmt.Sprintf("it is damaged: %s; load the lists again to make it anew", e.Fault)
}

func damaged(format string, args ...any) error {
	return &ErrDamaged{fmt.Sprintf(format, args...)}
}

func read(b []byte) (*Snapshot, error) {
	if len(b) < headerSize || string(b[:8]) != magic {
		return nil, damaged("it does not begin as a snapshot does")
	}
	switch v := binary.LittleEndian.Uint32(b[8:]); {
	case v > 0 && v < Version: // its analysis was another one too
		return nil, &ErrAnalysis{Have: fmt.Sprintf("of format %d", v), Want: score.AnalysisHash()}
	case v != Version:
		return nil, fmt.Errorf("it has format version %d, this program reads %d; use the program that wrote it, or compile it anew from the register", v, Version)
	}
	count := binary.LittleEndian.Uint32(b[12:])
	if count > maxSections || headerSize+tocSize*int(count) > len(b) {
		return nil, damaged("its table of contents is cut short")
	}
	toc := b[headerSize : headerSize+tocSize*int(count)]
	if crc32.Checksum(toc, castagnoli) != binary.LittleEndian.Uint32(b[16:]) {
		return nil, damaged("the checksum of its table of contents is wrong")
	}
	found := map[string][]byte{}
	for ; len(toc) > 0; toc = toc[tocSize:] {
		name := string(bytes.TrimRight(toc[:16], "\x00"))
		from, size := binary.LittleEndian.Uint64(toc[16:]), binary.LittleEndian.Uint64(toc[24:])
		if from%align != 0 || from > uint64(len(b)) || size > uint64(len(b))-from {
			return nil, damaged("section %q lies outside the file", name)
		}
		sec := b[from : from+size : from+size]
		if crc32.Checksum(sec, castagnoli) != binary.LittleEndian.Uint32(toc[32:]) {
			return nil, damaged("the checksum of section %q is wrong", name)
		}
		found[name] = sec
	}
	s := &Snapshot{}
	for _, sec := range sections() {
		content, ok := found[sec.name]
		if !ok {
			return nil, damaged("section %q is missing", sec.name)
		}
		if err := sec.set(s, content); err != nil {
			return nil, damaged("section %q: %v", sec.name, err)
		}
	}
	s.wholes.vals.beside = lettersBeside
	if s.Meta.Analysis != score.AnalysisHash() {
		return nil, &ErrAnalysis{Have: s.Meta.Analysis, Want: score.AnalysisHash()}
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	return s, nil
}
