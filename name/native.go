package name

import (
	"bytes"
	"cmp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/interdict/interdict"
)

// A word of the Arabic or the Hebrew script leaves most vowels out, so that
// each reading of it is one of many. Beside its readings a name in these
// scripts therefore has a form in which its words stand as they are written,
// and Voiced says how well such a word and one in Latin letters agree. A word
// and its Latin spellings share a skeleton, by which an index finds them.

// nativeLetter is a letter of data/skeleton.tsv.
type nativeLetter struct {
	class     byte // in the skeleton
	spellings []nativeSpelling
	// at are its spellings at the beginning, in the middle and at the end of a word.
	at [3]nativePlace
}

// nativeSpelling is how a letter is met in Latin, at the beginning or the end
// of a word only where it says so.
type nativeSpelling struct {
	text       string
	cost       int
	begin, end bool
}

const (
	firstNative, lastNative = 0x590, 0x6ff
	// maxNative is the most letters of a word as it is written.
	maxNative = MaxToken / 2
	// maxSkeleton is the most places of a skeleton, maxSkeletons the most that
	// a Latin word has, maxNatives those of a native one.
	maxSkeleton, maxSkeletons, maxNatives = 16, 8, 4
	// MaxVoicing is the most that Voiced forgives.
	MaxVoicing = 2
)

var nativeLetters = sync.OnceValue(func() *[lastNative - firstNative + 1]*nativeLetter {
	var t [lastNative - firstNative + 1]*nativeLetter
	rows("skeleton.tsv", 3, func(col []string) {
		r, _ := utf8.DecodeRuneInString(col[0])
		l := &nativeLetter{class: col[1][0]}
		for _, s := range strings.Fields(col[2]) {
			text := strings.TrimLeft(s, "?")
			sp := nativeSpelling{cost: len(s) - len(text)}
			text, sp.begin = strings.CutPrefix(text, "^")
			text, sp.end = strings.CutPrefix(text, "$")
			if text != "-" {
				sp.text = text
			}
			l.spellings = append(l.spellings, sp)
		}
		l.at = [3]nativePlace{l.place(true, false), l.place(false, false), l.place(false, true)}
		t[r-firstNative] = l
	})
	return &t
})

// Native says whether a token is a word of the Arabic or Hebrew script as it
// is written.
func Native(text string) bool {
	return len(text) > 1 && text[0] >= 0xd6 && text[0] <= 0xdb
}

// nativeWord appends the letters of words written as one; it is not ok if one has
// no Latin spelling.
func nativeWord(dst []*nativeLetter, words []string) ([]*nativeLetter, bool) {
	t := nativeLetters()
	for _, word := range words {
		for _, r := range word {
			if r < firstNative || r > lastNative || t[r-firstNative] == nil || len(dst) == cap(dst) {
				return dst, false
			}
			dst = append(dst, t[r-firstNative])
		}
	}
	return dst, true
}

// Skeletons calls f with the hash of each skeleton of a word, or of native words
// written as one: the classes of its consonants, each once where it is doubled.
// A native word with the article has two, since that may be written together
// with it in Latin letters, and so has one that ends in a ta marbuta, which is
// no letter or a t; a Latin word has one for each way to take its
// letters: a v may be a vowel's letter in the other script.
func Skeletons(f func(hash uint64), words ...string) {
	var room [maxSkeletons]skeleton
	all := skeletons(room[:0], words)
	for i := range all {
		f(all[i].hash())
	}
}

type skeleton struct {
	class [maxSkeleton]byte
	n     int
}

func (s *skeleton) hash() uint64 { return hashWord(s.class[:s.n]) }

func (s *skeleton) add(class byte) {
	if class != noClass && s.n < maxSkeleton && (s.n == 0 || s.class[s.n-1] != class) {
		s.class[s.n] = class
		s.n++
	}
}

func skeletons(dst []skeleton, words []string) []skeleton {
	if text := words[0]; !Native(text) {
		if len(text) < 2 || !inLatin(text) {
			return dst
		}
		return latinSkeletons(append(dst, skeleton{}), text)
	}
	var room [maxNative]*nativeLetter
	letters, ok := nativeWord(room[:0], words)
	if !ok {
		return dst
	}
	return nativeSkeletons(dst, letters, articleLetters(words[0]))
}

// nativeSkeletons appends those of a native word, the first letters of which are
// the article.
func nativeSkeletons(dst []skeleton, letters []*nativeLetter, article int) []skeleton {
	var alone, all skeleton
	for _, l := range letters[article:] {
		alone.add(l.class)
	}
	n := len(dst)
	dst = append(dst, alone)
	if article > 0 {
		for _, l := range letters {
			all.add(l.class)
		}
		dst = append(dst, all)
	}
	if letters[len(letters)-1] != nativeLetters()['ه'-firstNative] {
		return dst
	}
	for _, s := range dst[n:] {
		s.add(taClass)
		dst = append(dst, s)
	}
	return dst
}

// taClass is the class of t, which a last ه is in "Ismat".
const taClass = 'T'

// WithoutArticle is a native word without the article that it begins with.
func WithoutArticle(word string) string {
	if articleLetters(word) > 0 {
		return word[len("ال"):]
	}
	return word
}

// articleLetters is how many letters of a word are the article.
func articleLetters(word string) int {
	if strings.HasPrefix(word, "ال") && len(word) > 8 {
		return 2
	}
	return 0
}

// latinSkeletons goes on with each of the skeletons; where letters are of
// several classes, all of them are taken until there are enough.
func latinSkeletons(all []skeleton, text string) []skeleton {
	for i := 0; i < len(text); {
		classes, n := latinClasses(text[i:])
		i += n
		before := len(all)
		for k := range before {
			for c := 1; c < len(classes) && len(all) < maxSkeletons; c++ {
				other := all[k]
				other.add(classes[c])
				all = append(all, other)
			}
			all[k].add(classes[0])
		}
	}
	return all
}

// noClass stands for letters that have no place in a skeleton.
const noClass = '-'

// latinClasses are the classes that the letters at the beginning of a text
// may be of, and how many letters they are.
func latinClasses(s string) (string, int) {
	next := byte(0)
	if len(s) > 1 {
		next = s[1]
	}
	switch s[0] {
	case 'b', 'p', 'f':
		return "B", 1
	case 'v':
		return "B-", 1
	case 't', 's':
		if len(s) > 2 && next == 'c' && s[2] == 'h' {
			return "T", 3
		}
		return "T", 1
	case 'd', 'z':
		return "T", 1
	case 'j':
		return "TK", 1
	case 'c':
		switch next {
		case 'h':
			return "TK-", 2
		case 'k', 'q':
			return "K", 2
		}
		return "KT", 1
	case 'k':
		if next == 'h' {
			return "-K", 2
		}
		return "K", 1
	case 'q':
		return "K", 1
	case 'g':
		return "KT", 1
	case 'l':
		return "L", 1
	case 'm':
		return "M", 1
	case 'n':
		return "N", 1
	case 'r':
		return "R", 1
	}
	return "-", 1
}

func spoken(dst []byte, w []char, inHebrew bool) []byte {
	var sounds [maxNative]sound
	if inHebrew {
		return appendVoiced(dst, hebrewTables().sounds(sounds[:0], w))
	}
	return appendVoiced(dst, arabicTables().sounds(sounds[:0], w, 0))
}

// longer adds letters to what a span is as it is written, which is kept where
// it is at least three letters and no more than a token may have. One of fewer is
// kept where it may be part of a word that a stray space parts.
func (a *Analyser) longer(sp *span, w []char, part bool) {
	at := len(a.spelling)
	if n := len(a.spans); sp.speltLen == 0 && n > 1 && len(w) >= leastNative && sp.glue == glueHyphen && string(a.at(a.spans[n-2])) == "al" {
		a.spelling = append(a.spelling, "ال"...)
	}
	if sp.speltLen > 0 {
		a.spelling = append(a.spelling, a.spelling[sp.spelt:][:sp.speltLen]...)
	}
	for i, c := range w {
		if c.class != letterClass || i > 0 && c.lower == w[i-1].lower && (c.lower == 'ו' || c.lower == 'י') {
			continue // Hebrew writes them twice where they are consonants
		}
		a.spelling = appendArabicKey(a.spelling, c.lower)
	}
	sp.speltLen, sp.speltCut = 0, 0
	if n := len(a.spelling) - at; n >= 2*leastNative && n <= MaxToken || n > 0 && n < 2*leastNative && part && sp.glue != glueHyphen {
		sp.spelt, sp.speltLen = int32(at), uint8(n)
		sp.speltCut = glued(a.spelling[at:])
	}
}

// glued returns where the second of two names begins that stand in one word,
// 0 if there are none: one of them is known, the other may be any.
func glued(word []byte) uint8 {
	if word[0] < 0xd8 || arabicWordOf(word).name != "" {
		return 0
	}
	if bytes.HasPrefix(word, []byte("ال")) {
		return 0
	}
	if rest, ok := bytes.CutPrefix(word, []byte("ابو")); ok && len(rest) >= 2*leastNative {
		return uint8(len(word) - len(rest))
	}
	for n := 2 * leastNative; n <= len(word)-2*leastNative; n += 2 {
		if arabicWordOf(word[:n]).name != "" || arabicWordOf(word[n:]).name != "" {
			return uint8(n)
		}
	}
	return 0
}

// leastNative is the fewest letters of a word that is kept as it is written.
const leastNative = 3

// nativeRarity is the rarity of a word as it is written: that of the commoner
// of what it is known to be and what its letters give.
func nativeRarity(text []byte) interdict.Millibits {
	var room [maxNative]char
	w := room[:0]
	for i := 0; i < len(text) && len(w) < maxNative; {
		r, size := utf8.DecodeRune(text[i:])
		w = append(w, char{as: r, lower: r, class: letterClass})
		i += size
	}
	var known string
	var ok bool
	var latin [2 * MaxToken]byte
	if text[0] < 0xd8 {
		known, ok = hebrewReadings()[string(text)]
	} else {
		of := arabicWordOf(text)
		known = cmp.Or(of.name, of.learnt)
		ok = known != ""
	}
	rarity := wordRarity(spoken(latin[:0], w, text[0] < 0xd8))
	if ok {
		rarity = min(rarity, wordRarity(append(latin[:0], known...)))
	}
	return rarity
}
