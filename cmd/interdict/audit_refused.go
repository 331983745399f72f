package main

import (
	"context"
	"errors"
	"strconv"

	"github.com/interdict/interdict/audit"
	"github.com/interdict/interdict/report"
)

type auditRefusedCmd struct {
	Receipt string `arg:"" help:"The number of the run's receipt."`

	refusedFlags
}

func (c *auditRefusedCmd) Run(ctx context.Context, m *Main, g *globals) error {
	number, err := strconv.Atoi(c.Receipt)
	if err != nil || number < 1 {
		return wrong("write the number of a receipt, such as 1: `interdict audit verify` lists them")
	}
	if err := c.ready(g); err != nil {
		return err
	}
	key, err := c.known(ctx, m, g)
	if err != nil {
		return err
	}
	folder := audit.In(g.Data)
	if _, err := receipt(folder, number); err != nil {
		return err
	}
	rows, all, err := folder.Contents(number, key, c.Limit)
	if errors.Is(err, audit.ErrNoContents) {
		return usage{err}
	}
	if err != nil {
		return err
	}
	answer := &report.Contents{Receipt: audit.Name(number), Rows: all, Refused: append([]audit.Content{}, rows...)}
	if g.JSON {
		return report.Encoder(m.Stdout).Encode(answer)
	}
	return report.WriteContents(m.Stdout, m.style(), answer)
}
