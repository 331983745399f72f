package columnar

import (
	"time"

	"github.com/interdict/interdict/table"
)

// Rows give rows to a Source that others make: Next fills the cells of each
// column with up to so many rows, says how many there are, and gives io.EOF after
// the last.
type Rows interface {
	Next(most int) (int, error)
}

// Cells are the texts of a column for the rows at hand.
type Cells = cells

// NewSource begins a source of these rows. Its maker adds the columns, and calls
// Begin.
func NewSource(r Rows) *Source { return &Source{rows: foreign{r}} }

type foreign struct{ Rows }

func (f foreign) next(most int) (int, error) { return f.Next(most) }

// Add adds a column; the cells are nil where nobody would read them.
func (s *Source) Add(m *table.Mapping, header string, list bool) *Cells {
	c, p := s.add(m, header, list)
	if p.skip {
		return nil
	}
	return c
}

// Refuse says that a column cannot be read, and why.
func (s *Source) Refuse(header, why string) { s.refuse(header, why) }

// Begin is called when all columns are there.
func (s *Source) Begin() error {
	s.finish()
	return s.header()
}

// Text ends a cell that holds this.
func (c *cells) Text(text []byte) {
	c.text = append(c.text, text...)
	c.end()
}

// Float ends a cell that holds a number.
func (c *cells) Float(f float64) {
	c.text = appendFloat(c.text, f, 64)
	c.end()
}

// Time ends a cell that holds a moment: a day alone at midnight.
func (c *cells) Time(t time.Time) {
	c.text = appendTime(c.text, t)
	c.end()
}

// List ends a cell that holds these values.
func (c *cells) List(values [][]byte) {
	for _, v := range values {
		c.add(func(dst []byte) []byte { return append(dst, v...) })
	}
	c.end()
}
