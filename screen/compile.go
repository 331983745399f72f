package screen

import (
	"io"
	"iter"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/index"
	"github.com/interdict/interdict/score"
)

// Compile makes a snapshot of listings. In this version each listing is an
// entity of its own, whose id is EntityID.
func Compile(listings iter.Seq2[*interdict.Listing, error], state string, lists []ListInfo) (*index.Snapshot, error) {
	b := index.NewBuilder()
	for l, err := range listings {
		if err != nil {
			return nil, err
		}
		if err := b.Add(&interdict.Entity{ID: EntityID(l), Listings: []interdict.Listing{*l}}); err != nil {
			return nil, err
		}
	}
	return b.Snapshot(index.Meta{State: state, Lists: lists}), nil
}

// EntityID is the id of the entity that a listing alone makes up.
func EntityID(l *interdict.Listing) string { return l.List + "-" + l.ID }

// FromListings compiles listings in memory and opens them: for the starter
// register and for past dates.
func FromListings(listings iter.Seq2[*interdict.Listing, error], state string, lists []ListInfo) (*Engine, error) {
	s, err := Compile(listings, state, lists)
	if err != nil {
		return nil, err
	}
	if s.Hash, err = s.Write(io.Discard); err != nil {
		return nil, err
	}
	return New(s, score.Default()), nil
}
