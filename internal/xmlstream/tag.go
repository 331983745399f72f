package xmlstream

import (
	"bytes"
	"fmt"
	"unicode"
	"unicode/utf8"
)

// nameByte marks what names are made of: ASCII letters, digits and _ : . -
// and every byte of a character above ASCII, which validName looks at.
var nameByte = func() (t [256]bool) {
	for c := range t {
		t[c] = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
			c == '_' || c == ':' || c == '.' || c == '-' || c >= utf8.RuneSelf
	}
	return
}()

// validName says whether name, of such bytes, may name an element.
func validName(name []byte) bool {
	for i := 0; i < len(name); {
		c := name[i]
		if c < utf8.RuneSelf {
			if !nameByte[c] || i == 0 && (c == '-' || c == '.' || c >= '0' && c <= '9') {
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(name[i:])
		if r == utf8.RuneError || !unicode.IsLetter(r) && (i == 0 || !unicode.In(r, unicode.M, unicode.Nd)) {
			return false
		}
		i += n
	}
	return len(name) > 0
}

// local cuts a namespace prefix off a name.
func local(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i > 0 && i+1 < len(name) {
		return name[i+1:]
	}
	return name
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// endTag reads "</name>".
func (s *Scanner) endTag() (Kind, error) {
	if len(s.marks) == 0 {
		return 0, s.syntax(s.tok, "an end tag closes nothing")
	}
	want := s.open[s.marks[len(s.marks)-1]:]
	for s.end-s.tok < len(want)+3 && s.more() {
	}
	b := s.buf[s.tok:s.end]
	if n := len(want) + 2; len(b) > n && b[n] == '>' && string(b[2:n]) == string(want) {
		s.pos = s.tok + n + 1
		return s.closeTop(), nil
	}
	n, err := s.until(2, ">", false)
	if err != nil {
		return 0, err
	}
	got := bytes.TrimRight(s.buf[s.tok+2:s.tok+n-1], " \t\r\n")
	if !bytes.Equal(got, want) {
		return 0, s.syntax(s.tok, "<%s> is closed by </%s>", want, got[:min(len(got), 80)])
	}
	s.pos = s.tok + n
	return s.closeTop(), nil
}

// startTag reads "<name attributes>".
func (s *Scanner) startTag() (Kind, error) {
	for {
		whole, err := s.tryStartTag()
		if err != nil {
			return 0, err
		}
		if whole {
			return Start, nil
		}
		if !s.more() {
			return 0, s.short()
		}
	}
}

// tryStartTag reads the start tag at tok if the window holds the whole of it.
func (s *Scanner) tryStartTag() (whole bool, err error) {
	b := s.buf[s.tok:s.end]
	i := 1
	for i < len(b) && nameByte[b[i]] {
		i++
	}
	if i == len(b) {
		return false, nil
	}
	name := b[1:i]
	if !validName(name) || bytes.Count(name, []byte{':'}) > 1 {
		return false, s.syntax(s.tok, "there is a < that begins no tag")
	}
	if b[i] == '>' {
		return true, s.opened(name, i+1, false)
	}
	s.attrs, s.scratch = s.attrs[:0], s.scratch[:0]
	for {
		for i < len(b) && isSpace(b[i]) {
			i++
		}
		switch {
		case i+1 >= len(b) && (i == len(b) || b[i] == '/'):
			return false, nil
		case b[i] == '>':
			return true, s.opened(name, i+1, false)
		case b[i] == '/':
			if b[i+1] != '>' {
				return false, s.syntax(s.tok+i, "a / within a tag is not followed by >")
			}
			return true, s.opened(name, i+2, true)
		}
		if i, err = s.attribute(b, i); err != nil || i == len(b) {
			return false, err
		}
	}
}

// attribute reads name="value" at b[i] and returns the index behind it, or
// len(b) where b does not hold the whole and something behind it.
func (s *Scanner) attribute(b []byte, i int) (int, error) {
	from := i
	for i < len(b) && nameByte[b[i]] {
		i++
	}
	name := b[from:i]
	for i < len(b) && isSpace(b[i]) {
		i++
	}
	if i == len(b) {
		return i, nil
	}
	if b[i] < ' ' && !isSpace(b[i]) {
		return 0, s.badChar(s.tok+i, b[i:])
	}
	if b[i] != '=' || !validName(name) || bytes.Count(name, []byte{':'}) > 1 {
		return 0, s.syntax(s.tok+from, "an attribute is not written name=\"value\"")
	}
	for i++; i < len(b) && isSpace(b[i]); i++ {
	}
	if i == len(b) {
		return i, nil
	}
	quote := b[i]
	if quote != '"' && quote != '\'' {
		return 0, s.syntax(s.tok+i, "the attribute %s has no quoted value", name)
	}
	n := bytes.IndexByte(b[i+1:], quote)
	if n < 0 || i+n+2 == len(b) {
		return len(b), nil
	}
	return i + n + 2, s.addAttr(name, i+1, b[i+1:i+1+n])
}

// addAttr adds an attribute whose raw value starts at tok+at.
func (s *Scanner) addAttr(name []byte, at int, raw []byte) error {
	if s.skipping {
		return nil
	}
	if len(s.attrs) == s.opts.MaxAttrs {
		return s.errorAt(s.tok, ErrTooLarge, fmt.Sprintf("an element has more than %d attributes", s.opts.MaxAttrs), fetchAgain)
	}
	if i := bytes.IndexByte(raw, '<'); i >= 0 {
		return s.syntax(s.tok+at+i, "the attribute %s holds a <", name)
	}
	value, err := s.decode(s.tok+at, raw)
	if err != nil {
		return err
	}
	for i := range s.attrs {
		if bytes.Equal(s.attrs[i].full, name) {
			return s.syntax(s.tok+at, "the attribute %s stands twice in one element", name)
		}
	}
	s.attrs = append(s.attrs, Attr{Name: local(name), Value: value, full: name})
	return nil
}

// opened puts the element on the stack; n is the tag's length.
func (s *Scanner) opened(name []byte, n int, selfClosing bool) error {
	switch {
	case s.ended:
		return s.syntax(s.tok, "a second document begins behind the first: two files were joined")
	case len(s.marks) == s.opts.MaxDepth:
		return s.errorAt(s.tok, ErrForbidden, fmt.Sprintf("elements are nested more than %d deep", s.opts.MaxDepth), fetchAgain)
	}
	s.begun = true
	s.marks = append(s.marks, len(s.open))
	s.open = append(s.open, name...)
	s.name = local(name)
	s.pos = s.tok + n
	s.selfClosing = selfClosing
	return nil
}
