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
	b, err := m.openListings(ctx, g)
	if err != nil {
		return err
	}
	defer b.Close()
	names := map[interdict.Ref]string{}
	j, err := b.joinAll(ctx, func(yield func(*interdict.Listing, error) bool) {
		for l, err := range b.all(ctx) {
			if err == nil {
				names[l.Ref()] = l.Caption()
			}
			if !yield(l, err) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	answer := &report.Suggestions{Total: len(j.suggested), Suggestions: []report.Suggestion{}, Demo: b.demo}
	for i, s := range j.suggested {
		if c.Limit > 0 && i == c.Limit {
			break
		}
		shown := report.Suggestion{Names: s.Names, Weight: s.Weight, Why: s.Why}
		for k, ref := range []interdict.Ref{s.A, s.B} {
			shown.Listings[k] = report.SetAsideListing{Ref: ref, Name: names[ref], EntityID: j.of[ref]}
		}
		answer.Suggestions = append(answer.Suggestions, shown)
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
	r, err := m.openExisting(ctx, g)
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
