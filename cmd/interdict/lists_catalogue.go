package main

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
)

// catalogueCmd needs no data folder: without one nothing is loaded.
type catalogueCmd struct{}

func (c *catalogueCmd) Run(ctx context.Context, m *Main, g *globals) error {
	loaded, err := m.loadedLists(ctx, g)
	if err != nil {
		return err
	}
	answer := &report.Catalogue{}
	for _, l := range all.Catalogue() {
		_, ok := loaded[l.ID]
		delete(loaded, l.ID)
		answer.Lists = append(answer.Lists, catalogueList(&l, ok))
	}
	for _, id := range slices.Sorted(maps.Keys(loaded)) {
		l := all.Entry(id)
		l.Title = cmp.Or(loaded[id], id)
		answer.Lists = append(answer.Lists, catalogueList(&l, true))
	}
	answer.Sort()
	if g.JSON {
		return report.Encoder(m.Stdout).Encode(answer)
	}
	return report.WriteCatalogue(m.Stdout, m.style(), answer)
}

// loadedLists are the lists of the base in use with their titles; none where no
// register is there yet.
func (m *Main) loadedLists(ctx context.Context, g *globals) (map[string]string, error) {
	out := map[string]string{}
	if g.Starter {
		b, err := m.openStarter(ctx)
		if err != nil {
			return nil, err
		}
		defer b.Close()
		for _, l := range b.lists {
			out[l.ID] = l.Title
		}
		return out, nil
	}
	if _, err := os.Stat(filepath.Join(g.Data, register.FileName)); g.Data == "" || errors.Is(err, fs.ErrNotExist) {
		return out, nil
	}
	r, err := m.openExisting(ctx, g)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	known, err := r.Lists(ctx)
	for _, s := range known {
		out[s.List] = s.Title
	}
	return out, err
}

func catalogueList(l *all.List, loaded bool) report.CatalogueList {
	return report.CatalogueList{
		ID: l.ID, Title: l.Title, Publisher: l.Publisher, Jurisdiction: l.Jurisdiction, Country: l.Country, Page: l.Page, File: l.File, FileName: l.FileName(),
		Terms: l.Terms, Cadence: l.Cadence, MaxAgeDays: l.MaxAgeDays, Closed: l.Closed.String(), Kinds: l.Kinds, Default: l.Default,
		Readers: append([]string{}, l.Readers...), LeftOut: l.LeftOut, Loaded: loaded,
	}
}
