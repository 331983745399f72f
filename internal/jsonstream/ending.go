package jsonstream

import "bytes"

// ending follows a value through its bytes to find where it ends. Brackets of
// both kinds count alike: whether they match is for Parse to say.
type ending struct {
	depth   int
	quoted  bool // within a string
	escaped bool // behind a backslash
	bare    bool // a number, true, false or null, which ends before what follows
}

func (e *ending) scalar() bool { return e.bare }

// find looks for the value's end in the bytes that follow those of the call
// before. It returns how many of them belong to the value.
func (e *ending) find(b []byte) (n int, whole bool) {
	for i := 0; i < len(b); i++ {
		if e.quoted {
			if e.escaped {
				e.escaped = false
				continue
			}
			j := bytes.IndexAny(b[i:], `"\`)
			if j < 0 {
				return len(b), false
			}
			i += j
			if b[i] == '\\' {
				e.escaped = true
				continue
			}
			e.quoted = false
			if e.depth == 0 {
				return i + 1, true
			}
			continue
		}
		switch c := b[i]; c {
		case '"':
			if e.bare {
				return i, true
			}
			e.quoted = true
		case '{', '[':
			if e.bare {
				return i, true
			}
			e.depth++
		case '}', ']':
			if e.depth == 0 {
				return i, true
			}
			if e.depth--; e.depth == 0 {
				return i + 1, true
			}
		case ',', ':', ' ', '\t', '\r', '\n':
			if e.depth == 0 {
				return i, true
			}
		default:
			if e.depth == 0 {
				e.bare = true
			}
		}
	}
	return len(b), false
}
