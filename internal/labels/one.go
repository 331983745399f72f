package main

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/lists/all"
)

// party is a listing with the party that it describes.
type party struct {
	listing *interdict.Listing
	id      string // the party's
	joined  []entities.Reason
}

// join finds which listings describe one party, by the facts that they share.
func join(listings []*interdict.Listing) []*party {
	j := entities.NewJoiner()
	j.StatedOnly = true // what likeness joins cannot teach what likeness is worth
	at := map[interdict.Ref]*party{}
	parties := make([]*party, len(listings))
	for i, l := range listings {
		j.Add(l)
		parties[i] = &party{listing: l}
		at[l.Ref()] = parties[i]
	}
	clusters, _ := j.Join()
	for _, c := range clusters {
		first := slices.MinFunc(c.Refs, compareRefs)
		for _, r := range c.Refs {
			at[r].id = entities.ID(first)
		}
		for _, r := range c.Reasons {
			if compareRefs(r.A, r.B) > 0 {
				r.A, r.B = r.B, r.A
			}
			at[r.A].joined = append(at[r.A].joined, r)
		}
	}
	return parties
}

// maxNames is the most pairs of names that two listings, or one, give beside
// the primary names: a listing with fifty aliases is not fifty times as telling.
const maxNames = 8

// acrossLists pairs the names of listings of two countries' lists, or the
// UN's, that share a fact. A country's own lists copy one another's spelling.
func acrossLists(parties []*party) (pairs []Pair) {
	at := map[interdict.Ref]*party{}
	for _, p := range parties {
		at[p.listing.Ref()] = p
	}
	for _, a := range parties {
		facts := map[interdict.Ref][]string{}
		var order []interdict.Ref
		for _, r := range a.joined {
			if facts[r.B] == nil {
				order = append(order, r.B)
			}
			if !slices.Contains(facts[r.B], r.Fact) {
				facts[r.B] = append(facts[r.B], r.Fact)
			}
		}
		for _, ref := range order {
			b := at[ref]
			if all.Entry(a.listing.List).Jurisdiction != all.Entry(b.listing.List).Jurisdiction {
				pairs = append(pairs, namesOf(a, b, facts[ref])...)
			}
		}
	}
	return pairs
}

// namesOf pairs the primary names, then each other name of a with the name of
// b that is most alike, up to maxNames.
func namesOf(a, b *party, facts []string) (pairs []Pair) {
	kind := sharedKind(a.listing, b.listing, facts)
	why := strings.Join(facts, "; ")
	seen := map[[2]string]bool{}
	add := func(an, bn *interdict.Name) {
		texts := [2]string{fold(an.Full), fold(bn.Full)}
		if texts[0] == "" || texts[1] == "" || seen[texts] {
			return
		}
		seen[texts] = true
		pairs = append(pairs, newPair(kind, a, b, an, bn, why))
	}
	add(&a.listing.Names[0], &b.listing.Names[0])
	for _, i := range shuffled(a.listing, len(a.listing.Names)) {
		an := &a.listing.Names[i]
		if len(pairs) > maxNames {
			break
		}
		nearest := slices.MaxFunc(indexes(len(b.listing.Names)), func(x, y int) int {
			return cmp.Or(cmp.Compare(alike(an.Full, b.listing.Names[x].Full), alike(an.Full, b.listing.Names[y].Full)), y-x)
		})
		bn := &b.listing.Names[nearest]
		if i > 0 && fold(an.Full) != fold(bn.Full) && alike(an.Full, bn.Full) > 0 {
			add(an, bn)
		}
	}
	return pairs
}

func indexes(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

func sharedKind(a, b *interdict.Listing, facts []string) Kind {
	if slices.ContainsFunc(facts, func(f string) bool { return strings.Contains(f, "reference ") }) {
		return SharedReference
	}
	switch schemaOf(a, b) {
	case interdict.Person:
		return SharedDocument
	case interdict.Vessel, interdict.Airplane:
		return SharedVehicle
	}
	return SharedRegistration
}

// withinListings pairs the names of one listing: the primary name with others,
// then others among themselves, up to maxNames.
func withinListings(parties []*party) (pairs []Pair) {
	for _, p := range parties {
		names := p.listing.Names
		seen := map[[2]string]bool{}
		n := 0
		add := func(i, k int) {
			a, b := &names[i], &names[k]
			texts := [2]string{fold(a.Full), fold(b.Full)}
			if n >= maxNames || texts[0] == "" || texts[1] == "" || texts[0] == texts[1] || seen[texts] {
				return
			}
			seen[texts], seen[[2]string{texts[1], texts[0]}] = true, true
			n++
			kind := Alias
			if (a.Script == "") != (b.Script == "") {
				kind = NativeName
			}
			pairs = append(pairs, newPair(kind, p, p, a, b, "names of one listing"))
		}
		order := shuffled(p.listing, len(names))
		for _, k := range order {
			if k > 0 {
				add(0, k)
			}
		}
		for at := 1; at < len(order); at++ {
			add(order[at-1], order[at])
		}
	}
	return pairs
}

// shuffled is an order of n things that depends on the listing alone.
func shuffled(l *interdict.Listing, n int) []int {
	order := indexes(n)
	key := func(i int) uint64 {
		h := fnv.New64a()
		h.Write([]byte(l.List + "\x00" + l.ID + "\x00" + l.Names[i].Full)) // never fails
		return h.Sum64()
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(key(a), key(b)) })
	return order
}
