package main

import (
	_ "embed"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/interdict/interdict/internal/tsv"
	"golang.org/x/text/unicode/norm"
)

// This file tells by letters alone how closely two names are written, knowing
// nothing of what the engine knows of names: it says who is meant by a row
// that states no id, and whether a wrong entity in first place is as near as
// the right one.

// plain is a name in small letters without marks and punctuation, its words
// sorted, one space between them.
func plain(name string) string {
	words := wordsOf(name)
	slices.Sort(words)
	return strings.Join(words, " ")
}

// wordsOf are a name's words in small letters, without marks.
func wordsOf(name string) []string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(name) {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Cf) || r == '\'' || r == '’': // marks and what is not seen
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Fields(b.String())
}

// distance is how many letters have to change between a name and a listed
// name, in the order of the alphabet or as they are written without spaces: 0
// for names that differ in case, marks, punctuation, and order or spaces
// alone. Of a name in Cyrillic letters that is its plain transliteration, of one
// in Arabic or Hebrew letters the consonants.
func distance(name, listed string) int {
	if s := scriptOf(name); s != "" && scriptOf(listed) == "" {
		name = inLatin(name)
		if s == "Arabic" || s == "Hebrew" {
			listed = consonants(listed)
		}
	}
	solid := func(s string) []rune { return []rune(strings.Join(wordsOf(s), "")) }
	return min(levenshtein([]rune(plain(name)), []rune(plain(listed))), levenshtein(solid(name), solid(listed)))
}

// inLatin is a name in another script as it is held against Latin ones.
func inLatin(name string) string {
	switch scriptOf(name) {
	case "":
		return name
	case "Arabic", "Hebrew":
		return consonants(romanised(name))
	}
	return romanised(name)
}

// nearAtAll says whether no more than a third of a name's letters would have to
// change: where all of two names differs, neither is nearer.
func nearAtAll(name string, distance int) bool {
	return 3*distance <= len([]rune(strings.Join(wordsOf(inLatin(name)), "")))
}

//go:embed letters.tsv
var lettersFile string

var letters = sync.OnceValue(func() map[rune]string {
	all := map[rune]string{}
	for _, cells := range tsv.Records(lettersFile) {
		r, _ := utf8.DecodeRuneInString(cells[0])
		all[r] = strings.Trim(cells[1], "-")
	}
	return all
})

// romanised writes the letters of a name that letters.tsv knows in Latin ones.
func romanised(name string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(strings.ToLower(name)) {
		if l, ok := letters()[r]; ok {
			b.WriteString(l)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// consonants leaves out vowels, half-vowels and doubled letters of a Latin name.
func consonants(name string) string {
	var b strings.Builder
	var before rune
	for _, r := range plain(name) {
		if !strings.ContainsRune("aeiouyw", r) && (r != before || r == ' ') {
			b.WriteRune(r)
		}
		before = r
	}
	return b.String()
}

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
