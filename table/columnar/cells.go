package columnar

import "bytes"

// cells are the texts of one column for the rows at hand.
type cells struct {
	text []byte
	ends []int
	// Of lists: what parts the values, how many the cell at hand has, and where
	// those after the first go, nil for the same cell.
	sep    string
	values int
	rest   *cells
}

func (c *cells) reset() { c.text, c.ends = c.text[:0], c.ends[:0] }

// end ends a cell.
func (c *cells) end() {
	c.ends, c.values = append(c.ends, len(c.text)), 0
	if c.rest != nil {
		c.rest.end()
	}
}

// at is the cell of a row; a column that nobody reads has none.
func (c *cells) at(row int) []byte {
	if row >= len(c.ends) {
		return nil
	}
	from := 0
	if row > 0 {
		from = c.ends[row-1]
	}
	return c.text[from:c.ends[row]]
}

// add adds a value to a list. What would part it from others within the cell is
// a comma instead.
func (c *cells) add(write func(dst []byte) []byte) {
	to := c
	if c.rest != nil && c.values > 0 {
		to = c.rest
	}
	mark := len(to.text)
	if to.values > 0 {
		to.text = append(to.text, to.sep...)
	}
	from := len(to.text)
	to.text = write(to.text)
	if len(bytes.TrimSpace(to.text[from:])) == 0 {
		to.text = to.text[:mark]
		return
	}
	for i := from; i < len(to.text); i++ {
		if b := to.text[i]; b == ';' || b == '|' {
			to.text[i] = ','
		}
	}
	to.values++
}
