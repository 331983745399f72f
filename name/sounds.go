package name

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/interdict/interdict"
)

// A name of East Asia is written in Latin letters by many standards, each of
// which says by what syllables a character is written. What they share is the
// character, or at least its reading: a sound is a syllable of Pinyin for
// Chinese and one of Hangul for Korean. Two spellings are of one name where
// both can be of the same sounds.

// soundID is a syllable of a language whatever the standard that writes it.
type soundID uint16

// standards is a set of ways in which a syllable is written.
type standards uint8

const (
	pinyin    standards = 1 << iota
	wadeStyle           // Wade and Giles, without its marks
	dialect             // as said in Cantonese, Hokkien, Teochew or Hakka
	koreans             // all ways in which Korean is written in Latin letters
	character           // Chinese characters or Hangul
)

// spelt is what a syllable in Latin letters can be.
type spelt struct {
	sound soundID
	by    standards
}

// eastern is what is known of the names of one language.
type eastern struct {
	syllables map[string][]spelt // in Latin letters
	surnames  map[string][]reading
	rarities  map[[2]soundID]interdict.Millibits // of surnames
	hanja     map[rune][]soundID                 // of Korean surnames in Chinese characters
}

func newEastern() *eastern {
	return &eastern{map[string][]spelt{}, map[string][]reading{}, map[[2]soundID]interdict.Millibits{}, map[rune][]soundID{}}
}

func (e *eastern) add(text string, s soundID, by standards) {
	known := e.syllables[text]
	for i := range known {
		if known[i].sound == s {
			known[i].by |= by
			return
		}
	}
	e.syllables[text] = append(known, spelt{s, by})
}

func (e *eastern) addSurname(text string, s [2]soundID, by standards) {
	known := e.surnames[text]
	for i := range known {
		if known[i].sounds == s {
			known[i].by |= by
			return
		}
	}
	e.surnames[text] = append(known, reading{s, by})
}

// pinyinSounds numbers the syllables of Pinyin from 1 on.
var pinyinSounds = sync.OnceValue(func() map[string]soundID {
	m := map[string]soundID{}
	rows("pinyin.tsv", 2, func(col []string) { m[col[0]] = soundID(len(m) + 1) })
	return m
})

var chineseSounds = sync.OnceValue(func() *eastern {
	e := newEastern()
	sounds := pinyinSounds()
	rows("pinyin.tsv", 2, func(col []string) { e.add(col[0], sounds[col[0]], pinyin) })
	wade := map[string][]string{} // of Pinyin
	rows("wade_giles_syllables.tsv", 2, func(col []string) {
		for _, p := range strings.Fields(col[1]) {
			e.add(col[0], sounds[p], wadeStyle)
			wade[p] = append(wade[p], col[0])
		}
	})
	parts := readParts("cantonese_spelling.tsv")
	rows("cantonese.tsv", 2, func(col []string) {
		for _, text := range parts.cantonese(col[0]) {
			for _, p := range strings.Fields(col[1]) {
				e.add(text, sounds[p], dialect)
			}
		}
	})
	rows("chinese_surnames.tsv", 1, func(col []string) {
		s := [2]soundID{sounds[col[0]]}
		if s[0] == 0 {
			panic("name: chinese_surnames.tsv: no such syllable: " + col[0])
		}
		e.rarities[s] = wordRarity([]byte(col[0]))
		e.addSurname(col[0], s, pinyin)
		for _, w := range wade[col[0]] {
			e.addSurname(w, s, wadeStyle)
		}
		for _, o := range strings.Fields(strings.Join(col[1:], " ")) {
			e.addSurname(o, s, dialect)
		}
	})
	return e
})

var koreanSounds = sync.OnceValue(func() *eastern {
	e := newEastern()
	parts := readParts("korean_spelling.tsv")
	rows("hanja.tsv", 2, func(col []string) {
		r, _ := utf8.DecodeRuneInString(col[0])
		for _, text := range parts.korean(r) {
			e.add(text, koreanSound(r), koreans)
		}
	})
	rows("hangul_surnames.tsv", 4, func(col []string) {
		var s [2]soundID
		letters := []rune(col[0])
		for i, r := range letters {
			s[i] = koreanSound(r)
		}
		for _, r := range strings.TrimPrefix(col[3], "-") {
			e.hanja[r] = append(e.hanja[r], s[0])
		}
		spellings := append([]string{col[1], col[2]}, strings.Fields(strings.Join(col[4:], " "))...)
		if len(letters) == 1 {
			spellings = append(spellings, parts.korean(letters[0])...)
		}
		if e.rarities[s] == 0 {
			e.rarities[s] = wordRarity([]byte(col[1]))
		}
		for _, text := range spellings {
			e.addSurname(text, s, koreans)
		}
	})
	return e
})

// hanja is how Chinese characters are read in Korean.
var hanja = sync.OnceValue(func() map[rune][2]soundID {
	m := map[rune][2]soundID{}
	rows("hanja.tsv", 2, func(col []string) {
		syllable, _ := utf8.DecodeRuneInString(col[0])
		for _, r := range col[1] {
			s := m[r]
			if id := koreanSound(syllable); s[0] == 0 {
				s[0] = id
			} else if id != s[0] {
				s[1] = id
			}
			m[r] = s
		}
	})
	return m
})

// hanjaSyllable is how a Chinese character is read in Korean, in Hangul.
var hanjaSyllable = sync.OnceValue(func() map[rune]rune {
	m := map[rune]rune{}
	rows("hanja.tsv", 2, func(col []string) {
		syllable, _ := utf8.DecodeRuneInString(col[0])
		for _, r := range col[1] {
			if _, ok := m[r]; !ok {
				m[r] = syllable
			}
		}
	})
	return m
})

// koreanSound is a syllable of Hangul without what the South does to its
// beginning: an r before i and y is not heard there, before other vowels it
// is n, and n is not heard before i and y.
func koreanSound(r rune) soundID {
	const n, mute, rl = 2, 11, 5 // places among the initials
	if r < hangulFirst || r > hangulLast {
		return 0
	}
	s := int(r) - hangulFirst
	initial, vowel := s/hangulFinals/hangulVowels, s/hangulFinals%hangulVowels
	if initial == rl || initial == n {
		initial = n
		switch vowel {
		case 2, 3, 6, 7, 12, 17, 20: // ya yae yeo ye yo yu i
			initial = mute
		}
	}
	return soundID((initial*hangulVowels+vowel)*hangulFinals + s%hangulFinals + hangulFirst)
}

// spellingParts are the spellings of the parts of syllables.
type spellingParts struct{ initials, vowels, finals, mute map[string][]string }

func readParts(file string) *spellingParts {
	p := &spellingParts{map[string][]string{}, map[string][]string{}, map[string][]string{}, map[string][]string{}}
	rows(file, 3, func(col []string) {
		to := p.initials
		switch col[0] {
		case "vowel":
			to = p.vowels
		case "final":
			to = p.finals
		case "mute":
			to = p.mute
		}
		for _, s := range strings.Fields(col[2]) {
			to[col[1]] = append(to[col[1]], strings.TrimPrefix(s, "-"))
		}
	})
	p.finals[""] = append(p.finals[""], "")
	p.initials[""] = append(p.initials[""], "")
	return p
}

// cantonese is how a syllable of Jyutping is written.
func (p *spellingParts) cantonese(syllable string) []string {
	for n := min(2, len(syllable)); n >= 0; n-- {
		if initials, finals := p.initials[syllable[:n]], p.finals[syllable[n:]]; len(initials) > 0 && len(finals) > 0 && n < len(syllable) {
			return combined(initials, finals, p.finals[""])
		}
	}
	return nil
}

// korean is how a syllable of Hangul is written.
func (p *spellingParts) korean(r rune) []string {
	const initials, finals = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ", "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
	s := int(r) - hangulFirst
	at := func(letters string, n int) string {
		return string([]rune(letters)[n])
	}
	final := ""
	if f := s % hangulFinals; f > 0 {
		final = at(finals, f-1)
	}
	initial, vowel := at(initials, s/hangulFinals/hangulVowels), string('ㅏ'+rune(s/hangulFinals%hangulVowels))
	vowels := p.vowels[vowel]
	if initial == "ㅇ" {
		vowels = slices.Concat(vowels, p.mute[vowel])
	}
	return combined(p.initials[initial], vowels, p.finals[final])
}

// combined are the parts in all combinations, the usual ones first.
func combined(parts ...[]string) []string {
	all := []string{""}
	for _, part := range parts {
		var longer []string
		for _, p := range part {
			for _, s := range all {
				longer = append(longer, s+p)
			}
		}
		all = longer
	}
	return all
}
