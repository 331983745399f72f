package main

import (
	"context"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/report"
)

type showCmd struct {
	ID      string `arg:"" name:"id" help:"An entity's id, or a listing's own, such as us_ofac_sdn-47814 or CYB0045."`
	AsOf    string `placeholder:"DATE" help:"Show it as the lists stood on a day."`
	KnownAt string `placeholder:"TIME" help:"Use only what had been loaded by a time (YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ)."`
}

func (c *showCmd) Run(ctx context.Context, m *Main, g *globals) error {
	at, err := parseMoment(c.AsOf, c.KnownAt, m.Now())
	if err != nil {
		return err
	}
	b, err := m.folder(g).Open(ctx, at)
	if err != nil {
		return err
	}
	defer b.Close()
	found, now, heirs, err := b.Find(ctx, c.ID)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		found, err = b.Past(ctx, c.ID)
		if err != nil {
			return err
		}
	}
	if len(found) == 0 {
		return &base.NotFound{ID: c.ID}
	}
	for i := range found {
		shown, err := b.Shown(ctx, &found[i])
		if err != nil {
			return err
		}
		if shown.Heirs = heirs; now == shown.EntityID && now != c.ID {
			shown.MergedFrom = c.ID
		}
		if g.JSON {
			err = report.Encoder(m.Stdout).Encode(shown)
		} else {
			err = report.WriteShown(m.Stdout, m.style(), shown)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
