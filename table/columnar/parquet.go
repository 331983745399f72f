package columnar

import (
	"bufio"
	"bytes"
	"fmt"
	"io"

	"github.com/interdict/interdict/table"
)

// parquetRows are the rows of a Parquet file, row group by row group.
type parquetRows struct {
	at     io.ReaderAt
	size   int64
	foot   *footer
	leaves []*parquetLeaf

	group int   // the next
	left  int64 // rows of the one at hand
	read  int64
}

// parquetLeaf is a column of the file that is read.
type parquetLeaf struct {
	number   int // among the file's columns
	element  *schemaElement
	def, rep int // the levels of a value that is there
	cells    *cells
	text     func(dst, value []byte) []byte
	pages    *pages // of the row group at hand
}

// openParquet reads the footer and finds out which columns are read.
func openParquet(in io.Reader, rest io.Reader, m *table.Mapping) (*Source, error) {
	p := &parquetRows{}
	var err error
	if p.at, p.size, _, err = anyPlace(in, rest); err != nil {
		return nil, err
	}
	if p.foot, err = readFooter(p.at, p.size); err != nil {
		return nil, err
	}
	s := &Source{rows: p}
	for i := range p.foot.groups {
		s.total += max(0, p.foot.groups[i].rows)
	}
	w := walker{s: s, m: m, schema: p.foot.schema}
	if len(w.schema) == 0 || w.schema[0].leaf {
		return nil, damaged("the Parquet file has no columns")
	}
	for range w.schema[0].children {
		w.element("", place{next: 1})
	}
	if w.at+1 != len(w.schema) {
		return nil, damaged("the Parquet file's columns do not fit together")
	}
	p.leaves = w.leaves
	s.finish()
	return s, p.check(w.columns)
}

// check compares what the footer says of rows and columns.
func (p *parquetRows) check(columns int) error {
	rows := int64(0)
	for i := range p.foot.groups {
		g := &p.foot.groups[i]
		if rows += g.rows; g.rows < 0 || len(g.chunks) != columns {
			return damaged("row group %d of the Parquet file does not fit its columns", i+1)
		}
	}
	if p.foot.rows != 0 && rows != p.foot.rows { // some writers leave it out
		return damaged("the Parquet file says that it has %d rows, its row groups have %d", p.foot.rows, rows)
	}
	return nil
}

// anyPlace makes the source readable at any place: what is left of it is held if it
// must be.
func anyPlace(src, rest io.Reader) (at io.ReaderAt, size int64, held bool, err error) {
	if s, ok := src.(interface {
		At() (io.ReaderAt, int64, bool)
	}); ok {
		if at, size, ok := s.At(); ok {
			return at, size, false, nil
		}
	}
	all, err := io.ReadAll(io.LimitReader(rest, maxHeld+1))
	switch {
	case err != nil:
		return nil, 0, false, readError(err)
	case len(all) > maxHeld:
		return nil, 0, false, &table.Error{Reason: fmt.Sprintf("the file is read from its end, and has more than %d bytes", maxHeld), Remedy: "name the file itself, not packed or piped"}
	}
	return bytes.NewReader(all), int64(len(all)), true, nil
}

// walker goes through the schema, which lists the elements of a tree in order.
type walker struct {
	s       *Source
	m       *table.Mapping
	schema  []schemaElement
	at      int // of the element before the next
	columns int
	leaves  []*parquetLeaf
}

// place is where in the tree an element stands.
type place struct {
	next     int // 1 at the top, one more below
	def, rep int
	// list says that the elements around are a list of which this is the value;
	// why, that nothing below can be read.
	list bool
	why  string
}

// element adds the columns of the next element and all below it.
func (w *walker) element(above string, p place) {
	if w.at++; w.at >= len(w.schema) || p.next > maxNested {
		panic(short{})
	}
	e := &w.schema[w.at]
	if e.repetition > 0 {
		p.def++
	}
	header := e.name
	if above != "" {
		header = above + "." + e.name
	}
	if p.list {
		header = above // within a list the names are the format's, not the writer's
	}
	if e.repetition == 2 {
		if p.rep++; p.rep > 1 && p.why == "" {
			p.why = "a list of lists"
		}
	}
	if e.leaf {
		w.leaf(header, e, p)
		return
	}
	p.next++
	inList := p.rep > 0
	switch {
	case inList && e.children != 1 && p.why == "":
		w.refuseGroup(header, e)
		p.why = "-" // refused as a whole
	case inList || e.meaning == listType || e.meaning == mapType:
		p.list = true
	default:
		p.list = false
	}
	for range e.children {
		w.element(header, p)
	}
}

func (w *walker) refuseGroup(header string, e *schemaElement) {
	why := "a list of groups"
	if e.children == 2 && (e.name == "key_value" || e.name == "map") {
		why = "a map"
	}
	w.s.refuse(header, why)
}

// leaf adds a column that has values.
func (w *walker) leaf(header string, e *schemaElement, p place) {
	number := w.columns
	w.columns++
	text, why := parquetText(e)
	if p.why != "" {
		why = p.why
	}
	if why != "" {
		if why != "-" {
			w.s.refuse(header, why)
		}
		return
	}
	l := &parquetLeaf{number: number, element: e, def: p.def, rep: p.rep, text: text}
	var todo plan
	if l.cells, todo = w.s.add(w.m, header, p.rep > 0); !todo.skip {
		w.leaves = append(w.leaves, l)
	}
}

// next fills the cells with the next rows, and says at the file's end, and where
// its parts do not fit, whether somebody changed it meanwhile.
func (p *parquetRows) next(most int) (n int, err error) {
	err = guarded(func() error {
		n, err = p.rows(most)
		return err
	})
	if at, ok := p.at.(interface{ Unchanged() error }); ok && err != nil {
		if fault := at.Unchanged(); fault != nil {
			return 0, fault
		}
	}
	return n, err
}

// rows fills the cells with the next rows of the row group.
func (p *parquetRows) rows(most int) (int, error) {
	for p.left == 0 {
		if err := p.nextGroup(); err != nil {
			return 0, err
		}
	}
	n := int(min(int64(most), p.left))
	for _, l := range p.leaves {
		if err := l.fill(n); err != nil {
			return 0, err
		}
	}
	p.left -= int64(n)
	p.read += int64(n)
	return n, nil
}

// nextGroup begins the next row group; io.EOF behind the last.
func (p *parquetRows) nextGroup() error {
	for _, l := range p.leaves {
		if err := l.pages.ended(); err != nil {
			return err
		}
	}
	if p.group == len(p.foot.groups) {
		return io.EOF
	}
	g := &p.foot.groups[p.group]
	p.group++
	p.left = g.rows
	for _, l := range p.leaves {
		k := &g.chunks[l.number]
		begin := k.data
		if k.dictionary > 0 && k.dictionary < begin {
			begin = k.dictionary
		}
		switch {
		case k.locked:
			return encrypted()
		case k.elsewhere:
			return &table.Error{Reason: "the Parquet file is only the description of others", Remedy: "name the files themselves"}
		case k.kind != l.element.kind || k.values < 0 || k.size < 0 || begin < 4 || begin > p.size || k.size > p.size-begin:
			return damaged("row group %d of the Parquet file does not fit the file", p.group)
		}
		in := io.NewSectionReader(p.at, begin, k.size)
		if l.pages == nil {
			l.pages = &pages{leaf: l, in: bufio.NewReaderSize(in, pageBuffer)}
		}
		l.pages.begin(in, k)
	}
	return nil
}

// fill fills the cells of this many rows.
func (l *parquetLeaf) fill(n int) error {
	for range n {
		if l.rep == 0 {
			value, there, err := l.pages.value()
			if err != nil {
				return err
			}
			if there {
				l.cells.text = l.text(l.cells.text, value)
			}
			l.cells.end()
			continue
		}
		for first := true; ; first = false {
			more, err := l.pages.within(first)
			if err != nil {
				return err
			}
			if !more {
				break
			}
			value, there, err := l.pages.value()
			if err != nil {
				return err
			}
			if there {
				l.cells.add(func(dst []byte) []byte { return l.text(dst, value) })
			}
		}
		l.cells.end()
	}
	return nil
}
