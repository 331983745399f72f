package name

import "unicode/utf8"

// span is a token in the making: a stretch of the Analyser's text.
type span struct {
	start, end int32
	src        int32 // where the token begins in the written name
	glue       byte  // what stood before it: see the constants
	part       Part
	word       *word // never nil behind lookUp
	// known is what is known of the word as it was written, until the rules of
	// persons and organisations change it.
	known Known
	hash  uint64 // of the word
	// other and otherEnd are another reading of the token; noOther if none.
	// A linked token is read the other way when the one before it is.
	other, otherEnd int32
	linked          bool
	lettered        bool // it is single letters put together: "C.A."
	// The word as it is written in a script without vowels; no bytes if none.
	// It is two names if speltCut is a place within it.
	speltLen, speltCut uint8
	spelt              int32
	translated         bool // the text is English, see translate
	// The word to be compared by its sound, see Analyser.sound; no bytes if none.
	heard    int32
	heardLen uint8
}

// noOther is the place of a reading that there is not: text begins with a
// token, so that no other reading stands at 0.
const noOther = 0

// What may stand before a token. Only what has a meaning is told apart.
const (
	glueSpace  byte = iota // space, a control or any other separator
	glueDot                // "S.A.": a dot between two letters
	glueSlash              // "A/S"
	glueHyphen             // "al-Masri"
	glueComma              // "SMITH, John"
	glueBreak              // a bracket or semicolon, or the name's beginning
)

// maxSpans bounds the tokens before abbreviations are put together.
const maxSpans = 2 * MaxTokens

// Classes of ASCII bytes. A letter or digit is its folded self.
const (
	asciiSpace byte = iota
	asciiDrop       // an apostrophe: the word goes on
	asciiDot
	asciiSlash
	asciiHyphen
	asciiComma
	asciiBreak
)

var asciiClass = func() (t [256]byte) {
	for c := byte('0'); c <= '9'; c++ {
		t[c] = c
	}
	for c := byte('a'); c <= 'z'; c++ {
		t[c], t[c-32] = c, c
	}
	t['\''], t['`'] = asciiDrop, asciiDrop
	t['.'], t['/'], t['-'] = asciiDot, asciiSlash, asciiHyphen
	t[','] = asciiComma
	for _, c := range []byte(";()[]{}") {
		t[c] = asciiBreak
	}
	return t
}()

var glueOf = [...]byte{asciiSpace: glueSpace, asciiDot: glueDot, asciiSlash: glueSlash, asciiHyphen: glueHyphen, asciiComma: glueComma, asciiBreak: glueBreak}

// splitLatin cuts a name in Latin letters into folded spans. It is the hot loop
// of screening: one table look-up and one append a byte of ASCII. It reports
// false at the first character of another script, or that Unicode writes in
// another way, with the spans undefined.
func (a *Analyser) splitLatin(s string) (script, bool) {
	text, spans := a.text[:0], a.spans[:0]
	start, glue := -1, glueBreak
	seen := 0 // a bit for each kind of character: 1 digits, 3 letters
	for i := 0; i < len(s) && len(spans) < maxSpans; i++ {
		c := asciiClass[s[i]]
		if c >= '0' {
			if start < 0 {
				start = len(text)
				spans = append(spans, span{start: int32(start), src: int32(i), glue: glue})
			}
			if len(text)-start < MaxToken {
				text = append(text, c)
			}
			seen |= 1 << (c >> 5)
			continue
		}
		if s[i] >= utf8.RuneSelf {
			l, size := a.letter(s[i:])
			switch {
			case !l.plain:
				return noScript, false
			case l.class == letterClass:
				if start < 0 {
					start = len(text)
					spans = append(spans, span{start: int32(start), src: int32(i), glue: glue})
				}
				if len(text)-start+len(l.text) <= MaxToken {
					text = append(text, l.text...)
				}
				seen |= 1 << ('a' >> 5)
			}
			i += size - 1
			if l.class != separator {
				continue
			}
			c = l.sep
		}
		switch {
		case c == asciiDrop:
		case start < 0:
			glue = furtherGlue(glue, c)
		default:
			spans[len(spans)-1].end = int32(len(text))
			start, glue = -1, glueOf[c]
		}
	}
	switch {
	case len(spans) == maxSpans: // the last one was not read to its end
		spans = spans[:maxSpans-1]
	case start >= 0:
		spans[len(spans)-1].end = int32(len(text))
	}
	a.text, a.spans, a.digits = text, spans, seen&2 != 0
	if seen&8 == 0 {
		return noScript, true
	}
	return latin, true
}

// furtherGlue is what stands before a token where there is more than one
// separator: the strongest one, where a dot, slash or hyphen beside another
// separator has no meaning.
func furtherGlue(glue, class byte) byte {
	if g := glueOf[class]; g >= glueComma && g > glue {
		return g
	}
	if glue >= glueComma {
		return glue
	}
	return glueSpace
}
