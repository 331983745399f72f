package name

// hiragana is what separates the two kana in Unicode.
const hiragana = 'ア' - 'あ'

// kanaWord writes a Japanese word in Latin letters. Katakana is read as
// Hiragana; a small tsu doubles the consonant behind it.
func (a *Analyser) kanaWord(w []char, glue byte, from int) {
	latin, known := a.reading(kanaReadings, w)
	for i := range w {
		if c := w[i].lower; c >= 'ァ' && c <= 'ヶ' {
			w[i].lower = c - hiragana
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
	a.addSpan(start, glue, from)
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
