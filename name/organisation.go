package name

import (
	"strings"

	"github.com/interdict/interdict"
)

// phrase is what one word or several of an organisation's name are reduced to,
// and where they count as that.
type phrase struct {
	text string // words parted by spaces
	part Part   // LegalForm, or Unknown: a phrase such as "United States"
	// front and anywhere widen where the words are a legal form; otherwise
	// they are one at the end of the name only.
	front, anywhere bool
}

// readPhrases reads the tables of legal forms and of phrases; the key of each
// is its words run together.
func readPhrases(t *tables) map[string]phrase {
	m := map[string]phrase{}
	a := Analyser{tab: t}
	add := func(text, words string, part Part, place string) {
		for _, words := range spellings(strings.Fields(words)) {
			a.split(strings.Join(words, " "))
			t.begins(string(a.at(a.spans[0])), uint8(len(a.spans)))
			t.begins(string(a.text), 1)
			t.addForms(&a, part)
			f := m[string(a.text)]
			f.text, f.part = text, part
			f.front = f.front || place == "front"
			f.anywhere = f.anywhere || place == "anywhere"
			m[string(a.text)] = f
		}
	}
	rows("phrases.tsv", 2, func(col []string) { add(col[0], col[1], Unknown, "anywhere") })
	rows("legal_forms.tsv", 3, func(col []string) { add(col[0], col[2], LegalForm, col[1]) })
	return m
}

// addForms notes the words of a legal form, or the long ones of a phrase, to know
// them with an error. They are the analyser's.
func (t *tables) addForms(a *Analyser, part Part) {
	if part != LegalForm {
		for i := range a.spans {
			t.forms.addLong(string(a.at(a.spans[i])))
		}
		t.forms.addLong(string(a.text)) // run together
		return
	}
	for i := range a.spans {
		t.forms.add(a.at(a.spans[i]))
		if len(a.spans) > 1 && a.spans[i].end-a.spans[i].start < minForm {
			t.forms.addSlipsWithin(a.at(a.spans[i]))
		}
	}
	t.forms.addWhole(a.text)
	if len(a.spans) == 1 && (tellsItself(a.text) || Rarity(a.text) == unheard(a.text)) {
		t.forms.addSlips(a.text)
	}
	t.scatter(a)
}

// begins notes that a phrase of n words begins with a word.
func (t *tables) begins(first string, n uint8) {
	w := t.words[first]
	if w == nil {
		w = new(word)
		t.words[first] = w
	}
	w.begins = max(w.begins, n)
}

// spellings are all ways of choosing one of the a|b of each word.
func spellings(words []string) [][]string {
	if len(words) == 0 {
		return [][]string{nil}
	}
	var out [][]string
	for _, first := range strings.Split(words[0], "|") {
		for _, rest := range spellings(words[1:]) {
			out = append(out, append([]string{first}, rest...))
		}
	}
	return out
}

// phraseAt returns the phrase that begins at span i and how many spans it
// takes, the longest first; 0 if none does. A short legal form holds at the
// end of the name or before another legal form, and behind a comma: "Silvania, C.A.
// Importadora", "MSK, AO SG". One gives way to a longer one that begins within it and
// ends the name: "Pvt. Limited Liability Partnership".
func (a *Analyser) phraseAt(i int) (phrase, int) {
	for n := min(int(a.spans[i].word.begins), len(a.spans)-i); n > 0; n-- {
		f, ok := a.tab.phrases[string(a.text[a.spans[i].start:a.spans[i+n-1].end])]
		if ok && f.part == LegalForm && a.longerWithin(i, n) {
			continue
		}
		if ok && (f.anywhere || f.front && (i == 0 || i == 1 && a.spans[0].part == Title) || a.endsAt(i+n) || i > 0 && a.spans[i].glue == glueComma && a.spans[i].word.kind&isParticle == 0) {
			return f, n
		}
		if ok && a.spans[i+n].word.begins > 0 {
			if next, k := a.phraseAt(i + n); next.part == LegalForm && a.endsAt(i+n+k) {
				return f, n
			}
		}
	}
	return phrase{}, 0
}

// longerWithin says whether a legal form of more words begins among the n spans from i
// on, behind the first, and ends the name beyond them.
func (a *Analyser) longerWithin(i, n int) bool {
	for k := i + 1; k < i+n; k++ {
		for m := min(int(a.spans[k].word.begins), len(a.spans)-k); m > n && k+m > i+n; m-- {
			if a.endsAt(k+m) && a.tab.phrases[string(a.text[a.spans[k].start:a.spans[k+m-1].end])].part == LegalForm {
				return true
			}
		}
	}
	return false
}

// endsAt says whether the name, or what stands before a bracket or comma,
// ends before span i.
func (a *Analyser) endsAt(i int) bool {
	return i == len(a.spans) || a.spans[i].glue >= glueComma
}

// tagOrganisation tags the name of an organisation, vessel or aircraft.
func (a *Analyser) tagOrganisation(full string, s interdict.Schema, is script) {
	a.addressed()
	a.bracketed(is)
	a.putTogether(true)
	switch s {
	case interdict.Vessel:
		if len(a.spans) > 1 && a.spans[0].word.kind&isVessel != 0 {
			a.spans[0].part = Title
		}
	case interdict.Airplane:
	default:
		a.partGlued(full)
		a.partRunTogether()
		a.shorten(is)
		a.tagPhrases()
		a.domain()
		if is == latin {
			a.classical()
		}
		a.dropConnectives()
		a.compoundNames()
		a.inFull()
		if is == cyrillic {
			a.tagPrepositions()
		}
		a.translate(is)
	}
	a.romanNumber()
	last := len(a.spans) - 1
	for i := range a.spans {
		sp := &a.spans[i]
		switch {
		case sp.part != Unknown:
		case number(a.at(*sp)):
			sp.part = Number
		case sp.word.kind&isPlace != 0 && s != interdict.Vessel:
			sp.part = Place
		case sp.word.kind&isParticle != 0 && i < last:
			sp.part = Particle
			a.reduce(sp)
		}
	}
}

// tagPrepositions makes particles of Russian words that say no more than "of" or "for"
// between two others: "bureau po relay technology".
func (a *Analyser) tagPrepositions() {
	for i := 1; i+1 < len(a.spans); i++ {
		if sp := &a.spans[i]; sp.part == Unknown {
			switch string(a.at(*sp)) {
			case "po", "za", "na", "v", "vo", "pri", "ot", "iz", "s", "so", "ob":
				sp.part = Particle
			}
		}
	}
}

// bracketed gives a word that stands alone in brackets in Arabic letters a reading
// without it: the short form of what stands beside it, which is no name of its own. In
// Latin letters it says the name again where it is letters of the words before it:
// "Haqqani Network (HQN)".
func (a *Analyser) bracketed(is script) {
	for i := range a.spans {
		sp := &a.spans[i]
		if len(a.spans) < 3 || sp.glue != glueBreak || i+1 < len(a.spans) && a.spans[i+1].glue != glueBreak || sp.other != noOther {
			continue
		}
		switch {
		case is == latin && a.shortOf(i):
			sp.part = Again
		case is == arabic && sp.speltLen > 0 && sp.speltLen <= 2*longestShort && (i > 0 || a.spans[1].glue == glueBreak):
			a.addOther(sp, "")
		}
	}
}

// shortOf says whether span i is letters of the words before it, in their order and
// the first of them first.
func (a *Analyser) shortOf(i int) bool {
	short := a.at(a.spans[i])
	if i < 2 || len(short) < 3 || len(short) > maxAcronym || a.spans[i].word.begins > 0 || short[0] != a.at(a.spans[0])[0] {
		return false
	}
	for k := range i {
		for _, c := range a.at(a.spans[k]) {
			if len(short) > 0 && c == short[0] {
				short = short[1:]
			}
		}
	}
	return len(short) == 0
}

// longestShort is the most letters of a short form.
const longestShort = 5

// tagPhrases reduces legal forms and phrases. A name that is all legal form
// keeps its last words as they are.
func (a *Analyser) tagPhrases() {
	left := len(a.spans)
	a.otherBeginning()
	for i := 0; i < len(a.spans); i++ {
		if a.spans[i].word.begins == 0 {
			continue
		}
		f, n := a.phraseAt(i)
		if n == 0 || n == left && f.part == LegalForm {
			continue
		}
		if f.part == LegalForm {
			left -= n
		}
		a.spans = append(a.spans[:i+1], a.spans[i+n:]...)
		i = a.write(i, f.text, f.part)
	}
}

// otherBeginning gives the first word the reading that it has besides where it is a
// short legal form, which may stand before the name too, or "the" run together with it:
// "SA Brasserie Nord", "THEEKOS".
func (a *Analyser) otherBeginning() {
	sp := &a.spans[0]
	if sp.other != noOther || sp.part != Unknown {
		return
	}
	if text := a.at(*sp); withArticle(text, sp.word) {
		a.addOther(sp, string(text[3:]))
	} else if len(a.spans) > 2 && a.tab.phrases[string(text)].part == LegalForm {
		if _, n := a.phraseAt(0); n == 0 {
			a.addOther(sp, "")
		}
	}
}

// withArticle says whether a word that no table knows may be "the" and another.
func withArticle(text []byte, w *word) bool {
	return len(text) >= 7 && string(text[:3]) == "the" && w == &noWord && Rarity(text) == unheard(text)
}

// partGlued parts a legal form that is glued to the name by its capitals:
// "SiemensAG".
func (a *Analyser) partGlued(full string) {
	for i := len(a.spans) - 1; i >= 0; i-- {
		sp := a.spans[i]
		n := int(sp.end - sp.start)
		if n < 5 || !a.endsAt(i+1) || int(sp.src)+n > len(full) {
			continue
		}
		written := full[sp.src : int(sp.src)+n]
		hump := n - 1
		for hump > 0 && isUpper(written[hump]) {
			hump--
		}
		hump++
		if hump < 3 || hump == n || isUpper(written[hump-2]) || !isLower(written[hump-1]) {
			continue
		}
		if f := a.tab.phrases[string(a.at(sp)[hump:])]; f.part == LegalForm {
			a.cut(i, hump)
			a.spans[i+1].word = a.tab.word(a.at(a.spans[i+1]))
		}
	}
}

// partRunTogether parts legal forms that no capital tells from the name that
// they are run together with, at the end of the name and at its beginning:
// "KULONJSC", "publichnoeaktsionernoeobshchestvopolyus".
func (a *Analyser) partRunTogether() {
	a.partDotted()
	for i := len(a.spans) - 1; i >= 0; i-- {
		if form := a.runTogether(i, true); form > 0 {
			a.cutForm(i, int(a.spans[i].end-a.spans[i].start)-form)
		}
	}
	if form := a.runTogether(0, false); form > 0 {
		a.cutForm(0, form)
	}
}

// partDotted parts the letters of a legal form at the end of the name from the word that
// the first of them is glued to: "DUNIATELEVISIONS.A.R.L.".
func (a *Analyser) partDotted() {
	i := len(a.spans) - 1
	form := a.dotted(i)
	if form == "" {
		return
	}
	a.spans[i-1].end--
	a.set(&a.spans[i], form)
	a.spans[i].glue = glueSpace
	for k := i - 1; k <= i; k++ {
		a.spans[k].word = a.tab.word(a.at(a.spans[k]))
	}
}

// dotted returns the legal form whose first letter ends the word before span i and whose
// others are all that follows, dots between them; none if they are none.
func (a *Analyser) dotted(i int) string {
	if i < 1 || a.spans[i].glue != glueDot || a.spans[i-1].end-a.spans[i-1].start < 2*minStem || a.spans[i-1].word != &noWord {
		return ""
	}
	letter := a.spans[i-1].end - 1
	form := string(a.text[letter : letter+1])
	for _, sp := range a.spans[i:] {
		form += string(a.at(sp))
	}
	if len(form) > 4 || a.tab.phrases[form].part != LegalForm {
		return ""
	}
	return form
}

// minStem is the fewest letters of a name that a legal form is cut from, and
// longForm those of a form that no word ends in by chance.
const minStem, longForm = 3, 6

// runTogether returns the letters of the legal form that span i, which no
// table knows, ends in or begins with; 0 if none.
func (a *Analyser) runTogether(i int, atEnd bool) int {
	sp := &a.spans[i]
	if sp.word != &noWord || sp.part != Unknown || sp.other != noOther {
		return 0
	}
	return a.formWithin(a.at(*sp), atEnd)
}

// formWithin is the same of a word by itself.
func (a *Analyser) formWithin(text []byte, atEnd bool) int {
	if atEnd {
		if n := formBehind(text); n > 0 && Rarity(text) >= unheard(text) {
			return n
		}
	}
	if !a.tab.forms.mayHold(text, atEnd) || Rarity(text) < unheard(text) {
		return 0
	}
	for n := len(text) - minStem; n >= 3; n-- {
		form := text[:n]
		if atEnd {
			form = text[len(text)-n:]
		}
		f := a.tab.phrases[string(form)]
		switch {
		case f.part != LegalForm || !tellsItself(form):
		case atEnd, (f.front || f.anywhere) && (n < longForm || n > longForm+2): // not "limitededition"
			return n
		}
	}
	return 0
}

// behindWords are legal forms that words end in by chance, but no word that many names
// have does: "bankpao", "airco".
var behindWords = [...]string{"co", "corp", "inc", "ltd", "pao", "oao", "zao", "plc"}

const commonStem interdict.Millibits = 9500

// formBehind returns the letters of the one of them that is run together with a common
// word before it; 0 if none is.
func formBehind(text []byte) int {
	for _, form := range behindWords {
		if n := len(text) - len(form); n >= minStem && string(text[n:]) == form && Rarity(text[:n]) < commonStem {
			return len(form)
		}
	}
	return 0
}

// mayHold says whether text may end in or begin with a legal form.
func (f *forms) mayHold(text []byte, atEnd bool) bool {
	n := len(text)
	switch {
	case n < minStem+3:
		return false
	case atEnd:
		return isLower(text[n-2]) && isLower(text[n-1]) && f.ends[ofTwo(text[n-2], text[n-1])]
	}
	return isLower(text[0]) && isLower(text[1]) && f.begins[ofTwo(text[0], text[1])]
}

// tellsItself says whether letters are a legal form wherever they stand: many,
// or such as cannot be spoken, "llc" and "ooo".
func tellsItself(form []byte) bool {
	if len(form) >= longForm {
		return true
	}
	for i := 0; i+2 < len(form); i++ {
		a, b, c := form[i], form[i+1], form[i+2]
		if consonant(a) && consonant(b) && consonant(c) || a == b && b == c {
			return true
		}
	}
	return false
}

func consonant(c byte) bool { return isLower(c) && strings.IndexByte("aeiouy", c) < 0 }

// cutForm cuts a legal form and a name apart.
func (a *Analyser) cutForm(i, n int) {
	a.cut(i, n)
	for k := i; k <= i+1; k++ {
		a.spans[k].word = a.tab.word(a.at(a.spans[k]))
	}
}

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }
func isLower(c byte) bool { return c >= 'a' && c <= 'z' }

// cut makes two spans of span i, the second of what stands behind n bytes.
func (a *Analyser) cut(i, n int) {
	a.spans = append(a.spans, span{})
	copy(a.spans[i+1:], a.spans[i:])
	a.spans[i].end = a.spans[i].start + int32(n)
	a.spans[i+1].start = a.spans[i].end
	a.spans[i].word, a.spans[i+1].word = &noWord, &noWord
	a.spans[i].other, a.spans[i+1].glue = noOther, glueSpace
	a.spans[i].speltLen, a.spans[i+1].speltLen = 0, 0
}

// inFull writes abbreviations in full and numbers in digits: "Intl", "1st",
// "Forty-Four".
func (a *Analyser) inFull() {
	for i := 0; i < len(a.spans); i++ {
		sp := &a.spans[i]
		switch k := sp.word.kind; {
		case sp.part != Unknown || k&(isShort|isNumber|isOrdinal) == 0:
		case k&isNumber != 0 && i+1 < len(a.spans) && a.spans[i+1].word.kind&isNumber != 0 &&
			len(sp.word.full) == 2 && sp.word.full[1] == '0' && len(a.spans[i+1].word.full) == 1:
			a.set(sp, sp.word.full[:1]+a.spans[i+1].word.full)
			a.remove(i + 1)
		default:
			a.set(sp, sp.word.full)
		}
	}
}

// dropConnectives takes "and" and "the" out, unless nothing would be left.
func (a *Analyser) dropConnectives() {
	if last := len(a.spans) - 1; last > 1 && a.spans[last].part == Unknown && a.spans[last].word.kind&isArticle != 0 {
		a.remove(last) // "Jihad Group, The"
	}
	for i := len(a.spans) - 2; i >= 0; i-- {
		k := a.spans[i].word.kind
		if a.spans[i].part != Unknown {
			continue
		}
		if i > 0 && a.spans[i-1].word.kind&isParticle != 0 {
			continue // "van der Bilt"
		}
		if k&isArticle != 0 || k&isConnective != 0 && i > 0 {
			a.remove(i)
		}
	}
}
