package name

import "sync"

type hebrewScript struct{ letters *transcription }

var hebrewTables = sync.OnceValue(func() *hebrewScript {
	return &hebrewScript{readTranscription("hebrew.tsv", "")}
})

// hebrewWord writes a word in Hebrew letters in Latin ones.
func (a *Analyser) hebrewWord(w []char, glue byte, from int) {
	w, digits := cutDigits(w)
	latin, known := a.reading(hebrewReadings, w)
	start := len(a.text)
	var sounds [maxWord]sound
	a.text = appendVoiced(a.text, hebrewTables().sounds(sounds[:0], w))
	if known {
		a.addReading(latin, start, glue, from)
	} else {
		a.addSpan(start, glue, from)
	}
	a.addDigits(digits, from)
}

// sounds says what each letter stands for. The four that are vowels or
// consonants by their place are told here, the others by the table.
func (t *hebrewScript) sounds(dst []sound, w []char) []sound {
	add := func(s string, vowel bool) { dst = append(dst, sound{s, vowel}) }
	for i := 0; i < len(w); i++ {
		first, last := i == 0, i == len(w)-1
		next := rune(0)
		if !last {
			next = w[i+1].lower
		}
		switch r := w[i].lower; {
		case r == 'ו' && next == 'ו':
			add("v", false)
			i++
		case r == 'ו' && first:
			add("v", false)
		case r == 'ו':
			add("o", true)
		case r == 'י' && next == 'י':
			add("ay", true)
			i++
		case r == 'י' && first:
			add("y", false)
		case r == 'י':
			add("i", true)
		case r == 'א' || r == 'ע':
			if next != 'ו' && next != 'י' || !first {
				add("a", true)
			}
		case r == 'ה' && last && len(dst) > 0:
			add("a", true)
		default:
			i += t.consonant(&dst, w, i) - 1
		}
	}
	return dst
}

// consonant reads by the table and returns how many letters it took.
func (t *hebrewScript) consonant(dst *[]sound, w []char, i int) int {
	for _, r := range t.letters.of(w[i].lower) {
		if r.fits(w, i) {
			if r.text != "" {
				*dst = append(*dst, sound{r.text, false})
			}
			return len(r.letters)
		}
	}
	if w[i].class != mark {
		*dst = append(*dst, sound{string(appendLetter(nil, w[i])), false})
	}
	return 1
}
