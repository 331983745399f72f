package alter

import (
	"unicode"
)

// Letters that look alike, from the confusables of UTS 39 (Unicode 17): the
// Latin letter, then Cyrillic and Greek ones that most fonts draw the same.
var lookalikes = map[rune][]rune{
	'a': {'а'}, 'c': {'с'}, 'e': {'е'}, 'i': {'і'}, 'j': {'ј'}, 'o': {'о', 'ο'}, 'p': {'р'},
	's': {'ѕ'}, 'v': {'ν'}, 'x': {'х'}, 'y': {'у'},
	'A': {'А', 'Α'}, 'B': {'В', 'Β'}, 'C': {'С'}, 'E': {'Е', 'Ε'}, 'H': {'Н', 'Η'}, 'I': {'І', 'Ι'},
	'J': {'Ј'}, 'K': {'К', 'Κ'}, 'M': {'М', 'Μ'}, 'N': {'Ν'}, 'O': {'О', 'Ο'}, 'P': {'Р', 'Ρ'},
	'S': {'Ѕ'}, 'T': {'Т', 'Τ'}, 'X': {'Х', 'Χ'}, 'Y': {'Υ'}, 'Z': {'Ζ'},
}

// homoglyphs writes one to three letters as ones that look alike, or every
// letter that has one.
func homoglyphs(d *draft) bool {
	type spot struct{ word, at int }
	var spots []spot
	texts := make([][]rune, len(d.words))
	for i, w := range d.words {
		texts[i] = []rune(w.text)
		for k, r := range texts[i] {
			if lookalikes[r] != nil {
				spots = append(spots, spot{i, k})
			}
		}
	}
	if len(spots) == 0 {
		return false
	}
	d.rng.Shuffle(len(spots), func(i, k int) { spots[i], spots[k] = spots[k], spots[i] })
	if d.rng.IntN(4) > 0 {
		spots = spots[:min(1+d.rng.IntN(3), len(spots))]
	}
	for _, s := range spots {
		texts[s.word][s.at] = one(d, lookalikes[texts[s.word][s.at]])
	}
	for i := range d.words {
		d.words[i].text = string(texts[i])
	}
	return true
}

// Characters without width: zero width space, non-joiner, joiner, word joiner,
// no-break space without width, soft hyphen.
var widthless = []rune{'\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad'}

// zeroWidth puts one or two of them between the letters of a word.
func zeroWidth(d *draft) bool {
	i, ok := d.pick(func(w *word) bool { return letters(w.text) >= 3 })
	if !ok {
		return false
	}
	for range 1 + d.rng.IntN(2) {
		r := []rune(d.words[i].text)
		k := 1 + d.rng.IntN(len(r)-1)
		if unicode.Is(unicode.Mn, r[k]) {
			return false
		}
		d.words[i].text = string(r[:k]) + string(one(d, widthless)) + string(r[k:])
	}
	return true
}
