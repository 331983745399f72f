package name

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/interdict/interdict"
)

// heard is a word of a name in another script than Latin: as it is written,
// to be compared by its sound, or what it is known to be in Latin letters.
type heard struct{ start, end int32 }

// hear takes down a word of a name in another script that may be a foreign one,
// and gives up the name where the word is none.
func (a *Analyser) hear(w []char, is script, from int) {
	if a.company || a.LettersOnly || a.deaf {
		a.deaf = true
		return
	}
	learnt := kanaReadings
	foreign, mark := true, soundsMark
	switch is {
	case arabic, cyrillic, hebrew:
		a.hearLetters(w, is)
		return
	case han:
		learnt = hanReadings
		foreign, mark = a.foreignHan(w)
	case hangul:
		if a.hangulTitle(w) != "" || a.hangulRuler(w, from) != "" {
			return
		}
		learnt, foreign = hangulReadings, a.foreignHangul(w)
	case kana:
		for _, c := range w {
			foreign = foreign && (c.as >= 'ァ' && c.as <= 'ヺ' || c.as == 'ー')
		}
	default:
		start := len(a.sound)
		if a.hangulWords > 0 && w[0].class == digitClass { // a ruler's
			a.sound = a.appendWord(a.sound, w)
		}
		a.endHeard(start)
		return
	}
	start := len(a.sound)
	if latin, known := a.reading(learnt, w); known {
		a.sound = append(a.sound, latin...)
	} else if foreign {
		a.bySound(w, mark)
	}
	a.endHeard(start)
}

// bySound takes a word down as it is written behind a mark, if its sound is known.
func (a *Analyser) bySound(w []char, mark byte) {
	if !soundable(w) {
		return
	}
	a.sound = append(a.sound, mark)
	for _, c := range w {
		a.sound = utf8.AppendRune(a.sound, soundLetter(c.lower))
	}
}

// keepSound keeps a word of an organisation's name, which nothing is known of, to be
// compared by its sound: a brand in another script beside words that are translated.
func (a *Analyser) keepSound(sp *span, w []char) {
	start := len(a.sound)
	if sp == nil || a.LettersOnly {
		return
	}
	a.bySound(w, soundsMark)
	sp.hear(start, len(a.sound))
}

// hear makes what was taken down between two places of Analyser.sound the span's.
func (sp *span) hear(start, end int) {
	if n := end - start; n > 0 && n <= MaxToken {
		sp.heard, sp.heardLen = int32(start), uint8(n)
	}
}

// asHeard makes the tokens of the form in which words of an organisation's name that
// nothing is known of are compared by their sound, the others as they are read first
// or, where they have one, in their other reading.
func (a *Analyser) asHeard(other bool) []Token {
	start := len(a.tokens)
	for i := range a.spans {
		sp := &a.spans[i]
		t := Token{Text: a.at(*sp), Part: sp.part}
		switch {
		case sp.heardLen > 0 && sp.part == Unknown:
			t = Token{Text: a.sound[sp.heard:][:sp.heardLen:sp.heardLen], Part: Sounds}
		case other && sp.other != noOther:
			t.Text = a.text[sp.other:sp.otherEnd]
		}
		if len(t.Text) > 0 {
			a.tokens = append(a.tokens, t)
		}
	}
	return a.tagged(start)
}

// soundLetter is a letter as the tables of sounds have it: Persian writes some
// otherwise that Arabic has too.
func soundLetter(r rune) rune {
	switch r {
	case 'ی':
		return 'ي'
	case 'ک':
		return 'ك'
	case 'ہ', 'ھ', 'ۀ':
		return 'ه'
	}
	return r
}

// endHeard ends what was taken down of a word from start on.
func (a *Analyser) endHeard(start int) {
	if start == len(a.sound) || len(a.sound)-start > MaxToken || len(a.hears) == maxHeard {
		a.deaf = true
		return
	}
	a.hears = append(a.hears, heard{int32(start), int32(len(a.sound))})
}

// hearLetters takes down a word of an alphabet: as its bearers write it where that
// is known, by its letters where these give a name of the table of rarities or are
// made for such names, else by its sound.
func (a *Analyser) hearLetters(w []char, is script) {
	start := len(a.sound)
	var latin string
	var known bool
	letters := a.scratch[:0]
	switch is {
	case arabic:
		if latin, known = a.knownArabic(w); !known {
			// Two names that a word is made of may as well be one foreign name, if neither is well known.
			if n, first := a.arabicPrefix(w, a.behindServant()); n < len(w) && (n < leastHeard || first == "abd" || a.nameKnown(w[:n]) || a.nameKnown(w[n:])) {
				a.deaf = true
				return
			}
			letters = a.appendArabicLetters(letters, w)
		}
	case hebrew:
		if latin, known = a.reading(hebrewNames, w); !known {
			latin, known = a.reading(hebrewReadings, w)
		}
		if !known {
			var sounds [maxWord]sound
			letters = appendVoiced(letters, hebrewTables().sounds(sounds[:0], w))
		}
	default:
		a.scratch = letters
		for _, c := range w {
			a.scratch = utf8.AppendRune(a.scratch, c.lower)
		}
		if latin, known = cyrillicReadings()[string(a.scratch)]; !known {
			letters = a.cyrillic.append(a.scratch[:0], w)
		}
	}
	commoner := heardOf
	if len(w) < leastHeard {
		commoner = 0 // its sound says too little
	}
	switch {
	case known:
		a.sound = append(a.sound, latin...)
	case wordRarity(letters)+commoner < unheard(letters), is == cyrillic && (a.cyrillic != cyrillicLanguages().tables[""] || slavic(w)):
		a.sound = append(a.sound, letters...)
	case len(letters) == 1 && (len(w) == 1 || len(w) == 2 && w[1].class == mark):
		a.sound = append(a.sound, letters...) // an initial
	case len(w) >= leastHeard, is == hebrew && len(w) == leastHebrew && len(a.norm) > leastHeard*hebrewBytes:
		mark := soundsMark
		if is == cyrillic && ends(w, "ин") {
			mark = doubtMark
		}
		a.bySound(w, mark)
	}
	a.endHeard(start)
}

// heardOf is how much commoner a name must be than one that no table has to be what the
// letters of a word say rather than another one that sounds so: Caron, not Karon.
const heardOf interdict.Millibits = 2000

// leastHeard is the fewest letters of a word that is compared by its sound, leastHebrew
// those of one in Hebrew beside others: Ted and Ned have two there.
const leastHeard, leastHebrew, hebrewBytes = 3, 2, 2

// slavicEndings are those of family names and patronymics that Cyrillic letters
// are made for. In -ский and -ич end Polish and southern ones too, whose bearers write
// them otherwise: Peszkowski, Vešović.
var slavicEndings = strings.Fields("ов ова ев ева ёв ёва овна евна ина енко чук швили дзе оглы")

// slavic says whether a word is no foreign name by its ending.
func slavic(w []char) bool {
	return slices.ContainsFunc(slavicEndings, func(ending string) bool { return ends(w, ending) })
}

func ends(w []char, ending string) bool {
	at := len(w) - utf8.RuneCountInString(ending)
	for _, r := range ending {
		if at < 0 || w[at].lower != r {
			return false
		}
		at++
	}
	return true
}

// maxHeard is the most words of a name that is compared by its sound.
const maxHeard = 6

// hanFamily are the characters of Chinese surnames, hanForeign those that foreign
// names are written with, true of those that they are often written with.
var (
	hanFamily = sync.OnceValue(func() map[rune]bool {
		m := map[rune]bool{}
		rows("han_family.tsv", 1, func(col []string) {
			for _, r := range col[0] {
				m[r] = true
			}
		})
		return m
	})
	hanForeign = sync.OnceValue(func() map[rune]bool {
		m := map[rune]bool{}
		rows("han_foreign.tsv", 2, func(col []string) {
			for _, r := range col[1] {
				m[r] = col[0] == "often"
			}
		})
		return m
	})
)

// foreignHan says whether a word may be a foreign name written by its sound, and by
// which mark: by its characters, and because a Chinese name is shorter or begins with
// a surname, behind which it has other characters. What may be either is read as both.
func (a *Analyser) foreignHan(w []char) (foreign bool, mark byte) {
	if n, _ := a.japaneseSurname(w); n > 0 || len(w) < 2 {
		return false, 0
	}
	if chineseTables().japanese[string(a.runes(w))] != "" {
		return false, 0 // wherever it stands
	}
	usual, seldom := 0, 0
	for i, c := range w {
		if often, ok := hanForeign()[c.as]; ok {
			usual++
			if i > 0 && !often {
				seldom++
			}
		}
	}
	switch {
	case a.hanWords > 1 || len(w) > 3 || !hanFamily()[w[0].as]:
		return 2*usual >= len(w), soundsMark
	case usual < len(w) || len(w) > 2 && w[1].as == w[2].as: // twice one character is a given name
		return false, 0
	case seldom > 0:
		return true, doubtMark
	}
	return true, soundsMark
}

// foreignHangul says whether a word may be a foreign name: it is no Korean
// one, which begins with a surname or has it as a word of its own.
func (a *Analyser) foreignHangul(w []char) bool {
	if len(w) < 2 {
		return a.hangulWords > 1
	}
	if len(a.hears) == 0 && len(w) <= 4 && a.hangulWords <= 2 && koreanTables().surname(w, a.hangulWords) > 0 {
		return len(w) == 4
	}
	return true
}

// korean says whether what was heard is a Korean name of two words: a surname, on
// whichever side, and a given name of no more than two syllables.
func (a *Analyser) korean() bool {
	surname := false
	for _, h := range a.hears {
		word := a.sound[h.start:h.end]
		if !isSounds(word[0]) || len(word) > 1+2*hangulBytes {
			return false
		}
		_, ok := koreanTables().surnames[string(word[1:])]
		surname = surname || ok
	}
	return surname && len(a.hears) == 2
}

// addHeard adds the form of a name that is compared by its sound.
func (a *Analyser) addHeard() {
	n := len(a.hears)
	if a.deaf || n == 0 || a.count == MaxForms {
		return
	}
	if a.is == hangul && a.korean() {
		return
	}
	sounds := n == 1 && len(a.spans) > 1 && a.eastAsian // what is known to be a foreign name was read as one of there
	for _, h := range a.hears {
		sounds = sounds || a.sound[h.start] == soundsMark || n == 1 && isSounds(a.sound[h.start])
	}
	if !sounds {
		return
	}
	first := len(a.tokens)
	for _, h := range a.hears {
		text := a.sound[h.start:h.end:h.end]
		part := [...]Part{Only, Only, OfTwo, OfThree, OfMany}[min(n, 4)]
		switch {
		case isSounds(text[0]):
			part = Sounds
		case number(text):
			part = Number
		case len(text) == 1:
			part = Initial
		}
		a.tokens = append(a.tokens, Token{Text: text, Part: part})
	}
	a.forms[a.count] = Form{Tokens: a.tokens[first:len(a.tokens):len(a.tokens)], Script: a.forms[0].Script}
	a.count++
}
