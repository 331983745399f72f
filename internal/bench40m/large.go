package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/interdict/interdict/internal/crowd"
)

// compared is what the same customers cost against the lists and against many
// more. More lists bring more hits, which cost what hits cost; so that what is
// told of is the search, only those customers are screened who have the same hits
// by both.
type compared struct {
	// Rows are those customers, Left the others.
	Rows int64 `json:"rows"`
	Left int64 `json:"left_out"`
	// Hits of them by the lists, LargeHits by the many.
	Hits      int64 `json:"hits"`
	LargeHits int64 `json:"large_hits"`
	// Micros is processor time a row by the lists, LargeMicros by the many; Times
	// how often the one goes into the other.
	Micros      float64 `json:"processor_micros_a_row"`
	LargeMicros float64 `json:"large_processor_micros_a_row"`
	Times       float64 `json:"times"`
}

// equalFile has the customers who have the same hits by both.
const equalFile = "customers-equal.csv"

// rounds is how often each run that is compared is done, in turn with the other.
const rounds = 3

// screenLarge screens a million rows against many more lists.
func (b *bench) screenLarge(ctx context.Context) error {
	data, rows := b.path(largeFolder), b.sizes()[0]
	if err := b.makeLarge(ctx, data); err != nil {
		return err
	}
	start, err := b.startOf(ctx, data)
	if err != nil {
		return err
	}
	run, err := b.screenFile(ctx, data, b.path(customersFile(rows)), b.path("hits-large.jsonl"))
	if err != nil {
		return err
	}
	run.finish(rows, start.Seconds)
	b.state.Figures.Large, b.state.Figures.LargeStart = run, start.Seconds
	if _, err := b.screenFile(ctx, b.path(listsFolder), b.path(customersFile(rows)), b.path("hits-few.jsonl")); err != nil {
		return err
	}
	c := &compared{}
	if err := b.writeEqual(rows, c); err != nil {
		return err
	}
	if err := b.compareLarge(ctx, start, c); err != nil {
		return err
	}
	b.state.Figures.Equal = c
	b.say("           %.1f and %.1f µs of processor time a row at equal hits: %.2f times", c.Micros, c.LargeMicros, c.Times)
	return nil
}

// makeLarge makes the data folder with many more lists.
func (b *bench) makeLarge(ctx context.Context, data string) error {
	switch b.large {
	case "":
		return skipped{"-large names no data folder (make bench-40m LARGE=make builds one)"}
	case "make":
	default:
		return b.copyLists(ctx, b.large, data)
	}
	more := b.largeParties - b.state.Figures.Listings
	if more <= 0 {
		return skipped{"there are as many listings already as -large-parties says"}
	}
	if err := b.copyLists(ctx, b.path(listsFolder), data); err != nil {
		return err
	}
	b.say("           %d parties are invented and loaded", more)
	return b.invent(ctx, data, inventedList+"_more", more, 43)
}

// startOf is what the program takes for a single row, once the snapshot has been
// read from the disk.
func (b *bench) startOf(ctx context.Context, data string) (least *screened, err error) {
	for range 1 + rounds {
		c, err := b.screenFile(ctx, data, b.path(oneRowFile), b.path("one.jsonl"))
		if err != nil {
			return nil, err
		}
		if least == nil || c.Processor < least.Processor {
			least = c
		}
	}
	return least, nil
}

// writeEqual writes the customers whose hits are the same by both.
func (b *bench) writeEqual(rows int64, c *compared) error {
	few, many := map[int64]string{}, map[int64]string{}
	for name, of := range map[string]map[int64]string{"hits-few.jsonl": few, "hits-large.jsonl": many} {
		if err := b.hitsOf(name, of); err != nil {
			return err
		}
	}
	in, err := os.Open(b.path(customersFile(rows)))
	if err != nil {
		return err
	}
	defer in.Close()
	return writeFile(b.path(equalFile), func(out io.Writer) error {
		lines := bufio.NewScanner(in)
		if lines.Scan(); lines.Text()+"\n" != crowd.Header {
			return errors.New("the customers' file begins otherwise than it was written")
		}
		_, err := io.WriteString(out, crowd.Header)
		for row := int64(1); lines.Scan() && err == nil; row++ {
			if few[row] != many[row] {
				c.Left++
				continue
			}
			c.Rows++
			_, err = out.Write(append(lines.Bytes(), '\n'))
		}
		return errors.Join(err, lines.Err())
	})
}

// hitsOf gathers by row which listings were hit, and how well.
func (b *bench) hitsOf(file string, of map[int64]string) error {
	return b.eachHitOf(file, func(row int64, hits []hit) error {
		var all []string
		for i := range hits {
			ids := slices.Sorted(slices.Values(hits[i].ListingIDs))
			text, err := json.Marshal([]any{ids, hits[i].Score})
			if err != nil {
				return err
			}
			all = append(all, string(text))
		}
		slices.Sort(all)
		of[row] = fmt.Sprint(all)
		return nil
	})
}

// compareLarge screens the same customers by the lists and by the many, in turn,
// and takes the least processor time of each.
func (b *bench) compareLarge(ctx context.Context, largeStart *screened, c *compared) error {
	start, err := b.startOf(ctx, b.path(listsFolder))
	if err != nil {
		return err
	}
	few, many := 0.0, 0.0
	for n := range rounds {
		for data, least := range map[string]*float64{listsFolder: &few, largeFolder: &many} {
			s, err := b.screenFile(ctx, b.path(data), b.path(equalFile), b.path("hits-equal.jsonl"))
			if err != nil {
				return err
			}
			if n == 0 || s.Processor < *least {
				*least = s.Processor
			}
			if data == largeFolder {
				c.LargeHits = s.Hits
			} else {
				c.Hits = s.Hits
			}
		}
	}
	c.Micros = 1e6 * (few - start.Processor) / float64(max(c.Rows, 1))
	c.LargeMicros = 1e6 * (many - largeStart.Processor) / float64(max(c.Rows, 1))
	c.Times = c.LargeMicros / max(c.Micros, 1e-9)
	return nil
}
