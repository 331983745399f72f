package main

import (
	"context"
	"io"
	"path/filepath"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
)

type feedCmd struct {
	List     string `arg:"" help:"The list's id, such as us_ofac_sdn."`
	Output   string `short:"o" name:"output" placeholder:"FILE" default:"-" help:"The file to write (default: standard output)."`
	Editions int    `placeholder:"N" default:"50" help:"How many editions it tells of, the newest first (default: ${default})."`
}

func (c *feedCmd) Run(ctx context.Context, m *Main, g *globals) error {
	if c.Editions < 1 {
		return wrong("--editions: a feed tells of one edition at least")
	}
	if dir := filepath.Dir(c.Output); c.Output != "-" && !isDir(dir) {
		return wrong("-o %s: the folder %s does not exist; make it first", c.Output, dir)
	}
	r, err := m.folder(g).Register(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	editions, err := r.Editions(ctx, c.List)
	if register.IsKind(err, register.UnknownList) {
		return usage{err}
	}
	if err != nil {
		return err
	}
	f, err := base.FeedOf(ctx, r, editions, len(editions)-c.Editions)
	if err != nil {
		return err
	}
	if c.Output == "-" {
		return report.WriteFeed(m.Stdout, f)
	}
	return writeFile(c.Output, func(w io.Writer) error { return report.WriteFeed(w, f) })
}
