package score

import (
	"strings"

	"github.com/interdict/interdict/name"
)

// A woman's family name, where Slavic languages are spoken, is her father's or
// husband's with an ending, and many a given name is a man's with one. Where both
// have it she is another person: Evgenia Prigozhina is not Yevgeniy Prigozhin. One
// letter more in each is no typing error.

// otherSex says whether one name is a woman's as the other is a man's.
func otherSex(s, e []Token) bool {
	return personal(s) && personal(e) && (womanOf(s, e) || womanOf(e, s))
}

// womanOf says whether a family name and a given name of hers are his with the endings
// of a woman's, the names of either written together or not.
func womanOf(hers, his []Token) bool {
	for i := range hers {
		text, ok := strings.CutSuffix(hers[i].Text, "a")
		if !ok {
			continue
		}
		for j := range his {
			family := his[j].Text
			switch {
			case hers[i].Part == name.Whole:
				first, ok := strings.CutSuffix(text, family)
				if ok && manly(family) && otherWord(his, j, func(w string) bool { return feminine(first, w) }) {
					return true
				}
			case !manly(text):
			case his[j].Part == name.Whole:
				first, ok := strings.CutSuffix(family, text)
				if ok && otherWord(hers, i, func(w string) bool { return feminine(w, first) }) {
					return true
				}
			case text == family && otherWord(hers, i, func(w string) bool {
				return otherWord(his, j, func(m string) bool { return feminine(w, m) })
			}):
				return true
			}
		}
	}
	return false
}

// otherWord says whether f is true of a word but for the one at a place.
func otherWord(tokens []Token, but int, f func(text string) bool) bool {
	for i := range tokens {
		if i != but && f(tokens[i].Text) {
			return true
		}
	}
	return false
}

// manly says whether a word ends as men's family names do of which a woman's has an a
// more.
func manly(family string) bool {
	if n := len(family); n > editMin {
		switch family[n-2:] {
		case "ov", "ev", "in", "yn":
			return true
		}
	}
	return false
}

// feminine says whether a woman's given name is a man's with the ending of one.
func feminine(hers, his string) bool {
	stem := givenStem(hers, "iya", "ia", "ija", "ya", "ja", "a")
	return stem != "" && stem == givenStem(his, "iy", "ii", "ij", "y", "i", "j", "")
}

// givenStem is a given name without the first of the endings that it has, and without a
// y or j before an e; nothing if it has none, or is too short.
func givenStem(text string, endings ...string) string {
	for _, end := range endings {
		if stem, ok := strings.CutSuffix(text, end); ok {
			if len(stem) > 1 && stem[1] == 'e' && (stem[0] == 'y' || stem[0] == 'j') {
				stem = stem[1:]
			}
			if len(stem) < editMin {
				return ""
			}
			return stem
		}
	}
	return ""
}
