package tsv

import (
	"iter"
	"strings"
)

// Words gives each record's line and its words, for files that people write by
// hand: words are parted by tabs or spaces, and what follows a "#" is a comment.
func Words(table string) iter.Seq2[int, []string] {
	return func(yield func(int, []string) bool) {
		for line, cells := range Records(table) {
			text, _, _ := strings.Cut(strings.Join(cells, " "), "#")
			if words := strings.Fields(text); len(words) > 0 && !yield(line, words) {
				return
			}
		}
	}
}
