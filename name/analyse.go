package name

import (
	"unicode/utf8"

	"github.com/interdict/interdict"
)

// Analyser analyses names. Its zero value is ready. It reuses its buffers, so
// one goroutine uses it at a time, and what Analyse returns is valid until the
// next call.
type Analyser struct {
	tab    *tables
	text   []byte
	spans  []span
	norm   []byte
	word   []char
	tokens []Token
	forms  [MaxForms]Form
}

// Analyse returns the readings of a name, the likeliest first. There is none
// where the name has neither letter nor digit.
//
// The schema decides what words mean: titles, particles and patronymics are
// those of persons, legal forms and connectives those of all others. Where it
// is LegalEntity or empty, a name with a legal form or a word such as "bank"
// is read as an organisation's, any other as a person's.
func (a *Analyser) Analyse(n *interdict.Name, s interdict.Schema) []Form {
	if a.tab == nil {
		a.tab = known()
	}
	full := n.Full
	if len(full) > MaxBytes {
		full = full[:MaxBytes]
		for len(full) > 0 && !utf8.RuneStart(n.Full[len(full)]) {
			full = full[:len(full)-1]
		}
	}
	is := latin
	if !a.splitASCII(full) {
		is = a.splitUnicode(full)
	}
	if len(a.spans) == 0 {
		return nil
	}
	a.lookUp()
	if a.person(s) {
		a.tagPerson(n, full)
	} else {
		a.tagOrganisation(s)
	}
	return a.finish(is)
}

func (a *Analyser) at(sp span) []byte { return a.text[sp.start:sp.end] }

func (a *Analyser) lookUp() {
	for i := range a.spans {
		sp := &a.spans[i]
		sp.word = a.tab.words[string(a.at(*sp))]
	}
}

// person says whether the name is to be read as a person's.
func (a *Analyser) person(s interdict.Schema) bool {
	switch s {
	case interdict.Person:
		return true
	case interdict.LegalEntity, "":
		return !a.business()
	}
	return false
}

// set makes a token's text another one.
func (a *Analyser) set(sp *span, text string) {
	sp.start = int32(len(a.text))
	a.text = append(a.text, text...)
	sp.end = int32(len(a.text))
}

// reduce writes the tokens of a kind in the one way that stands for all.
func (a *Analyser) reduce(sp *span) {
	if sp.word.text != "" {
		a.set(sp, sp.word.text)
	}
}

// finish makes the forms of the spans.
func (a *Analyser) finish(is script) []Form {
	if len(a.spans) > MaxTokens {
		a.spans = a.spans[:MaxTokens]
	}
	a.tokens = a.tokens[:0]
	for _, sp := range a.spans {
		a.tokens = append(a.tokens, Token{Text: a.at(sp), Part: sp.part})
	}
	a.forms[0] = Form{Tokens: a.tokens, Script: scriptNames[is]}
	return a.forms[:1]
}

// remove takes a span out.
func (a *Analyser) remove(i int) { a.spans = append(a.spans[:i], a.spans[i+1:]...) }

func number(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
