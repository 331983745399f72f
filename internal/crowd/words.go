package crowd

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/interdict/interdict/internal/tsv"
)

//go:embed data/names.tsv
var namesTSV string

// word is a word in small Latin letters, and in its own script where the table
// has it.
type word struct{ latin, native string }

// words are a culture's.
type words struct {
	male, female, family, middle []word // common ones; middle: Vietnamese middle names
	rareGiven, rareFamily        maker
}

func readWords() map[string]*words {
	out := map[string]*words{}
	for _, c := range tsv.Records(namesTSV) {
		w := out[c[0]]
		if w == nil {
			w = &words{}
			out[c[0]] = w
		}
		var list []word
		for _, s := range strings.Fields(c[2]) {
			latin, native, _ := strings.Cut(s, "=")
			list = append(list, word{latin, native})
		}
		switch c[1] {
		case "male":
			w.male = list
		case "female":
			w.female = list
		case "family":
			w.family = list
		case "given_start":
			w.rareGiven.start = list
		case "given_end":
			w.rareGiven.end = list
		case "start":
			w.rareFamily.start = list
		case "middle":
			w.rareFamily.middle, w.middle = list, list
		case "end":
			w.rareFamily.end = list
		default:
			panic(fmt.Sprintf("names.tsv: what is %q?", c[1]))
		}
	}
	return out
}

// maker puts rare words together: a start, ever more middles, an end.
type maker struct{ start, middle, end []word }

// none says that there are no rare words: the list of common ones is closed.
func (m *maker) none() bool { return len(m.start) == 0 || len(m.end) == 0 }

// most is the most middles of a word. Ranks beyond all that can be made so begin
// again among the longest.
const most = 3

// scatter parts neighbours: numbers below a size are taken in another order, each
// once. It is a prime that no size here is a multiple of.
const scatter = 1_000_003

// append appends the n-th rare word, counted from 0, in Latin letters and in its
// own where the parts have them.
func (m *maker) append(latin, native []byte, n uint64) (a, b []byte) {
	size := uint64(len(m.start) * len(m.end))
	middles := 0
	for middles < most && len(m.middle) > 0 && n >= size {
		n -= size
		size *= uint64(len(m.middle))
		middles++
	}
	n = n % size * scatter % size
	put := func(list []word) {
		w := list[n%uint64(len(list))]
		n /= uint64(len(list))
		latin, native = append(latin, w.latin...), append(native, w.native...)
	}
	put(m.start)
	for range middles {
		put(m.middle)
	}
	put(m.end)
	return latin, native
}
