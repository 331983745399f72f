package name

import (
	"slices"
	"strings"
	"sync"
)

// A name that is written in many ways may be mistyped in any of them: "Mohmmed" is
// Mohammed with a letter left out, and four errors from Muhammad. So a word that is no
// known name is looked up as the usual spellings that fingers may have made it of.

// mended marks, in what AppendRespelt writes, the keys of such spellings.
const mended = '~'

// leastMended are the letters that the word and the usual spelling must have,
// leastReplaced those of one with a key hit instead of another, which makes other names
// in shorter ones: Jadar is not Jafar. mostMended is how many names it may be: more say
// nothing.
const leastMended, leastReplaced, mostMended = 5, 7, 2

// usual are the spellings of the table of variants and their keys, by the letters that
// they have but for one at most, whatever their order: see letterSum.
type usual struct {
	words, keys []string
	by          map[uint32][]uint16
}

var usuals = sync.OnceValue(func() *usual {
	u := &usual{by: map[uint32][]uint16{}}
	rows("variants.tsv", 1, func(col []string) {
		for _, w := range strings.Fields(col[0]) {
			if len(w) < leastMended || !inLatin(w) {
				continue
			}
			n := uint16(len(u.words))
			u.words, u.keys = append(u.words, w), append(u.keys, string(Key(nil, []byte(w))))
			eachLess(w, func(sum uint32) {
				if at := u.by[sum]; len(at) == 0 || at[len(at)-1] != n {
					u.by[sum] = append(at, n)
				}
			})
		}
	})
	return u
})

// eachLess calls f for the letters of a word, and for those without each of them.
func eachLess(w string, f func(sum uint32)) {
	all := sumOf(w)
	f(all)
	for i := range len(w) {
		f(all - letterSum[w[i]])
	}
}

func sumOf(w string) (sum uint32) {
	for i := range len(w) {
		sum += letterSum[w[i]]
	}
	return sum
}

// letterSum is what each letter adds to the sum of some.
var letterSum = func() (of [256]uint32) {
	for c := range of {
		of[c] = uint32(mixWord(uint64(c) + 1))
	}
	return of
}()

// appendMended appends the keys of the names that a word may be with an error, if it is
// no known name.
func appendMended(dst []byte, word string) []byte {
	if len(word) < leastMended || knownWord([]byte(word)) {
		return dst
	}
	u := usuals()
	var found [mostMended]string
	n := 0
	eachLess(word, func(sum uint32) {
		for _, at := range u.by[sum] {
			key, as := u.keys[at], u.words[at]
			switch {
			case as == word: // it is no error
				n = mostMended + 1
			case n > mostMended || slices.Contains(found[:min(n, mostMended)], key) || !mistaken(word, as):
			case n == mostMended:
				n++
			default:
				found[n], n = key, n+1
			}
		}
	})
	if n > mostMended {
		return dst
	}
	for _, key := range found[:n] {
		dst = append(append(append(dst, mended), key...), '\n')
	}
	return dst
}

// mistaken says whether fingers may have made a word of a usual spelling.
func mistaken(word, as string) bool {
	return ByFingers(word, as, 1) && (len(word) != len(as) || len(word) >= leastReplaced || sumOf(word) == sumOf(as))
}
