package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/ident"
)

// pair is two listings and what is said of them.
type pair struct {
	a, b      interdict.Ref
	why, note string
}

// share is a count among a number of trials.
type share struct{ got, of int }

// measure holds a register's listings, joined by what they state and joined
// without it.
type measure struct {
	listings []interdict.Listing
	place    map[interdict.Ref]int
	stated   map[interdict.Ref]int
	clusters []entities.Cluster
	lists    []map[string][]interdict.Ref // of each cluster

	recall        map[string]*share // by kind of party
	reasons       map[string]map[string]int
	misses, wrong []pair
	twice         []pair
	numbered      []pair
	checked       map[string]int // pairs that likeness joins and that can be checked
	unchecked     int
	suggestions   map[string]int
	suggestedMiss map[string]int
	cutJoined     map[string]*share // wrong of those that can be checked, by kind
	cutUnchecked  int
}

func newMeasure(listings []interdict.Listing) *measure {
	m := &measure{listings: listings, place: map[interdict.Ref]int{}, recall: map[string]*share{}, reasons: map[string]map[string]int{},
		checked: map[string]int{}, suggestions: map[string]int{}, suggestedMiss: map[string]int{}, cutJoined: map[string]*share{}}
	for i := range listings {
		m.place[listings[i].Ref()] = i
	}
	m.stated, m.clusters, _ = join(listings, true)
	for _, c := range m.clusters {
		of := map[string][]interdict.Ref{}
		for _, ref := range c.Refs {
			list := source(m.listing(ref))
			of[list] = append(of[list], ref)
		}
		m.lists = append(m.lists, of)
	}
	return m
}

func (m *measure) listing(ref interdict.Ref) *interdict.Listing { return &m.listings[m.place[ref]] }

// hidden are the listings without references and numbers.
func (m *measure) hidden() []interdict.Listing {
	out := make([]interdict.Listing, len(m.listings))
	for i := range m.listings {
		out[i] = *m.bare(m.listings[i].Ref())
	}
	return out
}

func (m *measure) bare(ref interdict.Ref) *interdict.Listing {
	l := *m.listing(ref)
	l.Identifiers = slices.DeleteFunc(slices.Clone(l.Identifiers), func(id interdict.Identifier) bool {
		return id.Type == interdict.CrossRef || ident.Strong(id.Type)
	})
	return &l
}

// copy says whether a listing was taken over from one that is here: it is no
// other publisher's word.
func (m *measure) copy(ref interdict.Ref) bool {
	for _, id := range m.listing(ref).Identifiers {
		if id.Type != interdict.CrossRef || ref.List != "us_trade_csl" {
			continue
		}
		for _, list := range [...]string{"us_ofac_sdn", "us_ofac_cons"} {
			if _, here := m.place[interdict.Ref{List: list, ID: id.Value}]; here {
				return true
			}
		}
	}
	return false
}

func (m *measure) copied(a, b interdict.Ref) bool { return m.copy(a) || m.copy(b) }

// kind is what a measure counts a listing under.
func kind(l *interdict.Listing) string {
	switch l.Schema {
	case interdict.Person:
		return "people"
	case interdict.Organization:
		return "organisations"
	case interdict.Vessel, interdict.Airplane:
		return "ships and aircraft"
	}
	return "of unstated kind"
}

// source is the list, of a collection's listing the one it was taken from.
func source(l *interdict.Listing) string {
	if l.List == "us_trade_csl" {
		return l.List + ", " + l.Designation.Regime
	}
	return l.List
}

func state(list string) string {
	s, _, _ := strings.Cut(list, "_")
	return s
}

// whole joins all lists without what they state, and compares.
func (m *measure) whole() {
	of, clusters, j := join(m.hidden(), false)
	suggested := map[[2]interdict.Ref]entities.Suggestion{}
	for _, s := range j.Suggestions() {
		suggested[[2]interdict.Ref{s.A, s.B}] = s
		m.suggestions[s.Why]++
	}
	for c := range m.clusters {
		m.party(c, of, suggested)
	}
	for _, c := range clusters {
		for i, a := range c.Refs {
			for _, b := range c.Refs[i+1:] {
				m.check(a, b)
			}
		}
	}
}

// party counts, for each two lists that a party stands on, whether one of its
// listings of the one is found to be of the party of one of the other.
func (m *measure) party(c int, of map[interdict.Ref]int, suggested map[[2]interdict.Ref]entities.Suggestion) {
	names := slices.Sorted(maps.Keys(m.lists[c]))
	for i, x := range names {
		for _, y := range names[i+1:] {
			var a, b interdict.Ref
			found := false
			for _, r := range m.lists[c][x] {
				for _, s := range m.lists[c][y] {
					if state(r.List) == state(s.List) || m.copy(r) || m.copy(s) {
						continue
					}
					if a.ID == "" || of[r] == of[s] {
						a, b = r, s
					}
					found = found || of[r] == of[s]
				}
			}
			if a.ID != "" {
				m.found(found, suggested, a, b)
			}
		}
	}
}

// found counts a pair that is one party.
func (m *measure) found(found bool, suggested map[[2]interdict.Ref]entities.Suggestion, a, b interdict.Ref) {
	k := kind(m.listing(a))
	if m.recall[k] == nil {
		m.recall[k], m.reasons[k] = &share{}, map[string]int{}
	}
	s := m.recall[k]
	s.of++
	if found {
		s.got++
		return
	}
	why := m.why(a, b)
	m.reasons[k][why]++
	note := ""
	for _, o := range [][2]interdict.Ref{{a, b}, {b, a}} {
		if s, ok := suggested[o]; ok {
			note = fmt.Sprintf("suggested: %s; %s, %.1f bits", s.Why, s.Names, s.Weight.Bits())
			m.suggestedMiss[k]++
		}
	}
	m.misses = append(m.misses, pair{a, b, why, note})
}

// why is the class of a miss.
func (m *measure) why(a, b interdict.Ref) string {
	if kind(m.listing(a)) == "ships and aircraft" {
		return "ships and aircraft are not joined by likeness"
	}
	c := &m.clusters[m.stated[a]]
	lists := map[string]int{}
	for _, ref := range c.Refs {
		lists[ref.List]++
	}
	if lists[a.List] > 1 || lists[b.List] > 1 {
		return "one list has the party twice"
	}
	v := entities.Compare(m.bare(a), m.bare(b))
	switch {
	case v.Against != "":
		return v.Against
	case v.Names < v.LeastNames:
		return "their names are less alike than is asked for"
	case v.Facts == 0:
		return "nothing beside the names agrees or is stated by both"
	case v.Facts < v.LeastFacts:
		return "too little agrees beside the names"
	case v.Primary < 8000:
		return "their primary names differ"
	case v.Weight < v.LeastWeight:
		return "names so common, with what agrees, are no proof"
	case !v.Met:
		return "no two words of their names, nor one and the birth date, agree"
	}
	return "another listing is as like, or a third contradicts"
}

// check counts a pair that likeness has joined, right or wrong.
func (m *measure) check(a, b interdict.Ref) {
	k := kind(m.listing(a))
	ca, cb := m.stated[a], m.stated[b]
	if ca == cb {
		if state(a.List) != state(b.List) && !m.copy(a) && !m.copy(b) {
			m.checked[k]++
		}
		return
	}
	why := m.apart(a, b)
	switch why {
	case "":
		m.unchecked++
		return
	case twice:
		m.twice = append(m.twice, pair{a, b, why, ""})
		return
	case numbered:
		m.numbered = append(m.numbered, pair{a, b, why, ""})
		return
	}
	m.checked[k]++
	m.wrong = append(m.wrong, pair{a, b, why, ""})
}

const (
	twice    = "the party stands twice on a list, and the other listing of it has the reference or number"
	numbered = "they, or those that they belong to, state different numbers; in use that keeps them apart"
)

// apart says why two listings that likeness joins are two parties by what the
// lists state, empty where nothing says so.
func (m *measure) apart(a, b interdict.Ref) string {
	ca, cb := m.stated[a], m.stated[b]
	if source(m.listing(a)) == source(m.listing(b)) {
		return "one list has both"
	}
	why := ""
	for list, x := range m.lists[ca] {
		for _, x := range x {
			for _, y := range m.lists[cb][list] {
				lx, ly := m.listing(x), m.listing(y)
				v := entities.Compare(m.bare(x), m.bare(y))
				if m.copy(x) || m.copy(y) || state(list) == "us" && m.copied(a, b) {
					why = cmp.Or(why, numbered) // by OFAC, whose numbers are hidden
					continue
				}
				if !numbersDiffer(lx, ly) && v.Against == "" && v.Names >= 9500 && v.Primary >= 9500 {
					why = cmp.Or(why, twice)
					continue
				}
				return "by what they state they belong to two listings of " + list
			}
		}
	}
	for _, x := range m.clusters[ca].Refs {
		for _, y := range m.clusters[cb].Refs {
			if numbersDiffer(m.listing(x), m.listing(y)) {
				return numbered
			}
		}
	}
	return why
}

// cut makes two lists of each, and joins those without what they state.
func (m *measure) cut() error {
	parts := m.hidden()
	seen := map[string]int{}
	for i := range parts {
		seen[parts[i].List]++
		parts[i].List += [...]string{" I", " II"}[seen[parts[i].List]%2]
	}
	_, clusters, _ := join(parts, false)
	whole := func(ref interdict.Ref) interdict.Ref {
		ref.List = strings.TrimSuffix(strings.TrimSuffix(ref.List, " II"), " I")
		return ref
	}
	for _, c := range clusters {
		for i, a := range c.Refs {
			for _, b := range c.Refs[i+1:] {
				a, b := whole(a), whole(b)
				if source(m.listing(a)) == source(m.listing(b)) {
					m.checkCut(a, b)
				}
			}
		}
	}
	return nil
}

// checkCut counts a pair of one list that likeness would have joined, had two
// publishers made it.
func (m *measure) checkCut(a, b interdict.Ref) {
	k := kind(m.listing(a))
	if m.cutJoined[k] == nil {
		m.cutJoined[k] = &share{}
	}
	switch {
	case m.stated[a] == m.stated[b]:
		m.cutJoined[k].of++
	case numbersDiffer(m.listing(a), m.listing(b)):
		m.cutJoined[k].of++
		m.cutJoined[k].got++
		m.wrong = append(m.wrong, pair{a, b, "two of one list with different numbers, were it two lists", ""})
	default:
		m.cutUnchecked++
		m.wrong = append(m.wrong, pair{a, b, "two of one list, were it two lists; cannot be checked", ""})
	}
}

// numbersDiffer says whether two listings state different numbers of one kind
// and country, and share none. Passports do not count: a person has several.
func numbersDiffer(a, b *interdict.Listing) bool {
	differ := false
	for i := range a.Identifiers {
		for k := range b.Identifiers {
			x, okx := ident.Normalise(&a.Identifiers[i])
			y, oky := ident.Normalise(&b.Identifiers[k])
			if !okx || !oky || !ident.Strong(a.Identifiers[i].Type) || x.Space != y.Space || x.Country != y.Country {
				continue
			}
			if strings.Contains(x.Value, y.Value) || strings.Contains(y.Value, x.Value) {
				return false
			}
			differ = differ || a.Identifiers[i].Type != interdict.Passport
		}
	}
	return differ
}

func (m *measure) print(w io.Writer) {
	fmt.Fprintf(w, "%d listings; %d entities by references and numbers\n\n", len(m.listings), len(m.clusters))
	for _, k := range slices.Sorted(maps.Keys(m.recall)) {
		s := m.recall[k]
		low, high := s.wilson()
		fmt.Fprintf(w, "%s: %d of %d pairs found, %.2f %% (%.2f to %.2f)\n", k, s.got, s.of, 100*s.value(), 100*low, 100*high)
		for _, why := range byCount(m.reasons[k]) {
			fmt.Fprintf(w, "  missed %5d  %s\n", m.reasons[k][why], why)
		}
		fmt.Fprintf(w, "  of the missed, %d are suggested\n", m.suggestedMiss[k])
	}
	fmt.Fprintln(w)
	wrong := map[string]int{}
	for _, p := range m.wrong {
		wrong[p.why]++
	}
	for _, k := range slices.Sorted(maps.Keys(m.checked)) {
		n := 0
		for _, p := range m.wrong {
			if kind(m.listing(p.a)) == k && !strings.Contains(p.why, "were it two") {
				n++
			}
		}
		s := share{n, m.checked[k]}
		_, high := s.wilson()
		fmt.Fprintf(w, "%s: %d wrong of %d joined pairs that can be checked (under %.3f %%)\n", k, n, m.checked[k], 100*high)
	}
	fmt.Fprintf(w, "%d joined pairs: %s\n", len(m.twice), twice)
	fmt.Fprintf(w, "%d joined pairs: %s\n", len(m.numbered), numbered)
	fmt.Fprintf(w, "%d joined pairs cannot be checked\n", m.unchecked)
	for _, k := range slices.Sorted(maps.Keys(m.cutJoined)) {
		fmt.Fprintf(w, "one list cut in two, %s: %d joined under different numbers, %d joined that its numbers join\n", k, m.cutJoined[k].got, m.cutJoined[k].of-m.cutJoined[k].got)
	}
	fmt.Fprintf(w, "one list cut in two: %d joined pairs cannot be checked\n\n", m.cutUnchecked)
	for _, why := range byCount(wrong) {
		fmt.Fprintf(w, "wrong %5d  %s\n", wrong[why], why)
	}
	for _, why := range byCount(m.suggestions) {
		fmt.Fprintf(w, "suggested %5d  %s\n", m.suggestions[why], why)
	}
}

func byCount(m map[string]int) []string {
	return slices.SortedFunc(maps.Keys(m), func(a, b string) int { return cmp.Or(cmp.Compare(m[b], m[a]), cmp.Compare(a, b)) })
}

func (s share) value() float64 { return float64(s.got) / float64(s.of) }

// wilson is the 95 % interval of a share.
func (s share) wilson() (low, high float64) {
	const z = 1.959964
	n, p := float64(s.of), s.value()
	centre := p + z*z/(2*n)
	half := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return max(0, (centre-half)/(1+z*z/n)), min(1, (centre+half)/(1+z*z/n))
}
