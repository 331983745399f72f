package ofac

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// tree is an element of an entity that a delta changes. Text and elements do not
// mix in OFAC's form.
type tree struct {
	name  string
	attrs []xml.Attr
	text  string
	below []*tree
}

// action is what a delta does with an element.
type action int

const (
	noAction action = iota
	toAdd
	toRemove
	toUpdate
)

// actionOf is what the delta says that becomes of an element, false for a word
// that is not known. OFAC's schema has add, remove and update; on an entity
// whose parts change the attribute is left out or says "modify".
func actionOf(t *tree) (action, bool) {
	switch strings.ToLower(strings.TrimSpace(t.attr("action"))) {
	case "":
		return noAction, true
	case "add":
		return toAdd, true
	case "remove", "delete":
		return toRemove, true
	case "update", "modify", "change":
		return toUpdate, true
	}
	return noAction, false
}

// parseTree reads an element.
func parseTree(raw []byte) (*tree, error) {
	dec := xml.NewDecoder(bytes.NewReader(raw))
	var open []*tree
	for {
		token, err := dec.RawToken()
		if err == io.EOF {
			return nil, errors.New("the element has no end")
		}
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			t := &tree{name: token.Name.Local}
			for _, a := range token.Attr {
				if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
					t.attrs = append(t.attrs, xml.Attr{Name: xml.Name{Local: a.Name.Local}, Value: a.Value})
				}
			}
			if len(open) > 0 {
				parent := open[len(open)-1]
				parent.below = append(parent.below, t)
			}
			open = append(open, t)
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].text += string(token)
			}
		case xml.EndElement:
			if len(open) == 0 {
				return nil, errors.New("an element ends that has not begun")
			}
			t := open[len(open)-1]
			t.text = strings.TrimSpace(t.text)
			if open = open[:len(open)-1]; len(open) == 0 {
				return t, nil
			}
		}
	}
}

func (t *tree) attr(name string) string {
	if t != nil {
		for _, a := range t.attrs {
			if a.Name.Local == name {
				return a.Value
			}
		}
	}
	return ""
}

func (t *tree) has(attr string) bool {
	return slices.ContainsFunc(t.attrs, func(a xml.Attr) bool { return a.Name.Local == attr })
}

func (t *tree) child(name string) *tree {
	if all := t.children(name); len(all) > 0 {
		return all[0]
	}
	return nil
}

func (t *tree) children(name string) (found []*tree) {
	if t != nil {
		for _, c := range t.below {
			if c.name == name {
				found = append(found, c)
			}
		}
	}
	return found
}

// acts says whether something below t is to be done.
func (t *tree) acts() bool {
	return slices.ContainsFunc(t.below, func(c *tree) bool { return c.has("action") || c.acts() })
}

// clean takes off what belongs to the delta and not to the entity.
func (t *tree) clean() *tree {
	t.attrs = slices.DeleteFunc(t.attrs, func(a xml.Attr) bool { return a.Name.Local == "action" || a.Name.Local == "oldValue" })
	t.below = slices.DeleteFunc(t.below, func(c *tree) bool { a, _ := actionOf(c); return a == toRemove })
	for _, c := range t.below {
		c.clean()
	}
	return t
}

func (t *tree) bytes() []byte {
	var b bytes.Buffer
	t.write(&b, 0)
	return b.Bytes()
}

// write writes the element as OFAC does, two blanks a level.
func (t *tree) write(b *bytes.Buffer, depth int) {
	indent := strings.Repeat("  ", depth)
	b.WriteString(indent + "<" + t.name)
	for _, a := range t.attrs {
		b.WriteString(" " + a.Name.Local + `="`)
		escape(b, a.Value)
		b.WriteByte('"')
	}
	switch {
	case t.text == "" && len(t.below) == 0:
		b.WriteString(" />")
	case len(t.below) == 0:
		b.WriteByte('>')
		escape(b, t.text)
		b.WriteString("</" + t.name + ">")
	default:
		b.WriteString(">\n")
		if t.text != "" {
			b.WriteString(indent + "  ")
			escape(b, t.text)
			b.WriteByte('\n')
		}
		for _, c := range t.below {
			c.write(b, depth+1)
			b.WriteByte('\n')
		}
		b.WriteString(indent + "</" + t.name + ">")
	}
}

func escape(b *bytes.Buffer, text string) {
	_ = xml.EscapeText(b, []byte(text)) // a Buffer takes all
}

// merge makes the changes below change in t. The error says where they do not
// fit.
func (t *tree) merge(change *tree, path []string) error {
	for _, c := range change.below {
		here := append(path[:len(path):len(path)], c.name)
		act, known := actionOf(c)
		if !known {
			return fmt.Errorf("%s, to which is to be done %.40q, which is not known", where(here, c), c.attr("action"))
		}
		at, err := t.find(c, act)
		if err != nil {
			return fmt.Errorf("%s: %w", where(here, c), err)
		}
		if err := t.mergeOne(c, act, at, here); err != nil {
			return err
		}
	}
	return nil
}

// mergeOne makes one change; at is its place in t, -1 where there is none.
func (t *tree) mergeOne(c *tree, act action, at int, here []string) error {
	switch {
	case act == toAdd && at >= 0:
		return fmt.Errorf("%s, which it adds, is there already", where(here, c))
	case act == toAdd:
		t.insert(c.clean())
		return nil
	case at < 0 && act == noAction && c.acts(): // a container that only this change fills
		made := &tree{name: c.name, attrs: c.attrs}
		t.insert(made)
		return made.merge(c, here)
	case at < 0:
		return fmt.Errorf("%s, which it changes or removes, is not there", where(here, c))
	case act == toRemove:
		t.below = slices.Delete(t.below, at, at+1)
		return nil
	}
	old := t.below[at]
	if was := strings.Join(strings.Fields(c.attr("oldValue")), " "); c.has("oldValue") && was != strings.Join(strings.Fields(old.text), " ") {
		return fmt.Errorf("%s was %.80q by the delta, and is %.80q", where(here, c), was, old.text)
	}
	switch {
	case c.acts():
		return old.merge(c, here)
	case act == toUpdate:
		t.below[at] = c.clean()
	case len(c.below) > 0:
		return old.merge(c, here)
	case c.text != old.text:
		return fmt.Errorf("%s is %.80q by the delta, and is %.80q", where(here, c), c.text, old.text)
	}
	return nil
}

// find looks for the child of t that a changed one is: that of its number; of
// those without numbers the only one, or that of its text.
func (t *tree) find(c *tree, act action) (int, error) {
	if id := c.attr("id"); id != "" {
		return slices.IndexFunc(t.below, func(o *tree) bool { return o.name == c.name && o.attr("id") == id }), nil
	}
	same := t.children(c.name)
	switch len(same) {
	case 0:
		return -1, nil
	case 1:
		return slices.Index(t.below, same[0]), nil
	}
	text := c.text
	if act == toUpdate && c.has("oldValue") {
		text = c.attr("oldValue")
	}
	same = slices.DeleteFunc(same, func(o *tree) bool { return o.text != text })
	switch {
	case len(same) == 1:
		return slices.Index(t.below, same[0]), nil
	case act == toAdd && len(same) == 0:
		return -1, nil
	}
	return -1, errors.New("there are several, and the delta does not say which")
}

// insert puts an element behind the last of its name, else at the end.
func (t *tree) insert(c *tree) {
	for i := len(t.below) - 1; i >= 0; i-- {
		if t.below[i].name == c.name {
			t.below = slices.Insert(t.below, i+1, c)
			return
		}
	}
	t.below = append(t.below, c)
}

// where names a place in an entity: "names/name 17178/isPrimary".
func where(path []string, c *tree) string {
	s := strings.Join(path, "/")
	if id := c.attr("id"); id != "" {
		s += " " + id
	}
	return s
}
