package name

// hiragana is what separates the two kana in Unicode.
const hiragana = 'ア' - 'あ'

// kanaWord writes a Japanese word in Latin letters. Katakana is read as
// Hiragana; a small tsu doubles the consonant behind it.
func (a *Analyser) kanaWord(w []char, glue byte, from int) {
	if a.kanaTerm(w, glue, from) {
		return
	}
	latin, known := a.reading(kanaReadings, w)
	sound := len(a.sound)
	if !known && !a.LettersOnly {
		a.bySound(w, soundsMark) // in case that it is an organisation's, and before it is Hiragana
	}
	foreign := false // Katakana is for foreign words
	for i := range w {
		if c := w[i].lower; c >= 'ァ' && c <= 'ヶ' {
			w[i].lower = c - hiragana
			foreign = true
		}
	}
	start, t := len(a.text), kanaTable()
	for len(w) > 0 {
		n := 0
		for n < len(w) && w[n].lower != 'っ' {
			n++
		}
		a.text = t.append(a.text, w[:n])
		if n == len(w) {
			break
		}
		at := len(a.text)
		next := n + 1
		for next < len(w) && w[next].lower != 'っ' {
			next++
		}
		a.text = t.append(a.text, w[n+1:next])
		a.double(at)
		w = w[next:]
	}
	if known {
		a.addReading(latin, start, glue, from)
		return
	}
	if sp := a.addSpan(start, glue, from); sp != nil && foreign {
		sp.hear(sound, len(a.sound))
		a.scratch = appendForeign(a.scratch[:0], a.at(*sp))
		if string(a.scratch) != string(a.at(*sp)) {
			a.addOther(sp, string(a.scratch))
		}
	}
}

// leastTerm is how many kana a word of organisations' names must have at least where
// nothing else says that the name is one's, leastBefore how many must stand before it.
const leastTerm, leastBefore = 4, 2

// kanaTerm reads a word that is one of organisations' names, English as a rule, or ends
// with one, and says whether it did: Serunia enjiniaringu is Serniya Engineering. What
// may be a person's name too is one beside others only.
func (a *Analyser) kanaTerm(w []char, glue byte, from int) bool {
	before, words := a.termAt(w)
	if words == nil || (len(w)-before < leastTerm || words[0].firm) && (before > 0 || !a.termed) {
		return false
	}
	if before > 0 {
		a.kanaWord(w[:before], glue, from)
		glue = glueSpace
	}
	a.addWords(words, glue, from)
	return true
}

// termAt finds a word of organisations' names that is a whole word in kana, or ends it
// behind so many letters.
func (a *Analyser) termAt(w []char) (before int, words []translation) {
	d := chineseTables().words
	for i := range w {
		if i > 0 && i < leastBefore {
			continue
		}
		if t, n := d.at(w[i:]); n > 1 && i+n == len(w) {
			return i, t
		}
	}
	return 0, nil
}

// kanaTerms says whether a word of the name, in kana or in Chinese characters, can only
// be of an organisation's. The name's form decides, whatever its bearer is said to be,
// so that it is read alike in a list and of a customer of unknown kind.
func (a *Analyser) kanaTerms() bool {
	d := &chineseTables().words
	return a.anyWord(func(w []char, is script) bool {
		switch is {
		case han:
			return d.company(w) || d.whole(w)
		case kana:
			before, words := a.termAt(w)
			return words != nil && len(w)-before >= leastTerm && !words[0].firm
		}
		return false
	})
}

// appendForeign writes a foreign word without the vowels that Japanese puts
// behind its consonants: a u at the end or before a consonant, and an o there
// behind t and d. "Baraku" is Barak, "donarudo" Donard.
func appendForeign(dst, text []byte) []byte {
	for i, c := range text {
		if i > 1 && !isVowel(text[i-1]) && (i == len(text)-1 || !isVowel(text[i+1])) &&
			(c == 'u' || c == 'o' && (text[i-1] == 't' || text[i-1] == 'd')) {
			continue
		}
		dst = append(dst, c)
	}
	return dst
}

// double writes the consonant at a place of the text twice: "ch" as "tch".
func (a *Analyser) double(at int) {
	if at >= len(a.text) {
		return
	}
	c := a.text[at]
	switch c {
	case 'a', 'i', 'u', 'e', 'o', 'n':
		return
	case 'c':
		c = 't'
	}
	a.text = append(a.text, 0)
	copy(a.text[at+1:], a.text[at:])
	a.text[at] = c
}
