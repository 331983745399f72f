package name

import (
	"math"
	"unicode/utf8"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/prefetch"
)

// Analyser analyses names. Its zero value is ready. It reuses its buffers, so
// one goroutine uses it at a time, and what Analyse returns is valid until the
// next call.
type Analyser struct {
	// LettersOnly reads names in other scripts by the tables of letters alone,
	// without what was learnt of names that are written by their sound. It is
	// for measuring and for making those tables.
	LettersOnly bool
	// Listed says that names are a list's and no customer's.
	Listed bool
	// Learnt, if any, is shared with other Analysers.
	Learnt *Learnt

	tab   *tables
	text  []byte // of all tokens, back to back
	spans []span
	key   []byte // of the word being looked up
	all   []byte // the same with its text and respellings
	met   memory
	queue prefetch.Queue // see Ahead
	// slow, for tests, remembers no word, takes no name for plain and cuts a name
	// anew for its second reading.
	slow bool
	// spelling is the words as written in a script without vowels, back to back.
	spelling []byte
	// digits says that the name has ASCII digits.
	digits bool
	// ship says that the name of unknown kind may be a ship's with "MV" before.
	ship bool
	// isPerson says that the name is read as a person's.
	isPerson bool
	// eastAsian says that it is written in Chinese characters or Hangul.
	eastAsian bool

	// Of the name being read, where it is not ASCII.
	norm                  []byte
	changed               bool // norm is not what was written
	word                  []char
	made                  letter // of a character that is not held
	scratch               []byte
	is                    script
	lang                  string
	company               bool // Chinese and Korean names are read as companies'
	cutByKind             bool // a person's and an organisation's are cut into other words
	disguised             bool // a Cyrillic or Greek name of letters that look like Latin ones
	hanWords, hangulWords int  // without titles in Hangul
	hasKana               bool // it is Japanese, whatever else it is written in
	termed                bool // so, and has words that organisations' names alone have
	hangulTitles          int
	// native is a Chinese or Korean person's name in its own characters, the
	// first family bytes of them the family name.
	native   []byte
	family   int
	marked   bool // with the apostrophes of Wade and Giles
	cyrillic *transcription
	vowels   vowelling // of a name in Arabic letters
	kurdish  bool      // written as Kurdish is
	// sound and hears are the words of a foreign name in another script; deaf
	// says that it is none.
	sound []byte
	hears []heard
	deaf  bool

	short acronyms
	// meant are the words of legal forms that words are with a typing error,
	// unmended the spans as they were.
	meant    []string
	unmended []span
	// longest and longestUnheard are the letters of the longest word, and of the
	// longest that no table knows; parted is the name with spaces put in,
	// partings what Parted returns.
	longest, longestUnheard int32
	// sundered is the first of two words that are a known one together, less the letter
	// at doubled if that is not 0; -1 if there are none. See sunder.go.
	sundered, doubled int
	whole             []byte
	parted            []byte
	partings          []interdict.Name
	initialsIn        bool // it is a person's of one word, and may have initials in it
	articleIn         bool // a word may be initials and the Arabic article

	asWritten int    // where the letters of all words as written end, 0 if not known
	breaks    uint64 // where words begin among them
	said      uint64 // which of them legal forms and titles are
	fixed     uint64 // which of them numbers are
	initials  uint64 // which of them stand alone
	turn      int    // where they go on behind the comma of "Family, Given Middle", or 0
	turned    []byte
	bare      bare

	tokens []Token
	forms  [MaxForms]Form
	count  int // of forms
	// spare is the text of a name that has two readings, as it was cut into spans
	// and as the first reading left it.
	spare      []byte
	spareSpans []span
}

// Analyse returns the readings of a name, the likeliest first. There is none
// where the name has neither letter nor digit.
//
// The schema decides what words mean: titles, particles and patronymics are
// those of persons, legal forms and connectives those of all others. Where it
// is LegalEntity or empty, a name with a legal form or a word such as "bank"
// is read as an organisation's, any other as a person's; where that is
// doubtful, both readings are given.
func (a *Analyser) Analyse(n *interdict.Name, s interdict.Schema) []Form {
	if a.tab == nil {
		a.tab = known()
	}
	full := n.Full
	if len(full) > MaxBytes {
		full = full[:MaxBytes]
		for len(full) > 0 && !utf8.RuneStart(n.Full[len(full)]) {
			full = full[:len(full)-1]
		}
	}
	a.lang = n.Lang
	a.company = s != interdict.Person && s != interdict.LegalEntity && s != ""
	a.spelling, a.sound, a.short.count = a.spelling[:0], a.sound[:0], 0
	is := a.split(full)
	a.asWritten, a.bare = a.oneStretch(is), bare{}
	a.said, a.fixed, a.turn = 0, 0, 0
	if is != latin {
		a.fixed = math.MaxUint64 // the letters are nobody's typing
	}
	a.eastAsian = is == han || is == hangul
	if len(a.spans) == 0 {
		return nil
	}
	a.lookUp()
	a.noteLong()
	a.noteSundered()
	a.count, a.tokens = 0, a.tokens[:0]
	if a.plain(s, is) {
		a.readPlain(n, full, is)
		return a.forms[:a.count]
	}
	if s != interdict.Person && s != interdict.Vessel && s != interdict.Airplane {
		a.mend()
	}
	a.ship = false
	organisation, doubtful := a.kind(s)
	again := is == arabic && !a.company && (a.cutByKind || a.slow)
	if again && organisation {
		a.cutAgain(full, true)
	}
	if !doubtful {
		a.read(n, full, s, is, organisation, usualForms)
		return a.forms[:a.count]
	}
	a.spare, a.spareSpans = append(a.spare[:0], a.text...), append(a.spareSpans[:0], a.spans...)
	a.read(n, full, s, is, organisation, usualForms/2)
	a.text, a.spare, a.spans, a.spareSpans = a.spare, a.text, a.spareSpans, a.spans
	if again || a.slow {
		a.cutAgain(full, again && !organisation)
	}
	a.read(n, full, s, is, !organisation, usualForms/2)
	a.short.count = 0 // "Adam B. Cole III" is no Abc
	return a.forms[:a.count]
}

// cutAgain cuts a name into words that is read as an organisation's or as a person's.
func (a *Analyser) cutAgain(full string, organisation bool) {
	a.company = organisation
	a.split(full)
	a.lookUp()
	a.mend()
}

// read adds the forms of a name as a person's or as another's, at most so many.
func (a *Analyser) read(n *interdict.Name, full string, s interdict.Schema, is script, organisation bool, most int) {
	if a.isPerson = !organisation; a.isPerson {
		a.tagPerson(n, full)
	} else {
		a.tagOrganisation(full, s, is)
	}
	a.noteBare(full)
	a.finish(is, a.count+most)
	if a.isPerson {
		a.easternForms(full, is)
		a.addHeard()
	}
}

func (a *Analyser) split(s string) script {
	a.changed = false
	a.native, a.family = a.native[:0], 0
	a.hears, a.deaf = a.hears[:0], false
	if is, ok := a.splitLatin(s); ok {
		a.is = is
		return is
	}
	return a.splitUnicode(s)
}

func (a *Analyser) at(sp span) []byte { return a.text[sp.start:sp.end] }

// lookUp looks up what is known of the words. It looks at the places of all of
// them first, so that the processor fetches them side by side.
func (a *Analyser) lookUp() {
	for i := range a.spans {
		sp := &a.spans[i]
		sp.hash = hashWord(a.at(*sp))
		a.met.fetch(sp.hash)
	}
	for i := range a.spans {
		sp := &a.spans[i]
		a.know(&sp.known, sp.hash, a.at(*sp))
		sp.word = sp.known.table
	}
}

// look looks up what is known of a span's word as it stands.
func (a *Analyser) look(sp *span) {
	a.know(&sp.known, hashWord(a.at(*sp)), a.at(*sp))
	sp.word = sp.known.table
}

// set makes a token's text another one, in every reading.
func (a *Analyser) set(sp *span, text string) {
	sp.start = int32(len(a.text))
	a.text = append(a.text, text...)
	sp.end = int32(len(a.text))
	sp.other, sp.linked, sp.speltLen, sp.heardLen = noOther, false, 0, 0
}

// reduce writes the tokens of a kind in the one way that stands for all.
func (a *Analyser) reduce(sp *span) {
	if sp.word.text != "" {
		a.set(sp, sp.word.text)
	}
}

// finish adds the forms of the spans until there are so many: the likeliest
// reading of each, then all other readings, then the first one's and then the
// further ones' alone; and one in which words stand as they are written, where
// their script has no vowels.
func (a *Analyser) finish(is script, most int) {
	if len(a.spans) > MaxTokens {
		a.spans = a.spans[:MaxTokens]
	}
	others, first, native, parted, translated, heard, beside := 0, 0, false, false, false, false, false
	for i := range a.spans {
		heard = heard || a.spans[i].heardLen > 0
		native = native || a.spans[i].speltLen >= 2*leastNative
		parted = parted || a.spans[i].speltLen > 0 && a.spans[i].speltLen < 2*leastNative
		translated = translated || a.spans[i].translated
		if a.spans[i].other != noOther && !a.spans[i].linked {
			if others == 0 {
				first = i
			}
			others++
			beside = beside || a.spans[i].heardLen == 0
		}
	}
	add := func(tokens []Token) {
		a.forms[a.count] = Form{Tokens: tokens, Script: a.scriptName(is), Apart: a.standsApart(is)}
		a.count++
	}
	form := func(take func(i int) bool) { add(a.readings(take)) }
	form(func(int) bool { return false })
	if others > 0 {
		form(func(int) bool { return true })
	}
	if others > 1 && a.count+2 <= most {
		form(func(i int) bool { return i == first })
		form(func(i int) bool { return i != first })
	}
	written := func(english bool, least uint8) {
		add(a.asSpelt(english, least))
		a.forms[a.count-1].AsWritten = true
	}
	if native {
		written(true, 2*leastNative)
	}
	if native && translated {
		written(false, 2*leastNative)
	}
	if native && parted && len(a.spans) > 1 {
		written(true, 1)
	}
	if heard && !a.isPerson {
		add(a.asHeard(false))
		if beside {
			add(a.asHeard(true))
		}
	}
}

// standsApart is what Form.Apart says.
func (a *Analyser) standsApart(is script) bool {
	if is != arabic {
		return a.eastAsian && a.hanWords+a.hangulWords > 1
	}
	for i := 1; i < len(a.spans); i++ {
		if article := &a.spans[i-1]; article.part == Particle && a.spans[i].glue != glueHyphen && string(a.at(*article)) == "al" {
			return true
		}
	}
	return false
}

// readings makes the tokens of one form; take says of which spans the other
// reading is taken.
func (a *Analyser) readings(take func(i int) bool) []Token {
	start := len(a.tokens)
	other := false
	for i, sp := range a.spans {
		text := a.at(sp)
		if !sp.linked {
			other = take(i)
		}
		if sp.other != noOther && other {
			if text = a.text[sp.other:sp.otherEnd]; len(text) == 0 {
				continue
			}
		}
		a.tokens = append(a.tokens, Token{Text: text, Part: sp.part})
	}
	return a.tagged(start)
}

// asSpelt makes the tokens of the form in which words stand as written that have so
// many bytes at least, those that are translated in English or as written too.
func (a *Analyser) asSpelt(english bool, least uint8) []Token {
	start := len(a.tokens)
	for _, sp := range a.spans {
		text := a.at(sp)
		switch {
		case sp.translated && english, sp.part == Place:
		case sp.speltLen >= least:
			text = a.spelling[sp.spelt:][:sp.speltLen]
			if sp.speltCut > 0 {
				a.tokens = append(a.tokens, Token{Text: text[:sp.speltCut], Part: sp.part})
				text = text[sp.speltCut:]
			}
		case sp.translated:
			text = a.written(sp)
		}
		if len(text) > 0 {
			a.tokens = append(a.tokens, Token{Text: text, Part: sp.part})
		}
	}
	if len(a.tokens)-start > MaxTokens {
		a.tokens = a.tokens[:start+MaxTokens]
	}
	return a.tagged(start)
}

// tagged tags the tokens of a form by how many there are.
func (a *Analyser) tagged(start int) []Token {
	if a.isPerson {
		countNames(a.tokens[start:], a.eastAsian)
		if a.Listed {
			markBetween(a.tokens[start:])
		}
	}
	markRepeated(a.tokens[start:])
	return a.tokens[start:]
}

// addOther gives a span another reading; an empty one leaves it out.
func (a *Analyser) addOther(sp *span, text string) {
	sp.other = int32(len(a.text))
	a.text = append(a.text, text...)
	sp.otherEnd = int32(len(a.text))
}

// remove takes a span out.
func (a *Analyser) remove(i int) { a.spans = append(a.spans[:i], a.spans[i+1:]...) }

func number(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// scriptName is the Unicode name of a script; where several stand together
// that of the name's first letter in one of them.
func (a *Analyser) scriptName(is script) string {
	if is != otherScript && is != indic {
		return scriptNames[is]
	}
	for _, r := range string(a.norm) {
		if l := a.letterOf(r); l.class == letterClass && l.script == is {
			return unnamed(r)
		}
	}
	return ""
}

// countNames tags the words of unknown part of a person's name by how many
// names it has: of two, neither is missed lightly; of five, any is. A Chinese
// or Korean name in its own script has none to spare.
func countNames(tokens []Token, eastAsian bool) {
	names := 0
	for i := range tokens {
		switch tokens[i].Part {
		case Unknown, Given, Middle, Patronymic, Family:
			names++
		}
	}
	part := [...]Part{Only, Only, OfTwo, OfThree, OfMany}[min(names, 4)]
	if eastAsian && names > 1 {
		part = Essential
	}
	middle := false
	for i := range tokens {
		middle = middle || tokens[i].Part == Middle
	}
	for i := range tokens {
		if p := tokens[i].Part; p == Unknown || (p == Middle || p == Given && middle) && eastAsian {
			tokens[i].Part = part
		}
	}
}

// markRepeated marks the words of unknown part that stand in the name before:
// "Shoigu Shoigu Sergey".
func markRepeated(tokens []Token) {
	for i := 1; i < len(tokens); i++ {
		switch tokens[i].Part {
		case Unknown, OfTwo, OfThree, OfMany, Between, Essential:
		default:
			continue
		}
		for j := range i {
			if string(tokens[i].Text) == string(tokens[j].Text) {
				tokens[i].Part = Again
				break
			}
		}
	}
}
