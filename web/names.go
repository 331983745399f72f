package web

import (
	"html/template"
	"unicode"

	"github.com/interdict/interdict/report"
)

// nameHTML is a name in its own direction and language, so that it is shown in
// the right letters and read aloud as what it is.
func nameHTML(s string) template.HTML {
	s = report.Clean(s)
	lang, dir := scriptOf(s)
	open := "<bdi>"
	switch {
	case lang != "" && dir != "":
		open = `<bdi lang="` + lang + `" dir="` + dir + `">`
	case lang != "":
		open = `<bdi lang="` + lang + `">`
	}
	return template.HTML(open + template.HTMLEscapeString(s) + "</bdi>") // both parts are ours or escaped
}

// scripts are those that tell a language, or at least how to show and speak it.
var scripts = []struct {
	table     *unicode.RangeTable
	lang, dir string
}{
	{unicode.Hiragana, "ja", ""}, {unicode.Katakana, "ja", ""}, {unicode.Hangul, "ko", ""}, {unicode.Han, "zh", ""},
	{unicode.Arabic, "ar", "rtl"}, {unicode.Hebrew, "he", "rtl"}, {unicode.Cyrillic, "ru", ""},
	{unicode.Greek, "el", ""}, {unicode.Thai, "th", ""}, {unicode.Georgian, "ka", ""}, {unicode.Armenian, "hy", ""},
}

// persian are letters that Persian has and Arabic has not.
var persian = map[rune]bool{'پ': true, 'چ': true, 'ژ': true, 'گ': true, 'ک': true, 'ی': true}

// scriptOf says in which language the letters of a name are read, and in which
// direction; both are empty for Latin letters.
func scriptOf(s string) (lang, dir string) {
	seen := map[string]bool{}
	for _, r := range s {
		if r < 0x370 {
			continue
		}
		if persian[r] {
			seen["fa"] = true
		}
		for _, sc := range scripts {
			if unicode.Is(sc.table, r) {
				seen[sc.lang] = true
			}
		}
	}
	if seen["fa"] {
		return "fa", "rtl"
	}
	for _, sc := range scripts {
		if seen[sc.lang] {
			return sc.lang, sc.dir
		}
	}
	return "", ""
}
