package name

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// arabicWord is how a word in Arabic letters is known to be written in Latin ones, by
// each table; empty where the table has it not. A customer's name asks for dozens of
// pieces of its words, most of which none has, so that one look says so for all tables.
type arabicWord struct {
	name   string // of a person
	key    string // the Key of that
	word   string // of an organisation
	learnt string // as bearers of the name write it
}

var noArabicWord arabicWord

// taught says whether the word is in a table that was not learnt.
func (k *arabicWord) taught() bool { return k.name != "" || k.word != "" }

// arabicWords are all words, by their keys.
var arabicWords = unlessForgotten(arabicWordsOf)

func arabicWordsOf(learns func(word string) bool) func() map[string]*arabicWord {
	return sync.OnceValue(func() map[string]*arabicWord {
		all := map[string]*arabicWord{}
		of := func(text string) *arabicWord {
			key := arabicFold(text)
			if all[key] == nil {
				all[key] = &arabicWord{}
			}
			return all[key]
		}
		table := func(file string, f func(native, latin string)) {
			rows(file, 2, func(col []string) { f(col[0], col[1]) })
		}
		table("arabic_names.tsv", func(native, latin string) {
			w := of(native)
			w.name, w.key = latin, string(Key(nil, []byte(latin)))
		})
		table("arabic_words.tsv", func(english, native string) {
			for w := range strings.FieldsSeq(native) {
				of(w).word = english
			}
		})
		table("readings_arabic.tsv", func(native, latin string) {
			if learns(native) {
				of(native).learnt = latin
			}
		})
		return all
	})
}

// arabicFold is a word as it is looked up.
func arabicFold(s string) string {
	var b []byte
	for _, r := range s {
		b = appendArabicKey(b, r)
	}
	return string(b)
}

// appendArabicKey folds a letter for looking a name up: the carriers of hamza,
// the Persian forms of letters and the two ways to write a final a.
func appendArabicKey(dst []byte, r rune) []byte {
	switch r {
	case 'أ', 'إ', 'آ', 'ٱ':
		r = 'ا'
	case 'ى', 'ی':
		r = 'ي'
	case 'ک':
		r = 'ك'
	case 'ة', 'ہ', 'ھ', 'ۀ', 'ە':
		r = 'ه'
	}
	return utf8.AppendRune(dst, r)
}

// arabicWordOf is what is known of a word, which is nothing of most.
func arabicWordOf(text []byte) *arabicWord {
	if w := arabicWords()[string(text)]; w != nil {
		return w
	}
	return &noArabicWord
}

// arabicOf is arabicWordOf of letters as they were written.
func (a *Analyser) arabicOf(w []char) *arabicWord {
	a.scratch = a.scratch[:0]
	for _, c := range w {
		a.scratch = appendArabicKey(a.scratch, c.lower)
	}
	return arabicWordOf(a.scratch)
}

// knownArabic is how a name is known to be written in Latin letters.
func (a *Analyser) knownArabic(w []char) (string, bool) {
	latin := a.inLatin(a.arabicOf(w))
	return latin, latin != ""
}

// inLatin is how a word is written in the name that is read, empty if it is not known.
func (a *Analyser) inLatin(k *arabicWord) string {
	if k.word != "" && (k.name != "" || a.LettersOnly) {
		a.cutByKind = true
	}
	switch {
	case a.company && k.word != "":
		return k.word
	case k.name != "" || a.LettersOnly:
		return k.name
	case k.word != "":
		return k.word
	}
	return k.learnt
}
