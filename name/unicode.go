package name

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// char is a character of the word being read.
type char struct {
	as    rune // as written, in NFKC
	lower rune
	text  string
	class class
	is    script
}

// maxWord is the most characters of one word that are looked at.
const maxWord = 4 * MaxToken

// splitUnicode cuts a name in any script into folded spans and says which
// script most of its letters are of.
func (a *Analyser) splitUnicode(s string) script {
	if !norm.NFKC.IsNormalString(s) {
		a.norm = norm.NFKC.AppendString(a.norm[:0], s)
	} else {
		a.norm = append(a.norm[:0], s...)
	}
	a.text, a.spans, a.word = a.text[:0], a.spans[:0], a.word[:0]
	var count [otherScript + 1]int
	glue, from := glueBreak, 0
	for i := 0; i < len(a.norm) && len(a.spans) < maxSpans; {
		r, size := utf8.DecodeRune(a.norm[i:])
		l := a.tab.letters.of(r)
		if r == utf8.RuneError && size == 1 {
			l = letter{}
		}
		switch l.class {
		case invisible:
		case separator:
			if len(a.word) > 0 {
				a.endWord(glue, from)
				glue = glueOf[l.sep]
			} else {
				glue = furtherGlue(glue, l.sep)
			}
		default:
			if l.class == letterClass {
				count[l.script]++
			}
			if len(a.word) > 0 && !sameWord(a.word, l) {
				a.endWord(glue, from)
				glue = glueSpace
			}
			if l.class == mark && len(a.word) == 0 {
				break // a mark without a letter
			}
			if len(a.word) == 0 {
				from = i
			}
			if len(a.word) < maxWord {
				a.word = append(a.word, char{r, l.lower, l.text, l.class, l.script})
			}
		}
		i += size
	}
	if len(a.spans) < maxSpans {
		a.endWord(glue, from)
	}
	return most(count[:])
}

// most is the script with the most letters; of equals the one that is not
// Latin, because it says more.
func most(count []int) script {
	best := noScript
	for s, n := range count {
		if n > 0 && n >= count[best] {
			best = script(s)
		}
	}
	return best
}

// sameWord says whether a letter can go on a word. Latin, Greek and Cyrillic
// letters mix in one word, because look-alikes are put into words to hide
// them; between other scripts a word ends.
func sameWord(word []char, l letter) bool {
	if l.class != letterClass {
		return true
	}
	for i := len(word) - 1; i >= 0; i-- {
		if c := word[i]; c.class == letterClass {
			return c.is == l.script || alphabet(c.is) && alphabet(l.script)
		}
	}
	return alphabet(l.script) // a digit goes before letters in these only
}

func alphabet(s script) bool { return s == latin || s == cyrillic || s == greek }

// endWord folds the word read and makes it a span, if anything is left of it.
func (a *Analyser) endWord(glue byte, from int) {
	w := a.word
	a.word = a.word[:0]
	if len(w) == 0 {
		return
	}
	start := len(a.text)
	a.text = appendWord(a.text, w)
	if len(a.text)-start > MaxToken {
		end := start + MaxToken
		for !utf8.RuneStart(a.text[end]) {
			end--
		}
		a.text = a.text[:end]
	}
	if len(a.text) > start {
		a.spans = append(a.spans, span{start: int32(start), end: int32(len(a.text)), src: int32(from), glue: glue})
	}
}

// appendWord folds a word: Latin letters and digits to ASCII, others as they
// are. Marks stay only in scripts that are not spelt without them.
func appendWord(dst []byte, w []char) []byte {
	for _, c := range w {
		switch {
		case c.class == mark:
			if c.is == otherScript {
				dst = utf8.AppendRune(dst, c.as)
			}
		case c.text != "":
			dst = append(dst, c.text...)
		default:
			dst = utf8.AppendRune(dst, c.lower)
		}
	}
	return dst
}
