package name

import (
	"sync"
	"unicode/utf8"
)

// learnt are the words of a script that are names written by their sound, and
// how their bearers write them in Latin letters; see readinggen.
func learnt(file string) func() map[string]string {
	return sync.OnceValue(func() map[string]string {
		m := map[string]string{}
		rows(file, 2, func(col []string) { m[col[0]] = col[1] })
		return m
	})
}

var (
	cyrillicReadings = learnt("readings_cyrillic.tsv")
	hanReadings      = learnt("readings_han.tsv")
	hangulReadings   = learnt("readings_hangul.tsv")
	hebrewReadings   = learnt("readings_hebrew.tsv")
	kanaReadings     = learnt("readings_kana.tsv")
)

// reading is how the bearers of a name that is written so write it in Latin
// letters.
func (a *Analyser) reading(learnt func() map[string]string, w []char) (string, bool) {
	if a.LettersOnly {
		return "", false
	}
	a.scratch = a.scratch[:0]
	for _, c := range w {
		a.scratch = utf8.AppendRune(a.scratch, c.as)
	}
	latin, ok := learnt()[string(a.scratch)]
	return latin, ok
}

// addReading makes a span of what a name is known to be, with what its
// letters give, which are the text from start on, as the other reading.
func (a *Analyser) addReading(latin string, start int, glue byte, from int) *span {
	a.scratch = append(a.scratch[:0], a.text[start:]...)
	a.text = append(a.text[:start], latin...)
	sp := a.addSpan(start, glue, from)
	if sp != nil {
		a.addOther(sp, string(a.scratch[:min(len(a.scratch), MaxToken)]))
	}
	return sp
}

// HeldOut says whether a word is one of the eighth that nothing was learnt
// from.
func HeldOut(word string) bool { return hashWord([]byte(word))%8 == 0 }
