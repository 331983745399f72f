package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/crowd"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/register"
)

// Folders with lists within the benchmark's.
const (
	listsFolder = "lists" // for screening
	watchFolder = "watch" // for monitoring, whose lists change
	largeFolder = "large"
)

// inventedList is the id of a list that is invented, inventedParties how many
// parties it has where there are no stored lists: as many as the real ones.
const (
	inventedList    = "invented"
	inventedParties = 34_000
)

// makeLists copies the data folder and has it compiled by the program; without
// one, lists are invented.
func (b *bench) makeLists(ctx context.Context) error {
	data := b.path(listsFolder)
	b.state.Figures.Invented = b.state.Lists == ""
	if b.state.Lists == "" {
		if err := os.RemoveAll(data); err != nil {
			return err
		}
		b.say("           %s has no lists: %d parties are invented", b.data, b.parties)
		if err := b.invent(ctx, data, inventedList, b.parties, 41); err != nil {
			return err
		}
	} else if err := b.copyLists(ctx, b.data, data); err != nil {
		return err
	}
	r, err := register.Open(ctx, data, register.Options{})
	if err != nil {
		return err
	}
	defer r.Close()
	view, err := r.InForce(ctx, register.AsOf{})
	if err != nil {
		return err
	}
	f := &b.state.Figures
	f.Lists, f.Listings, f.Names = len(view.Lists), 0, 0
	for l, err := range view.Listings(ctx) {
		if err != nil {
			return err
		}
		f.Listings++
		f.Names += len(l.Names)
	}
	return nil
}

// copyLists copies a data folder's register and compiles it.
func (b *bench) copyLists(ctx context.Context, from, to string) error {
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(to, "snapshots"), 0o700); err != nil {
		return err
	}
	if err := copyFile(filepath.Join(from, register.FileName), filepath.Join(to, register.FileName), 0o600); err != nil {
		return err
	}
	files, err := os.ReadDir(filepath.Join(from, "snapshots"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, f := range files {
		if err := copyFile(filepath.Join(from, "snapshots", f.Name()), filepath.Join(to, "snapshots", f.Name()), 0o600); err != nil {
			return err
		}
	}
	_, _, err = b.interdict(ctx, to, "lists", "compile")
	return err
}

// invent loads an invented list into a data folder.
func (b *bench) invent(ctx context.Context, data, list string, parties int, seed uint64) error {
	path := b.path("invented.csv")
	err := writeFile(path, func(w io.Writer) error { return crowd.WriteList(seed, parties, list != inventedList, w) })
	if err == nil {
		_, _, err = b.interdict(ctx, data, "lists", "load", path, "--list", list, "--published", "2026-11-01")
	}
	return err
}

// targets are the persons who are looked for by default, as the register has
// them.
func (b *bench) targets(ctx context.Context, data string) (out []crowd.Target, err error) {
	r, err := register.Open(ctx, data, register.Options{})
	if err != nil {
		return nil, err
	}
	defer r.Close()
	view, err := r.InForce(ctx, register.AsOf{})
	if err != nil {
		return nil, err
	}
	for l, err := range view.Listings(ctx) {
		if err != nil {
			return nil, err
		}
		entry := all.Entry(l.List)
		kind := l.Kind
		if kind == "" {
			kind = entry.Kind
		}
		if l.Schema != interdict.Person || !entry.Default || !kind.OnByDefault() || len(l.Names) == 0 {
			continue
		}
		t := crowd.Target{List: l.List, ID: l.ID, Names: l.Names, Births: l.BirthDates}
		for _, c := range l.Countries {
			if c.Code != "" {
				t.Countries = append(t.Countries, c.Code)
			}
		}
		out = append(out, t)
	}
	return out, nil
}

// seed is that of customers and of what is planted.
const seed = 2024

// Files of customers.
const truthFile = "truth.csv"

func customersFile(rows int64) string { return "customers-" + short(rows) + ".csv" }

// makeCustomers writes the customers' files, the smaller ones being the first
// rows of the largest.
func (b *bench) makeCustomers(ctx context.Context) error {
	targets, err := b.targets(ctx, b.path(listsFolder))
	if err != nil {
		return err
	}
	plant, err := crowd.NewPlanting(seed, targets)
	if err != nil {
		return err
	}
	c := crowd.New(seed, plant)
	for _, n := range b.sizes() {
		truth := io.Discard
		done := func() error { return nil }
		if n == b.rows {
			f, err := os.Create(b.path(truthFile))
			if err != nil {
				return err
			}
			defer f.Close()
			truth, done = f, f.Close
		}
		said := int64(0)
		path := b.path(customersFile(n))
		err := writeFile(path, func(w io.Writer) error {
			return c.WriteCSV(n, w, truth, func(rows int64) error {
				if rows-said >= 5_000_000 {
					said = rows
					b.say("           ... %s rows", short(rows/1_000_000*1_000_000))
				}
				return ctx.Err()
			})
		})
		if err := errors.Join(err, done()); err != nil {
			return err
		}
		if n == b.rows {
			if info, err := os.Stat(path); err == nil {
				b.state.Figures.CustomersBytes = info.Size()
			}
		}
	}
	b.state.Figures.West, b.state.Figures.East, b.state.Figures.Others = crowd.Thirds()
	b.state.Figures.Native, b.state.Figures.Growth, b.state.Figures.Every = crowd.NativeShare(), crowd.FamilyGrowth, crowd.Every
	return nil
}

// writeFile writes a file of this benchmark.
func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	return errors.Join(write(w), w.Flush(), f.Close())
}

// writeNames writes all names that are looked for, for the join in DuckDB.
func (b *bench) writeNames(ctx context.Context) error {
	targets, err := b.targets(ctx, b.path(listsFolder))
	if err != nil {
		return err
	}
	return writeFile(b.path("names.csv"), func(out io.Writer) error {
		w := csv.NewWriter(out)
		err := w.Write([]string{"listing", "name"})
		for i := range targets {
			for j := range targets[i].Names {
				err = errors.Join(err, w.Write([]string{targets[i].List + " " + targets[i].ID, strings.Join(strings.Fields(targets[i].Names[j].Full), " ")}))
			}
		}
		w.Flush()
		return errors.Join(err, w.Error())
	})
}
