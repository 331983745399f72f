package main

import (
	"context"
	"errors"

	"github.com/interdict/interdict/population"
	"github.com/interdict/interdict/report"
)

type monitorRefusedCmd struct {
	Name string `arg:"" help:"The population."`

	refusedFlags
}

// refusedFlags are those of commands that show what stood in refused rows.
type refusedFlags struct {
	Limit int `default:"1000" help:"The most rows; 0 for all."`

	keyFlags
}

func (f *refusedFlags) ready(g *globals) error {
	if f.Limit < 0 {
		return wrong("--limit: write a number of rows, 0 for all")
	}
	return f.keyFlags.ready(g)
}

func (c *monitorRefusedCmd) Run(ctx context.Context, m *Main, g *globals) error {
	if err := population.CheckName(c.Name); err != nil {
		return usage{err}
	}
	if err := c.ready(g); err != nil {
		return err
	}
	key, err := c.key(ctx, m, g)
	if err != nil {
		return err
	}
	p, err := population.In(g.Data).Read(c.Name, key)
	if errors.Is(err, population.ErrNone) {
		return usage{err}
	}
	if err != nil {
		return err
	}
	rows, err := p.Refused(c.Limit)
	if err != nil {
		return err
	}
	answer := report.RefusedOf(p, rows)
	if g.JSON {
		return report.Encoder(m.Stdout).Encode(answer)
	}
	return report.WriteRefused(m.Stdout, m.style(), answer)
}
