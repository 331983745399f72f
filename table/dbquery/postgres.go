package dbquery

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/interdict/interdict/table"
	"github.com/interdict/interdict/table/columnar"
)

// postgresRows are the rows of a query to PostgreSQL, as they come from the
// server, which waits until they are read.
type postgresRows struct {
	conn   *pgconn.PgConn
	result *pgconn.ResultReader
	cells  []*columnar.Cells
	kinds  []kind
	read   int64
}

// kind is how a value's text is written.
type kind int

const (
	plain kind = iota
	truth
	number
	moment
	array
	unread
)

// kindOf is the kind of a type, by its number in pg_type; all that is not named
// here, such as a word of a fixed set, is text.
func kindOf(oid uint32) (kind, string) {
	switch oid {
	case 16:
		return truth, ""
	case 1700:
		return number, ""
	case 1082, 1114, 1184:
		return moment, ""
	case 1000, 1001, 1002, 1003, 1005, 1007, 1009, 1014, 1015, 1016, 1021, 1022, 1115, 1182, 1185, 1231, 2951:
		return array, ""
	case 17:
		return unread, "bytes"
	case 114, 3802, 199, 3807:
		return unread, "JSON"
	case 142, 143:
		return unread, "XML"
	case 2249, 2287:
		return unread, "a record"
	case 1186, 1187:
		return unread, "an interval of time"
	}
	return plain, ""
}

func openPostgres(ctx context.Context, server, query string, m *table.Mapping) (*columnar.Source, func() error, error) {
	config, err := pgconn.ParseConfig(server)
	if err != nil {
		return nil, nil, errors.New("the address, or what the environment says of PostgreSQL, cannot be read; write postgres://USER@HOST/NAME")
	}
	for name, value := range map[string]string{"application_name": "interdict", "datestyle": "ISO, YMD", "default_transaction_read_only": "on", "client_encoding": "UTF8"} {
		config.RuntimeParams[name] = value
	}
	conn, err := pgconn.ConnectConfig(ctx, config)
	if err != nil {
		return nil, nil, noConnection(err, config)
	}
	r := &postgresRows{conn: conn}
	src, err := r.open(ctx, query, m)
	if err != nil {
		r.close()
		return nil, nil, err
	}
	return src, r.close, nil
}

// close ends the connection, and with it what of the query is under way.
func (r *postgresRows) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return r.conn.Close(ctx)
}

func (r *postgresRows) open(ctx context.Context, query string, m *table.Mapping) (*columnar.Source, error) {
	if _, err := r.conn.Exec(ctx, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").ReadAll(); err != nil {
		return nil, fmt.Errorf("the query cannot be made: %w", err)
	}
	prepared, err := r.conn.Prepare(ctx, "", query, nil)
	if err != nil {
		return nil, fmt.Errorf("the query cannot be made: %w", err)
	}
	if len(prepared.Fields) == 0 {
		return nil, errNoRows
	}
	if len(prepared.ParamOIDs) > 0 {
		return nil, errors.New("the query has parameters; write the values into it")
	}
	src := columnar.NewSource(r)
	for _, f := range prepared.Fields {
		k, why := kindOf(f.DataTypeOID)
		var c *columnar.Cells
		if k == unread {
			src.Refuse(f.Name, why)
		} else {
			c = src.Add(m, f.Name, k == array)
		}
		r.cells, r.kinds = append(r.cells, c), append(r.kinds, k)
	}
	if err := src.Begin(); err != nil {
		return nil, err
	}
	r.result = r.conn.ExecPrepared(ctx, "", nil, nil, nil)
	return src, nil
}

// Next reads the next rows.
func (r *postgresRows) Next(most int) (int, error) {
	for n := range most {
		if !r.result.NextRow() {
			if _, err := r.result.Close(); err != nil {
				return 0, stopped(r.read, discreet(err))
			}
			if n == 0 {
				return 0, io.EOF
			}
			return n, nil
		}
		r.read++
		for i, value := range r.result.Values() {
			if c := r.cells[i]; c != nil {
				write(c, r.kinds[i], value)
			}
		}
	}
	return most, nil
}

// write writes a value to a cell; nil is null.
func write(c *columnar.Cells, k kind, value []byte) {
	switch {
	case value == nil:
	case k == truth && string(value) == "t":
		value = []byte("true")
	case k == truth:
		value = []byte("false")
	case k == number && bytes.IndexByte(value, '.') > 0:
		value = bytes.TrimRight(bytes.TrimRight(value, "0"), ".")
	case k == number && string(value) == "NaN", k == moment && strings.HasSuffix(string(value), "infinity"):
		value = nil
	case k == moment:
		if day, clock, ok := bytes.Cut(value, []byte(" 00:00:00")); ok && (len(clock) == 0 || clock[0] == '+' || clock[0] == '-') {
			value = day
		}
	case k == array:
		c.List(arrayValues(value))
		return
	}
	c.Text(value)
}

// arrayValues takes an array's text apart, such as {a,"b, c",NULL}. Arrays within
// it give their values.
func arrayValues(text []byte) (values [][]byte) {
	if i := bytes.IndexByte(text, '='); i > 0 && text[0] == '[' { // bounds
		text = text[i+1:]
	}
	for i := 0; i < len(text); {
		switch text[i] {
		case '{', '}', ',':
			i++
		case '"':
			var value []byte
			for i++; i < len(text) && text[i] != '"'; i++ {
				if text[i] == '\\' && i+1 < len(text) {
					i++
				}
				value = append(value, text[i])
			}
			i++
			values = append(values, value)
		default:
			from := i
			for i < len(text) && text[i] != ',' && text[i] != '}' {
				i++
			}
			if value := text[from:i]; !bytes.EqualFold(value, []byte("NULL")) {
				values = append(values, value)
			}
		}
	}
	return values
}
