package columnar

import (
	"encoding/binary"
	"io"

	"github.com/interdict/interdict/table"
)

// maxFooter is how long the description of a Parquet file may be.
const maxFooter = 64 << 20

// physical is how Parquet stores a value.
type physical int

const (
	boolean physical = iota
	int32s
	int64s
	int96s
	floats
	doubles
	byteArrays
	fixedArrays
)

// logical is what a stored value means, by the number of its member in the
// format's union LogicalType.
type logical int

const (
	noMeaning  logical = 0
	stringType logical = 1
	mapType    logical = 2
	listType   logical = 3
	decimal    logical = 5
	dateType   logical = 6
	timeType   logical = 7
	timestamp  logical = 8
	integer    logical = 10
	uuidType   logical = 14
	float16    logical = 15
	interval   logical = 100 // has no member
	bson       logical = 13
	variant    logical = 16
	geometry   logical = 17
	geography  logical = 18
)

// element is an element of a Parquet file's schema.
type schemaElement struct {
	name       string
	children   int
	repetition int // 0 required, 1 optional, 2 repeated
	leaf       bool
	kind       physical
	length     int
	meaning    logical
	scale      int
	units      int64 // of times: how many a second has
	unsigned   bool
}

// chunk is a column's part of a row group.
type chunk struct {
	kind              physical
	codec             int
	values            int64
	size              int64
	data, dictionary  int64 // offsets
	elsewhere, locked bool
}

type rowGroup struct {
	rows   int64
	chunks []chunk
}

// footer is what a Parquet file says of itself.
type footer struct {
	schema []schemaElement
	rows   int64
	groups []rowGroup
}

// readFooter reads the description at a file's end.
func readFooter(at io.ReaderAt, size int64) (*footer, error) {
	var tail [8]byte
	if size < 12 {
		return nil, damaged("the Parquet file breaks off: its footer is missing")
	}
	if _, err := at.ReadAt(tail[:], size-8); err != nil {
		return nil, readError(err)
	}
	n := int64(binary.LittleEndian.Uint32(tail[:4]))
	switch mark := string(tail[4:]); {
	case mark == "PARE":
		return nil, encrypted()
	case mark != "PAR1":
		return nil, damaged("the Parquet file breaks off: its footer is missing")
	case n > size-12:
		return nil, damaged("the Parquet file's footer is longer than the file")
	case n > maxFooter:
		return nil, &table.Error{Reason: "the Parquet file's footer is longer than 64 MiB", Remedy: "write it with fewer columns or larger row groups"}
	}
	text := make([]byte, n)
	if _, err := at.ReadAt(text, size-8-n); err != nil {
		return nil, readError(err)
	}
	f := &footer{}
	c := &compact{data: text}
	signed := false
	c.fields(0, func(id int, kind byte) bool {
		switch {
		case id == 2 && kind == thriftList:
			c.list(func(byte) { f.schema = append(f.schema, readElement(c)) })
		case id == 3 && kind == thriftI64:
			f.rows = c.int()
		case id == 4 && kind == thriftList:
			c.list(func(byte) { f.groups = append(f.groups, readGroup(c)) })
		default:
			signed = signed || id == 8
			return false
		}
		return true
	})
	if signed {
		return nil, encrypted()
	}
	return f, nil
}

func encrypted() error {
	return &table.Error{Reason: "the Parquet file is encrypted", Remedy: "write it again without encryption"}
}

func readError(err error) error {
	return &table.Error{Reason: "the file cannot be read", Err: err, Remedy: "try again"}
}

func readElement(c *compact) schemaElement {
	e := schemaElement{}
	converted := -1
	c.fields(1, func(id int, kind byte) bool {
		switch {
		case id == 1 && kind == thriftI32:
			e.kind, e.leaf = physical(c.int()), true
		case id == 2 && kind == thriftI32:
			e.length = int(c.int())
		case id == 3 && kind == thriftI32:
			e.repetition = int(c.int())
		case id == 4 && kind == thriftBinary:
			e.name = string(c.bytes())
		case id == 5 && kind == thriftI32:
			e.children = int(c.int())
		case id == 6 && kind == thriftI32:
			converted = int(c.int())
		case id == 7 && kind == thriftI32:
			e.scale = int(c.int())
		case id == 10 && kind == thriftStruct:
			readLogical(c, &e)
		default:
			return false
		}
		return true
	})
	if e.children > 0 {
		e.leaf = false
	}
	if e.meaning == noMeaning {
		e.convert(converted)
	}
	return e
}

// readLogical reads what the element's values mean.
func readLogical(c *compact, e *schemaElement) {
	c.fields(2, func(id int, kind byte) bool {
		e.meaning = logical(id)
		if kind != thriftStruct {
			return false
		}
		c.fields(3, func(field int, kind byte) bool {
			switch {
			case e.meaning == decimal && field == 1 && kind == thriftI32:
				e.scale = int(c.int())
			case (e.meaning == timeType || e.meaning == timestamp) && field == 2 && kind == thriftStruct:
				c.fields(4, func(unit int, _ byte) bool {
					e.units = map[int]int64{1: 1000, 2: 1e6, 3: 1e9}[unit]
					return false
				})
			case e.meaning == integer && field == 2:
				e.unsigned = kind == thriftFalse
			default:
				return false
			}
			return true
		})
		return true
	})
}

// convert takes the meaning from the older way to state it.
func (e *schemaElement) convert(converted int) {
	switch converted {
	case 0, 4, 19: // text, a word of a fixed set, JSON
		e.meaning = stringType
	case 1, 2:
		e.meaning = mapType
	case 3:
		e.meaning = listType
	case 5:
		e.meaning = decimal
	case 6:
		e.meaning = dateType
	case 7, 8:
		e.meaning, e.units = timeType, map[int]int64{7: 1000, 8: 1e6}[converted]
	case 9, 10:
		e.meaning, e.units = timestamp, map[int]int64{9: 1000, 10: 1e6}[converted]
	case 11, 12, 13, 14:
		e.meaning, e.unsigned = integer, true
	case 20:
		e.meaning = bson
	case 21:
		e.meaning = interval
	}
}

func readGroup(c *compact) rowGroup {
	g := rowGroup{}
	c.fields(1, func(id int, kind byte) bool {
		switch {
		case id == 1 && kind == thriftList:
			c.list(func(byte) { g.chunks = append(g.chunks, readChunk(c)) })
		case id == 3 && kind == thriftI64:
			g.rows = c.int()
		default:
			return false
		}
		return true
	})
	return g
}

func readChunk(c *compact) chunk {
	k := chunk{}
	c.fields(2, func(id int, kind byte) bool {
		switch {
		case id == 3 && kind == thriftStruct:
			c.fields(3, func(id int, kind byte) bool { return readChunkMeta(c, &k, id, kind) })
		case id == 1:
			k.elsewhere = true
			return false
		case id == 8 || id == 9:
			k.locked = true
			return false
		default:
			return false
		}
		return true
	})
	return k
}

func readChunkMeta(c *compact, k *chunk, id int, kind byte) bool {
	switch {
	case id == 1 && kind == thriftI32:
		k.kind = physical(c.int())
	case id == 4 && kind == thriftI32:
		k.codec = int(c.int())
	case id == 5 && kind == thriftI64:
		k.values = c.int()
	case id == 7 && kind == thriftI64:
		k.size = c.int()
	case id == 9 && kind == thriftI64:
		k.data = c.int()
	case id == 11 && kind == thriftI64:
		k.dictionary = c.int()
	default:
		return false
	}
	return true
}
