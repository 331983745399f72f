package alter

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interdict/interdict"
)

// omitMiddle leaves out a word that is neither the first nor the family name,
// with the particles before it. Half of a Chinese or Korean given name is none.
func omitMiddle(d *draft) bool {
	if d.schema != interdict.Person || d.eastern() {
		return false
	}
	given := 0
	var all []int
	for i, w := range d.words {
		switch {
		case w.small || w.part == interdict.Family || w.part == interdict.Maiden:
		case w.part == interdict.Given || w.part == "":
			if given++; given > 1 {
				all = append(all, i)
			}
		default:
			all = append(all, i)
		}
	}
	if len(all) == 0 || given == 0 && len(all) == 1 {
		return false
	}
	end := one(d, all)
	start := end
	for start > 0 && d.words[start-1].small {
		start--
	}
	d.words = slices.Delete(d.words, start, end+1)
	return true
}

// initials makes initials of all given and middle names, or of one of them,
// with a dot or without. The family name stays.
func initials(d *draft) bool {
	if d.schema != interdict.Person {
		return false
	}
	suits := func(w *word) bool {
		return !w.small && w.part != interdict.Family && w.part != interdict.Maiden && letters(w.text) > 1
	}
	only, ok := d.pick(suits)
	if !ok {
		return false
	}
	all, dot := d.rng.IntN(2) == 0, one(d, []string{".", ""})
	for i := range d.words {
		w := &d.words[i]
		if !suits(w) || !all && i != only {
			continue
		}
		start := strings.IndexFunc(w.text, unicode.IsLetter)
		r, _ := utf8.DecodeRuneInString(w.text[start:])
		w.text, w.was = string(unicode.ToUpper(r))+dot, nil
	}
	return true
}

// Titles as they stand on forms and in lists, and the prefixes that ships'
// names are written with.
var (
	personTitles = []string{"Mr", "Mr.", "Dr", "Dr.", "Prof.", "Eng.", "Haji", "Hajji", "Sheikh",
		"Mullah", "Sayyid", "General", "Gen.", "Colonel", "Col.", "Captain", "H.E."}
	shipPrefixes = []string{"MV", "M/V", "M.V.", "MT", "M/T", "SS"}
	firmPrefixes = []string{"The", "M/s", "Messrs"}
)

func addTitle(d *draft) bool {
	from := firmPrefixes
	switch d.schema {
	case interdict.Person:
		from = personTitles
	case interdict.Vessel:
		from = shipPrefixes
	case interdict.Airplane:
		return false
	}
	t := one(d, from)
	if len(d.words) == 0 || slices.ContainsFunc(d.words, func(w word) bool { return fold(w.text) == fold(t) }) {
		return false
	}
	d.words = slices.Insert(d.words, 0, word{text: likeCase(t, d.words[0].text), small: true})
	return true
}

// reorder puts the family name first, or, where the name has no known family
// name, a word elsewhere, with the particles before it. The syllables of a Chinese or
// Korean given name do not change places.
func reorder(d *draft) bool {
	blocks := d.blocks()
	n := len(blocks)
	if n < 2 {
		return false
	}
	eastern := d.eastern()
	if d.schema == interdict.Person && (d.rng.IntN(2) == 0 || eastern) {
		if family, rest := d.family(); len(family) > 0 && len(rest) > 0 {
			return d.arrange(append(family, rest...)) || d.arrange(append(rest, family...))
		}
	}
	if eastern {
		return false
	}
	i := d.rng.IntN(n)
	order := slices.Delete(slices.Clone(blocks), i, i+1)
	order = slices.Insert(order, d.rng.IntN(n), blocks[i])
	return d.arrange(slices.Concat(order...)) || d.arrange(slices.Concat(slices.Concat(blocks[1:]...), blocks[0]))
}

// blocks are the words, each with the particles before it.
func (d *draft) blocks() (all [][]word) {
	from := 0
	for i := range d.words {
		if !particles[fold(d.words[i].text)] || i+1 == len(d.words) {
			all, from = append(all, d.words[from:i+1]), i+1
		}
	}
	return all
}

// arrange takes the words in another order, if it is one.
func (d *draft) arrange(words []word) bool {
	before := d.text()
	old := d.words
	d.words = words
	if d.text() == before {
		d.words = old
		return false
	}
	return true
}

// family parts the family name from the rest.
func (d *draft) family() (family, rest []word) {
	for _, w := range d.words {
		if w.part == interdict.Family {
			family = append(family, w)
		} else {
			rest = append(rest, w)
		}
	}
	return family, rest
}

func comma(d *draft) bool {
	if d.schema != interdict.Person || strings.Contains(d.text(), ",") {
		return false
	}
	family, rest := d.family()
	if len(family) == 0 || len(rest) == 0 {
		return false
	}
	family[len(family)-1].text += ","
	d.words = append(family, rest...)
	return true
}
