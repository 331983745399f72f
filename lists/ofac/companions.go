package ofac

import (
	"bytes"
	"context"
	"fmt"

	"github.com/interdict/interdict/lists"
)

// maxCompanions is the most bytes that the companion files may have together:
// they are held until their party comes. The real ones have under 3 MB.
const maxCompanions = 256 << 20

// companion is one row of alt, add or comments.
type companion struct {
	file  *lists.File
	line  int
	raw   []byte
	cells []string
}

// byParty are the rows of one party, each file's in its order.
type byParty struct{ alt, add, comments []companion }

// companions are the rows of the companion files by their party's number.
type companions struct {
	rows  map[string]*byParty
	order []string // parties in order of appearance, for the orphans
	size  int
	open  []*lists.File // that lack the mark of their end
}

func (c *companions) of(id string) *byParty {
	if p := c.rows[id]; p != nil {
		return p
	}
	return new(byParty)
}

func readCompanions(ctx context.Context, files map[string]*lists.File, refuse func(lists.Refusal) error) (*companions, error) {
	c := &companions{rows: make(map[string]*byParty)}
	for _, part := range []string{altPart, addPart, commentsPart} {
		file := files[part]
		if file == nil {
			continue
		}
		closed, err := eachRow(ctx, file, columns[part], refuse, func(w row) error {
			switch {
			case !isNumber(w.cells[0]):
				return refuse(lists.Refusal{At: w.at(file), Code: lists.CodeNoID, Reason: fmt.Sprintf("the first column %.40q is no party's number; mend the row or fetch the file again", w.cells[0])})
			case part == altPart && w.cells[3] == "":
				return refuse(lists.Refusal{At: w.at(file), Code: lists.CodeNoName, Reason: "the alias has no name; mend the row or fetch the file again"})
			}
			return c.add(part, file, w)
		})
		if err != nil {
			return nil, err
		}
		if !closed && part != commentsPart { // which has had none in some years
			c.open = append(c.open, file)
		}
	}
	return c, nil
}

func (c *companions) add(part string, file *lists.File, w row) error {
	if c.size += len(w.raw); c.size > maxCompanions {
		return &lists.Error{File: file.Path, At: fmt.Sprintf("line %d", w.line), Reason: fmt.Sprintf("the companion files have more than %d MB", maxCompanions>>20), Remedy: "check that they are OFAC's"}
	}
	id := w.cells[0]
	p := c.rows[id]
	if p == nil {
		p = new(byParty)
		c.rows[id] = p
		c.order = append(c.order, id)
	}
	k := companion{file, w.line, bytes.Clone(w.raw), w.cells}
	switch part {
	case altPart:
		p.alt = append(p.alt, k)
	case addPart:
		p.add = append(p.add, k)
	default:
		p.comments = append(p.comments, k)
	}
	return nil
}

// orphans refuses the rows whose party the main file does not have.
func (c *companions) orphans(parties map[string]bool, refuse func(lists.Refusal) error) error {
	for _, id := range c.order {
		if parties[id] {
			continue
		}
		p := c.rows[id]
		for _, rows := range [][]companion{p.alt, p.add, p.comments} {
			for _, k := range rows {
				err := refuse(lists.Refusal{
					At: fmt.Sprintf("%s, line %d", k.file.Path, k.line), Code: lists.CodeOrphan,
					Reason: "party " + id + " is not in the main file; load files of the same day together",
				})
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}
