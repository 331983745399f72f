package report

import "github.com/interdict/interdict"

// alignment draws the words of two names side by side: the subject's above,
// the list's below, between them what joins each pair.
func (p *page) alignment(indent int, tokens []interdict.TokenEvidence, above, below string) {
	label := max(cells(above), cells(below)) + 2
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
		rows := [3][]string{{above}, {""}, {below}}
		for i := range tokens[:n] {
			t := &tokens[i]
			rows[0] = append(rows[0], orDash(t.Subject))
			rows[1] = append(rows[1], joint(t))
			rows[2] = append(rows[2], orDash(t.Entity))
		}
		p.row(indent, rows[0], widths, plain)
		p.row(indent, rows[1], widths, dim)
		p.row(indent, rows[2], widths, plain)
		tokens = tokens[n:]
	}
}

func tokenWidth(t *interdict.TokenEvidence) int {
	return max(cells(clean(t.Subject)), cells(clean(t.Entity)), cells(joint(t)), 1)
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
