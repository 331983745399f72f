package name

import "bytes"

// Kurdish writes all vowels in Arabic letters and Arabic names as it hears them:
// محەمەد is محمد. The words of a name with one of its own letters are therefore read
// as Arabic writes them, by which names are known and compared.

// kurdishLetters are those that Kurdish alone has, and what Arabic has for them.
var kurdishLetters = map[rune]rune{'ە': 'ه', 'ێ': 'ي', 'ۆ': 'و', 'ڵ': 'ل', 'ڕ': 'ر'}

// ofKurdish says whether a name has a letter that Kurdish alone has, or begins as only
// its words do.
func ofKurdish(norm []byte) bool {
	return bytes.ContainsAny(norm, "ەێۆڵڕ") || bytes.HasPrefix(norm, []byte("ئ"))
}

// asArabic writes a word of a Kurdish name as Arabic does: with one letter for a vowel at
// the beginning, and without the short a but at the end and the short u of Umar.
func (a *Analyser) asArabic(w []char) []char {
	n := 0
	for i := range w {
		r := w[i].lower
		next := rune(0)
		if i+1 < len(w) {
			next = w[i+1].lower
		}
		switch {
		case r == 'ە' && i+1 < len(w) && i > 0 && w[i-1].lower == 'ئ' && n == 0:
			r = 'ا'
		case r == 'ە' && i+1 < len(w), r == 'ئ' && n == 0 && (next == 'ە' || next == 'ا'), r == 'ڵ' && next == 'ڵ' && n > 0:
			continue
		case r == 'ئ' && n == 0:
			r = 'ا'
		case i == 1 && n == 1 && w[0].lower == 'ا' && in("یێوۆ", r) && next != 0,
			r == 'و' && n == 1 && w[0].lower == 'ع' && next == 'م': // Ibrahim, Umar
			continue
		case kurdishLetters[r] != 0:
			r = kurdishLetters[r]
		}
		w[n] = a.charOf(r)
		n++
	}
	return a.kurdishGod(w[:n])
}

func (a *Analyser) charOf(r rune) char {
	l := a.letterOf(r)
	return char{r, l.lower, l.text, l.class, l.script}
}

// kurdishGod writes what Kurdish hears of the article behind a servant's name, and of
// God's name behind another one, as Arabic writes it: عەبدوڵڵا, عەبدولکەریم.
func (a *Analyser) kurdishGod(w []char) []char {
	n := len(w)
	switch {
	case n > 4 && w[n-3].lower == 'و' && w[n-2].lower == 'ل' && w[n-1].lower == 'ا' && n < maxWord:
		w = append(w, char{})
		for i, r := range "الله" {
			w[n-3+i/2] = a.charOf(r)
		}
	case n > 6 && w[0].lower == 'ع' && w[1].lower == 'ب' && w[2].lower == 'د' && w[3].lower == 'و' && w[4].lower == 'ل':
		w[3] = a.charOf('ا')
	}
	return w
}
