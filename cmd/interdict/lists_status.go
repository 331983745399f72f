package main

import (
	"context"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/report"
)

type statusCmd struct{}

func (c *statusCmd) Run(ctx context.Context, m *Main, g *globals) error {
	answer := &report.Status{Lists: []report.List{}}
	if g.Starter {
		b, err := m.folder(g).Open(ctx, base.Moment{})
		if err != nil {
			return err
		}
		defer b.Close()
		answer.Lists = b.Lists
	} else {
		r, err := m.folder(g).Register(ctx)
		if err != nil {
			return err
		}
		defer r.Close()
		if answer.Lists, err = m.folder(g).Status(ctx, r); err != nil {
			return err
		}
	}
	var err error
	if g.JSON {
		err = report.Encoder(m.Stdout).Encode(answer)
	} else {
		err = report.WriteStatus(m.Stdout, m.style(), answer)
	}
	if err != nil {
		return err
	}
	for _, l := range answer.Lists {
		if !l.Sound() {
			return done(exitIncomplete)
		}
	}
	return nil
}
