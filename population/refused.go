package population

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"

	"github.com/interdict/interdict/internal/atomicfile"
	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/subjects"
	"github.com/interdict/interdict/table"
)

// Refused is a row of a population's file that was not taken, or, with Screened,
// taken without one of its values.
type Refused struct {
	Generation int    `json:"generation"`
	Row        int64  `json:"row"`
	Code       string `json:"code"`
	Screened   bool   `json:"screened,omitempty"`
	// Content is the row as it stood in the file, at most table.MostContent of it; of
	// what stood beyond table.MostContents of a file's rows together nothing is kept.
	// It is written to the population's own files alone, sealed as they are, and never to a
	// report.
	Content string `json:"-"`
}

// maxRefused is how many refused rows of a file are named; beyond that they are
// counted.
const maxRefused = 1_000_000

const refusedKind = "refused"

// refuse counts a row that was not taken, or, with Screened, not whole.
func (l *Load) refuse(r *Refused) {
	if !r.Screened {
		l.Refused++
	}
	l.Codes[r.Code]++
	if len(l.rows) >= maxRefused {
		return
	}
	if l.contents += len(r.Content); l.contents > table.MostContents {
		r.Content = ""
	}
	l.rows = append(l.rows, *r)
}

// refuseOf counts rows of a block, ascending, with what stood in them.
func (l *Load) refuseOf(b *subjects.Block, refused []Refused) {
	numbers := make([]int64, len(refused))
	for i := range refused {
		numbers[i] = refused[i].Row
	}
	contents := b.Contents(numbers)
	for i := range refused {
		refused[i].Content = contents[refused[i].Row]
		l.refuse(&refused[i])
	}
}

// Faulty are what the files since the last full one came to, that one included,
// as far as rows were refused: who is in them is not covered.
func (p *Population) Faulty() (out []Load) {
	for i := len(p.Loads) - 1; i >= 0; i-- {
		if l := p.Loads[i]; len(l.Codes) > 0 {
			out = append([]Load{l}, out...)
		}
		if p.Loads[i].How == Full {
			break
		}
	}
	return out
}

// Uncovered is how many rows were refused by the files since the last full one,
// that one included.
func (p *Population) Uncovered() (n int64) {
	for _, l := range p.Faulty() {
		n += l.Refused
	}
	return n
}

// keepRefused writes which rows a generation refused: a row, a code, whether the
// rest of the row was taken and what stood in it, in quotes, in lines.
func (p *Population) keepRefused(generation int, rows []Refused) error {
	if len(rows) == 0 {
		return nil
	}
	return atomicfile.Write(atomicfile.Private{}, p.path(generation, refusedExtension), func(out io.Writer) error {
		w, err := sealed.NewWriter(out, refusedKind, p.sealKey())
		if err != nil {
			return err
		}
		var page []byte
		for i := range rows {
			r := &rows[i]
			page = fmt.Appendf(page, "%d\t%s\t%t\t%q\n", r.Row, r.Code, r.Screened, r.Content)
			if len(page) >= pageSize || i == len(rows)-1 {
				if err := w.Page(page); err != nil {
					return err
				}
				page = page[:0]
			}
		}
		return w.Close(nil)
	})
}

// Refused are the rows that the files since the last full one refused, that one
// included, at most limit of them, or all where limit is 0. It needs the key. Of files that were added
// before refused rows were kept there are none.
func (p *Population) Refused(limit int) (out []Refused, err error) {
	for _, l := range p.Faulty() {
		if limit > 0 && len(out) >= limit {
			break
		}
		if out, err = p.readRefused(l.Generation, limit, out); err != nil {
			return nil, fmt.Errorf("the rows that population %s refused: %w", p.Name, err)
		}
	}
	return out, nil
}

func (p *Population) readRefused(generation, limit int, out []Refused) ([]Refused, error) {
	f, err := sealed.Open(p.path(generation, refusedExtension), refusedKind, p.sealKey())
	if errors.Is(err, fs.ErrNotExist) {
		return out, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var page []byte
	for n := range f.Pages() {
		if page, err = f.Page(n, page[:0]); err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(page)) {
			r, err := parseRefused(strings.TrimSuffix(line, "\n"))
			if err != nil {
				return nil, err
			}
			if limit > 0 && len(out) >= limit {
				return out, nil
			}
			r.Generation = generation
			out = append(out, r)
		}
	}
	return out, nil
}

// parseRefused reads a line. One of an earlier program has no content.
func parseRefused(line string) (r Refused, err error) {
	parts := strings.Split(line, "\t")
	if len(parts) != 3 && len(parts) != 4 {
		return r, errPage
	}
	r.Code = parts[1]
	if r.Row, err = strconv.ParseInt(parts[0], 10, 64); err == nil {
		r.Screened, err = strconv.ParseBool(parts[2])
	}
	if err == nil && len(parts) == 4 {
		r.Content, err = strconv.Unquote(parts[3])
	}
	if err != nil {
		err = errPage
	}
	return r, err
}
