package xmlstream

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"strings"
)

// Record is one element read whole. It is the root Node of its tree. The tree
// is valid until the next call of Record; its strings stay valid for good.
type Record struct {
	*Node
	// Raw are the bytes as published, from start tag to end tag, valid until
	// the scanner's next call.
	Raw []byte
	// Offset and Line are where it starts.
	Offset int64
	Line   int

	nodes []Node
	attrs []attr
	arena []byte
	path  []byte
}

// Node is one element of a record. All its methods work on a nil Node, which
// has nothing, so that paths need no checks on the way.
//
// Text behind a child element, which records of lists hardly have, is a child
// of its own with an empty Name.
type Node struct {
	Name string // local name
	// Text is the text directly in the element, before its first child, spaces
	// at the ends removed.
	Text string

	rec              *Record
	from, to         int32 // text in the arena
	attrFrom, attrTo int32
	first, last      int32 // children; 0 is none, as node 0 is the root
	next, parent     int32
	taken            bool
}

type attr struct {
	name, value string
	from, to    int32
	taken       bool
}

// Record reads the element whose Start was just read, to its End. Where the
// element has more than MaxBytes or MaxNodes, it passes over it and returns an
// error that is ErrTooLarge; the scanner can then go on.
func (s *Scanner) Record() (*Record, error) {
	r := &s.rec
	r.Offset, r.Line = s.Offset(), s.Line()
	r.nodes, r.attrs, r.arena = r.nodes[:0], r.attrs[:0], r.arena[:0]
	s.Keep()
	depth := len(s.marks)
	r.openNode(s, -1)
	for cur := int32(0); ; {
		kind, err := s.Next()
		if err != nil {
			if errors.Is(err, ErrTooLarge) {
				if skipErr := s.Skip(); skipErr != nil {
					return nil, skipErr
				}
			}
			return nil, err
		}
		switch kind {
		case Start:
			if len(r.nodes) == s.opts.MaxNodes {
				return nil, s.tooMany(depth)
			}
			cur = r.openNode(s, cur)
		case Text:
			r.addText(cur, s.Text())
		case End:
			if len(s.marks) == depth {
				r.finish()
				r.Raw = s.Raw()
				return r, nil
			}
			cur = r.nodes[cur].parent
		}
	}
}

// tooMany passes over the rest of a record of this depth with too many elements
// and returns the error that says so.
func (s *Scanner) tooMany(depth int) error {
	err := &Error{Offset: s.rec.Offset, Line: s.rec.Line, Err: ErrTooLarge,
		Reason: fmt.Sprintf("the record has more than %d elements", s.opts.MaxNodes), Remedy: fetchAgain}
	s.keep, s.keepDepth = -1, 0
	if skipErr := s.leave(depth); skipErr != nil {
		return skipErr
	}
	return err
}

// openNode adds the element of the scanner's Start as a child of parent.
func (r *Record) openNode(s *Scanner, parent int32) int32 {
	if parent >= 0 {
		r.dropBlank(parent)
	}
	i := r.addNode(parent, s.intern(s.Name()))
	n := &r.nodes[i]
	n.attrFrom = int32(len(r.attrs))
	for _, a := range s.Attrs() {
		from := int32(len(r.arena))
		r.arena = append(r.arena, a.Value...)
		r.attrs = append(r.attrs, attr{name: s.intern(a.Name), from: from, to: int32(len(r.arena))})
	}
	n.attrTo = int32(len(r.attrs))
	n.from = int32(len(r.arena))
	n.to = n.from
	return i
}

func (r *Record) addNode(parent int32, name string) int32 {
	i := int32(len(r.nodes))
	at := int32(len(r.arena))
	r.nodes = append(r.nodes, Node{Name: name, rec: r, parent: parent, from: at, to: at})
	if parent >= 0 {
		p := &r.nodes[parent]
		if p.first == 0 {
			p.first = i
		} else {
			r.nodes[p.last].next = i
		}
		p.last = i
	}
	return i
}

// dropBlank forgets the indentation before a parent's first child.
func (r *Record) dropBlank(parent int32) {
	p := &r.nodes[parent]
	if p.first == 0 && int(p.to) == len(r.arena) && blank(r.arena[p.from:p.to]) {
		r.arena = r.arena[:p.from]
		p.to = p.from
	}
}

func (r *Record) addText(cur int32, text []byte) {
	n := &r.nodes[cur]
	if n.first != 0 {
		last := &r.nodes[n.last]
		if last.Name != "" || int(last.to) != len(r.arena) {
			if blank(text) {
				return
			}
			last = &r.nodes[r.addNode(cur, "")]
		}
		n = last
	}
	r.arena = append(r.arena, text...)
	n.to = int32(len(r.arena))
}

func blank(b []byte) bool { return len(bytes.TrimLeft(b, " \t\r\n")) == 0 }

// finish turns the arena into one string and gives every node its part.
func (r *Record) finish() {
	all := string(r.arena)
	for i := range r.nodes {
		n := &r.nodes[i]
		n.Text = strings.TrimSpace(all[n.from:n.to])
	}
	for i := range r.attrs {
		a := &r.attrs[i]
		a.value = all[a.from:a.to]
	}
	r.Node = &r.nodes[0]
}

// maxNames bounds the interned names, for a file that makes up ever new ones.
const maxNames = 4096

func (s *Scanner) intern(name []byte) string {
	if n, ok := s.names[string(name)]; ok {
		return n
	}
	n := string(name)
	if s.names == nil {
		s.names = make(map[string]string)
	}
	if len(s.names) < maxNames {
		s.names[n] = n
	}
	return n
}

func (n *Node) node(i int32) *Node {
	if i == 0 {
		return nil
	}
	return &n.rec.nodes[i]
}

// Children are the node's children in order.
func (n *Node) Children() iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		if n == nil {
			return
		}
		for c := n.node(n.first); c != nil; c = c.node(c.next) {
			if !yield(c) {
				return
			}
		}
	}
}

// All are the children of this name.
func (n *Node) All(name string) iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		if n == nil {
			return
		}
		for c := n.node(n.first); c != nil; c = c.node(c.next) {
			if c.Name == name && !yield(c) {
				return
			}
		}
	}
}

// Child is the first child of this name, nil if there is none.
func (n *Node) Child(name string) *Node {
	for c := range n.All(name) {
		return c
	}
	return nil
}

// Take returns the text of the first child of this name and marks it as
// taken. A second child of the name stays for Rest.
func (n *Node) Take(name string) string { return n.Child(name).Value() }

// TakeAll returns the texts of all children of this name, empty ones left
// out, and marks them as taken.
func (n *Node) TakeAll(name string) (texts []string) {
	for c := range n.All(name) {
		if v := c.Value(); v != "" {
			texts = append(texts, v)
		}
	}
	return texts
}

// Value returns the node's text and marks it as taken.
func (n *Node) Value() string {
	if n == nil {
		return ""
	}
	n.taken = true
	return n.Text
}

// Attr returns an attribute's value, empty if it is absent, and marks it as
// taken.
func (n *Node) Attr(name string) string {
	if n == nil {
		return ""
	}
	for i := n.attrFrom; i < n.attrTo; i++ {
		if a := &n.rec.attrs[i]; a.name == name {
			a.taken = true
			return a.value
		}
	}
	return ""
}

// Rest calls fn for each text and attribute that is not empty and that nobody
// took, in the order of the record. Its path is the local names below n, such
// as "Names/Name/Name1", an attribute's "Names/Name@lang".
func (n *Node) Rest(fn func(path, value string)) {
	if n != nil {
		n.rec.path = n.rec.path[:0]
		n.rest(fn)
	}
}

func (n *Node) rest(fn func(path, value string)) {
	if !n.taken && n.Text != "" {
		fn(string(n.rec.path), n.Text)
	}
	for i := n.attrFrom; i < n.attrTo; i++ {
		if a := &n.rec.attrs[i]; !a.taken && a.value != "" {
			fn(string(n.rec.path)+"@"+a.name, a.value)
		}
	}
	was := len(n.rec.path)
	for c := range n.Children() {
		if c.Name != "" {
			if was > 0 {
				n.rec.path = append(n.rec.path, '/')
			}
			n.rec.path = append(n.rec.path, c.Name...)
		}
		c.rest(fn)
		n.rec.path = n.rec.path[:was]
	}
}
