package columnar

import (
	"encoding/binary"
	"fmt"
	"math/bits"

	"github.com/parquet-go/parquet-go/encoding/bytestreamsplit"
	"github.com/parquet-go/parquet-go/encoding/delta"

	"github.com/interdict/interdict/table"
)

// The encodings of values, as Parquet numbers them.
const (
	encodingPlain           = 0
	encodingPlainDictionary = 2
	encodingRLE             = 3
	encodingDelta           = 5
	encodingDeltaLength     = 6
	encodingDeltaBytes      = 7
	encodingRLEDictionary   = 8
	encodingSplit           = 9
)

func unknownEncoding(n int) error {
	return &table.Error{Reason: fmt.Sprintf("the Parquet file has values in the encoding %d, which this version does not read", n), Remedy: "write it with the usual encodings"}
}

// values are stored values. Those of one width stand one behind the other; of
// others each has its span.
type values struct {
	n     int
	width int
	data  []byte
	spans []span
}

type span struct{ from, to uint32 }

func (v *values) at(i int) []byte {
	if v.width > 0 {
		return v.data[i*v.width : (i+1)*v.width]
	}
	s := v.spans[i]
	return v.data[s.from:s.to]
}

// widths are the bytes of a value of each kind; 0 of those that differ.
var widths = map[physical]int{boolean: 1, int32s: 4, int64s: 8, int96s: 12, floats: 4, doubles: 8}

// decode decodes values. What it returns may use the text's memory, and that of
// old values, which nobody needs any more.
func decode(e *schemaElement, encoding int, text []byte, n int, old values) (v values, err error) {
	v = values{n: n, width: widths[e.kind], spans: old.spans[:0]}
	if e.kind == fixedArrays {
		if v.width = e.length; v.width <= 0 || v.width > 1<<20 {
			return v, damaged("a column of the Parquet file has values of an impossible length")
		}
	}
	switch {
	case encoding == encodingPlain && e.kind == byteArrays:
		return v, v.plainArrays(text)
	case encoding == encodingPlain && e.kind == boolean:
		return v, v.bits(text)
	case encoding == encodingPlain:
		v.data = text
	case encoding == encodingRLE && e.kind == boolean:
		if len(text) < 4 {
			return v, tooShort()
		}
		v.data, err = levelsOf(nil, text[4:], 1, n)
	case encoding == encodingDelta && e.kind == int32s:
		err = v.delta32(text)
	case encoding == encodingDelta && e.kind == int64s:
		err = v.delta64(text)
	case encoding == encodingDeltaLength && e.kind == byteArrays:
		if err := v.deltaCount(text); err != nil {
			return v, err
		}
		err = v.arrays((&delta.LengthByteArrayEncoding{}).DecodeByteArray(nil, text, nil))
	case encoding == encodingDeltaBytes && e.kind == byteArrays:
		err = v.deltaBytes(text)
	case encoding == encodingDeltaBytes && e.kind == fixedArrays:
		v.data, err = (&delta.ByteArrayEncoding{}).DecodeFixedLenByteArray(nil, text, v.width)
	case encoding == encodingSplit && e.kind != byteArrays && e.kind != boolean:
		v.data, err = (&bytestreamsplit.Encoding{}).DecodeFixedLenByteArray(nil, text, v.width)
	default:
		return v, unknownEncoding(encoding)
	}
	if err == nil && v.width > 0 && len(v.data)/v.width < n || v.width == 0 && len(v.spans) < n {
		return v, tooShort()
	}
	if err != nil {
		err = damaged("a page of the Parquet file cannot be decoded")
	}
	return v, err
}

func tooShort() error {
	return damaged("a page of the Parquet file is too short for its values")
}

// plainArrays finds the spans of values that have their lengths before them.
func (v *values) plainArrays(text []byte) error {
	v.data = text
	at := 0
	for range v.n {
		if len(text)-at < 4 {
			return tooShort()
		}
		size := int(binary.LittleEndian.Uint32(text[at:]))
		if at += 4; size > len(text)-at {
			return tooShort()
		}
		v.spans = append(v.spans, span{uint32(at), uint32(at + size)})
		at += size
	}
	return nil
}

// bits makes a byte of each bit.
func (v *values) bits(text []byte) error {
	if (v.n+7)/8 > len(text) {
		return tooShort()
	}
	v.data = make([]byte, v.n)
	for i := range v.n {
		v.data[i] = text[i/8] >> (i % 8) & 1
	}
	return nil
}

// deltaCount is how many values a page of differences says that it has: no more
// may be decoded than there are.
func (v *values) deltaCount(text []byte) error {
	at := 0
	var parts [3]uint64 // the size of a block, its parts, all values
	for i := range parts {
		n, size := binary.Uvarint(text[at:])
		if size <= 0 {
			return tooShort()
		}
		parts[i], at = n, at+size
	}
	if parts[2] > uint64(v.n) || parts[0] > 1<<16 {
		return damaged("a page of the Parquet file has more values than it says")
	}
	return nil
}

func (v *values) delta32(text []byte) error {
	if err := v.deltaCount(text); err != nil {
		return err
	}
	all, err := (&delta.BinaryPackedEncoding{}).DecodeInt32(nil, text)
	for _, n := range all {
		v.data = binary.LittleEndian.AppendUint32(v.data, uint32(n))
	}
	return err
}

func (v *values) delta64(text []byte) error {
	if err := v.deltaCount(text); err != nil {
		return err
	}
	all, err := (&delta.BinaryPackedEncoding{}).DecodeInt64(nil, text)
	for _, n := range all {
		v.data = binary.LittleEndian.AppendUint64(v.data, uint64(n))
	}
	return err
}

// deltaBytes decodes values that state how much of the one before they repeat:
// the only encoding in which little text can become much.
func (v *values) deltaBytes(text []byte) error {
	if err := v.deltaCount(text); err != nil {
		return err
	}
	e := &delta.ByteArrayEncoding{}
	if e.EstimateDecodeByteArraySize(text) > maxPage {
		return damaged("a page of the Parquet file unpacks to more than 256 MiB")
	}
	return v.arrays(e.DecodeByteArray(nil, text, nil))
}

// arrays takes values of the library's form.
func (v *values) arrays(data []byte, ends []uint32, err error) error {
	v.data = data
	for i := 1; i < len(ends); i++ {
		if ends[i-1] > ends[i] || int64(ends[i]) > int64(len(data)) {
			return tooShort()
		}
		v.spans = append(v.spans, span{ends[i-1], ends[i]})
	}
	return err
}

// runs decodes numbers of so many bits, which stand in runs of equal ones and in
// groups of eight, and hands them over: some equal ones at a time.
func runs(text []byte, width, n int, yield func(value uint32, times int) error) error {
	size := (width + 7) / 8
	for n > 0 {
		head, used := binary.Uvarint(text)
		if used <= 0 {
			return tooShort()
		}
		text = text[used:]
		if head&1 == 0 {
			times := min(head>>1, uint64(n))
			if len(text) < size || times == 0 {
				return tooShort()
			}
			value := uint32(0)
			for i := range size {
				value |= uint32(text[i]) << (8 * i)
			}
			text, n = text[size:], n-int(times)
			if err := yield(value, int(times)); err != nil {
				return err
			}
			continue
		}
		groups := head >> 1
		if groups == 0 || width > 0 && groups > uint64(len(text)) {
			return tooShort()
		}
		packed := text[:min(len(text), int(groups)*width)]
		text = text[len(packed):]
		var have uint64
		filled := 0
		for range min(uint64(n), min(groups, uint64(n))*8) {
			for filled < width {
				if len(packed) == 0 {
					return tooShort()
				}
				have |= uint64(packed[0]) << filled
				packed, filled = packed[1:], filled+8
			}
			if err := yield(uint32(have&(1<<width-1)), 1); err != nil {
				return err
			}
			have, filled, n = have>>width, filled-width, n-1
		}
	}
	return nil
}

// levelsOf decodes levels up to the highest one.
func levelsOf(dst, text []byte, most, n int) ([]byte, error) {
	dst = dst[:0]
	err := runs(text, bits.Len(uint(most)), n, func(level uint32, times int) error {
		if int(level) > most {
			return damaged("a page of the Parquet file has an impossible level")
		}
		for range times {
			dst = append(dst, byte(level))
		}
		return nil
	})
	return dst, err
}

// indexesOf decodes numbers of values in a dictionary of this size.
func indexesOf(dst []uint32, text []byte, n, size int) ([]uint32, error) {
	dst = dst[:0]
	if n == 0 {
		return dst, nil
	}
	if len(text) == 0 || text[0] > 32 {
		return dst, tooShort()
	}
	err := runs(text[1:], int(text[0]), n, func(index uint32, times int) error {
		if int64(index) >= int64(size) {
			return damaged("a page of the Parquet file names a value that its dictionary does not have")
		}
		for range times {
			dst = append(dst, index)
		}
		return nil
	})
	return dst, err
}
