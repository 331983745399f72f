package main

import (
	"context"
	"path/filepath"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
)

type compileCmd struct{}

// Run compiles the snapshot where it has to be. Unlike the commands that ask, it
// fails where the snapshot cannot be kept.
func (c *compileCmd) Run(ctx context.Context, m *Main, g *globals) error {
	if g.Starter {
		return wrong("the starter register is compiled in memory; leave --starter out")
	}
	if err := g.checkData(); err != nil {
		return err
	}
	f := m.folder(g)
	r, err := f.Register(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	v, err := r.InForce(ctx, register.AsOf{})
	if err != nil {
		return err
	}
	if len(v.Lists) == 0 {
		return &base.Empty{Dir: g.Data}
	}
	path, err := f.Renew(ctx, r, v, nil)
	if err != nil {
		return err
	}
	if g.JSON {
		return report.Encoder(m.Stdout).Encode(map[string]string{"snapshot": path})
	}
	m.say(g, "The snapshot %s is of what is loaded.", filepath.Base(path))
	return nil
}
