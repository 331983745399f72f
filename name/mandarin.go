package name

import (
	"strings"
	"sync"
)

// Korean writes Chinese names of today in Hangul by their sound, each syllable of
// Pinyin in one way: Zhang Daqing is 장다칭. So a word in Hangul may be one besides
// what it is in Korean.

// mandarin has the syllables of Pinyin by how they are written in Hangul.
var mandarin = sync.OnceValue(func() map[string][]soundID {
	m := map[string][]soundID{}
	rows("mandarin_hangul.tsv", 2, func(col []string) {
		for p := range strings.FieldsSeq(col[1]) {
			m[col[0]] = append(m[col[0]], pinyinSounds()[p])
		}
	})
	return m
})

// hangulBytes is how many bytes a syllable of Hangul takes, longestMandarin how many
// of these one of Pinyin.
const hangulBytes, longestMandarin = 3, 3

// mandarinFamily returns how many bytes of a word in Hangul are a Chinese family name
// before a given name of one syllable or two; 0 if it can be no Chinese name.
func mandarinFamily(word []byte) int {
	for n := min(longestMandarin*hangulBytes, len(word)-hangulBytes); n > 0; n -= hangulBytes {
		for _, s := range mandarin()[string(word[:n])] {
			if chineseSounds().rarities[[2]soundID{s}] == 0 {
				continue
			}
			var given readingList
			if given.mandarin(word[n:], false); given.n > 0 {
				return n
			}
		}
	}
	return 0
}

// mandarin adds the syllables of Pinyin that a word in Hangul can be: one of a family
// name, one or two of a given name.
func (l *readingList) mandarin(word []byte, family bool) {
	m := mandarin()
	for _, s := range m[string(word)] {
		l.add(s, 0, character)
	}
	if family || len(word) > 2*longestMandarin*hangulBytes {
		return
	}
	for n := hangulBytes; n < len(word); n += hangulBytes {
		for _, a := range m[string(word[:n])] {
			for _, b := range m[string(word[n:])] {
				l.add(a, b, character)
			}
		}
	}
}
