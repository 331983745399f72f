package canary

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// alteration writes a listed name another way, "" where that does not apply.
type alteration struct {
	name  string
	write func(string) string
}

// alterations are what canaries are made by, in turn. docs/monitoring.md names
// them.
var alterations = []alteration{
	{"capitals", strings.ToUpper},
	{"turned", turned},
	{"accents", withoutAccents},
	{"letter", withoutLetter},
	{"doubled", doubled},
	{"hyphens", withoutHyphens},
}

// turned puts the last of two to four words first.
func turned(name string) string {
	words := strings.Fields(name)
	if n := len(words); n < 2 || n > 4 {
		return ""
	}
	last := len(words) - 1
	return strings.Join(append([]string{words[last]}, words[:last]...), " ")
}

// withoutAccents leaves out the marks of letters.
func withoutAccents(name string) string {
	plain := norm.NFC.String(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(name)))
	if plain == name {
		return ""
	}
	return plain
}

// longWord is the least length in which one letter more or less leaves no doubt
// what word was meant.
const longWord = 8

// longest finds the longest word of plain Latin letters, in bytes from and to.
func longest(name string) (from, to int) {
	at := 0
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return !unicode.IsLetter(r) }) {
		begin := at + strings.Index(name[at:], word)
		at = begin + len(word)
		if utf8.RuneCountInString(word) == len(word) && len(word) > to-from {
			from, to = begin, at
		}
	}
	return from, to
}

// withoutLetter leaves out a letter from the middle of the longest word.
func withoutLetter(name string) string {
	from, to := longest(name)
	if to-from < longWord {
		return ""
	}
	middle := (from + to) / 2
	return name[:middle] + name[middle+1:]
}

// doubled writes a letter in the middle of the longest word twice.
func doubled(name string) string {
	from, to := longest(name)
	if to-from < longWord {
		return ""
	}
	middle := (from + to) / 2
	return name[:middle] + name[middle-1:middle] + name[middle:]
}

// withoutHyphens writes spaces in place of hyphens.
func withoutHyphens(name string) string {
	if !strings.ContainsRune(name, '-') {
		return ""
	}
	return strings.Join(strings.Fields(strings.ReplaceAll(name, "-", " ")), " ")
}
