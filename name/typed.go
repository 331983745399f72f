package name

// Fingers make few of the errors that one letter more, less or another would be: they
// leave a letter out, exchange two, hit the key beside the one meant, or that one
// besides. Two names differ by such errors alone far less often than by any.

// keys are the letters of a keyboard, each row shifted right by half a key.
var keys = [...]string{"qwertyuiop", "asdfghjkl", "zxcvbnm"}

// besideKey are the letters whose keys stand beside a letter's, and itself: a bit each.
var besideKey = func() (of [26]uint32) {
	link := func(a, b byte) {
		of[a-'a'] |= 1 << (b - 'a')
		of[b-'a'] |= 1 << (a - 'a')
	}
	for y, row := range keys {
		for x := range len(row) {
			link(row[x], row[x])
			if x > 0 {
				link(row[x], row[x-1])
			}
			if y > 0 {
				link(row[x], keys[y-1][x])
				link(row[x], keys[y-1][x+1])
			}
		}
	}
	return of
}()

// besideKeys says whether two letters are one, or their keys stand side by side.
func besideKeys(a, b byte) bool {
	return a >= 'a' && a <= 'z' && b >= 'a' && b <= 'z' && besideKey[a-'a']>>(b-'a')&1 == 1
}

// ByFingers says whether a text is a word with so many errors, at most, that fingers
// make. What both begin with is taken for as it was meant.
func ByFingers(text, word string, errors int) bool {
	last := byte(0) // what was meant before
	for len(text) > 0 && len(word) > 0 && text[0] == word[0] {
		last, text, word = word[0], text[1:], word[1:]
	}
	switch {
	case text == "" && word == "":
		return true
	case errors == 0:
		return false
	case word != "" && ByFingers(text, word[1:], errors-1):
		return true // left out
	case text == "":
		return false
	case word == "":
		return besideKeys(last, text[0]) && ByFingers(text[1:], word, errors-1)
	case (besideKeys(last, text[0]) || besideKeys(word[0], text[0])) && ByFingers(text[1:], word, errors-1):
		return true // hit besides
	case besideKeys(word[0], text[0]) && ByFingers(text[1:], word[1:], errors-1):
		return true // hit instead
	}
	return len(text) > 1 && len(word) > 1 && text[0] == word[1] && text[1] == word[0] && ByFingers(text[2:], word[2:], errors-1)
}
