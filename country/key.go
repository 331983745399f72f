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
	for i := 0; i < len(s); {
		p := norm.NFD.PropertiesString(s[i:])
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		if parts := p.Decomposition(); parts != nil {
			for len(parts) > 0 {
				r, n := utf8.DecodeRune(parts)
				parts = parts[n:]
				dst = appendRuneKey(dst, r)
			}
		} else {
			dst = appendRuneKey(dst, r)
		}
	}
	return dst
}

func appendRuneKey(dst []byte, r rune) []byte {
	if r = unicode.ToLower(r); r == '&' {
		return append(dst, "and"...)
	}
	if fold := undecomposed(r); fold != "" {
		return append(dst, fold...)
	}
	if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mc, r) {
		dst = utf8.AppendRune(dst, r)
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
