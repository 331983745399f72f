package name

// manyWords is how many words the score joins to one by itself.
const manyWords = 5

// Whole returns the letters of all words of the name last analysed as they
// were written, back to back, where joining the words of its forms would not
// give them: "seyyedrezvan" for Seyyed Rezvan, which is read as "sayyid rezvan".
// By it a name written without its spaces, or with a space within a word, is
// found though a particle, a title, a legal form or a compound was cut out of
// the wrong letters. It is nil where there is nothing to add, and valid until
// the next call of Analyse.
func (a *Analyser) Whole() []byte {
	if a.asWritten < 2 || a.asWritten >= MaxToken || len(a.spans) == 0 {
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
	return a.text[:a.asWritten]
}

// oneStretch returns how long the text of the spans is where nothing but
// letters of several words stands in it, else 0.
func (a *Analyser) oneStretch(is script) int {
	end := int32(0)
	for i := range a.spans {
		if a.spans[i].start != end {
			return 0
		}
		end = a.spans[i].end
	}
	if len(a.spans) < 2 || !alphabet(is) || int(end) != len(a.text) {
		return 0
	}
	return len(a.text)
}
