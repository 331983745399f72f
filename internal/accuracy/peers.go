package main

import (
	_ "embed"

	"github.com/interdict/interdict/internal/tsv"
)

//go:embed peers.tsv
var peersFile string

// peerOf is what peers reach in a figure of a row, or "".
func peerOf(row, what string) string {
	for _, cells := range tsv.Records(peersFile) {
		if len(cells) == 4 && cells[0] == row && cells[1] == what {
			return cells[2]
		}
	}
	return ""
}
