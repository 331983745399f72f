package main

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/ident"
	"github.com/interdict/interdict/index"
	"github.com/interdict/interdict/score"
)

const (
	// nearest is how many other entries each entry is paired with.
	nearest = 3
	// leastNear is the name strength from which two names count as near.
	leastNear interdict.Score = 4000
	// nearlyOne is how alike two names are that may be one person's, listed twice
	// under two regimes with two birth dates.
	nearlyOne = 90
	// bornApart is how many years must lie between all birth dates of two
	// persons: less may be one person whose papers differ.
	bornApart = 2
)

// differing pairs entries of one list that state different numbers or birth
// dates: each with the entries of the nearest names, and with one of any name.
func differing(parties []*party) (pairs []Pair, err error) {
	b := index.NewBuilder()
	byList := map[string][]*party{}
	for _, p := range parties {
		if err := b.Add(&interdict.Entity{ID: p.id, Listings: []interdict.Listing{*p.listing}}); err != nil {
			return nil, err
		}
		byList[p.listing.List] = append(byList[p.listing.List], p)
	}
	f := finder{parties: parties, searcher: index.NewSearcher(b.Snapshot(index.Meta{}), score.Default()), seen: map[[2]interdict.Ref]bool{}}
	for _, p := range parties {
		known := len(p.listing.BirthDates) > 0 || referenceOf(p.listing) != "" || len(numbers(p.listing)) > 0
		if !known || p.listing.Schema == interdict.Airplane {
			continue // an aircraft's name is its number
		}
		near, err := f.near(p)
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, near...)
		if pair, ok := f.any(p, byList[p.listing.List]); ok {
			pairs = append(pairs, pair)
		}
	}
	return pairs, nil
}

// finder finds entries of which another is known to differ.
type finder struct {
	parties  []*party // by the index's numbers
	searcher *index.Searcher
	prep     score.Preparer
	subject  score.Party
	seen     map[[2]interdict.Ref]bool
}

// near pairs p with the differing entries of its list whose names are nearest
// to its primary name.
func (f *finder) near(p *party) (pairs []Pair, err error) {
	name := &p.listing.Names[0]
	f.prep.Subject(&f.subject, &interdict.Subject{Schema: p.listing.Schema, Names: []interdict.Name{*name}})
	type found struct {
		pair     Pair
		strength interdict.Score
	}
	var all []found
	err = f.searcher.Search(&f.subject, leastNear, func(entity uint32, o *score.Outcome, e *score.Party) {
		other := f.parties[entity]
		if kind, why, ok := differ(p, other); ok && o.EntityName >= 0 {
			n := &other.listing.Names[e.Names[o.EntityName].Source]
			all = append(all, found{newPair(kind, p, other, name, n, why), o.NameStrength})
		}
	})
	slices.SortStableFunc(all, func(a, b found) int {
		return cmp.Or(-cmp.Compare(a.strength, b.strength), -cmp.Compare(a.pair.Alike, b.pair.Alike))
	})
	for rank := range min(nearest, len(all)) {
		pair := all[rank].pair
		pair.Rank = rank + 1
		if pair.Kind == OtherBirthDate && pair.Alike >= nearlyOne {
			pair.Doubt = "nearly one name, and nothing but birth dates tells the two apart"
		}
		if f.fresh(pair.A.Ref, pair.B.Ref) {
			pairs = append(pairs, pair)
		}
	}
	return pairs, err
}

// any pairs p with a differing entry of its list, drawn by hash.
func (f *finder) any(p *party, list []*party) (Pair, bool) {
	h := fnv.New64a()
	h.Write([]byte(p.listing.List + "\x00" + p.listing.ID)) // never fails
	at := h.Sum64()
	for try := range uint64(20) {
		other := list[(at+try*try*7919)%uint64(len(list))]
		if kind, why, ok := differ(p, other); ok && f.fresh(p.listing.Ref(), other.listing.Ref()) {
			kind += "_any"
			return newPair(kind, p, other, &p.listing.Names[0], &other.listing.Names[0], why), true
		}
	}
	return Pair{}, false
}

// fresh says of two entries that they have not been paired before.
func (f *finder) fresh(a, b interdict.Ref) bool {
	key := [2]interdict.Ref{a, b}
	if compareRefs(a, b) > 0 {
		key = [2]interdict.Ref{b, a}
	}
	if f.seen[key] {
		return false
	}
	f.seen[key] = true
	return true
}

// differ says whether two entries of one list are known to be two parties, and
// by what.
func differ(a, b *party) (Kind, string, bool) {
	x, y := a.listing, b.listing
	if a.id == b.id || x.List != y.List || !x.Schema.Comparable(y.Schema) {
		return "", "", false
	}
	if r, q := referenceOf(x), referenceOf(y); r != "" && q != "" && r != q {
		return OtherReference, r + " against " + q, true
	}
	if why, ok := otherNumbers(x, y); ok {
		return OtherIdentifier, why, true
	}
	if why, ok := bornOtherwise(x, y); ok {
		return OtherBirthDate, why, true
	}
	return "", "", false
}

// number is a strong identifier with the space within which it names a party.
type number struct {
	space ident.Key // without the value
	value string
	words string
}

func numbers(l *interdict.Listing) (out []number) {
	for i := range l.Identifiers {
		id := &l.Identifiers[i]
		if !ident.Strong(id.Type) || id.Type == interdict.BIC || ident.Check(id.Type, id.Value, id.Country) == ident.Invalid {
			continue
		}
		k, ok := ident.Normalise(id)
		if !ok || k.Country == "" && needsCountry(id.Type) {
			continue
		}
		out = append(out, number{ident.Key{Space: k.Space, Country: k.Country}, k.Value, identifierWords(id)})
	}
	return out
}

func needsCountry(t interdict.IDType) bool {
	switch t {
	case interdict.Passport, interdict.NationalID, interdict.TaxID, interdict.RegistrationNo:
		return true
	}
	return false
}

// otherNumbers says whether the two state numbers of one type and country and
// share none at all.
func otherNumbers(x, y *interdict.Listing) (why string, ok bool) {
	for _, a := range numbers(x) {
		for _, b := range numbers(y) {
			if a.space.Space == b.space.Space && a.value == b.value {
				return "", false
			}
			if why == "" && a.space == b.space {
				why = a.words + " against " + b.words
			}
		}
	}
	return why, why != ""
}

// bornOtherwise says whether all birth dates of the two lie bornApart years
// apart or more.
func bornOtherwise(x, y *interdict.Listing) (string, bool) {
	if len(x.BirthDates) == 0 || len(y.BirthDates) == 0 {
		return "", false
	}
	for _, a := range x.BirthDates {
		for _, b := range y.BirthDates {
			if a.Circa || b.Circa || max(a.First()-b.Last(), b.First()-a.Last()) < bornApart*10000 {
				return "", false
			}
		}
	}
	return fmt.Sprintf("born %s against %s", x.BirthDates[0], y.BirthDates[0]), true
}
