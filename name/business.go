package name

import "github.com/interdict/interdict"

// Business says whether something in a name whose bearer's kind is not stated
// tells that it is an organisation: a legal form, or a word such as "bank".
func (a *Analyser) Business(full string) bool {
	if a.tab == nil {
		a.tab = known()
	}
	a.lang, a.company = "", false
	a.spelling, a.sound = a.spelling[:0], a.sound[:0]
	a.split(full[:min(len(full), MaxBytes)])
	if len(a.spans) == 0 {
		return false
	}
	a.lookUp()
	a.mend()
	organisation, _ := a.unstated()
	return organisation
}

// kind says whether the name is to be read as that of an organisation, vessel
// or aircraft, and whether it is to be read as a person's or theirs besides.
func (a *Analyser) kind(s interdict.Schema) (organisation, doubtful bool) {
	switch s {
	case interdict.Person:
		return false, false
	case interdict.LegalEntity, "":
		return a.unstated()
	}
	return true, false
}

// unstated says the same of a name whose bearer's kind is not stated. Each
// reading of a doubtful name costs a search, so that only what the two would
// read as different words makes a name doubtful.
func (a *Analyser) unstated() (organisation, doubtful bool) {
	if slash, dot := a.dottedShip(); slash || a.isMessrs(0) {
		return true, false
	} else if dot {
		doubtful = true
	}
	form, business, foreign := max(a.endsInLetters(), a.beginsInLetters()), false, false
	for i := range a.spans {
		if k := a.spans[i].word.kind; k&isBusiness != 0 {
			business, foreign = true, foreign || k&isForeign != 0
		}
		if f, n := a.phraseAt(i); f.part == LegalForm && n < len(a.spans) {
			form = max(form, int(a.spans[i+n-1].end-a.spans[i].start))
		}
	}
	switch {
	case form > 3:
		return true, false
	case form > 2: // "EP-LDA" is an aircraft
		return true, len(a.spans) == 2 && a.spans[1].glue == glueHyphen
	case business:
		return true, foreign && len(a.spans) <= 3 // "La Firma", "Yusuf al-Madani"
	}
	a.ship = a.maybeShip()
	last := len(a.spans) - 1
	if last > 0 && a.endsDomain(last) {
		return true, true // "Vesti.ru", "Kim.Il"
	}
	if last > 1 && form == 0 && a.tab.phrases[string(a.at(a.spans[0]))].part == LegalForm {
		doubtful = true // "SA Brasserie Nord"
	}
	return false, doubtful || a.ship || form > 0 || a.digits || a.otherWords() || a.runTogether(last, true) > 0 || a.runTogether(0, false) > 0
}

// maybeShip says whether what is said before a ship's name and is no word,
// name or title besides begins the name: "MV Explorer".
func (a *Analyser) maybeShip() bool {
	if len(a.spans) < 2 || a.spans[0].word.kind&(isVessel|isTitle) != isVessel {
		return false
	}
	for _, c := range a.at(a.spans[0]) {
		if !consonant(c) {
			return false
		}
	}
	return true
}

// endsInLetters returns how many single letters end the name and are a legal
// form together, 0 if they are none: "S.A.", "d. o. o."; a word may be of it before them,
// "Sp. z o.o.", or the first be glued to one of the name, "TelevisionS.A.R.L.".
func (a *Analyser) endsInLetters() int {
	last := len(a.spans) - 1
	for first := last; first > 0 && a.single(first); first-- {
		text := a.text[a.spans[first].start:a.spans[last].end]
		if f := a.tab.phrases[string(text)]; f.part == LegalForm && len(text) > 1 && !a.single(first-1) {
			return len(text)
		}
		if a.single(first - 1) {
			continue
		}
		if text := a.text[a.spans[first-1].start:a.spans[last].end]; first > 1 && a.tab.phrases[string(text)].part == LegalForm {
			return len(text)
		}
		return len(a.dotted(first))
	}
	return 0
}

// beginsInLetters returns how many single letters begin the name and are a legal
// form together, three at least: "O.O.O.". Two are initials.
func (a *Analyser) beginsInLetters() int {
	n := 0
	for n < len(a.spans) && a.single(n) {
		n++
	}
	if n < 3 || n == len(a.spans) {
		return 0
	}
	if f := a.tab.phrases[string(a.text[a.spans[0].start:a.spans[n-1].end])]; f.part != LegalForm || !f.front && !f.anywhere {
		return 0
	}
	return n
}

// otherWords says whether a person's name would have other words as that of an
// organisation or ship: "The Youth", "Phys Tech", "Saturn I", "Professor
// Logachev".
func (a *Analyser) otherWords() bool {
	last := len(a.spans) - 1
	if last == 0 {
		return false
	}
	if a.spans[0].word.kind&isArticle != 0 || a.beginsWithArticles() {
		return true
	}
	for i := range a.spans {
		sp := &a.spans[i]
		if sp.known.traits&hasOther != 0 || sp.known.traits&isRoman != 0 && (i == last || noWordButRoman(a.at(*sp))) {
			return true
		}
		if last == 1 && sp.word.kind&(isTitle|isRank|isHonorific|isGeneration) != 0 {
			return true
		}
	}
	return false
}

// beginsWithArticles says whether the first two words have the Arabic article, as no
// person's name in Arabic letters begins: "al-Jihad al-Islami".
func (a *Analyser) beginsWithArticles() bool {
	const al = "al"
	return len(a.spans) > 3 && a.spans[1].glue == glueHyphen && a.spans[3].glue == glueHyphen &&
		string(a.at(a.spans[0])) == al && string(a.at(a.spans[2])) == al
}

// dottedShip says whether what is said before a ship's name, of two letters,
// begins the name with a slash or a dot between: "M/V", "M.V.". With the slash
// it stands before no person's name; "M/S" stands before companies' too.
func (a *Analyser) dottedShip() (slash, dot bool) {
	if len(a.spans) < 3 || !a.single(0) || !a.single(1) {
		return false, false
	}
	if a.tab.word(a.text[a.spans[0].start:a.spans[1].end]).kind&isVessel == 0 {
		return false, false
	}
	return a.spans[1].glue == glueSlash, a.spans[1].glue == glueDot
}

// isMessrs says whether span i is what English letters put before a company's
// name.
func (a *Analyser) isMessrs(i int) bool {
	if i+1 >= len(a.spans) {
		return false
	}
	sp := &a.spans[i]
	return string(a.at(*sp)) == messrs || sp.known.traits&nearMessrs != 0 && a.tab.titles.meant(a.at(*sp)) == messrs
}

const messrs = "messrs"

// addressed takes out what is said before a company's name, and makes one
// title of what is said before a ship's.
func (a *Analyser) addressed() {
	if a.isMessrs(0) {
		a.remove(0)
	}
	if slash, dot := a.dottedShip(); slash || dot {
		a.joinSpans(0, 2)
		a.spans[0].part = Title
	}
	if a.ship {
		a.spans[0].part = Title
	}
}
