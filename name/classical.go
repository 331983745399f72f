package name

import (
	"strings"
	"sync"
)

// Movements are called in classical Arabic, with the vowels that words end in and the
// article run together with the word before it: "Ansarul Muslimina fi Biladis Sudan".
// Others, and Arabic letters, write "Ansar al-Muslimin fi Bilad al-Sudan".

// arabicStems are the keys of words that the article is run together with.
var arabicStems = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	add := func(latin string) {
		if len(latin) > 2 {
			m[string(Key(nil, []byte(latin)))] = true
		}
	}
	rows("arabic_words.tsv", 2, func(col []string) { add(col[0]) })
	return m
})

// classical writes the words of an organisation's name in classical Arabic as they are
// written otherwise.
func (a *Analyser) classical() {
	found := false
	for i := 0; i+1 < len(a.spans); i++ {
		text, next := a.at(a.spans[i]), a.at(a.spans[i+1])
		n := len(text)
		if n < 5 || len(next) < 3 || text[n-2] != 'u' && text[n-2] != 'i' || text[n-1] != 'l' && text[n-1] != next[0] || isVowel(text[n-1]) {
			continue
		}
		if !a.keyIn(arabicStems(), text[:n-2]) || wordRarity(text) < unheard(text) {
			continue
		}
		a.cut(i, n-2)
		a.spans[i].word = a.tab.word(a.at(a.spans[i]))
		i++
		a.set(&a.spans[i], "al")
		a.spans[i].word, a.spans[i].glue, found = a.tab.words["al"], glueHyphen, true
	}
	if !found {
		return
	}
	for i := range a.spans {
		sp := &a.spans[i]
		switch text := string(a.at(*sp)); {
		case text == "fi" && i > 0:
			a.set(sp, "in")
		case (text == "wal" || text == "wa") && i > 0:
			a.set(sp, "and")
			sp.word = a.tab.words["and"]
		case strings.HasPrefix(text, "li") && len(text) > 6 && text[2] == text[3]: // lid-da'wati
			a.set(sp, withoutCase(text[3:]))
			sp.word = a.tab.word(a.at(*sp))
		default:
			if bare := withoutCase(text); bare != text {
				a.set(sp, bare)
				sp.word = a.tab.word(a.at(*sp))
			}
		}
	}
}

// withoutCase is a word without the vowel of its case behind "at" and "in".
func withoutCase(text string) string {
	n := len(text) - 1
	if n > 4 && isVowel(text[n]) && (text[n-2:n] == "at" || text[n-2:n] == "in" && text[n] == 'a') {
		return text[:n]
	}
	return text
}
