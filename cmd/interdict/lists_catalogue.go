package main

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/report"
)

// catalogueCmd needs no data folder: without one nothing is loaded.
type catalogueCmd struct{}

func (c *catalogueCmd) Run(ctx context.Context, m *Main, g *globals) error {
	loaded, err := m.folder(g).Loaded(ctx)
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

func catalogueList(l *all.List, loaded bool) report.CatalogueList {
	return report.CatalogueList{
		ID: l.ID, Title: l.Title, Publisher: l.Publisher, Jurisdiction: l.Jurisdiction, Country: l.Country, Page: l.Page, File: l.File, FileName: l.FileName(),
		Terms: l.Terms, Cadence: l.Cadence, MaxAgeDays: l.MaxAgeDays, Closed: l.Closed.String(), Successor: l.Successor, Kinds: l.Kinds, Default: l.Default,
		Readers: append([]string{}, l.Readers...), LeftOut: l.LeftOut, Loaded: loaded,
	}
}
