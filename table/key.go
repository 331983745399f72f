package table

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// key is the form in which headers and fixed words are compared: lower case,
// letters and digits only, accents removed.
func key(s string) string { return string(appendKey(nil, s)) }

// appendKey appends the key of s; with room in dst, plain text costs no memory.
func appendKey(dst []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= utf8.RuneSelf:
			return appendLetters(dst, s[i:])
		case 'A' <= c && c <= 'Z':
			dst = append(dst, c|0x20)
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			dst = append(dst, c)
		}
	}
	return dst
}

func appendLetters(dst []byte, s string) []byte {
	var buf [256]byte
	for b := norm.NFKD.AppendString(buf[:0], s); len(b) > 0; {
		r, n := utf8.DecodeRune(b)
		b = b[n:]
		switch r = unicode.ToLower(r); {
		case r == 'ß':
			dst = append(dst, "ss"...)
		case r == 'ł':
			dst = append(dst, 'l')
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}

// lookup finds a cell's word in a table of fixed words, without making its key
// on the heap. Long cells are no such words.
func lookup[V any](table map[string]V, cell string) (V, bool) {
	var none V
	if len(cell) > 80 {
		return none, false
	}
	var buf [256]byte
	v, ok := table[string(appendKey(buf[:0], cell))]
	return v, ok
}

// filled returns the cell without the spaces around it, empty where it holds
// one of the words that say nothing.
func filled(cell string) string {
	cell = strings.TrimSpace(cell)
	switch cell {
	case "", "-", "--", "?", ".", "0":
		return ""
	}
	if len(cell) > 24 || cell[0] >= '1' && cell[0] <= '9' {
		return cell
	}
	if empty, _ := lookup(words().empty, cell); empty {
		return ""
	}
	return cell
}
