package name

import (
	"bytes"
	"sync"
	"unicode/utf8"
)

// arabicScript has what each letter stands for that is no vowel's, from firstArabic on.
type arabicScript struct {
	letters [0x100]sound
	has     [0x100]bool
}

const firstArabic = 0x600

var arabicTables = sync.OnceValue(func() *arabicScript {
	t := &arabicScript{}
	rows("arabic.tsv", 2, func(col []string) {
		r, _ := utf8.DecodeRuneInString(col[0])
		s := col[1]
		if s == "-" {
			s = ""
		}
		t.letters[r-firstArabic] = sound{s, len(s) == 1 && isVowel(s[0]) && s != "y"}
		t.has[r-firstArabic] = true
	})
	return t
})

// arabicWord writes a word in the Arabic script in Latin letters. The article
// and "abd" become tokens of their own, as they are in Latin.
func (a *Analyser) arabicWord(w []char, glue byte, from int) {
	w, digits := cutDigits(w)
	mendLigature(w)
	if a.withGod(w) {
		w = nil
	}
	if n := len(w) - godLetters; n > 2 && isGod(w[n:]) {
		if _, ok := a.knownArabic(w); !ok { // Khairullah in one word
			a.arabicWord(w[:n], glue, from)
			w = w[n:]
			if a.withGod(w) {
				w = nil
			}
		}
	}
	servant := a.behindServant()
	for len(w) > 0 {
		n, text := a.arabicPrefix(w, servant)
		start := len(a.text)
		if n < len(w) {
			a.text = append(a.text, text...)
			if sp := a.addSpan(start, glue, from); sp != nil && n > 2 {
				a.longer(sp, w[:n], false)
			}
		} else {
			a.arabicName(w, glue, from)
		}
		w, glue, servant = w[n:], glueHyphen, text == "abd"
	}
	a.addDigits(digits, from)
}

// mendLigature puts lam and alif back into their order, which text that was drawn out
// of documents often has the other way round, since they are drawn as one sign:
// "األعمال". No word begins with two alifs; a word behind "for" is mended too, where the
// letters cannot be meant otherwise.
func mendLigature(w []char) {
	if len(w) < 3 || w[2].lower != 'ل' {
		return
	}
	first, second := w[0].lower, w[1].lower
	if first == 'ا' && in("أإآا", second) || first == 'ل' && in("أإآ", second) && len(w) > 3 && w[3].lower == 'ع' {
		w[1], w[2] = w[2], w[1]
	}
}

// behindServant says whether "abd" is the word before, written by itself.
func (a *Analyser) behindServant() bool {
	n := len(a.spans)
	return n > 0 && string(a.at(a.spans[n-1])) == "abd"
}

// withGod writes "Allah" behind another name as one word with it, which is how
// such names are written in Latin letters: Faizullah, Fadlallah. It says
// whether it did.
func (a *Analyser) withGod(w []char) bool {
	if len(a.spans) == 0 || !isGod(w) {
		return false
	}
	sp := &a.spans[len(a.spans)-1]
	switch text := a.at(*sp); {
	case len(text) < 3 || sp.linked || string(text) == "abd" || string(text) == "abdul":
		return false
	case len(text) > MaxToken-len("ullah") || !lettersOnly(text) || bytes.HasSuffix(text, []byte("llah")):
		return false
	}
	a.heardTa(sp)
	var other [MaxToken]byte
	n, end := copy(other[:], a.at(*sp)), "allah"
	if sp.other != noOther {
		n, end = copy(other[:MaxToken-len("ullah")], a.text[sp.other:sp.otherEnd]), "ullah"
	}
	n += copy(other[n:], end)
	a.longer(sp, w[1:], false)
	start := len(a.text)
	a.text = append(append(a.text, a.at(*sp)...), "ullah"...)
	sp.start, sp.end = int32(start), int32(len(a.text))
	a.addOther(sp, string(other[:n]))
	return true
}

// heardTa writes the t that is heard of a last ta marbuta before a word that belongs
// to it: Rahma, Rahmatullah.
func (a *Analyser) heardTa(sp *span) {
	spelt := a.spelling[sp.spelt:][:sp.speltLen]
	text := bytes.TrimSuffix(a.at(*sp), []byte("h"))
	if !bytes.HasSuffix(spelt, []byte("ه")) || text[len(text)-1] != 'a' && text[len(text)-1] != 'e' {
		return
	}
	copy(spelt[len(spelt)-len("ت"):], "ت")
	start := len(a.text)
	a.text = append(append(a.text, text...), 't')
	sp.start, sp.end = int32(start), int32(len(a.text))
}

// godLetters is how many letters "Allah" has in Arabic.
const godLetters = 4

func isGod(w []char) bool {
	return len(w) == godLetters && w[0].lower == 'ا' && w[1].lower == 'ل' && w[2].lower == 'ل' && (w[3].lower == 'ه' || w[3].lower == 'ہ' || w[3].lower == 'ة')
}

func lettersOnly(b []byte) bool {
	for _, c := range b {
		if c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

// arabicPrefix returns how many letters of a word are its next token and,
// where it is a prefix, what it is; servant says that "abd" stood before.
func (a *Analyser) arabicPrefix(w []char, servant bool) (int, string) {
	if _, ok := a.knownArabic(w); ok {
		return len(w), ""
	}
	if n, text := a.joinedWord(w); n > 0 {
		return n, text
	}
	switch n := len(w); {
	case n >= 6 && w[0].lower == 'ع' && w[1].lower == 'ب' && w[2].lower == 'د' && w[3].lower == 'ا' && w[4].lower == 'ل':
		return 3, "abd"
	case servant && n >= 5 && hasArticle(w) && a.oneLam(w):
		return 1, "al" // its l and that of the name are written as one: Abdul Latif
	case !a.company && n >= 5 && w[0].lower == 'ب' && w[1].lower == 'ن' && a.nameKnown(w[2:]):
		a.cutByKind = true
		return 2, "bin"
	case (n >= 5 || n == 4 && servant) && hasArticle(w) && (w[2].lower != 'ي' || a.arabicWordKnown(w[2:])):
		return 2, "al"
	}
	for n := 3; n <= len(w)-3; n++ { // two names in one word, as in Persian
		if first, ok := a.knownArabic(w[:n]); ok {
			if _, ok := a.knownArabic(w[n:]); ok {
				return n, first
			}
		}
	}
	return len(w), ""
}

// oneLam says whether the l of an article and that of the name behind it are
// written as one.
func (a *Analyser) oneLam(w []char) bool {
	if _, ok := a.knownArabic(w[2:]); ok {
		return false
	}
	_, ok := a.knownArabic(w[1:])
	return ok
}

// nameKnown says whether letters are a name whose spelling was not learnt.
func (a *Analyser) nameKnown(w []char) bool { return a.arabicOf(w).name != "" }

func hasArticle(w []char) bool {
	return len(w) > 2 && w[0].lower == 'ا' && w[1].lower == 'ل'
}

// joinedWord returns how many letters stand before a word of organisations'
// names that is one with "and", "for" or "in", and what they are; 0 if none do.
func (a *Analyser) joinedWord(w []char) (int, string) {
	if len(w) < 4 || a.LettersOnly {
		return 0, ""
	}
	var text string
	switch w[0].lower {
	case 'و':
		text = "and"
	case 'ل':
		text = "for"
	case 'ب':
		text = "in"
	default:
		return 0, ""
	}
	switch {
	case a.arabicWordKnown(w[1:]), hasArticle(w[1:]) && a.arabicWordKnown(w[3:]):
		return 1, text
	case text == "for" && w[1].lower == 'ل' && a.arabicWordKnown(w[2:]):
		return 2, text
	}
	return 0, ""
}

// arabicWordKnown says whether letters are a word of organisations' names.
func (a *Analyser) arabicWordKnown(w []char) bool {
	return a.arabicOf(w).word != "" && !a.LettersOnly
}

// arabicName writes a word that is one token. What was learnt of it has what
// its letters give beside it.
func (a *Analyser) arabicName(w []char, glue byte, from int) {
	start := len(a.text)
	of := a.arabicOf(w)
	latin := a.inLatin(of)
	known := latin != ""
	if known && of.learnt != "" && !of.taught() {
		a.text = a.appendArabicLetters(a.text, w)
		if sp := a.addReading(latin, start, glue, from); sp != nil {
			a.longer(sp, w, true)
		}
		return
	}
	if known {
		a.text = append(a.text, latin...)
	} else {
		a.text = a.appendArabicLetters(a.text, w)
	}
	sp := a.addSpan(start, glue, from)
	if sp == nil {
		return
	}
	a.longer(sp, w, !known)
	if known {
		return
	}
	if len(w) >= leastHeard {
		a.keepSound(sp, w)
	}
	var other [2 * MaxToken]byte
	var sounds [maxWord]sound
	text := appendVoiced(other[:0], arabicTables().sounds(sounds[:0], w, a.vowels|secondVowels))
	if text = text[:min(len(text), MaxToken)]; !bytes.Equal(text, a.at(*sp)) {
		a.addOther(sp, string(text))
	}
}

// vowelling is how letters are read whose reading the word alone does not tell.
type vowelling uint8

const (
	// persian reads the letters that Persian has from Arabic as it speaks them.
	persian vowelling = 1 << iota
	// secondVowels reads waw and ya behind the first consonant as aw and ay, a
	// last ى as i and a first alif before two consonants as i, all of which
	// the first reading does not: Fayd beside Fid, Islam beside Aslam.
	secondVowels
)

// vowellingOf says how a name is read, by whether it has a letter that Arabic has not.
func vowellingOf(norm []byte) vowelling {
	if bytes.ContainsAny(norm, "پچژگکی") {
		return persian
	}
	return 0
}

// appendArabicLetters writes a word by its letters.
func (a *Analyser) appendArabicLetters(dst []byte, w []char) []byte {
	var sounds [maxWord]sound
	return appendVoiced(dst, arabicTables().sounds(sounds[:0], w, a.vowels))
}

// sounds says what each letter stands for.
func (t *arabicScript) sounds(dst []sound, w []char, v vowelling) []sound {
	vowel := func(s string) { dst = append(dst, sound{s, true}) }
	for i := 0; i < len(w); i++ {
		r := w[i].lower
		first, last := i == 0, i == len(w)-1
		next := rune(0)
		if !last {
			next = w[i+1].lower
		}
		afterVowel := len(dst) > 0 && dst[len(dst)-1].vowel
		switch r {
		case 'ء':
		case 'إ':
			vowel("i")
		case 'ث', 'ذ', 'ض':
			if v&persian != 0 {
				dst = append(dst, sound{persianSound(r), false})
			} else {
				dst = append(dst, t.consonant(w[i]))
			}
		case 'ا', 'أ', 'آ', 'ٱ':
			if first && (next == 'ي' || next == 'ی') {
				vowel("i")
				i++
			} else if first && next == 'و' {
				vowel("u")
				i++
			} else if first && r == 'ا' && v&secondVowels != 0 && i+2 < len(w) && !longVowel(next) && !longVowel(w[i+2].lower) {
				vowel("i")
			} else {
				vowel("a")
			}
		case 'ى':
			if v&secondVowels != 0 {
				vowel("i")
			} else {
				vowel("a")
			}
		case 'ة':
			vowel("a")
		case 'و', 'ي', 'ی':
			g := t.glide(r, next, first, afterVowel)
			if v&secondVowels != 0 && g.vowel && !last && len(dst) == 1 {
				g.text = diphthong(g.text)
			}
			dst = append(dst, g)
		case 'ع':
			if first && !longVowel(next) || !first && !afterVowel {
				vowel("a")
			}
		case 'ئ':
			if !longVowel(next) {
				vowel("i")
			}
		case 'ؤ':
			vowel("u")
		case 'ه', 'ہ':
			if last && !afterVowel && len(dst) > 0 {
				vowel("a")
			} else {
				dst = append(dst, sound{"h", false})
			}
		default:
			dst = append(dst, t.consonant(w[i]))
		}
	}
	return dst
}

func diphthong(vowel string) string {
	if vowel == "u" {
		return "aw"
	}
	return "ay"
}

func persianSound(r rune) string {
	if r == 'ث' {
		return "s"
	}
	return "z"
}

func longVowel(r rune) bool { return r == 'ا' || r == 'و' || r == 'ي' || r == 'ی' || r == 'ى' }

// glide reads waw or ya: a consonant at the beginning, behind a vowel and
// before one, else a vowel.
func (t *arabicScript) glide(r, next rune, first, afterVowel bool) sound {
	consonant := first || afterVowel || next == 'ا' || next == 'و' || next == 'ي' && r == 'و'
	switch {
	case r == 'و' && consonant:
		return sound{"w", false}
	case r == 'و':
		return sound{"u", true}
	case consonant:
		return sound{"y", false}
	}
	return sound{"i", true}
}

func (t *arabicScript) consonant(c char) sound {
	if i := c.lower - firstArabic; i >= 0 && int(i) < len(t.has) && t.has[i] {
		return t.letters[i]
	}
	if c.text != "" {
		return sound{c.text, false}
	}
	return sound{string(c.lower), false}
}
