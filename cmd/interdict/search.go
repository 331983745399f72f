package main

import (
	"context"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/screen"
)

type searchCmd struct {
	Query []string `arg:"" help:"A name, a number, an id, in any spelling or script."`

	subjectFlags
	settingFlags
	Limit   int    `default:"20" help:"The most results."`
	AsOf    string `placeholder:"DATE" help:"Search the lists as they stood on a day."`
	KnownAt string `placeholder:"TIME" help:"Use only what had been loaded by a time (YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ)."`
}

// searchFrom is the score from which a search shows an entity: far below that
// of a hit, since a family name alone should find its bearers.
const searchFrom interdict.Score = 2500

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
	at, err := parseMoment(c.AsOf, c.KnownAt)
	if err != nil {
		return err
	}
	base, err := m.open(ctx, g, at)
	if err != nil {
		return err
	}
	defer base.Close()
	if err := base.use(&settings); err != nil {
		return err
	}
	results, err := search(ctx, base, subject, query, c.Limit)
	if err != nil {
		return err
	}
	answer := &report.Search{Results: results, AsOf: at.asOf, KnownAt: at.known, Reconstructed: base.reconstructed, Demo: base.demo, Hashes: base.hashes()}
	if g.JSON {
		return report.Encoder(m.Stdout).Encode(answer)
	}
	return report.WriteSearch(m.Stdout, m.style(), answer, base.title, base.sanctions)
}

// search finds the entities that bear the query as an id, then those that a
// subject with this name or number would hit.
func search(ctx context.Context, b *base, s *interdict.Subject, query string, limit int) ([]report.Found, error) {
	e, standings := b.engine, b.standings()
	out := []report.Found{}
	seen := map[string]bool{}
	add := func(entity *interdict.Entity, score interdict.Score, matched string) error {
		if seen[entity.ID] || len(out) >= limit {
			return nil
		}
		seen[entity.ID] = true
		f := report.FoundOf(entity, score, matched)
		var err error
		f.Standing, err = standings.of(ctx, entity)
		out = append(out, f)
		return err
	}
	byID, err := entitiesWith(e, query)
	if err != nil {
		return nil, err
	}
	for i := range byID {
		if s.Schema.Comparable(byID[i].Schema()) {
			if err := add(&byID[i], 10000, ""); err != nil {
				return nil, err
			}
		}
	}
	if strings.ContainsAny(query, "0123456789") {
		s.Identifiers = anyNumber(query)
	}
	r, err := e.ForSearch().Screen(s, screen.Query{Threshold: searchFrom, Limit: limit})
	if err != nil {
		return nil, err
	}
	for _, h := range r.Hits {
		found, err := entitiesWith(e, h.EntityID)
		if err != nil {
			return nil, err
		}
		for i := range found {
			if found[i].ID == h.EntityID {
				if err := add(&found[i], h.Score, h.MatchedName); err != nil {
					return nil, err
				}
			}
		}
	}
	return out, nil
}

// anyNumber is a number of every kind, since who searches need not say which.
func anyNumber(value string) (out []interdict.Identifier) {
	for _, t := range []interdict.IDType{
		interdict.Passport, interdict.NationalID, interdict.TaxID, interdict.RegistrationNo, interdict.LEI, interdict.BIC,
		interdict.IBAN, interdict.INN, interdict.OGRN, interdict.USCC, interdict.DUNS, interdict.IMO, interdict.IMOCompany,
		interdict.MMSI, interdict.CallSign, interdict.TailNumber, interdict.SerialNumber, interdict.Wallet, interdict.ISIN,
	} {
		out = append(out, interdict.Identifier{Type: t, Value: value})
	}
	return out
}
