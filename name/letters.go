package name

import (
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// script is one of the scripts that the analysis tells apart.
type script uint8

const (
	noScript script = iota // digits, marks, punctuation
	latin
	cyrillic
	greek
	arabic
	hebrew
	armenian
	georgian
	han
	kana
	hangul
	indic // nine scripts that are written in one way
	ethiopic
	otherScript // no table: its letters stay as they are
)

var scriptNames = [...]string{
	"", "Latin", "Cyrillic", "Greek", "Arabic", "Hebrew", "Armenian",
	"Georgian", "Han", "Katakana", "Hangul", "", "Ethiopic", "",
}

// class says what a character does to a word.
type class uint8

const (
	separator class = iota // ends it; sep says how
	letterClass
	digitClass
	mark      // belongs to the letter before it
	invisible // apostrophes, zero width and bidirectional controls: passed over
)

// letter is what the analysis knows of one character.
type letter struct {
	class  class
	script script
	sep    byte // of a separator: its ASCII class
	// lower is the character in lower case; text is how a Latin letter is
	// written in ASCII, or a digit's value.
	lower rune
	text  string
	// plain says that a name in Latin letters can be read past this character
	// without normalising it.
	plain bool
	// alone says that the character is in NFKC and stays so beside any other
	// one that is alone.
	alone bool
	// disguise says that a Latin letter looks like this Cyrillic or Greek one.
	disguise bool
}

// letters holds what is known of characters in pages of 256, each of which is
// made when it is first needed and never changes.
type letters struct {
	pages [256]atomic.Pointer[[256]letter]
	latin map[rune]string // data/letters.tsv
}

func readLetters() *letters {
	l := &letters{latin: map[rune]string{}}
	rows("letters.tsv", 2, func(col []string) {
		r, _ := utf8.DecodeRuneInString(col[0])
		l.latin[r] = col[1]
	})
	return l
}

// page returns the page of the characters that share their upper byte.
func (l *letters) page(upper byte) *[256]letter {
	if p := l.pages[upper].Load(); p != nil {
		return p
	}
	p := new([256]letter)
	for i := range p {
		p[i] = l.make(rune(upper)<<8 | rune(i))
	}
	l.pages[upper].Store(p)
	return p
}

// broken stands for a byte that is no UTF-8: it parts words.
var broken = letter{plain: true, alone: true}

// letterOf returns what is known of a character, until the next call.
func (a *Analyser) letterOf(r rune) *letter {
	switch {
	case r >= 0x3400 && r <= 0x4dbf, r >= 0x4e00 && r <= 0x9fff: // the many that need no page
		a.made = letter{class: letterClass, script: han, lower: r, alone: true}
	case r >= hangulFirst && r <= hangulLast:
		a.made = letter{class: letterClass, script: hangul, lower: r, alone: true}
	case r>>16 == 0:
		return &a.tab.letters.page(byte(r >> 8))[r&0xff]
	default:
		a.made = a.tab.letters.make(r)
	}
	return &a.made
}

// letter returns what is known of the first character of s, until the next
// call, and how many bytes it takes.
func (a *Analyser) letter(s string) (*letter, int) {
	r, size := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && size == 1 {
		return &broken, 1
	}
	return a.letterOf(r), size
}

// apostrophes are dropped from within words: quotation marks that serve as
// apostrophes, and the letters that transcribe hamza, ayn and the soft sign.
const apostrophes = "'`´‘’‛′ʹʺʻʼʽʾʿˈˊˋ΄᾽׳״"

// dashes are the hyphens that Unicode does not call a dash.
const hyphenBullet = '⁃'

func (l *letters) make(r rune) letter {
	out := l.classify(r)
	self := norm.NFKC.String(string(r)) == string(r)
	out.disguise = looks().latin[r] != 0
	out.alone = self && out.class != mark && (r < 0x1100 || r > 0x11ff) // the parts of Hangul syllables
	out.plain = out.class == letterClass && out.script == latin && len(out.text) > 0 && out.text[0] < utf8.RuneSelf ||
		out.class == separator && self || out.class == invisible ||
		out.class == mark && out.script == noScript
	return out
}

func (l *letters) classify(r rune) letter {
	switch {
	case r < utf8.RuneSelf:
		c := asciiClass[r]
		switch {
		case c >= 'a':
			return letter{class: letterClass, script: latin, lower: rune(c), text: asciiText[c]}
		case c >= '0':
			return letter{class: digitClass, lower: rune(c), text: asciiText[c]}
		case c == asciiDrop:
			return letter{class: invisible}
		}
		return letter{sep: c}
	case in(apostrophes, r) || r == tatweel || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r):
		return letter{class: invisible}
	case unicode.Is(unicode.Nd, r):
		c := '0' + digitValue(r)
		return letter{class: digitClass, lower: c, text: asciiText[c]}
	case unicode.IsMark(r):
		return letter{class: mark, script: scriptOf(r), lower: r}
	case unicode.IsLetter(r) || r == '々' || r == '〇' || r == 'ー':
		return l.makeLetter(r)
	}
	return letter{sep: punctuation(r)}
}

func in(set string, r rune) bool {
	for _, s := range set {
		if s == r {
			return true
		}
	}
	return false
}

func punctuation(r rune) byte {
	switch {
	case unicode.Is(unicode.Pd, r) || r == hyphenBullet || r == '־':
		return asciiHyphen
	case in("،、，﹐", r):
		return asciiComma
	case r == '・' || r == '·':
		return asciiSpace
	case unicode.Is(unicode.Ps, r) || unicode.Is(unicode.Pe, r) || r == '؛':
		return asciiBreak
	}
	return asciiSpace
}

// asciiText is each ASCII character as a string.
var asciiText = func() (t [utf8.RuneSelf]string) {
	for i := range t {
		t[i] = string(rune(i))
	}
	return t
}()

func lower(r rune) rune { return unicode.ToLower(r) }

// tatweel lengthens a word of the Arabic script and says nothing.
const tatweel = 'ـ'

// wholeCyrillic are the letters that Unicode takes for another one with a
// mark and that are letters of their own.
const wholeCyrillic = "йёїўѓќӣӯ"

func (l *letters) makeLetter(r rune) letter {
	out := letter{class: letterClass, script: scriptOf(r), lower: lower(r)}
	switch {
	case out.script == latin:
		out.text = l.ascii(out.lower)
	case out.script == greek, out.script == cyrillic && !in(wholeCyrillic, out.lower):
		out.lower, _ = utf8.DecodeRuneInString(norm.NFKD.String(string(out.lower)))
	}
	return out
}

// ascii takes a Latin letter apart and drops its marks; a letter that stays
// beyond ASCII is itself.
func (l *letters) ascii(low rune) string {
	if t, ok := l.latin[low]; ok {
		return t
	}
	var out []byte
	for _, r := range norm.NFKD.String(string(low)) {
		switch {
		case unicode.IsMark(r) || in(apostrophes, r):
		case r < utf8.RuneSelf && asciiClass[r] >= '0':
			out = append(out, asciiClass[r])
		case l.latin[unicode.ToLower(r)] != "":
			out = append(out, l.latin[unicode.ToLower(r)]...)
		default:
			out = utf8.AppendRune(out, r)
		}
	}
	return string(out)
}

// digitValue is the value of a decimal digit of any script: each has its ten
// digits in a row, beginning at the lower end of a range of the table.
func digitValue(r rune) rune {
	for _, rg := range unicode.Nd.R16 {
		if r >= rune(rg.Lo) && r <= rune(rg.Hi) {
			return (r - rune(rg.Lo)) % 10
		}
	}
	for _, rg := range unicode.Nd.R32 {
		if r >= rune(rg.Lo) && r <= rune(rg.Hi) {
			return (r - rune(rg.Lo)) % 10
		}
	}
	return 0
}

var indicScripts = []*unicode.RangeTable{
	unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya,
	unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam,
}

func scriptOf(r rune) script {
	switch {
	case unicode.Is(unicode.Latin, r):
		return latin
	case unicode.Is(unicode.Cyrillic, r):
		return cyrillic
	case unicode.Is(unicode.Greek, r):
		return greek
	case unicode.Is(unicode.Arabic, r):
		return arabic
	case unicode.Is(unicode.Hebrew, r):
		return hebrew
	case unicode.Is(unicode.Armenian, r):
		return armenian
	case unicode.Is(unicode.Georgian, r):
		return georgian
	case unicode.Is(unicode.Han, r):
		return han
	case unicode.Is(unicode.Katakana, r), unicode.Is(unicode.Hiragana, r), r == 'ー':
		return kana
	case unicode.Is(unicode.Hangul, r):
		return hangul
	case unicode.In(r, indicScripts...):
		return indic
	case unicode.Is(unicode.Ethiopic, r):
		return ethiopic
	case unicode.Is(unicode.Common, r), unicode.Is(unicode.Inherited, r):
		return noScript
	}
	return otherScript
}

// unnamed finds the Unicode name of the script of a character that we have no
// table for.
func unnamed(r rune) string {
	for name, table := range unicode.Scripts {
		if unicode.Is(table, r) {
			return name
		}
	}
	return ""
}
