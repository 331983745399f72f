package main

import (
	"context"
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/interdict/interdict/internal/crowd"
)

var (
	//go:embed duckdb.sql
	duckdbSQL string
	//go:embed duckdb.mjs
	duckdbScript []byte
)

// duckdbPackage is what -duckdb npm installs.
const duckdbPackage = "@duckdb/node-api@1.5.6-r.1"

// joined is what the join in DuckDB came to.
type joined struct {
	Rows int64 `json:"rows"`
	cost
	PerSecond float64 `json:"rows_a_second"`
	Found     share   `json:"found"`
	Clean     share   `json:"clean_alerted"`
}

// duckRows is the most rows that are joined: its rate is the same with more, and
// beyond that it needs the disk that others need.
const duckRows = 4_000_000

// joinInDuckDB joins the customers with the same names by DuckDB.
func (b *bench) joinInDuckDB(ctx context.Context) error {
	program, args, err := b.findDuckDB(ctx)
	if err != nil {
		return err
	}
	sizes := b.sizes()
	rows := sizes[0]
	for _, n := range sizes {
		if n <= duckRows {
			rows = n
		}
	}
	if err := b.writeNames(ctx); err != nil {
		return err
	}
	sql := strings.NewReplacer("@TEMP@", quoted(b.path("duckdb-temp")), "@NAMES@", quoted(b.path("names.csv")),
		"@CUSTOMERS@", quoted(b.path(customersFile(rows))), "@RESULT@", quoted(b.path("duckdb.csv"))).Replace(duckdbSQL)
	script := b.path("duckdb.sql")
	if err := os.WriteFile(script, []byte(sql), 0o600); err != nil {
		return err
	}
	c, _, err := b.measured(ctx, program, append(args, script)...)
	if err := errors.Join(err, os.RemoveAll(b.path("duckdb-temp"))); err != nil {
		return err
	}
	out := &joined{Rows: rows, cost: c, PerSecond: float64(rows) / c.Seconds}
	if err := b.judgeDuckDB(out); err != nil {
		return err
	}
	b.state.Figures.DuckDB = out
	b.say("           %.0f rows a second, %.1f %% found, %.2f %% of the others alerted", out.PerSecond, 100*out.Found.part(), 100*out.Clean.part())
	return nil
}

// quoted is a path within a text of SQL.
func quoted(path string) string { return strings.ReplaceAll(path, "'", "''") }

// findDuckDB finds a DuckDB that runs an SQL file named as its last argument.
func (b *bench) findDuckDB(ctx context.Context) (program string, args []string, err error) {
	if b.duckdb == "off" {
		return "", nil, skipped{"-duckdb off"}
	}
	if program, err := exec.LookPath("duckdb"); err == nil {
		return program, []string{"-bail", "-f"}, nil
	}
	node, err := exec.LookPath("node")
	if err != nil {
		return "", nil, skipped{"neither duckdb nor node is installed"}
	}
	dir := b.path("duckdb")
	installed := filepath.Join(dir, "node_modules", "@duckdb", "node-api")
	if _, err := os.Stat(installed); err != nil {
		if b.duckdb != "npm" {
			return "", nil, skipped{"no duckdb is installed; DUCKDB=npm installs one into the benchmark's folder"}
		}
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return "", nil, err
		}
		if _, _, err := b.measured(ctx, "npm", "install", "--no-audit", "--no-fund", "--prefix", dir, duckdbPackage); err != nil {
			return "", nil, err
		}
	}
	script := filepath.Join(dir, "run.mjs")
	return node, []string{script}, os.WriteFile(script, duckdbScript, 0o600)
}

// judgeDuckDB holds DuckDB's pairs against the truth.
func (b *bench) judgeDuckDB(out *joined) error {
	truth, all, err := b.truth()
	if err != nil {
		return err
	}
	f, err := os.Open(b.path("duckdb.csv"))
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = 2
	if _, err := r.Read(); err != nil {
		return fmt.Errorf("the join's result cannot be read: %w", err)
	}
	got, clean := map[int64]bool{}, map[int64]bool{}
	for {
		c, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("the join's result cannot be read: %w", err)
		}
		row := crowd.RowOf(c[0])
		if p := truth[row]; p == nil {
			clean[row] = true
		} else if c[1] == p.List+" "+p.ID {
			got[row] = true
		}
	}
	out.Clean.Of = out.Rows
	for i := range all {
		if all[i].Row > out.Rows {
			break
		}
		if out.Clean.Of--; all[i].Expected() {
			out.Found.add(got[all[i].Row])
		}
	}
	out.Clean.Got = int64(len(clean))
	return nil
}
