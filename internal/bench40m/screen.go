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
	"strings"

	"github.com/interdict/interdict/internal/crowd"
)

// screened is what a run of `screen` came to.
type screened struct {
	Rows int64 `json:"rows"`
	cost
	// PerSecond is rows a second, the start of the program apart.
	PerSecond   float64 `json:"rows_a_second"`
	SubjectsHit int64   `json:"subjects_hit"`
	Hits        int64   `json:"hits"`
	Refused     int64   `json:"refused"`
	Output      int64   `json:"output_bytes"`
}

func (s *screened) finish(rows int64, start float64) {
	s.Rows = rows
	s.PerSecond = float64(rows) / max(s.Seconds-start, 1e-9)
}

const oneRowFile = "one.csv"

func hitsFile(rows int64) string { return "hits-" + short(rows) + ".jsonl" }

// measureStart screens one row: what the program takes before and behind a run.
func (b *bench) measureStart(ctx context.Context) error {
	if err := os.WriteFile(b.path(oneRowFile), []byte(crowd.Header+"C00000000,Nobody Inparticular,1980-01-01,nz\n"), 0o600); err != nil {
		return err
	}
	var times []float64
	for range 5 {
		s, err := b.screenFile(ctx, b.path(listsFolder), b.path(oneRowFile), b.path("one.jsonl"))
		if err != nil {
			return err
		}
		times = append(times, s.Seconds)
	}
	slices.Sort(times)
	b.state.Figures.Start = times[len(times)/2]
	return nil
}

// screenFile screens a file to JSON lines.
func (b *bench) screenFile(ctx context.Context, data, customers, hits string) (*screened, error) {
	summary := hits + ".summary"
	for _, old := range []string{hits, summary} {
		if err := os.Remove(old); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, err
		}
	}
	c, _, err := b.interdict(ctx, data, "screen", customers, "-o", hits, "--summary", summary)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(summary)
	if err != nil {
		return nil, err
	}
	var sum struct {
		Refused     int64 `json:"refused"`
		SubjectsHit int64 `json:"subjects_hit"`
		Hits        int64 `json:"hits"`
	}
	if err := json.Unmarshal(text, &sum); err != nil {
		return nil, err
	}
	s := &screened{Refused: sum.Refused, SubjectsHit: sum.SubjectsHit, Hits: sum.Hits}
	s.cost = c
	if info, err := os.Stat(hits); err == nil {
		s.Output = info.Size()
	}
	return s, nil
}

// screen screens the first rows of the customers.
func (b *bench) screen(ctx context.Context, rows int64) error {
	// A run of these very rows that was stopped would be gone on with, and its time
	// would be that of what was left.
	if err := os.RemoveAll(b.path(listsFolder + "/runs")); err != nil {
		return err
	}
	s, err := b.screenFile(ctx, b.path(listsFolder), b.path(customersFile(rows)), b.path(hitsFile(rows)))
	if err != nil {
		return err
	}
	s.finish(rows, b.state.Figures.Start)
	f := &b.state.Figures
	f.Screened = slices.DeleteFunc(f.Screened, func(o screened) bool { return o.Rows == rows })
	f.Screened = append(f.Screened, *s)
	slices.SortFunc(f.Screened, func(a, b screened) int { return int(a.Rows - b.Rows) })
	b.say("           %.0f rows a second, %s", s.PerSecond, mega(s.Resident))
	return nil
}

// hit is one of a line of results.
type hit struct {
	EntityID   string      `json:"entity_id"`
	Score      json.Number `json:"score"`
	Lists      []string    `json:"lists"`
	ListingIDs []string    `json:"listing_ids"`
}

// names says whether a hit names a listing.
func (h *hit) names(list, id string) bool {
	return slices.Contains(h.ListingIDs, id) && slices.Contains(h.Lists, list)
}

// eachHit hands over the rows that were hit, in their order.
func (b *bench) eachHit(yield func(row int64, hits []hit) error) error {
	return b.eachHitOf(hitsFile(b.rows), yield)
}

// eachHitOf is eachHit of other results.
func (b *bench) eachHitOf(file string, yield func(row int64, hits []hit) error) error {
	f, err := os.Open(b.path(file))
	if err != nil {
		return err
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, 1<<20)
	for {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(line) == 0 {
			return nil
		}
		if err != nil {
			return fmt.Errorf("the results end within a line: %w", err)
		}
		var l struct {
			Subject struct {
				ID string `json:"id"`
			} `json:"subject"`
			Hits []hit `json:"hits"`
		}
		if err := json.Unmarshal(line, &l); err != nil {
			return err
		}
		if err := yield(crowd.RowOf(l.Subject.ID), l.Hits); err != nil {
			return err
		}
	}
}

// share is how many of how many.
type share struct {
	Of  int64 `json:"of"`
	Got int64 `json:"got"`
}

func (s *share) add(got bool) {
	if s.Of++; got {
		s.Got++
	}
}

// part is Got of Of, 0 of nothing.
func (s share) part() float64 {
	if s.Of == 0 {
		return 0
	}
	return float64(s.Got) / float64(s.Of)
}

// found is what was found of what was planted.
type found struct {
	All       share                        `json:"all"`
	ByKind    map[crowd.Kind]*share        `json:"by_kind"`
	ByKnown   map[crowd.Known]*share       `json:"by_known"`
	Namesakes share                        `json:"namesakes_alerted"`
	Clean     share                        `json:"clean_alerted"`
	Cells     map[string]map[string]*share `json:"cells"`
}

func (b *bench) truth() (map[int64]*crowd.Planted, []crowd.Planted, error) {
	f, err := os.Open(b.path(truthFile))
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	list, err := crowd.ReadTruth(f)
	if err != nil {
		return nil, nil, err
	}
	by := make(map[int64]*crowd.Planted, len(list))
	for i := range list {
		by[list[i].Row] = &list[i]
	}
	return by, list, nil
}

// judge holds the results against the truth.
func (b *bench) judge(context.Context) error {
	truth, all, err := b.truth()
	if err != nil {
		return err
	}
	got := map[int64]bool{}
	out := &found{Clean: share{Of: b.rows - int64(len(all))}}
	err = b.eachHit(func(row int64, hits []hit) error {
		p := truth[row]
		if p == nil {
			out.Clean.Got++
			return nil
		}
		got[row] = slices.ContainsFunc(hits, func(h hit) bool { return h.names(p.List, p.ID) })
		return nil
	})
	if err != nil {
		return err
	}
	out.count(all, func(p *crowd.Planted) bool { return got[p.Row] })
	b.state.Figures.Found = out
	b.say("           %.1f %% of %d planted found; %.4f %% of the others alerted", 100*out.All.part(), out.All.Of, 100*out.Clean.part())
	return nil
}

// count counts what was found of what was planted.
func (f *found) count(all []crowd.Planted, got func(*crowd.Planted) bool) {
	f.ByKind, f.ByKnown, f.Cells = map[crowd.Kind]*share{}, map[crowd.Known]*share{}, map[string]map[string]*share{}
	for i := range all {
		p := &all[i]
		is := got(p)
		if !p.Expected() {
			f.Namesakes.add(is)
			continue
		}
		f.All.add(is)
		in(f.ByKind, p.Kind).add(is)
		in(f.ByKnown, p.Known).add(is)
		row := f.Cells[string(p.Kind)]
		if row == nil {
			row = map[string]*share{}
			f.Cells[string(p.Kind)] = row
		}
		in(row, string(p.Known)).add(is)
	}
}

func in[K comparable](m map[K]*share, k K) *share {
	if m[k] == nil {
		m[k] = &share{}
	}
	return m[k]
}

// answer is a row's hits in short: which entities, with which score.
func answer(hits []hit) string {
	var b strings.Builder
	for _, h := range hits {
		fmt.Fprintf(&b, "%s %s\n", h.EntityID, h.Score)
	}
	return b.String()
}
