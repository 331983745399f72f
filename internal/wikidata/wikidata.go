// Package wikidata reads the words of the names of people in Wikidata in their
// own script and in Latin letters, from which tables of names are learnt.
//
// A file is of one of two forms, both of lines with tabs: a word in Latin
// letters, the same in its script and how many bear it; or two whole names, of
// which each word stands for the one at its place.
package wikidata

import (
	"bufio"
	"os"
	"strconv"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
)

// Word is a native word and its Latin spelling, folded, which Count people
// bear; Of is how many words the name had that it was read from, 1 for a word
// that stands alone.
type Word struct {
	Native, Latin string
	Count, Of     int
}

// Words calls f with the words of a file, those apart that are not one word in
// Latin letters. Whole says that its lines are whole names.
func Words(file string, whole bool, f func(w Word)) error {
	r, err := os.Open(file)
	if err != nil {
		return err
	}
	defer r.Close()
	var analyser name.Analyser
	one := func(w Word) {
		if w.Latin = fold(&analyser, w.Latin); w.Latin != "" {
			f(w)
		}
	}
	s := bufio.NewScanner(r)
	for s.Scan() {
		col := strings.Split(s.Text(), "\t")
		if !whole {
			n, _ := strconv.Atoi(col[2])
			one(Word{strings.ReplaceAll(col[1], " ", ""), col[0], n, 1})
			continue
		}
		latin, native := words(col[0]), words(col[1])
		for i := range native {
			if len(latin) == len(native) {
				one(Word{native[i], latin[i], 1, len(native)})
			}
		}
	}
	return s.Err()
}

func words(s string) []string { return strings.Fields(strings.ReplaceAll(s, "-", " ")) }

// fold returns a Latin word as it is compared, empty if it is not one word.
func fold(a *name.Analyser, s string) string {
	f := a.Analyse(&interdict.Name{Full: s}, interdict.Airplane)
	if len(f) == 0 || len(f[0].Tokens) != 1 || f[0].Tokens[0].Part != name.Unknown || len(f[0].Tokens[0].Text) < 2 {
		return ""
	}
	for _, c := range f[0].Tokens[0].Text {
		if c < 'a' || c > 'z' {
			return ""
		}
	}
	return string(f[0].Tokens[0].Text)
}
