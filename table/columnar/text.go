package columnar

import (
	"encoding/hex"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
)

// day is the length of a day in seconds.
const day = 24 * 60 * 60

// appendDay appends a day that is counted from 1970.
func appendDay(dst []byte, days int64) []byte {
	if days > math.MaxInt32 || days < math.MinInt32 {
		return strconv.AppendInt(dst, days, 10) // no day that anybody was born on: refused as it stands
	}
	return time.Unix(days*day, 0).UTC().AppendFormat(dst, time.DateOnly)
}

// appendTime appends a moment: a day alone where the clock stands at midnight,
// as it does where a program keeps days as moments.
func appendTime(dst []byte, t time.Time) []byte {
	if t.Hour()|t.Minute()|t.Second()|t.Nanosecond() == 0 {
		return t.AppendFormat(dst, time.DateOnly)
	}
	return t.AppendFormat(dst, time.DateTime)
}

// appendMoment appends a moment that is counted from 1970 in units of which a
// second has this many.
func appendMoment(dst []byte, n, units int64, zone *time.Location) []byte {
	sec, part := n/units, n%units
	if part < 0 {
		sec, part = sec-1, part+units
	}
	return appendTime(dst, time.Unix(sec, part*(int64(time.Second)/units)).In(zone))
}

// appendClock appends a time of day.
func appendClock(dst []byte, n, units int64) []byte {
	return time.Unix(n/units, 0).UTC().AppendFormat(dst, time.TimeOnly)
}

// appendFloat appends a number without an exponent; one that is none says
// nothing.
func appendFloat(dst []byte, f float64, bits int) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return dst
	}
	return strconv.AppendFloat(dst, f, 'f', -1, bits)
}

// maxScale bounds how many zeros a number may be given.
const maxScale = 100

// appendDecimal appends a number of units of which 10 to the power of scale make
// one, without the zeros behind the point: a database that keeps ids as
// decimals means 7, not 7.000.
func appendDecimal(dst []byte, n *big.Int, scale int) []byte {
	digits := new(big.Int).Abs(n).String()
	if n.Sign() < 0 {
		dst = append(dst, '-')
	}
	if scale <= 0 {
		dst = append(dst, digits...)
		if n.Sign() == 0 {
			return dst
		}
		return append(dst, strings.Repeat("0", min(-scale, maxScale))...)
	}
	if scale > maxScale {
		scale = maxScale
	}
	if len(digits) <= scale {
		digits = strings.Repeat("0", scale-len(digits)+1) + digits
	}
	whole, part := digits[:len(digits)-scale], strings.TrimRight(digits[len(digits)-scale:], "0")
	dst = append(dst, whole...)
	if part != "" {
		dst = append(append(dst, '.'), part...)
	}
	return dst
}

// bigEndian is the number that bytes are in two's complement.
func bigEndian(b []byte) *big.Int {
	n := new(big.Int).SetBytes(b)
	if len(b) > 0 && b[0]&0x80 != 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(len(b))*8))
	}
	return n
}

// appendUUID appends 16 bytes as such an identifier is written.
func appendUUID(dst, b []byte) []byte {
	if len(b) != 16 {
		return dst
	}
	for i, n := range []int{4, 2, 2, 2, 6} {
		if i > 0 {
			dst = append(dst, '-')
		}
		dst = hex.AppendEncode(dst, b[:n])
		b = b[n:]
	}
	return dst
}

// appendBool appends a truth value.
func appendBool(dst []byte, yes bool) []byte { return strconv.AppendBool(dst, yes) }
