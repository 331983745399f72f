package monitor

import (
	"context"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/entities"
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
