package name

import (
	"strconv"
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
	titles   map[string]string // in English
}

var koreanTables = sync.OnceValue(func() *korean {
	k := &korean{surnames: map[string]readings{}, words: readDictionary("hangul_words.tsv"), titles: map[string]string{}}
	rows("hangul_titles.tsv", 2, func(col []string) { k.titles[col[0]] = col[1] })
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
	if number := a.hangulRuler(w, from); number != "" {
		a.asRuler(&a.spans[len(a.spans)-1], number)
		return
	}
	if title := a.hangulTitle(w); title != "" {
		start := len(a.text)
		a.text = append(a.text, title...)
		if sp := a.addSpan(start, glue, from); sp != nil {
			sp.part = Title
		}
		return
	}
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

// hangulTitle is what a word of a person's name in Hangul is in English if it is a
// title, which it is beside another word alone.
func (a *Analyser) hangulTitle(w []char) string {
	if a.company || a.hangulTitles == 0 {
		return ""
	}
	return koreanTables().titles[string(a.runes(w))]
}

// countTitles takes the titles among the name's words in Hangul out of their number,
// unless it has no other.
func (a *Analyser) countTitles() {
	a.hangulTitles = 0
	if a.hangulWords < 2 {
		return
	}
	titles, start := koreanTables().titles, -1
	for i := 0; ; {
		r, size := rune(0), 0
		if i < len(a.norm) {
			r, size = utf8.DecodeRune(a.norm[i:])
		}
		within := r >= hangulFirst && r <= hangulLast
		switch {
		case within && start < 0:
			start = i
		case !within && start >= 0:
			if titles[string(a.norm[start:i])] != "" {
				a.hangulTitles++
			}
			start = -1
		}
		if size == 0 {
			break
		}
		i += size
	}
	if a.hangulTitles == a.hangulWords {
		a.hangulTitles = 0
	}
	a.hangulWords -= a.hangulTitles
}

// lastRuler is the greatest number of a ruler.
const lastRuler = 16

// hangulRuler is the number before a word in Hangul in Roman letters, if the word says
// of it, without a space, that it is a ruler's or a son's; else empty.
func (a *Analyser) hangulRuler(w []char, from int) string {
	if len(w) != 1 || w[0].as != '세' || len(a.spans) < 2 {
		return ""
	}
	of := &a.spans[len(a.spans)-1]
	n, err := strconv.Atoi(string(a.at(*of)))
	if int(of.src)+len(a.at(*of)) != from || err != nil || n < 1 || n > lastRuler {
		return ""
	}
	return roman(n)
}

// asRuler writes the number that a span is as a ruler's.
func (a *Analyser) asRuler(sp *span, number string) {
	sp.start = int32(len(a.text))
	a.text = append(a.text, number...)
	sp.end = int32(len(a.text))
	if !a.deaf {
		last := &a.hears[len(a.hears)-1]
		a.sound = append(a.sound[:last.start], number...)
		last.end = int32(len(a.sound))
	}
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
