package name

import "sync"

type hebrewScript struct{ letters *transcription }

var hebrewTables = sync.OnceValue(func() *hebrewScript {
	return &hebrewScript{readTranscription("hebrew.tsv", "")}
})

// hebrewNames are words with one usual Latin spelling.
var hebrewNames = spellingsOf("hebrew_names.tsv", func(string) bool { return true })

// longestHebrew is the most letters of a word of that table that is read in no other way.
const longestHebrew = 3

// hebrewWord writes a word in Hebrew letters in Latin ones.
func (a *Analyser) hebrewWord(w []char, glue byte, from int) {
	w, digits := cutDigits(w)
	start := len(a.text)
	latin, known := a.reading(hebrewNames, w)
	if known && len(w) <= longestHebrew {
		a.text = append(a.text, latin...)
		a.addSpan(start, glue, from)
		a.addDigits(digits, from)
		return
	}
	if !known {
		latin, known = a.reading(hebrewReadings, w)
	}
	var sounds [maxWord]sound
	a.text = appendVoiced(a.text, hebrewTables().sounds(sounds[:0], w))
	var sp *span
	if known {
		sp = a.addReading(latin, start, glue, from)
	} else {
		sp = a.addSpan(start, glue, from)
	}
	if sp != nil {
		a.longer(sp, w, false)
	}
	a.addDigits(digits, from)
}

// sounds says what each letter stands for. The four that are vowels or
// consonants by their place are told here, the others by the table.
func (t *hebrewScript) sounds(dst []sound, w []char) []sound {
	for i := 0; i < len(w); i++ {
		first, last := i == 0, i == len(w)-1
		next := rune(0)
		if !last {
			next = w[i+1].lower
		}
		switch r := w[i].lower; {
		case r == 'ו' && next == 'ו':
			dst = append(dst, sound{"v", false})
			i++
		case r == 'ו' && first:
			dst = append(dst, sound{"v", false})
		case r == 'ו':
			dst = append(dst, sound{"o", true})
		case r == 'י' && next == 'י':
			dst = append(dst, sound{"ay", true})
			i++
		case r == 'י' && first:
			dst = append(dst, sound{"y", false})
		case r == 'י':
			dst = append(dst, sound{"i", true})
		case r == 'א' || r == 'ע':
			if next != 'ו' && next != 'י' || !first {
				dst = append(dst, sound{"a", true})
			}
		case r == 'ה' && last && len(dst) > 0:
			dst = append(dst, sound{"a", true})
		default:
			var n int
			dst, n = t.consonant(dst, w, i)
			i += n - 1
		}
	}
	return dst
}

// consonant reads by the table and returns how many letters it took.
func (t *hebrewScript) consonant(dst []sound, w []char, i int) ([]sound, int) {
	for _, r := range t.letters.of(w[i].lower) {
		if r.fits(w, i) {
			if r.text != "" {
				dst = append(dst, sound{r.text, false})
			}
			return dst, len(r.letters)
		}
	}
	if w[i].class != mark {
		dst = append(dst, sound{string(appendLetter(nil, w[i])), false})
	}
	return dst, 1
}
