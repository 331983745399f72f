package name

import "unicode/utf8"

// A foreign name in kana, Hangul or Chinese characters is written by its
// sound, syllable by syllable. Its units are the pieces of which was learnt
// what letters they stand for: a kana with the small ones behind it, the parts
// of a syllable of Hangul, the Pinyin of a character.

// SoundUnits appends the units of a word and returns the script's short name;
// it is empty where a character is of another script.
func SoundUnits(dst []string, word string) (units []string, script string) {
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

const (
	hanUnits    = "han"
	hangulUnits = "hangul"
	kanaUnits   = "kana"
)
