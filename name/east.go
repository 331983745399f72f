package name

import (
	"strings"
	"unicode/utf8"
)

// easternForms adds the forms of a person's name that is Chinese or Korean by
// its family name and its syllables, so that it is found by whatever standard
// it was written.
func (a *Analyser) easternForms(full string, is script) {
	if a.LettersOnly || a.count == 0 {
		return
	}
	a.marked = aspirates(full)
	switch is {
	case latin:
		a.latinSyllables()
	case han:
		if a.family > 0 && a.family < len(a.native) {
			a.addEastern(chineseNames, a.native[:a.family], a.native[a.family:])
			if koreanSurname(a.native[:a.family]) {
				a.addEastern(koreanNames, a.native[:a.family], a.native[a.family:])
			}
		}
	case hangul:
		if a.family > 0 && a.family < len(a.native) {
			a.addEastern(koreanNames, a.native[:a.family], a.native[a.family:])
		}
		if n := mandarinFamily(a.native); n > 0 && a.hangulWords == 1 {
			a.addEastern(chineseNames, a.native[:n], a.native[n:])
		}
	}
}

// koreanSurname says whether a Chinese character is read as a Korean surname.
func koreanSurname(text []byte) bool {
	r, size := utf8.DecodeRune(text)
	return size == len(text) && len(koreanSounds().hanja[r]) > 0
}

// addEastern adds one form of a family name and a given name.
func (a *Analyser) addEastern(language byte, family, given []byte) {
	if a.count == MaxForms {
		return
	}
	first := len(a.tokens)
	for i, part := range [...][]byte{family, given} {
		start := len(a.text)
		a.text = append(a.text, [...]byte{familySyllables, givenSyllables}[i], language)
		a.text = append(a.text, part...)
		a.tokens = append(a.tokens, Token{Text: a.text[start:len(a.text):len(a.text)], Part: Syllables})
	}
	a.forms[a.count] = Form{Tokens: a.tokens[first:len(a.tokens):len(a.tokens)], Script: a.forms[0].Script}
	a.count++
}

// latinSyllables adds the forms of a name of two or three words in Latin
// letters, one of them a family name and the rest two syllables.
func (a *Analyser) latinSyllables() {
	n := len(a.spans)
	if n < 2 || n > 3 {
		return
	}
	stated := -1
	for i := range a.spans {
		sp := &a.spans[i]
		if len(a.at(*sp)) > 2*maxSyllable {
			return
		}
		switch sp.part {
		case Family:
			if stated >= 0 {
				return
			}
			stated = i
		case Unknown, Given, Middle:
		case Initial: // O is a family name too, A and U are syllables
			if string(a.at(*sp)) != "o" && sp.glue != glueHyphen && (i+1 == n || a.spans[i+1].glue != glueHyphen) {
				return
			}
		case Particle: // Lo is a family name too, Do-hyun a given name
			if i > 0 && (i+1 == n || a.spans[i+1].glue != glueHyphen) {
				return
			}
		default:
			return
		}
	}
	hyphens := n == 3 && a.spans[1].glue == glueHyphen // Hui-ning Lo
	for _, language := range [...]byte{chineseNames, koreanNames} {
		switch {
		case stated >= 0:
			a.latinName(language, stated)
		case hyphens || !a.latinName(language, 0):
			a.latinName(language, n-1)
		}
	}
}

// latinName adds the form of a name whose family name stands at a place, if it
// can be one of the language.
func (a *Analyser) latinName(language byte, family int) bool {
	n := len(a.spans)
	if family > 0 && family < n-1 {
		return false
	}
	surname := easternOf(language).surnames[string(a.at(a.spans[family]))]
	if len(surname) == 0 {
		return false
	}
	a.scratch = append(a.scratch[:0], givenSyllables, language)
	for i := range a.spans {
		if i == family {
			continue
		}
		if len(a.scratch) > syllablesHead {
			a.scratch = append(a.scratch, '-')
		}
		a.scratch = append(a.scratch, a.at(a.spans[i])...)
	}
	var l readingList
	l.read(a.scratch)
	if l.n == 0 {
		return false
	}
	if language == chineseNames && !a.marked && writtenBy(surname, pinyin) && writtenBy(l.all[:l.n], pinyin) {
		language = pinyinNames
	}
	a.addEastern(language, a.at(a.spans[family]), a.scratch[syllablesHead:])
	return true
}

func writtenBy(readings []reading, by standards) bool {
	for _, r := range readings {
		if r.by&by != 0 {
			return true
		}
	}
	return false
}

// aspirates says whether a name has an apostrophe behind a consonant, as Wade
// and Giles write p', t', k', ch' and ts', and Pinyin does not.
func aspirates(s string) bool {
	for i := 1; i+1 < len(s); i++ {
		if c := s[i]; c != '\'' && c != '`' && c < utf8.RuneSelf {
			continue
		}
		switch s[i-1] {
		case 'p', 't', 'k', 'h', 's', 'P', 'T', 'K', 'H', 'S':
			if r, _ := utf8.DecodeRuneInString(s[i:]); strings.ContainsRune("'`’‘ʻʼ", r) {
				return true
			}
		}
	}
	return false
}
