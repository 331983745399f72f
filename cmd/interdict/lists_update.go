package main

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/update"
)

type updateCmd struct {
	Lists []string `arg:"" optional:"" name:"list" help:"Ids of lists. Default: all that are on by default or loaded, and have a file to fetch; collections of others' lists only where they are loaded."`

	From         string        `placeholder:"DIR" xor:"where" help:"Take the files from a folder instead, fetch nothing."`
	Mirror       string        `placeholder:"URL" xor:"where" help:"Fetch from a mirror that has the files under their names; {list} and {file} in it stand for the list's id and the file's name."`
	AcceptShrink bool          `help:"Take an edition that has under half the entries of its neighbour, or lacks a part that it had."`
	AllowHTTP    bool          `name:"allow-http" help:"Allow http:// beyond this machine."`
	CAFile       string        `name:"ca-file" placeholder:"FILE" help:"PEM file of authorities to trust beside the system's: a mirror's, or a proxy's that looks into TLS."`
	Timeout      time.Duration `default:"30m" help:"The longest that one list may take."`
	MaxSize      int64         `name:"max-size" placeholder:"MIB" default:"4096" help:"The largest file, in MiB (default: ${default})."`
	UserAgent    string        `placeholder:"TEXT" help:"What to call ourselves, where a publisher or proxy wants it so."`
}

func (c *updateCmd) Run(ctx context.Context, m *Main, g *globals) error {
	if g.Starter {
		return wrong("the starter register is built in; leave --starter out to update lists")
	}
	if err := g.checkData(); err != nil {
		return err
	}
	bars := m.newDownloads(g)
	defer bars.End()
	answer, err := update.Run(ctx, m.folder(g), c.options(m, bars))
	if answer != nil {
		if g.JSON {
			err = errors.Join(report.Encoder(m.Stdout).Encode(answer), err)
		} else {
			err = errors.Join(report.WriteUpdate(m.Stdout, m.style(), answer), err)
		}
	}
	switch {
	case err != nil:
		return err
	case answer.Failed():
		return done(exitFailed)
	case !answer.Complete():
		return done(exitIncomplete)
	}
	return nil
}

func (c *updateCmd) options(m *Main, bars *downloadProgress) *update.Options {
	return &update.Options{
		Lists: c.Lists, From: c.From, Mirror: c.Mirror, AcceptShrink: c.AcceptShrink, AllowHTTP: c.AllowHTTP, CAFile: c.CAFile,
		Timeout: c.Timeout, MaxSize: c.MaxSize, UserAgent: cmp.Or(c.UserAgent, "interdict/"+strings.ReplaceAll(version(), " ", "-")+" (fetches sanctions lists)"),
		Sleep: m.sleep, Progress: bars,
	}
}
