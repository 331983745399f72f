package name

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// chinese is what is known of Chinese characters.
type chinese struct {
	syllables []string
	reading   map[rune]uint16 // index in syllables
	names     map[rune]readings
	surnames  map[string]readings
	japanese  map[string]string
	words     dictionary
}

// readings are the likeliest reading and another one, empty if none.
type readings struct{ usual, other string }

var chineseTables = sync.OnceValue(func() *chinese {
	c := &chinese{reading: make(map[rune]uint16, 28000), names: map[rune]readings{}, surnames: map[string]readings{}, japanese: map[string]string{}}
	rows("pinyin.tsv", 2, func(col []string) {
		for _, r := range col[1] {
			c.reading[r] = uint16(len(c.syllables))
		}
		c.syllables = append(c.syllables, col[0])
	})
	other := func(col []string) (r readings) {
		r.usual = col[1]
		if len(col) > 2 {
			r.other = col[2]
		}
		return r
	}
	rows("han_readings.tsv", 2, func(col []string) {
		for _, s := range strings.Split(col[0], "|") {
			r, _ := utf8.DecodeRuneInString(s)
			c.names[r] = other(col)
		}
	})
	rows("han_surnames.tsv", 2, func(col []string) {
		for _, s := range strings.Split(col[0], "|") {
			c.surnames[s] = other(col)
		}
	})
	rows("japanese_surnames.tsv", 2, func(col []string) { c.japanese[col[0]] = col[1] })
	c.words = readDictionary("han_words.tsv")
	return c
})

// of is how a character is read in a given name or a company's.
func (c *chinese) of(r rune) readings {
	if n, ok := c.names[r]; ok {
		return n
	}
	if i, ok := c.reading[r]; ok {
		return readings{usual: c.syllables[i]}
	}
	return readings{usual: string(r)}
}

// surname is how a character or two are read as a surname. Of two, only the
// known ones are a surname.
func (c *chinese) surname(w []char) (readings, bool) {
	var b [8]byte
	s := b[:0]
	for _, ch := range w {
		s = utf8.AppendRune(s, ch.as)
	}
	if r, ok := c.surnames[string(s)]; ok {
		return r, true
	}
	return c.of(w[0].as), len(w) == 1
}

// hanWord reads a word in Chinese characters.
func (a *Analyser) hanWord(w []char, glue byte, from int) {
	c := chineseTables()
	w, digits := cutDigits(w)
	japanese, latin := a.japaneseSurname(w)
	for i := range w {
		if w[i].as == '々' && i > 0 { // the character before once more
			w[i].as = w[i-1].as
		}
	}
	told := a.termed || c.words.company(w)
	switch n := len(w); {
	case !told && japanese == 0 && a.japaneseRun(w, glue, from):
	case !told && a.company && a.hasKana:
		a.hanBrand(w, glue, from) // as where nobody says that it is an organisation's
	case told || a.company:
		a.dictionaryWords(c.words, w, glue, from, a.hanBrand)
	case japanese > 0:
		start := len(a.text)
		a.text = append(a.text, latin...)
		a.addSpan(start, glue, from).part = Family
		a.hanGiven(w[japanese:], glueSpace, from)
	case a.hanWords == 1 && n >= 2 && n <= 4:
		family := 1
		if _, ok := c.surname(w[:2]); ok && n > 2 || n == 4 {
			family = 2 // of four characters, otherwise, a Japanese name
		}
		a.hanSurname(w[:family], glue, from)
		a.hanGiven(w[family:], glueSpace, from)
	case a.hanWords == 2 && len(a.spans) == 0 && n <= 2:
		a.hanSurname(w, glue, from)
	case a.hanWords == 2 && len(a.spans) == 1 && a.spans[0].part == Family:
		a.hanGiven(w, glue, from)
	default:
		a.hanForeign(w, glue, from)
	}
	a.addDigits(digits, from)
}

// hanCompany says whether one of the name's words in Chinese characters can
// only be an organisation's, so that the others, such as a place in brackets,
// are read as one's too.
func (a *Analyser) hanCompany() bool {
	words := &chineseTables().words
	return a.anyWord(func(w []char, is script) bool { return is == han && words.company(w) })
}

// anyWord says whether told holds of a word of the name, the letters of one script
// beside one another.
func (a *Analyser) anyWord(told func(w []char, is script) bool) bool {
	w, is := a.word[:0], noScript
	for i := 0; i < len(a.norm); {
		l, size := a.letterAt(i)
		if l.class != letterClass || l.script != is {
			if told(w, is) {
				return true
			}
			w, is = w[:0], noScript
		}
		if l.class == letterClass && len(w) < maxWord {
			r, _ := utf8.DecodeRune(a.norm[i:])
			w, is = append(w, char{as: r}), l.script
		}
		i += size
	}
	return told(w, is)
}

// japaneseSurname returns how many characters are a Japanese surname before a
// given name of at most three, in the same word or the next, and how it is
// written in Latin letters. The given name is read as if it were Chinese: how
// its bearer reads it cannot be known.
func (a *Analyser) japaneseSurname(w []char) (int, string) {
	if len(a.spans) > 0 || a.hanWords > 2 {
		return 0, ""
	}
	for n := min(3, len(w)); n >= 2; n-- {
		latin, ok := chineseTables().japanese[string(a.runes(w[:n]))]
		if given := len(w) - n; ok && given <= 3 && (given > 0) == (a.hanWords == 1) {
			return n, latin
		}
	}
	return 0, ""
}

func (a *Analyser) hanSurname(w []char, glue byte, from int) {
	a.keepNative(w)
	a.family = len(a.native)
	r, ok := chineseTables().surname(w)
	if !ok {
		a.hanRun(w, glue, from)
		a.spans[len(a.spans)-1].part = Family
		return
	}
	start := len(a.text)
	a.text = append(a.text, r.usual...)
	if sp := a.addSpan(start, glue, from); sp != nil {
		sp.part = Family
		if r.other != "" {
			a.addOther(sp, r.other)
		}
	}
}

// keepNative keeps characters of a person's name as they are written.
func (a *Analyser) keepNative(w []char) {
	for _, c := range w {
		a.native = utf8.AppendRune(a.native, c.as)
	}
}

func (a *Analyser) hanGiven(w []char, glue byte, from int) {
	a.keepNative(w)
	n := len(a.spans)
	a.hanRun(w, glue, from)
	if len(a.spans) > n {
		a.spans[n].part = Given
	}
}

// hanForeign reads one word of a name of several, or a long one: a foreign
// name written by its sound.
func (a *Analyser) hanForeign(w []char, glue byte, from int) {
	if latin, known := a.reading(hanReadings, w); known {
		a.hanAs(latin, w, glue, from)
		return
	}
	a.hanRun(w, glue, from)
}

// hanAs makes a token of what a word is known to be, with its Chinese reading
// as the other one.
func (a *Analyser) hanAs(latin string, w []char, glue byte, from int) {
	start := len(a.text)
	for _, ch := range w {
		a.text = append(a.text, chineseTables().of(ch.as).usual...)
	}
	a.addReading(latin, start, glue, from)
}

// hanBrand reads what stands beside known words in an organisation's name: by its
// characters, and by its sound where they are such as foreign names are written with.
func (a *Analyser) hanBrand(w []char, glue byte, from int) {
	n := len(a.spans)
	if a.japaneseRun(w, glue, from) {
		return
	}
	a.hanRun(w, glue, from)
	if len(w) < 2 || len(a.spans) == n {
		return
	}
	usual := 0
	for _, c := range w {
		if _, ok := hanForeign()[c.as]; ok {
			usual++
		}
	}
	if 2*usual >= len(w) {
		a.keepSound(&a.spans[n], w)
	}
	if n == 1 {
		a.behindKorea(w)
	}
	if sp := &a.spans[n]; sp.other == noOther {
		a.meaning(sp, w)
	}
}

// hanMeanings are what characters mean that brands are called after.
var hanMeanings = sync.OnceValue(func() map[rune]string {
	m := map[rune]string{}
	rows("han_meanings.tsv", 2, func(col []string) {
		for c := range strings.SplitSeq(col[0], "|") {
			r, _ := utf8.DecodeRuneInString(c)
			m[r] = col[1]
		}
	})
	return m
})

// meaning gives a brand of two or three characters what they mean as another
// reading, in one word: the scorer sees that "redstar" is Red Star.
func (a *Analyser) meaning(sp *span, w []char) {
	if len(w) > 3 {
		return
	}
	a.scratch = a.scratch[:0]
	for _, c := range w {
		means, ok := hanMeanings()[c.as]
		if !ok {
			return
		}
		a.scratch = append(a.scratch, means...)
	}
	a.addOther(sp, string(a.scratch))
}

// kanji is how characters are read in Japanese words of several.
var kanji = sync.OnceValue(func() map[rune]string {
	m := map[rune]string{}
	rows("kanji.tsv", 2, func(col []string) {
		for _, r := range col[1] {
			m[r] = col[0]
		}
	})
	return m
})

// japaneseRun reads characters of a name that has kana too as one token of Japanese,
// and says whether it could.
func (a *Analyser) japaneseRun(w []char, glue byte, from int) bool {
	if !a.hasKana || len(w) < 2 {
		return false
	}
	start := len(a.text)
	for _, ch := range w {
		reading, ok := kanji()[ch.as]
		if !ok {
			a.text = a.text[:start]
			return false
		}
		a.text = append(a.text, reading...)
	}
	sp := a.addSpan(start, glue, from)
	if sp == nil {
		return true
	}
	a.scratch = a.scratch[:0]
	for _, ch := range w {
		a.scratch = append(a.scratch, chineseTables().of(ch.as).usual...)
	}
	a.addOther(sp, string(a.scratch[:min(len(a.scratch), MaxToken)]))
	return true
}

// hanRun reads characters as one token, with another reading where one of
// them has one.
func (a *Analyser) hanRun(w []char, glue byte, from int) {
	c := chineseTables()
	other, start := false, len(a.text)
	a.scratch = a.scratch[:0]
	for _, ch := range w {
		r := c.of(ch.as)
		a.text = append(a.text, r.usual...)
		if r.other != "" && !other {
			other = true
			a.scratch = append(a.scratch, r.other...)
		} else {
			a.scratch = append(a.scratch, r.usual...)
		}
	}
	if sp := a.addSpan(start, glue, from); sp != nil && other {
		a.addOther(sp, string(a.scratch[:min(len(a.scratch), MaxToken)]))
	}
}

// cutDigits parts a word from the digits behind its letters.
func cutDigits(w []char) (letters, digits []char) {
	for i, c := range w {
		if c.class == digitClass {
			return w[:i], w[i:]
		}
	}
	return w, nil
}

// addDigits makes a token of what stands behind the letters of a word.
func (a *Analyser) addDigits(w []char, from int) {
	start := len(a.text)
	for _, c := range w {
		a.text = appendLetter(a.text, c)
	}
	a.addSpan(start, glueSpace, from)
}
