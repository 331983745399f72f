package register

import (
	"slices"
	"strings"
	"unicode"
)

// changedSentences returns the sentences of old that new lacks, and those of
// new that old lacks, each in their order and as written. Spaces around a
// sentence count only where nothing else differs. If the texts differ, so does
// at least one of the answers from empty.
func changedSentences(old, new string) (gone, came string) {
	a, b := sentences(old), sentences(new)
	gone, came = uncommon(a, b, func(s, t string) bool { return strings.TrimSpace(s) == strings.TrimSpace(t) })
	if gone == "" && came == "" {
		gone, came = uncommon(a, b, func(s, t string) bool { return s == t })
	}
	return gone, came
}

// uncommon returns what is left of two texts without a longest common
// subsequence of their sentences.
func uncommon(a, b []string, same func(s, t string) bool) (gone, came string) {
	for len(a) > 0 && len(b) > 0 && same(a[0], b[0]) {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && same(a[len(a)-1], b[len(b)-1]) {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	inA, inB := common(a, b, same)
	return without(a, inA), without(b, inB)
}

// sentences cuts a text behind each full stop, semicolon, question or
// exclamation mark that a space follows, and behind line ends. The pieces,
// spaces included, put together are the text.
func sentences(s string) (out []string) {
	start, ended := 0, false
	for i, c := range s {
		switch {
		case c == '\n':
			ended = true
		case unicode.IsSpace(c):
			ended = ended || i > 0 && strings.IndexByte(".;!?", s[i-1]) >= 0
		case ended:
			out = append(out, s[start:i])
			start, ended = i, false
		}
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return out
}

// common marks the sentences of a longest common subsequence. Texts of more
// than a thousand changed sentences are taken to have none.
func common(a, b []string, same func(s, t string) bool) (inA, inB []bool) {
	inA, inB = make([]bool, len(a)), make([]bool, len(b))
	if len(a)*len(b) > 1<<20 {
		return inA, inB
	}
	width := len(b) + 1
	best := make([]int32, (len(a)+1)*width) // of a[i:] and b[j:]
	for i, s := range slices.Backward(a) {
		for j, t := range slices.Backward(b) {
			at := i*width + j
			best[at] = max(best[at+1], best[at+width])
			if same(s, t) {
				best[at] = max(best[at], best[at+width+1]+1)
			}
		}
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch at := i*width + j; {
		case same(a[i], b[j]):
			inA[i], inB[j] = true, true
			i, j = i+1, j+1
		case best[at+width] >= best[at+1]:
			i++
		default:
			j++
		}
	}
	return inA, inB
}

func without(s []string, kept []bool) string {
	var b strings.Builder
	for i := range s {
		if !kept[i] {
			b.WriteString(s[i])
		}
	}
	return b.String()
}

// sentenceWords says which sentences went and came.
func sentenceWords(gone, came string) string {
	gone, came = strings.TrimSpace(gone), strings.TrimSpace(came)
	var says []string
	if gone == came {
		return "only in its spaces, at “" + gone + "”"
	}
	if gone != "" {
		says = append(says, "removed “"+gone+"”")
	}
	if came != "" {
		says = append(says, "added “"+came+"”")
	}
	return strings.Join(says, "; ")
}
