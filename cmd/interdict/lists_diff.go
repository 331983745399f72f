package main

import (
	"context"

	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
)

type diffCmd struct {
	List    string `arg:"" help:"The list's id, such as us_ofac_sdn."`
	From    string `placeholder:"EDITION" help:"The older edition, by date or by the first digits of its SHA-256 (default: the one before --to)."`
	KnownAt string `placeholder:"TIME" help:"Use only what had been loaded by a time."`
	To      string `placeholder:"EDITION" help:"The newer edition (default: the newest)."`
}

func (c *diffCmd) Run(ctx context.Context, m *Main, g *globals) error {
	known, err := parseKnownAt(c.KnownAt)
	if err != nil {
		return err
	}
	r, err := m.openExisting(ctx, g)
	if err != nil {
		return err
	}
	defer r.Close()
	d, err := r.DiffKnown(ctx, c.List, c.From, c.To, known)
	if err != nil {
		if register.IsKind(err, register.UnknownList) || register.IsKind(err, register.Reversed) {
			return usage{err}
		}
		return err
	}
	if g.JSON {
		return report.Encoder(m.Stdout).Encode(d)
	}
	return report.WriteDiff(m.Stdout, m.style(), diffWords(d))
}

func diffWords(d *register.Diff) *report.Diff {
	out := &report.Diff{List: d.List, From: d.FromEdition.String(), To: d.ToEdition.String(), Republished: len(d.Republished)}
	for _, e := range d.Added {
		out.Added = append(out.Added, report.DiffEntry{ID: e.ID, Name: e.Name})
	}
	for _, e := range d.Removed {
		out.Removed = append(out.Removed, report.DiffEntry{ID: e.ID, Name: e.Name})
	}
	for _, c := range d.Changed {
		entry := report.DiffEntry{ID: c.ID, Name: c.Name}
		for _, f := range c.Fields {
			entry.Words = append(entry.Words, f.Words)
		}
		out.Changed = append(out.Changed, entry)
	}
	return out
}
