package name

// manyWords is how many words the score joins to one by itself.
const manyWords = 5

// Letters returns the letters of all words of the name last analysed as they
// were written, back to back; nil where it is one word that was read as
// written, or too long. It is valid until the next call of Analyse.
func (a *Analyser) Letters() []byte {
	if a.asWritten == 0 || a.asWritten >= MaxToken || len(a.spans) == 0 {
		return nil
	}
	if sp := a.spans[0]; len(a.spans) == 1 && sp.start == 0 && int(sp.end) == a.asWritten {
		return nil
	}
	return a.text[:a.asWritten]
}

// Whole returns the same where joining the words of the name's forms would not
// give it: "seyyedrezvan" for Seyyed Rezvan, which is read as "sayyid rezvan".
// By it a name written without its spaces, or with a space within a word, is
// found though a particle, a title, a legal form or a compound was cut out of
// the wrong letters. It is nil where there is nothing to add, and valid until
// the next call of Analyse.
func (a *Analyser) Whole() []byte {
	letters := a.Letters()
	if letters == nil {
		return nil
	}
	end := int32(0)
	asRead := len(a.spans) <= manyWords
	for i := range a.spans {
		sp := &a.spans[i]
		asRead = asRead && sp.start == end && sp.part != LegalForm
		end = sp.end
	}
	if asRead && int(end) == a.asWritten {
		return nil
	}
	return letters
}

// Breaks says where words begin in Letters as they were written: bit i for the
// letter at i, as far as the bits reach.
func (a *Analyser) Breaks() uint64 { return a.breaks }

// oneStretch returns how long the text of the spans is where nothing but
// letters of words stands in it, else 0.
func (a *Analyser) oneStretch(is script) int {
	end := int32(0)
	a.breaks = 0
	for i := range a.spans {
		if a.spans[i].start != end {
			return 0
		}
		if end > 0 && end < 64 {
			a.breaks |= 1 << end
		}
		end = a.spans[i].end
	}
	if len(a.spans) == 0 || !alphabet(is) || int(end) != len(a.text) {
		return 0
	}
	return len(a.text)
}
