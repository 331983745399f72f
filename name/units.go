package name

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// A foreign name in another script is written by its sound. Its units are the
// pieces of which was learnt what letters they stand for, and each is made of
// smaller ones: a Chinese character of its Pinyin and that of an initial and a
// final, a syllable of Hangul or of kana of its consonants and vowels, a consonant
// and a vowel of an alphabet of the two letters. What was seldom met stands for what
// its pieces do.

// SoundUnits appends the largest units of a word and returns the script's short
// name; it is empty where a character is of another script.
func SoundUnits(dst []string, word string) (units []string, script string) {
	first, _ := utf8.DecodeRuneInString(word)
	switch is := alphabetUnits(first); {
	case is != "":
		return alphabetSyllables(dst, word, is)
	case isHangul(first):
		return hangulSyllables(dst, word)
	case isKana(first):
		return kanaSyllables(dst, word)
	}
	for _, r := range word {
		if pinyinSounds()[chineseTables().of(r).usual] == 0 {
			return dst, ""
		}
		dst = append(dst, string(r))
	}
	return dst, hanUnits
}

// SoundParts appends the smaller units that one is made of, none if it is one of the
// smallest.
func SoundParts(dst []string, unit, script string) []string {
	switch script {
	case hanUnits:
		if r, _ := utf8.DecodeRuneInString(unit); r >= utf8.RuneSelf {
			return append(dst, chineseTables().of(r).usual)
		}
		return appendSyllable(dst, unit)
	case hangulUnits:
		return hangulParts(dst, unit)
	case kanaUnits:
		return kanaParts(dst, unit)
	}
	if n := letterLength(unit, script); n > 0 && n < len(unit) {
		return append(dst, unit[:n], unit[n:])
	}
	return dst
}

// MarkUnit is a unit with the marks of a word's beginning and end, where letters are
// written otherwise than within.
func MarkUnit(unit string, begins, ends bool) string {
	return string(appendMarked(nil, unit, begins, ends))
}

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

// appendSyllable appends the initial and the final of a syllable in Latin letters,
// none of what is one of them.
func appendSyllable(dst []string, s string) []string {
	if strings.Contains(s, "-") {
		return dst
	}
	n := strings.IndexAny(s, "aeiou")
	if n < 0 {
		return dst
	}
	if n > 0 {
		dst = append(dst, s[:n]+"-")
	}
	return append(dst, "-"+s[n:])
}

func isHangul(r rune) bool { return r >= hangulFirst && r <= hangulLast }

// double stands before a syllable of Hangul that begins with the l of which the one
// before has the other half.
const double = 'l'

// hangulSyllables appends the syllables of a word in Hangul, each with a vowel behind
// it that makes a diphthong.
func hangulSyllables(dst []string, word string) ([]string, string) {
	const ae, o, e, mute, liquid, lastL = 1, 8, 5, 11, 5, 8
	last, doubled := -1, false
	for _, r := range word {
		if !isHangul(r) {
			return dst, ""
		}
		s := int(r) - hangulFirst
		initial, vowel, final := s/hangulFinals/hangulVowels, s/hangulFinals%hangulVowels, s%hangulFinals
		var unit string
		switch {
		case initial == mute && final == 0 && (vowel == 20 && (last == 0 || last == ae || last == e) || vowel == 13 && last == o):
			dst[len(dst)-1] += string(r)
			last = -1
			continue
		case doubled && initial == liquid:
			n := len(dst) - 1
			before, size := utf8.DecodeLastRuneInString(dst[n])
			dst[n] = dst[n][:len(dst[n])-size] + string(before-lastL)
			unit = string(double) + string(r)
		default:
			unit = string(r)
		}
		dst = append(dst, unit)
		last, doubled = vowel, final == lastL
		if final > 0 {
			last = -1
		}
	}
	return dst, hangulUnits
}

// hangulParts appends the consonants and vowels of a syllable.
func hangulParts(dst []string, unit string) []string {
	text, doubled := strings.CutPrefix(unit, string(double))
	r, size := utf8.DecodeRuneInString(text)
	if !isHangul(r) {
		return dst
	}
	if size < len(text) {
		return append(dst, unit[:len(unit)-len(text)+size], text[size:])
	}
	s := int(r) - hangulFirst
	if initial := initialsSouth[s/hangulFinals/hangulVowels]; doubled {
		dst = append(dst, "ll-")
	} else if initial != "-" {
		dst = append(dst, initial+"-")
	}
	dst = append(dst, "-"+vowelsSouth[s/hangulFinals%hangulVowels]+"-")
	if final := finals[s%hangulFinals]; final != "-" {
		dst = append(dst, "-"+final)
	}
	return dst
}

func isKana(r rune) bool { return r >= 'ぁ' && r <= 'ヺ' || r == 'ー' }

// kanaSyllables appends the syllables of a word in kana: a kana with the small ones
// behind it, and with what makes it long or ends it.
func kanaSyllables(dst []string, word string) ([]string, string) {
	behind := "" // that may be of the same syllable
	for i, r := range word {
		if !isKana(r) {
			return dst, ""
		}
		next, _ := utf8.DecodeRuneInString(word[i+utf8.RuneLen(r):])
		r, next = asHiragana(r), asHiragana(next)
		n := len(dst) - 1
		switch {
		case n >= 0 && in(smallKana, r):
			dst[n] += string(r)
		case n >= 0 && in(behind, r) && !in(smallKana, next):
			dst[n] += string(r)
			if behind = "んっ"; in(behind, r) {
				behind = ""
			}
			continue
		default:
			dst = append(dst, string(r))
		}
		behind = "ーんっ"
		switch last := kanaSounds(dst[len(dst)-1]); {
		case strings.HasSuffix(last, "a"):
			behind += "いう"
		case strings.HasSuffix(last, "e"):
			behind += "い"
		case strings.HasSuffix(last, "o"):
			behind += "うい"
		}
		if r == 'ん' || r == 'っ' || r == 'ー' {
			behind = ""
		}
	}
	return dst, kanaUnits
}

func asHiragana(r rune) rune {
	if r >= 'ァ' && r <= 'ヶ' {
		r -= hiragana
	}
	return r
}

const smallKana = "ぁぃぅぇぉゃゅょゎ"

// kanaLatin is what kana.tsv has.
var kanaLatin = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	rows("kana.tsv", 2, func(col []string) { m[col[0]] = col[1] })
	return m
})

// kanaSounds is a kana, with a small one behind it, in Latin letters.
func kanaSounds(unit string) string {
	t := kanaLatin()
	if latin, ok := t[unit]; ok {
		return latin
	}
	_, size := utf8.DecodeRuneInString(unit)
	return strings.TrimRight(t[unit[:size]], "aeiou") + t[unit[size:]]
}

// kanaParts appends the kana of a syllable, and of one kana its consonant and vowel.
func kanaParts(dst []string, unit string) []string {
	from := len(dst)
	start := 0
	for i, r := range unit {
		switch end := i + utf8.RuneLen(r); {
		case r < utf8.RuneSelf:
			return dst
		case i > 0 && in(smallKana, r):
			dst[len(dst)-1] = unit[start:end]
		default:
			dst = append(dst, unit[i:end])
			start = i
		}
	}
	if len(dst)-from > 1 {
		return dst
	}
	dst = dst[:from]
	switch unit {
	case "ん", "っ", "ー":
		return dst
	}
	return appendSyllable(dst, kanaSounds(unit))
}

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

// soundPairs are letters that stand for one sound together, soundVowels those that
// make a syllable of a consonant before them. Arabic writes too few for that.
var (
	soundPairs = map[string]string{
		arabicUnits:   "تش دج كس اي او نغ ية يه",
		cyrillicUnits: "дж дз тч кс ай ей эй ой уй ий ый ау",
		hebrewUnits:   "וו יי יה ג' ז' צ' ץ' ת' קס",
	}
	soundVowels = map[string]string{
		cyrillicUnits: "аеёиоуыэюяьъ",
		hebrewUnits:   "ויהא",
	}
)

// letterLength is how long the letter is that a text begins with, or two that are
// one sound; 0 if it is of another script.
func letterLength(text, is string) int {
	r, n := utf8.DecodeRuneInString(text)
	_, next := utf8.DecodeRuneInString(text[n:])
	switch {
	case next > 0 && strings.Contains(soundPairs[is], text[:n+next]):
		return n + next
	case alphabetUnits(r) != is:
		return 0
	}
	return n
}

// alphabetSyllables appends the vowels of a word, each with a consonant before it, and
// the other consonants.
func alphabetSyllables(dst []string, word, is string) ([]string, string) {
	start, open := 0, false // a consonant that a vowel may be behind
	for i := 0; i < len(word); {
		n := letterLength(word[i:], is)
		if n == 0 && word[i] == '\'' { // a geresh that parts: D'Arcy, McKenna
			i++
			start, open = i, false
			continue
		} else if n == 0 {
			return dst, ""
		}
		r, _ := utf8.DecodeRuneInString(word[i:])
		vowel := in(soundVowels[is], r)
		if open && vowel {
			dst[len(dst)-1] = word[start : i+n]
		} else {
			dst = append(dst, word[i:i+n])
			start = i
		}
		i += n
		open = !vowel || open && (r == 'ь' || r == 'ъ')
	}
	return dst, is
}
