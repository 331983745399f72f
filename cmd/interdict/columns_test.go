package main

import (
	"bytes"
	"database/sql"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/parquet-go/parquet-go"
	"github.com/rogpeppe/go-internal/testscript"
)

// groupRows is how many rows a row group or record batch has.
const groupRows = 500

// convert IN.csv OUT writes a table as .parquet, .arrow, .arrows or .db, where it
// is the table customers.
func convert(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: convert IN OUT")
	}
	ts.Check(convertTo(ts.MkAbs(args[1]), ts.ReadFile(args[0])))
}

func convertTo(path, text string) error {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		return err
	}
	if filepath.Ext(path) == ".db" {
		return toSQLite(path, rows)
	}
	var out bytes.Buffer
	switch filepath.Ext(path) {
	case ".parquet":
		group := parquet.Group{}
		for _, name := range rows[0] {
			group[name] = parquet.Optional(parquet.String())
		}
		w := parquet.NewGenericWriter[map[string]string](&out, parquet.NewSchema("customers", group), parquet.MaxRowsPerRowGroup(groupRows), parquet.Compression(&parquet.Snappy))
		for _, row := range rows[1:] {
			values := map[string]string{}
			for i, cell := range row {
				values[rows[0][i]] = cell
			}
			if _, err := w.Write([]map[string]string{values}); err != nil {
				return err
			}
		}
		err = w.Close()
	default:
		err = toArrow(&out, rows, filepath.Ext(path) == ".arrow")
	}
	if err != nil {
		return err
	}
	return os.WriteFile(path, out.Bytes(), 0o600)
}

func toArrow(out *bytes.Buffer, rows [][]string, file bool) error {
	var fields []arrow.Field
	for _, name := range rows[0] {
		fields = append(fields, arrow.Field{Name: name, Type: arrow.BinaryTypes.String})
	}
	schema := arrow.NewSchema(fields, nil)
	var w interface {
		Write(arrow.RecordBatch) error
		Close() error
	} = ipc.NewWriter(out, ipc.WithSchema(schema))
	if file {
		var err error
		if w, err = ipc.NewFileWriter(out, ipc.WithSchema(schema)); err != nil {
			return err
		}
	}
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	for i, row := range rows[1:] {
		for k, cell := range row {
			b.Field(k).(*array.StringBuilder).Append(cell)
		}
		if i%groupRows == groupRows-1 || i == len(rows)-2 {
			if err := w.Write(b.NewRecordBatch()); err != nil {
				return err
			}
		}
	}
	return w.Close()
}

func toSQLite(path string, rows [][]string) error {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.Exec(`create table customers ("` + strings.Join(rows[0], `" text, "`) + `" text)`); err != nil {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	for _, row := range rows[1:] {
		values := make([]any, len(row))
		for i := range row {
			values[i] = row[i]
		}
		if _, err := tx.Exec("insert into customers values (?"+strings.Repeat(", ?", len(row)-1)+")", values...); err != nil {
			return err
		}
	}
	return tx.Commit()
}
