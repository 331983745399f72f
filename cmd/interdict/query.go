package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/interdict/interdict/population"
	"github.com/interdict/interdict/subjects"
	"github.com/interdict/interdict/table/dbquery"
)

// queryFlags name a query to a database as the input, in place of files.
type queryFlags struct {
	From  string `placeholder:"DATABASE" help:"The database that --query is put to: sqlite:FILE, postgres://USER@HOST/NAME, or postgres: for what the environment says. Passwords come from PGPASSWORD or the password file."`
	Query string `placeholder:"SQL" help:"Read the rows of a query in place of files; @FILE reads the query from a file."`
}

// asked is a query as a receipt's private file keeps it, in JSON where a file's
// path would stand.
type asked struct {
	From  string `json:"from"`
	Query string `json:"query"`
}

// inputs are the files given, or else the query.
func (f *queryFlags) inputs(files []string) ([]string, error) {
	switch {
	case f.From == "" && f.Query == "" && len(files) == 0:
		return nil, wrong("name a file, or a query with --from and --query")
	case f.From == "" && f.Query == "":
		return files, nil
	case len(files) > 0:
		return nil, wrong("--query stands in place of files; leave one out")
	case f.From == "":
		return nil, wrong("--query: say with --from which database it is put to")
	case f.Query == "":
		return nil, wrong("--from: say with --query what is asked of the database")
	}
	d, err := dbquery.Parse(f.From)
	if err != nil {
		return nil, wrong("--from: %v", err)
	}
	query := f.Query
	if file, ok := strings.CutPrefix(query, "@"); ok {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, wrong("--query: %w", orAbsent(file, err))
		}
		query = string(text)
	}
	text, err := json.Marshal(asked{d.Address(), query})
	return []string{string(text)}, err
}

// isQuery says that an input's path is no path.
func isQuery(path string) bool { return strings.HasPrefix(path, `{"from":`) }

// openQuery opens a query as an input. It can be made again, and gives the same
// where the database holds the same and the query orders its rows.
func openQuery(ctx context.Context, path string, o subjects.Options) (*input, error) {
	d, query, err := parseQuery(path)
	if err != nil {
		return nil, err
	}
	in := &input{name: d.Name(), query: path, again: true}
	in.Customers, err = subjects.OpenQuery(ctx, d, query, o)
	return in, err
}

func parseQuery(path string) (d *dbquery.Database, query string, err error) {
	var a asked
	if err := json.Unmarshal([]byte(path), &a); err != nil {
		return nil, "", fmt.Errorf("the query cannot be read: %w", err)
	}
	d, err = dbquery.Parse(a.From)
	return d, a.Query, err
}

// openIDs opens a file or query of which the ids alone count; - is stdin.
func openIDs(ctx context.Context, stdin io.Reader, path string) (*population.IDs, error) {
	switch {
	case path == "-":
		return population.StreamIDs(stdin, standardInput)
	case !isQuery(path):
		return population.OpenIDs(path)
	}
	d, query, err := parseQuery(path)
	if err != nil {
		return nil, err
	}
	return population.QueryIDs(ctx, d, query)
}
