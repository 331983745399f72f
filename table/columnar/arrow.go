package columnar

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync/atomic"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	flatbuffers "github.com/google/flatbuffers/go"

	"github.com/interdict/interdict/table"
)

const (
	maxMetadata = 16 << 20 // bytes of a message's description
	maxBatch    = 1 << 30  // bytes that a record batch may have, unpacked, dictionaries included
)

// fileMagic is how an Arrow file begins and ends. Between, behind two bytes of
// padding, stands a stream.
const fileMagic = "ARROW1"

func isArrow(head []byte) bool {
	return bytes.HasPrefix(head, []byte(fileMagic)) ||
		bytes.HasPrefix(head, []byte{0xff, 0xff, 0xff, 0xff}) && len(head) >= 8 && head[7] < 0x80 || isOldArrow(head)
}

// isOldArrow says that a stream begins so that has no four bytes of ones in front
// of its messages: the size of the schema's description, and where in it its table
// is, which is never far. Text has no such zeros.
func isOldArrow(head []byte) bool {
	if len(head) < 8 {
		return false
	}
	size, root := binary.LittleEndian.Uint32(head), binary.LittleEndian.Uint32(head[4:])
	return size > 16 && size <= maxMetadata && root >= 8 && root <= 64 && root%4 == 0
}

// arrowRows are the rows of a stream of record batches.
type arrowRows struct {
	r      *bufio.Reader
	in     *messages
	mem    *bounded
	reader *ipc.Reader
	leaves []leaf
	file   bool

	batch arrow.RecordBatch
	fill  []func(row int) // of the batch at hand, a function a leaf
	at    int
	read  int64
}

// leaf is a column of the table within the columns of the stream.
type leaf struct {
	path  []int // of the column, and of the fields within it
	cells *cells
	list  bool
	uuid  bool
}

// openArrow begins to read a stream, or a file, which is a stream with something
// before and behind: so both are read as they come.
func openArrow(src io.Reader, r *bufio.Reader, head []byte, m *table.Mapping) (*Source, error) {
	a := &arrowRows{file: bytes.HasPrefix(head, []byte(fileMagic))}
	if a.file {
		r.Discard(8)
	}
	a.mem = &bounded{Allocator: memory.NewGoAllocator()}
	a.r, a.in = r, &messages{in: r}
	if a.file {
		a.in.footed = func() ([]byte, error) { return a.footed(src) }
	}
	a.in.refs.Add(1)
	var err error
	if a.reader, err = ipc.NewReaderFromMessageReader(a.in, ipc.WithAllocator(a.mem)); err != nil {
		return nil, a.fault(err)
	}
	s := &Source{rows: a}
	for i, f := range a.reader.Schema().Fields() {
		a.walk(s, m, f, f.Name, []int{i})
	}
	s.finish()
	return s, nil
}

// footed reads the schema in the footer of the file, as a message. Where the source
// cannot be read at any place, it holds what is left of it.
func (a *arrowRows) footed(src io.Reader) ([]byte, error) {
	at, size, held, err := anyPlace(src, a.r)
	if err != nil {
		return nil, err
	}
	if held {
		a.r = bufio.NewReader(io.NewSectionReader(at, 0, size))
		a.in.in = a.r
	}
	lost := damaged("the Arrow file begins without its schema, and its footer, which has it too, is missing")
	tail := make([]byte, 4+len(fileMagic))
	if size < int64(len(tail)) {
		return nil, lost
	}
	if _, err := at.ReadAt(tail, size-int64(len(tail))); err != nil {
		return nil, readError(err)
	}
	length := int64(binary.LittleEndian.Uint32(tail))
	if string(tail[4:]) != fileMagic || length < 4 || length > maxMetadata || length > size-int64(len(tail)) {
		return nil, lost
	}
	footer := make([]byte, length)
	if _, err := at.ReadAt(footer, size-int64(len(tail))-length); err != nil {
		return nil, readError(err)
	}
	var message []byte
	err = guarded(func() error {
		t := flatbuffers.Table{Bytes: footer, Pos: flatbuffers.GetUOffsetT(footer)}
		schema := t.Offset(6)
		if schema == 0 {
			return lost
		}
		message = messageOf(footer, t.Indirect(t.Pos+flatbuffers.UOffsetT(schema)))
		return nil
	})
	return message, err
}

// messageOf makes a schema that stands somewhere in a footer a message, which is a
// table of its own in front of it: version 5 of the format, the kind, and where the
// schema is.
func messageOf(footer []byte, schema flatbuffers.UOffsetT) []byte {
	le, head := binary.LittleEndian, make([]byte, 32)
	le.PutUint32(head, 16)        // the table is there
	le.PutUint16(head[4:], 10)    // what it has: bytes of this list,
	le.PutUint16(head[6:], 16)    // bytes of the table,
	le.PutUint16(head[8:], 8)     // in it the version,
	le.PutUint16(head[10:], 10)   // the kind,
	le.PutUint16(head[12:], 4)    // the schema
	le.PutUint32(head[16:], 16-4) // the list is so far before the table
	le.PutUint32(head[20:], 32-20+uint32(schema))
	le.PutUint16(head[24:], 4)
	head[26] = schemaKind
	return append(head, footer...)
}

// walk adds the columns of a field.
func (a *arrowRows) walk(s *Source, m *table.Mapping, f arrow.Field, header string, path []int) {
	dt := storage(f.Type)
	if group, ok := dt.(*arrow.StructType); ok && len(path) < 16 {
		for i, child := range group.Fields() {
			a.walk(s, m, child, header+"."+child.Name, append(bytesOf(path), i))
		}
		return
	}
	l := leaf{path: path, uuid: isUUID(f)}
	if e, ok := element(dt); ok {
		l.list, dt, l.uuid = true, storage(e.Type), isUUID(e)
	}
	if why := unreadable(dt); why != "" {
		s.refuse(header, why)
		return
	}
	var p plan
	if l.cells, p = s.add(m, header, l.list); !p.skip {
		a.leaves = append(a.leaves, l)
	}
}

func bytesOf(path []int) []int { return append(make([]int, 0, len(path)+1), path...) }

// storage is a type without what is only said of it.
func storage(dt arrow.DataType) arrow.DataType {
	if e, ok := dt.(arrow.ExtensionType); ok {
		return e.StorageType()
	}
	return dt
}

func isUUID(f arrow.Field) bool {
	name, _ := f.Metadata.GetValue("ARROW:extension:name")
	if e, ok := f.Type.(arrow.ExtensionType); ok {
		name = e.ExtensionName()
	}
	return name == "arrow.uuid"
}

// element is what a list is of.
func element(dt arrow.DataType) (arrow.Field, bool) {
	if l, ok := dt.(arrow.ListLikeType); ok && dt.ID() != arrow.MAP {
		return l.ElemField(), true
	}
	return arrow.Field{}, false
}

// unreadable says why values of a type cannot be written in a cell; empty where
// they can.
func unreadable(dt arrow.DataType) string {
	switch dt := storage(dt).(type) {
	case *arrow.DictionaryType:
		return unreadable(dt.ValueType)
	case *arrow.RunEndEncodedType:
		return unreadable(dt.Encoded())
	case *arrow.NullType, *arrow.BooleanType,
		*arrow.Int8Type, *arrow.Int16Type, *arrow.Int32Type, *arrow.Int64Type, *arrow.Uint8Type, *arrow.Uint16Type, *arrow.Uint32Type, *arrow.Uint64Type,
		*arrow.Float16Type, *arrow.Float32Type, *arrow.Float64Type,
		*arrow.StringType, *arrow.LargeStringType, *arrow.StringViewType, *arrow.BinaryType, *arrow.LargeBinaryType, *arrow.BinaryViewType, *arrow.FixedSizeBinaryType,
		*arrow.Date32Type, *arrow.Date64Type, *arrow.Time32Type, *arrow.Time64Type, *arrow.TimestampType,
		*arrow.Decimal32Type, *arrow.Decimal64Type, *arrow.Decimal128Type, *arrow.Decimal256Type:
		return ""
	case *arrow.MapType:
		return "a map"
	case *arrow.StructType:
		return "a list of groups"
	case arrow.ListLikeType:
		return "a list of lists"
	default:
		return fmt.Sprintf("of the type %.40s", dt.Name())
	}
}

// next fills the cells with the next rows of the batch.
func (a *arrowRows) next(most int) (int, error) {
	for a.batch == nil || a.at == int(a.batch.NumRows()) {
		if !a.reader.Next() {
			return 0, a.over()
		}
		a.batch, a.at = a.reader.RecordBatch(), 0
		if err := a.bind(); err != nil {
			return 0, err
		}
	}
	n := min(most, int(a.batch.NumRows())-a.at)
	for _, fill := range a.fill {
		for row := a.at; row < a.at+n; row++ {
			fill(row)
		}
	}
	a.at += n
	a.read += int64(n)
	return n, nil
}

// bind makes the functions that fill cells from the batch at hand.
func (a *arrowRows) bind() error {
	a.fill = a.fill[:0]
	for i := range a.leaves {
		l := &a.leaves[i]
		column := a.batch.Column(l.path[0])
		if v, ok := column.(interface{ Validate() error }); ok {
			if err := v.Validate(); err != nil {
				return damaged("a record batch after row %d holds a column that does not fit together", a.read)
			}
		}
		var groups []*array.Struct
		for _, child := range l.path[1:] {
			group := plainArray(column).(*array.Struct)
			groups, column = append(groups, group), group.Field(child)
		}
		a.fill = append(a.fill, l.filler(groups, plainArray(column)))
	}
	return nil
}

func plainArray(a arrow.Array) arrow.Array {
	if e, ok := a.(array.ExtensionArray); ok {
		return e.Storage()
	}
	return a
}

// filler fills the leaf's cell of a row. A value within a group that is null is
// none.
func (l *leaf) filler(groups []*array.Struct, column arrow.Array) func(row int) {
	c := l.cells
	absent := func(row int) bool {
		for _, g := range groups {
			if g.IsNull(row) {
				return true
			}
		}
		return column.IsNull(row)
	}
	if !l.list {
		text := textOf(column, l.uuid)
		return func(row int) {
			if !absent(row) {
				c.text = text(c.text, row)
			}
			c.end()
		}
	}
	list := column.(array.ListLike)
	values := plainArray(list.ListValues())
	text := textOf(values, l.uuid)
	return func(row int) {
		if !absent(row) {
			from, to := list.ValueOffsets(row)
			for i := int(from); i < int(to); i++ {
				if !values.IsNull(i) {
					c.add(func(dst []byte) []byte { return text(dst, i) })
				}
			}
		}
		c.end()
	}
}

// over is called when no batch follows: at the stream's end, which says that it
// is one, or where something is wrong.
func (a *arrowRows) over() error {
	if err := errors.Join(a.in.fault, a.reader.Err()); err != nil {
		return a.fault(err)
	}
	if !a.in.over {
		return damaged("the Arrow stream breaks off after row %d: its end mark is missing", a.read)
	}
	if !a.file {
		switch _, err := a.r.ReadByte(); {
		case err == nil:
			return &table.Error{Reason: "more follows behind the end of the Arrow stream", Remedy: "hand over one stream at a time"}
		case !errors.Is(err, io.EOF):
			return err
		}
		return io.EOF
	}
	// The footer repeats where the batches are; it ends with its size and the mark.
	var tail []byte
	for {
		b, err := a.r.ReadByte()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if tail = append(tail, b); len(tail) > maxMetadata {
			return damaged("behind the batches of the Arrow file follows more than a footer")
		}
	}
	if n := len(tail) - len(fileMagic); n < 4 || string(tail[n:]) != fileMagic || int(binary.LittleEndian.Uint32(tail[n-4:n])) > n-4 {
		return damaged("the Arrow file breaks off: its footer is missing")
	}
	return io.EOF
}

// fault is the error of a stream that cannot be read. What its source says is
// passed on.
func (a *arrowRows) fault(err error) error {
	if a.in.fault != nil {
		err = a.in.fault
	}
	switch {
	case errors.Is(a.in.fault, io.ErrUnexpectedEOF) || errors.Is(a.in.fault, io.EOF):
		return damaged("the Arrow stream breaks off after row %d", a.read)
	case errors.Is(err, errTooLarge):
		return &table.Error{Reason: fmt.Sprintf("a record batch after row %d has more than %d bytes", a.read, maxBatch), Remedy: "write smaller batches"}
	}
	var fault *table.Error
	if errors.As(err, &fault) {
		return fault
	}
	if a.in.packed {
		return &table.Error{Reason: fmt.Sprintf("a record batch after row %d has packed columns that do not unpack to the length they state", a.read), Err: errDamaged, Remedy: "write it without packing, or with a current program"}
	}
	return &table.Error{Reason: fmt.Sprintf("the Arrow stream cannot be read after row %d", a.read), Err: err, Remedy: "write it again with a current program"}
}

var errTooLarge = errors.New("more bytes than a record batch may have")

// bounded gives no more memory than a batch may have.
type bounded struct {
	memory.Allocator
	held atomic.Int64
}

func (b *bounded) take(n int) {
	if b.held.Add(int64(n)) > 2*maxBatch {
		b.held.Add(int64(-n))
		panic(errTooLarge)
	}
}

func (b *bounded) Allocate(size int) []byte {
	b.take(size)
	return b.Allocator.Allocate(size)
}

func (b *bounded) Reallocate(size int, old []byte) []byte {
	b.take(size - len(old))
	return b.Allocator.Reallocate(size, old)
}

func (b *bounded) Free(old []byte) {
	b.held.Add(int64(-len(old)))
	b.Allocator.Free(old)
}
