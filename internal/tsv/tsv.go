// Package tsv reads the tables of facts that the program is built with:
// country names, check digits, words of headers, lists.
//
// A table is UTF-8 text, a record a line, its cells separated by tabs. Lines
// that are empty or begin with "#" are comments: each table says in them where
// its facts are from and what its columns hold. Nothing is quoted, so a cell
// holds neither tab nor line end. How many cells a record must have is for its
// reader to check.
package tsv

import (
	"iter"
	"strings"
)

// Records gives each record's line, counted from 1, and its cells, of which
// there is at least one.
func Records(table string) iter.Seq2[int, []string] {
	return func(yield func(int, []string) bool) {
		number := 0
		for line := range strings.Lines(table) {
			number++
			line = strings.TrimRight(line, "\r\n")
			if line != "" && line[0] != '#' && !yield(number, strings.Split(line, "\t")) {
				return
			}
		}
	}
}
