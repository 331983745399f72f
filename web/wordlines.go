package web

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/report"
)

// wordLines is a drawing of two names: the subject's words above, the list's
// below, each in its own order, and a line for each pair that is joined.
type wordLines struct {
	Width, Height int
	Above, Below  []wordAt
	Lines         []joining
}

// The measures of the drawing.
const (
	wordCell   = 13 // of half-width letters
	labelCell  = 8  // of those of a label
	wordLeast  = 84
	wordGap    = 28
	wordAbove  = 26
	aboveLabel = 46 // a label under a word of the subject
	linesFrom  = 36
	linesTo    = 112
	belowLabel = 127 // and over one of the list, where its line ends: none can meet another
	wordBelow  = 152
	wordHeight = 186
	lineBend   = 46
	bitWide    = 4 // of the bar that says how rare a word is
)

type wordAt struct {
	X, Y  int // its middle, and where it stands
	Text  string
	Label string // what joins it to its partner, or that it has none
	// Kind is that of the line that leads to it, "missing" where the other side
	// lacks the word.
	Kind   string
	LabelY int
	// Rarity is how rare the word is, in bits, Bar how wide that is drawn.
	Rarity string
	Bar    int
}

// BarX is where the bar begins, which stands under the middle of the word.
func (w *wordAt) BarX() int { return w.X - w.Bar/2 }

// joining is a line between two words.
type joining struct{ Path, Kind string }

// joinWords draws a comparison of names.
func joinWords(e *interdict.Evidence) *wordLines {
	above, at := sideWords(e, func(t *interdict.TokenEvidence) string { return t.Subject }, e.Subject)
	below, to := sideWords(e, func(t *interdict.TokenEvidence) string { return t.Entity }, e.Entity)
	w := &wordLines{Above: above, Below: below, Height: wordHeight}
	width := max(spread(above), spread(below))
	center(above, width)
	center(below, width)
	for i := range above {
		above[i].Y, above[i].LabelY = wordAbove, aboveLabel
	}
	for i := range below {
		below[i].Y, below[i].LabelY = wordBelow, belowLabel
	}
	w.Width = width
	for i := range e.Tokens {
		if at[i] < 0 || to[i] < 0 {
			continue
		}
		x1, x2 := above[at[i]].X, below[to[i]].X
		above[at[i]].Label = "" // it stands at the other end of the line
		w.Lines = append(w.Lines, joining{Kind: below[to[i]].Kind,
			Path: fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x1, linesFrom, x1, linesFrom+lineBend, x2, linesTo-lineBend, x2, linesTo)})
	}
	return w
}

// kindOf is how two words are joined: by being the same, by being near to each
// other, by being one word written as two, or not at all.
func kindOf(t *interdict.TokenEvidence) string {
	switch {
	case t.Subject == "" || t.Entity == "":
		return "missing"
	case t.Edge == "exact":
		return "same"
	case t.Edge == "join" || t.Edge == "split":
		return "together"
	}
	return "near"
}

// sideWords are the words of one side in the order of its name, and for each
// token the place of its word, -1 where this side has none.
func sideWords(e *interdict.Evidence, side func(*interdict.TokenEvidence) string, full string) ([]wordAt, []int) {
	type placed struct{ token, pos int }
	var order []placed
	lower := strings.ToLower(full)
	for i := range e.Tokens {
		if word := side(&e.Tokens[i]); word != "" {
			pos := strings.Index(lower, word)
			if pos < 0 { // it was folded or read in other letters: find its beginning
				pos = strings.Index(lower, strings.Fields(word)[0])
			}
			if pos < 0 {
				pos = len(lower) + i
			}
			order = append(order, placed{i, pos})
		}
	}
	slices.SortStableFunc(order, func(a, b placed) int { return a.pos - b.pos })
	if rightToLeft(full) {
		slices.Reverse(order)
	}
	at := make([]int, len(e.Tokens))
	for i := range at {
		at[i] = -1
	}
	words := make([]wordAt, len(order))
	for i, o := range order {
		t := &e.Tokens[o.token]
		at[o.token] = i
		words[i] = wordAt{Text: report.Clean(side(t)), Label: report.JointWords(t), Kind: kindOf(t),
			Rarity: fmt.Sprintf("%.1f", t.Rarity.Bits()), Bar: int(t.Rarity.Bits() * bitWide)}
	}
	return words, at
}

func rightToLeft(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.In(r, unicode.Arabic, unicode.Hebrew) })
}

// spread places words one after the other and returns how wide they are.
func spread(words []wordAt) int {
	x := 0
	for i := range words {
		w := max(wordCell*runewidth.StringWidth(words[i].Text), labelCell*len(words[i].Label), wordLeast)
		words[i].X = x + w/2 + wordGap/2
		x += w + wordGap
	}
	return max(x, 120)
}

// center moves words to the middle of a width.
func center(words []wordAt, width int) {
	if len(words) == 0 {
		return
	}
	off := (width - spread(words)) / 2
	for i := range words {
		words[i].X += off
	}
}
