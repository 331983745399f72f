package columnar

import (
	"encoding/binary"
	"math"
	"math/big"
	"strconv"
	"time"
)

// parquetText returns what appends the text of a column's stored value, or why
// its values cannot be written in a cell.
func parquetText(e *schemaElement) (text func(dst, value []byte) []byte, why string) {
	if e.units == 0 {
		e.units = 1000
	}
	switch e.meaning {
	case interval:
		return nil, "an interval of time"
	case bson, variant:
		return nil, "of values that have parts"
	case geometry, geography:
		return nil, "a shape"
	case decimal:
		return decimalText(e)
	}
	switch e.kind {
	case boolean:
		return func(dst, v []byte) []byte { return appendBool(dst, v[0] != 0) }, ""
	case int32s:
		return wholeText(e, func(v []byte) int64 { return int64(int32(binary.LittleEndian.Uint32(v))) }, 32), ""
	case int64s:
		return wholeText(e, func(v []byte) int64 { return int64(binary.LittleEndian.Uint64(v)) }, 64), ""
	case int96s:
		return appendInt96, ""
	case floats:
		return func(dst, v []byte) []byte {
			return appendFloat(dst, float64(math.Float32frombits(binary.LittleEndian.Uint32(v))), 32)
		}, ""
	case doubles:
		return func(dst, v []byte) []byte {
			return appendFloat(dst, math.Float64frombits(binary.LittleEndian.Uint64(v)), 64)
		}, ""
	case byteArrays:
		return func(dst, v []byte) []byte { return append(dst, v...) }, ""
	case fixedArrays:
		switch {
		case e.meaning == uuidType:
			return appendUUID, ""
		case e.meaning == float16:
			return nil, "of numbers with 16 bits"
		}
		return func(dst, v []byte) []byte { return append(dst, v...) }, ""
	}
	return nil, "of an unknown type"
}

// wholeText is for whole numbers and what is counted by them.
func wholeText(e *schemaElement, number func([]byte) int64, width int) func(dst, v []byte) []byte {
	switch {
	case e.meaning == dateType:
		return func(dst, v []byte) []byte { return appendDay(dst, number(v)) }
	case e.meaning == timeType:
		return func(dst, v []byte) []byte { return appendClock(dst, number(v), e.units) }
	case e.meaning == timestamp:
		return func(dst, v []byte) []byte { return appendMoment(dst, number(v), e.units, time.UTC) }
	case e.unsigned:
		mask := uint64(math.MaxUint64) >> (64 - width)
		return func(dst, v []byte) []byte { return strconv.AppendUint(dst, uint64(number(v))&mask, 10) }
	}
	return func(dst, v []byte) []byte { return strconv.AppendInt(dst, number(v), 10) }
}

// appendInt96 appends a moment as older programs store it: nanoseconds of a day,
// and the day by the Julian count.
func appendInt96(dst, v []byte) []byte {
	const unixDay = 2440588
	nanos, julian := int64(binary.LittleEndian.Uint64(v)), int64(int32(binary.LittleEndian.Uint32(v[8:])))
	return appendTime(dst, time.Unix((julian-unixDay)*day, nanos).UTC())
}

func decimalText(e *schemaElement) (func(dst, value []byte) []byte, string) {
	scale := e.scale
	switch e.kind {
	case int32s:
		return func(dst, v []byte) []byte {
			return appendDecimal(dst, big.NewInt(int64(int32(binary.LittleEndian.Uint32(v)))), scale)
		}, ""
	case int64s:
		return func(dst, v []byte) []byte {
			return appendDecimal(dst, big.NewInt(int64(binary.LittleEndian.Uint64(v))), scale)
		}, ""
	case byteArrays, fixedArrays:
		return func(dst, v []byte) []byte { return appendDecimal(dst, bigEndian(v), scale) }, ""
	}
	return nil, "of an unknown type"
}
