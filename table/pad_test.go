package table_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/interdict/interdict/table"
)

// TestPad reads short rows as if empty cells followed, where told so; quoted
// cells cut off and rows that are too long stay refused.
func TestPad(t *testing.T) {
	text := "a,b,c\n1\n2,x\n\"3,4\"\n5,6,7\n8,9,10,11\n\"12\"x,\n"
	for _, c := range []struct {
		pad  bool
		want string
	}{
		{true, `["1" "" ""]["2" "x" ""]["3,4" "" ""]["5" "6" "7"] 5 too_many_cells 6 bad_quote`},
		{false, `["5" "6" "7"] 1 too_few_cells 2 too_few_cells 3 too_few_cells 5 too_many_cells 6 bad_quote`},
	} {
		r, err := table.NewReader(strings.NewReader(text), "x", table.Options{Pad: c.pad})
		if err != nil {
			t.Fatal(err)
		}
		b, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		refused := b.Parse(&table.Row{}, func(row *table.Row) { fmt.Fprintf(&got, "%q", row.Cells) })
		for _, f := range refused {
			fmt.Fprintf(&got, " %d %s", f.Row, f.Code)
		}
		if got.String() != c.want {
			t.Errorf("pad %v: %s, want %s", c.pad, got.String(), c.want)
		}
	}
}
