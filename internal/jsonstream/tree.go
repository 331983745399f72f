package jsonstream

import (
	"cmp"
	"encoding/json"
	"iter"
	"strings"
)

// Kind is what a node is.
type Kind uint8

const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
)

// Tree is one record parsed: the root Node of its values. It is the caller's
// to keep for the next record; its strings stay valid for good.
type Tree struct {
	*Node
	nodes []Node
	path  []byte
}

// Node is one value of a record. All its methods work on a nil Node, which has
// nothing, so that paths need no checks on the way.
type Node struct {
	// Name is the member's name; an array's elements have the array's.
	Name string
	Kind Kind
	// Text is a string's text, spaces at the ends removed, or a number or truth
	// value as published.
	Text string

	tree        *Tree
	first, next int32 // 0 is none, as node 0 is the root
	taken       bool
}

func (n *Node) node(i int32) *Node {
	if i == 0 {
		return nil
	}
	return &n.tree.nodes[i]
}

// Children are an object's members or an array's elements, in order.
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

// Child is the first member of this name, nil if there is none.
func (n *Node) Child(name string) *Node {
	if n == nil || n.Kind != Object {
		return nil
	}
	for c := range n.Children() {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Elements are the elements of an array; anything else but null is its own only
// element, since publishers leave the brackets out around one value.
func (n *Node) Elements() iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		switch {
		case n == nil || n.Kind == Null:
		case n.Kind == Array:
			n.Children()(yield)
		default:
			yield(n)
		}
	}
}

// Each are the objects of a member: itself, or the elements of its array.
func (n *Node) Each(name string) iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		for e := range n.Child(name).Elements() {
			if e.Kind == Object && !yield(e) {
				return
			}
		}
	}
}

// Value returns a scalar's text and marks it as taken; empty for anything
// else.
func (n *Node) Value() string {
	if n == nil || n.Kind >= Array {
		return ""
	}
	n.taken = true
	return n.Text
}

// Take returns the text of a member and marks it as taken; empty where it is
// no scalar.
func (n *Node) Take(name string) string { return n.Child(name).Value() }

// Values returns the scalars of an array, or the scalar itself, empty ones left
// out, and marks them as taken. Objects and arrays within stay for Rest.
func (n *Node) Values() (all []string) {
	for e := range n.Elements() {
		if v := e.Value(); v != "" {
			all = append(all, v)
		}
	}
	return all
}

// TakeAll returns the Values of a member.
func (n *Node) TakeAll(name string) []string { return n.Child(name).Values() }

// Drop marks a node and all below it as taken.
func (n *Node) Drop() {
	if n == nil {
		return
	}
	n.taken = true
	for c := range n.Children() {
		c.Drop()
	}
}

// Rest calls fn for each scalar that is not empty and that nobody took, in the
// order of the record. Its path is the names below n, such as "ids/number";
// arrays add nothing to it.
func (n *Node) Rest(fn func(path, value string)) {
	if n != nil {
		n.tree.path = n.tree.path[:0]
		n.rest(fn)
	}
}

func (n *Node) rest(fn func(path, value string)) {
	if n.taken {
		return
	}
	if n.Kind < Array {
		if n.Text != "" {
			fn(string(n.tree.path), n.Text)
		}
		return
	}
	was := len(n.tree.path)
	for c := range n.Children() {
		if n.Kind == Object {
			if was > 0 {
				n.tree.path = append(n.tree.path, '/')
			}
			n.tree.path = append(n.tree.path, cmp.Or(strings.TrimSpace(c.Name), `""`)...)
		}
		c.rest(fn)
		n.tree.path = n.tree.path[:was]
	}
}

// JSON is the node as JSON, without white space.
func (n *Node) JSON() string {
	var b strings.Builder
	n.json(&b)
	return b.String()
}

func (n *Node) json(b *strings.Builder) {
	switch n.Kind {
	case Null:
		b.WriteString("null")
	case String:
		quote(b, n.Text)
	case Array, Object:
		brackets := "[]"
		if n.Kind == Object {
			brackets = "{}"
		}
		b.WriteByte(brackets[0])
		comma := ""
		for c := range n.Children() {
			b.WriteString(comma)
			comma = ","
			if n.Kind == Object {
				quote(b, c.Name)
				b.WriteByte(':')
			}
			c.json(b)
		}
		b.WriteByte(brackets[1])
	default:
		b.WriteString(n.Text)
	}
}

func quote(b *strings.Builder, s string) {
	text, _ := json.Marshal(s) // of a string it cannot fail
	b.Write(text)
}
