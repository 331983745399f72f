package name

import (
	"strings"
	"unicode/utf8"
)

// A foreign name in another script is written by its sound. Its units are the
// pieces of which was learnt what letters they stand for: a kana with the small
// ones behind it, the parts of a syllable of Hangul, the Pinyin of a character,
// the letters of an alphabet.

// SoundUnits appends the units of a word and returns the script's short name;
// it is empty where a character is of another script. Those that begin and end the word
// are marked, since letters are written otherwise there than within.
func SoundUnits(dst []string, word string) (units []string, script string) {
	from := len(dst)
	if dst, script = wordUnits(dst, word); script != "" {
		for i := from; i < len(dst); i++ {
			if begins, ends := i == from, i == len(dst)-1; begins || ends {
				dst[i] = string(appendMarked(nil, dst[i], begins, ends))
			}
		}
	}
	return dst, script
}

// appendMarked appends a unit with the marks of a word's beginning and end.
func appendMarked(dst []byte, unit string, begins, ends bool) []byte {
	if begins {
		dst = append(dst, '^')
	}
	dst = append(dst, unit...)
	if ends {
		dst = append(dst, '$')
	}
	return dst
}

// wordUnits is SoundUnits without the marks.
func wordUnits(dst []string, word string) (units []string, script string) {
	first, _ := utf8.DecodeRuneInString(word)
	if is := alphabetUnits(first); is != "" {
		return letterUnits(dst, word, is)
	}
	is := ""
	for i := 0; i < len(word); {
		r, size := utf8.DecodeRuneInString(word[i:])
		i += size
		switch {
		case r >= hangulFirst && r <= hangulLast:
			is = hangulUnits
			s := int(r) - hangulFirst
			if initial := initialsSouth[s/hangulFinals/hangulVowels]; initial != "-" {
				dst = append(dst, initial+"-")
			}
			dst = append(dst, "-"+vowelsSouth[s/hangulFinals%hangulVowels]+"-")
			if final := finals[s%hangulFinals]; final != "-" {
				dst = append(dst, "-"+final)
			}
		case r >= 'ぁ' && r <= 'ヺ' || r == 'ー':
			is = kanaUnits
			if r >= 'ァ' && r <= 'ヶ' {
				r -= hiragana
			}
			if n := len(dst); n > 0 && in("ぁぃぅぇぉゃゅょゎ", r) {
				dst[n-1] += string(r)
			} else {
				dst = append(dst, string(r))
			}
		default:
			p := chineseTables().of(r).usual
			if pinyinSounds()[p] == 0 {
				return dst, ""
			}
			is = hanUnits
			dst = append(dst, p)
		}
	}
	return dst, is
}

// WithinWord is a unit without the marks of a word's beginning and end.
func WithinWord(unit string) string { return strings.Trim(unit, "^$") }

const (
	arabicUnits   = "arabic"
	cyrillicUnits = "cyrillic"
	hanUnits      = "han"
	hangulUnits   = "hangul"
	hebrewUnits   = "hebrew"
	kanaUnits     = "kana"
)

// alphabetUnits is the alphabet of a letter whose words are heard letter by
// letter, empty if it is of none.
func alphabetUnits(r rune) string {
	switch {
	case r >= 'а' && r <= 'ё':
		return cyrillicUnits
	case r >= 'א' && r <= 'ת':
		return hebrewUnits
	case r >= 'ء' && r <= 'ۓ':
		return arabicUnits
	}
	return ""
}

// soundPairs are letters that stand for one sound together.
var soundPairs = map[string]string{
	arabicUnits:   "تش دج كس اي او نغ ية يه",
	cyrillicUnits: "дж дз тч кс ай ей эй ой уй ий ый ау",
	hebrewUnits:   "וו יי יה ג' ז' צ' ץ' ת' קס",
}

// letterUnits are the letters of a word, or two that are one sound.
func letterUnits(dst []string, word, is string) ([]string, string) {
	pairs := soundPairs[is]
	for len(word) > 0 {
		r, n := utf8.DecodeRuneInString(word)
		_, next := utf8.DecodeRuneInString(word[n:])
		if next > 0 && strings.Contains(pairs, word[:n+next]) {
			n += next
		} else if r == '\'' { // a geresh that parts: D'Arcy, McKenna
			word = word[n:]
			continue
		} else if alphabetUnits(r) != is {
			return dst, ""
		}
		dst = append(dst, word[:n])
		word = word[n:]
	}
	return dst, is
}
