package report

import (
	"fmt"
	"io"

	"github.com/interdict/interdict/audit"
)

// Contents is the answer of `audit refused`: the rows that a run refused, with what
// stood in them.
type Contents struct {
	Receipt string `json:"receipt"`
	// Rows are how many there are, of which Refused are shown. A row with two faults
	// counts twice.
	Rows    int             `json:"rows"`
	Refused []audit.Content `json:"refused"`
}

// WriteContents writes it for people.
func WriteContents(w io.Writer, style Style, c *Contents) error {
	p := newPage(w, style)
	p.text(0, fmt.Sprintf("Run %s: %s.", c.Receipt, plural(int64(c.Rows), "fault of a row", "faults of rows")), bold)
	for i := range c.Refused {
		r := &c.Refused[i]
		refusedRow(p, fmt.Sprintf("input %d, row %d", r.Input, r.Row), r.Code, r.Screened, "screened", r.Content)
	}
	if n := c.Rows - len(c.Refused); n > 0 {
		p.text(2, fmt.Sprintf("%s more; --limit 0 shows all that are kept", count(int64(n))), dim)
	}
	return p.flush()
}

// refusedRow writes a row that was not taken or, without one of its values, was.
func refusedRow(p *page, where, code string, without bool, taken, content string) {
	left := "not " + taken
	if without {
		left = taken + " without the value"
	}
	p.text(2, where+": "+code+", "+left, plain)
	if content != "" {
		p.text(4, clean(content), dim)
	}
}
