package main

import (
	"fmt"

	"github.com/interdict/interdict"
)

// weakAliases screens the names that their lists call weak, as listed: what a
// policy that asks a second fact of them leaves out, and what it does not.
func weakAliases(b *bench) (*result, error) {
	s, err := b.scaleM()
	if err != nil {
		return nil, err
	}
	var people []interdict.Subject
	var meant []listed
	for _, l := range s.listings {
		for i := range l.Names {
			if !l.Names[i].Weak() {
				continue
			}
			people = append(people, interdict.Subject{
				ID: fmt.Sprintf("%s %s %d", l.List, l.ID, i), Schema: l.Schema, BirthDates: l.BirthDates, Countries: l.Countries,
				Names: []interdict.Name{{Full: l.Names[i].Full, Kind: interdict.PrimaryName}},
			})
			meant = append(meant, listed{entities: []string{s.entity(l)}})
		}
	}
	r := &result{}
	for _, known := range knowings {
		asked := each(people, known.of)
		results, err := screenAll(s.engine, asked, b.threshold)
		if err != nil {
			return nil, err
		}
		for i := range results {
			p := s.place(asked[i].Name(), &results[i], meant[i].entities...)
			r.cases = append(r.cases, outcome{id: asked[i].ID + " " + known.words, text: asked[i].Name(), expected: meant[i].entities[0],
				answer: p.answer, score: p.score, right: p.found})
		}
		byDefault := s.listedFigures(asked, results, meant).found
		r.rate(known.words+": found", byDefault, aim{}, "")
		if results, err = screenAll(b.strict(s), asked, b.threshold); err != nil {
			return nil, err
		}
		r.strictRate(known.words+": found", s.listedFigures(asked, results, meant).found, byDefault)
	}
	r.note("By default a weak alias makes a hit only beside a second fact, by the strict policy alone, save on OFAC's lists (docs/policy.md). A name that another list calls strong is found by either.")
	return r, nil
}
