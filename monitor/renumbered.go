package monitor

import (
	"context"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/register"
)

// renumbered says whether a party that is new on the lists since the last run is
// one that has gone since, under another of its publisher's numbers: all that its
// listings say is the same.
func (r *run) renumbered(ctx context.Context, gone, now string) (bool, error) {
	if r.last == nil || r.last.Facts[gone] == "" || r.facts[gone] != "" || r.last.Facts[now] != "" || r.facts[now] == "" {
		return false, nil
	}
	before, err := r.said(ctx, gone)
	if err != nil || before == "" {
		return false, err
	}
	after, err := r.said(ctx, now)
	return before == after, err
}

// listedBefore says of an entity that the last run did not know whether one of its
// listings stood in the editions of that run all the same, as part of another.
func (r *run) listedBefore(ctx context.Context, entity string) (bool, error) {
	refs, err := r.Base.IDs.Belonging(ctx, entity)
	for i := 0; i < len(refs) && err == nil; i++ {
		var then *register.Edition
		if then, err = r.metBefore(ctx, refs[i].List); err != nil || then == nil {
			continue
		}
		var l *interdict.Listing
		if l, err = r.Base.Register.Held(ctx, *then, refs[i]); l != nil {
			return true, nil
		}
	}
	return false, err
}

// metBefore is the edition of a list that the last run met, nil where it met none.
func (r *run) metBefore(ctx context.Context, list string) (*register.Edition, error) {
	editions, err := r.Base.Register.Editions(ctx, list)
	for i := range editions {
		if editions[i].SHA256.String() == r.last.Editions[list] {
			return &editions[i], err
		}
	}
	return nil, err
}

// said names what the listings of a party said last, their numbers aside; empty
// where nothing is known of them.
func (r *run) said(ctx context.Context, entity string) (string, error) {
	refs, err := r.Base.IDs.Belonging(ctx, entity)
	if err != nil {
		return "", err
	}
	var listings []interdict.Listing
	for _, ref := range refs {
		h, err := r.Base.Register.HistoryKnown(ctx, ref, r.Base.View.Held())
		if err != nil {
			return "", err
		}
		if n := len(h.Versions); n > 0 {
			l := *h.Versions[n-1].Listing
			l.ID = ""
			listings = append(listings, l)
		}
	}
	if len(listings) == 0 {
		return "", nil
	}
	return entities.FactHash(listings), nil
}
