package name

// Stray says whether no known word is one typing error away from a text of letters a to
// z: a letter more, less or another, or two neighbours exchanged.
func Stray(text string) bool {
	n := len(text)
	if n > MaxToken {
		return false
	}
	var room [MaxToken + 1]byte
	for i := range n {
		less := append(append(room[:0], text[:i]...), text[i+1:]...)
		if knownWord(less) {
			return false
		}
	}
	for i := range n + 1 {
		more := append(append(append(room[:0], text[:i]...), 0), text[i:]...)
		if anyLetter(more, i) {
			return false
		}
	}
	copy(room[:], text)
	same := room[:n]
	for i := range n {
		if anyLetter(same, i) {
			return false
		}
		if i > 0 {
			same[i-1], same[i] = same[i], same[i-1]
			if knownWord(same) {
				return false
			}
			same[i-1], same[i] = same[i], same[i-1]
		}
	}
	return true
}

// anyLetter says whether a known word has any letter at a place, which it leaves as it was.
func anyLetter(text []byte, at int) bool {
	was := text[at]
	for c := byte('a'); c <= 'z'; c++ {
		if text[at] = c; c != was && knownWord(text) {
			text[at] = was
			return true
		}
	}
	text[at] = was
	return false
}

// knownWord says whether the table of rarities holds a word.
func knownWord(text []byte) bool {
	return len(text) > 2 && Rarity(text) != unheardOfLetters(len(text))
}
