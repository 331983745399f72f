package name

import "sync"

// maxSyllable is the most letters of a syllable of Pinyin.
const maxSyllable = 6

var pinyinSyllables = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	rows("pinyin.tsv", 2, func(col []string) { m[col[0]] = true })
	return m
})

// ChineseGiven says whether a folded word reads as a Chinese given name in
// Pinyin: one syllable or two. Two such words that differ in a letter are two
// names (Jinping, Jinpeng) more often than one misspelled.
func ChineseGiven(text string) bool {
	if len(text) > 2*maxSyllable {
		return false
	}
	syllables := pinyinSyllables()
	if syllables[text] {
		return true
	}
	for i := 1; i < len(text); i++ {
		if syllables[text[:i]] && syllables[text[i:]] {
			return true
		}
	}
	return false
}

// EasternSyllable says whether a folded word is one syllable of Chinese in Pinyin or
// of Korean.
func EasternSyllable(text string) bool {
	return pinyinSyllables()[text] || len(koreanSounds().syllables[text]) > 0
}

// EasternSurname says whether a folded word is written as Chinese or Korean
// family names are.
func EasternSurname(text string) bool {
	all := easternSurnames()
	return len(text) <= all.longest && all.has[text]
}

// surnames are words, of which none is longer.
type surnames struct {
	has     map[string]bool
	longest int
}

var easternSurnames = sync.OnceValue(func() surnames {
	all := surnames{has: map[string]bool{}}
	for _, e := range []*eastern{chineseSounds(), koreanSounds()} {
		for text, read := range e.surnames {
			if len(read) > 0 {
				all.has[text], all.longest = true, max(all.longest, len(text))
			}
		}
	}
	return all
})

// Retroflex says whether two words differ only in zh, ch, sh for z, c, s, which
// many speakers of Chinese do not tell apart: Guangzhong, Guangzong.
func Retroflex(a, b string) bool {
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		if a[i] != b[j] {
			return false
		}
		dental := a[i] == 'z' || a[i] == 'c' || a[i] == 's'
		i++
		j++
		if dental {
			if i < len(a) && a[i] == 'h' {
				i++
			}
			if j < len(b) && b[j] == 'h' {
				j++
			}
		}
	}
	return i == len(a) && j == len(b)
}
