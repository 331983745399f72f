package name

import (
	"slices"
	"sync"
	"unicode"
	"unicode/utf8"
	"unsafe"

	"github.com/interdict/interdict"
)

// Words that were run together ("JamesChual", "messrsthalestrislimited") are
// found as they stand where nothing else is wrong with the name: the score
// splits a word into its neighbours. Where a title was put before them, one of
// them left out, changed places or has an error, they have to be told apart
// first. Capitals within a word tell; where there are none, words that are known
// do.

const (
	// leastHumped and leastGlued are the fewest letters of a word that is looked
	// at for capitals in it and for known words. One beside others has leastBeside,
	// in a person's name leastInPerson: there few words are known, and many long
	// ones are of several known ones (Biermueller).
	leastHumped, leastGlued, leastBeside, leastInPerson = 6, 8, 9, 12
	// leastRunTitle is the fewest letters of a title that such a word may begin with.
	leastRunTitle = 5
	// mostInitials is the most of them behind a name.
	mostInitials = 2
	// leastNumbered is the fewest letters of a word that a number is cut from: fewer are
	// a mark with it (YV3360).
	leastNumbered = 4
	// maxParts is the most words that one is parted into.
	maxParts = 16
	// leastPart is the fewest letters of an unknown word beside known ones,
	// mostPart the most of a known one.
	leastPart, mostPart = 3, 20
)

// What a way to part a word costs, in millibits: an unknown word so much for
// each letter and for being one, a known one what it is rare and for being one.
// A word is parted where that is so much less likely to be chance.
const (
	costOfLetter  = 3600
	costOfUnknown = 6000
	costOfKnown   = 3000
	costOfTable   = 9000 // of a word that the tables know: a legal form
	costOfTitle   = 2000 // of what is said before a name: a title, an article
	costOfInitial = 6000 // before or behind a person's name whose letters these are
	leastGain     = 6000
)

// noteLong notes how long the words of the name split are, and those that no
// table knows.
func (a *Analyser) noteLong() {
	a.longest, a.longestUnheard, a.articleIn = 0, 0, false
	for i := range a.spans {
		sp := &a.spans[i]
		a.articleIn = a.articleIn || sp.glue == glueHyphen && i > 0 && a.initialsAndArticle(i-1)
		n := sp.end - sp.start
		a.longest = max(a.longest, n)
		if n > a.longestUnheard && n >= leastGlued && sp.known.Rarity >= unheardOfLetters(int(n)) {
			a.longestUnheard = n
		}
	}
}

// Parted returns the name last analysed with spaces where words of it seem to have
// been run together, a person's one word with an initial or two before it, where it may
// be so, and two words as the one that they seem to be. What is returned is valid until
// the next call.
func (a *Analyser) Parted(n *interdict.Name) []interdict.Name {
	a.partings = a.partings[:0]
	sundered := a.sundered
	a.partWords(n)
	if sundered >= 0 {
		a.addWhole(n, sundered)
	}
	return a.partings
}

func (a *Analyser) partWords(n *interdict.Name) {
	beside := leastBeside
	switch {
	case len(a.spans) == 1:
		beside = leastGlued
	case a.isPerson && !a.titleBegins():
		beside = leastInPerson
	}
	alone := a.isPerson && len(a.spans) == 1
	a.initialsIn = false
	initials := a.isPerson && len(a.spans) == 2 && a.twoInitials()
	before := initials || a.isPerson && a.articleIn || a.messrsIn()
	if a.eastAsian || !before && (a.longest < leastHumped || int(a.longestUnheard) < beside && !alone && !humped(n.Full, len(a.spans) == 1)) {
		return
	}
	full := n.Full[:min(len(n.Full), MaxBytes)]
	if is := a.split(full); is != latin || len(a.spans) > MaxTokens {
		return
	}
	a.lookUp()
	source := full
	if a.changed {
		source = string(a.norm)
	}
	a.parted = a.parted[:0]
	if alone && len(a.spans) == 1 {
		word := source[a.spans[0].src:]
		a.initialsIn = len(word) > 1 && (!isLower(word[0]) || !isUpper(word[1])) // not "iPhone"
	}
	found := false
	for i := range a.spans {
		sp := &a.spans[i]
		if i > 0 {
			a.parted = appendGlue(a.parted, sp.glue)
		}
		text := a.at(*sp)
		var cuts [maxParts]uint8
		parts := a.humps(&cuts, sp, source, i+1 < len(a.spans) && a.spans[i+1].glue == glueDot)
		a.initialsIn = a.initialsIn && parts == 0 // capitals would tell them
		least := beside
		if parts > 0 || len(a.spans) == 1 {
			least = leastGlued
		}
		from := 0
		parts = a.beforeWord(&cuts, parts, i, initials, source[sp.src:])
		for k := range parts + 1 {
			end := len(text)
			if k < parts {
				end = int(cuts[k])
			}
			if from > 0 {
				a.parted = append(a.parted, ' ')
				found = true
			}
			found = a.addParts(text[from:end], least, i == 0 && from == 0, parts == 0) || found
			from = end
		}
	}
	first := len(a.parted)
	if !found {
		first, a.parted = 0, a.parted[:0]
	}
	if a.initialsIn && (!found || a.parted[1] == ' ') {
		a.addInitials(1)
	}
	if found {
		a.addParting(n, a.parted[:first])
	}
	if other := a.parted[first:]; len(other) > 0 && string(other) != string(a.parted[:first]) {
		a.addParting(n, other)
	}
	if end := len(a.parted); a.initialsIn && !found && a.addInitials(mostInitials) {
		a.addParting(n, a.parted[end:])
	}
}

// beforeWord finds where word i begins behind what was run together with it, messrs or
// initials, and how many places that are; it is cut at so many already. Its source tells
// whether two letters are initials, where they may be.
func (a *Analyser) beforeWord(cuts *[maxParts]uint8, parts, i int, initials bool, source string) int {
	n := int(a.spans[i].end - a.spans[i].start)
	switch {
	case initials && n == 2 && isUpper(source[0]) && isUpper(source[1]):
		cuts[0], parts = 1, 1
	case a.isPerson && i+1 < len(a.spans) && a.spans[i+1].glue == glueHyphen && a.initialsAndArticle(i):
		for parts = 0; parts < n-2; parts++ {
			cuts[parts] = uint8(parts + 1)
		}
	case parts == 0 && i == 1 && a.messrsIn():
		cuts[0], parts = 1, 1
	}
	return parts
}

// titleBegins says whether the first word begins with a title that may have been run
// together with a name: "colonelqari imdadullah".
func (a *Analyser) titleBegins() bool {
	if a.longestUnheard < leastBeside || a.longestUnheard >= leastInPerson || len(a.spans) == 0 || a.spans[0].word != &noWord {
		return false
	}
	text, filter := a.at(a.spans[0]), knownPartFilter()
	for n := leastRunTitle; n <= len(text)-leastPart; n++ {
		if filter.maybe(text[:n]) && a.tab.word(text[:n]).kind&(isTitle|isRank|isHonorific) != 0 {
			return true
		}
	}
	return false
}

// appendGlue adds what stands before a word to the name that is being written.
func appendGlue(dst []byte, glue byte) []byte {
	switch glue {
	case glueComma:
		return append(dst, ", "...)
	case glueHyphen:
		return append(dst, '-')
	case glueDot:
		return append(dst, '.')
	case glueSlash:
		return append(dst, '/')
	}
	return append(dst, ' ')
}

// addParting adds a name of this text, which must stay as it is.
func (a *Analyser) addParting(n *interdict.Name, text []byte) {
	out := *n
	out.Parts = nil
	out.Full = unsafe.String(unsafe.SliceData(text), len(text))
	a.partings = append(a.partings, out)
}

// leastBesideInitials is how rare a name must be for what stands before it to be read
// as initials: others agree with too many.
const leastBesideInitials interdict.Millibits = 14000

// twoInitials says whether the first of two words may be two initials run together:
// "OS ZABRALOVA".
func (a *Analyser) twoInitials() bool {
	sp, other := &a.spans[0], &a.spans[1]
	return sp.end-sp.start == 2 && sp.word == &noWord && allLetters(a.at(*sp), 2) && sp.known.Rarity == unheardOfLetters(2) &&
		other.glue == glueSpace && other.known.Rarity >= leastBesideInitials
}

// messrsIn says whether the name begins with "M/s" and its next word run together:
// "M/SPROJEKTNO".
func (a *Analyser) messrsIn() bool {
	return len(a.spans) > 1 && a.spans[1].glue == glueSlash && a.single(0) && a.at(a.spans[0])[0] == 'm' && a.spans[1].end-a.spans[1].start > 1 && a.at(a.spans[1])[0] == 's'
}

// initialsAndArticle says whether a word before a hyphen may be an initial or two run
// together with the Arabic article: "RAL-QUWATLY".
func (a *Analyser) initialsAndArticle(i int) bool {
	sp := &a.spans[i]
	text := a.at(*sp)
	n := len(text)
	return (n == 3 || n == 4) && sp.word == &noWord && text[n-1] == 'l' && (text[n-2] == 'a' || text[n-2] == 'e') &&
		allLetters(text, n) && sp.known.Rarity == unheardOfLetters(n)
}

// addInitials parts so many initials from the one word of a person's name, which no
// table knows, and says whether it may: "MSAFERI", "NTNOSENKO".
func (a *Analyser) addInitials(n int) bool {
	text := a.at(a.spans[0])
	if !allLetters(text, leastHumped+n-1) || a.inTables(text) {
		return false
	}
	for _, c := range text[:n] {
		a.parted = append(a.parted, c, ' ')
	}
	a.parted = append(a.parted, text[n:]...)
	return true
}

// addParts adds a word to the name that is being written with spaces, in its
// known parts where it has some, and says whether it does. It may have one that is
// not known where no capitals told its parts.
func (a *Analyser) addParts(text []byte, least int, first, unknown bool) bool {
	parts := 0
	var cuts [maxParts]uint8
	if allLetters(text, least) && len(text) <= MaxToken && !a.inTables(text) {
		parts = a.knownParts(&cuts, text, first, unknown)
	}
	from := 0
	for _, cut := range cuts[:parts] {
		a.parted = append(append(a.parted, text[from:cut]...), ' ')
		from = int(cut)
	}
	a.parted = append(a.parted, text[from:]...)
	return parts > 0
}

// humped says whether a capital stands behind a small letter, a small letter behind
// several capitals, or a digit behind a letter; of one word beyond ASCII, perhaps.
func humped(s string, oneWord bool) bool {
	if capitalised(s) {
		return false
	}
	var before, last rune
	for i, r := range s {
		switch {
		case r >= utf8.RuneSelf && oneWord:
			return true
		case r >= '0' && r <= '9':
			if unicode.IsLetter(last) {
				return true
			}
		case r >= 'a' && r <= 'z' || r >= utf8.RuneSelf && unicode.IsLower(r):
			if i > 2 && unicode.IsUpper(last) && unicode.IsUpper(before) {
				return true
			}
		case unicode.IsLower(last) && unicode.IsUpper(r):
			return true
		}
		before, last = last, r
	}
	return false
}

// capitalised says that a name is of ASCII letters and spaces, capitals at most where
// its words begin. Most are.
func capitalised(s string) bool {
	last := byte(' ')
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !isLower(c) && c != ' ' && (!isUpper(c) || last != ' ') {
			return false
		}
		last = c
	}
	return true
}

// humps finds where words begin within a span by the capitals of its source and
// where the number begins that it ends with, and how many places that are; dotted says
// that a dot stands behind it, so that a last capital may be an initial: "AbuH.".
func (a *Analyser) humps(cuts *[maxParts]uint8, sp *span, source string, dotted bool) (n int) {
	length := int(sp.end - sp.start)
	if length < leastHumped && !dotted {
		return 0
	}
	const other, small, big = 0, 1, 2
	before, last := other, 0 // what stood before, and where a row of capitals was at its last
	rows, at := 0, 0         // rows has a bit for each place before the last capital of a row
	for _, r := range source[sp.src:] {
		if at >= length {
			break
		}
		l := a.letterOf(r)
		size := 1
		switch {
		case l.class == invisible, l.class == mark:
			continue
		case l.class == separator:
			return 0
		case l.script == latin:
			size = len(l.text)
		}
		now := other
		switch {
		case r >= '0' && r <= '9':
			if before != other && at >= leastNumbered && number(a.at(*sp)[at:]) {
				cuts[n] = uint8(at)
				n++
			}
		case unicode.IsUpper(r):
			now = big
			if before == small && at > last {
				cuts[n] = uint8(at)
				n++
			}
		case unicode.IsLower(r):
			now = small
			// The last capital of a row begins the next word: "KOZLOVIlja".
			if before == big && at-1 > last+1 && (n == 0 || int(cuts[n-1]) != at-1) {
				cuts[n] = uint8(at - 1)
				rows |= 1 << n
				n++
			}
		}
		if n == maxParts {
			return 0
		}
		if n > 0 {
			last = int(cuts[n-1])
		}
		before = now
		at += size
	}
	if at != length || n == 1 && length-int(cuts[0]) > 1 && a.prefix(a.at(*sp)[:cuts[0]]) {
		return 0
	}
	if rows == 0 {
		return n
	}
	ends := append(cuts[:n:n], uint8(length))
	for k := range n {
		if rows>>k&1 == 1 && a.tab.word(a.at(*sp)[cuts[k]+1:ends[k+1]]).kind&isConnective != 0 {
			cuts[k]++ // "ANZand"
		}
	}
	return n
}

// prefix says whether letters are such as stand before the capital of a name
// that is one word: "McDonald", "DeLuca", "iPhone".
func (a *Analyser) prefix(text []byte) bool {
	switch string(text) {
	case "mc", "mac", "fitz", "o":
		return true
	case "the":
		return false
	}
	return len(text) == 1 || a.tab.word(text).kind&(isParticle|isArticle) != 0
}

// knownParts finds where words begin within letters that are several known ones,
// perhaps with one beside them that is not, and how many places that are.
// first says that the letters begin the name, unknown that a part may be unknown.
func (a *Analyser) knownParts(cuts *[maxParts]uint8, text []byte, first, unknown bool) (n int) {
	var least [MaxToken + 1]int32
	var from [MaxToken + 1]uint8
	filter := knownPartFilter()
	for end := 1; end <= len(text); end++ {
		least[end] = -1
		for begin := max(0, end-mostPart); begin < end; begin++ {
			if least[begin] < 0 {
				continue
			}
			cost := int32(-1)
			switch {
			case end-begin == 1 && a.initialsIn && (least[begin] == int32(begin*costOfInitial) || end > len(text)-mostInitials):
				cost = costOfInitial
			case filter.maybe(text[begin:end]):
				cost = a.partCost(text[begin:end], first && begin == 0)
			}
			if cost < 0 && unknown && end-begin >= leastPart {
				cost = int32(costOfUnknown + costOfLetter*(end-begin))
			}
			if cost < 0 {
				continue
			}
			if sum := least[begin] + cost; least[end] < 0 || sum < least[end] {
				least[end], from[end] = sum, uint8(begin)
			}
		}
	}
	if end := least[len(text)]; end < 0 || end+leastGain > int32(costOfUnknown+costOfLetter*len(text)) {
		return 0
	}
	for end := int(from[len(text)]); end > 0; end = int(from[end]) {
		if n == maxParts {
			return 0
		}
		cuts[n] = uint8(end)
		n++
	}
	slices.Reverse(cuts[:n])
	return n
}

// partFilter has a bit for each word that may be a known part, by its hash: most
// stretches of a word's letters are none, and this says so for nearly all of them
// from memory that stays in the processor.
type partFilter [1 << 14]uint64

// knownPartFilter holds the words that have a rarity, those of the tables and the
// syllables of Pinyin. It is made when the first word is parted.
var knownPartFilter = sync.OnceValue(func() *partFilter {
	f := &partFilter{}
	for at := 0; at < len(rarityTable); at += 4 {
		if slot := raritySlot(at); slot != 0 {
			f.add(slot >> 8)
		}
	}
	for w := range known().words {
		f.add(markOf(hashWord([]byte(w))))
	}
	for w := range pinyinSyllables() {
		f.add(markOf(hashWord([]byte(w))))
	}
	f.add(markOf(hashWord([]byte(messrs))))
	return f
})

// add adds a word by what a slot of the rarities holds of its hash.
func (f *partFilter) add(mark uint32) {
	f[mark>>6%uint32(len(f))] |= 1 << (mark & 63)
}

// maybe says whether a word may be a known part; if not, it is none.
func (f *partFilter) maybe(text []byte) bool {
	mark := markOf(hashWord(text))
	return f[mark>>6%uint32(len(f))]>>(mark&63)&1 != 0
}

// partCost is what a known part costs, less than 0 where it is none.
func (a *Analyser) partCost(part []byte, first bool) int32 {
	n := len(part)
	if n < 2 {
		if a.tab.word(part).kind&(isConnective|isParticle) != 0 {
			return costOfTable // "y", "i"
		}
		return -1
	}
	if first && n > 2 && (a.tab.word(part).kind&(isTitle|isRank|isHonorific|isArticle) != 0 || string(part) == messrs) {
		return costOfTitle
	}
	if r := wordRarity(part); r < unheardOfLetters(n)-500 && (n > 2 || r < 8000) {
		return int32(r) + costOfKnown
	}
	if n > 2 {
		if w := a.tab.word(part); w.kind != 0 || w.begins > 0 {
			return costOfTable
		}
	}
	return -1
}
