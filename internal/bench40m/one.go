package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strconv"

	"github.com/interdict/interdict/internal/crowd"
)

// spread is a distribution, as internal/onechanged prints it.
type spread struct {
	Median float64 `json:"median"`
	P99    float64 `json:"p99"`
	Most   float64 `json:"most"`
}

// oneChanged is what looking for changed listings took.
type oneChanged struct {
	cost
	Changed    int    `json:"changed"`
	AtOnce     int    `json:"listings_at_once"`
	Millis     spread `json:"milliseconds"`
	Find       spread `json:"find_milliseconds"`
	Candidates spread `json:"candidates"`
	Pages      spread `json:"pages"`
	Hits       int    `json:"members_hit"`
	NoPostings bool   `json:"without_postings,omitempty"`
}

// lookups are those of single listings, warm and cold, and of 300 in one pass.
type lookups struct {
	Warm  *oneChanged `json:"warm,omitempty"`
	Cold  *oneChanged `json:"cold,omitempty"`
	Group *oneChanged `json:"group,omitempty"`
}

// ofacList is the list whose people are the sample, if it is there.
const ofacList = "us_ofac_sdn"

// changeOne lets each person of a list in turn be the listing that changed.
func (b *bench) changeOne(ctx context.Context) error {
	if b.lookup == "" {
		return skipped{"-onechanged names no program (make bench-40m builds it)"}
	}
	targets, err := b.targets(ctx, b.path(listsFolder))
	if err != nil {
		return err
	}
	list := sampleList(targets)
	out := &lookups{}
	b.state.Figures.Lookups = out
	if out.Group, err = b.lookUp(ctx, list, "--group", strconv.Itoa(changedCount), "--limit", strconv.Itoa(changedCount)); err != nil {
		return err
	}
	if err := b.cold(); err == nil {
		if out.Cold, err = b.lookUp(ctx, list, "--limit", "1"); err != nil {
			return err
		}
	} else if !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	if _, err := b.lookUp(ctx, list, "--limit", "50"); err != nil { // what it reads is in memory again
		return err
	}
	if out.Warm, err = b.lookUp(ctx, list); err != nil {
		return err
	}
	b.say("           one of %d: median %.0f ms, p99 %.0f ms", out.Warm.Changed, out.Warm.Millis.Median, out.Warm.Millis.P99)
	return nil
}

// sampleList is the list whose people are the sample.
func sampleList(targets []crowd.Target) string {
	list := ""
	for i := range targets {
		if list = targets[i].List; list == ofacList {
			break
		}
	}
	return list
}

// lookUp runs internal/onechanged.
func (b *bench) lookUp(ctx context.Context, list string, more ...string) (*oneChanged, error) {
	args := append([]string{"--data", b.path(watchFolder), "--lists", b.path(listsFolder), "--population", population, "--list", list}, more...)
	c, s, err := b.measured(ctx, b.lookup, args...)
	if err != nil {
		return nil, err
	}
	out := &oneChanged{}
	if err := json.Unmarshal([]byte(s.out), out); err != nil {
		return nil, fmt.Errorf("the answer of onechanged cannot be read: %w", err)
	}
	out.cost = c
	if out.Changed == 0 {
		return nil, fmt.Errorf("the list %s has no people", list)
	}
	return out, nil
}

// cold takes the population's files out of the system's memory.
func (b *bench) cold() error {
	return filepath.WalkDir(filepath.Join(b.path(watchFolder), "populations", population), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return forget(path)
	})
}
