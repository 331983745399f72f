package table

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

// Signs that seldom separate are found too, where the header has none of the
// usual ones, and any sign where the mapping states it; a quoted cell may hold it.
func TestSeparators(t *testing.T) {
	for sep, stated := range map[string]string{"^": "", "~": "", "\x1f": "", "\x01": "", ":": ":", "#": "#", "!": "!", "\x02": `\x02`, "|": "bar"} {
		text := strings.ReplaceAll("id,name,remark\n1,\"Larsson, Anna\",\"a, \"\"b\"\"\"\n2,Bo,\n", ",", sep)
		m := &Mapping{}
		if stated != "" {
			var err error
			if m, err = ReadMapping(strings.NewReader("separator: '"+stated+"'\n"), "x.yaml"); err != nil {
				t.Errorf("%q: %v", sep, err)
				continue
			}
		}
		r, err := NewReader(strings.NewReader(text), "x.csv", m.Options())
		if err != nil {
			t.Errorf("%q: %v", sep, err)
			continue
		}
		var rows []string
		for {
			b, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			var row Row
			if refused := b.Parse(&row, func(row *Row) { rows = append(rows, strings.Join(row.Cells, "/")) }); len(refused) > 0 {
				t.Errorf("%q: %v", sep, refused)
			}
		}
		if want := []string{"1/Larsson" + sep + " Anna/a" + sep + ` "b"`, "2/Bo/"}; len(r.Header()) != 3 || !slices.Equal(rows, want) {
			t.Errorf("%q: %q, want %q", sep, rows, want)
		}
	}
	for _, bad := range []string{"x", "7", `"`, ".", "ab", `\xff`, `\x0a`, `\x`, ""} {
		if _, err := ReadMapping(strings.NewReader("separator: '"+bad+"'\n"), "x.yaml"); err == nil {
			t.Errorf("%q separates", bad)
		}
	}
}
