package columnar

import (
	"math/big"
	"strconv"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// textOf returns what appends the text of an array's value. The value is not
// null.
func textOf(a arrow.Array, uuid bool) func(dst []byte, i int) []byte {
	switch a := a.(type) {
	case *array.Dictionary:
		values := plainArray(a.Dictionary())
		text := textOf(values, uuid)
		return func(dst []byte, i int) []byte {
			if i = a.GetValueIndex(i); values.IsNull(i) {
				return dst
			}
			return text(dst, i)
		}
	case *array.RunEndEncoded:
		values := plainArray(a.Values())
		text := textOf(values, uuid)
		return func(dst []byte, i int) []byte {
			if i = a.GetPhysicalIndex(i); values.IsNull(i) {
				return dst
			}
			return text(dst, i)
		}
	case *array.FixedSizeBinary:
		if uuid {
			return func(dst []byte, i int) []byte { return appendUUID(dst, a.Value(i)) }
		}
		return func(dst []byte, i int) []byte { return append(dst, a.Value(i)...) }
	case *array.Boolean:
		return func(dst []byte, i int) []byte { return appendBool(dst, a.Value(i)) }
	case *array.Null:
		return func(dst []byte, _ int) []byte { return dst }
	}
	for _, of := range []func(arrow.Array) func([]byte, int) []byte{textsOf, numbersOf, timesOf, decimalsOf} {
		if text := of(a); text != nil {
			return text
		}
	}
	panic("a type that unreadable lets through")
}

// textsOf is for arrays of text. Bytes that nobody says are text are taken for
// it: older programs write text so.
func textsOf(a arrow.Array) func([]byte, int) []byte {
	switch a := a.(type) {
	case *array.String:
		return func(dst []byte, i int) []byte { return append(dst, a.Value(i)...) }
	case *array.LargeString:
		return func(dst []byte, i int) []byte { return append(dst, a.Value(i)...) }
	case *array.StringView:
		return func(dst []byte, i int) []byte { return append(dst, a.Value(i)...) }
	case *array.Binary:
		return func(dst []byte, i int) []byte { return append(dst, a.Value(i)...) }
	case *array.LargeBinary:
		return func(dst []byte, i int) []byte { return append(dst, a.Value(i)...) }
	case *array.BinaryView:
		return func(dst []byte, i int) []byte { return append(dst, a.Value(i)...) }
	}
	return nil
}

func signed[T int8 | int16 | int32 | int64](a interface{ Value(int) T }) func([]byte, int) []byte {
	return func(dst []byte, i int) []byte { return strconv.AppendInt(dst, int64(a.Value(i)), 10) }
}

func unsigned[T uint8 | uint16 | uint32 | uint64](a interface{ Value(int) T }) func([]byte, int) []byte {
	return func(dst []byte, i int) []byte { return strconv.AppendUint(dst, uint64(a.Value(i)), 10) }
}

func numbersOf(a arrow.Array) func([]byte, int) []byte {
	switch a := a.(type) {
	case *array.Int8:
		return signed(a)
	case *array.Int16:
		return signed(a)
	case *array.Int32:
		return signed(a)
	case *array.Int64:
		return signed(a)
	case *array.Uint8:
		return unsigned(a)
	case *array.Uint16:
		return unsigned(a)
	case *array.Uint32:
		return unsigned(a)
	case *array.Uint64:
		return unsigned(a)
	case *array.Float16:
		return func(dst []byte, i int) []byte { return appendFloat(dst, float64(a.Value(i).Float32()), 32) }
	case *array.Float32:
		return func(dst []byte, i int) []byte { return appendFloat(dst, float64(a.Value(i)), 32) }
	case *array.Float64:
		return func(dst []byte, i int) []byte { return appendFloat(dst, a.Value(i), 64) }
	}
	return nil
}

func timesOf(a arrow.Array) func([]byte, int) []byte {
	switch a := a.(type) {
	case *array.Date32:
		return func(dst []byte, i int) []byte { return appendDay(dst, int64(a.Value(i))) }
	case *array.Date64:
		return func(dst []byte, i int) []byte { return appendMoment(dst, int64(a.Value(i)), 1000, time.UTC) }
	case *array.Time32:
		units := unitsOf(a.DataType().(*arrow.Time32Type).Unit)
		return func(dst []byte, i int) []byte { return appendClock(dst, int64(a.Value(i)), units) }
	case *array.Time64:
		units := unitsOf(a.DataType().(*arrow.Time64Type).Unit)
		return func(dst []byte, i int) []byte { return appendClock(dst, int64(a.Value(i)), units) }
	case *array.Timestamp:
		dt := a.DataType().(*arrow.TimestampType)
		units := unitsOf(dt.Unit)
		zone, err := dt.GetZone()
		if err != nil {
			zone = time.UTC // a zone that this machine does not know
		}
		return func(dst []byte, i int) []byte { return appendMoment(dst, int64(a.Value(i)), units, zone) }
	}
	return nil
}

// unitsOf is how many of them a second has.
func unitsOf(u arrow.TimeUnit) int64 { return int64(time.Second / u.Multiplier()) }

func decimalsOf(a arrow.Array) func([]byte, int) []byte {
	dt, ok := a.DataType().(arrow.DecimalType)
	if !ok {
		return nil
	}
	scale := int(dt.GetScale())
	var number func(i int) *big.Int
	switch a := a.(type) {
	case *array.Decimal32:
		number = func(i int) *big.Int { return big.NewInt(int64(a.Value(i))) }
	case *array.Decimal64:
		number = func(i int) *big.Int { return big.NewInt(int64(a.Value(i))) }
	case *array.Decimal128:
		number = func(i int) *big.Int { return a.Value(i).BigInt() }
	case *array.Decimal256:
		number = func(i int) *big.Int { return a.Value(i).BigInt() }
	default:
		return nil
	}
	return func(dst []byte, i int) []byte { return appendDecimal(dst, number(i), scale) }
}
