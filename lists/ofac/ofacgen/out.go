package ofacgen

import (
	"bufio"
	"io"
	"strconv"
	"strings"
)

// out writes indented XML. bufio.Writer keeps the first error until flush.
type out struct {
	w    *bufio.Writer
	open []string
}

func newOut(w io.Writer) *out {
	o := &out{w: bufio.NewWriterSize(w, 256<<10)}
	o.w.WriteString(`<?xml version="1.0" standalone="yes"?>` + "\n")
	return o
}

func (o *out) flush() error { return o.w.Flush() }

func (o *out) start(tag string, attrs []string) {
	for range o.open {
		o.w.WriteString("  ")
	}
	o.w.WriteByte('<')
	o.w.WriteString(tag)
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] == "" {
			continue
		}
		o.w.WriteByte(' ')
		o.w.WriteString(attrs[i])
		o.w.WriteString(`="`)
		o.text(attrs[i+1])
		o.w.WriteByte('"')
	}
}

// begin opens an element; attrs are names and values in turn, those without a
// value are left out.
func (o *out) begin(tag string, attrs ...string) {
	o.start(tag, attrs)
	o.w.WriteString(">\n")
	o.open = append(o.open, tag)
}

// end closes the innermost open element.
func (o *out) end() {
	tag := o.open[len(o.open)-1]
	o.open = o.open[:len(o.open)-1]
	for range o.open {
		o.w.WriteString("  ")
	}
	o.w.WriteString("</" + tag + ">\n")
}

// empty writes an element that has no content.
func (o *out) empty(tag string, attrs ...string) {
	o.start(tag, attrs)
	o.w.WriteString(" />\n")
}

// leaf writes an element that holds text alone.
func (o *out) leaf(tag, text string, attrs ...string) {
	o.start(tag, attrs)
	o.w.WriteByte('>')
	o.text(text)
	o.w.WriteString("</" + tag + ">\n")
}

// some writes a leaf if there is text for it.
func (o *out) some(tag, text string) {
	if text != "" {
		o.leaf(tag, text)
	}
}

var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

func (o *out) text(s string) {
	if !strings.ContainsAny(s, `&<>"`) {
		o.w.WriteString(s)
		return
	}
	o.w.WriteString(escapes.Replace(s))
}

func itoa(i int) string { return strconv.Itoa(i) }
