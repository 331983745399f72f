package name

const (
	// MaxTokens is the most tokens that a form has; further ones are left out.
	MaxTokens = 32
	// MaxToken is the most bytes of one token; it is cut behind them.
	MaxToken = 160
	// MaxBytes is how much of a name is read. The longest name on a list has
	// under 500 bytes.
	MaxBytes = 4096
	// MaxForms is the most forms of one name: usualForms of words, of each of two
	// readings three with words as they are written, those of the syllables of a
	// Chinese and a Korean name, and two by the sound.
	MaxForms   = usualForms + 2*3 + 2 + 2
	usualForms = 4
)

// Part says what a token is in its name.
type Part uint8

const (
	Unknown      Part = iota
	Given             // a given name
	Middle            // a further given name
	Patronymic        // the father's name: Ivanovich, ogly
	Family            // a family name; of a mother's or maiden name too
	Particle          // al, bin, abu, de, van: belongs to its neighbour
	Title             // mr, general, haji, mv: said before a name
	LegalForm         // ltd, llc, jsc; Text is the canonical form
	Number            // digits only
	Initial           // one letter of a person's name
	Generational      // jr, sr, ii, iii
	Only              // the one name of a person who has no other
	OfTwo             // one of a person's two names, given or family
	OfThree           // one of three
	OfMany            // one of four or more
	Again             // a word that stands in the name before
	Place             // a country in an organisation's name
	Second            // a second family name, as the mother's in Spanish
	Essential         // a name of a person who has none to spare
	Syllables         // a Chinese or Korean name that any standard may write, see SameSyllables
	Acronym           // the first letters of an organisation's name, see Analyser.Acronyms
	Sounds            // a word of a foreign name in another script, see Spoken
	Whole             // the whole name written as one word, see Analyser.Whole
	Between           // of a listed person's three names, that between two that tell who it is
)

var partNames = [...]string{
	"unknown", "given", "middle", "patronymic", "family", "particle",
	"title", "legal form", "number", "initial", "generational",
	"only name", "one of two", "one of three", "one of many", "repeated", "country", "second family", "essential", "syllables", "acronym", "sounds", "whole name", "between two",
}

// String is the part's name in words.
func (p Part) String() string {
	if int(p) < len(partNames) {
		return partNames[p]
	}
	return "unknown"
}

// Token is one word of a name.
type Token struct {
	// Text is folded: ASCII a-z and 0-9, or letters of a script that we have
	// no table for, or of one without vowels as they are written: see Native. It is valid until the next call on the same Analyser and
	// must not be changed.
	Text []byte
	Part Part
	// known is what is known of Text where it was looked up, see Analyser.Of.
	known Known
}

// Form is one reading of a name.
type Form struct {
	Tokens []Token
	// AsWritten is set for the form in which words of a script without vowels
	// stand as they are written.
	AsWritten bool
	// Apart is set where words stand apart that their script mostly writes as one:
	// a family and a given name in Chinese characters or Hangul, and in Arabic
	// letters an article, which then says "of the house of".
	Apart bool
	// Script is the Unicode name of the script of most of the name's letters
	// as written: "Latin", "Cyrillic", "Han". Empty where there is no letter.
	Script string
}

// BySound says whether the form is that of a foreign name in another script
// whose words are compared by their sound.
func (f *Form) BySound() bool {
	for i := range f.Tokens {
		if f.Tokens[i].Part == Sounds {
			return true
		}
	}
	return false
}
