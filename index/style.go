package index

import "github.com/interdict/interdict/score"

// A style is how a name's words are written.
type style struct {
	first, others, last letterCase
	comma               bool // behind the first
}

type letterCase uint8

const (
	lower letterCase = iota
	title
	upper
)

// styles are part of the format: a change raises its version. Style n is number
// n+1 in a record, where 0 is a text.
var styles = [...]style{
	{lower, lower, lower, false},
	{title, title, title, false},
	{upper, upper, upper, false},
	{upper, title, title, true},
	{title, title, upper, false},
	{upper, title, title, false},
	{title, title, title, true},
	{upper, upper, upper, true},
	{title, upper, upper, false},
	{upper, lower, lower, true},
}

// write appends a name's words in the style.
func (s *style) write(dst []byte, words int, word func(int) string) []byte {
	for i := range words {
		c := s.others
		switch i {
		case 0:
			c = s.first
		case words - 1:
			c = s.last
		}
		if i == 1 && s.comma {
			dst = append(dst, ',')
		}
		if i > 0 {
			dst = append(dst, ' ')
		}
		at := len(dst)
		dst = append(dst, word(i)...)
		switch {
		case c == title && at < len(dst):
			dst[at] = upperOf(dst[at])
		case c == upper:
			for k := at; k < len(dst); k++ {
				dst[k] = upperOf(dst[k])
			}
		}
	}
	return dst
}

func upperOf(b byte) byte {
	if b >= 'a' && b <= 'z' {
		return b - 'a' + 'A'
	}
	return b
}

// styleOf is the number of the style in which words make a text; 0 for none.
func styleOf(text string, tokens []score.Token, buf []byte) (int, []byte) {
	for n := range styles {
		buf = styles[n].write(buf[:0], len(tokens), func(i int) string { return tokens[i].Text })
		if viewOf(buf) == text {
			return n + 1, buf
		}
	}
	return 0, buf
}
