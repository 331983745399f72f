package report

import (
	"fmt"
	"io"

	"github.com/interdict/interdict/population"
)

// Refused is the answer of `monitor refused`: the rows of a population's files
// that were not taken, or not whole, with what stood in them.
type Refused struct {
	Population string `json:"population"`
	// Rows are how many there are since the last full file, of which Refused are
	// shown. A row with two faults counts twice.
	Rows    int64        `json:"rows"`
	Refused []RefusedRow `json:"refused"`
}

// RefusedRow is one of them. Screened says that the rest of the row was taken.
type RefusedRow struct {
	Generation int    `json:"generation"`
	Row        int64  `json:"row"`
	Code       string `json:"code"`
	Screened   bool   `json:"screened"`
	Content    string `json:"content"`
}

// RefusedOf is the answer for rows of a population.
func RefusedOf(p *population.Population, rows []population.Refused) *Refused {
	out := &Refused{Population: p.Name, Refused: []RefusedRow{}}
	for _, l := range p.Faulty() {
		for _, n := range l.Codes {
			out.Rows += n
		}
	}
	for i := range rows {
		r := &rows[i]
		out.Refused = append(out.Refused, RefusedRow{r.Generation, r.Row, r.Code, r.Screened, r.Content})
	}
	return out
}

// WriteRefused writes it for people.
func WriteRefused(w io.Writer, style Style, r *Refused) error {
	p := newPage(w, style)
	p.text(0, fmt.Sprintf("Population %s: %s since its last full file.", r.Population, plural(r.Rows, "fault of a row", "faults of rows")), bold)
	for i := range r.Refused {
		row := &r.Refused[i]
		refusedRow(p, fmt.Sprintf("file %d, row %d", row.Generation, row.Row), row.Code, row.Screened, "taken", row.Content)
	}
	if n := r.Rows - int64(len(r.Refused)); n > 0 {
		p.text(2, fmt.Sprintf("%s more; --limit 0 shows all that are kept", count(n)), dim)
	}
	return p.flush()
}
