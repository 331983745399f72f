package name

import (
	"bytes"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// char is a character of the word being read.
type char struct {
	as    rune // as written, in NFKC
	lower rune
	text  string
	class class
	is    script
}

// maxWord is the most characters of one word that are looked at.
const maxWord = 4 * MaxToken

// splitUnicode cuts a name in any script into folded spans and says which
// script most of its letters are of.
func (a *Analyser) splitUnicode(s string) script {
	a.norm, a.changed = append(a.norm[:0], s...), false
	a.text, a.spans, a.word = a.text[:0], a.spans[:0], a.word[:0]
	if !a.survey() && norm.NFKC.QuickSpanString(s) < len(s) {
		a.norm, a.changed = norm.NFKC.AppendString(a.norm[:0], s), true
		a.survey()
	}
	a.digits = a.is != latin || bytes.ContainsAny(a.norm, "0123456789") // in another script, perhaps
	a.cutByKind = a.hanWords+a.hangulWords > 0
	if !a.company && a.hanWords > 1 {
		a.company = a.hanCompany()
	}
	a.termed = a.hasKana && a.kanaTerms()
	glue, from := glueBreak, 0
	for i := 0; i < len(a.norm) && len(a.spans) < maxSpans; {
		l, size := a.letterAt(i)
		switch {
		case l.class == invisible && a.persianJoint(i, size):
			a.endWord(glue, from)
			glue = glueHyphen
		case l.class == invisible:
			a.geresh(i)
		case l.class == separator && a.gershayim(i, size):
		case l.class == separator:
			if len(a.word) > 0 {
				a.endWord(glue, from)
				glue = glueOf[l.sep]
			} else {
				glue = furtherGlue(glue, l.sep)
			}
		case l.class == mark && !a.keepsMarks():
		default:
			if len(a.word) > 0 && !sameWord(a.word, l) {
				a.endWord(glue, from)
				glue = glueSpace
			}
			if len(a.word) == 0 {
				from = i
			}
			if len(a.word) < maxWord {
				r, _ := utf8.DecodeRune(a.norm[i:])
				a.word = append(a.word, char{r, l.lower, l.text, l.class, l.script})
			}
		}
		i += size
	}
	if len(a.spans) < maxSpans {
		a.endWord(glue, from)
	}
	return a.is
}

// persianJoint says whether the character is the joint of zero width that stands
// between the words of a Persian name, as a hyphen does: Ahmadi-Moqaddam. In the
// names of organisations it mostly joins a word and its ending.
func (a *Analyser) persianJoint(i, size int) bool {
	const zeroWidthNonJoiner = "\u200c"
	if string(a.norm[i:i+size]) != zeroWidthNonJoiner || a.is != arabic || len(a.word) <= 2 {
		return false
	}
	a.cutByKind = true
	return !a.company
}

// letterAt is what is known of the character at a place of the name, and how
// many bytes it takes. A byte that is no UTF-8 parts words.
func (a *Analyser) letterAt(i int) (*letter, int) {
	r, size := utf8.DecodeRune(a.norm[i:])
	if r == utf8.RuneError && size == 1 {
		return &broken, 1
	}
	return a.letterOf(r), size
}

// survey looks at the whole name before it is cut: what script most of it is
// in, and how many words in Chinese characters and in Hangul it has. It says
// whether the name is surely in NFKC.
func (a *Analyser) survey() (normal bool) {
	var count [otherScript + 1]int
	own := 0 // Cyrillic and Greek letters that no Latin one looks like
	a.hanWords, a.hangulWords, normal = 0, 0, true
	last := noScript
	for i := 0; i < len(a.norm); {
		l, size := a.letterAt(i)
		normal = normal && l.alone
		switch l.class {
		case letterClass:
			count[l.script]++
			if (l.script == cyrillic || l.script == greek) && !l.disguise {
				own++
			}
			if l.script == han && last != han {
				a.hanWords++
			}
			if l.script == hangul && last != hangul {
				a.hangulWords++
			}
			last = l.script
		case separator, digitClass:
			last = noScript
		}
		i += size
	}
	a.hasKana = count[kana] > 0
	if count[hangul] > 0 {
		a.countTitles()
	}
	a.is = noScript
	for s, n := range count {
		// Of equals the one that is not Latin says more.
		if n > 0 && n >= count[a.is] {
			a.is = script(s)
		}
	}
	// A name of several alphabets without a letter that tells of another one
	// is a Latin name in look-alikes.
	if mixed := count[latin] > 0 || count[cyrillic] > 0 && count[greek] > 0; mixed && own == 0 && alphabet(a.is) {
		a.is = latin
	}
	a.disguised = own == 0 && alphabet(a.is) && a.is != latin
	if count[cyrillic] > 0 {
		a.cyrillic = cyrillicLanguages().table(a.norm, a.lang)
	}
	if count[arabic] > 0 {
		a.vowels, a.kurdish = vowellingOf(a.norm), ofKurdish(a.norm)
	}
	return normal
}

// geresh keeps the apostrophe behind a Hebrew letter, which makes another
// sound of it; the word's reader drops it where it does not.
func (a *Analyser) geresh(i int) {
	r, _ := utf8.DecodeRune(a.norm[i:])
	if n := len(a.word); (r == '\'' || r == '׳' || r == '’') && n > 0 && n < maxWord && a.word[n-1].is == hebrew {
		a.word = append(a.word, char{as: r, lower: '\'', class: mark, is: hebrew})
	}
}

// gershayim says whether a quotation mark stands before the last letter of a
// Hebrew abbreviation, which is one word.
func (a *Analyser) gershayim(i, size int) bool {
	r, _ := utf8.DecodeRune(a.norm[i:])
	if n := len(a.word); r != '"' && r != '״' && r != '”' || n == 0 || a.word[n-1].is != hebrew || i+size >= len(a.norm) {
		return false
	}
	last, more := a.letterAt(i + size)
	if last.class != letterClass || last.script != hebrew {
		return false
	}
	if i+size+more == len(a.norm) {
		return true
	}
	behind, _ := a.letterAt(i + size + more)
	return behind.class != letterClass
}

// keepsMarks says whether a mark behind the word so far says something: it
// does in the scripts of India and their like, where it is a vowel.
func (a *Analyser) keepsMarks() bool {
	return len(a.word) > 0 && a.word[len(a.word)-1].is >= indic
}

// sameWord says whether a letter can go on a word. Latin, Greek and Cyrillic
// letters mix in one word, because look-alikes are put into words to hide
// them; between other scripts a word ends.
func sameWord(word []char, l *letter) bool {
	if l.class != letterClass {
		return true
	}
	digit := false
	for i := len(word) - 1; i >= 0; i-- {
		switch c := word[i]; c.class {
		case digitClass:
			digit = true
		case letterClass:
			return alphabet(c.is) && alphabet(l.script) || c.is == l.script && !digit
		}
	}
	return alphabet(l.script) // a digit goes before letters in these only
}

func alphabet(s script) bool { return s == latin || s == cyrillic || s == greek }

// endWord folds the word read and makes it a span or several, if anything is
// left of it.
func (a *Analyser) endWord(glue byte, from int) {
	w := a.word
	a.word = a.word[:0]
	if len(w) == 0 {
		return
	}
	is := noScript
	for _, c := range w {
		if c.class == letterClass {
			is = c.is
			break
		}
	}
	if is == arabic && a.kurdish {
		w = a.asArabic(w)
	}
	a.hear(w, is, from)
	switch is {
	case han:
		a.hanWord(w, glue, from)
	case hangul:
		a.hangulWord(w, glue, from)
	case arabic:
		a.arabicWord(w, glue, from)
	case hebrew:
		a.hebrewWord(w, glue, from)
	case kana:
		a.kanaWord(w, glue, from)
	case indic:
		a.indicWord(w, glue, from)
	case ethiopic:
		a.ethiopicWord(w, glue, from)
	case cyrillic, latin, greek:
		a.alphabetWord(w, glue, from)
	default:
		start := len(a.text)
		a.text = a.appendWord(a.text, w)
		a.addSpan(start, glue, from)
	}
}

// alphabetWord writes a word of Latin, Cyrillic or Greek letters. A Cyrillic
// one has another reading where it is known to be a foreign name, or has an ё,
// which some write as yo; so has a word of look-alikes alone in a Latin name or
// in a name of nothing else, which may be what it seems or what it is.
func (a *Analyser) alphabetWord(w []char, glue byte, from int) {
	start := len(a.text)
	a.scratch = a.scratch[:0]
	if a.is == latin && ofOne(w) {
		a.scratch = a.appendWord(a.scratch, w)
	}
	is := resolveLookAlikes(w, a.is == latin)
	if asItIs := a.scratch; is == latin && len(asItIs) > 0 {
		a.text = a.appendWord(a.text, w)
		if sp := a.addSpan(start, glue, from); sp != nil && string(asItIs) != string(a.at(*sp)) {
			a.addOther(sp, string(asItIs[:min(len(asItIs), MaxToken)]))
		}
		return
	}
	a.text = a.appendWord(a.text, w)
	sp := a.addSpan(start, glue, from)
	if sp == nil {
		return
	}
	a.addSeeming(sp, w)
	if is != cyrillic {
		return
	}
	for i := range w {
		w[i].as = w[i].lower
	}
	if latin, ok := a.reading(cyrillicReadings, w); ok {
		a.addOther(sp, latin)
		return
	}
	if a.addTajik(sp, w) {
		return
	}
	for i := range w {
		if w[i].lower == 'ё' {
			a.scratch = a.cyrillic.append(a.scratch[:0], w[:i])
			a.scratch = append(a.scratch, "yo"...)
			a.scratch = a.cyrillic.append(a.scratch, w[i+1:])
			a.addOther(sp, string(a.scratch[:min(len(a.scratch), MaxToken)]))
			return
		}
	}
}

// addTajik gives a word with дж, as names of Central Asia and Arabic ones have, a
// reading in which х is h, as their bearers write it: Джахонгир, Jahongir. It says
// whether it did.
func (a *Analyser) addTajik(sp *span, w []char) bool {
	has := false
	for i := 0; i+1 < len(w); i++ {
		has = has || w[i].lower == 'д' && w[i+1].lower == 'ж'
	}
	if !has {
		return false
	}
	found := false
	a.scratch = a.scratch[:0]
	from := 0
	for i := range w {
		if w[i].lower == 'х' {
			a.scratch = append(a.cyrillic.append(a.scratch, w[from:i]), 'h')
			from, found = i+1, true
		}
	}
	if !found {
		return false
	}
	a.scratch = a.cyrillic.append(a.scratch, w[from:])
	a.addOther(sp, string(a.scratch[:min(len(a.scratch), MaxToken)]))
	return true
}

// addSeeming gives a word of a name that is all look-alikes what it seems in
// Latin letters as another reading.
func (a *Analyser) addSeeming(sp *span, w []char) {
	if !a.disguised {
		return
	}
	a.scratch = a.scratch[:0]
	for _, c := range w {
		if l := looks().latin[c.as]; l != 0 {
			a.scratch = append(a.scratch, asciiClass[l])
		} else if c.class == digitClass {
			a.scratch = append(a.scratch, c.text...)
		}
	}
	if seems := a.scratch[:min(len(a.scratch), MaxToken)]; string(seems) != string(a.at(*sp)) {
		a.addOther(sp, string(seems))
	}
}

// ofOne says whether the letters of a word are all Cyrillic or all Greek.
func ofOne(w []char) bool {
	is := noScript
	for _, c := range w {
		switch {
		case c.class != letterClass:
		case c.is == latin || is != noScript && c.is != is:
			return false
		default:
			is = c.is
		}
	}
	return is != noScript
}

// appendWord writes a word of a script that is written by letters alone; each
// stretch of a word of several scripts by its own table.
func (a *Analyser) appendWord(dst []byte, w []char) []byte {
	for len(w) > 0 {
		n, is := 0, noScript
		for ; n < len(w) && (w[n].is == is || is == noScript || w[n].is == noScript); n++ {
			if is == noScript {
				is = w[n].is
			}
		}
		dst = a.table(is).append(dst, w[:n])
		w = w[n:]
	}
	return dst
}

// table is the table of a script, which has nothing in it where there is none.
func (a *Analyser) table(is script) *transcription {
	switch is {
	case cyrillic:
		if a.cyrillic != nil { // there may be a mark without a letter
			return a.cyrillic
		}
	case greek:
		return greekTable()
	case armenian:
		return armenianTable()
	case georgian:
		return georgianTable()
	}
	return &noTable
}

var noTable transcription

// addSpan makes a span of the text from start on, cut to MaxToken bytes.
func (a *Analyser) addSpan(start int, glue byte, from int) *span {
	if len(a.text)-start > MaxToken {
		end := start + MaxToken
		for !utf8.RuneStart(a.text[end]) {
			end--
		}
		a.text = a.text[:end]
	}
	if len(a.text) == start || len(a.spans) == maxSpans {
		a.text = a.text[:start]
		return nil
	}
	a.spans = append(a.spans, span{start: int32(start), end: int32(len(a.text)), src: int32(from), glue: glue})
	return &a.spans[len(a.spans)-1]
}

// lookAlikes are the pairs of letters that look the same, as written.
type lookAlikes struct {
	latin   map[rune]rune // of a Cyrillic or Greek letter
	foreign map[rune]rune // of a Latin letter, one of the common Cyrillic ones
}

var looks = sync.OnceValue(func() *lookAlikes {
	l := &lookAlikes{map[rune]rune{}, map[rune]rune{}}
	rows("homoglyphs.tsv", 2, func(col []string) {
		f, _ := utf8.DecodeRuneInString(col[0])
		l.latin[f] = rune(col[1][0])
		if scriptOf(f) == cyrillic && in("аеікмнорстухвјс", lower(f)) {
			l.foreign[rune(col[1][0])] = f
		}
	})
	return l
})

// resolveLookAlikes finds the script of a word of Latin, Cyrillic and Greek
// letters and changes the letters that only look like its own into them: a
// script holds where it has a letter without a look-alike. A word of
// look-alikes alone is of the script of the rest of the name, or Latin where
// it mixes Cyrillic and Greek.
func resolveLookAlikes(w []char, inLatin bool) script {
	latins, foreigns, foreign := 0, 0, noScript
	for _, c := range w {
		switch {
		case c.is == latin:
			latins++
		case c.class == letterClass:
			inLatin = inLatin || foreigns > 0 && foreign != c.is
			foreigns, foreign = foreigns+1, c.is
		}
	}
	switch {
	case foreigns == 0:
		return latin
	case latins == 0 && !inLatin:
		return foreign
	}
	var own [otherScript]int // letters without a look-alike
	for _, c := range w {
		switch {
		case c.is == latin && looks().foreign[c.as] == 0:
			own[latin]++
		case c.is != latin && c.class == letterClass && looks().latin[c.as] == 0:
			own[c.is]++
		}
	}
	foreignOwn := own[cyrillic] + own[greek]
	if own[latin] == 0 && foreignOwn == 0 && !inLatin && foreigns > latins {
		foreignOwn = 1
	}
	switch {
	case foreignOwn == 0 && (latins > 0 || inLatin):
		for i := range w {
			if l := looks().latin[w[i].as]; l != 0 {
				low := rune(asciiClass[l])
				w[i] = char{as: l, lower: low, text: asciiText[low], class: letterClass, is: latin}
			}
		}
		return latin
	case own[latin] == 0 && latins > 0 && foreign == cyrillic:
		for i := range w {
			if f := looks().foreign[w[i].as]; w[i].is == latin && f != 0 {
				w[i] = char{as: f, lower: lower(f), class: letterClass, is: cyrillic}
			}
		}
	}
	return foreign
}
