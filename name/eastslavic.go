package name

import "strings"

// Russian, Ukrainian and Belarusian write one family name, or father's name, each by
// its own sound: Sokolovsky is Sakalouski, Zubkov Zubkou, Bugrov Buhrov. What is lost
// between them (which of a, e and o a vowel is, whether a consonant before it is soft)
// tells other names apart in one language. So two words are one so if one at least is
// written as English does not write Russian.

// leastSlavic and mostSlavic are the letters of such a word, and of what it is folded
// to, moreSlavic how many one language may write more.
const leastSlavic, mostSlavic, moreSlavic = 5, 32, 5

// slavicEnds are how what they are folded to ends, and foreignEnds what ends too many
// other words to be told by an h alone.
var (
	slavicEnds  = []string{"av", "ava", "iv", "ski", "ska", "Tki", "Tka", "nka", "viC", "vna"}
	foreignEnds = []string{"in", "ina", "ik", "iC", "uk"}
	otherEnds   = []string{"nka", "ava", "avich"}
)

// EastSlavic appends what an East Slavic name is folded to, whichever of the three
// languages it is written in. It says whether the word is written as English writes
// Belarusian or Ukrainian and not Russian; nothing is appended for another word.
func EastSlavic(dst []byte, text string) (fold []byte, other bool) {
	var s eastSlavic
	if !s.set(text) {
		return dst, false
	}
	return append(dst, s.folded()...), s.other
}

// set folds a word. It is false of one that is no such name.
func (s *eastSlavic) set(text string) bool {
	if slavicEnd(text) == 0 {
		return false
	}
	s.text = text
	for s.i < len(text) {
		if c := text[s.i]; c < 'a' || c > 'z' {
			return false
		}
		if !s.digraph() {
			s.letter()
		}
	}
	if s.n < leastSlavic {
		return false
	}
	for _, end := range otherEnds {
		s.other = s.other || strings.HasSuffix(text, end)
	}
	if strings.HasPrefix(string(s.folded()), "mikala") { // Nicholas, as Russian begins it
		s.out[0], s.other = 'n', true
	}
	for _, end := range slavicEnds {
		if strings.HasSuffix(string(s.folded()), end) {
			s.other = s.other || s.h
			return true
		}
	}
	for _, end := range foreignEnds {
		if strings.HasSuffix(string(s.folded()), end) {
			return true
		}
	}
	return false
}

// slavicEnd is which of the endings a word may have, by its last letters, whatever
// language writes it; 0 if none. Two words that are one have the same.
func slavicEnd(text string) int {
	n := len(text)
	if n < leastSlavic || n > mostSlavic {
		return 0
	}
	before := text[n-2]
	switch c := text[n-1]; c {
	case 'u', 'v', 'w':
		if isVowel(before) {
			return 1
		}
	case 'a', 'o':
		switch before {
		case 'n', 'v', 'w':
			return 2
		case 'k', 'i', 'j', 'y': // nka, nko; ska, skaja
			return 3
		}
	case 'i', 'j', 'y':
		if k := strings.LastIndexByte(text, 'k'); k > 2 && n-k <= 4 {
			return 4
		}
	case 'n', 'k':
		if isVowel(before) {
			return int(c)
		}
	case 'c', 'h', 's', 'z':
		if strings.IndexByte("cistyz", before) >= 0 {
			return 5
		}
	}
	return 0
}

// eastSlavic is a place in a word and what it is folded to so far. other says that it is
// not as English writes Russian, h that it has an h for a g, which other languages have too.
type eastSlavic struct {
	text     string
	i, n     int
	out      [mostSlavic]byte
	other, h bool
}

func (s *eastSlavic) folded() []byte { return s.out[:s.n] }

// digraphs are letters that stand for one sound, the longest first, and whether they
// tell of Belarusian.
var digraphs = [...]struct {
	from, to string
	mark     bool
}{
	{"shch", "SC", false}, {"tch", "C", false}, {"kh", "X", false}, {"zh", "Z", false}, {"sh", "S", false}, {"ch", "C", false},
	{"dzh", "dZ", false}, {"dz", "d", true}, {"ts", "T", false}, {"tz", "T", false}, {"ks", "x", false},
}

func (s *eastSlavic) digraph() bool {
	if s.i+1 == len(s.text) || strings.IndexByte("hcsz", s.text[s.i+1]) < 0 {
		return false // the second letter of each is one of these
	}
	if rest := s.text[s.i:]; strings.HasPrefix(rest, "ts") && softTs(rest[2:]) {
		s.put('t')
		s.i, s.other = s.i+2, true
		return true
	}
	for i := range digraphs {
		d := &digraphs[i]
		if strings.HasPrefix(s.text[s.i:], d.from) {
			s.i += len(d.from)
			s.other = s.other || d.mark
			for _, c := range []byte(d.to) {
				s.put(c)
			}
			return true
		}
	}
	return false
}

// softTs says whether what stands behind "ts" lets it be the t of Belarusian, which is
// so before i and e: not in Zaitsev.
func softTs(rest string) bool {
	return rest != "" && (rest[0] == 'i' || rest[0] == 'e') && rest != "ev" && rest != "eva"
}

// put writes a sound, once where it is doubled.
func (s *eastSlavic) put(c byte) {
	if s.last() != c {
		s.out[s.n] = c
		s.n++
	}
}

func (s *eastSlavic) last() byte {
	if s.n == 0 {
		return 0
	}
	return s.out[s.n-1]
}

func (s *eastSlavic) letter() {
	c := s.text[s.i]
	s.i++
	rest := s.text[s.i:]
	switch c {
	case 'a', 'e', 'o':
		if s.last() == 'i' { // soft before a vowel
			s.n--
		}
		s.put('a')
	case 'i', 'y', 'j':
		s.put('i')
	case 'u', 'w':
		short := rest == "" || !isVowel(rest[0])
		switch begin := s.n == 0; {
		case short && s.last() == 'a':
			s.other = true
			s.put('v')
		case c == 'w', begin && short:
			s.other = s.other || strings.HasPrefix(rest, "ladz")
			s.put('v')
		default:
			if s.last() == 'i' {
				s.n--
			}
			s.put('u')
		}
	case 'h':
		s.h = true
		s.put('g')
	case 'c': // Czech and Polish write "ts" so
		s.other = true
		s.put('T')
	default:
		s.put(c)
	}
}

// SameEastSlavic says whether two words are one name as two of the languages write it.
func SameEastSlavic(a, b string) bool {
	if end := slavicEnd(a); end == 0 || end != slavicEnd(b) || len(a)-len(b) > moreSlavic || len(b)-len(a) > moreSlavic {
		return false
	}
	var x, y eastSlavic
	return x.set(a) && y.set(b) && (x.other || y.other) && string(x.folded()) == string(y.folded())
}
