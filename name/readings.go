package name

import (
	"sync"
	"sync/atomic"
	"unicode/utf8"
)

// learnt are the words of a script that are names written by their sound, and
// how their bearers write them in Latin letters; see readinggen.
func learnt(file string) func() map[string]string {
	return unlessForgotten(func(learns func(word string) bool) func() map[string]string {
		return spellingsOf(file, learns)
	})
}

// unlessForgotten is a table of all words that are learnt, or of those that
// ForgetHeldOut leaves.
func unlessForgotten[T any](table func(learns func(word string) bool) func() T) func() T {
	all := table(func(string) bool { return true })
	less := table(func(word string) bool { return !HeldOut(word) })
	return func() T {
		if forgotten.Load() {
			return less()
		}
		return all()
	}
}

// spellingsOf are the words of a file that keep takes, each with its spelling in
// Latin letters.
func spellingsOf(file string, keep func(word string) bool) func() map[string]string {
	return sync.OnceValue(func() map[string]string {
		m := map[string]string{}
		rows(file, 2, func(col []string) {
			if keep(col[0]) {
				m[col[0]] = col[1]
			}
		})
		return m
	})
}

var forgotten atomic.Bool

// ForgetHeldOut has names read from now on, by every Analyser, as if nothing had
// been learnt of the words that are HeldOut; or with them again. It is for
// measuring how well words are read that were never met.
func ForgetHeldOut(forget bool) { forgotten.Store(forget) }

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

// HeldOut says whether a word is one of the eighth by which it is measured how
// well words are read that nothing was learnt of. No table of sounds is made of
// them; the tables of readings have them, for use: see ForgetHeldOut.
func HeldOut(word string) bool { return hashWord([]byte(word))%8 == 0 }
