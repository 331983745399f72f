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
			t.titles.putTitle([]byte(text))
		}
	}
	t.titles.putTitle([]byte(messrs))
}

// putTitle adds a title, and its slips: with a letter twice or two neighbours
// exchanged, a long one also without a letter within.
func (f *forms) putTitle(title []byte) {
	f.put(title)
	eachSlip(title, &f.slips)
	for i := 1; i < len(title)-1 && len(title) >= longTitle; i++ {
		f.slips[string(title[:i])+string(title[i+1:])] = string(title)
	}
}

// titleMeant returns the title that a word no table knows is with one error, empty
// if there is none.
func (a *Analyser) titleMeant(text []byte, known *word) string {
	if known != &noWord || !allLetters(text, leastTitle-1) || Rarity(text) != unheard(text) {
		return ""
	}
	title := a.tab.titles.meant(text)
	switch slip := a.tab.titles.slips[string(text)]; {
	case title == "" || len(text) >= sureTitle:
		return title
	case slip != "":
		return slip
	case len(text) >= leastTitle && ByFingers(string(text), title, 1) && strays(string(text), a.tab):
		return title // "Prpf.", but Hani is no haji
	}
	return ""
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
