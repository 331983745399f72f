package name

func (a *Analyser) arabicWord(w []char, glue byte, from int) {
	start := len(a.text)
	for _, c := range w {
		a.text = appendLetter(a.text, c)
	}
	a.addSpan(start, glue, from)
}

func (a *Analyser) hebrewWord(w []char, glue byte, from int) { a.arabicWord(w, glue, from) }
