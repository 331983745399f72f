package ofac

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/interdict/interdict/lists/ofac/ofacgen"
)

// TestMergeUndoes makes up changes of made-up entities and the delta that says
// them, and holds what merge makes of the entity to the changed one; and refuses
// the same delta upon the changed one.
func TestMergeUndoes(t *testing.T) {
	var b bytes.Buffer
	if err := ofacgen.WriteEnhanced(&b, ofacgen.Options{Seed: 5, Parties: 60}); err != nil {
		t.Fatal(err)
	}
	whole, err := parseTree(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	entities := whole.child("entities").children("entity")
	rapid.Check(t, func(t *rapid.T) {
		base := string(rapid.SampledFrom(entities).Draw(t, "entity").bytes())
		read := func() *tree {
			e, err := parseTree([]byte(base))
			if err != nil {
				t.Fatal(err)
			}
			return e
		}
		want, changed := read(), false
		delta := alter(t, want, &changed)
		if !changed {
			return
		}
		got := read()
		if err := got.merge(copyOf(delta), nil); err != nil {
			t.Fatalf("%v\nof\n%s", err, delta.bytes())
		}
		if !bytes.Equal(sorted(got).bytes(), sorted(want).bytes()) {
			t.Fatalf("the delta\n%s\nmakes\n%s\nwant\n%s", delta.bytes(), got.bytes(), want.bytes())
		}
		if err := want.merge(copyOf(delta), nil); err == nil {
			t.Fatalf("the delta is taken a second time:\n%s", delta.bytes())
		}
	})
}

// alter changes an element here and there and returns the element of a delta that
// says how. Elements without a number are changed, not removed or added.
func alter(t *rapid.T, e *tree, changed *bool) *tree {
	delta := &tree{name: e.name, attrs: slices.Clone(e.attrs)}
	did := func(c *tree, what string) {
		c.attrs = append(c.attrs, xml.Attr{Name: xml.Name{Local: "action"}, Value: what})
		delta.below = append(delta.below, c)
		*changed = true
	}
	for i := 0; i < len(e.below); i++ {
		c := e.below[i]
		numbered := c.attr("id") != ""
		twins := len(e.children(c.name)) > 1
		switch choice := rapid.IntRange(0, 11).Draw(t, c.name); {
		case !numbered && twins:
		case choice == 0 && numbered && !clash(e, c):
			did(copyOf(c), "remove")
			e.below = slices.Delete(e.below, i, i+1)
			i--
		case choice == 1 && numbered:
			made := copyOf(c)
			made.attrs[slices.IndexFunc(made.attrs, func(a xml.Attr) bool { return a.Name.Local == "id" })].Value = fmt.Sprint(5_000_000 + i)
			did(copyOf(made), "add")
			e.below = slices.Insert(e.below, i+1, made)
			i++
		case len(c.below) == 0 && choice < 4 && !clash(e, c):
			u := copyOf(c)
			u.attrs = append(u.attrs, xml.Attr{Name: xml.Name{Local: "oldValue"}, Value: c.text})
			u.text, c.text = c.text+" & so on", c.text+" & so on"
			did(u, "update")
		case len(c.below) > 0 && !clash(e, c):
			inner := false
			if d := alter(t, c, &inner); inner {
				delta.below = append(delta.below, d)
				*changed = true
			}
		}
	}
	return delta
}

// clash says that another element has the same name and number.
func clash(e, c *tree) bool {
	return c.attr("id") != "" && slices.ContainsFunc(e.below, func(o *tree) bool { return o != c && o.name == c.name && o.attr("id") == c.attr("id") })
}

func copyOf(t *tree) *tree {
	c := &tree{name: t.name, attrs: slices.Clone(t.attrs), text: t.text}
	for _, b := range t.below {
		c.below = append(c.below, copyOf(b))
	}
	return c
}

// sorted is the tree with its elements in an order of their own: where what is
// added stands, nobody says.
func sorted(t *tree) *tree {
	c := copyOf(t)
	for i, b := range c.below {
		c.below[i] = sorted(b)
	}
	slices.SortFunc(c.below, func(a, b *tree) int { return bytes.Compare(a.bytes(), b.bytes()) })
	return c
}
