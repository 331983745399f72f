package lists

import "unicode"

// scripts are those that lists write names in, under the words that
// publishers use for them.
var scripts = []struct {
	name  string
	table *unicode.RangeTable
}{
	{"Cyrillic", unicode.Cyrillic}, {"Arabic", unicode.Arabic}, {"Chinese", unicode.Han},
	{"Hangul", unicode.Hangul}, {"Japanese", unicode.Hiragana}, {"Japanese", unicode.Katakana},
	{"Hebrew", unicode.Hebrew}, {"Greek", unicode.Greek}, {"Armenian", unicode.Armenian},
	{"Georgian", unicode.Georgian}, {"Devanagari", unicode.Devanagari}, {"Bengali", unicode.Bengali},
	{"Thai", unicode.Thai}, {"Burmese", unicode.Myanmar}, {"Khmer", unicode.Khmer}, {"Lao", unicode.Lao},
	{"Ethiopic", unicode.Ethiopic}, {"Syriac", unicode.Syriac}, {"Tamil", unicode.Tamil},
	{"Sinhala", unicode.Sinhala}, {"Gurmukhi", unicode.Gurmukhi},
}

// Script says from its letters which script a name is written in: "" for
// Latin letters or none, "Non-Latin" for a script that it has no word for.
// In a mixture the script with the most letters counts. Chinese characters
// beside kana are Japanese.
func Script(name string) string {
	var latin, most int
	var script string
	counts := make(map[string]int)
	for _, r := range name {
		if r < 0x250 || unicode.Is(unicode.Latin, r) {
			if unicode.IsLetter(r) {
				latin++
			}
			continue
		}
		if !unicode.IsLetter(r) {
			continue
		}
		s := scriptOf(r)
		counts[s]++
		if counts[s] > most {
			script, most = s, counts[s]
		}
	}
	switch {
	case most <= latin:
		return ""
	case counts["Japanese"] > 0 && script == "Chinese":
		return "Japanese"
	}
	return script
}

func scriptOf(r rune) string {
	for _, s := range scripts {
		if unicode.Is(s.table, r) {
			return s.name
		}
	}
	return "Non-Latin"
}
