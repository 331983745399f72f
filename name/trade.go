package name

import "slices"

// minTrade is the fewest letters of a word of organisations' names that is known
// with an error in it.
const minTrade = 7

// addLong adds a word that is long enough to be known with an error.
func (f *forms) addLong(text string) {
	if allLetters([]byte(text), minTrade-1) {
		f.add([]byte(text))
	}
}

// tradeMeant returns what is known of the word of organisations' names that a
// word is with one error: "industriees", "manufacturign". Left alone it would
// weigh as much as a name. It is nil if there is none or the word is known.
func (a *Analyser) tradeMeant(text []byte, known *word) *word {
	if known != &noWord || !allLetters(text, minTrade) {
		return nil
	}
	meant := a.tab.trade.meant(text)
	if meant == "" {
		return nil
	}
	w := a.tab.word([]byte(meant))
	switch {
	case w.kind&isForeign != 0:
		return &word{kind: w.kind & (isForeign | isBusiness), full: w.full}
	case w.kind&isShort != 0: // "industries"
		return &word{kind: isForeign | w.kind&isBusiness, full: w.full}
	case w.kind&(isNumber|isOrdinal) != 0:
		return nil
	}
	return &word{kind: isForeign | w.kind&isBusiness, full: meant} // it stands for itself
}

// minOfTwo is the fewest letters of the words of a form of two words that are
// looked for apart from one another.
const minOfTwo = 6

// scatter notes the words of a legal form that are looked for apart from one
// another: three or more, or two long ones. They are the analyser's.
func (t *tables) scatter(a *Analyser) {
	var words []string
	longest := ""
	for i := range a.spans {
		text := string(a.at(a.spans[i]))
		if len(text) > len(longest) {
			longest = text
		}
		words = append(words, text)
	}
	switch {
	case len(words) < 2:
		return
	case len(words) == 2 && (min(len(words[0]), len(words[1])) < minOfTwo || slices.ContainsFunc(words, everyday)):
		return
	}
	if t.scattered == nil {
		t.scattered = map[string][][]string{}
	}
	if !slices.ContainsFunc(t.scattered[longest], func(w []string) bool { return slices.Equal(w, words) }) {
		t.scattered[longest] = append(t.scattered[longest], words)
	}
	for _, w := range words {
		if _, ok := t.scattered[w]; !ok {
			t.scattered[w] = nil // a word of one
		}
	}
}

// everyday says whether a word of legal forms stands elsewhere in names too.
func everyday(word string) bool {
	switch word {
	case "company", "limited", "private", "public", "corporation", "partnership", "proprietary":
		return true
	}
	return false
}

// ofForm says whether a word is one of a legal form that scatter noted.
func (t *tables) ofForm(text []byte) bool {
	_, ok := t.scattered[string(text)]
	return ok
}

// gather puts the words of a legal form behind the name where they stand apart
// from one another: "Joint Elecond Stock Company". Somebody has changed the order
// of words, and so common ones say nothing of who is meant.
func (a *Analyser) gather() {
	count := 0
	for i := range a.spans {
		if a.spans[i].known.traits&ofForm != 0 {
			count++
		}
	}
	if count < 2 || count == len(a.spans) {
		return
	}
	var best []string
	together := 0 // the words of the longest form that is whole
	for i := range a.spans {
		if a.spans[i].known.traits&ofForm == 0 {
			continue
		}
		for _, words := range a.tab.scattered[string(a.at(a.spans[i]))] {
			switch {
			case len(words) > count || !a.hasAll(words):
			case a.together(words):
				together = max(together, len(words))
			case len(words) > len(best):
				best = words
			}
		}
	}
	if len(best) <= together {
		return
	}
	// Each word goes to the end in turn.
	for _, w := range best {
		i := a.place(w)
		sp := a.spans[i]
		if i == 0 && len(a.spans) > 1 && a.spans[1].glue < glueComma {
			a.spans[1].glue = sp.glue
		}
		sp.glue = glueSpace
		copy(a.spans[i:], a.spans[i+1:])
		a.spans[len(a.spans)-1] = sp
	}
	a.meant = a.meant[:0]
	for range a.spans {
		a.meant = append(a.meant, "")
	}
	a.rewrite()
}

// place is where a word stands first, -1 if nowhere.
func (a *Analyser) place(w string) int {
	for i := range a.spans {
		if string(a.at(a.spans[i])) == w {
			return i
		}
	}
	return -1
}

func (a *Analyser) hasAll(words []string) bool {
	for _, w := range words {
		if a.place(w) < 0 {
			return false
		}
	}
	return true
}

// together says whether words stand one behind the other somewhere.
func (a *Analyser) together(words []string) bool {
next:
	for i := 0; i+len(words) <= len(a.spans); i++ {
		for k, w := range words {
			if string(a.at(a.spans[i+k])) != w {
				continue next
			}
		}
		return true
	}
	return false
}
