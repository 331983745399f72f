package main

import (
	_ "embed"
	"strings"
)

//go:embed peers.tsv
var peersFile string

// peerFigure is what peers reach in a figure of a row, led in by "; ", or "".
func peerFigure(row, what string) string {
	for _, line := range strings.Split(peersFile, "\n") {
		cells := strings.Split(line, "\t")
		if len(cells) == 4 && cells[0] == row && cells[1] == what {
			return "; " + cells[2]
		}
	}
	return ""
}
