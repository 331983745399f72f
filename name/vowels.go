package name

// sound is a consonant or a vowel of a word in a script that leaves most
// vowels out.
type sound struct {
	text  string
	vowel bool
}

// appendVoiced writes a word and supplies the vowels that are not written, as
// the commonest patterns of Semitic names have them: a word does not begin
// with two consonants nor end in them, and between two vowels two consonants
// may meet. What is written as "qasm" with a long a is Qasim; hsn is Hasan.
func appendVoiced(dst []byte, s []sound) []byte {
	for i := 0; i < len(s); {
		if s[i].vowel {
			// A vowel that is written twice is one.
			if n := len(s[i].text); len(dst) < n || i == 0 || !s[i-1].vowel || string(dst[len(dst)-n:]) != s[i].text {
				dst = append(dst, s[i].text...)
			}
			i++
			continue
		}
		end := i
		for end < len(s) && !s[end].vowel {
			end++
		}
		dst = appendCluster(dst, s, i, end)
		i = end
	}
	return dst
}

// appendCluster writes the consonants from i to end and the vowels between
// them.
func appendCluster(dst []byte, s []sound, i, end int) []byte {
	first, last := i == 0, end == len(s)
	for k := i; k < end; k++ {
		dst = append(dst, s[k].text...)
		after := k - i // consonants since the last vowel
		left := end - k - 1
		switch {
		case left == 0:
		case first && k == 0:
			dst = append(dst, firstVowel(s)...)
		case last && left == 1:
			dst = append(dst, lastVowel(s, i, end)...)
		case first && after%2 == 0, !first && after%2 == 1:
			dst = append(dst, 'a')
		}
	}
	return dst
}

// firstVowel is the vowel behind the first consonant: that of participles
// (Mujahid, Muslim) is u.
func firstVowel(s []sound) string {
	if s[0].text == "m" && (len(s) == 5 && s[2].text == "a" || len(s) == 4 && !s[1].vowel && !s[2].vowel && !s[3].vowel) {
		return "u"
	}
	return "a"
}

// lastVowel is the vowel before the last consonant: i behind a long a (Khalid)
// and in participles, none behind another long vowel, which only foreign
// names have there (Ford), else a.
func lastVowel(s []sound, i, end int) string {
	switch {
	case i > 1 && s[i-1].text == "a", i == 0 && end == 4 && s[0].text == "m":
		return "i"
	case i > 0 && s[i-1].text != "a" && end-i == 2:
		return ""
	}
	return "a"
}

// SameConsonants says whether two folded words in Latin letters differ in vowels,
// doubled letters and an ending of t or h alone, but not in an i at the end, which
// makes a family name of another (Zaman, Zamani), and how many consonants the one
// of fewer has.
func SameConsonants(a, b string) (least int, same bool) {
	var roomA, roomB [MaxToken]byte
	x, y := consonants(roomA[:0], a), consonants(roomB[:0], b)
	return min(len(x), len(y)), string(x) == string(y) && (a[len(a)-1] == 'i') == (b[len(b)-1] == 'i')
}

// consonants appends those of a word that are not the one before.
func consonants(dst []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; !isVowel(c) && c != 'w' && (i == 0 || c != s[i-1]) && len(dst) < cap(dst) {
			dst = append(dst, c)
		}
	}
	if n := len(dst); n > 1 && (dst[n-1] == 't' || dst[n-1] == 'h') {
		dst = dst[:n-1]
	}
	return dst
}

// Repeats says that most letters of a word only repeat the one before them, as in
// "zzzzqqq": no language spells so, and the word is no spelling of another.
func Repeats(text string) bool {
	changes := 1
	for i := 1; i < len(text); i++ {
		if text[i] != text[i-1] {
			changes++
		}
	}
	return 2*changes < len(text)
}

// SameUndoubled says whether two words differ in doubled letters alone.
func SameUndoubled(a, b string) bool {
	i, j := 0, 0
	for i < len(a) && j < len(b) && a[i] == b[j] {
		c := a[i]
		for i < len(a) && a[i] == c {
			i++
		}
		for j < len(b) && b[j] == c {
			j++
		}
	}
	return i == len(a) && j == len(b)
}
