package score

import (
	"unicode/utf8"

	"github.com/interdict/interdict/name"
)

// Editable says whether typing errors are looked for in a text wherever it stands:
// letters, and enough of them. Errors are counted in bytes, which for letters
// beyond a to z is about one each, since the letters of a script share their first
// bytes. A word without its vowels is too short for them.
func Editable(text string) bool {
	return len(text) >= editMin && letters(text, false)
}

// Misspellable says whether typing errors are looked for in a text that is a word:
// shortWord letters are enough, and one as long as an account's address may have
// digits.
func Misspellable(text string) bool {
	return len(text) >= shortWord && letters(text, len(text) >= editDigits)
}

func letters(text string, digits bool) bool {
	allowed := ofLetters
	if digits {
		allowed |= ofDigits
	}
	for i := 0; i < len(text); i++ {
		if bytesOf[text[i]]&allowed == 0 {
			return false
		}
	}
	return !name.Native(text)
}

// bytesOf says of bytes whether they are of letters or of digits.
var bytesOf = func() (of [256]uint8) {
	for c := range of {
		switch {
		case c >= 'a' && c <= 'z', c >= utf8.RuneSelf:
			of[c] = ofLetters
		case c >= '0' && c <= '9':
			of[c] = ofDigits
		}
	}
	return of
}()

const ofLetters, ofDigits uint8 = 1, 2
