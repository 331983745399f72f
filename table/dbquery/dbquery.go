// Package dbquery reads the rows of a query to a PostgreSQL or SQLite database
// as the CSV that they could be exported as, so that all that is known of tables
// holds for them too.
//
// Rows come as the database gives them, one after the other: none are held, and
// nothing can be changed by reading (a transaction that only reads, which sees
// the database as it was when the query began). Values are the database's own
// text, save that a moment at midnight is its day and that a number has no zeros
// behind its point.
//
// No password passes through here: PostgreSQL's come from the environment
// (PGPASSWORD), its password file or its service file, as for psql. Errors that
// the database has while it reads rows may quote a value; of those only the code
// is passed on.
package dbquery

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/interdict/interdict/table"
	"github.com/interdict/interdict/table/columnar"
)

// Database is where a query goes.
type Database struct {
	file   string // of SQLite
	server string // PostgreSQL's address, empty for that of the environment
}

// Parse reads the address of a database: sqlite:FILE, postgres://USER@HOST/NAME,
// or postgres: for what the environment says (PGHOST, PGDATABASE, PGSERVICE and
// so on). An address with a password is refused.
func Parse(from string) (*Database, error) {
	if file, ok := strings.CutPrefix(from, "sqlite:"); ok {
		if file == "" {
			return nil, errors.New("sqlite: names no file; write sqlite:FILE")
		}
		abs, err := filepath.Abs(file)
		return &Database{file: abs}, err
	}
	if from == "postgres:" {
		return &Database{}, nil
	}
	if !strings.HasPrefix(from, "postgres://") && !strings.HasPrefix(from, "postgresql://") {
		return nil, errors.New("the address names no database; write sqlite:FILE, postgres://USER@HOST/NAME or postgres:")
	}
	u, err := url.Parse(from)
	if err != nil {
		return nil, errors.New("the address cannot be read; write postgres://USER@HOST/NAME")
	}
	_, secret := u.User.Password()
	for name := range u.Query() {
		secret = secret || strings.Contains(name, "password")
	}
	if secret {
		return nil, errors.New("the address holds a password, which others on this machine could read; leave it out, and set PGPASSWORD or write a password file (~/.pgpass)")
	}
	return &Database{server: from}, nil
}

// Name is how reports name the database.
func (d *Database) Name() string {
	switch u, err := url.Parse(d.server); {
	case d.file != "":
		return "sqlite:" + filepath.Base(d.file)
	case d.server == "" || err != nil:
		return "postgres:"
	default:
		u.RawQuery, u.Fragment = "", ""
		return u.String()
	}
}

// Address is what Parse reads as the same database, from whatever folder.
func (d *Database) Address() string {
	switch {
	case d.file != "":
		return "sqlite:" + d.file
	case d.server == "":
		return "postgres:"
	}
	return d.server
}

// Open begins a query. The source's rows end when ctx does; close ends the query.
func (d *Database) Open(ctx context.Context, query string, m *table.Mapping) (src *columnar.Source, closer func() error, err error) {
	if m == nil {
		m = &table.Mapping{}
	}
	if strings.TrimSpace(query) == "" {
		return nil, nil, errors.New("the query is empty")
	}
	if d.file != "" {
		src, closer, err = openSQLite(ctx, d.file, query, m)
	} else {
		src, closer, err = openPostgres(ctx, d.server, query, m)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", d.Name(), err)
	}
	return src, closer, nil
}
