package jsonstream

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	// maxDepth is how deep values may stand in each other; no list's go deeper
	// than ten.
	maxDepth = 100
	// maxNodes bounds a record's tree: a record of 4 MiB may hold two million
	// values of a byte each.
	maxNodes = 1 << 20
)

// Parse reads the record's text into t. An error is of kind ErrSyntax, or
// ErrTruncated where the file ends with this record; it says nothing of the
// record's content.
func (r Record) Parse(t *Tree) error {
	p := parser{tree: t, text: string(r.Raw)}
	t.nodes = t.nodes[:0]
	t.Node = nil
	p.space()
	p.value(-1, "", 0)
	if p.space(); p.fault == "" && p.at < len(p.text) {
		p.fail("something stands behind the value")
	}
	if p.fault != "" {
		e := &Error{Line: r.Line + strings.Count(p.text[:p.at], "\n"), Reason: p.fault, Remedy: fetchAgain, Err: ErrSyntax}
		if r.Last && p.at == len(p.text) {
			e.Reason, e.Remedy, e.Err = "the file ends within a record: it is cut off", "fetch it again", ErrTruncated
		}
		return e
	}
	for i := range t.nodes {
		t.nodes[i].tree = t
	}
	t.Node = &t.nodes[0]
	return nil
}

type parser struct {
	tree  *Tree
	text  string
	at    int
	fault string
}

func (p *parser) fail(format string, args ...any) {
	if p.fault == "" {
		p.fault = fmt.Sprintf(format, args...)
	}
}

func (p *parser) space() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

// peek is the next byte, 0 at the end.
func (p *parser) peek() byte {
	if p.at < len(p.text) {
		return p.text[p.at]
	}
	return 0
}

// value reads a value and adds it behind the node last, or as the first child
// of parent; it returns its index.
func (p *parser) value(last int32, name string, depth int) int32 {
	i := int32(len(p.tree.nodes))
	if i >= maxNodes {
		p.fail("the record holds more than %d values", maxNodes)
		return 0
	}
	if depth > maxDepth {
		p.fail("values stand more than %d deep in each other", maxDepth)
		return 0
	}
	p.tree.nodes = append(p.tree.nodes, Node{Name: name})
	if last >= 0 {
		p.tree.nodes[last].next = i
	}
	switch c := p.peek(); {
	case c == '{':
		p.tree.nodes[i].Kind = Object
		p.children(i, '}', name, depth)
	case c == '[':
		p.tree.nodes[i].Kind = Array
		p.children(i, ']', name, depth)
	case c == '"':
		p.tree.nodes[i].Kind = String
		p.tree.nodes[i].Text = strings.TrimSpace(p.quoted())
	case c == '-' || c >= '0' && c <= '9':
		p.tree.nodes[i].Kind = Number
		p.tree.nodes[i].Text = p.number()
	case c == 0 && p.at == len(p.text):
		p.fail("the record ends where a value should stand")
	default:
		kind, word := p.word()
		p.tree.nodes[i].Kind = kind
		if kind == Bool {
			p.tree.nodes[i].Text = word
		}
	}
	return i
}

// children reads the members of an object or the elements of an array.
func (p *parser) children(parent int32, closing byte, name string, depth int) {
	last := int32(-1)
	for p.at++; p.fault == ""; {
		p.space()
		switch c := p.peek(); {
		case c == closing:
			p.at++
			return
		case last < 0:
		case c == ',':
			p.at++
			p.space()
		default:
			p.fail("a comma or closing bracket is missing")
			return
		}
		if closing == '}' {
			if p.peek() != '"' {
				p.fail("a member's name is missing")
				return
			}
			name = p.quoted()
			if p.space(); p.peek() != ':' {
				p.fail("a colon is missing")
				return
			}
			p.at++
			p.space()
		}
		i := p.value(last, name, depth+1)
		if last < 0 {
			p.tree.nodes[parent].first = i
		}
		last = i
	}
}

// word reads true, false or null.
func (p *parser) word() (Kind, string) {
	for _, w := range []string{"true", "false", "null"} {
		if strings.HasPrefix(p.text[p.at:], w) {
			p.at += len(w)
			if w == "null" {
				return Null, w
			}
			return Bool, w
		}
	}
	p.fail("there is neither a value nor a bracket")
	return Null, ""
}

// number reads a number: -12.5e+3. A zero stands before no other digit.
func (p *parser) number() string {
	from := p.at
	p.sign("-")
	if p.peek() == '0' {
		p.at++
	} else {
		p.digits()
	}
	if p.peek() == '.' {
		p.at++
		p.digits()
	}
	if c := p.peek(); c == 'e' || c == 'E' {
		p.at++
		p.sign("+-")
		p.digits()
	}
	return p.text[from:p.at]
}

func (p *parser) sign(signs string) {
	if c := p.peek(); c != 0 && strings.IndexByte(signs, c) >= 0 {
		p.at++
	}
}

func (p *parser) digits() {
	from := p.at
	for c := p.peek(); c >= '0' && c <= '9'; c = p.peek() {
		p.at++
	}
	if p.at == from {
		p.fail("there is a number without digits")
	}
}

// quoted reads a string; one without escapes shares the record's memory.
func (p *parser) quoted() string {
	p.at++
	from := p.at
	for p.at < len(p.text) {
		switch c := p.text[p.at]; {
		case c == '"':
			p.at++
			return p.text[from : p.at-1]
		case c == '\\':
			return p.escaped(from)
		case c < ' ':
			p.fail("a string holds a control character or a line end")
			return ""
		}
		p.at++
	}
	p.fail("a string does not end")
	return ""
}

// escaped reads a string on from its first backslash.
func (p *parser) escaped(from int) string {
	var b strings.Builder
	b.WriteString(p.text[from:p.at])
	for p.at < len(p.text) {
		c := p.text[p.at]
		p.at++
		switch {
		case c == '"':
			return b.String()
		case c < ' ':
			p.fail("a string holds a control character or a line end")
			return ""
		case c != '\\':
			b.WriteByte(c)
			continue
		}
		if !p.escape(&b) {
			return ""
		}
	}
	p.fail("a string does not end")
	return ""
}

// escape reads what follows a backslash.
func (p *parser) escape(b *strings.Builder) bool {
	c := p.peek()
	p.at++
	switch c {
	case '"', '\\', '/':
		b.WriteByte(c)
	case 'b', 'f', 'n', 'r', 't':
		b.WriteByte("\b\f\n\r\t"[strings.IndexByte("bfnrt", c)])
	case 'u':
		r, ok := p.hex()
		if !ok {
			return false
		}
		if utf16.IsSurrogate(r) && strings.HasPrefix(p.text[p.at:], `\u`) {
			at := p.at
			p.at += 2
			low, ok := p.hex()
			if !ok {
				return false
			}
			if both := utf16.DecodeRune(r, low); both != utf8.RuneError {
				b.WriteRune(both)
				return true
			}
			p.at = at
		}
		b.WriteRune(r) // half of a pair becomes U+FFFD
	default:
		p.at = min(p.at, len(p.text))
		p.fail("a string holds an escape that JSON does not have")
		return false
	}
	return true
}

// hex reads the four digits of a \u escape.
func (p *parser) hex() (rune, bool) {
	digits := p.text[p.at:min(p.at+4, len(p.text))]
	n, err := strconv.ParseUint(digits, 16, 16)
	if err != nil || len(digits) < 4 {
		p.at = min(p.at+4, len(p.text))
		p.fail("a string holds an escape that JSON does not have")
		return 0, false
	}
	p.at += 4
	return rune(n), true
}
