package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/internal/crowd"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/subjects"
)

// single is what screening rows one by one came to.
type single struct {
	Rows    int64   `json:"rows"`
	Planted int64   `json:"planted"`
	Differ  int64   `json:"differ"`
	Found   share   `json:"found"`
	Seconds float64 `json:"seconds"`
}

// engine opens the lists as `screen` does.
func (b *bench) engine(ctx context.Context, data string) (*base.Base, screen.Query, error) {
	var q screen.Query
	folder := &base.Folder{Dir: data, Now: time.Now}
	opened, err := folder.Open(ctx, base.Moment{})
	if err != nil {
		return nil, q, err
	}
	p := policy.Default()
	if q.Lists, q.On, err = opened.Choose(&p, nil, nil); err == nil {
		err = opened.Use(p, opened.Engine.Weights())
	}
	if err != nil {
		opened.Close()
		return nil, q, err
	}
	return opened, q, nil
}

// oneByOne screens every planted row and as many others by a call each, and holds
// the answers against those of the run over the whole file.
func (b *bench) oneByOne(ctx context.Context) error {
	truth, all, err := b.truth()
	if err != nil {
		return err
	}
	chosen := map[int64]string{} // row to what the run answered
	for i := range all {
		chosen[all[i].Row] = ""
	}
	for row := int64(1); row <= b.rows; row += max(1, b.rows/int64(len(all)+1)) {
		chosen[row] = ""
	}
	err = b.eachHit(func(row int64, hits []hit) error {
		if _, ok := chosen[row]; ok || len(chosen) < 3*len(all)+1000 { // and who was hit beside
			chosen[row] = answer(hits)
		}
		return nil
	})
	if err != nil {
		return err
	}
	opened, query, err := b.engine(ctx, b.path(listsFolder))
	if err != nil {
		return err
	}
	defer opened.Close()
	out := &single{}
	err = b.eachRow(chosen, func(row int64, line []byte) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		s, err := subjectOf(line)
		if err != nil {
			return fmt.Errorf("row %d: %w", row, err)
		}
		began := time.Now()
		r, err := opened.Engine.Screen(s, query)
		if err != nil {
			return err
		}
		out.Seconds += time.Since(began).Seconds()
		hits := hitsOf(&r)
		if out.Rows++; answer(hits) != chosen[row] {
			out.Differ++
		}
		if p := truth[row]; p != nil && p.Expected() {
			out.Planted++
			out.Found.add(slices.ContainsFunc(hits, func(h hit) bool { return h.names(p.List, p.ID) }))
		}
		return nil
	})
	if err != nil {
		return err
	}
	b.state.Figures.Single = out
	if out.Rows != int64(len(chosen)) {
		return fmt.Errorf("%d rows were found in the file of %d that were to be screened", out.Rows, len(chosen))
	}
	if out.Differ > 0 {
		return fmt.Errorf("%d of %d rows are answered otherwise one by one", out.Differ, out.Rows)
	}
	return nil
}

func hitsOf(r *interdict.Result) []hit {
	out := make([]hit, len(r.Hits))
	for i := range r.Hits {
		h := &r.Hits[i]
		out[i] = hit{h.EntityID, json.Number(h.Score.String()), h.Lists, h.ListingIDs}
	}
	return out
}

// subjectOf reads a line of the customers' file as a file of its own.
func subjectOf(line []byte) (*interdict.Subject, error) {
	in, err := subjects.Read(strings.NewReader(crowd.Header+string(line)+"\n"), "row", subjects.Options{})
	if err != nil {
		return nil, err
	}
	block, err := in.Next()
	if err != nil {
		return nil, err
	}
	list, refused := in.Parse(block, nil)
	if len(list) != 1 || len(refused) > 0 {
		return nil, fmt.Errorf("%d subjects and %d refusals in one row", len(list), len(refused))
	}
	return &list[0], nil
}

// eachRow hands over the chosen rows of the customers' file. No cell of it spans
// lines.
func (b *bench) eachRow(chosen map[int64]string, yield func(row int64, line []byte) error) error {
	f, err := os.Open(b.path(customersFile(b.rows)))
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(make([]byte, 1<<20), 1<<20)
	for row := int64(0); lines.Scan(); row++ {
		if _, ok := chosen[row]; ok && row > 0 {
			if err := yield(row, bytes.Clone(lines.Bytes())); err != nil {
				return err
			}
		}
	}
	return lines.Err()
}
