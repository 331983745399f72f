package columnar

import (
	"encoding/binary"
	"errors"
	"io"
	"sync/atomic"

	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	flatbuffers "github.com/google/flatbuffers/go"

	"github.com/interdict/interdict/table"
)

// messages reads the messages of an Arrow stream. It takes memory as bytes come,
// and checks what the library believes: how many things a message says that it
// lists.
type messages struct {
	in   io.Reader
	refs atomic.Int64
	at   *ipc.Message
	// over says that the stream's end mark has come: a program that died in the
	// middle of its work closes the stream too, without one.
	over bool
	// fault is what ended the reading, if anything but the end mark.
	fault error
	// footed gives the schema of a file, as a message; nil for a stream. held is the
	// description of the first message of a file that begins without it.
	footed func() ([]byte, error)
	held   []byte
	begun  bool
	// views are how many columns the schema has whose values lie in a number of
	// buffers that each batch states anew; viewed is 1 where those of dictionaries do.
	views, viewed int
	// packed says that a batch has come whose buffers are packed.
	packed bool
}

func (m *messages) Retain() { m.refs.Add(1) }

func (m *messages) Release() {
	if m.refs.Add(-1) == 0 && m.at != nil {
		m.at.Release()
		m.at = nil
	}
}

// Message reads the next message; io.EOF at the end mark.
func (m *messages) Message() (*ipc.Message, error) {
	if m.over {
		return nil, io.EOF
	}
	next, err := m.next()
	switch {
	case errors.Is(err, errEndMark):
		m.over = true
		return nil, io.EOF
	case err != nil:
		m.fault = err
		return nil, err
	}
	if m.at != nil {
		m.at.Release()
	}
	m.at = next
	return next, nil
}

var errEndMark = errors.New("the stream's end mark")

func (m *messages) next() (*ipc.Message, error) {
	meta, err := m.description()
	if err != nil {
		return nil, err
	}
	c := checker{size: len(meta), of: m}
	if err := guarded(func() error { return c.message(meta) }); err != nil {
		return nil, err
	}
	m.packed = m.packed || c.packed
	body, err := m.bytes(c.length)
	if err == nil {
		err = guarded(func() error { return c.unpacks(body) })
	}
	if err != nil {
		return nil, err
	}
	return ipc.NewMessage(memory.NewBufferBytes(meta), memory.NewBufferBytes(body)), nil
}

// description reads what the next message says of itself. A file that does not begin
// with its schema, as the library for JavaScript writes them, has it in its footer.
func (m *messages) description() (meta []byte, err error) {
	if m.held != nil {
		meta, m.held = m.held, nil
	} else if meta, err = m.read(); err != nil {
		return nil, err
	}
	first := !m.begun
	m.begun = true
	switch headless := first && (len(meta) == 0 || kindOf(meta) != schemaKind); {
	case headless && m.footed != nil:
		m.held = meta
		return m.footed()
	case headless:
		return nil, &table.Error{Reason: "the Arrow stream begins without its schema", Remedy: "hand it over from its beginning"}
	case len(meta) == 0:
		return nil, errEndMark
	}
	return meta, nil
}

// read reads the next description, an empty one at the end mark.
func (m *messages) read() ([]byte, error) {
	size, err := m.number()
	if err == nil && size == 0xffffffff { // programs before 2019 left this out
		size, err = m.number()
	}
	switch {
	case err != nil:
		return nil, err
	case size > maxMetadata:
		return nil, damaged("a message of the Arrow stream has a description of over 16 MiB")
	}
	return m.bytes(int64(size))
}

func (m *messages) number() (uint32, error) {
	var b [4]byte
	_, err := io.ReadFull(m.in, b[:])
	return binary.LittleEndian.Uint32(b[:]), err
}

// bytes reads so many bytes. For many it takes memory only as they come.
func (m *messages) bytes(n int64) ([]byte, error) {
	const step = 1 << 20
	b := make([]byte, 0, min(n, step))
	for int64(len(b)) < n {
		from := len(b)
		if from == cap(b) {
			b = append(make([]byte, 0, min(n, 2*int64(from))), b...)
		}
		b = b[:cap(b)]
		if _, err := io.ReadFull(m.in, b[from:]); err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
	}
	return b, nil
}

// checker goes through a message's description, a tree of tables (FlatBuffers).
// Reading past its end panics, which guarded makes an error.
type checker struct {
	size   int
	fields int
	// length is that of the body behind the description; of a record batch, where
	// in it the buffers lie, each by two numbers, and whether they are packed.
	length  int64
	buffers []int64
	packed  bool
	of      *messages
}

// maxFields is how many fields a schema may have, those within others included.
const maxFields = 100000

// message checks a description.
func (c *checker) message(meta []byte) error {
	if len(meta) < 8 {
		return damaged("a message of the Arrow stream is too short")
	}
	t := flatbuffers.Table{Bytes: meta, Pos: flatbuffers.GetUOffsetT(meta)}
	if at := t.Offset(10); at > 0 {
		c.length = t.GetInt64(t.Pos + flatbuffers.UOffsetT(at))
	}
	header, ok := c.table(t, 8)
	switch {
	case c.length < 0:
		return damaged("a message of the Arrow stream has an impossible length")
	case c.length > maxBatch:
		return &table.Error{Reason: "a record batch of the Arrow stream has more than 1 GiB", Remedy: "write smaller batches"}
	case !ok:
		return damaged("a message of the Arrow stream says nothing")
	}
	c.vector(t, 12, 4)
	switch kindOf(meta) {
	case schemaKind:
		c.tables(header, 6, func(field flatbuffers.Table) { c.field(field, 0) })
		c.vector(header, 8, 4)
	case 2:
		if data, ok := c.table(header, 6); ok {
			c.batch(data, c.of.viewed)
		}
	case 3:
		c.batch(header, c.of.views)
	}
	return nil
}

// schemaKind is the kind of a message that is a schema.
const schemaKind = 1

// kindOf is the kind of a message, 0 where it says none.
func kindOf(meta []byte) (kind byte) {
	_ = guarded(func() error {
		t := flatbuffers.Table{Bytes: meta, Pos: flatbuffers.GetUOffsetT(meta)}
		if at := t.Offset(6); at > 0 {
			kind = t.GetByte(t.Pos + flatbuffers.UOffsetT(at))
		}
		return nil
	})
	return kind
}

// table is the table that a member refers to.
func (c *checker) table(t flatbuffers.Table, member flatbuffers.VOffsetT) (flatbuffers.Table, bool) {
	at := t.Offset(member)
	if at == 0 {
		return t, false
	}
	return flatbuffers.Table{Bytes: t.Bytes, Pos: t.Indirect(t.Pos + flatbuffers.UOffsetT(at))}, true
}

// vector checks the length of a vector whose elements have so many bytes.
func (c *checker) vector(t flatbuffers.Table, member flatbuffers.VOffsetT, width int) int {
	at := t.Offset(member)
	if at == 0 {
		return 0
	}
	n := t.VectorLen(flatbuffers.UOffsetT(at))
	if n < 0 || n > c.size/width {
		panic(short{})
	}
	return n
}

// tables checks a vector of tables, and hands each over.
func (c *checker) tables(t flatbuffers.Table, member flatbuffers.VOffsetT, each func(flatbuffers.Table)) {
	n := c.vector(t, member, 4)
	if n == 0 {
		return
	}
	at := t.Vector(flatbuffers.UOffsetT(t.Offset(member)))
	for i := range n {
		each(flatbuffers.Table{Bytes: t.Bytes, Pos: t.Indirect(at + flatbuffers.UOffsetT(4*i))})
	}
}

// field checks a field of a schema and those within it.
func (c *checker) field(t flatbuffers.Table, depth int) {
	if c.fields++; c.fields > maxFields || depth > maxNested {
		panic(short{})
	}
	c.vector(t, 4, 1)
	c.tables(t, 14, func(child flatbuffers.Table) { c.field(child, depth+1) })
	c.tables(t, 16, func(pair flatbuffers.Table) {
		c.vector(pair, 4, 1)
		c.vector(pair, 6, 1)
	})
	kind := byte(0)
	if at := t.Offset(8); at > 0 {
		kind = t.GetByte(t.Pos + flatbuffers.UOffsetT(at))
	}
	switch kind {
	case unionType:
		if of, ok := c.table(t, 10); ok {
			c.vector(of, 6, 4)
		}
	case binaryView, textView:
		if t.Offset(12) == 0 {
			c.of.views++
		} else { // the batch has numbers of values alone, the dictionary the values
			c.of.viewed = 1
		}
	}
}

// Some of Arrow's types, by their numbers.
const (
	unionType  = 14
	binaryView = 23
	textView   = 24
)

// batch checks what a record batch says of its columns, of which at least so many
// state in how many buffers their values lie.
func (c *checker) batch(t flatbuffers.Table, views int) {
	if at := t.Offset(4); at > 0 {
		if n := t.GetInt64(t.Pos + flatbuffers.UOffsetT(at)); n < 0 || n > maxPageCount {
			panic(short{})
		}
	}
	nodes := c.numbers(t, 6, 16)
	c.buffers, c.packed = c.numbers(t, 8, 16), t.Offset(10) > 0
	for i := 0; i < len(nodes); i += 2 {
		if length, nulls := nodes[i], nodes[i+1]; length < 0 || length > 1<<31 || nulls > length {
			panic(short{})
		}
	}
	// Of columns whose values lie in several buffers: in how many.
	counts := c.numbers(t, 12, 8)
	if len(counts) < views {
		panic(short{})
	}
	for _, n := range counts {
		if n < 0 || n > int64(len(c.buffers)) {
			panic(short{})
		}
	}
}

// mostPacked is how much more a buffer can be unpacked than packed: zstd repeats
// a byte 128 KiB times in four bytes.
const mostPacked = 40000

// unpacks checks what the body's buffers say that they unpack to.
func (c *checker) unpacks(body []byte) error {
	all := int64(0)
	for i := 0; c.packed && i < len(c.buffers); i += 2 {
		from, size := c.buffers[i], c.buffers[i+1]
		if size == 0 {
			continue
		}
		if from < 0 || size < 8 || from > c.length || size > c.length-from {
			return damaged("a record batch of the Arrow stream is shorter than its columns")
		}
		n := int64(binary.LittleEndian.Uint64(body[from:])) // -1: it is not packed
		if n > mostPacked*size {
			return damaged("a record batch of the Arrow stream says that it unpacks to more than it can")
		}
		if all += max(n, 0); all > maxBatch {
			return &table.Error{Reason: "a record batch of the Arrow stream unpacks to more than 1 GiB", Remedy: "write smaller batches"}
		}
	}
	return nil
}

// numbers are the numbers of a vector whose elements have so many bytes.
func (c *checker) numbers(t flatbuffers.Table, member flatbuffers.VOffsetT, width int) []int64 {
	n := c.vector(t, member, width)
	if n == 0 {
		return nil
	}
	all := make([]int64, n*width/8)
	at := t.Vector(flatbuffers.UOffsetT(t.Offset(member)))
	for i := range all {
		all[i] = t.GetInt64(at + flatbuffers.UOffsetT(8*i))
	}
	return all
}
