package name

import (
	"strings"
	"unicode/utf8"
)

// dictionary has words of organisations' names in a script that is written
// without spaces, and the English words that they are usually translated by.
// The key is the word itself.
type dictionary struct {
	words   map[string][]translation
	alone   map[string][]translation // of characters that are a word by themselves only
	longest int                      // characters of the longest word
}

// translation is one English word; an optional one is often left out, in place of
// which other is written too. That of a firm's name may be met in a person's.
type translation struct {
	text, other    string
	optional, firm bool
}

func readDictionary(file string) dictionary {
	d := dictionary{words: map[string][]translation{}, alone: map[string][]translation{}}
	rows(file, 2, func(col []string) {
		var out []translation
		written, firm := strings.CutPrefix(col[0], "^")
		written, alone := strings.CutPrefix(written, "=")
		for _, w := range strings.Fields(col[1]) {
			text, optional := strings.CutPrefix(w, "?")
			text, other, _ := strings.Cut(text, "/")
			out = append(out, translation{text, other, optional, firm})
		}
		for _, s := range strings.Split(written, "|") {
			if alone {
				d.alone[s] = out
				continue
			}
			d.words[s] = out
			d.longest = max(d.longest, len([]rune(s)))
		}
	})
	return d
}

// at returns the longest word that begins the characters, and its length in
// characters; 0 if none does.
func (d dictionary) at(w []char) ([]translation, int) {
	var b [64]byte
	s, ends := b[:0], [16]int{}
	n := min(len(w), d.longest, len(ends))
	for i := range n {
		s = utf8.AppendRune(s, w[i].as)
		ends[i] = len(s)
	}
	for ; n > 0; n-- {
		if t, ok := d.words[string(s[:ends[n-1]])]; ok {
			return t, n
		}
	}
	return nil, 0
}

// company says whether the characters can only be an organisation's name: a word in
// the dictionary that is no firm's name begins them with three characters or more, or
// ends them with two behind two others, or has four.
func (d dictionary) company(w []char) bool {
	for i := range w {
		t, n := d.at(w[i:])
		ends := n > 1 && i > 1 && i+n == len(w)
		if (ends || n > 3 || n == 3 && i == 0) && !t[0].firm {
			return true
		}
	}
	return false
}

// whole says whether the characters are words of the dictionary, one behind the other,
// and nothing else, as no person is called in a name that has other letters too.
func (d dictionary) whole(w []char) bool {
	if len(w) < 2 {
		return len(w) == 1 && d.alone[string(w[0].as)] != nil
	}
	for len(w) > 0 {
		t, n := d.at(w)
		if n == 0 || t[0].firm {
			return false
		}
		w = w[n:]
	}
	return true
}

// addWords adds the English words of a translation.
func (a *Analyser) addWords(words []translation, glue byte, from int) {
	for _, t := range words {
		start := len(a.text)
		a.text = append(a.text, t.text...)
		if sp := a.addSpan(start, glue, from); sp != nil && (t.optional || t.other != "") {
			a.addOther(sp, t.other)
		}
		glue = glueSpace
	}
}

// dictionaryWords cuts an organisation's name at the words of a dictionary
// and translates them; what lies between them is read by run as one token.
func (a *Analyser) dictionaryWords(d dictionary, w []char, glue byte, from int, run func(w []char, glue byte, from int)) {
	between := func(w []char) {
		if words := d.alone[string(a.runes(w))]; words != nil && a.hasKana {
			a.addWords(words, glue, from)
		} else {
			run(w, glue, from)
		}
		glue = glueSpace
	}
	rest := 0 // where what is no word begins
	for i := 0; i < len(w) && len(a.spans) < maxSpans; {
		words, n := d.at(w[i:])
		if n == 0 {
			i++
			continue
		}
		if rest < i {
			between(w[rest:i])
		}
		a.addWords(words, glue, from)
		glue = glueSpace
		switch {
		case rest < i && len(words) == 1:
			a.cutLater(d, w[i:i+n])
		case len(words) == 1 && len(a.spans) == 2:
			a.behindKorea(w[i : i+n])
		}
		i += n
		rest = i
	}
	if rest < len(w) && len(a.spans) < maxSpans {
		between(w[rest:])
	}
}

// cutLater gives the last two spans, what is no word and the word behind it, another
// reading where that word without its first character is one too: Hengbang
// Microelectronics may be Hengbangwei Electronics.
func (a *Analyser) cutLater(d dictionary, word []char) {
	words, n := d.at(word[1:])
	if n != len(word)-1 || len(words) != 1 || len(a.spans) < 2 {
		return
	}
	before, last := &a.spans[len(a.spans)-2], &a.spans[len(a.spans)-1]
	if before.other != noOther || last.other != noOther || last.glue != glueSpace {
		return
	}
	c := chineseTables()
	if _, ok := c.reading[word[0].as]; !ok {
		return
	}
	longer := string(a.at(*before)) + c.of(word[0].as).usual
	if len(longer) > MaxToken {
		return
	}
	a.addOther(before, longer)
	a.addOther(last, words[0].text)
	last.linked = true
}

// behindKorea gives the second span, what stands behind "Korea" in Chinese characters,
// its Korean reading: firms of the North are called after what it means in Chinese,
// Ryonhap or Kumryong, in Latin letters too.
func (a *Analyser) behindKorea(w []char) {
	if string(a.at(a.spans[0])) != "korea" {
		return
	}
	a.scratch = a.scratch[:0]
	for _, c := range w {
		r, ok := hanjaSyllable()[c.as]
		if !ok {
			return
		}
		a.scratch = appendHangul(a.scratch, []char{{as: r}}, initialsNorth, vowelsNorth)
	}
	a.addOther(&a.spans[1], string(a.scratch))
}
