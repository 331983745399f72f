package country

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// keySize is what a key rarely exceeds, in bytes, so that it stays on the
// stack.
const keySize = 128

// appendKey appends the form in which names are compared: lower case, letters
// and digits only, accents removed, "&" written out.
func appendKey(dst []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= utf8.RuneSelf:
			return appendUnicodeKey(dst, s[i:])
		case 'A' <= c && c <= 'Z':
			dst = append(dst, c|0x20)
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			dst = append(dst, c)
		case c == '&':
			dst = append(dst, "and"...)
		}
	}
	return dst
}

func appendUnicodeKey(dst []byte, s string) []byte {
	var buf [4 * keySize]byte
	for b := norm.NFD.AppendString(buf[:0], s); len(b) > 0; {
		r, n := utf8.DecodeRune(b)
		b = b[n:]
		if r = unicode.ToLower(r); r == '&' {
			dst = append(dst, "and"...)
		} else if fold := undecomposed(r); fold != "" {
			dst = append(dst, fold...)
		} else if unicode.In(r, unicode.L, unicode.Nd, unicode.Mc) {
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}

// undecomposed writes letters in ASCII that Unicode does not take apart into a
// letter and an accent.
func undecomposed(r rune) string {
	switch r {
	case 'ı':
		return "i"
	case 'ß':
		return "ss"
	case 'ø':
		return "o"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'đ', 'ð':
		return "d"
	case 'ł':
		return "l"
	case 'þ':
		return "th"
	case 'ə':
		return "e"
	}
	return ""
}
