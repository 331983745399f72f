package name

// Key appends to dst a key that tokens share which are spellings of one
// another under the usual transliterations. It is empty for an empty token.
func Key(dst []byte, text []byte) []byte {
	var last byte
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch c {
		case 'o':
			c = 'u'
		case 'y', 'j':
			c = 'i'
		case 'w':
			c = 'v'
		case 'q':
			c = 'k'
		}
		if c != last {
			dst = append(dst, c)
		}
		last = c
	}
	return dst
}
