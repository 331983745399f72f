package report

import (
	"io"
	"strings"
)

// Status is the answer of `lists status`.
type Status struct {
	Lists []List `json:"lists"`
}

// WriteStatus writes the loaded lists as a table, and below it what is wrong
// with them.
func WriteStatus(w io.Writer, style Style, s *Status) error {
	p := newPage(w, style)
	listTable(p, 0, s.Lists)
	var off []string
	for _, l := range s.Lists {
		if l.Note != "" {
			p.text(0, "! "+l.ID+": "+l.Note, yellow)
		}
		if l.Default != nil && !*l.Default {
			off = append(off, l.ID)
		}
	}
	if off != nil {
		p.text(0, "Off by default, screened only where --lists names them: "+strings.Join(off, ", "), dim)
	}
	return p.flush()
}

// listTable writes lists with their editions and ages.
func listTable(p *page, indent int, lists []List) {
	rows := make([][]string, len(lists))
	for i := range lists {
		l := &lists[i]
		rows[i] = []string{l.Title, l.ID, l.edition(), l.age(), count(l.Entries), string(l.Health)}
	}
	p.columns(indent, []string{"List", "Id", "Edition", "Age", "Entries", "Health"}, rows)
}
