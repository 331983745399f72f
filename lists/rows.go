package lists

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/interdict/interdict/table"
)

// Rows reads a table. It gives header the names of the columns, then take each
// row, valid until take returns. Rows that cannot be read are refused. It
// returns what ended the reading: nil at the table's end, else an *Error or the
// first error of its arguments.
func Rows(ctx context.Context, file *File, report *Report, o table.Options, header func([]string) error, take func(*table.Row) error) error {
	in, err := file.Open()
	if err != nil {
		return &Error{File: file.Path, Reason: "the file cannot be opened", Err: err, Remedy: "check that it is there and may be read"}
	}
	defer in.Close()
	if o.MaxRow == 0 {
		o.MaxRow = MaxRecord
	}
	r, err := table.NewReader(in, file.Path, o)
	if err != nil {
		return tableError(file, err)
	}
	if err := header(slices.Clone(r.Header())); err != nil {
		return err
	}
	var row table.Row
	for {
		b, err := r.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return tableError(file, err)
		}
		var fault error
		refused := b.Parse(&row, func(row *table.Row) {
			if fault == nil {
				fault = takeRow(ctx, report, row, take)
			}
		})
		for _, why := range refused {
			if fault == nil {
				fault = refuseRow(file, report, why)
			}
		}
		if fault != nil {
			return fault
		}
	}
}

func takeRow(ctx context.Context, report *Report, row *table.Row, take func(*table.Row) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if row.Damaged {
		return report.Refuse(Refusal{At: fmt.Sprintf("row %d", row.Number), Code: CodeEncoding, Reason: "the row is not valid UTF-8; fetch the file again"})
	}
	return take(row)
}

func refuseRow(file *File, report *Report, why table.Refusal) error {
	at := fmt.Sprintf("row %d", why.Row)
	if why.Code == table.CodeHeader {
		return &Error{File: file.Path, At: at, Reason: "the header stands in the file a second time: two files were joined", Remedy: "load them one by one"}
	}
	return report.Refuse(Refusal{At: at, Code: rowCodes[why.Code], Reason: why.Reason})
}

// rowCodes are the lists' words for the table's.
var rowCodes = map[string]string{
	table.CodeTooFew: CodeRagged, table.CodeTooMany: CodeRagged, table.CodeTooLarge: CodeTooLarge,
	table.CodeBadQuote: CodeBadRecord, table.CodeNUL: CodeEncoding,
}

func tableError(file *File, err error) error {
	var fault *table.Error
	if !errors.As(err, &fault) {
		return &Error{File: file.Path, Reason: "the table cannot be read", Err: err, Remedy: "try again"}
	}
	return &Error{File: file.Path, Reason: fault.Reason, Err: fault.Err, Remedy: fault.Remedy}
}

// Grouped is a table in which a party has many rows, one for each of its
// names, addresses and so on.
type Grouped struct {
	Options table.Options
	// Header is given the names of the columns; its error ends the reading.
	Header func([]string) error
	// ID is what the rows of one party share.
	ID func(*table.Row) string
	// Begin makes a party of which the first row is about to come.
	Begin func(id, at string) Party
}

// Party is made of its rows.
type Party interface {
	// Row takes one more row, valid until it returns.
	Row(*table.Row)
	// Done says that no more will come. Its error ends the reading.
	Done() error
}

// maxOpen is the most bytes of rows whose parties are not yet whole.
const maxOpen = 512 << 20

// Read reads the table twice: first it counts each party's rows, then it makes
// the parties, each of which is done with its last row. So the rows may stand
// in any order, and a table in which a party's rows are neighbours, as all
// real ones are, is never held in memory. Rows without an id are refused.
func (g *Grouped) Read(ctx context.Context, file *File, report *Report) error {
	left := make(map[string]int)
	err := Rows(ctx, file, &Report{}, g.Options, g.Header, func(row *table.Row) error {
		id := g.ID(row)
		if _, known := left[id]; !known {
			id = strings.Clone(id)
		}
		left[id]++
		return nil
	})
	if err != nil {
		return err
	}
	type open struct {
		Party
		size int
	}
	parties := make(map[string]*open)
	size := 0
	return Rows(ctx, file, report, g.Options, g.Header, func(row *table.Row) error {
		at := fmt.Sprintf("row %d", row.Number)
		id := g.ID(row)
		if id == "" {
			return report.Refuse(Refusal{At: at, Code: CodeNoID, Reason: "the row does not say whose it is; fetch the file again"})
		}
		p := parties[id]
		if p == nil {
			id = strings.Clone(id)
			p = &open{Party: g.Begin(id, at)}
			parties[id] = p
		}
		p.Row(row)
		p.size += len(row.Raw)
		if size += len(row.Raw); size > maxOpen {
			return &Error{File: file.Path, At: at, Reason: "the rows of the parties are scattered over a file too large to hold", Remedy: "sort it by party, or fetch the publisher's own file"}
		}
		if left[id]--; left[id] > 0 {
			return nil
		}
		delete(parties, id)
		delete(left, id)
		size -= p.size
		return p.Done()
	})
}
