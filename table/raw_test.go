package table

import (
	"errors"
	"io"
	"maps"
	"strings"
	"testing"
)

// Rows are handed over by their numbers as parsing has them, refused ones
// included, whatever the block is cut like.
func TestRaw(t *testing.T) {
	for _, text := range []string{
		"id,name\na,Anna\n\nb,\"Bo\nNilsson\"\nc\nid,name\nd,Dag,x\ne,\x00\nf,Eva",
		"id;name\r\na;Anna\r\n\r\nb;Bo\r\n;;;\r\nc;C\r\n",
		strings.Replace("id,name\n"+strings.Repeat("a,Anna Larsson\n", 20_000), "Anna", "\"An\"\"na", 1),
	} {
		r, err := NewReader(strings.NewReader(text), "x.csv", Options{BlockSize: 1 << 12})
		if err != nil {
			t.Fatal(err)
		}
		rows := 0
		for {
			b, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			want, numbers := map[int64]string{}, []int64{}
			var row Row
			refused := b.Parse(&row, func(row *Row) { want[row.Number] = row.Raw })
			for n := range int64(b.Rows) {
				numbers = append(numbers, b.First+n)
			}
			got := map[int64]string{}
			b.Raw(append([]int64{b.First - 1}, append(numbers, b.First+int64(b.Rows))...), func(n int64, raw string) { got[n] = raw })
			if rows += len(got); len(got) != b.Rows || len(got) != len(want)+len(refused) {
				t.Errorf("%.20q: %d rows of %d", text, len(got), b.Rows)
			}
			for _, f := range refused {
				if got[f.Row] == "" {
					t.Errorf("%.20q: row %d, which was refused, is not handed over", text, f.Row)
				}
				delete(got, f.Row)
			}
			if !maps.Equal(got, want) {
				t.Errorf("%.20q: %d rows are others than parsing has", text, len(got))
			}
		}
		if rows == 0 {
			t.Errorf("%.20q: no row", text)
		}
	}
}
