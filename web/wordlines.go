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
	wordLeast  = 96 // so that what joins two words can stand between them
	wordGap    = 40
	wordAbove  = 26
	wordBelow  = 148
	linesFrom  = 36
	linesTo    = 124
	wordHeight = 162
	lineBend   = 46
)

type wordAt struct {
	X, Y int // its middle, and where it stands
	Text string
	// Missing says that the other side lacks it.
	Missing bool
	Rarity  string // how rare it is, in bits
}

type joining struct {
	Path         string
	Kind         string // "same", "near" or "together"
	Words        string
	TextX, TextY int
}

// joinWords draws a comparison of names.
func joinWords(e *interdict.Evidence) *wordLines {
	above, at := sideWords(e, func(t *interdict.TokenEvidence) string { return t.Subject }, e.Subject)
	below, to := sideWords(e, func(t *interdict.TokenEvidence) string { return t.Entity }, e.Entity)
	w := &wordLines{Above: above, Below: below, Height: wordHeight}
	width := max(spread(above), spread(below))
	center(above, width)
	center(below, width)
	for i := range above {
		above[i].Y = wordAbove
	}
	for i := range below {
		below[i].Y = wordBelow
	}
	w.Width = width
	for i := range e.Tokens {
		t := &e.Tokens[i]
		if at[i] < 0 || to[i] < 0 {
			continue
		}
		x1, x2 := above[at[i]].X, below[to[i]].X
		kind := "near"
		switch t.Edge {
		case "exact":
			kind = "same"
		case "join", "split":
			kind = "together"
		}
		w.Lines = append(w.Lines, joining{Kind: kind, Words: report.JointWords(t), TextX: (x1 + 3*x2) / 4, TextY: linesTo - 22,
			Path: fmt.Sprintf("M%d %dC%d %d %d %d %d %d", x1, linesFrom, x1, linesFrom+lineBend, x2, linesTo-lineBend, x2, linesTo)})
	}
	return w
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
		words[i] = wordAt{Text: report.Clean(side(t)), Missing: t.Subject == "" || t.Entity == "", Rarity: fmt.Sprintf("%.1f", t.Rarity.Bits())}
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
		w := max(wordCell*runewidth.StringWidth(words[i].Text), wordLeast)
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
