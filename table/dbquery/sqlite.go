package dbquery

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	_ "modernc.org/sqlite" // the driver

	"github.com/interdict/interdict/table"
	"github.com/interdict/interdict/table/columnar"
)

// sqliteRows are the rows of a query to SQLite.
type sqliteRows struct {
	db     *sql.DB
	rows   *sql.Rows
	cells  []*columnar.Cells
	values []any
	scan   []any
	read   int64
}

func openSQLite(ctx context.Context, file, query string, m *table.Mapping) (*columnar.Source, func() error, error) {
	switch info, err := os.Stat(file); {
	case err != nil:
		return nil, nil, errors.New("the file does not exist or cannot be read; check the path")
	case !info.Mode().IsRegular():
		return nil, nil, errors.New("this is no file; name one")
	}
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(file), RawQuery: "mode=ro&_pragma=query_only(1)&_pragma=busy_timeout(10000)"}
	db, err := sql.Open("sqlite", address.String())
	if err != nil {
		return nil, nil, err
	}
	r := &sqliteRows{db: db}
	src, err := r.open(ctx, query, m)
	if err != nil {
		r.close()
		return nil, nil, err
	}
	return src, r.close, nil
}

func (r *sqliteRows) close() error {
	if r.rows != nil {
		r.rows.Close()
	}
	return r.db.Close()
}

func (r *sqliteRows) open(ctx context.Context, query string, m *table.Mapping) (*columnar.Source, error) {
	var err error
	if r.rows, err = r.db.QueryContext(ctx, query); err != nil { //nolint:rowserrcheck // Next asks
		return nil, fmt.Errorf("the query cannot be made: %w", err)
	}
	names, err := r.rows.Columns()
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, errNoRows
	}
	src := columnar.NewSource(r)
	r.values = make([]any, len(names))
	for i, name := range names {
		r.cells = append(r.cells, src.Add(m, name, false))
		r.scan = append(r.scan, &r.values[i])
	}
	return src, src.Begin()
}

var errNoRows = errors.New("the query gives no rows; write one that selects")

// Next reads the next rows.
func (r *sqliteRows) Next(most int) (int, error) {
	for n := range most {
		if !r.rows.Next() {
			if err := r.rows.Err(); err != nil {
				return 0, stopped(r.read, err)
			}
			if n == 0 {
				return 0, io.EOF
			}
			return n, nil
		}
		if err := r.rows.Scan(r.scan...); err != nil {
			return 0, stopped(r.read, err)
		}
		r.read++
		for i, c := range r.cells {
			if c != nil {
				fill(c, r.values[i])
			}
		}
	}
	return most, nil
}

// fill writes a value to a cell.
func fill(c *columnar.Cells, value any) {
	switch v := value.(type) {
	case nil:
		c.Text(nil)
	case int64:
		c.Text(strconv.AppendInt(nil, v, 10))
	case float64:
		c.Float(v)
	case bool:
		c.Text(strconv.AppendBool(nil, v))
	case time.Time:
		c.Time(v)
	case []byte:
		c.Text(v)
	case string:
		c.Text([]byte(v))
	default:
		c.Text(fmt.Append(nil, v))
	}
}
