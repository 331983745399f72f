package columnar

import (
	"bufio"
	"bytes"
	"errors"
	"hash/crc32"
	"io"

	"github.com/interdict/interdict/table"
)

const (
	pageBuffer   = 64 << 10
	maxHeader    = 16 << 20  // bytes of a page's header, which may repeat long values
	maxPage      = 256 << 20 // bytes of a page, packed or not
	maxPageCount = 64 << 20  // values in it
)

// pages are the pages of a column's part of a row group, one after the other.
type pages struct {
	leaf    *parquetLeaf
	section *io.SectionReader
	in      *bufio.Reader

	codec int
	left  int64 // values of the pages to come
	size  int64 // bytes of them
	dict  values

	packed, plain []byte // the page at hand, as it is stored and unpacked
	count         int    // of its values, those that are null included
	at            int    // the next of them
	reps, defs    []byte // levels, nil where there are none
	values        values
	used          int // of values
	indexes       []uint32
	indexed       bool
}

// begin begins the column's part of another row group.
func (p *pages) begin(in *io.SectionReader, k *chunk) {
	p.section = in
	p.in.Reset(in)
	p.codec, p.left, p.size = k.codec, k.values, k.size
	p.dict = values{}
	p.count, p.at = 0, 0
}

// ended says what is wrong with a column that has more values than there are
// rows. A column that no row group had yet is nil.
func (p *pages) ended() error {
	if p != nil && (p.left > 0 || p.at < p.count) {
		return damaged("a column of the Parquet file has more values than its row group has rows")
	}
	return nil
}

// ready sees to it that there is a next value; false at the end.
func (p *pages) ready() (bool, error) {
	for p.at == p.count {
		if p.left == 0 {
			return false, nil
		}
		if err := p.page(); err != nil {
			return false, err
		}
	}
	return true, nil
}

// within says that the next value belongs to the row at hand.
func (p *pages) within(first bool) (bool, error) {
	ok, err := p.ready()
	switch {
	case err != nil:
		return false, err
	case !ok && first:
		return false, tooFew()
	case !ok:
		return false, nil
	}
	begins := p.reps == nil || p.reps[p.at] == 0
	if first && !begins {
		return false, damaged("a list in the Parquet file begins within a row")
	}
	return first || !begins, nil
}

func tooFew() error {
	return damaged("a column of the Parquet file has fewer values than its row group has rows")
}

// value is the next value; there is false where it is null.
func (p *pages) value() (value []byte, there bool, err error) {
	if p.at == p.count {
		switch ok, err := p.ready(); {
		case err != nil:
			return nil, false, err
		case !ok:
			return nil, false, tooFew()
		}
	}
	i := p.at
	p.at++
	if p.defs != nil && int(p.defs[i]) != p.leaf.def {
		return nil, false, nil
	}
	n := p.used
	p.used++
	if !p.indexed {
		return p.values.at(n), true, nil
	}
	return p.dict.at(int(p.indexes[n])), true, nil
}

// pageHeader is what a page says of itself.
type pageHeader struct {
	kind                       int
	plain, packed              int64
	crc                        int64
	checked                    bool
	count                      int64
	encoding, defForm, repForm int
	defSize, repSize           int64 // of the second version
	unpacked                   bool  // its values are not packed, whatever the codec
}

// The kinds of pages.
const (
	dataPage       = 0
	indexPage      = 1
	dictionaryPage = 2
	dataPage2      = 3
)

// header reads the header of the next page.
func (p *pages) header() (*pageHeader, error) {
	for _, size := range []int{1 << 10, pageBuffer} {
		text, err := p.in.Peek(size)
		if len(text) == 0 || err != nil && !errors.Is(err, io.EOF) {
			return nil, readFault(err)
		}
		if h, ok := p.headerIn(text); ok {
			return h, nil
		}
		if len(text) < size {
			return nil, errHeader()
		}
	}
	text := make([]byte, min(p.size, maxHeader))
	if _, err := p.section.ReadAt(text, p.section.Size()-p.size); err != nil && !errors.Is(err, io.EOF) {
		return nil, readError(err)
	}
	if h, ok := p.headerIn(text); ok {
		return h, nil
	}
	return nil, errHeader()
}

func errHeader() error {
	return damaged("the header of a page in the Parquet file cannot be read")
}

// headerIn reads a header and passes over it, if all of it is there.
func (p *pages) headerIn(text []byte) (*pageHeader, bool) {
	c := &compact{data: text}
	h, ok := readPageHeader(c)
	if ok {
		p.in.Discard(c.at)
		p.size -= int64(c.at)
	}
	return h, ok
}

func readFault(err error) error {
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return damaged("a column of the Parquet file breaks off")
	}
	return readError(err)
}

// readPageHeader reads a header; ok is false where the text ends before it.
func readPageHeader(c *compact) (h *pageHeader, ok bool) {
	defer func() {
		if fault := recover(); fault != nil {
			if _, early := fault.(short); !early {
				panic(fault)
			}
			ok = false
		}
	}()
	h = &pageHeader{kind: -1}
	c.fields(0, func(id int, kind byte) bool {
		switch {
		case id == 1 && kind == thriftI32:
			h.kind = int(c.int())
		case id == 2 && kind == thriftI32:
			h.plain = c.int()
		case id == 3 && kind == thriftI32:
			h.packed = c.int()
		case id == 4 && kind == thriftI32:
			h.crc, h.checked = c.int(), true
		case id == 5 && kind == thriftStruct:
			c.fields(1, func(id int, kind byte) bool {
				return readPart(c, id, kind, &h.count, &h.encoding, &h.defForm, &h.repForm)
			})
		case id == 7 && kind == thriftStruct:
			c.fields(1, func(id int, kind byte) bool { return readPart(c, id, kind, &h.count, &h.encoding) })
		case id == 8 && kind == thriftStruct:
			var nulls, rows int64
			c.fields(1, func(id int, kind byte) bool {
				if id == 7 {
					h.unpacked = kind == thriftFalse
					return true
				}
				return readPart(c, id, kind, &h.count, &nulls, &rows, &h.encoding, &h.defSize, &h.repSize)
			})
		default:
			return false
		}
		return true
	})
	return h, true
}

// readPart reads a number into the place of its field.
func readPart(c *compact, id int, kind byte, places ...any) bool {
	if kind != thriftI32 || id < 1 || id > len(places) {
		return false
	}
	switch to := places[id-1].(type) {
	case *int:
		*to = int(c.int())
	case *int64:
		*to = c.int()
	}
	return true
}

// page reads the next page of values, and the dictionary before it.
func (p *pages) page() error {
	for {
		h, err := p.header()
		if err != nil {
			return err
		}
		if err := p.body(h); err != nil {
			return err
		}
		switch h.kind {
		case indexPage:
			continue
		case dictionaryPage:
			if h.encoding != encodingPlain && h.encoding != encodingPlainDictionary {
				return unknownEncoding(h.encoding)
			}
			text, err := unpack(p.codec, p.packed, nil, int(h.plain))
			if err != nil {
				return err
			}
			if p.codec == codecNone {
				text = bytes.Clone(text) // it outlives the page
			}
			if p.dict, err = decode(p.leaf.element, encodingPlain, text, int(h.count), values{}); err != nil {
				return err
			}
			continue
		case dataPage, dataPage2:
			if h.count > p.left {
				return damaged("a page of the Parquet file has more values than its column")
			}
			p.left -= h.count
			return p.data(h)
		}
		return damaged("the Parquet file has a page of an unknown kind")
	}
}

// body reads a page as it is stored.
func (p *pages) body(h *pageHeader) error {
	switch {
	case h.plain < 0 || h.packed < 0 || h.count < 0 || h.defSize < 0 || h.repSize < 0 || h.packed > p.size:
		return damaged("a page of the Parquet file does not fit its column")
	case h.plain > maxPage || h.packed > maxPage || h.count > maxPageCount:
		return &table.Error{Reason: "a page of the Parquet file has more than 256 MiB or 64 million values", Remedy: "write it with smaller pages or row groups"}
	}
	if int64(cap(p.packed)) < h.packed {
		p.packed = make([]byte, h.packed)
	}
	p.packed = p.packed[:h.packed]
	if _, err := io.ReadFull(p.in, p.packed); err != nil {
		return readFault(err)
	}
	p.size -= h.packed
	if h.checked && crc32.ChecksumIEEE(p.packed) != uint32(h.crc) {
		return damaged("a page of the Parquet file is not what its checksum says")
	}
	return nil
}

// data takes a page of values apart: levels, then values.
func (p *pages) data(h *pageHeader) error {
	p.count, p.at, p.used = int(h.count), 0, 0
	body := p.packed
	levels := func(most int, dst []byte, size int64) ([]byte, error) {
		if most == 0 {
			body = body[size:]
			return nil, nil
		}
		out, err := levelsOf(dst, body[:size], most, p.count)
		body = body[size:]
		return out, err
	}
	var err error
	if h.kind == dataPage2 {
		if h.repSize+h.defSize > int64(len(body)) || h.repSize+h.defSize > h.plain {
			return damaged("a page of the Parquet file does not hold the levels that it says")
		}
		if p.reps, err = levels(p.leaf.rep, p.reps, h.repSize); err != nil {
			return err
		}
		if p.defs, err = levels(p.leaf.def, p.defs, h.defSize); err != nil {
			return err
		}
		codec := p.codec
		if h.unpacked {
			codec = codecNone
		}
		if body, err = p.unpack(codec, body, int(h.plain-h.repSize-h.defSize)); err != nil {
			return err
		}
	} else {
		if body, err = p.unpack(p.codec, body, int(h.plain)); err != nil {
			return err
		}
		for _, part := range []struct {
			most, form int
			to         *[]byte
		}{{p.leaf.rep, h.repForm, &p.reps}, {p.leaf.def, h.defForm, &p.defs}} {
			if part.most == 0 {
				*part.to = nil
				continue
			}
			if part.form != encodingRLE {
				return unknownEncoding(part.form)
			}
			if len(body) < 4 {
				return damaged("a page of the Parquet file is too short for its levels")
			}
			size := int64(uint32(body[0]) | uint32(body[1])<<8 | uint32(body[2])<<16 | uint32(body[3])<<24)
			if body = body[4:]; size > int64(len(body)) {
				return damaged("a page of the Parquet file is too short for its levels")
			}
			if *part.to, err = levels(part.most, *part.to, size); err != nil {
				return err
			}
		}
	}
	return p.decode(h, body)
}

// unpack unpacks a page to the memory that is kept for it.
func (p *pages) unpack(codec int, body []byte, size int) ([]byte, error) {
	out, err := unpack(codec, body, p.plain, size)
	if err == nil && codec != codecNone {
		p.plain = out
	}
	return out, err
}

// decode decodes the page's values, of which those that are null are not stored.
func (p *pages) decode(h *pageHeader, body []byte) error {
	stored := p.count
	if p.defs != nil {
		stored = 0
		for _, d := range p.defs {
			if int(d) == p.leaf.def {
				stored++
			}
		}
	}
	p.indexed = h.encoding == encodingPlainDictionary || h.encoding == encodingRLEDictionary
	var err error
	if !p.indexed {
		p.values, err = decode(p.leaf.element, h.encoding, body, stored, p.values)
		return err
	}
	p.indexes, err = indexesOf(p.indexes, body, stored, p.dict.n)
	return err
}
