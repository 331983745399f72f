package name

// A title with a typing error ("Captaiin") is a word that nobody is called. Left
// alone it would weigh as much as a name that the listed one lacks. But a family
// name may stand first and be nearly a title, so that the name is read with it and
// without. Of listed names, which are proofread, that is not asked.

// leastTitle is the fewest letters of a title that is looked for with an error, sureTitle
// those of a word with any error; longTitle those of a word behind which one word of name
// is enough.
const leastTitle, longTitle, sureTitle = 4, 6, 7

// addTitles adds the words that are said before a person's name.
func (t *tables) addTitles() {
	for text, w := range t.words {
		least := leastTitle
		if w.kind&(isTitle|isHonorific) == 0 {
			least++ // "Bing" is no king
		}
		if w.kind&(isTitle|isRank|isHonorific) != 0 && allLetters([]byte(text), least) {
			t.titles.put([]byte(text))
		}
	}
	t.titles.put([]byte(messrs))
}

// titleMeant returns the title that a word no table knows is with one error, empty
// if there is none.
func (a *Analyser) titleMeant(text []byte, known *word) string {
	if known != &noWord || !allLetters(text, leastTitle-1) || Rarity(text) != unheard(text) {
		return ""
	}
	title := a.tab.titles.meant(text)
	if title == "" || len(text) >= sureTitle {
		return title
	}
	n := len(text)
	for _, words := range [...][]formWord{a.tab.titles.first[ofTwo(text[0], text[1])], a.tab.titles.last[ofTwo(text[n-2], text[n-1])]} {
		for i := range words {
			if slipped(words[i].text, text) {
				return words[i].text
			}
		}
	}
	return "" // Hani is no haji
}

// slipped says whether a text is a title with a letter twice or two neighbours
// exchanged, or a long one without a letter within.
func slipped(title string, text []byte) bool {
	n := len(text) - len(title)
	for i := range title {
		switch {
		case n > 0 && string(text) == title[:i+1]+title[i:],
			n == 0 && i > 0 && string(text) == title[:i-1]+title[i:i+1]+title[i-1:i]+title[i+1:],
			n < 0 && len(title) >= longTitle && i > 0 && i < len(title)-1 && string(text) == title[:i]+title[i+1:]:
			return true
		}
	}
	return false
}

// mayBeTitle says whether span i, behind which so many words of name stand, may be
// a title with an error.
func (a *Analyser) mayBeTitle(i, names int) bool {
	sp := &a.spans[i]
	if a.Listed || a.eastAsian || sp.known.traits&nearTitle == 0 || sp.other != noOther || sp.speltLen > 0 {
		return false // in another script a title is known as it is written
	}
	switch {
	case i > 0 && i == len(a.spans)-1: // "Nasir, Hajjji"
		if sp.glue != glueComma {
			return false
		}
	case int(sp.end-sp.start) < longTitle && names < 2, names == 0, !a.leading(i):
		return false
	}
	return true
}
