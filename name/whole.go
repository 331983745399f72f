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
func (a *Analyser) Breaks() Breaks { return Breaks{a.breaks, a.said, a.fixed, a.initials} }

// Breaks is what is known of a name's letters back to back, a bit for each as far as
// the bits reach: where words begin, which are a legal form's or a title's, which are
// sure to be no typing error, as those of numbers, and which stand alone with spaces
// around, as initials do.
type Breaks struct{ Words, Said, Fixed, Initials uint64 }

// from is the same of the letters from a place on.
func (b Breaks) from(n int) Breaks {
	return Breaks{b.Words >> n, b.Said >> n, b.Fixed >> n, b.Initials >> n}
}

// oneStretch returns how long the text of the spans is where nothing but
// letters of words stands in it, else 0.
func (a *Analyser) oneStretch(is script) int {
	end := int32(0)
	a.breaks, a.initials = 0, 0
	for i := range a.spans {
		if a.spans[i].start != end {
			return 0
		}
		if end > 0 && end < 64 {
			a.breaks |= 1 << end
		}
		if end < 64 && a.spacedLetter(i) {
			a.initials |= 1 << end
		}
		end = a.spans[i].end
	}
	if len(a.spans) == 0 || !alphabet(is) || int(end) != len(a.text) {
		return 0
	}
	return len(a.text)
}

// spacedLetter says whether span i is a single letter between spaces.
func (a *Analyser) spacedLetter(i int) bool {
	sp := &a.spans[i]
	return sp.end == sp.start+1 && isLower(a.text[sp.start]) && (i == 0 || sp.glue == glueSpace) && (i+1 == len(a.spans) || a.spans[i+1].glue == glueSpace)
}

// bare is where the letters lie, as written, that are neither a legal form nor
// said before a name. Nothing lies there if to is 0.
type bare struct {
	from, to int
	asRead   bool // joining the words of the name's forms gives them
}

// leastBare is the fewest letters that are looked at.
const leastBare = 8

// noteBare notes where the bare letters of the name lie once its words have
// their parts.
func (a *Analyser) noteBare(full string) {
	if a.bare.to > 0 || a.asWritten < leastBare || a.turn > 0 {
		return // words that have changed places stand in no one stretch
	}
	a.noteSaid(full)
	said := func(i int) bool { return a.spans[i].part == Title || a.spans[i].part == LegalForm }
	first, last := 0, len(a.spans)-1
	for first <= last && said(first) {
		first++
	}
	for last > first && said(last) {
		last--
	}
	if first > last {
		return
	}
	b := bare{from: a.writtenAt(first, full), to: a.asWritten, asRead: last-first < manyWords}
	if last+1 < len(a.spans) {
		b.to = a.writtenAt(last+1, full)
		if sp := &a.spans[last]; int(sp.end) <= a.asWritten {
			b.to = int(sp.end) // a form that is run together with it begins there
		}
	}
	if b.to-b.from < leastBare || b.to-b.from == a.asWritten {
		return
	}
	end := int32(b.from)
	for i := first; i <= last; i++ {
		b.asRead = b.asRead && a.spans[i].start == end
		end = a.spans[i].end
	}
	b.asRead = b.asRead && int(end) == b.to
	a.bare = b
}

// noteSaid notes which of the letters as written are of legal forms and of what is
// said before a name, and which of numbers, Roman ones among them.
func (a *Analyser) noteSaid(full string) {
	for i := range a.spans {
		part := a.spans[i].part
		if part != Title && part != LegalForm && part != Number {
			continue
		}
		to := a.asWritten
		if i+1 < len(a.spans) {
			to = a.writtenAt(i+1, full)
		}
		letters := bitsTo(to) &^ bitsTo(a.writtenAt(i, full))
		if part == Number {
			a.fixed |= letters
		} else {
			a.said |= letters
		}
	}
}

// bitsTo are the bits below one.
func bitsTo(n int) uint64 { return 1<<min(n, 64) - 1 }

// writtenAt is how many letters of the name as written stand before span i.
func (a *Analyser) writtenAt(i int, full string) (n int) {
	sp := &a.spans[i]
	if int(sp.start) < a.asWritten {
		return int(sp.start)
	}
	if a.changed {
		full = string(a.norm)
	}
	for _, r := range full[:sp.src] {
		switch l := a.letterOf(r); {
		case l.class == letterClass && l.script == latin:
			n += len(l.text)
		case l.class == letterClass:
			n++
		}
	}
	return n
}

// Bare returns the letters of the name last analysed but for its legal form and
// what is said before it, back to back, and where words begin among them; nil
// where it has neither. By them it is found with its spaces at other places.
func (a *Analyser) Bare() (letters []byte, breaks Breaks) {
	if a.bare.to == 0 || a.asWritten >= MaxToken {
		return nil, Breaks{}
	}
	breaks = a.Breaks().from(a.bare.from)
	breaks.Words &= bitsTo(a.bare.to-a.bare.from) &^ 1
	return a.text[a.bare.from:a.bare.to], breaks
}

// Turned returns all letters of a customer's name of three words or more whose family
// name stands before a comma, with it at the end; else nil. By them it is found with
// its spaces at other places and typing errors besides. Of two words the order is
// either's.
func (a *Analyser) Turned() (letters []byte, breaks Breaks) {
	n := a.asWritten
	if a.turn <= 0 || a.turn >= n || n > 64 {
		return nil, Breaks{}
	}
	a.turned = append(append(a.turned[:0], a.text[a.turn:n]...), a.text[:a.turn]...)
	turn := func(bits uint64) uint64 { return bits>>a.turn&bitsTo(n-a.turn) | bits&bitsTo(a.turn)<<(n-a.turn) }
	words := turn(a.breaks)&^1 | 1<<(n-a.turn)
	return a.turned, Breaks{words, turn(a.said), turn(a.fixed), turn(a.initials)}
}

// BareUnread returns the same where joining the words of the name's forms would
// not give it.
func (a *Analyser) BareUnread() []byte {
	if a.bare.asRead {
		return nil
	}
	letters, _ := a.Bare()
	return letters
}
