package base

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
)

// Listings opens a base for its listings, without an engine where they are
// a register's.
func (f *Folder) Listings(ctx context.Context) (*Base, error) {
	if f.Starter {
		return f.openStarter(ctx)
	}
	r, err := f.Register(ctx)
	if err != nil {
		return nil, err
	}
	b := &Base{Register: r, folder: f}
	if b.View, err = r.InForce(ctx, register.AsOf{}); err == nil && len(b.View.Lists) == 0 {
		err = &Empty{f.Dir}
	}
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return b, nil
}

// Joins tells by which facts the base's listings are joined.
func (b *Base) Joins(ctx context.Context) (*report.Joins, error) {
	j, err := b.joinAll(ctx)
	if err != nil {
		return nil, err
	}
	answer := &report.Joins{Listings: len(j.entity), Entities: len(j.clusters), Facts: factCounts(j.clusters), SetAside: []report.SetAside{}, Demo: b.Demo}
	for i := range j.clusters {
		if len(j.clusters[i].Refs) > 1 {
			answer.Joined++
		}
	}
	var refs []interdict.Ref
	for _, s := range j.aside {
		refs = append(refs, s.Refs...)
	}
	names, err := b.captions(ctx, refs)
	if err != nil {
		return nil, err
	}
	of := j.of()
	for _, s := range j.aside {
		shown := report.SetAside{Kind: s.Kind, Fact: s.Fact, Why: s.Why}
		for _, ref := range s.Refs {
			shown.Listings = append(shown.Listings, report.SetAsideListing{Ref: ref, Name: names[ref], EntityID: of[ref]})
		}
		answer.SetAside = append(answer.SetAside, shown)
	}
	return answer, nil
}

// joinAll joins the base's listings as a snapshot of them would.
func (b *Base) joinAll(ctx context.Context) (*joins, error) {
	if b.Register == nil {
		return joined(func(yield func(*interdict.Listing, error) bool) {
			for _, l := range b.listings {
				if !yield(l, nil) {
					return
				}
			}
		})
	}
	return b.folder.joinsIn(ctx, b.Register, b.View)
}

// captions are the names under which listings stand.
func (b *Base) captions(ctx context.Context, refs []interdict.Ref) (map[interdict.Ref]string, error) {
	names := map[interdict.Ref]string{}
	if b.Register == nil {
		for _, ref := range refs {
			names[ref] = b.listings[ref].Caption()
		}
		return names, nil
	}
	for l, err := range b.View.These(ctx, refs) {
		if err != nil {
			return nil, err
		}
		names[l.Ref()] = l.Caption()
	}
	return names, nil
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

// Suggestions are pairs of listings that may be one party and are not joined,
// the likeliest first; limit is how many of them to tell, 0 for all.
func (b *Base) Suggestions(ctx context.Context, limit int) (*report.Suggestions, error) {
	j, err := b.joinAll(ctx)
	if err != nil {
		return nil, err
	}
	answer := &report.Suggestions{Total: len(j.suggested), Suggestions: []report.Suggestion{}, Demo: b.Demo}
	told := j.suggested
	if limit > 0 {
		told = told[:min(limit, len(told))]
	}
	var refs []interdict.Ref
	for i := range told {
		refs = append(refs, told[i].A, told[i].B)
	}
	names, err := b.captions(ctx, refs)
	if err != nil {
		return nil, err
	}
	of := j.of()
	for _, s := range told {
		shown := report.Suggestion{Names: s.Names, Weight: s.Weight, Why: s.Why}
		for k, ref := range []interdict.Ref{s.A, s.B} {
			shown.Listings[k] = report.SetAsideListing{Ref: ref, Name: names[ref], EntityID: of[ref]}
		}
		answer.Suggestions = append(answer.Suggestions, shown)
	}
	return answer, nil
}
