package name

// minAcronym and maxAcronym bound the letters of an acronym. One of three
// letters stands for too many companies to say anything, and so do two letters
// before a legal form's: leastLettered is how many are of other words.
const minAcronym, maxAcronym, leastLettered = 4, 8, 3

// acronyms are the ways in which the first letters of a name are written. Each
// has room for one letter more than it may have.
type acronyms struct {
	text  [3][maxAcronym + 1]byte
	made  [3][]byte
	count int
}

// Acronyms returns what the organisation's name last analysed is in short: the
// first letters of its words; the same with those of its legal form ("NIOC",
// National Iranian Oil Company); and of every word ("PDVSA", Petroleos de
// Venezuela S.A.). There is none of a person's name or a ship's, of what may be a
// person's, of one with numbers, which the letters would lose, and of one in a
// script whose words begin with other letters when they are translated. They are
// valid until the next call of Analyse.
func (a *Analyser) Acronyms() [][]byte { return a.short.made[:a.short.count] }

// shorten makes the acronyms. It reads the words as they were written, before
// they are translated and reduced.
func (a *Analyser) shorten(is script) {
	if !alphabet(is) || len(a.spans) < 2 {
		return
	}
	a.acronym(false, false)
	a.acronym(false, true)
	a.acronym(true, true)
}

// acronym adds the first letters of the name before a bracket, with or without
// those of particles and of legal forms, unless they are there already.
func (a *Analyser) acronym(particles, forms bool) {
	s := &a.short
	text := &s.text[s.count]
	n, words, ofForm := 0, 0, 0
	add := func(letters []byte) {
		n += copy(text[n:], letters)
	}
	for i := 0; i < len(a.spans) && (i == 0 || a.spans[i].glue < glueBreak); i++ {
		sp := &a.spans[i]
		first := a.text[sp.start : sp.start+1]
		if f, k := a.phraseAt(i); f.part == LegalForm {
			before := n
			switch {
			case !forms:
			case k == 1 && ofInitials(f.text, a.at(*sp)):
				add(a.at(*sp))
			default:
				for j := i; j < i+k; j++ {
					add(a.text[a.spans[j].start : a.spans[j].start+1])
				}
			}
			i += k - 1
			words++
			ofForm += n - before
			continue
		}
		if first[0] < 'a' || first[0] > 'z' {
			return
		}
		if sp.word.kind&(isParticle|isConnective|isArticle) == 0 {
			words++
		} else if !particles {
			continue
		}
		add(first)
	}
	if words < 3 || n < minAcronym || n > maxAcronym || n-ofForm < leastLettered {
		return
	}
	for _, other := range s.made[:s.count] {
		if string(other) == string(text[:n]) {
			return
		}
	}
	s.made[s.count] = text[:n]
	s.count++
}

// ofInitials says whether a legal form is an acronym itself, as "sa" is and
// "ltd" is not.
func ofInitials(class string, form []byte) bool {
	switch class {
	case "ltd", "inc", "corp", "co":
		return false
	}
	return len(form) <= 5
}

// AcronymOf says whether acronyms of so many letters are made.
func AcronymOf(letters int) bool { return letters >= minAcronym && letters <= maxAcronym }
