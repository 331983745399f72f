package report

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// FuzzForeignText: whatever stands in a name, it can neither act on a terminal
// nor break the layout, and no letter of it is lost.
func FuzzForeignText(f *testing.F) {
	for _, s := range []string{"", "Zhao", "\x1b[31m", "武汉晓睿智", "a\u202eb", "\xff\xfe", "e\u0301\u0301\u0301", strings.Repeat("x", 300), "سراج الدين"} {
		f.Add(s, 40)
	}
	f.Fuzz(func(t *testing.T, s string, width int) {
		c := clean(s)
		if !utf8.ValidString(c) || strings.ContainsFunc(c, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }) {
			t.Fatalf("clean(%q) = %q", s, c)
		}
		if width < 4 || width > 200 {
			return
		}
		letters := 0
		for _, line := range wrap(c, width) {
			if cells(line) > width {
				t.Fatalf("a line of %q takes more than %d columns: %q", s, width, line)
			}
			letters += strings.Count(strings.Join(strings.Fields(line), ""), "") - 1
		}
		if want := strings.Count(strings.Join(strings.Fields(c), ""), "") - 1; letters != want {
			t.Fatalf("wrapping %q keeps %d characters of %d", s, letters, want)
		}
		if cell := SafeCell(s); cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
			t.Fatalf("SafeCell(%q) = %q", s, cell)
		}
	})
}
