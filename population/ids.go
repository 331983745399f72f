package population

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/infile"
	"github.com/interdict/interdict/subjects"
	"github.com/interdict/interdict/table"
	"github.com/interdict/interdict/table/dbquery"
)

// IDs is a table of which the ids alone count: those who are no members any more.
type IDs struct {
	rows   *table.Reader
	column int
	file   io.Closer
}

// OpenIDs opens a table with a column of ids.
func OpenIDs(path string) (*IDs, error) {
	f, err := infile.Open(path, 0)
	if err != nil {
		return nil, err
	}
	return readIDs(f, path)
}

// StreamIDs is OpenIDs for what comes but once, such as standard input.
func StreamIDs(in io.Reader, name string) (*IDs, error) {
	f, err := infile.Stream(in, name)
	if err != nil {
		return nil, err
	}
	return readIDs(f, name)
}

func readIDs(f *infile.File, name string) (*IDs, error) {
	r, err := subjects.Rows(f, name)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return idsOf(r, name, f)
}

// QueryIDs is OpenIDs for the rows of a query to a database, which end when ctx
// does.
func QueryIDs(ctx context.Context, d *dbquery.Database, query string) (*IDs, error) {
	r, closer, err := subjects.QueryRows(ctx, d, query)
	if err != nil {
		return nil, err
	}
	return idsOf(r, d.Name(), closing(closer))
}

type closing func() error

func (c closing) Close() error { return c() }

// ErrNoIDs is the error of a table without a column of ids.
var ErrNoIDs = errors.New("has no column with ids; head it id")

// idsOf finds the column of ids.
func idsOf(r *table.Reader, name string, from io.Closer) (*IDs, error) {
	for i, h := range r.Header() {
		if table.FieldOf(h) == table.ID {
			return &IDs{rows: r, column: i, file: from}, nil
		}
	}
	return nil, errors.Join(fmt.Errorf("%s %w", name, ErrNoIDs), from.Close())
}

// Next cuts off the next block.
func (s *IDs) Next() (subjects.Block, error) { return s.rows.Next() }

// Parse turns rows into subjects that have an id alone.
func (s *IDs) Parse(b subjects.Block, dst []interdict.Subject) ([]interdict.Subject, []subjects.Refusal) {
	var row table.Row
	var refused []subjects.Refusal
	for _, r := range b.Parse(&row, func(row *table.Row) {
		if row.Cells[s.column] == "" {
			refused = append(refused, subjects.Refusal{Row: row.Number, Code: CodeNoID, Reason: "the row has no id; fill it or remove the row"})
			return
		}
		dst = subjects.Longer(dst)
		dst[len(dst)-1] = interdict.Subject{ID: row.Cells[s.column], Row: row.Number}
	}) {
		refused = append(refused, subjects.Refusal{Row: r.Row, Code: r.Code, Reason: r.Reason})
	}
	return dst, refused
}

// Close closes the file.
func (s *IDs) Close() error { return s.file.Close() }
