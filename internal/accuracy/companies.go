package main

import (
	"bufio"
	"fmt"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/alter"
)

// companies screens the legal names of two thousand companies, funds and trusts from
// the register of Legal Entity Identifiers, which is in the public domain (CC0). Those
// that a list names are counted apart.
func companies(b *bench) (*result, error) {
	records, err := readCSV(b.stored("payments", "aws_gen", "lei_prototype_records.csv"))
	if err != nil {
		return nil, err
	}
	var all []interdict.Subject
	for i, rec := range records {
		all = append(all, interdict.Subject{
			ID: rec["LEI"], Row: int64(i + 1), Schema: interdict.Organization,
			Names:     []interdict.Name{{Full: rec["Entity.LegalName"]}},
			Countries: []interdict.Country{{Code: rec["Entity.LegalAddress.Country"], Role: interdict.Registration}},
		})
	}
	r := &result{}
	with := []knowing{knowings[0], {"with country", withBirthAndCountry}}
	return r, b.halves(r, all, with, "companies")
}

// everyOwner is that one in so many names is screened.
const everyOwner = 4

// owners screens names as a state's register of companies holds them, people's nearly
// all, of whom nothing else is stated: not even that they are people. Its collector's
// licence (MIT) allows any use.
func owners(b *bench) (*result, error) {
	f, err := open(b.stored("names", "probablepeople", "va_corporate.csv"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []interdict.Subject
	lines := bufio.NewScanner(f)
	for row := int64(1); lines.Scan(); row++ {
		full := strings.Trim(lines.Text(), `" `)
		if row%everyOwner == 0 && full != "" {
			all = append(all, interdict.Subject{ID: fmt.Sprint(row), Row: row, Names: []interdict.Name{{Full: full}}})
		}
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	r := &result{}
	return r, b.halves(r, all, knowings[:1], "owners")
}

// halves screens subjects who are not to be found but where a list names them in so
// many words: those are counted apart. Every second one is held out.
func (b *bench) halves(r *result, all []interdict.Subject, with []knowing, row string) error {
	s, err := b.scaleM()
	if err != nil {
		return err
	}
	results, err := screenAll(s.engine, each(all, nameAlone), b.threshold)
	if err != nil {
		return err
	}
	var halves [2][]interdict.Subject
	listed := 0
	for i := range all {
		if named(&results[i]) {
			listed++
			continue
		}
		halves[i%2] = append(halves[i%2], all[i])
	}
	r.note("%d of %d bear a listed name in so many words, legal forms aside, and do not count.", listed, len(all))
	for i, half := range [...]string{"tuned on", "held out"} {
		if err := b.cleanOf(r, halves[i], row+" "+half, "alerts, "+half, with, make([]aim, len(with)), row); err != nil {
			return err
		}
	}
	return nil
}

// named says whether a hit bears the subject's very name, legal forms aside.
func named(r *interdict.Result) bool {
	own := plain(alter.Bare(r.Subject.Name()))
	return slices.ContainsFunc(r.Hits, func(h interdict.Hit) bool { return plain(alter.Bare(h.MatchedName)) == own })
}
