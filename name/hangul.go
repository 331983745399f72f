package name

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// A Hangul syllable is a number: (initial*21 + vowel)*28 + final, from U+AC00.
const (
	hangulFirst  = 0xac00
	hangulLast   = 0xd7a3
	hangulVowels = 21
	hangulFinals = 28
)

// The letters in the Revised Romanization (2000), and as the North writes
// names: McCune-Reischauer without its marks.
var (
	initialsSouth = strings.Split("g kk n d tt r m b pp s ss - j jj ch k t p h", " ")
	initialsNorth = strings.Split("k kk n t tt r m p pp s ss - j jj ch k t p h", " ")
	vowelsSouth   = strings.Split("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i", " ")
	vowelsNorth   = strings.Split("a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i", " ")
	finals        = strings.Split("- k k k n n n t l k m l l l p l m p p t t ng t t k t p t", " ")
)

type korean struct {
	surnames map[string]readings
	words    dictionary
}

var koreanTables = sync.OnceValue(func() *korean {
	k := &korean{surnames: map[string]readings{}, words: readDictionary("hangul_words.tsv")}
	rows("hangul_surnames.tsv", 4, func(col []string) {
		k.surnames[col[0]] = readings{col[1], col[2]}
	})
	return k
})

// hangulWord reads a word in Hangul. A word alone of two to four syllables,
// or one of two words, is a Korean name if it begins with a surname; other
// words are foreign names written by their sound, or given names.
func (a *Analyser) hangulWord(w []char, glue byte, from int) {
	k := koreanTables()
	w, digits := cutDigits(w)
	family := 0
	if !a.company && len(a.spans) == 0 && len(w) <= 4 && a.hangulWords <= 2 {
		family = k.surname(w, a.hangulWords)
	}
	switch {
	case a.company || k.words.company(w):
		a.dictionaryWords(k.words, w, glue, from, a.hangulRun)
	case family > 0:
		a.keepNative(w[:family])
		a.family = len(a.native)
		r := k.surnames[string(a.runes(w[:family]))]
		start := len(a.text)
		a.text = append(a.text, r.usual...)
		if sp := a.addSpan(start, glue, from); sp != nil {
			sp.part = Family
			if r.other != r.usual {
				a.addOther(sp, r.other)
			}
		}
		a.hangulGiven(w[family:], glueSpace, from)
	case a.hangulWords == 2 && len(a.spans) == 1 && a.spans[0].part == Family:
		a.hangulGiven(w, glue, from)
	default:
		a.keepNative(w)
		a.hangulRun(w, glue, from)
	}
	a.addDigits(digits, from)
}

// surname returns how many syllables of a word are a surname: the whole word
// where the given name is another one.
func (k *korean) surname(w []char, words int) int {
	var b [16]byte
	for n := min(2, len(w)); n > 0; n-- {
		s := b[:0]
		for _, c := range w[:n] {
			s = utf8.AppendRune(s, c.as)
		}
		if _, ok := k.surnames[string(s)]; ok && (n < len(w)) == (words == 1) {
			return n
		}
	}
	return 0
}

func (a *Analyser) hangulGiven(w []char, glue byte, from int) {
	a.keepNative(w)
	n := len(a.spans)
	a.hangulRun(w, glue, from)
	if len(a.spans) > n {
		a.spans[n].part = Given
	}
}

// hangulRun writes syllables as one token, in the way of the South and, where
// it differs, of the North.
func (a *Analyser) hangulRun(w []char, glue byte, from int) {
	latin, known := a.reading(hangulReadings, w)
	start := len(a.text)
	a.text = appendHangul(a.text, w, initialsSouth, vowelsSouth)
	if known {
		a.addReading(latin, start, glue, from)
		return
	}
	sp := a.addSpan(start, glue, from)
	if sp == nil {
		return
	}
	a.scratch = appendHangul(a.scratch[:0], w, initialsNorth, vowelsNorth)
	if north := string(a.scratch[:min(len(a.scratch), MaxToken)]); north != string(a.at(*sp)) {
		a.addOther(sp, north)
	}
}

// appendHangul writes each syllable by itself, as names are: a final before a
// vowel stays what it is. Between two vowels of one word the North's k, t and
// p of given names are written as they begin a syllable.
func appendHangul(dst []byte, w []char, initials, vowels []string) []byte {
	for _, c := range w {
		s := int(c.as) - hangulFirst
		if c.as < hangulFirst || c.as > hangulLast {
			dst = appendLetter(dst, c)
			continue
		}
		for _, letter := range [...]string{
			initials[s/hangulFinals/hangulVowels],
			vowels[s/hangulFinals%hangulVowels],
			finals[s%hangulFinals],
		} {
			if letter != "-" {
				dst = append(dst, letter...)
			}
		}
	}
	return dst
}

// runes writes characters as UTF-8 into the scratch buffer.
func (a *Analyser) runes(w []char) []byte {
	a.scratch = a.scratch[:0]
	for _, c := range w {
		a.scratch = utf8.AppendRune(a.scratch, c.as)
	}
	return a.scratch
}
