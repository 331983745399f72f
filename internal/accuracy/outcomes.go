package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/interdict/interdict"
)

// outcomes are those of an earlier run, by row and case.
type outcomes map[[2]string]outcome

// cells keeps a value within its cell.
var cells = strings.NewReplacer("\t", " ", "\n", " ", "\r", " ")

// number tells cases of one id apart by their order: a set may ask the same
// twice.
func number(cases []outcome) {
	seen := map[string]int{}
	for i := range cases {
		id := cases[i].id
		seen[id]++
		if n := seen[id]; n > 1 {
			cases[i].id = fmt.Sprintf("%s #%d", id, n)
		}
	}
}

// writeOutcomes writes a line a case: row, id, right, score, expected, answer,
// text.
func writeOutcomes(path string, all []measured) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	for i := range all {
		if all[i].result == nil {
			continue
		}
		for _, c := range all[i].cases {
			fmt.Fprintf(w, "%s\t%s\t%t\t%s\t%s\t%s\t%s\n", all[i].name, cells.Replace(c.id), c.right, c.score,
				cells.Replace(c.expected), cells.Replace(c.answer), cells.Replace(c.text))
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// readOutcomes reads a file of writeOutcomes.
func readOutcomes(path string) (outcomes, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	all := outcomes{}
	for n, line := range strings.Split(strings.TrimSuffix(string(b), "\n"), "\n") {
		c := strings.Split(line, "\t")
		if len(c) != 7 {
			return nil, fmt.Errorf("%s, line %d: %d cells where --save writes 7", path, n+1, len(c))
		}
		score, err := strconv.ParseFloat(c[3], 64)
		if err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", path, n+1, err)
		}
		all[[2]string{c[0], c[1]}] = outcome{id: c[1], right: c[2] == "true", score: interdict.Score(score*10000 + 0.5),
			expected: c[4], answer: c[5], text: c[6]}
	}
	return all, nil
}

// compare shows which cases were won and lost since an earlier run.
func compare(w io.Writer, before outcomes, all []measured) {
	for i := range all {
		m := &all[i]
		if m.result == nil {
			continue
		}
		var won, lost []string
		unknown := 0
		for _, c := range m.cases {
			was, ok := before[[2]string{m.name, cells.Replace(c.id)}]
			line := fmt.Sprintf("%s  %s -> %s  %s: %s -> %s", cells.Replace(c.text), was.score, c.score, c.expected, was.answer, c.answer)
			switch {
			case !ok:
				unknown++
			case c.right && !was.right:
				won = append(won, "+ "+line)
			case was.right && !c.right:
				lost = append(lost, "- "+line)
			}
		}
		fmt.Fprintf(w, "\n%s: %d won, %d lost", m.name, len(won), len(lost))
		if unknown > 0 {
			fmt.Fprintf(w, ", %d new", unknown)
		}
		fmt.Fprintln(w)
		for _, line := range append(won, lost...) {
			fmt.Fprintln(w, "  "+line)
		}
	}
}
