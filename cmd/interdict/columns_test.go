package main

import (
	"bytes"
	"database/sql"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/parquet-go/parquet-go"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/interdict/interdict/audit"
)

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
		w := parquet.NewGenericWriter[map[string]string](&out, parquet.NewSchema("customers", group), parquet.MaxRowsPerRowGroup(5000), parquet.Compression(&parquet.Snappy))
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
		if i%5000 == 4999 || i == len(rows)-2 {
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

// Whatever the input is, and however often it is killed, a run ends with the same
// bytes as one that was not, and with a receipt that can be replayed.
func TestKilledRunsOfColumns(t *testing.T) {
	data, dir := t.TempDir(), t.TempDir()
	list := filepath.Join(dir, "own.csv")
	write(t, list, []byte("id,name,type\n1,Zhao Guangzong,person\n"))
	if status, _, errs := at(clock, data, "lists", "load", list, "--list", "our_list", "--published", "2026-11-01"); status != exitDone {
		t.Fatal(errs)
	}
	var text strings.Builder
	text.WriteString("id,name,birth_date,address\n")
	for i := range 40_000 {
		name := fmt.Sprintf("Customer Number%d", i)
		if i%500 == 3 {
			name = "Zhao Guangzong"
		}
		fmt.Fprintf(&text, "%d,%s,1985-01-01,%s\n", i, name, strings.Repeat("x", 60))
	}
	var first []byte
	for n, name := range []string{"customers.csv", "customers.parquet", "customers.arrow", "customers.arrows", "customers.db"} {
		path := filepath.Join(dir, name)
		from := []string{path}
		switch filepath.Ext(name) {
		case ".csv":
			write(t, path, []byte(text.String()))
		case ".db":
			from = []string{"--from", "sqlite:" + path, "--query", "select * from customers order by cast(id as integer)"}
			fallthrough
		default:
			if err := convertTo(path, text.String()); err != nil {
				t.Fatal(err)
			}
		}
		out := filepath.Join(dir, "out.parquet")
		command := func() *exec.Cmd {
			cmd := exec.Command(os.Args[0], append([]string{"screen", "--quiet", "--range-size", "1", "-o", out}, from...)...)
			cmd.Args[0] = "interdict" // by which this test's program knows what it is
			cmd.Env = append(os.Environ(), "INTERDICT_DATA="+data)
			return cmd
		}
		began := time.Now()
		if said, err := command().CombinedOutput(); err != nil {
			t.Fatalf("%s: %v: %s", name, err, said)
		}
		took := time.Since(began)
		want := read(t, out)
		if n == 0 {
			first = want
		}
		if !bytes.Equal(want, first) {
			t.Errorf("%s: other results than of the CSV", name)
		}
		for i := range 3 {
			os.Remove(out)
			cmd := command()
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(took * time.Duration(1+i) / 4)
			cmd.Process.Kill()
			cmd.Wait()
		}
		os.Remove(out)
		if said, err := command().CombinedOutput(); err != nil {
			t.Fatalf("%s: %v: %s", name, err, said)
		}
		if !bytes.Equal(read(t, out), want) {
			t.Errorf("%s: after it was killed the output differs", name)
		}
		found, err := audit.In(data).Verify()
		if err != nil {
			t.Fatal(err)
		}
		last := found[len(found)-1]
		if !last.OK || last.Receipt.Read != 40_000 || len(last.Receipt.Ranges) < 2 {
			t.Errorf("%s: the receipt %+v", name, last)
		}
		if status, said, errs := at(clock, data, "audit", "replay", fmt.Sprint(last.Number)); status != exitDone || !strings.Contains(said, "Agrees") {
			t.Errorf("%s: replayed: %s%s", name, said, errs)
		}
	}
}
