package subjects

import (
	"context"

	"github.com/interdict/interdict/table"
	"github.com/interdict/interdict/table/dbquery"
)

// OpenQuery is Open for the rows of a query to a database, as dbquery.Parse reads
// its address. The rows end when ctx does.
func OpenQuery(ctx context.Context, d *dbquery.Database, query string, o Options) (*Customers, error) {
	if o.Mapping == nil {
		o.Mapping = &table.Mapping{}
	}
	src, closer, err := d.Open(ctx, query, o.Mapping)
	if err != nil {
		return nil, err
	}
	c, err := readColumns(src, d.Name(), o)
	if err != nil {
		closer() //nolint:errcheck // the query ends, whatever it says
		return nil, err
	}
	c.close = closer
	return c, nil
}

// QueryRows is Rows for the rows of a query. close ends the query.
func QueryRows(ctx context.Context, d *dbquery.Database, query string) (rows *table.Reader, closer func() error, err error) {
	m := &table.Mapping{}
	src, closer, err := d.Open(ctx, query, m)
	if err != nil {
		return nil, nil, err
	}
	rows, err = table.NewReader(src, d.Name(), src.Options(m.Options()))
	if err != nil {
		closer() //nolint:errcheck // the query ends, whatever it says
		return nil, nil, err
	}
	return rows, closer, nil
}
