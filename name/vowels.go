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
