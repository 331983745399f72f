package lists

import (
	"bytes"
	"errors"
	"io"
	"slices"

	"github.com/interdict/interdict/table"
)

// Header is the names of a table's columns, nil where the file is no table, for
// Recognise. A workbook's beginning does not tell them: it is opened.
func Header(file *File, o table.Options) []string {
	header, _ := Beginning(file, o)
	return header
}

// Beginning is Header and the first row.
func Beginning(file *File, o table.Options) (header, first []string) {
	r, err := tableOf(file, o)
	if err != nil {
		return nil, nil
	}
	sample := r.Sample()
	sample.Parse(&table.Row{}, func(row *table.Row) {
		if first == nil {
			first = slices.Clone(row.Cells)
		}
	})
	return r.Header(), first
}

// tableOf begins to read the table that a file is, from its head if that will
// do.
func tableOf(file *File, o table.Options) (*table.Reader, error) {
	var in io.Reader = bytes.NewReader(file.Head)
	o.BlockSize, o.MaxRow = max(len(file.Head), 1), MaxRecord
	if len(file.Head) < HeadSize {
		o.BlockSize++ // so that the reader meets the file's end
	}
	if table.IsWorkbook(file.Head) && file.Open != nil {
		whole, err := file.Open()
		if err != nil {
			return nil, err
		}
		defer whole.Close()
		in, o.BlockSize = whole, HeadSize
	}
	return table.NewReader(in, file.Path, o)
}

// workbook says of a workbook that no format knows what it is, and whether it
// is damaged.
func workbook(file *File) (reason string, damaged bool) {
	var fault *table.Error
	if _, err := tableOf(file, table.Options{}); errors.As(err, &fault) {
		return fault.Reason + "; " + fault.Remedy, true
	}
	return "it is a workbook of no list that can be read here; an own list needs one sheet with a header of id and name, or a mapping", false
}

// Sheets are the names of a workbook's sheets in which one of the first rows is
// a header; a file that is no workbook has one table, without a name. Rows reads
// each with the option Sheet.
func Sheets(file *File, isHeader func(cells []string) bool) ([]string, error) {
	in, err := file.Open()
	if err != nil {
		return nil, &Error{File: file.Path, Reason: "the file cannot be opened", Err: err, Remedy: "check that it is there and may be read"}
	}
	defer in.Close()
	names, err := table.Sheets(in, file.Path, isHeader)
	if err != nil {
		return nil, tableError(file, err)
	}
	if names == nil && !table.IsWorkbook(file.Head) {
		return []string{""}, nil
	}
	return names, nil
}
