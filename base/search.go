package base

import (
	"context"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/screen"
)

// searchFrom is the score from which a search shows an entity: far below that
// of a hit, since a family name alone should find its bearers.
const searchFrom interdict.Score = 2500

// Search finds the entities that bear the query as an id, then those that a
// subject with this name or number would hit.
func (b *Base) Search(ctx context.Context, s *interdict.Subject, query string, limit int) ([]report.Found, error) {
	out, entities, err := b.Bearers(s, query, limit)
	if err != nil {
		return nil, err
	}
	standings := b.Standings()
	for i := range out {
		if out[i].Standing, err = standings.Of(ctx, &entities[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Bearers is Search from the snapshot alone, quick enough for every letter that
// somebody types: it gives the entities beside what is found, and looks up no
// standing.
func (b *Base) Bearers(s *interdict.Subject, query string, limit int) (out []report.Found, entities []interdict.Entity, err error) {
	e := b.Engine
	out = []report.Found{}
	seen := map[string]bool{}
	add := func(entity *interdict.Entity, score interdict.Score, matched string) {
		if !seen[entity.ID] && len(out) < limit {
			seen[entity.ID] = true
			out, entities = append(out, report.FoundOf(entity, score, matched)), append(entities, *entity)
		}
	}
	byID, err := EntitiesWith(e, query)
	if err != nil {
		return nil, nil, err
	}
	for i := range byID {
		if s.Schema.Comparable(byID[i].Schema()) {
			add(&byID[i], 10000, "")
		}
	}
	if strings.ContainsAny(query, "0123456789") {
		s.Identifiers = AnyNumber(query)
	}
	r, err := e.ForSearch().Screen(s, screen.Query{Threshold: searchFrom, Limit: limit})
	if err != nil {
		return nil, nil, err
	}
	for _, h := range r.Hits {
		found, err := EntitiesWith(e, h.EntityID)
		if err != nil {
			return nil, nil, err
		}
		for i := range found {
			if found[i].ID == h.EntityID {
				add(&found[i], h.Score, h.MatchedName)
			}
		}
	}
	return out, entities, nil
}

// AnyNumber is a number of every kind, since who searches need not say which.
func AnyNumber(value string) (out []interdict.Identifier) {
	for _, t := range []interdict.IDType{
		interdict.Passport, interdict.NationalID, interdict.TaxID, interdict.RegistrationNo, interdict.LEI, interdict.BIC,
		interdict.IBAN, interdict.INN, interdict.OGRN, interdict.USCC, interdict.DUNS, interdict.IMO, interdict.IMOCompany,
		interdict.MMSI, interdict.CallSign, interdict.TailNumber, interdict.SerialNumber, interdict.Wallet, interdict.ISIN,
	} {
		out = append(out, interdict.Identifier{Type: t, Value: value})
	}
	return out
}
