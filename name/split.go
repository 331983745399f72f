package name

import "unicode/utf8"

// span is a token in the making: a stretch of the Analyser's text.
type span struct {
	start, end int32
	src        int32 // where the token begins in the written name
	glue       byte  // what stood before it: see the constants
	part       Part
	word       word
	// other and otherEnd are another reading of the token; noOther if none.
	other, otherEnd int32
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

// splitASCII cuts an ASCII name into folded spans. It is the hot loop of
// screening: one table look-up and one append a byte. It reports false at the
// first byte beyond ASCII, with the spans undefined.
func (a *Analyser) splitASCII(s string) bool {
	text, spans := a.text[:0], a.spans[:0]
	start := -1
	glue := glueBreak
	for i := 0; i < len(s); i++ {
		c := asciiClass[s[i]]
		if c >= '0' {
			if start < 0 {
				if len(spans) == maxSpans {
					break
				}
				start = len(text)
				spans = append(spans, span{start: int32(start), src: int32(i), glue: glue})
			}
			if len(text)-start < MaxToken {
				text = append(text, c)
			}
			continue
		}
		if s[i] >= utf8.RuneSelf {
			return false
		}
		if c == asciiDrop {
			continue
		}
		if start >= 0 {
			spans[len(spans)-1].end = int32(len(text))
			start, glue = -1, glueOf[c]
		} else {
			glue = furtherGlue(glue, c)
		}
	}
	if start >= 0 && len(spans) > 0 {
		spans[len(spans)-1].end = int32(len(text))
	}
	a.text, a.spans = text, spans
	return true
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
