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
// with one, and says whether it did: Serunia enjiniaringu is Serniya Engineering.
func (a *Analyser) kanaTerm(w []char, glue byte, from int) bool {
	words := chineseTables().words
	for i := range w {
		if i > 0 && i < leastBefore {
			continue
		}
		t, n := words.at(w[i:])
		if n < 2 || i+n < len(w) || (n < leastTerm || t[0].firm) && (i > 0 || !a.company) {
			continue
		}
		if i > 0 {
			a.kanaWord(w[:i], glue, from)
			glue = glueSpace
		}
		a.addWords(t, glue, from)
		return true
	}
	return false
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
