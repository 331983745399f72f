package jp

import (
	"strings"
	"unicode"
)

// joinLines undoes the cutting by width: no space within Japanese text, none
// behind a hyphen.
func joinLines(text string) string {
	var b strings.Builder
	var last rune
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\f", "\n"), "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		first := []rune(line)[0]
		if last != 0 && last != '-' && !isJapanese(last) && !isJapanese(first) {
			b.WriteByte(' ')
		}
		b.WriteString(line)
		runes := []rune(line)
		last = runes[len(runes)-1]
	}
	return b.String()
}

// isJapanese says of a letter or mark that it is no Latin one.
func isJapanese(r rune) bool {
	return unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han) || r >= 0x3001 && r <= 0x303f || r >= 0xff01 && r <= 0xff65 || r == 'ー'
}

func japanese(s string) bool { return strings.IndexFunc(s, isJapanese) >= 0 }

func kana(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana) }) >= 0
}
