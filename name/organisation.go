package name

import (
	"strings"

	"github.com/interdict/interdict"
)

// legalForm is what a legal form is reduced to and where it counts as one.
type legalForm struct {
	text string
	// front and anywhere widen where the words are a legal form; otherwise
	// they are one at the end of the name only.
	front, anywhere bool
}

// readLegalForms reads the table; the key of a form is its words run together.
func readLegalForms(t *tables) map[string]legalForm {
	m := map[string]legalForm{}
	a := Analyser{tab: t}
	rows("legal_forms.tsv", 3, func(col []string) {
		for _, words := range spellings(strings.Fields(col[2])) {
			a.split(strings.Join(words, " "))
			for i := range a.spans { // a form may begin in the middle of what dots join
				n := uint8(len(a.spans) - i)
				t.begins(string(a.text[:a.spans[0].end]), n)
				t.begins(string(a.text), 1)
			}
			f := m[string(a.text)]
			f.text = col[0]
			f.front = f.front || col[1] == "front"
			f.anywhere = f.anywhere || col[1] == "anywhere"
			m[string(a.text)] = f
		}
	})
	return m
}

// begins notes that a legal form of n words begins with a word.
func (t *tables) begins(first string, n uint8) {
	w := t.words[first]
	w.legal = max(w.legal, n)
	t.words[first] = w
}

// spellings are all ways of choosing one of the a|b of each word.
func spellings(words []string) [][]string {
	if len(words) == 0 {
		return [][]string{nil}
	}
	var out [][]string
	for _, first := range strings.Split(words[0], "|") {
		for _, rest := range spellings(words[1:]) {
			out = append(out, append([]string{first}, rest...))
		}
	}
	return out
}

// business says whether something in the name tells that its bearer is an
// organisation.
func (a *Analyser) business() bool {
	for i := range a.spans {
		if a.spans[i].word.kind&isBusiness != 0 {
			return true
		}
		if _, n := a.legalAt(i); n > 0 && a.spans[i+n-1].end-a.spans[i].start > 2 {
			return true
		}
	}
	return false
}

// legalAt returns the legal form that begins at span i and how many spans it
// takes, the longest first.
func (a *Analyser) legalAt(i int) (legalForm, int) {
	for n := min(int(a.spans[i].word.legal), len(a.spans)-i); n > 0; n-- {
		f, ok := a.tab.forms[string(a.text[a.spans[i].start:a.spans[i+n-1].end])]
		if ok && (f.anywhere || f.front && i == 0 || a.endsAt(i+n)) {
			return f, n
		}
	}
	return legalForm{}, 0
}

// endsAt says whether the name, or what stands before a bracket or comma,
// ends before span i.
func (a *Analyser) endsAt(i int) bool {
	return i == len(a.spans) || a.spans[i].glue >= glueComma
}

// tagOrganisation tags the name of an organisation, vessel or aircraft.
func (a *Analyser) tagOrganisation(s interdict.Schema) {
	a.putTogether(true)
	if s == interdict.Vessel && len(a.spans) > 1 && a.spans[0].word.kind&isVessel != 0 {
		a.spans[0].part = Title
	}
	if s != interdict.Vessel && s != interdict.Airplane {
		a.tagLegalForms()
		a.dropConnectives()
		a.compoundNames()
	}
	last := len(a.spans) - 1
	for i := range a.spans {
		sp := &a.spans[i]
		switch {
		case sp.part != Unknown:
		case number(a.at(*sp)):
			sp.part = Number
		case sp.word.kind&isParticle != 0 && i < last:
			sp.part = Particle
			a.reduce(sp)
		}
	}
}

func (a *Analyser) tagLegalForms() {
	left := len(a.spans)
	for i := 0; i < len(a.spans); i++ {
		f, n := a.legalAt(i)
		if n == 0 || n == left {
			continue
		}
		left -= n
		a.set(&a.spans[i], f.text)
		a.spans[i].part = LegalForm
		a.spans = append(a.spans[:i+1], a.spans[i+n:]...)
	}
}

// dropConnectives takes "and" and "the" out, unless nothing would be left.
func (a *Analyser) dropConnectives() {
	for i := len(a.spans) - 2; i >= 0; i-- {
		k := a.spans[i].word.kind
		if a.spans[i].part != Unknown {
			continue
		}
		if k&isArticle != 0 || k&isConnective != 0 && i > 0 {
			a.remove(i)
		}
	}
}
