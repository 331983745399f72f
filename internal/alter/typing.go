package alter

import (
	"strings"
	"unicode"
)

// Rows of the keyboards: US QWERTY and Russian (GOST 6431). A key's
// neighbours are those beside it and those above and below.
var keyboards = [][]string{
	{"qwertyuiop", "asdfghjkl", "zxcvbnm"},
	{"йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"},
}

var neighbours = func() map[rune][]rune {
	m := map[rune][]rune{}
	for _, rows := range keyboards {
		var keys [][]rune
		for _, r := range rows {
			keys = append(keys, []rune(r))
		}
		for y, row := range keys {
			for x, k := range row {
				// The next row is shifted right by half a key.
				for _, at := range [][2]int{{y, x - 1}, {y, x + 1}, {y - 1, x}, {y - 1, x + 1}, {y + 1, x - 1}, {y + 1, x}} {
					if at[0] >= 0 && at[0] < len(keys) && at[1] >= 0 && at[1] < len(keys[at[0]]) {
						m[k] = append(m[k], keys[at[0]][at[1]])
					}
				}
			}
		}
	}
	return m
}()

// longEnough is the length from which a word with a typing error is still
// recognisable: with three letters it is as likely another name.
const longEnough = 4

// typo makes one typing error in a word of four letters or more, or in the
// longest word where none is. Digits are left alone: Plant 112 is not Plant
// 113.
func typo(d *draft) bool {
	longest := 0
	for _, w := range d.words {
		longest = max(longest, typeable(w.text))
	}
	if longest < 2 {
		return false
	}
	floor := min(longEnough, longest)
	i, _ := d.pick(func(w *word) bool { return typeable(w.text) >= floor })
	r, ok := mistype(d, []rune(d.words[i].text))
	if !ok {
		return false
	}
	w := &d.words[i]
	w.text = string(r)
	w.mistyped()
	return true
}

// wrongFrom: a word of which one letter in so many is wrong, or more, is
// another word: GRT is not Gort any more. It no longer says who is meant.
const wrongFrom = 4

// typeable is the number of letters that a keyboard here has.
func typeable(s string) (n int) {
	for _, r := range s {
		if neighbours[unicode.ToLower(r)] != nil {
			n++
		}
	}
	return n
}

// mistype makes one of the four errors at a letter of the word.
func mistype(d *draft, r []rune) ([]rune, bool) {
	var at []int
	for i, c := range r {
		if neighbours[unicode.ToLower(c)] != nil {
			at = append(at, i)
		}
	}
	i := one(d, at)
	near := one(d, neighbours[unicode.ToLower(r[i])])
	if unicode.IsUpper(r[i]) {
		near = unicode.ToUpper(near)
	}
	switch d.rng.IntN(4) {
	case 0:
		r[i] = near
	case 1:
		r = append(r[:i], r[i+1:]...)
	case 2:
		if i > 0 && unicode.IsLower(r[i-1]) {
			near = unicode.ToLower(near)
		}
		r = append(r[:i+1], append([]rune{near}, r[i+1:]...)...)
	default:
		return transpose(d, r)
	}
	return r, true
}

// transpose swaps two neighbouring letters that differ. Capitals stay at their
// places.
func transpose(d *draft, r []rune) ([]rune, bool) {
	var at []int
	for i := 0; i+1 < len(r); i++ {
		a, b := unicode.ToLower(r[i]), unicode.ToLower(r[i+1])
		if a != b && neighbours[a] != nil && neighbours[b] != nil {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return r, false
	}
	i := one(d, at)
	a, b := r[i], r[i+1]
	r[i], r[i+1] = asCase(b, a), asCase(a, b)
	return r, true
}

// asCase is r as a capital or a small letter, as model is.
func asCase(r, model rune) rune {
	if unicode.IsUpper(model) {
		return unicode.ToUpper(r)
	}
	return unicode.ToLower(r)
}

// twoTypos makes two typing errors that do not undo one another.
func twoTypos(d *draft) bool {
	before := d.text()
	if !typo(d) {
		return false
	}
	return typo(d) && d.text() != before
}

// double writes a letter twice, or a double one once: an error as any other.
func double(d *draft) bool {
	i, ok := d.pick(func(w *word) bool { return typeable(w.text) >= longEnough })
	if !ok {
		return false
	}
	w := &d.words[i]
	r := []rune(w.text)
	for k := 0; k+1 < len(r); k++ {
		if unicode.IsLetter(r[k]) && unicode.ToLower(r[k]) == unicode.ToLower(r[k+1]) {
			w.text = string(append(r[:k+1], r[k+2:]...))
			w.mistyped()
			return true
		}
	}
	k := 1 + d.rng.IntN(len(r)-1)
	if neighbours[unicode.ToLower(r[k])] == nil {
		return false
	}
	w.text = string(r[:k]) + string(r[k]) + string(r[k:])
	w.mistyped()
	return true
}

// capitals writes all in capitals, all in small letters, or each word with an
// initial capital.
func capitals(d *draft) bool {
	before := d.text()
	ways := []func(string) string{strings.ToUpper, strings.ToLower,
		func(s string) string { return capital(strings.ToLower(s)) }}
	for _, k := range d.rng.Perm(len(ways)) {
		words := append([]word(nil), d.words...)
		for i := range words {
			words[i].text = ways[k](words[i].text)
		}
		if d.arrange(words) {
			return d.text() != before
		}
	}
	return false
}
