package report

import (
	"strconv"

	"github.com/interdict/interdict"
)

// alignment draws the words of two names side by side: the subject's above,
// the list's below, between them what joins each pair; under them how rare each
// word is and what it counts, in bits.
func (p *page) alignment(indent int, tokens []interdict.TokenEvidence, above, below string) {
	label := max(cells(above), cells(below), cells(rarity)) + 2
	room := p.width - indent - label
	for len(tokens) > 0 {
		n, used := 0, 0
		widths := []int{label - 2}
		for ; n < len(tokens); n++ {
			w := tokenWidth(&tokens[n])
			if n > 0 && used+w > room {
				break
			}
			used += w + 2
			widths = append(widths, min(w, room))
		}
		rows := [5][]string{{above}, {""}, {below}, {rarity}, {counts}}
		for i := range tokens[:n] {
			t := &tokens[i]
			rows[0] = append(rows[0], orDash(t.Subject))
			rows[1] = append(rows[1], joint(t))
			rows[2] = append(rows[2], orDash(t.Entity))
			rows[3] = append(rows[3], bits(t.Rarity))
			rows[4] = append(rows[4], signed(t.Weight))
		}
		p.row(indent, rows[0], widths, plain)
		p.row(indent, rows[1], widths, dim)
		p.row(indent, rows[2], widths, plain)
		p.row(indent, rows[3], widths, dim)
		p.row(indent, rows[4], widths, dim)
		tokens = tokens[n:]
	}
}

// The labels of the last two rows.
const rarity, counts = "rarity", "counts"

// signed is a weight with its sign.
func signed(w interdict.Millibits) string {
	if w > 0 {
		return "+" + bits(w)
	}
	return bits(w)
}

func bits(w interdict.Millibits) string { return strconv.FormatFloat(w.Bits(), 'f', 1, 64) }

func tokenWidth(t *interdict.TokenEvidence) int {
	return max(cells(clean(t.Subject)), cells(clean(t.Entity)), cells(joint(t)), cells(bits(t.Rarity)), cells(signed(t.Weight)))
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// joint is an edge in one or two words.
func joint(t *interdict.TokenEvidence) string {
	switch {
	case t.Subject == "" || t.Entity == "":
		return "missing"
	case t.Edge == "exact":
		return "same"
	case t.Edge == "edit":
		return "typing"
	case t.Edge == "variant":
		return "spelling"
	case t.Edge == "join" || t.Edge == "split":
		return "written together"
	}
	return t.Edge
}
