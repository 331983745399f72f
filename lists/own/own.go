// Package own reads a company's own list: a table of parties that it does not
// deal with, or watches, as CSV, as a sheet of an .xlsx workbook, or as JSON: an
// array of objects, or one object a line.
//
// Columns are recognised by their headers like those of a customers file (see
// package table and docs/customers.md): id and name are needed; known beside
// the party's own facts are aliases, weak aliases, measures, reason, listed
// on, programme and remarks. A column that nobody knows goes to
// Listing.Other under its header and is reported once.
//
// Alerts and decisions refer to a listing by its id, so ids must be the list's
// own and last: a row without one is refused, unless the mapping file says
// "ids: content", by which such rows get an id made of what they say (a row
// that changes is then another listing). Of two rows with one id the second is
// refused; several names of a party belong in the column aliases, separated by
// ";".
//
// What the type column does not tell is taken from what the row has: an IMO or
// MMSI number makes a vessel, a tail number an aircraft, anything else is a
// LegalEntity, which is compared with persons and organisations. A country of
// which no column says what it is to the party is where it lives; of an
// organisation where it is registered, of a ship its flag.
package own

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/table"
)

// CSV is the format of own lists. The mapping gives meaning to columns that
// their headers do not, or is nil.
func CSV(m *table.Mapping) lists.Format {
	if m == nil {
		m = &table.Mapping{}
	}
	return format{m}
}

type format struct{ mapping *table.Mapping }

func (format) Name() string { return "own list CSV" }

// Recognise answers for a table with columns of ids and names. It does not
// know which list that is.
func (f format) Recognise(file *lists.File) (lists.Recognition, bool) {
	start := bytes.TrimLeft(bytes.TrimPrefix(file.Head, []byte("\ufeff")), " \t\r\n")
	if len(start) == 0 || start[0] == '<' || start[0] == '{' || start[0] == '[' {
		return lists.Recognition{}, false
	}
	header := lists.Header(file, f.mapping.Options())
	if header == nil {
		return lists.Recognition{}, false
	}
	c, err := table.NewColumns(header, file.Path, f.mapping, table.Block{})
	if err != nil || !c.Has(table.ID) && !f.mapping.ContentIDs {
		return lists.Recognition{}, false
	}
	return lists.Recognition{Part: lists.Main}, true
}

// Read reads the table row by row.
func (f format) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	main := files[lists.Main]
	if main == nil {
		return lists.Report{}, &lists.Error{File: list, Reason: "the edition has no main file", Remedy: "name the table"}
	}
	in, err := main.Open()
	if err != nil {
		return lists.Report{}, &lists.Error{File: main.Path, Reason: "the file cannot be opened", Err: err, Remedy: "check that it is there and may be read"}
	}
	defer in.Close()
	o := f.mapping.Options()
	o.MaxRow = lists.MaxRecord
	r, err := table.NewReader(in, main.Path, o)
	if err != nil {
		return lists.Report{}, asListError(main, err)
	}
	c, err := table.NewColumns(r.Header(), main.Path, f.mapping, r.Sample())
	if err != nil {
		return lists.Report{}, asListError(main, err)
	}
	if !c.Has(table.ID) && !f.mapping.ContentIDs {
		return lists.Report{}, &lists.Error{File: main.Path, Reason: "no column holds ids", Remedy: "add a column id that is the party's for good, or say ids: content in a mapping file"}
	}
	rd := reader{ctx: ctx, list: list, mapping: f.mapping, columns: c, seen: map[[16]byte]struct{}{}, yield: yield}
	err = rd.blocks(r)
	if err == nil && rd.report.Entries == 0 {
		err = rd.report.Nothing(main, "row", "check the table")
	}
	var fault *table.Error
	if errors.As(err, &fault) {
		err = asListError(main, err)
	}
	return rd.report, err
}

// asListError turns the table's error into that of lists.
func asListError(file *lists.File, err error) error {
	var fault *table.Error
	if !errors.As(err, &fault) {
		return &lists.Error{File: file.Path, Reason: "the table cannot be read", Err: err, Remedy: "try again"}
	}
	return &lists.Error{File: file.Path, Reason: fault.Reason, Err: fault.Err, Remedy: fault.Remedy}
}

// reader is one Read under way.
type reader struct {
	ctx     context.Context
	list    string
	mapping *table.Mapping
	columns *table.Columns
	seen    map[[16]byte]struct{} // hashes of the ids that were read
	yield   func(*interdict.Listing) error
	report  lists.Report
	text    table.Text
	err     error // what ends the reading
}

func (rd *reader) blocks(r *table.Reader) error {
	var row table.Row
	for {
		if err := rd.ctx.Err(); err != nil {
			return err
		}
		b, err := r.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		refused := b.Parse(&row, func(row *table.Row) {
			if rd.err == nil {
				rd.err = rd.row(row)
			}
		})
		for _, f := range refused {
			if rd.err == nil {
				rd.err = rd.refuse(f.Row, codes[f.Code], f.Reason)
			}
		}
		if rd.err != nil {
			return rd.err
		}
	}
}

// codes are the lists' words for the table's.
var codes = map[string]string{
	table.CodeTooFew: lists.CodeRagged, table.CodeTooMany: lists.CodeRagged, table.CodeTooLarge: lists.CodeTooLarge,
	table.CodeBadQuote: lists.CodeBadRecord, table.CodeNUL: lists.CodeEncoding, table.CodeHeader: lists.CodeBadRecord,
}

func (rd *reader) refuse(row int64, code, reason string) error {
	return rd.report.Refuse(lists.Refusal{At: fmt.Sprintf("row %d", row), Code: code, Reason: reason})
}

// row takes one row.
func (rd *reader) row(row *table.Row) error {
	if err := rd.ctx.Err(); err != nil {
		return err
	}
	if row.Damaged {
		return rd.refuse(row.Number, lists.CodeEncoding, "the row is not valid UTF-8; save the table as UTF-8, or state its encoding in a mapping file")
	}
	var s interdict.Subject
	faults := rd.columns.Party(row, &s, &rd.text)
	if s.ID == "" && rd.mapping.ContentIDs {
		sum := sha256.Sum256([]byte(row.Raw))
		s.ID = "row-" + hex.EncodeToString(sum[:8])
	}
	if s.ID == "" {
		return rd.refuse(row.Number, lists.CodeNoID, "the row has no id; give it one that is the party's for good, or say ids: content in a mapping file")
	}
	if faults&table.FaultNoName != 0 {
		return rd.refuse(row.Number, lists.CodeNoName, "the row has no name; fill it in or remove the row")
	}
	sum := sha256.Sum256([]byte(s.ID))
	if _, ok := rd.seen[[16]byte(sum[:])]; ok {
		return rd.refuse(row.Number, lists.CodeDuplicate, fmt.Sprintf("the id %.80q stands in a row above; give each party one row, its further names in the column aliases", s.ID))
	}
	rd.seen[[16]byte(sum[:])] = struct{}{}
	l := rd.listing(row, &s, faults)
	rd.report.Entries++
	rd.report.Names += len(l.Names)
	return rd.yield(l)
}
