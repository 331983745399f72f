package tsv

import (
	"fmt"
	"strings"
	"testing"
)

func TestRecords(t *testing.T) {
	for _, c := range []struct{ table, want string }{
		{"", ""},
		{"# a comment\n\n", ""},
		{"a\tb\n# not this\r\n\r\nc\t\td\r\ne", "1 [a b], 4 [c  d], 5 [e]"},
		{" # a space before it: a record\n", "1 [ # a space before it: a record]"},
		{"\tb", "1 [ b]"},
	} {
		var got []string
		for line, cells := range Records(c.table) {
			got = append(got, fmt.Sprint(line, " ", cells))
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%q: %s, want %s", c.table, s, c.want)
		}
	}
}

func TestRecordsStops(t *testing.T) {
	n := 0
	for range Records("a\nb\nc\n") {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("it went on to %d", n)
	}
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ table, want string }{
		{"", ""},
		{"# a comment\n \t\n", ""},
		{"threshold\t0.7 # from here\n  # more\r\nweak  x   alone\n", "1 [threshold 0.7], 3 [weak x alone]"},
	} {
		var got []string
		for line, words := range Words(c.table) {
			got = append(got, fmt.Sprint(line, " ", words))
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%q: %s, want %s", c.table, s, c.want)
		}
	}
}
