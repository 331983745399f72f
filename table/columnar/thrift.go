package columnar

import "encoding/binary"

// compact reads Thrift's compact protocol, in which Parquet describes itself.
// It takes memory for what it has read alone. What it cannot read makes it
// panic, which guarded makes an error.
type compact struct {
	data []byte
	at   int
}

// The types of values, as the protocol numbers them.
const (
	thriftTrue   = 1
	thriftFalse  = 2
	thriftByte   = 3
	thriftI16    = 4
	thriftI32    = 5
	thriftI64    = 6
	thriftDouble = 7
	thriftBinary = 8
	thriftList   = 9
	thriftSet    = 10
	thriftMap    = 11
	thriftStruct = 12
)

// maxNested is how deep values may stand in each other.
const maxNested = 24

// short is what reading past the data's end panics with.
type short struct{}

func (c *compact) byte() byte {
	if c.at >= len(c.data) {
		panic(short{})
	}
	c.at++
	return c.data[c.at-1]
}

func (c *compact) varint() uint64 {
	n, size := binary.Uvarint(c.data[c.at:])
	if size <= 0 {
		panic(short{})
	}
	c.at += size
	return n
}

// int is a signed number.
func (c *compact) int() int64 {
	n := c.varint()
	return int64(n>>1) ^ -int64(n&1)
}

func (c *compact) bytes() []byte {
	n := c.varint()
	if n > uint64(len(c.data)-c.at) {
		panic(short{})
	}
	c.at += int(n)
	return c.data[c.at-int(n) : c.at]
}

// fields hands over the fields of a structure: field reads the value and says
// so, or it is passed over.
func (c *compact) fields(depth int, field func(id int, kind byte) bool) {
	if depth > maxNested {
		panic(short{})
	}
	for id := 0; ; {
		head := c.byte()
		kind := head & 0xf
		if kind == 0 {
			return
		}
		if step := int(head >> 4); step > 0 {
			id += step
		} else {
			id = int(c.int())
		}
		if !field(id, kind) {
			c.skip(kind, depth+1)
		}
	}
}

// list hands over the elements of a list.
func (c *compact) list(element func(kind byte)) {
	head := c.byte()
	n, kind := uint64(head>>4), head&0xf
	if n == 15 {
		n = c.varint()
	}
	if n > uint64(len(c.data)-c.at) { // an element has a byte at least
		panic(short{})
	}
	for range n {
		element(kind)
	}
}

func (c *compact) skip(kind byte, depth int) {
	if depth > maxNested {
		panic(short{})
	}
	switch kind {
	case thriftTrue, thriftFalse:
	case thriftByte:
		c.byte()
	case thriftI16, thriftI32, thriftI64:
		c.varint()
	case thriftDouble:
		for range 8 {
			c.byte()
		}
	case thriftBinary:
		c.bytes()
	case thriftList, thriftSet:
		c.list(func(kind byte) { c.skipElement(kind, depth+1) })
	case thriftMap:
		n := c.varint()
		if n == 0 {
			return
		}
		if n > uint64(len(c.data)-c.at) {
			panic(short{})
		}
		kinds := c.byte()
		for range n {
			c.skipElement(kinds>>4, depth+1)
			c.skipElement(kinds&0xf, depth+1)
		}
	case thriftStruct:
		c.fields(depth+1, func(int, byte) bool { return false })
	default:
		panic(short{})
	}
}

// skipElement skips a value within a list or map, where truth values have a
// byte.
func (c *compact) skipElement(kind byte, depth int) {
	if kind == thriftTrue || kind == thriftFalse {
		kind = thriftByte
	}
	c.skip(kind, depth)
}
