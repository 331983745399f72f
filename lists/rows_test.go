package lists

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict/table"
	"pgregory.net/rapid"
)

// parts is a party that keeps what it is given.
type parts struct {
	id, at string
	values []string
	done   func(*parts) error
}

func (p *parts) Row(row *table.Row) { p.values = append(p.values, row.Cells[1]) }
func (p *parts) Done() error        { return p.done(p) }

func readGroups(t interface{ Context() context.Context }, text string) (got []*parts, report Report, err error) {
	g := Grouped{
		Options: table.Options{Separator: ';', BlockSize: 64},
		Header:  func([]string) error { return nil },
		ID:      func(row *table.Row) string { return row.Cells[0] },
		Begin: func(id, at string) Party {
			return &parts{id: id, at: at, done: func(p *parts) error { got = append(got, p); return nil }}
		},
	}
	file := &File{Path: "x.csv", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
	err = g.Read(t.Context(), file, &report)
	return got, report, err
}

// A party comes whole, once, in the order of its last row, wherever its rows
// stand.
func TestGroupsInAnyOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		ids := rapid.SliceOfN(rapid.IntRange(0, 9), 1, 60).Draw(rt, "ids")
		text := "id;value\r\n"
		want := map[string][]string{}
		var order []string
		for i, n := range ids {
			id, value := fmt.Sprint("p", n), fmt.Sprint(i)
			text += id + ";" + value + "\r\n"
			want[id] = append(want[id], value)
			order = append(slices.DeleteFunc(order, func(s string) bool { return s == id }), id)
		}
		got, report, err := readGroups(rt, text)
		if err != nil || len(report.Refused) > 0 {
			rt.Fatal(err, report.Refused)
		}
		var came []string
		for _, p := range got {
			came = append(came, p.id)
			if !slices.Equal(p.values, want[p.id]) {
				rt.Fatalf("%s has %q, want %q", p.id, p.values, want[p.id])
			}
		}
		if !slices.Equal(came, order) {
			rt.Fatalf("they come as %q, want %q", came, order)
		}
	})
}

func TestGroupsRefuse(t *testing.T) {
	got, report, err := readGroups(t, "id;value\na;1\n;2\na;3;4\nb;\"5\nc;6\"\na;\xff\na;7\n")
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, r := range report.Refused {
		codes = append(codes, r.At+" "+r.Code)
	}
	slices.Sort(codes)
	if want := []string{"row 2 no_id", "row 3 ragged_row", "row 5 encoding"}; !slices.Equal(codes, want) {
		t.Errorf("refused %q", codes)
	}
	if len(got) != 2 || got[0].id != "b" || !slices.Equal(got[1].values, []string{"1", "7"}) || got[1].at != "row 1" {
		t.Errorf("%+v", got)
	}
	if _, _, err := readGroups(t, "id;value\na;1\nid;value\na;2\n"); err == nil || !strings.Contains(err.Error(), "second time") {
		t.Errorf("two files joined: %v", err)
	}
}
