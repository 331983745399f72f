package entities

import (
	_ "embed"
	"hash/fnv"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/interdict/interdict/internal/tsv"
)

//go:embed words.tsv
var wordsTSV string

//go:embed topics.tsv
var topicsTSV string

// word is a word of a text, made small: its hash above, how rare it is below,
// in eighths of a bit. Equal words are equal numbers.
type word uint32

const rarityBits = 8

// bits is how much it says that two texts share the word, in millibits.
func (w word) bits() int { return int(w&(1<<rarityBits-1)) * 125 }

// wordCounts is how many listings state a word, and how many there are.
var wordCounts = sync.OnceValue(func() (c struct {
	of    map[string]int
	all   int
	least int
}) {
	c.of = map[string]int{}
	for _, cells := range tsv.Records(wordsTSV) {
		n, err := strconv.Atoi(cells[1])
		if err != nil || n < 1 {
			panic("words.tsv: " + strings.Join(cells, " ")) // a test reads the table
		}
		if cells[0] == "*" {
			c.all, c.least = n, n
			continue
		}
		c.of[cells[0]] = n
		c.least = min(c.least, n)
	}
	return c
})

// rarity is the binary logarithm of one in how many listings states a word, in
// eighths of a bit.
func rarity(text string) uint32 {
	c := wordCounts()
	n := c.of[text]
	if n == 0 {
		n = c.least
	}
	return log2eighths(uint64(c.all) << 10 / uint64(n))
}

// log2eighths is eight times the binary logarithm of v over 1024, by squaring.
func log2eighths(v uint64) uint32 {
	whole := bits.Len64(v) - 1
	out := uint32(whole) * 8
	x := v << (62 - whole) >> 31 // in [1, 2) with 31 bits behind the point
	for add := uint32(4); add > 0; add /= 2 {
		x = x * x >> 31
		if x >= 1<<32 {
			x >>= 1
			out += add
		}
	}
	return out - 80
}

// lexicon turns texts to words. It keeps, where asked to, how each is written.
type lexicon struct {
	known map[string]word
	texts map[word]string // nil: not kept
	buf   []rune
}

func newLexicon(keep bool) *lexicon {
	x := &lexicon{known: map[string]word{}}
	if keep {
		x.texts = map[word]string{}
	}
	return x
}

// maxKnown bounds the words that a lexicon remembers.
const maxKnown = 1 << 15

func (x *lexicon) word(text string) word {
	if w, ok := x.known[text]; ok {
		return w
	}
	h := fnv.New32a()
	h.Write([]byte(text))
	w := word(h.Sum32()<<rarityBits | rarity(text))
	if len(x.known) >= maxKnown {
		clear(x.known)
	}
	x.known[text] = w
	if x.texts != nil {
		x.texts[w] = text
	}
	return w
}

// each calls f for the words of a text: runs of three letters and more, without
// case and accents. digits counts numbers among them, of any length.
func (x *lexicon) each(text string, digits bool, f func(text string)) {
	x.buf = x.buf[:0]
	number := false
	flush := func() {
		if len(x.buf) >= 3 || number && digits {
			f(string(x.buf))
		}
		x.buf, number = x.buf[:0], false
	}
	for _, r := range norm.NFKD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
		case unicode.IsLetter(r) && !number:
			x.buf = append(x.buf, unicode.ToLower(r))
		case digits && r >= '0' && r <= '9' && (number || len(x.buf) == 0):
			number = true
			x.buf = append(x.buf, r)
		default:
			flush()
		}
	}
	flush()
}

// add adds a text's words to a set.
func (x *lexicon) add(set []word, text string, digits bool) []word {
	x.each(text, digits, func(text string) { set = append(set, x.word(text)) })
	return set
}

// set puts words in order, each once, and keeps the rarest.
func set(words []word, most int) []word {
	slices.Sort(words)
	words = slices.Compact(words)
	if len(words) > most {
		slices.SortStableFunc(words, func(a, b word) int { return b.bits() - a.bits() })
		words = words[:most]
		slices.Sort(words)
	}
	return slices.Clip(words)
}

// common calls f for the words of both sets.
func common(a, b []word, f func(w word)) {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			f(a[0])
			a, b = a[1:], b[1:]
		}
	}
}

// topic is a line of topics.tsv.
type topic struct {
	name  string
	bits  int
	words []string
}

var topics = sync.OnceValue(func() (all []topic) {
	for _, cells := range tsv.Records(topicsTSV) {
		n, err := strconv.Atoi(cells[1])
		if err != nil {
			panic("topics.tsv: " + strings.Join(cells, " ")) // a test reads the table
		}
		t := topic{cells[0], n, nil}
		for w := range strings.SplitSeq(cells[2], ";") {
			t.words = append(t.words, " "+w+" ")
		}
		all = append(all, t)
	}
	return all
})

// topicsOf are the topics of a text, a bit each.
func topicsOf(text string) (set uint64) {
	var b strings.Builder
	b.WriteByte(' ')
	for _, r := range strings.ToLower(text) {
		switch {
		case r >= 'a' && r <= 'z':
			b.WriteRune(r)
		case r == '\'' || r == '’':
		default:
			if s := b.String(); s[len(s)-1] != ' ' {
				b.WriteByte(' ')
			}
		}
	}
	b.WriteByte(' ')
	text = b.String()
	for i, t := range topics() {
		if slices.ContainsFunc(t.words, func(w string) bool { return strings.Contains(text, w) }) {
			set |= 1 << i
		}
	}
	return set
}
