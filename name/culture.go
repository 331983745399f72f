package name

import (
	"strings"
	"sync"
)

// Culture is a culture of naming.
type Culture uint8

// The cultures. Arabic is that of Arabic, Persian and Urdu names, Iberian that
// of Spanish and Portuguese ones.
const (
	NoCulture Culture = iota
	Arabic
	Chinese
	English
	European
	Hebrew
	Iberian
	Indian
	Japanese
	Korean
	Slavic
	Turkic

	// MaxCulture is more than any culture.
	MaxCulture
)

var cultureNames = [MaxCulture]string{
	"", "arabic", "chinese", "english", "european", "hebrew", "iberian",
	"indian", "japanese", "korean", "slavic", "turkic",
}

var culturesInWords = [MaxCulture]string{
	"", "Arabic, Persian or Urdu", "Chinese", "English", "European", "Hebrew", "Spanish or Portuguese",
	"Indian", "Japanese", "Korean", "Slavic", "Turkic",
}

// String is the culture in words.
func (c Culture) String() string {
	if c < MaxCulture {
		return culturesInWords[c]
	}
	return ""
}

// Short says whether names of the culture have no part that people leave out.
func (c Culture) Short() bool { return c == Chinese || c == Korean || c == Japanese }

// Read says whether names in the culture's script are read by a table, so that
// their Latin letters are nobody's typing.
func (c Culture) Read() bool {
	switch c {
	case Arabic, Hebrew, Chinese, Indian, Japanese, Korean:
		return true
	}
	return false
}

// Unvowelled says whether the culture's script leaves most vowels out.
func (c Culture) Unvowelled() bool { return c == Arabic || c == Hebrew }

// Cultures is a set of cultures. The words of a name are seldom of several, so
// that two words of one culture are less of a surprise together than each is
// alone: among those who bear the one, the other is commoner than in the world.
type Cultures uint16

// Has says whether a culture is in the set.
func (s Cultures) Has(c Culture) bool { return s>>c&1 == 1 }

var cultureWords = sync.OnceValue(func() map[string]Cultures {
	numbers := map[string]Culture{}
	for c, n := range cultureNames {
		numbers[n] = Culture(c)
	}
	m := make(map[string]Cultures, 8192)
	rows("cultures.tsv", 2, func(col []string) {
		for w := range strings.FieldsSeq(col[1]) {
			m[w] |= 1 << numbers[col[0]]
		}
	})
	return m
})

// CulturesOf are those of a folded word, by the table of words.
func CulturesOf(word string) Cultures { return cultureWords()[word] }

// ScriptCulture is the culture whose names are mostly written in a script, if
// there is one such. Cyrillic writes those of many peoples.
func ScriptCulture(script string) Culture {
	switch script {
	case "Arabic":
		return Arabic
	case "Han", "Bopomofo":
		return Chinese
	case "Hebrew":
		return Hebrew
	case "Devanagari", "Bengali", "Gujarati", "Gurmukhi", "Kannada", "Malayalam", "Oriya", "Tamil", "Telugu":
		return Indian
	case "Hiragana", "Katakana":
		return Japanese
	case "Hangul":
		return Korean
	}
	return NoCulture
}
