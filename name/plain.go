package name

import "unicode/utf8"

// Words hands over the folded words of a text that is no name, such as an
// address, in order: no part of it means anything, and nothing is reduced. At
// most MaxBytes are read. A word is valid until f returns.
func (a *Analyser) Words(text string, f func(word []byte)) {
	if a.tab == nil {
		a.tab = known()
	}
	if len(text) > MaxBytes {
		end := MaxBytes
		for end > 0 && !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end]
	}
	a.lang, a.company = "", false
	a.spelling, a.sound = a.spelling[:0], a.sound[:0]
	a.split(text)
	for i := range a.spans {
		f(a.at(a.spans[i]))
	}
}
