package name

import (
	"bytes"
	"strings"
)

// maxShort is the most letters of a word that is looked up apart. As a word of
// the tables "odk" would make one word of a person's initials "O.D.K."
const maxShort = 4

// readTranslations reads the words of organisations' names in other languages,
// places' adjectives and the English words that stand for one another.
func readTranslations(t *tables) {
	t.short, t.stems = map[string]string{}, map[string]string{}
	rows("business_words.tsv", 3, func(col []string) {
		t.translation(col[0], col[2])
		t.trade.addLong(col[0])
		switch col[1] {
		case "zh", "ja", "ko", "vi", "fa", "ar", "he", "ms", "id", "my", "th":
			// Their words are nearly names: gongchang is a plant, Yongchang a man.
			return
		}
		for _, pattern := range strings.Fields(col[2]) {
			for _, text := range alternatives(pattern) {
				t.trade.addLong(text)
			}
		}
	})
	rows("words.tsv", 2, func(col []string) {
		switch wordKinds[col[1]] {
		case isBusiness:
			t.trade.addLong(col[0])
		case isShort: // "devices", "device"
			t.trade.addLong(col[0])
			t.trade.addLong(col[2])
		}
	})
	rows("place_adjectives.tsv", 2, func(col []string) { t.translation(col[0], col[1]) })
	for _, w := range t.words {
		if w.kind&isShort != 0 { // "svcs" is what "services" is
			if full := t.words[w.full]; full != nil && full.kind&isForeign != 0 {
				w.full = full.full
			}
		}
	}
}

// translation notes that each of some words stands for English ones. A word
// that means something else already keeps that.
func (t *tables) translation(english, words string) {
	business := t.words[english] != nil && t.words[english].kind&isBusiness != 0
	for _, pattern := range strings.Fields(words) {
		for _, text := range alternatives(pattern) {
			if text == english {
				continue
			}
			if stem, ok := strings.CutSuffix(text, "~"); ok {
				t.stems[string(spell(nil, []byte(stem)))] = english
				continue
			}
			if len(text) <= maxShort {
				t.short[text] = english
				continue
			}
			w := t.words[text]
			if w == nil {
				w = new(word)
				t.words[text] = w
			}
			if w.kind&(isShort|isNumber|isOrdinal) != 0 {
				continue
			}
			w.kind |= isForeign
			w.full = english
			if business {
				w.kind |= isBusiness
			}
		}
	}
}

// alternatives are all ways of choosing one of the (a|b) of a pattern.
func alternatives(pattern string) []string {
	before, rest, ok := strings.Cut(pattern, "(")
	if !ok {
		return []string{pattern}
	}
	inner, after, _ := strings.Cut(rest, ")")
	var out []string
	for _, tail := range alternatives(after) {
		for choice := range strings.SplitSeq(inner, "|") {
			out = append(out, before+choice+tail)
		}
	}
	return out
}

// translated returns the English of a word of an organisation's name, empty if
// there is none.
func (a *Analyser) translated(text []byte, word *word) string {
	if word.kind&isForeign != 0 {
		return word.full
	}
	if len(text) <= maxShort {
		return a.tab.short[string(text)]
	}
	stem := adjectiveStem(text)
	if stem == nil {
		return ""
	}
	a.key = spell(a.key[:0], stem)
	if english := a.tab.stems[string(a.key)]; english != "" || bytes.IndexByte(stem, 'z') < 0 {
		return english
	}
	a.scratch = a.scratch[:0]
	for _, c := range stem {
		if c == 'z' {
			a.scratch = append(a.scratch, 't', 's') // German Zentralnoi
		} else {
			a.scratch = append(a.scratch, c)
		}
	}
	a.key = spell(a.key[:0], a.scratch)
	return a.tab.stems[string(a.key)]
}

// adjectiveStem cuts the ending of a Russian, Ukrainian or Belarusian
// adjective off; nil if the word does not end like one: "khimicheskii",
// "priborostroitelnaya", "novosibirskogo".
func adjectiveStem(text []byte) []byte {
	n := len(text)
	if n < 6 {
		return nil
	}
	switch text[n-1] {
	case 'h': // -ykh, -ikh, -yh
		n--
		if text[n-1] == 'k' {
			n--
		}
	case 'm':
		n--
	}
	end := n
	for n > 3 && strings.IndexByte("aeioyju", text[n-1]) >= 0 {
		n--
	}
	if end == n+1 && (text[n-1] == 'g' && text[end-1] == 'o' || text[n-1] == 'm' && text[end-1] == 'u') { // -ogo, -ego, -omu, -emu
		n--
		for n > 3 && (text[n-1] == 'o' || text[n-1] == 'e') {
			n--
		}
	}
	if end == n+1 && text[end-1] == 'a' && text[n-1] == 'h' && text[n-2] == 'a' { // Belarusian -aha, -iaha
		n -= 2
		for n > 3 && strings.IndexByte("aeiy", text[n-1]) >= 0 {
			n--
		}
	}
	if n < 4 || n == end {
		return nil
	}
	switch text[n-1] {
	case 'n', 'v', 'k', 'm', 'h':
		return text[:n]
	}
	return nil
}

// ofSomebody is how many letters of a word in Cyrillic letters that nothing knows
// are the name that it is the adjective of: Balakirevskii zavod is the plant of
// Balakirev; 0 if it is none.
func (a *Analyser) ofSomebody(sp *span) int {
	if sp.word != &noWord || sp.other != noOther {
		return 0
	}
	stem := adjectiveStem(a.at(*sp))
	n := len(stem) - len("sk")
	if n < leastBase || string(stem[n:]) != "sk" {
		return 0
	}
	return n
}

// otherwise returns what is meant by a word in Cyrillic letters, or by it and those
// behind it, that no table knows: whom it is the adjective of or, behind "named
// after", is the genitive of, or the letters that it spells. The words are then one.
func (a *Analyser) otherwise(i int, is script, named bool) string {
	if is != cyrillic {
		return ""
	}
	if sp := &a.spans[i]; named && sp.other == noOther && genitive(a.at(*sp)) {
		return string(a.text[sp.start : sp.end-1])
	}
	if base := a.ofSomebody(&a.spans[i]); base > 0 {
		return string(a.at(a.spans[i])[:base])
	}
	letters, words := a.spelled(i)
	if words > 1 {
		a.joinSpans(i, i+words)
	}
	return letters
}

// genitive says whether a word ends as the genitive of a Russian family name.
func genitive(text []byte) bool {
	n := len(text) - len("ova")
	if n < 3 {
		return false
	}
	switch string(text[n:]) {
	case "ova", "eva", "ina":
		return true
	}
	return false
}

// leastBase is the fewest letters of such a name.
const leastBase = 5

// numberSign is the English of what says that a number follows: "No. 112".
const numberSign = "number"

// translate writes the words of an organisation's name in English, the same
// for all that publishers write for one another; as it was written the name is
// its other reading, so that a word that is misspelled still meets its own. Of
// two neighbours that have become the same word one stays: "scientific
// research". A sign before or behind a number goes, and the ending of an
// ordinal: "plant 112".
func (a *Analyser) translate(is script) {
	linked := false // one reading has all words in English, one has none
	behind := false // "named after"
	for i := 0; i < len(a.spans); i++ {
		sp := &a.spans[i]
		if sp.part != Unknown || sp.word.kind&isParticle != 0 {
			continue
		}
		switch english := a.translated(a.at(*sp), sp.word); english {
		case "":
			if meant := a.otherwise(i, is, behind); meant != "" {
				i = a.writeOnce(i, meant, linked)
				linked = true
			} else {
				a.cutOrdinal(sp)
			}
		case numberSign:
			if i+1 < len(a.spans) && number(a.at(a.spans[i+1])) || i > 0 && number(a.at(a.spans[i-1])) {
				a.remove(i)
				i--
			}
		default:
			if is == arabic && i > 0 && string(a.at(a.spans[i-1])) == article {
				i--
				a.remove(i) // a translator writes none
			}
			i = a.writeOnce(i, english, linked)
			linked = true
			if is == cyrillic && english == named {
				a.spans[i].part, behind = Particle, true
			}
		}
	}
}

// article is that of Arabic.
const article = "al"

// named is the English of what stands before the name of whom an institute is named
// after, which in Russian has another case. Half of those who translate its name
// leave it out.
const named = "named"

// cutOrdinal makes "61st" a number.
func (a *Analyser) cutOrdinal(sp *span) {
	text := a.at(*sp)
	n := len(text) - 2
	if n < 1 || text[0] > '9' || !number(text[:n]) {
		return
	}
	switch string(text[n:]) {
	case "st", "nd", "rd", "th":
		sp.end -= 2
	}
}

// writeOnce writes words for span i, which as it is written becomes the other
// reading, and takes a neighbour in that says the first or the last of them
// already. It returns the place of the last word.
func (a *Analyser) writeOnce(i int, words string, linked bool) int {
	written := a.spans[i]
	first := i
	i = a.write(i, words, Unknown)
	for k := first + 1; k <= i; k++ {
		a.addOther(&a.spans[k], "")
		a.spans[k].linked, a.spans[k].translated = true, true
	}
	sp := &a.spans[first]
	sp.translated, sp.spelt, sp.speltLen, sp.speltCut = true, written.spelt, written.speltLen, written.speltCut
	sp.other = int32(len(a.text))
	a.text = append(a.text, a.at(written)...)
	sp.otherEnd = int32(len(a.text))
	sp.linked = linked
	if a.sameAsNext(i) {
		a.takeNextIn(i)
	}
	if first > 0 && a.sameAsNext(first-1) {
		a.takeNextIn(first - 1)
		i--
	}
	return i
}

func (a *Analyser) sameAsNext(i int) bool {
	return i+1 < len(a.spans) && a.spans[i].part == Unknown && a.spans[i+1].part == Unknown &&
		string(a.at(a.spans[i])) == string(a.at(a.spans[i+1]))
}

// takeNextIn makes one span of span i and the next, which say the same. As
// they are written they are run together.
func (a *Analyser) takeNextIn(i int) {
	sp, next := &a.spans[i], &a.spans[i+1]
	sp.speltLen = 0
	if sp.other == noOther {
		sp.linked = next.linked
	}
	at := int32(len(a.text))
	a.text = append(a.text, a.written(*sp)...)
	if more := a.written(*next); len(a.text)-int(at)+len(more) <= MaxToken {
		a.text = append(a.text, more...)
	}
	sp.other, sp.otherEnd = at, int32(len(a.text))
	a.remove(i + 1)
}

// written is what a span is in the other reading.
func (a *Analyser) written(sp span) []byte {
	if sp.other == noOther {
		return a.at(sp)
	}
	return a.text[sp.other:sp.otherEnd]
}

// write puts words in the place of span i and returns the place of the last.
func (a *Analyser) write(i int, words string, part Part) int {
	first, rest, more := strings.Cut(words, " ")
	a.set(&a.spans[i], first)
	a.spans[i].part, a.spans[i].word = part, &noWord
	for more {
		first, rest, more = strings.Cut(rest, " ")
		a.spans = append(a.spans, span{})
		copy(a.spans[i+2:], a.spans[i+1:])
		i++
		a.spans[i] = span{src: a.spans[i-1].src, part: part, word: &noWord}
		a.set(&a.spans[i], first)
	}
	return i
}
