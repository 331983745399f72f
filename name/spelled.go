package name

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// letterNames are letters by their English names in Cyrillic letters, as the
// Russian table transcribes them; alone are the names that are no other word.
type letterNames struct {
	letter  map[string]byte
	alone   map[string]bool
	longest int
}

var spelledLetters = sync.OnceValue(func() *letterNames {
	t := &letterNames{letter: map[string]byte{}, alone: map[string]bool{}}
	russian := cyrillicLanguages().tables[""]
	rows("letter_names.tsv", 2, func(col []string) {
		for name := range strings.FieldsSeq(col[1]) {
			name, alone := strings.CutPrefix(name, "!")
			var w []char
			for _, r := range name {
				w = append(w, char{as: r, lower: r, class: letterClass, is: cyrillic})
			}
			text := string(russian.append(nil, w))
			t.letter[text] = col[0][0]
			t.alone[text] = alone
			t.longest = max(t.longest, utf8.RuneCountInString(text))
		}
	})
	return t
})

// maxSpelled is the most letters that a name is spelled by, leastSpelled the fewest
// that one word of unknown letters is taken for.
const maxSpelled, leastSpelled = 8, 3

// spelled returns the letters that the words from span i on are the English names
// of, and how many words these are; none for words that may be others.
func (a *Analyser) spelled(i int) (letters string, words int) {
	var room [maxSpelled]byte
	got := room[:0]
	for k := i; k < len(a.spans) && len(got) < maxSpelled; k++ {
		sp := &a.spans[k]
		if sp.part != Unknown || sp.word != &noWord || sp.other != noOther || k > i && sp.start != a.spans[k-1].end {
			break
		}
		letter, ok := spelledLetters().letter[string(a.at(*sp))]
		if !ok {
			break
		}
		got = append(got, letter)
	}
	sp := &a.spans[i]
	switch {
	case len(got) > 1, len(got) == 1 && spelledLetters().alone[string(a.at(*sp))]:
		return string(got), len(got)
	case len(got) == 0 && sp.word == &noWord && sp.other == noOther:
		if got = spelledIn(got, string(a.at(*sp))); len(got) >= leastSpelled {
			return string(got), 1
		}
	}
	return "", 0
}

// spelledIn appends the letters whose names a word is made of, none if it is not.
func spelledIn(dst []byte, word string) []byte {
	t := spelledLetters()
	if word == "" || len(dst) == cap(dst) {
		return dst[:0]
	}
	for n := min(t.longest, len(word)); n > 0; n-- {
		letter, ok := t.letter[word[:n]]
		if !ok {
			continue
		}
		if n == len(word) {
			return append(dst, letter)
		}
		if all := spelledIn(append(dst, letter), word[n:]); len(all) > 0 {
			return all
		}
	}
	return dst[:0]
}
