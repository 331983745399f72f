package name

import (
	"sync"
	"unicode/utf8"
)

// indicLetter is what a character of a script of India stands for.
type indicLetter struct{ kind, text string }

var indicTable = sync.OnceValue(func() map[rune]indicLetter {
	m := map[rune]indicLetter{}
	rows("indic.tsv", 3, func(col []string) {
		r, _ := utf8.DecodeRuneInString(col[0])
		m[r] = indicLetter{col[1], col[2]}
	})
	return m
})

// How a syllable's vowel is written.
const (
	inherent byte = iota // not at all: it is a, unless it is not heard
	written
	none
)

// syllable is a consonant, if any, with the vowel and nasal behind it.
type syllable struct {
	consonant, vowel, nasal string
	how                     byte
}

// southern are the scripts in which an a that is not written is always heard.
func southern(r rune) bool { return r >= 0x0b80 }

// indicWord writes a word in a script of India in Latin letters. In the north
// an a that is not written is not heard at the end of a word, nor between two
// syllables that have vowels: Ram, Mohanlal.
func (a *Analyser) indicWord(w []char, glue byte, from int) {
	var room [maxWord]syllable
	s := syllables(room[:0], w)
	if !southern(w[0].as) {
		silence(s)
	}
	start := len(a.text)
	for i, syl := range s {
		a.text = append(a.text, syl.consonant...)
		switch syl.how {
		case inherent:
			a.text = append(a.text, 'a')
		case written:
			a.text = append(a.text, syl.vowel...)
		}
		a.text = append(a.text, syl.nasal...)
		if syl.nasal == "n" && i+1 < len(s) && s[i+1].consonant != "" {
			switch s[i+1].consonant[0] {
			case 'b', 'p', 'm':
				a.text[len(a.text)-1] = 'm'
			case 'h': // Singh
				a.text = append(a.text, 'g')
			}
		}
	}
	a.addSpan(start, glue, from)
}

func syllables(dst []syllable, w []char) []syllable {
	for _, c := range w {
		l, ok := indicTable()[c.as]
		last := len(dst) - 1
		switch {
		case !ok && c.class == mark:
		case !ok:
			dst = append(dst, syllable{consonant: c.text, how: none})
			if c.text == "" {
				dst[last+1].consonant = string(c.lower)
			}
		case l.kind == "consonant":
			dst = append(dst, syllable{consonant: l.text})
		case l.kind == "vowel":
			dst = append(dst, syllable{vowel: l.text, how: written})
		case last < 0:
		case l.kind == "sign":
			dst[last].vowel, dst[last].how = l.text, written
		case l.kind == "virama":
			dst[last].how = none
		case l.kind == "nasal":
			dst[last].nasal = l.text
		}
	}
	return dst
}

// silence finds the vowels that are not heard, from the end of the word.
func silence(s []syllable) {
	last := len(s) - 1
	if last > 0 && s[last].how == inherent && s[last].nasal == "" && s[last-1].how != none {
		s[last].how = none
	}
	for i := last - 1; i > 0; i-- {
		if s[i].how == inherent && s[i].nasal == "" && s[i-1].how != none && s[i+1].how != none && s[i+1].consonant != "" {
			s[i].how = none
		}
	}
}

// ethiopicWord writes a word in Ethiopic syllables in Latin letters. A word
// does not begin with two consonants: Kibrom.
func (a *Analyser) ethiopicWord(w []char, glue byte, from int) {
	start := len(a.text)
	a.text = ethiopicTable().append(a.text, w[:1])
	if n := len(a.text); n > start && len(w) > 1 && !isVowel(a.text[n-1]) {
		a.text = append(a.text, 'i')
	}
	a.text = ethiopicTable().append(a.text, w[1:])
	a.addSpan(start, glue, from)
}
