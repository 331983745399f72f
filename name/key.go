package name

import (
	"bytes"
	"strings"
	"sync"
)

// Key appends to dst a key that tokens share which are spellings of one
// another under the usual transliterations: "mohammed" and "muhamad",
// "ovsiannikov" and "ovsyannikov". Its bytes mean nothing else. The key of a
// token in a script that we have no table for is the token.
//
// Two things make it. Rules of spelling fold what languages write differently
// (kh, sch, ou, iy, doubled letters); vowels are folded, not dropped, so that
// "ali" and "ola" stay two. Then a table of names (data/variants.tsv) joins
// what rules cannot: they must not take every "e" for an "a" because of
// Ahmed. The table is looked up by the rules' key, so that what the rules
// join to a spelling of the table is joined with all of them.
//
// Key does not allocate if dst has room for three times the token.
func Key(dst []byte, text []byte) []byte {
	if len(text) > 1 && isSounds(text[0]) {
		return soundsKey(dst, text)
	}
	start := len(dst)
	dst = byRules(dst, text)
	if head, ok := variants()[string(dst[start:])]; ok {
		dst = append(dst[:start], head...)
	}
	return dst
}

// byRules appends the key of a token that the rules of spelling make.
func byRules(dst []byte, text []byte) []byte {
	start := len(dst)
	dst = appendPatronymic(dst, text)
	at := len(dst)
	if at == start {
		return spell(dst, text)
	}
	dst = spell(dst, dst[start:at])
	return dst[:start+copy(dst[start:], dst[at:])]
}

// appendPatronymic writes a father's name that ends in vowels and "vich" or "vna" as
// Russian does, since Ukrainian and Belarusian have other vowels there: Vitaliiovych,
// Valeriyivna, Leanidavich. It writes nothing where the word is none.
func appendPatronymic(dst []byte, text []byte) []byte {
	n := len(text)
	if n < 8 || n > MaxToken || strings.IndexByte("hajcsz", text[n-1]) < 0 {
		return dst
	}
	var end string
	stem := 0
	for _, e := range fatherEnds {
		if bytes.HasSuffix(text, []byte(e[0])) {
			stem, end = n-len(e[0]), e[1]
			break
		}
	}
	if stem == 0 {
		return dst
	}
	from := stem
	for stem > 0 && strings.IndexByte("aeijoy", text[stem-1]) >= 0 {
		stem--
	}
	if stem < 3 || from == stem {
		return dst
	}
	at, vowels := len(dst), "ie"
	if from-stem == 1 && text[stem] != 'e' {
		vowels = "o"
	}
	dst = append(append(append(dst, text[:stem]...), vowels...), end...)
	if end != string(text[from:]) && text[0] == 'j' && isVowel(text[1]) {
		dst[at] = 'y' // Jurjevitj
	}
	return dst
}

// fatherEnds are how fathers' names end, as Belarusian, German, Swedish and those that
// write Croatian and Finnish letters spell them too, and as English does.
var fatherEnds = [...][2]string{
	{"vich", "vich"}, {"vych", "vich"}, {"vitch", "vitch"}, {"vitj", "vich"}, {"vytj", "vich"}, {"witsch", "vich"}, {"vic", "vich"}, {"vits", "vich"}, {"wicz", "vich"},
	{"vna", "vna"}, {"wna", "vna"}, {"una", "vna"},
}

// variants maps the rules' key of a spelling to that of its name.
var variants = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	rows("variants.tsv", 1, func(col []string) {
		words := strings.Fields(col[0])
		key := func(w string) string { return string(byRules(nil, []byte(w))) }
		head := key(words[0])
		for _, w := range words {
			if key := key(w); m[key] == "" {
				m[key] = head
			}
		}
	})
	return m
})

// Sounds that take two letters or more have a capital in the key.
const (
	soundSh = 'S' // sh, sch, shch
	soundCh = 'C' // ch, tch, tsch, cz
	soundKh = 'X' // kh, and the hs and x that begin Chinese syllables
	soundZh = 'Z' // zh
	soundJ  = 'J' // j, dj, dzh
	soundAi = 'E' // ai, ay, ei, ey, aj, ej
	soundUo = 'O' // uo, and the ou of Chinese syllables
)

// spell applies the rules of spelling.
func spell(dst []byte, text []byte) []byte {
	for _, c := range text {
		if c < 'a' || c > 'z' {
			return unspelt(dst, text)
		}
	}
	s := speller{text: text, out: dst, start: len(dst)}
	if len(text) > 3 {
		for s.i < len(text) {
			if s.vowel() {
				s.vowels()
			} else {
				s.consonant()
			}
		}
		return s.out
	}
	for s.i < len(text) { // so short a name has few spellings
		switch c := s.text[s.i]; c {
		case 'y', 'j':
			s.put('i', 1)
		case 'w':
			s.put('v', 1)
		case 'q':
			s.put('k', 1)
		case 'e':
			if s.has("ee") {
				s.put('i', 2)
			} else {
				s.put('e', 1)
			}
		case 'o':
			if s.has("oo") {
				s.put('u', 2)
			} else {
				s.put('o', 1)
			}
		default:
			s.put(c, 1)
		}
	}
	return s.out
}

// unspelt writes a number or a word in another script as it is, and one of letters
// and digits with each doubled letter once.
func unspelt(dst []byte, text []byte) []byte {
	for i, c := range text {
		if i == 0 || c != text[i-1] || !isLower(c) {
			dst = append(dst, c)
		}
	}
	return dst
}

// speller is a place in a token and the key so far.
type speller struct {
	text  []byte
	i     int
	out   []byte
	start int
}

// put writes a sound, once where it is doubled, and goes on.
func (s *speller) put(c byte, n int) {
	if s.last() != c {
		s.out = append(s.out, c)
	}
	s.i += n
}

func (s *speller) last() byte {
	if len(s.out) == s.start {
		return 0
	}
	return s.out[len(s.out)-1]
}

// has says whether the letters come next.
func (s *speller) has(letters string) bool {
	return len(s.text)-s.i >= len(letters) && string(s.text[s.i:s.i+len(letters)]) == letters
}

// at is the letter some places on, 0 beyond the ends.
func (s *speller) at(n int) byte {
	if i := s.i + n; i >= 0 && i < len(s.text) {
		return s.text[i]
	}
	return 0
}

// ends says whether the token ends n letters on.
func (s *speller) ends(n int) bool { return s.i+n == len(s.text) }

func isVowel(c byte) bool {
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'
}

// vowel says whether a vowel comes next. A j between a consonant and a vowel,
// or between a vowel and a consonant or the end, is a y; between vowels it is
// one behind an i.
func (s *speller) vowel() bool {
	c := s.at(0)
	if c != 'j' {
		return isVowel(c)
	}
	before, after := s.at(-1), s.at(1)
	switch {
	case s.i == 0:
		return isVowel(after) && s.continental()
	case isVowel(before):
		return before == 'i' || !isVowel(after)
	}
	return isVowel(after) && before != 'd'
}

// front says whether a letter softens a c before it.
func front(c byte) bool { return c == 'e' || c == 'i' || c == 'y' }
