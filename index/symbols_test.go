package index

import (
	"strings"
	"testing"
)

// Every text is read back as it was written, symbols in a byte or two.
func TestTextsOfRecords(t *testing.T) {
	if len(symbolOf) != len(symbols) {
		t.Errorf("of %d symbols %d are different", len(symbols), len(symbolOf))
	}
	for n, s := range symbols {
		if s == "" || s != strings.TrimSpace(s) {
			t.Errorf("symbol %d is %q", n, s)
		}
		if b := appendText(nil, s); len(b) > 2 || n < 64 && len(b) > 1 {
			t.Errorf("%s takes %d bytes", s, len(b))
		}
	}
	texts := append([]string{"", "x", "Anatoliy KOVALEV", strings.Repeat("long ", 1000)}, symbols...)
	var b []byte
	for _, s := range texts {
		b = appendText(b, s)
	}
	for _, read := range []func(*decoder) string{(*decoder).view, (*decoder).text} {
		d := decoder{b: b}
		for _, want := range texts {
			if got := read(&d); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
		if d.bad || len(d.b) > 0 {
			t.Errorf("%d bytes are left, bad %t", len(d.b), d.bad)
		}
	}
	d := decoder{b: appendCount(nil, 2*len(symbols)+1)}
	if d.view(); !d.bad {
		t.Error("a symbol that does not exist was read")
	}
}
