package lists_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/interdict/interdict/lists"
)

// pieced is a format whose files are pieces: their first word says which.
type pieced struct{ labelled }

func (pieced) Recognise(f *lists.File) (lists.Recognition, bool) {
	word, _, ok := strings.Cut(string(f.Head), " ")
	return lists.Recognition{List: "us_test_p", Part: lists.Main, Piece: word}, ok
}

func TestPieces(t *testing.T) {
	dir := tree(t, map[string]string{
		"x_2026-01-01.txt": "b 1", "y_2026-01-01.txt": "a 1", "z_2026-01-01.txt": "a 2",
		"x_2026-02-01.txt": "a 3", "y_2026-02-01.txt": "b 3",
		"in/x.txt": "c 4", "in/y.txt": "a 4",
	})
	told := func(paths ...string) string {
		t.Helper()
		for i := range paths {
			paths[i] = filepath.Join(dir, paths[i])
		}
		got, skipped, err := lists.Collect(t.Context(), paths, []lists.Format{pieced{}}, lists.CollectOptions{})
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, e := range got {
			fmt.Fprintf(&b, "[%s", e.Dated)
			for _, p := range e.Parts {
				fmt.Fprintf(&b, " %s=%s", p.Name, filepath.Base(p.File.Path))
			}
			b.WriteString("]")
		}
		for _, s := range skipped {
			fmt.Fprintf(&b, " %s skipped", filepath.Base(s.Path))
		}
		return b.String()
	}
	want := "[2026-01-01 main=y_2026-01-01.txt b=x_2026-01-01.txt][2026-02-01 main=x_2026-02-01.txt b=y_2026-02-01.txt][ main=y.txt c=x.txt] z_2026-01-01.txt skipped"
	if got := told("."); got != want {
		t.Errorf("a folder: %s\nwant %s", got, want)
	}
	for _, order := range [][]string{{"x_2026-01-01.txt", "y_2026-01-01.txt"}, {"y_2026-01-01.txt", "x_2026-01-01.txt"}} {
		if got := told(order...); got != "[2026-01-01 main=y_2026-01-01.txt b=x_2026-01-01.txt]" {
			t.Errorf("two files: %s", got)
		}
	}
}
