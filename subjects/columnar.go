package subjects

import (
	"bufio"
	"errors"
	"io"

	"github.com/interdict/interdict/table"
	"github.com/interdict/interdict/table/columnar"
)

// columns is a source of rows that is no text, such as a Parquet file, as the CSV
// that it could be saved as.
type columns interface {
	io.Reader
	Options(table.Options) table.Options
	// Unread says of each column that cannot be read which it is and why, Rows how
	// many rows there are, 0 where nobody knows.
	Unread() []string
	Rows() int64
}

// readColumnar is Read for Parquet and Arrow.
func readColumnar(in io.Reader, name string, o Options) (*Customers, error) {
	src, err := columnar.Open(in, o.Mapping)
	if err != nil {
		return nil, named(err, name)
	}
	return readColumns(src, name, o)
}

// Rows begins to read a table, whether text or columns, for those who look for
// columns of their own. The name is for messages.
func Rows(in io.Reader, name string) (*table.Reader, error) {
	m := &table.Mapping{}
	r := bufio.NewReader(in)
	head, _ := r.Peek(8)
	if !columnar.Is(head) {
		return table.NewReader(peeked{r, in}, name, m.Options())
	}
	src, err := columnar.Open(peeked{r, in}, m)
	if err != nil {
		return nil, named(err, name)
	}
	return table.NewReader(src, name, src.Options(m.Options()))
}

// readColumns is Read for a source that is CSV of our own making.
func readColumns(src columns, name string, o Options) (*Customers, error) {
	c := &Customers{close: func() error { return nil }, source: src, canary: o.Canaries}
	var err error
	if c.cutter, err = table.NewReader(src, name, src.Options(o.Mapping.Options())); err != nil {
		return nil, err
	}
	c.columns, err = table.NewColumns(c.cutter.Header(), name, o.Mapping, c.cutter.Sample())
	return c, err
}

// named gives an error about a table the file's name.
func named(err error, name string) error {
	var fault *table.Error
	if errors.As(err, &fault) && fault.Name == "" {
		fault.Name = name
	}
	return err
}

// Unread says of each column that cannot be read, such as one of groups, which
// it is and why.
func (c *Customers) Unread() []string {
	if c.source == nil {
		return nil
	}
	return c.source.Unread()
}
