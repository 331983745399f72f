package ident

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxValue is the longest value that is looked at, in bytes.
const maxValue = 512

// clean is a value in upper case, letters and digits only. Digits of other
// scripts become ASCII digits, and Cyrillic and Greek letters that look like
// Latin ones become those, since both are typed for the other. A value that
// is clean already is returned as it is, without allocation.
func clean(s string) string {
	if len(s) > maxValue {
		return ""
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; ('0' > c || c > '9') && ('A' > c || c > 'Z') {
			return rewrite(s)
		}
	}
	return s
}

func rewrite(s string) string {
	dst := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			return string(rewriteUnicode(dst, s[i:]))
		case 'a' <= c && c <= 'z':
			dst = append(dst, c-'a'+'A')
		case '0' <= c && c <= '9', 'A' <= c && c <= 'Z':
			dst = append(dst, c)
		}
	}
	return string(dst)
}

func rewriteUnicode(dst []byte, s string) []byte {
	for _, r := range norm.NFKC.String(s) {
		r = unicode.ToUpper(r)
		switch {
		case 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
			dst = append(dst, byte(r))
		case unicode.Is(unicode.Nd, r):
			dst = append(dst, digitOf(r))
		case unicode.IsLetter(r):
			dst = utf8.AppendRune(dst, lookalike(r))
		}
	}
	return dst
}

// digitOf is the ASCII digit of a decimal digit: Unicode keeps each script's
// ten digits in a row that begins at a zero.
func digitOf(r rune) byte {
	for _, t := range unicode.Nd.R16 {
		if lo, hi := rune(t.Lo), rune(t.Hi); lo <= r && r <= hi {
			return '0' + byte((r-lo)%10)
		}
	}
	for _, t := range unicode.Nd.R32 {
		if lo, hi := rune(t.Lo), rune(t.Hi); lo <= r && r <= hi {
			return '0' + byte((r-lo)%10)
		}
	}
	return '0'
}

// lookalike is the Latin letter whose capital looks the same, else r.
func lookalike(r rune) rune {
	switch r {
	case 'А', 'Α':
		return 'A'
	case 'В', 'Β':
		return 'B'
	case 'С':
		return 'C'
	case 'Е', 'Ε':
		return 'E'
	case 'Н', 'Η':
		return 'H'
	case 'І', 'Ι':
		return 'I'
	case 'Ј':
		return 'J'
	case 'К', 'Κ':
		return 'K'
	case 'М', 'Μ':
		return 'M'
	case 'Ν':
		return 'N'
	case 'О', 'Ο':
		return 'O'
	case 'Р', 'Ρ':
		return 'P'
	case 'Ѕ':
		return 'S'
	case 'Т', 'Τ':
		return 'T'
	case 'Х', 'Χ':
		return 'X'
	case 'Ζ':
		return 'Z'
	}
	return r
}

func digitsOnly(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
