package alter

import (
	"slices"
	"strings"
	"unicode"
)

// split puts a space into a word of six letters or more, two letters from its
// ends at least.
func split(d *draft) bool {
	i, ok := d.pick(func(w *word) bool { return letters(w.text) >= 6 })
	if !ok {
		return false
	}
	w := d.words[i]
	r := []rune(w.text)
	k := 2 + d.rng.IntN(len(r)-3)
	if !unicode.IsLetter(r[k-1]) || !unicode.IsLetter(r[k]) {
		return false
	}
	tail := w
	w.text, tail.text, tail.was = string(r[:k]), string(r[k:]), nil
	w.cut = true
	if unicode.IsUpper(r[0]) && unicode.IsLower(r[1]) && d.rng.IntN(2) == 0 {
		tail.text = capital(tail.text)
	}
	d.words[i] = w
	d.words = slices.Insert(d.words, i+1, tail)
	return true
}

// joinTwo leaves out the space between two words.
func joinTwo(d *draft) bool {
	if len(d.words) < 2 {
		return false
	}
	i := d.rng.IntN(len(d.words) - 1)
	d.words[i] = glue(d.words[i : i+2])
	d.words = slices.Delete(d.words, i+1, i+2)
	return true
}

func joinAll(d *draft) bool {
	if len(d.words) < 2 {
		return false
	}
	d.words = []word{glue(d.words)}
	return true
}

// glue is several words as one. What the small ones among them say is lost.
func glue(words []word) word {
	out := word{part: words[0].part, small: true, form: true}
	for _, w := range words {
		out.text += w.text
		out.small = out.small && w.small
		out.form = out.form && w.form
		if !w.small && !w.form {
			out.was = append(out.was, w.was...)
		}
	}
	return out
}

// punctuate changes hyphens, dots and apostrophes, in one of five ways that
// applies.
func punctuate(d *draft) bool {
	ways := []func(*draft) bool{hyphensToSpaces, spaceToHyphen, dropPunctuation, addDot, otherApostrophe}
	for _, k := range d.rng.Perm(len(ways)) {
		if ways[k](d) {
			return true
		}
	}
	return false
}

func hyphensToSpaces(d *draft) bool {
	return d.each(func(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "-", " ")) })
}

func spaceToHyphen(d *draft) bool {
	if len(d.words) < 2 {
		return false
	}
	i := d.rng.IntN(len(d.words) - 1)
	a, b := d.words[i].text, d.words[i+1].text
	if !endsInLetter(a) || !unicode.IsLetter([]rune(b)[0]) {
		return false
	}
	w := glue(d.words[i : i+2])
	w.text = a + "-" + b
	d.words[i] = w
	d.words = slices.Delete(d.words, i+1, i+2)
	return true
}

func endsInLetter(s string) bool {
	r := []rune(s)
	return len(r) > 0 && unicode.IsLetter(r[len(r)-1])
}

// dropPunctuation leaves out dots, commas, apostrophes and quotation marks.
// Hyphens part words and are another matter.
func dropPunctuation(d *draft) bool {
	return d.each(func(s string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(`.,'"’‘“”`+"`", r) {
				return -1
			}
			return r
		}, s)
	})
}

func addDot(d *draft) bool {
	i, ok := d.pick(func(w *word) bool { return endsInLetter(w.text) })
	if !ok {
		return false
	}
	d.words[i].text += "."
	return true
}

func otherApostrophe(d *draft) bool {
	mark := one(d, []string{"’", "`", "ʼ"})
	return d.each(func(s string) string { return strings.ReplaceAll(s, "'", mark) })
}

// each changes the words' texts, unless that changes nothing or leaves nothing.
func (d *draft) each(change func(string) string) bool {
	words := slices.Clone(d.words)
	for i := range words {
		words[i].text = change(words[i].text)
	}
	words = slices.DeleteFunc(words, func(w word) bool { return w.text == "" })
	return len(words) > 0 && d.arrange(words)
}
