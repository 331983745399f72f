package runs_test

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/runs"
)

// What a run says of rejected rows is what reading them says, row by row, whichever
// they are, with what stood in them or without, taken from shards or not.
func TestRejected(t *testing.T) {
	e := starter(t)
	random := rand.New(rand.NewPCG(7, 7))
	for _, contents := range []bool{false, true} {
		for _, whole := range []float64{0, 0.5, 0.98} { // how many rows have no fault
			var text strings.Builder
			text.WriteString("id,name,birth_date,country\n")
			rows := []string{}
			for i := range 20_000 {
				row := fmt.Sprintf("c%d,Customer,1980,gb", i)
				if random.Float64() >= whole {
					row = []string{"c,,1985,cn", "c,Ni Gaobin,never,nowhere", "c,Ni Gaobin,never,cn", "c,Ni", "Ni\x00,,,"}[random.IntN(5)]
				}
				rows = append(rows, row)
				text.WriteString(row + "\n")
			}
			var want []runs.Rejected
			in := open(t, text.String())
			for {
				b, err := in.Next()
				if errors.Is(err, io.EOF) {
					break
				}
				_, refused := in.Parse(b, []interdict.Subject{})
				for _, r := range refused {
					one := runs.Rejected{Input: 1, Row: r.Row, Code: r.Code, Screened: r.Screened}
					if contents {
						one.Content = rows[r.Row-1]
					}
					want = append(want, one)
				}
			}
			plan := runs.Plan{Key: []byte("k"), Build: "b", Run: "r", Size: 100 << 10, Contents: contents, Dir: t.TempDir()}
			for _, from := range []string{"screened", "from shards"} {
				_, ranges, err := lines(t, e, plan, 0, customers(1), text.String())
				if err != nil {
					t.Fatal(err)
				}
				var got []runs.Rejected
				for r := range runs.AllRejected(ranges) {
					got = append(got, *r)
				}
				if !slices.Equal(got, want) {
					t.Errorf("contents %t, %.2f whole, %s: %d rejected rows, want %d", contents, whole, from, len(got), len(want))
				}
			}
		}
	}
}

// Rows that are all refused for one reason take no room, so that a file that cannot be
// read costs no more memory than one that can; nor does a run name more of them than it
// shows.
func TestRejectedInLittleRoom(t *testing.T) {
	e := starter(t)
	const rows = 300_000
	text := "id,name\n" + strings.Repeat("x\n", rows)
	_, ranges, err := lines(t, e, runs.Plan{Key: []byte("k"), Size: 64 << 10}, 0, text)
	if err != nil {
		t.Fatal(err)
	}
	n, room, named := 0, 0, 0
	for i := range ranges {
		named += len(ranges[i].Refusals)
		for _, piece := range ranges[i].Rejected.Packed {
			room += len(piece)
		}
	}
	for r := range runs.AllRejected(ranges) {
		if n++; r.Row != int64(n) || r.Code != "too_few_cells" {
			t.Fatalf("%+v is row %d", *r, n)
		}
	}
	if n != rows || room > 10_000 || named != 1000 {
		t.Errorf("%d rows, %d bytes, %d named", n, room, named)
	}
}
