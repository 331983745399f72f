package name

import (
	"math/bits"
	"slices"
)

// Words of legal forms are long, many and the same in thousands of names, so
// that a typing error in one ("Compony") tells nothing of who is
// meant. Left alone it would weigh as much as a name: an error makes a rare
// word.

// minForm is the fewest letters of a word that is looked for with any error in
// it; a form of one word has minFormAlone.
const minForm, minFormAlone = 5, 7

// forms are the words of legal forms by their first two letters and by their
// last two: one error leaves one of the two as it is. begins and ends say with
// which two letters those begin and end that are known run together with a
// name.
type forms struct {
	first, last  [26 * 26][]formWord
	begins, ends [26 * 26]bool
	// slips are of short forms, within of short words of longer ones: see addSlips.
	slips, within map[string]string
}

// formWord is a word of a legal form, and which letters it has.
type formWord struct {
	text    string
	letters uint32
}

// lettersOf has a bit for each letter of a text.
func lettersOf(text []byte) (set uint32) {
	for _, c := range text {
		set |= 1 << (c - 'a')
	}
	return set
}

// holds says whether the words of first that begin as text does hold it.
func (f *forms) holds(text []byte) bool {
	return slices.ContainsFunc(f.first[ofTwo(text[0], text[1])], func(w formWord) bool { return w.text == string(text) })
}

// ofTwo numbers two letters.
func ofTwo(a, b byte) int { return int(a-'a')*26 + int(b-'a') }

// allLetters says whether text is all letters, and at least n.
func allLetters(text []byte, n int) bool {
	for _, c := range text {
		if !isLower(c) {
			return false
		}
	}
	return len(text) >= n
}

// add adds a word of a legal form.
func (f *forms) add(word []byte) {
	if allLetters(word, minForm) {
		f.put(word)
	}
}

// put adds a word of two letters or more.
func (f *forms) put(word []byte) {
	n := len(word)
	first, last := &f.first[ofTwo(word[0], word[1])], &f.last[ofTwo(word[n-2], word[n-1])]
	if w := (formWord{string(word), lettersOf(word)}); !slices.Contains(*first, w) {
		*first, *last = append(*first, w), append(*last, w)
	}
}

// addWhole adds a legal form, its words back to back.
func (f *forms) addWhole(form []byte) {
	if n := len(form); allLetters(form, 3) && tellsItself(form) {
		f.begins[ofTwo(form[0], form[1])], f.ends[ofTwo(form[n-2], form[n-1])] = true, true
	}
}

// shortForm is the fewest letters of a short form that is looked for with an error.
const shortForm = 4

// addSlips adds what a short form that no word is by chance is written as with a
// letter twice or two neighbours exchanged: PJSCC, OSJC.
func (f *forms) addSlips(form []byte) {
	if len(form) < minFormAlone {
		eachSlip(form, &f.slips)
	}
}

// addSlipsWithin adds the same of a short word of a form of several words, which it
// is beside the others alone: "opne joint stock company".
func (f *forms) addSlipsWithin(word []byte) { eachSlip(word, &f.within) }

func eachSlip(form []byte, slips *map[string]string) {
	if !allLetters(form, shortForm) {
		return
	}
	if *slips == nil {
		*slips = map[string]string{}
	}
	for i := range form {
		(*slips)[string(form[:i+1])+string(form[i:])] = string(form)
		if i > 0 {
			(*slips)[string(form[:i-1])+string(form[i])+string(form[i-1])+string(form[i+1:])] = string(form)
		}
	}
}

// formMeant returns the word of a legal form that a word is with one error,
// empty if there is none or the word is a known name.
func (a *Analyser) formMeant(text []byte, word *word) string {
	if word != &noWord || !allLetters(text, shortForm) {
		return ""
	}
	for _, slips := range [...]map[string]string{a.tab.forms.slips, a.tab.forms.within} {
		if form := slips[string(text)]; form != "" && Rarity(text) == unheard(text) {
			return form
		}
	}
	return a.tab.forms.meant(text)
}

// meant returns the word that a word is with one error, empty if there is none
// or the word is a known name.
func (f *forms) meant(text []byte) string {
	n, letters := len(text), lettersOf(text)
	found := ""
	for _, words := range [...][]formWord{f.first[ofTwo(text[0], text[1])], f.last[ofTwo(text[n-2], text[n-1])]} {
		for i := range words {
			w := &words[i]
			// An error takes one letter away and adds one, at most.
			if bits.OnesCount32(w.letters^letters) > 2 || !oneError(w.text, text) {
				continue
			}
			if Rarity(text) != unheard(text) || f.holds(text) {
				return "" // "limitata" is not "limitada" misspelled
			}
			if SameUndoubled(w.text, string(text)) {
				return w.text // nothing is nearer
			}
			if found == "" {
				found = w.text
			}
		}
	}
	return found
}

// oneError says whether two words differ by a letter that is another, lacking,
// too many, or has changed places with its neighbour.
func oneError(a string, b []byte) bool {
	if d := len(a) - len(b); d < -1 || d > 1 {
		return false
	}
	i, j := 0, 0 // letters that agree at the beginning and at the end
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	for j < min(len(a), len(b))-i && a[len(a)-1-j] == b[len(b)-1-j] {
		j++
	}
	restA, restB := len(a)-i-j, len(b)-i-j
	if restA == 2 && restB == 2 {
		return a[i] == b[i+1] && a[i+1] == b[i]
	}
	return restA <= 1 && restB <= 1
}

// mend puts legal forms and phrases right that have a typing error in a word or a
// space within one. It changes nothing but what is one of these then.
func (a *Analyser) mend() {
	a.mendWords()
	a.gather()
}

// mendWords does that word by word.
func (a *Analyser) mendWords() {
	found := false
	a.meant = a.meant[:0]
	if len(a.spans) == 1 {
		return // it is all there is of the name
	}
	for i := 0; i < len(a.spans); i++ {
		if i+1 < len(a.spans) && a.apart(i) {
			a.joinSpans(i, i+2)
		}
		form := ""
		if sp := &a.spans[i]; sp.other == noOther && sp.known.meant != nil {
			form = *sp.known.meant
		}
		a.meant = append(a.meant, form)
		found = found || form != ""
	}
	if !found {
		return
	}
	a.unmended = append(a.unmended[:0], a.spans...)
	a.rewrite()
	for i := 0; i < len(a.spans); i++ {
		_, n := a.phraseAt(i)
		if n == 0 {
			a.meant[i] = ""
			continue
		}
		if meant := a.meant[i]; n == 1 && len(meant) < minFormAlone && a.tab.forms.slips[string(a.at(a.unmended[i]))] != meant {
			a.meant[i] = ""
		}
		i += n - 1
	}
	copy(a.spans, a.unmended)
	a.rewrite()
}

// rewrite writes all words anew, back to back as phrases are looked up, with
// the words of legal forms that are meant.
func (a *Analyser) rewrite() {
	for i := range a.spans {
		sp := &a.spans[i]
		start := int32(len(a.text))
		if a.meant[i] == "" {
			a.text = append(a.text, a.at(*sp)...)
		} else {
			a.text = append(a.text, a.meant[i]...)
		}
		sp.start, sp.end = start, int32(len(a.text))
		if a.meant[i] != "" {
			a.look(sp)
		}
	}
}

// apart says whether span i and the next are one word of a legal form, written
// apart.
func (a *Analyser) apart(i int) bool {
	sp, next := &a.spans[i], &a.spans[i+1]
	if sp.word != &noWord || sp.known.traits&beginsForm == 0 || next.glue != glueSpace || sp.end != next.start {
		return false
	}
	text := a.text[sp.start:next.end]
	return allLetters(text, minFormAlone) && a.tab.forms.holds(text)
}
