package screen

import (
	"slices"
	"strings"
	"unicode"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/score"
	"golang.org/x/text/unicode/norm"
)

// A score takes the spellings of a name for one: "JSC Lomo" and "Joint Stock
// Company Lomo" both agree with "JSC Lomo" in full. Which of them comes first
// is told by the letters as they are written.
const (
	sameLetters interdict.Score = 10000
	// sameWords: the same words in another order.
	sameWords interdict.Score = 9900
	// otherWords is the most where words differ.
	otherWords interdict.Score = 9800
)

// written is a name in small letters without accents and punctuation.
type written struct {
	letters string   // without spaces
	inOrder []string // the words
	words   string   // in the order of the alphabet, one space around each
}

func writtenAs(full string) written {
	var b strings.Builder
	for _, r := range norm.NFKD.String(full) {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Cf) || r == '\'' || r == '’' || r == '.':
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte(' ')
		}
	}
	words := strings.Fields(b.String())
	return written{strings.Join(words, ""), words, sorted(words)}
}

func sorted(words []string) string {
	words = slices.Clone(words)
	slices.Sort(words)
	return " " + strings.Join(words, " ") + " "
}

// asRead is a name as it was read in Latin letters.
func asRead(n *score.Name) written {
	var b strings.Builder
	for i := range n.Tokens {
		b.WriteString(n.Tokens[i].Text)
		b.WriteByte(' ')
	}
	return writtenAs(b.String())
}

// spelling is how exactly two names are written alike: sameLetters, sameWords,
// else the share of neighbouring letters that they have in common, halfway between
// words in full and those that the other name has for short where it does.
func spelling(a, b *written) interdict.Score {
	switch {
	case a.letters == "" || b.letters == "":
		return 0
	case a.letters == b.letters:
		return sameLetters
	case a.words == b.words:
		return sameWords
	}
	how := shared(a.words, b.words)
	if shortA, shortB := a.shortened(b), b.shortened(a); shortA != a.words || shortB != b.words {
		how = (how + shared(shortA, shortB)) / 2
	}
	return how
}

// shared is the share of neighbouring letters that words have in common, otherWords at
// most.
func shared(a, b string) interdict.Score {
	pairs := map[[2]rune]int{}
	total, both := 0, 0
	eachPair(a, func(p [2]rune) {
		pairs[p]++
		total++
	})
	eachPair(b, func(p [2]rune) {
		if pairs[p] > 0 {
			pairs[p]--
			both++
		}
		total++
	})
	return otherWords * interdict.Score(2*both) / interdict.Score(total)
}

// leastShort is the fewest letters of a word that is short for others.
const leastShort = 3

// shortened are the words in the order of the alphabet, with a short one of the
// other's in the place of those whose first letters it has: "S.R.L." for "Societa a
// responsabilita limitata".
func (w *written) shortened(other *written) string {
	words := w.inOrder
	for _, short := range other.inOrder {
		if len(short) < leastShort || len(short) >= len(words) || slices.Contains(words, short) {
			continue
		}
		var left []string
		letters := short
		for _, word := range words {
			if letters != "" && word[0] == letters[0] && !slices.Contains(other.inOrder, word) {
				letters = letters[1:]
			} else {
				left = append(left, word)
			}
		}
		if letters == "" {
			words = append(left, short)
		}
	}
	if len(words) == len(w.inOrder) {
		return w.words
	}
	return sorted(words)
}

func eachPair(words string, f func([2]rune)) {
	before := rune(-1)
	for _, r := range words {
		if before >= 0 {
			f([2]rune{before, r})
		}
		before = r
	}
}

// speller finds which of an entity's names is written most like the subject's.
type speller struct {
	aligner score.Aligner
	matches []score.Match
}

// closest moves an outcome to the pair of names that are written most alike
// among those that agree as well as the best does, and says how alike. Aliases
// that count only beside a second fact give way to others, as in the score.
func (c *speller) closest(w *score.Weights, o *score.Outcome, sp, ep *score.Party, s *interdict.Subject, e *interdict.Entity) interdict.Score {
	if o.SubjectName < 0 || o.EntityName < 0 || o.NameStrength < w.NameFloor {
		return 0 // letters that names share by chance say nothing
	}
	c.aligner.Without = w.Without
	listed := make([]written, 0, 8)
	for i := range e.Listings {
		for k := range e.Listings[i].Names {
			listed = append(listed, writtenAs(e.Listings[i].Names[k].Full))
		}
	}
	own := make([]written, len(s.Names))
	for i := range s.Names {
		own[i] = writtenAs(s.Names[i].Full)
	}
	at := func(i, j int) interdict.Score {
		from, to := sp.Names[i].Source, ep.Names[j].Source
		if from >= len(own) || to >= len(listed) {
			return 0
		}
		if how := spelling(&own[from], &listed[to]); how > 0 {
			return how
		}
		read := asRead(&sp.Names[i]) // it is in another script
		return min(spelling(&read, &listed[to]), otherWords)
	}
	needs := o.Needs[o.EntityName]
	best := at(o.SubjectName, o.EntityName)
	for i := range sp.Names {
		for j := range ep.Names {
			if o.Needs[j] != needs {
				continue
			}
			how := at(i, j)
			if how <= best {
				continue
			}
			n := c.aligner.Names(&sp.Names[i], &ep.Names[j])
			if w.Strength(&n) != o.NameStrength {
				continue
			}
			c.matches = append(c.matches[:0], n.Matches...)
			best = how
			o.Weight += interdict.Millibits((n.Matched - n.Missing) - (o.Name.Matched - o.Name.Missing))
			o.Name, o.Name.Matches = n, c.matches
			o.SubjectName, o.EntityName = i, j
		}
	}
	return best
}

// hit is the package's hit, told from the names that are written most alike.
func (c *speller) hit(w *score.Weights, o *score.Outcome, sp, ep *score.Party, s *interdict.Subject, e *interdict.Entity, asked []interdict.Listing) interdict.Hit {
	how := c.closest(w, o, sp, ep, s, e)
	h := hit(o, sp, ep, s, e, asked)
	h.Spelling = how
	return h
}
