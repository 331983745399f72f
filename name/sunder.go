package name

import "github.com/interdict/interdict"

// A space within a word parts it into pieces that are no words. Where it is a name
// that is compared by its letters, the score joins them; where it is a word that is
// read as another ("In dustries"), or one of business with an error ("Buwi ness"), or has
// a letter twice besides ("Ma Zharr"), they have to be put together first. So two
// neighbours of which neither is a known word, but a short one, are read as the word that
// the tables know them to be together. Where no table knows either, and one is short, they
// are read as one besides, which may have an error: "Toro Syaan" is Torosyan.

const (
	// leastSundered is the fewest letters of such a word, shortPiece the most of a
	// piece of it that may be a word. One that no table knows has leastUnknown letters,
	// and unknownPiece at most in one of its pieces, more in the other.
	leastSundered, shortPiece  = 5, 3
	leastUnknown, unknownPiece = 6, 3
)

// noteSundered notes the first two such words of the name split.
func (a *Analyser) noteSundered() {
	a.sundered = -1
	for i := 0; i+1 < len(a.spans); i++ {
		x, y := &a.spans[i], &a.spans[i+1]
		first, second := x.unheard() && x.word == &noWord, y.unheard() && y.word == &noWord
		if !first && !second || !x.piece() || !y.piece() || y.glue != glueSpace || x.end != y.start {
			continue
		}
		text := a.text[x.start:y.end]
		if a.knownTogether(text) {
			a.sundered = i
			return
		}
		m, n := x.end-x.start, y.end-y.start
		if first && second && a.sundered < 0 && min(m, n) <= unknownPiece && max(m, n) > unknownPiece && allLetters(text, leastUnknown) && len(text) <= MaxToken {
			a.sundered = i
		}
	}
}

// unheard says whether a word is in no table of names.
func (sp *span) unheard() bool {
	return sp.known.Rarity >= unheardOfLetters(int(sp.end-sp.start))
}

// piece says whether a word may be a piece of another.
func (sp *span) piece() bool {
	n := sp.end - sp.start
	return n > 1 && (n <= shortPiece || sp.unheard())
}

// knownTogether says whether letters are a word that the tables know, and notes which
// of them it has twice.
func (a *Analyser) knownTogether(text []byte) bool {
	a.doubled = 0
	if !allLetters(text, leastSundered) || len(text) > MaxToken {
		return false
	}
	if a.isKnown(text) {
		return true
	}
	for k := 1; k < len(text) && len(text) > leastSundered; k++ {
		if text[k] != text[k-1] {
			continue
		}
		a.scratch = append(append(a.scratch[:0], text[:k]...), text[k+1:]...)
		if a.isKnown(a.scratch) {
			a.doubled = k
			return true
		}
	}
	return a.tradeMeant(text, &noWord) != nil
}

func (a *Analyser) isKnown(text []byte) bool {
	return a.inTables(text) || string(text) == messrs
}

// inTables says whether a word of letters is in a table of names or of words.
func (a *Analyser) inTables(text []byte) bool {
	return knownPartFilter().maybe(text) && (wordRarity(text) < unheardOfLetters(len(text)) || a.tab.word(text) != &noWord)
}

// addWhole adds the name with the two words from place i on as one.
func (a *Analyser) addWhole(n *interdict.Name, i int) {
	if is := a.split(n.Full[:min(len(n.Full), MaxBytes)]); is != latin || i+1 >= len(a.spans) {
		return
	}
	a.whole = a.whole[:0]
	for k := range a.spans {
		sp := &a.spans[k]
		if k > 0 && k != i+1 {
			a.whole = appendGlue(a.whole, sp.glue)
		}
		from := len(a.whole)
		a.whole = append(a.whole, a.at(*sp)...)
		if at := a.doubled - int(a.spans[i].end-a.spans[i].start); k == i && a.doubled > 0 && at < 0 {
			a.whole = append(a.whole[:from+a.doubled], a.whole[from+a.doubled+1:]...)
		} else if k == i+1 && a.doubled > 0 && at >= 0 {
			a.whole = append(a.whole[:from+at], a.whole[from+at+1:]...)
		}
	}
	a.addParting(n, a.whole)
}
