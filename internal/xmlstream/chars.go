package xmlstream

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// Eight bytes are looked at together: a bit of the result is set where a byte
// needs a closer look, being above ASCII, below space, or an ampersand. Text
// is mostly plain, and this is the scanner's hottest loop.
const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

func special(w uint64) uint64 {
	amp := w ^ ones*'&'
	return (w | (w - ones*' ') | (amp - ones)) & highs
}

// plain returns the index of the first "&" or "\r", or len(b), and bad, the
// index of the first character that XML forbids or that is not UTF-8, or -1.
func plain(b []byte) (i, bad int) {
	for i < len(b) {
		if i+8 <= len(b) && special(binary.LittleEndian.Uint64(b[i:])) == 0 {
			i += 8
			continue
		}
		switch c := b[i]; {
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRune(b[i:])
			if r == utf8.RuneError && n == 1 || r == 0xfffe || r == 0xffff {
				return i, i
			}
			i += n
		case c == '&' || c == '\r':
			return i, -1
		case c < ' ' && c != '\t' && c != '\n':
			return i, i
		default:
			i++
		}
	}
	return i, -1
}

// decode returns b, which stands at buf[at], with entities decoded and line
// ends as "\n"; b itself where it has neither.
func (s *Scanner) decode(at int, b []byte) ([]byte, error) { return s.chew(at, b, true) }

// literal is decode without entities, for CDATA.
func (s *Scanner) literal(at int, b []byte) ([]byte, error) { return s.chew(at, b, false) }

func (s *Scanner) chew(at int, b []byte, entities bool) ([]byte, error) {
	i, bad := plain(b)
	if bad < 0 && i == len(b) {
		return b, nil
	}
	from := len(s.scratch)
	for {
		if bad >= 0 {
			return nil, s.badChar(at+bad, b[bad:])
		}
		s.scratch = append(s.scratch, b[:i]...)
		if i == len(b) {
			return s.scratch[from:], nil
		}
		n := 1
		switch {
		case b[i] == '\r':
			s.scratch = append(s.scratch, '\n')
			if i+1 < len(b) && b[i+1] == '\n' {
				n = 2
			}
		case !entities:
			s.scratch = append(s.scratch, '&')
		default:
			r, m := entity(b[i:])
			if m == 0 {
				return nil, s.syntax(at+i, "%q is no entity of XML (it has &amp; &lt; &gt; &quot; &apos; and numbers of characters)", clip(b[i:]))
			}
			s.scratch = utf8.AppendRune(s.scratch, r)
			n = m
		}
		b, at = b[i+n:], at+i+n
		i, bad = plain(b)
	}
}

// entity decodes the entity at b's start; n is its length, 0 if it is none.
func entity(b []byte) (r rune, n int) {
	end := -1
	for i := 1; i < len(b) && i < 12; i++ {
		if b[i] == ';' {
			end = i
			break
		}
	}
	if end < 2 {
		return 0, 0
	}
	switch name := string(b[1:end]); name {
	case "amp":
		r = '&'
	case "lt":
		r = '<'
	case "gt":
		r = '>'
	case "quot":
		r = '"'
	case "apos":
		r = '\''
	default:
		if name[0] != '#' {
			return 0, 0
		}
		digits, radix := name[1:], 10
		if len(digits) > 0 && digits[0] == 'x' {
			digits, radix = digits[1:], 16
		}
		v, err := strconv.ParseUint(digits, radix, 32)
		if err != nil || !allowed(rune(v)) {
			return 0, 0
		}
		r = rune(v)
	}
	return r, end + 1
}

// allowed says whether XML 1.0 allows the character.
func allowed(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= ' ' && utf8.ValidRune(r) && r != 0xfffe && r != 0xffff
}

func clip(b []byte) []byte { return b[:min(len(b), 12)] }

func (s *Scanner) badChar(at int, b []byte) error {
	switch r, n := utf8.DecodeRune(b); {
	case b[0] == 0:
		return s.errorAt(at, ErrEncoding, "there is a NUL byte: the file is damaged or not a text", fetchAgain)
	case r == utf8.RuneError && n <= 1:
		return s.errorAt(at, ErrEncoding, fmt.Sprintf("byte %#x is not UTF-8", b[0]), "fetch the file again, or convert it to UTF-8 if it was saved in another encoding")
	default:
		return s.errorAt(at, ErrEncoding, fmt.Sprintf("the character %U is not allowed in XML", r), fetchAgain)
	}
}
