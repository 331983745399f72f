package main

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
)

type joinsCmd struct{}

func (c *joinsCmd) Run(ctx context.Context, m *Main, g *globals) error {
	b, err := m.openListings(ctx, g)
	if err != nil {
		return err
	}
	defer b.Close()
	answer, err := b.joins(ctx)
	if err != nil {
		return err
	}
	if g.JSON {
		return report.Encoder(m.Stdout).Encode(answer)
	}
	return report.WriteJoins(m.Stdout, m.style(), answer)
}

// openListings opens a base for its listings, without an engine where they are
// a register's.
func (m *Main) openListings(ctx context.Context, g *globals) (*base, error) {
	if g.Starter {
		return m.openStarter(ctx)
	}
	r, err := m.openExisting(ctx, g)
	if err != nil {
		return nil, err
	}
	b := &base{register: r}
	if b.view, err = r.InForce(ctx, register.AsOf{}); err == nil && len(b.view.Lists) == 0 {
		err = noLists(g.Data)
	}
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return b, nil
}

// joins tells by which facts the base's listings are joined.
func (b *base) joins(ctx context.Context) (*report.Joins, error) {
	names := map[interdict.Ref]string{}
	named := func(yield func(*interdict.Listing, error) bool) {
		for l, err := range b.all(ctx) {
			if err == nil {
				names[l.Ref()] = l.Caption()
			}
			if !yield(l, err) {
				return
			}
		}
	}
	j, err := b.joinAll(ctx, named)
	if err != nil {
		return nil, err
	}
	answer := &report.Joins{Listings: len(j.of), Entities: len(j.clusters), Facts: factCounts(j.clusters), SetAside: []report.SetAside{}, Demo: b.demo}
	for i := range j.clusters {
		if len(j.clusters[i].Refs) > 1 {
			answer.Joined++
		}
	}
	for _, s := range j.aside {
		shown := report.SetAside{Kind: s.Kind, Fact: s.Fact, Why: s.Why}
		for _, ref := range s.Refs {
			shown.Listings = append(shown.Listings, report.SetAsideListing{Ref: ref, Name: names[ref], EntityID: j.of[ref]})
		}
		answer.SetAside = append(answer.SetAside, shown)
	}
	return answer, nil
}

// joinAll joins the base's listings as a snapshot of them would.
func (b *base) joinAll(ctx context.Context, listings iter.Seq2[*interdict.Listing, error]) (*joins, error) {
	if b.register == nil {
		return joined(listings, nil, func(string) bool { return false })
	}
	before, err := b.register.Entities(ctx)
	if err != nil {
		return nil, err
	}
	given, err := b.register.EntityGiven(ctx)
	if err != nil {
		return nil, err
	}
	decided, err := decisions(ctx, b.register, b.view.At.Known)
	if err != nil {
		return nil, err
	}
	return joined(listings, before, given, decided...)
}

// all are the base's listings with all their fields.
func (b *base) all(ctx context.Context) iter.Seq2[*interdict.Listing, error] {
	if b.register != nil {
		return b.view.Listings(ctx)
	}
	return func(yield func(*interdict.Listing, error) bool) {
		for _, l := range b.listings {
			if !yield(l, nil) {
				return
			}
		}
	}
}

// factCounts counts the joining facts by kind, those that join most first.
func factCounts(clusters []entities.Cluster) []report.JoinFacts {
	out := []report.JoinFacts{}
	place := map[string]int{}
	for i := range clusters {
		met := map[string]bool{}
		for _, r := range clusters[i].Reasons {
			n, ok := place[r.Kind]
			if !ok {
				n = len(out)
				place[r.Kind] = n
				out = append(out, report.JoinFacts{Kind: r.Kind})
			}
			out[n].Pairs++
			if !met[r.Kind] {
				met[r.Kind] = true
				out[n].Entities++
			}
		}
	}
	slices.SortFunc(out, func(a, b report.JoinFacts) int {
		return cmp.Or(cmp.Compare(b.Entities, a.Entities), cmp.Compare(a.Kind, b.Kind))
	})
	return out
}
