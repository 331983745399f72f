package name

// Stray says whether no known word is one typing error away from a text of letters a to
// z: a letter more, less or another, or two neighbours exchanged.
func Stray(text string) bool { return strays(text, nil) }

// strays is Stray where the titles of some tables are no known words, if there are any.
func strays(text string, titles *tables) bool {
	n := len(text)
	if n > MaxToken {
		return false
	}
	var room [MaxToken + 1]byte
	for i := range n {
		less := append(append(room[:0], text[:i]...), text[i+1:]...)
		if knownBut(less, titles) {
			return false
		}
	}
	for i := range n + 1 {
		more := append(append(append(room[:0], text[:i]...), 0), text[i:]...)
		if anyLetter(more, i, titles) {
			return false
		}
	}
	copy(room[:], text)
	same := room[:n]
	for i := range n {
		if anyLetter(same, i, titles) {
			return false
		}
		if i > 0 {
			same[i-1], same[i] = same[i], same[i-1]
			if knownBut(same, titles) {
				return false
			}
			same[i-1], same[i] = same[i], same[i-1]
		}
	}
	return true
}

// anyLetter says whether a known word has any letter at a place, which it leaves as it was.
func anyLetter(text []byte, at int, titles *tables) bool {
	was := text[at]
	for c := byte('a'); c <= 'z'; c++ {
		if text[at] = c; c != was && knownBut(text, titles) {
			text[at] = was
			return true
		}
	}
	text[at] = was
	return false
}

// knownBut says whether a word is known and no title of the tables.
func knownBut(text []byte, titles *tables) bool {
	return knownWord(text) && (titles == nil || titles.word(text).kind&(isTitle|isRank|isHonorific) == 0)
}

// knownWord says whether the table of rarities holds a word.
func knownWord(text []byte) bool {
	return len(text) > 2 && knownPartFilter().maybe(text) && Rarity(text) != unheardOfLetters(len(text))
}
