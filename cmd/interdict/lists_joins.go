package main

import (
	"context"

	"github.com/interdict/interdict/report"
)

type joinsCmd struct{}

func (c *joinsCmd) Run(ctx context.Context, m *Main, g *globals) error {
	b, err := m.folder(g).Listings(ctx)
	if err != nil {
		return err
	}
	defer b.Close()
	answer, err := b.Joins(ctx)
	if err != nil {
		return err
	}
	if g.JSON {
		return report.Encoder(m.Stdout).Encode(answer)
	}
	return report.WriteJoins(m.Stdout, m.style(), answer)
}
