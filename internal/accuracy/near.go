package main

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// This file tells by letters alone how closely two names are written, knowing
// nothing of what the engine knows of names: it says who is meant by a row
// that states no id, and whether a wrong entity in first place is as near as
// the right one.

// plain is a name in small letters without marks and punctuation, its words
// sorted, one space between them.
func plain(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte(' ')
		}
	}
	words := strings.Fields(b.String())
	slices.Sort(words)
	return strings.Join(words, " ")
}

// distance is how many letters have to change between two names, 0 for names
// that differ in case, marks, punctuation and order alone.
func distance(a, b string) int { return levenshtein([]rune(plain(a)), []rune(plain(b))) }

// nearestOf is the distance to the nearest of several names.
func nearestOf(name string, names []string) int {
	least := math.MaxInt
	for _, n := range names {
		least = min(least, distance(name, n))
	}
	return least
}

func levenshtein(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(diagonal+cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
