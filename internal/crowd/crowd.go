// Package crowd invents customers by the ten million for benchmarks: seeded, so
// that everyone who runs it screens the same people, and with planted matches of
// which a truth file tells.
//
// Who is row i depends on the seed and i alone. So the first million rows of
// forty million are the million that a smaller machine makes, and rows are made
// on all processors at once.
//
// # The mix
//
// A third of the names are Western, a third Arabic, Persian, Turkic and South
// Asian, a third Slavic, East Asian, African and others (mix.go has the shares).
// A share of each culture's people stand in their own script, NativeShare of all.
// Some are written in capitals, with the family name first or with a typing
// error, as in any bank. All is made of data/names.tsv, which was written for
// this and copies no list of persons, and of rules.
//
// # The growth of the vocabulary
//
// A family name of rank k is borne with a chance that falls as k to the power of
// -3/2, without end: names beyond the common ones are put together of syllables.
// So among n rows there are about K·n^(2/3) different family names (Heaps' law
// with FamilyGrowth as its exponent): new ones keep coming, and many are seen
// once. Given names grow as the square root. Chinese, Korean and Vietnamese
// family names are closed lists, as they are in the world. One row in
// typingErrors has an error besides, which adds a word or so for each.
package crowd

import (
	"bufio"
	"fmt"
	"io"
	"runtime"
	"sync"

	"github.com/interdict/interdict/table"
)

// Header is the first line of a file of customers.
const Header = "id,name,birth date,country\n"

// Heaps exponents of family names and of given names.
const (
	FamilyGrowth = 2.0 / 3
	GivenGrowth  = 1.0 / 2
)

// Crowd is a population.
type Crowd struct {
	seed  uint64
	plant *Planting
}

// New returns the population of a seed, with matches planted where plant is not
// nil.
func New(seed uint64, plant *Planting) *Crowd { return &Crowd{seed, plant} }

// Person is a customer as the population has them.
type Person struct {
	Culture string
	// Native says that the name is in the culture's own script.
	Native bool
	// Families are the family names, in small Latin letters.
	Families []string
	Name     string
	Birth    string // as written, empty where it is not known
	// Country is an ISO 3166-1 code, empty where it is not known.
	Country string
}

// Person is who stands in a row, counted from 1, before anything is planted.
func (c *Crowd) Person(row int64) Person {
	var d draft
	d.draw(c.seed, row)
	p := Person{Culture: d.culture.name, Native: d.native, Name: string(d.name), Birth: string(d.birth), Country: d.country}
	for i := range d.words {
		if d.words[i].family {
			p.Families = append(p.Families, string(d.words[i].latin))
		}
	}
	return p
}

// appendRow appends a row as a line of CSV, and says what was planted in it.
func (c *Crowd) appendRow(b []byte, d *draft, row int64) ([]byte, *Planted) {
	b = append(appendID(b, row), ',')
	if c.plant != nil && c.plant.at(c.seed, row) {
		p := c.plant.one(row)
		b = append(append(table.AppendCell(b, []byte(p.Name)), ','), p.Birth...)
		return append(append(append(b, ','), p.Country...), '\n'), p
	}
	d.draw(c.seed, row)
	b = append(append(table.AppendCell(b, d.name), ','), d.birth...)
	return append(append(append(b, ','), d.country...), '\n'), nil
}

// appendID appends a customer's id, which says nothing of who it is.
func appendID(b []byte, row int64) []byte { return fmt.Appendf(b, "C%08d", row) }

// RowOf is the row of a customer's id, 0 of any other id.
func RowOf(id string) (row int64) {
	if n, err := fmt.Sscanf(id, "C%d", &row); n != 1 || err != nil {
		return 0
	}
	return row
}

// blockRows is how many rows are made at a time.
const blockRows = 1 << 13

// job is a stretch of rows to be made.
type job struct {
	from, to int64 // to is not one of them
	done     chan made
}

// made is a stretch of rows that was made.
type made struct {
	last    int64
	text    []byte
	planted []*Planted
}

// WriteCSV writes the header and the first rows of the population, and to truth,
// which may be nil, what was planted among them. Memory does not grow with the
// rows. progress, which may be nil, is told how many are written; its error ends
// the writing.
func (c *Crowd) WriteCSV(rows int64, out, truth io.Writer, progress func(rows int64) error) error {
	if truth == nil {
		truth = io.Discard
	}
	customers, planted := bufio.NewWriterSize(out, 1<<20), bufio.NewWriterSize(truth, 1<<16)
	customers.WriteString(Header)
	planted.WriteString(truthHeader)
	stop := make(chan struct{})
	var all sync.WaitGroup
	defer all.Wait()
	defer close(stop)
	for done := range c.make(rows, stop, &all) {
		m := <-done
		if _, err := customers.Write(m.text); err != nil {
			return err
		}
		for _, p := range m.planted {
			planted.WriteString(p.line())
		}
		if progress != nil {
			if err := progress(m.last); err != nil {
				return err
			}
		}
	}
	if err := planted.Flush(); err != nil {
		return err
	}
	return customers.Flush()
}

// make makes the first rows, stretch by stretch, and hands over in their order
// where each will be found.
func (c *Crowd) make(rows int64, stop <-chan struct{}, all *sync.WaitGroup) <-chan chan made {
	n := runtime.GOMAXPROCS(0)
	jobs, inOrder := make(chan job), make(chan chan made, 2*n)
	all.Go(func() {
		defer close(jobs)
		defer close(inOrder)
		for from := int64(1); from <= rows; from += blockRows {
			j := job{from, min(from+blockRows, rows+1), make(chan made, 1)}
			select {
			case inOrder <- j.done:
			case <-stop:
				return
			}
			select {
			case jobs <- j:
			case <-stop:
				return
			}
		}
	})
	for range n {
		all.Go(func() {
			var d draft
			for j := range jobs {
				m := made{last: j.to - 1, text: make([]byte, 0, blockRows*64)}
				for row := j.from; row < j.to; row++ {
					var p *Planted
					if m.text, p = c.appendRow(m.text, &d, row); p != nil {
						m.planted = append(m.planted, p)
					}
				}
				j.done <- m
			}
		})
	}
	return inOrder
}
