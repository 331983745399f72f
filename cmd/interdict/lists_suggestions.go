package main

import (
	"context"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
)

type suggestionsCmd struct {
	Limit int `default:"50" help:"The most suggestions, the likeliest first; 0 for all."`
}

func (c *suggestionsCmd) Run(ctx context.Context, m *Main, g *globals) error {
	b, err := m.folder(g).Listings(ctx)
	if err != nil {
		return err
	}
	defer b.Close()
	answer, err := b.Suggestions(ctx, c.Limit)
	if err != nil {
		return err
	}
	if g.JSON {
		return report.Encoder(m.Stdout).Encode(answer)
	}
	return report.WriteSuggestions(m.Stdout, m.style(), answer)
}

type decisionsCmd struct{}

func (c *decisionsCmd) Run(ctx context.Context, m *Main, g *globals) error {
	if g.Starter {
		return wrong("the starter register keeps no decisions; load lists")
	}
	r, err := m.folder(g).Register(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	all, err := r.Decisions(ctx, m.Now())
	if err != nil {
		return err
	}
	holds := map[register.Decision]bool{}
	for _, d := range register.Holding(all) {
		holds[d] = true
	}
	answer := &report.Decisions{Decisions: []report.Decided{}}
	for _, d := range all {
		answer.Decisions = append(answer.Decisions, report.Decided{Kind: string(d.Kind), Listings: [2]interdict.Ref{d.A, d.B}, Why: d.Why, By: d.Who, At: d.At, Holds: holds[d]})
	}
	if g.JSON {
		return report.Encoder(m.Stdout).Encode(answer)
	}
	return report.WriteDecisions(m.Stdout, m.style(), answer)
}
