package name

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/interdict/interdict"
)

// A token of the part Syllables is a family name or a given name of East Asia.
// Its text says which, of what language, and how it is written: "^clok" and
// "=cwai-ning", "^k박" and "=k진혁", "^c장" and "=c다칭".
const (
	familySyllables byte = '^'
	givenSyllables  byte = '='

	chineseNames byte = 'c' // by any standard
	pinyinNames  byte = 'p' // in Pinyin, all of the name
	koreanNames  byte = 'k'

	syllablesHead = 2
)

// SyllablesWritten is the text of a token of the part Syllables as people
// write it.
func SyllablesWritten(text string) string {
	if len(text) < syllablesHead {
		return text
	}
	return strings.ReplaceAll(text[syllablesHead:], "-", " ")
}

var hyphen = []byte("-")

func easternOf(language byte) *eastern {
	if language == koreanNames {
		return koreanSounds()
	}
	return chineseSounds()
}

// reading is one or two sounds and by what standards they are written.
type reading struct {
	sounds [2]soundID
	by     standards
}

// maxReadings is the most readings of a token that are looked at.
const maxReadings = 32

type readingList struct {
	all [maxReadings]reading
	n   int
}

func (l *readingList) add(first, second soundID, by standards) {
	if l.n < maxReadings && by != 0 {
		l.all[l.n] = reading{[2]soundID{first, second}, by}
		l.n++
	}
}

// read lists what a token of the part Syllables can be.
func (l *readingList) read(text []byte) {
	l.n = 0
	if len(text) <= syllablesHead {
		return
	}
	family, language, word := text[0] == familySyllables, text[1], text[syllablesHead:]
	if word[0] >= utf8.RuneSelf {
		l.characters(word, language, family)
		return
	}
	e := easternOf(language)
	all := pinyin | wadeStyle | dialect | koreans
	if language == pinyinNames {
		all = pinyin
	}
	if family {
		for _, s := range e.surnames[string(word)] {
			l.add(s.sounds[0], s.sounds[1], s.by&all)
		}
		return
	}
	if first, second, ok := bytes.Cut(word, hyphen); ok {
		l.pair(e, first, second, all)
		return
	}
	for i := 1; i < len(word); i++ {
		l.pair(e, word[:i], word[i:], all)
	}
}

// pair adds the readings of two syllables, both by one standard.
func (l *readingList) pair(e *eastern, first, second []byte, all standards) {
	for _, a := range e.syllables[string(first)] {
		for _, b := range e.syllables[string(second)] {
			l.add(a.sound, b.sound, a.by&b.by&all)
		}
	}
}

// characters adds the readings of one character or two.
func (l *readingList) characters(word []byte, language byte, family bool) {
	r, size := utf8.DecodeRune(word)
	if language != koreanNames && r >= hangulFirst && r <= hangulLast {
		l.mandarin(word, family)
		return
	}
	first, second := characterSounds(r, language, family), [2]soundID{}
	if word = word[size:]; len(word) > 0 {
		r, size = utf8.DecodeRune(word)
		if second = characterSounds(r, language, family); second[0] == 0 || len(word) > size {
			return
		}
	}
	for _, a := range first {
		for j, b := range second {
			if a != 0 && (b != 0 || j == 0) {
				l.add(a, b, character)
			}
		}
	}
}

// characterSounds are the usual and the other reading of a character.
func characterSounds(r rune, language byte, family bool) (s [2]soundID) {
	if language == koreanNames {
		if s[0] = koreanSound(r); s[0] != 0 {
			return s
		}
		if family {
			copy(s[:], koreanSounds().hanja[r])
			return s
		}
		return hanja()[r]
	}
	c := chineseTables()
	of := c.of(r)
	if family {
		var b [utf8.UTFMax]byte
		if as, ok := c.surnames[string(utf8.AppendRune(b[:0], r))]; ok {
			of = as
		}
	}
	return [2]soundID{pinyinSounds()[of.usual], pinyinSounds()[of.other]}
}

// SameSyllables says whether two tokens of the part Syllables can be one name
// written by two standards.
func SameSyllables(a, b string) bool {
	if !sameKind(a, b) {
		return false
	}
	if sameLetters(a[syllablesHead:], b[syllablesHead:]) {
		return true
	}
	if a[1] == chineseNames && b[1] == chineseNames && a[syllablesHead] < utf8.RuneSelf && b[syllablesHead] < utf8.RuneSelf {
		return false // two lossy standards say too little together
	}
	var x, y readingList
	var buf [2 * MaxToken]byte
	x.read(append(buf[:0], a...))
	y.read(append(buf[:0], b...))
	for _, r := range x.all[:x.n] {
		for _, s := range y.all[:y.n] {
			if r.sounds == s.sounds && compatible(r.by, s.by) {
				return true
			}
		}
	}
	return false
}

// sameKind says whether both are family names or both given names, of one
// language.
func sameKind(a, b string) bool {
	return len(a) > syllablesHead && len(b) > syllablesHead && a[0] == b[0] && (a[1] == koreanNames) == (b[1] == koreanNames)
}

// sameLetters says whether two texts differ in hyphens alone.
func sameLetters(a, b string) bool {
	i, j := 0, 0
	for {
		for i < len(a) && a[i] == '-' {
			i++
		}
		for j < len(b) && b[j] == '-' {
			j++
		}
		if i == len(a) || j == len(b) {
			return i == len(a) && j == len(b)
		}
		if a[i] != b[j] {
			return false
		}
		i++
		j++
	}
}

// compatible says whether what is written by one standard may be the same as
// what is written by another.
func compatible(a, b standards) bool {
	switch {
	case (a|b)&koreans != 0:
		return true
	case a&character != b&character:
		return true
	}
	return (a|b)&pinyin != 0 && a != b
}

// KoreanGiven says whether two folded words both read as Korean given names,
// one syllable or two, and cannot be the same one. Two such words that differ
// in a letter are two names (Yong, Kyong) more often than one misspelled.
func KoreanGiven(a, b string) bool {
	if len(a) > 2*maxSyllable || len(b) > 2*maxSyllable {
		return false
	}
	var x, y readingList
	var buf [2 * maxSyllable]byte
	x.koreanWord(append(buf[:0], a...))
	y.koreanWord(append(buf[:0], b...))
	for _, r := range x.all[:x.n] {
		for _, s := range y.all[:y.n] {
			if r.sounds == s.sounds {
				return false
			}
		}
	}
	return x.n > 0 && y.n > 0
}

// koreanWord lists what a word can be as one Korean syllable or two.
func (l *readingList) koreanWord(word []byte) {
	e := koreanSounds()
	for _, s := range e.syllables[string(word)] {
		l.add(s.sound, 0, koreans)
	}
	for i := 1; i < len(word); i++ {
		l.pair(e, word[:i], word[i:], koreans)
	}
}

// SyllableKeys calls f with a number for each reading of a token of the part
// Syllables: tokens that are the same by SameSyllables share one.
func SyllableKeys(text string, f func(key uint64)) {
	if len(text) <= syllablesHead {
		return
	}
	language := chineseNames
	if text[1] == koreanNames {
		language = koreanNames
	}
	var l readingList
	var buf [2 * MaxToken]byte
	l.read(append(buf[:0], text...))
	for _, r := range l.all[:l.n] {
		f(uint64(text[0])<<40 | uint64(language)<<32 | uint64(r.sounds[0])<<16 | uint64(r.sounds[1]))
	}
}

// syllableRarity is the rarity of one syllable of a given name.
const syllableRarity interdict.Millibits = 6500

// rarityOfSyllables is the rarity of a token of the part Syllables: of a
// family name that of its commonest spelling, of a given name so much for each
// syllable.
func rarityOfSyllables(text []byte) interdict.Millibits {
	var l readingList
	l.read(text)
	if l.n == 0 {
		return 2 * syllableRarity
	}
	if text[0] == givenSyllables {
		if l.all[0].sounds[1] == 0 {
			return syllableRarity
		}
		return 2 * syllableRarity
	}
	rarest := interdict.Millibits(0)
	for _, r := range l.all[:l.n] {
		if known := easternOf(text[1]).rarities[r.sounds]; known != 0 && (rarest == 0 || known < rarest) {
			rarest = known
		}
	}
	if rarest == 0 {
		return Rarest
	}
	return rarest
}
