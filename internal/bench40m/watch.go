package main

import (
	"context"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"github.com/interdict/interdict/casework"
	"github.com/interdict/interdict/internal/crowd"
	"github.com/interdict/interdict/internal/sealed"
)

// watched is what monitoring the customers took.
type watched struct {
	Add      cost  `json:"add"`
	Bytes    int64 `json:"bytes"` // of the population on disk
	Members  int64 `json:"members"`
	Full     *ran  `json:"full,omitempty"`
	Changes  *ran  `json:"changes,omitempty"`
	OneMore  *ran  `json:"one_more,omitempty"`
	Nothing  *ran  `json:"nothing,omitempty"`
	Listings int   `json:"listings_changed,omitempty"`
}

// ran is what a run of monitoring took: the whole command, and what it says of
// itself.
type ran struct {
	cost
	Entities int     `json:"entities_changed"`
	Mode     string  `json:"mode"`
	Raised   int64   `json:"raised"`
	Covered  int64   `json:"covered"`
	Own      float64 `json:"own_seconds"`
}

const (
	population   = "bank"
	keyFile      = "sealing.key" // where the program looks for it
	changesList  = "bench_changes"
	changedCount = 300
)

// monitorAdd puts all customers under monitoring.
func (b *bench) monitorAdd(ctx context.Context) error {
	data := b.path(watchFolder)
	if err := b.copyLists(ctx, b.path(listsFolder), data); err != nil {
		return err
	}
	key := sealed.NewKey()
	if err := os.WriteFile(filepath.Join(data, keyFile), []byte(hex.EncodeToString(key[:])+"\n"), 0o600); err != nil {
		return err
	}
	c, s, err := b.interdict(ctx, data, "--json", "monitor", "add", "customers", population, b.path(customersFile(b.rows)))
	if err != nil {
		return err
	}
	var added struct {
		Members int64 `json:"members"`
		Refused int64 `json:"refused"`
	}
	if err := json.Unmarshal([]byte(s.out), &added); err != nil {
		return fmt.Errorf("the answer of monitor add cannot be read: %w", err)
	}
	w := &watched{Add: c, Members: added.Members}
	b.state.Figures.Watched = w
	if w.Bytes, err = sizeOf(filepath.Join(data, "populations", population)); err != nil {
		return err
	}
	if added.Members != b.rows || added.Refused != 0 {
		return fmt.Errorf("%d of %d rows are members, %d were refused", added.Members, b.rows, added.Refused)
	}
	return nil
}

// sizeOf is what a folder's files hold.
func sizeOf(dir string) (bytes int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			bytes += info.Size()
		}
		return err
	})
	return bytes, err
}

// monitorRun runs monitoring once.
func (b *bench) monitorRun(ctx context.Context, mode string) (*ran, error) {
	c, s, err := b.interdict(ctx, b.path(watchFolder), "--json", "monitor", "run", population)
	if err != nil {
		return nil, err
	}
	var answer struct {
		Runs []struct {
			Mode     string  `json:"mode"`
			Entities int     `json:"entities_changed"`
			Raised   int64   `json:"raised"`
			Covered  int64   `json:"covered"`
			Members  int64   `json:"members"`
			Seconds  float64 `json:"seconds"`
		} `json:"runs"`
	}
	if err := json.Unmarshal([]byte(s.out), &answer); err != nil || len(answer.Runs) != 1 {
		return nil, fmt.Errorf("the answer of monitor run cannot be read: %w: %s", err, s.out)
	}
	r := &answer.Runs[0]
	out := &ran{c, r.Entities, r.Mode, r.Raised, r.Covered, r.Seconds}
	switch {
	case r.Covered != r.Members:
		return out, fmt.Errorf("%d of %d members are covered", r.Covered, r.Members)
	case mode != "" && r.Mode != mode:
		return out, fmt.Errorf("the run was %s, not %s", r.Mode, mode)
	}
	b.say("           %.2f s, %d parties changed, %d alerts raised", c.Seconds, r.Entities, r.Raised)
	return out, nil
}

// monitorFull compares everyone with everything.
func (b *bench) monitorFull(ctx context.Context) (err error) {
	// What a stopped run left would be gone on with, and the time be that of the rest.
	if err := errors.Join(os.RemoveAll(b.path(watchFolder+"/runs")), removeStore(b.path(watchFolder))); err != nil {
		return err
	}
	b.state.Figures.Watched.Full, err = b.monitorRun(ctx, casework.Full)
	return err
}

// removeStore removes the alerts, so that the next run compares everyone anew.
func removeStore(data string) error {
	files, err := filepath.Glob(filepath.Join(data, casework.FileName+"*"))
	for _, f := range files {
		err = errors.Join(err, os.Remove(f))
	}
	return err
}

// monitorChanges changes listings and runs monitoring: 300 at once, then one
// more, then none.
func (b *bench) monitorChanges(ctx context.Context) (err error) {
	w := b.state.Figures.Watched
	targets, err := b.targets(ctx, b.path(listsFolder))
	if err != nil {
		return err
	}
	chosen := sample(targets, changedCount+1)
	if len(chosen) < 2 {
		return skipped{"there are too few listed people to change"}
	}
	w.Listings = len(chosen) - 1
	// So that the step can be done again: as if they had never been listed.
	if err := b.loadChanges(ctx, chosen[:0], "2026-11-01"); err != nil {
		return err
	}
	if _, err := b.monitorRun(ctx, ""); err != nil {
		return err
	}
	if err := b.loadChanges(ctx, chosen[:w.Listings], "2026-11-02"); err != nil {
		return err
	}
	if w.Changes, err = b.monitorRun(ctx, casework.Delta); err != nil {
		return err
	}
	if err := b.loadChanges(ctx, chosen, "2026-11-03"); err != nil {
		return err
	}
	if w.OneMore, err = b.monitorRun(ctx, casework.Delta); err != nil {
		return err
	}
	w.Nothing, err = b.monitorRun(ctx, "")
	return err
}

// sample chooses listed people, OFAC's where there are enough, the same each
// time.
func sample(targets []crowd.Target, n int) []crowd.Target {
	var from []crowd.Target
	for _, t := range targets {
		if strings.HasPrefix(t.List, "us_ofac") {
			from = append(from, t)
		}
	}
	if len(from) < n {
		from = targets
	}
	r := rand.New(rand.NewPCG(seed, 300))
	r.Shuffle(len(from), func(i, j int) { from[i], from[j] = from[j], from[i] })
	return from[:min(n, len(from))]
}

// loadChanges loads a list of these people beside the others, by which the
// parties that they are change. One who is nobody stands in every edition, since
// a list is not empty.
func (b *bench) loadChanges(ctx context.Context, people []crowd.Target, published string) error {
	path := b.path("changes.csv")
	err := writeFile(path, func(out io.Writer) error {
		w := csv.NewWriter(out)
		err := errors.Join(w.Write([]string{"id", "type", "name", "birth_date", "country"}),
			w.Write([]string{"0", "person", "Nobody Inparticular Whatsoever", "", ""}))
		for i := range people {
			t := &people[i]
			birth, country := "", ""
			if len(t.Births) > 0 && t.Births[0].Exact() {
				birth = t.Births[0].String()
			}
			if len(t.Countries) > 0 {
				country = t.Countries[0]
			}
			err = errors.Join(err, w.Write([]string{fmt.Sprint(i + 1), "person", t.Names[0].Full, birth, country}))
		}
		w.Flush()
		return errors.Join(err, w.Error())
	})
	if err == nil {
		_, _, err = b.interdict(ctx, b.path(watchFolder), "lists", "load", path, "--list", changesList, "--published", published, "--accept-shrink")
	}
	return err
}
