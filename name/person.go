package name

import (
	"strings"
	"unicode/utf8"

	"github.com/interdict/interdict"
	"golang.org/x/text/unicode/norm"
)

// tagPerson says of each token of a person's name what it is.
func (a *Analyser) tagPerson(n *interdict.Name, full string) {
	a.putTogether(false)
	if a.digits {
		a.undisguise()
	}
	a.sonOf()
	a.compoundNames()
	a.tagWords()
	a.excellency()
	a.tagByPlace(n, full)
}

// excellency gives "H.E." before two names or more a reading in which it is said before
// them, and stands for none of them.
func (a *Analyser) excellency() {
	if len(a.spans) > 3 && a.single(0) && a.single(1) && a.text[a.spans[0].start] == 'h' && a.text[a.spans[1].start] == 'e' && a.spans[1].glue < glueComma {
		a.addOther(&a.spans[0], "")
		a.addOther(&a.spans[1], "")
		a.spans[1].linked = true
	}
}

// sonOf writes "son of", "s/o" and their like between two names as the Arabic "bin".
func (a *Analyser) sonOf() {
	for i := len(a.spans) - 3; i > 0; i-- {
		of := a.at(a.spans[i+1])
		if of[0] != 'o' || len(of) > 2 {
			continue
		}
		short := len(of) == 1 && a.spans[i+1].glue == glueSlash
		var as string
		switch first := string(a.at(a.spans[i])); {
		case string(of) == "of" && first == "son", short && first == "s":
			as = "bin"
		case string(of) == "of" && first == "daughter", short && first == "d":
			as = "bint"
		default:
			continue
		}
		a.join(i, as)
		a.spans[i].word = a.tab.words[as]
	}
}

// tagByPlace says what words are by their place in the name, and by what the
// source says of its parts.
func (a *Analyser) tagByPlace(n *interdict.Name, full string) {
	comma := a.comma()
	a.chineseGiven()
	father := a.tagPatronymics()
	switch {
	case len(n.Parts) > 0:
		a.tagParts(n.Parts, full)
	case comma > 0:
		if len(a.spans) > 2 {
			a.turn = a.writtenAt(comma, full)
		}
		a.familyFirst(comma)
	case father > 0:
		a.aroundPatronymic(father)
	}
	a.secondFamily()
	a.hyphenated()
}

// hyphenated tags the first of the two family names that a Spanish or Portuguese
// name of three words or more ends with, where a hyphen joins them: who bears
// them leaves out the second, if any.
func (a *Analyser) hyphenated() {
	n := len(a.spans)
	if n < 3 || a.spans[n-1].glue != glueHyphen || a.spans[n-2].glue == glueHyphen {
		return
	}
	first, second := &a.spans[n-2], &a.spans[n-1]
	if first.part == Unknown && second.part == Unknown && CulturesOf(string(a.at(*first))).Has(Iberian) && CulturesOf(string(a.at(*second))).Has(Iberian) {
		first.part = Family
	}
}

// secondFamily tags what follows a family name as the second one, which its
// bearer often leaves out: Maduro Moros.
func (a *Analyser) secondFamily() {
	given := false
	for i := range a.spans {
		given = given || a.spans[i].part == Given
	}
	for i := len(a.spans) - 1; given && i > 0; i-- {
		if a.spans[i].part == Family && a.spans[i-1].part == Family && a.spans[i].glue != glueHyphen {
			a.spans[i].part = Second
		}
	}
}

// noName says of a particle that nobody bears it as a name, so that what stood behind it
// has gone to the front: "HAMMADA Hussein Ould".
func noName(text []byte) bool { return string(text) == "ould" || string(text) == "ibn" }

// tagWords tags what can be told by the word and its place.
func (a *Analyser) tagWords() {
	last := len(a.spans) - 1
	names := 0 // the words from here on that can be a name
	for i := last; i >= 0; i-- {
		sp := &a.spans[i]
		k := sp.word.kind
		switch text := a.at(*sp); {
		case k&isGeneration != 0 && i == last && i > 0:
			sp.part = Generational
		case k&isTitle != 0, k&isHonorific != 0 && i < last, k&isRank != 0 && names >= 2 && a.leading(i):
			sp.part = Title
		case k&isParticle != 0 && (i < last && (i > 0 || len(text) > 1) || i == last && i > 1 && noName(text)): // "Y. Petrov"
			sp.part = Particle
		case len(text) == 1 && text[0] >= 'a' && !a.eastAsian: // of Hangul, I is a family name
			sp.part = Initial
			if a.is == arabic && a.leading(i) {
				sp.part, sp.speltLen = Title, 0 // that of a doctor, engineer or professor
			}
		case number(text):
			sp.part = Number
		default:
			if k&isArmy != 0 && names == 1 && a.leading(i) {
				a.addOther(sp, "") // "Gen. Zakir"
			} else if a.mayBeTitle(i, names) || a.mayBeArticle(i) {
				a.addOther(sp, "")
			}
			names++
			continue
		}
		if len(a.at(*sp)) > 1 {
			a.reduce(sp)
		}
	}
}

// mayBeArticle says whether a customer's span i may be the Arabic article with one letter
// wrong: "ZL-ZUBAYDI".
func (a *Analyser) mayBeArticle(i int) bool {
	sp := &a.spans[i]
	return !a.Listed && a.is == latin && i+1 < len(a.spans) && a.spans[i+1].glue == glueHyphen && sp.word == &noWord && sp.other == noOther && nearArticle(a.at(*sp), sp.known.Rarity)
}

// nearArticle says whether a word that no table knows is al or el but for its first
// letter, and no syllable of a Chinese or Korean name. Words of two letters that begin as
// these do are many: Ah-soo.
func nearArticle(text []byte, rarity interdict.Millibits) bool {
	return len(text) == 2 && text[1] == 'l' && rarity >= unheardOfLetters(2) && !EasternSyllable(string(text))
}

// leading says whether only titles can stand before span i.
func (a *Analyser) leading(i int) bool {
	for _, sp := range a.spans[:i] {
		if sp.word.kind&(isTitle|isRank|isHonorific|isParticle) == 0 {
			return false
		}
	}
	return true
}

// comma returns how many tokens stand before the only comma, 0 if there is
// none or what follows it are no names.
func (a *Analyser) comma() int {
	at := 0
	for i, sp := range a.spans {
		if sp.glue != glueComma || i == 0 {
			continue
		}
		if a.onlyTitles(i) {
			break
		}
		if at > 0 {
			return 0
		}
		at = i
	}
	return at
}

func (a *Analyser) onlyTitles(from int) bool {
	for _, sp := range a.spans[from:] {
		if sp.word.kind&(isTitle|isGeneration) == 0 {
			return false
		}
	}
	return true
}

// familyFirst turns "SMITH, John Paul" into reading order.
func (a *Analyser) familyFirst(comma int) {
	given := Given
	for i := range a.spans {
		sp := &a.spans[i]
		switch {
		case sp.part != Unknown:
		case i < comma:
			sp.part = Family
		default:
			sp.part = given
			given = Middle
		}
	}
	end := len(a.spans) // generations and titles stay behind
	for end > comma && a.spans[end-1].part == Generational {
		end--
	}
	rotate(a.spans[:end], comma)
}

func rotate(s []span, by int) {
	reverse := func(s []span) {
		for i, j := 0, len(s)-1; i < j; i, j = i+1, j-1 {
			s[i], s[j] = s[j], s[i]
		}
	}
	reverse(s[:by])
	reverse(s[by:])
	reverse(s)
}

var partOf = map[interdict.PartKind]Part{
	interdict.Given: Given, interdict.Middle: Middle, interdict.Patronymic: Patronymic,
	interdict.Matronymic: Family, interdict.Family: Family, interdict.Maiden: Family,
}

// tagParts tags the tokens that lie within the parts that the source states.
// What a word is by itself (a title, a particle, an initial) stays, unless it
// is all that the part has.
func (a *Analyser) tagParts(parts []interdict.NamePart, full string) {
	if a.changed {
		full = string(a.norm)
	}
	for i := range parts {
		part, value := partOf[parts[i].Kind], parts[i].Value
		if part == Unknown {
			continue
		}
		if a.changed {
			value = norm.NFKC.String(value)
		}
		if !a.tagWithin(part, full, value) {
			for word := range strings.FieldsSeq(value) {
				a.tagWithin(part, full, word)
			}
		}
	}
}

// tagWithin tags the tokens of the first place where the value stands as
// words and something is to be tagged, and says whether there is one.
func (a *Analyser) tagWithin(part Part, full, value string) bool {
	if value == "" {
		return false
	}
	for at := 0; ; at++ {
		i := strings.Index(full[at:], value)
		if i < 0 {
			return false
		}
		at += i
		end := at + len(value)
		if (at == 0 || !wordByte(full[at-1])) && (end == len(full) || !wordByte(full[end])) && a.tagRange(part, at, end) {
			return true
		}
	}
}

// wordByte says whether a byte is of a letter or digit, as far as can be told:
// words of other scripts may stand without a space between them.
func wordByte(c byte) bool { return c < utf8.RuneSelf && asciiClass[c] >= '0' }

// tagRange tags what begins between two places of the written name, and says
// whether it tagged anything.
func (a *Analyser) tagRange(part Part, from, to int) bool {
	only, count, tagged := 0, 0, false
	for i := range a.spans {
		sp := &a.spans[i]
		if int(sp.src) < from || int(sp.src) >= to {
			continue
		}
		only = i
		count++
		if sp.part == Unknown {
			sp.part, tagged = part, true
		}
	}
	if count != 1 || tagged {
		return tagged
	}
	switch sp := &a.spans[only]; sp.part {
	case Title, Particle, Generational:
		sp.part = part
		return true
	}
	return false
}

// fathersName are patronymic endings, of names that are written as one word, by their
// last letter.
var fathersName = func() (by [256][]string) {
	for end := range strings.FieldsSeq(`owitsch ewitsch ovitj evitj ovytj evytj owna ewna ovich evich ovitch evitch ovna evna ichna
		inichna ovych evych ovytch evytch ivna avich ouna auna ogly oglu ogli qizi kyzy kizi gyzy`) {
		last := end[len(end)-1]
		by[last] = append(by[last], end)
	}
	return by
}()

func patronymic(b []byte) bool {
	if len(b) < 7 {
		return false
	}
	for _, end := range fathersName[b[len(b)-1]] {
		if len(b) > len(end)+1 && string(b[len(b)-len(end):]) == end {
			return true
		}
	}
	return false
}

// tagPatronymics finds the father's name among three names or more and returns
// its place, 0 if there is none. Where two words end like one ("Roman
// Arkadyevich Abramovich", "Abramovich Roman Arkadyevich") it is the second,
// else the last.
func (a *Analyser) tagPatronymics() int {
	names, found, second := 0, 0, 0
	for i := range a.spans {
		sp := &a.spans[i]
		if sp.part != Unknown {
			continue
		}
		if sp.word.kind&isChild != 0 && i > 0 && a.spans[i-1].part == Unknown {
			a.spans[i-1].part, sp.part = Patronymic, Patronymic
			continue
		}
		if names++; names > 1 && patronymic(a.at(*sp)) {
			found = i
			if names == 2 {
				second = i
			}
		}
	}
	if second > 0 {
		found = second
	}
	if names < 3 {
		return 0
	}
	if found > 0 {
		a.spans[found].part = Patronymic
	}
	return found
}

// aroundPatronymic tags the other two of three names: with the father's name
// in the middle the family's is last, with it at the end first.
func (a *Analyser) aroundPatronymic(father int) {
	if len(a.spans) != 3 {
		return
	}
	order := [...]Part{Given, Patronymic, Family}
	if father == 2 {
		order = [...]Part{Family, Given, Patronymic}
	}
	for i := range a.spans {
		if a.spans[i].part == Unknown {
			a.spans[i].part = order[i]
		}
	}
}

// putTogether joins what dots and slashes part: in an organisation's name all
// single letters ("S.A.", "A/S", "S. A."), in a person's only what is then a
// word that we know ("Ph.D."), since "J.R." are two initials.
func (a *Analyser) putTogether(organisation bool) {
	for i := 0; i+1 < len(a.spans); i++ {
		end := i + 1
		if organisation && a.single(i) {
			for end < len(a.spans) && a.spans[end].glue < glueComma && a.single(end) {
				end++
			}
			if end > i+1 {
				a.joinSpans(i, end)
				a.spans[i].lettered = true
				continue
			}
		}
		for end < len(a.spans) && (a.spans[end].glue == glueDot || a.spans[end].glue == glueSlash) {
			end++
		}
		if end == i+1 {
			continue
		}
		// Of a person's letters that are no title but begin a legal form, "K.S.", each
		// is an initial, and so is the one before an article, "A.AL-KHATIB".
		if w := a.tab.words[string(a.text[a.spans[i].start:a.spans[end-1].end])]; w != nil && (organisation || w.kind&^isParticle != 0) {
			a.joinSpans(i, end)
		}
	}
}

// single says whether span i is one letter.
func (a *Analyser) single(i int) bool {
	return a.spans[i].end-a.spans[i].start == 1 && isLower(a.text[a.spans[i].start])
}

// joinSpans makes one span of those from i to end, which stand back to back save where
// one has another reading: that is then none of the whole.
func (a *Analyser) joinSpans(i, end int) {
	sp := &a.spans[i]
	to := a.spans[end-1].end
	at := to
	for k := end - 1; k >= i; k-- {
		at -= int32(copy(a.text[at-(a.spans[k].end-a.spans[k].start):at], a.at(a.spans[k])))
	}
	if at != sp.start {
		sp.other = noOther
	}
	sp.start, sp.end = at, to
	a.look(sp)
	a.spans = append(a.spans[:i+1], a.spans[end:]...)
}

// disguises are the digits that are put for letters they look like.
var disguises = [10]byte{'o', 'i', 0, 'e', 'a', 's', 0, 't', 'b', 0}

// undisguise writes the digits between letters of a person's name as the
// letters they look like: "Ig0r Sech1n". No person's name has digits in it.
func (a *Analyser) undisguise() {
	for i := range a.spans {
		text := a.at(a.spans[i])
		if len(text) < 3 || !isLower(text[0]) || !isLower(text[len(text)-1]) {
			continue
		}
		for k, c := range text {
			if c >= '0' && c <= '9' && disguises[c-'0'] != 0 {
				text[k] = disguises[c-'0']
			}
		}
	}
}
