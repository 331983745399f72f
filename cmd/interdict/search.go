package main

import (
	"context"
	"strings"

	"github.com/interdict/interdict/report"
)

type searchCmd struct {
	Query []string `arg:"" help:"A name, a number, an id, in any spelling or script."`

	subjectFlags
	settingFlags
	Limit   int    `default:"20" help:"The most results."`
	AsOf    string `placeholder:"DATE" help:"Search the lists as they stood on a day."`
	KnownAt string `placeholder:"TIME" help:"Use only what had been loaded by a time (YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ)."`
}

func (c *searchCmd) Run(ctx context.Context, m *Main, g *globals) error {
	query := strings.Join(strings.Fields(strings.Join(c.Query, " ")), " ")
	if query == "" {
		return wrong("say what to search for")
	}
	if c.Limit < 1 {
		return wrong("--limit: write a number from 1")
	}
	subject, err := c.subject(query)
	if err != nil {
		return err
	}
	settings, err := c.settings("")
	if err != nil {
		return err
	}
	at, err := parseMoment(c.AsOf, c.KnownAt, m.Now())
	if err != nil {
		return err
	}
	b, err := m.folder(g).Open(ctx, at)
	if err != nil {
		return err
	}
	defer b.Close()
	if err := b.Use(settings.policy, settings.weights); err != nil {
		return err
	}
	results, err := b.Search(ctx, subject, query, c.Limit)
	if err != nil {
		return err
	}
	answer := &report.Search{Results: results, AsOf: at.AsOf, KnownAt: at.Known, Reconstructed: b.Reconstructed, Demo: b.Demo, Hashes: b.Hashes(), Threshold: settings.policy.Threshold}
	if g.JSON {
		return report.Encoder(m.Stdout).Encode(answer)
	}
	return report.WriteSearch(m.Stdout, m.style(), answer, b.Title, b.Sanctions)
}
