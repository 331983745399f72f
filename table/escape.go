package table

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// plainText undoes in b[from:] what workbooks write for characters that XML
// cannot hold, _x000D_ for a carriage return, and makes all line ends "\n".
// Other control characters, which no text has by intention, become spaces.
func plainText(b []byte, from int) []byte {
	if bytes.IndexByte(b[from:], '\r') < 0 && !bytes.Contains(b[from:], []byte("_x")) {
		return b
	}
	out := b[:from]
	for in := b[from:]; len(in) > 0; {
		r, n := escaped(in)
		if high := r; utf16.IsSurrogate(high) {
			low, m := escaped(in[n:])
			if r = utf16.DecodeRune(high, low); r != utf8.RuneError {
				n += m
			}
		}
		switch {
		case n == 0:
			out, in = append(out, in[0]), in[1:]
			continue
		case r == '\r' && bytes.HasPrefix(in[n:], []byte("\n")):
		case r == '\r':
			out = append(out, '\n')
		case r < ' ' && r != '\t' && r != '\n':
			out = append(out, ' ')
		default:
			out = utf8.AppendRune(out, r)
		}
		in = in[n:]
	}
	return out
}

// escaped reads a character written as _xHHHH_, or a carriage return; n is 0
// where b begins with neither.
func escaped(b []byte) (r rune, n int) {
	switch {
	case len(b) > 0 && b[0] == '\r':
		return '\r', 1
	case len(b) < 7 || b[0] != '_' || b[1] != 'x' || b[6] != '_':
		return 0, 0
	}
	v, err := strconv.ParseUint(string(b[2:6]), 16, 16)
	if err != nil {
		return 0, 0
	}
	return rune(v), 7
}
