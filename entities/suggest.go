package entities

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/interdict/interdict"
)

// Suggestion is two listings that are alike and not joined: too little seconds
// their names, or something speaks against it. A person may decide.
type Suggestion struct {
	A, B   interdict.Ref
	Names  interdict.Score
	Weight interdict.Millibits
	// Why says why they are not joined.
	Why string
}

// Suggestions are what fell just short of joining, the likeliest first; they
// are known once Join has been called.
func (j *Joiner) Suggestions() []Suggestion { return j.suggested }

// Why a likeness does not join.
const (
	whyLittle   = "what agrees beside the names says too little"
	whyRival    = "another listing of the same list is as like"
	whySameList = "one list has both, or has both of those that they belong to"
	whyNumbered = "their publisher numbers them apart"
	whyOthers   = "of those that they belong to, "
)

// pairOfGroups is two groups of members, before likeness.
type pairOfGroups [2]int

// joinLikely joins by likeness: the likeliest first, each that nothing rules
// out. What is left is suggested.
func (j *Joiner) joinLikely() {
	j.roots = make([]int, len(j.members))
	for n := range j.members {
		j.roots[n] = j.groups.root(n)
	}
	links := j.links()
	j.found = links
	slices.SortFunc(links, func(a, b link) int {
		if c := cmp.Or(cmp.Compare(b.total(), a.total()), cmp.Compare(b.strength, a.strength)); c != 0 {
			return c
		}
		p, q := j.ordered(a.a, a.b), j.ordered(b.a, b.b)
		return cmp.Or(
			cmp.Compare(j.rank[p[0]], j.rank[q[0]]), cmp.Compare(j.rank[p[1]], j.rank[q[1]]))
	})
	rival, doubled := j.rivals(links)
	says := map[int]int{} // of each listing of a party that its list has twice, what all its likenesses say
	for i := range links {
		for _, g := range j.between(&links[i]) {
			if doubled[g] && links[i].joins() {
				says[g] += links[i].total()
			}
		}
	}
	slices.SortStableFunc(links, func(a, b link) int {
		x, y := j.turn(&a, says), j.turn(&b, says)
		if x == math.MaxInt || y == math.MaxInt {
			return cmp.Compare(y, x)
		}
		return cmp.Or(cmp.Compare(b.total(), a.total()), cmp.Compare(y, x))
	})
	why := make([]string, len(links))
	for i := range links {
		l := &links[i]
		switch {
		case j.groups.root(l.a) == j.groups.root(l.b):
		case !l.joins():
			why[i] = cmp.Or(l.against, whyLittle)
		case rival[j.between(l)]:
			why[i] = whyRival
		default:
			if why[i] = j.ruledOut(l); why[i] == "" {
				j.groups.join(l.a, l.b)
				j.reasons = append(j.reasons, j.reason(l))
			}
		}
	}
	told := map[pairOfGroups]bool{}
	for i := range links {
		l := &links[i]
		p := pairOfGroups{j.groups.root(l.a), j.groups.root(l.b)}
		if p[0] > p[1] {
			p[0], p[1] = p[1], p[0]
		}
		if why[i] == "" || p[0] == p[1] || told[p] || j.decidedApart(l.a, l.b) {
			continue
		}
		told[p] = true
		o := j.ordered(l.a, l.b)
		j.suggested = append(j.suggested, Suggestion{A: j.members[o[0]].ref, B: j.members[o[1]].ref,
			Names: l.strength, Weight: interdict.Millibits(l.total()), Why: why[i]})
	}
}

// turn orders links: first, highest, those of no party that a list has twice;
// of others that are as likely, those of the one of its two listings of which
// all likenesses say most.
func (j *Joiner) turn(l *link, says map[int]int) int {
	least := math.MaxInt
	for _, g := range j.between(l) {
		if n, ok := says[g]; ok {
			least = min(least, n)
		}
	}
	return least
}

// between are the groups, before likeness, that a link would join.
func (j *Joiner) between(l *link) pairOfGroups {
	return pairOfGroups{min(j.roots[l.a], j.roots[l.b]), max(j.roots[l.a], j.roots[l.b])}
}

// rivals finds the pairs of groups that are not to be joined, since to one of
// them another group that has a listing of the same list is as like, or nearly.
// A list that has one party twice is no rival of itself: such groups are told
// apart from the others, to be joined last, the likelier of the two. links are
// sorted, the likeliest first.
func (j *Joiner) rivals(links []link) (out map[pairOfGroups]bool, doubled map[int]bool) {
	type side struct {
		group int
		list  string
	}
	best := map[side]*link{}
	out, doubled = map[pairOfGroups]bool{}, map[int]bool{}
	seen, known := map[pairOfGroups]bool{}, map[pairOfGroups]bool{}
	m := newMatcher(j)
	for i := range links {
		l := &links[i]
		p := j.between(l)
		if seen[p] || !l.rivals() {
			continue
		}
		seen[p] = true
		for k := range 2 {
			for _, of := range j.groups.of(p[1-k]) {
				s := side{p[k], j.members[of].source}
				had := best[s]
				if had == nil {
					best[s] = l
					continue
				}
				q := j.between(had)
				if q == p {
					continue
				}
				two := pairOfGroups{min(p[1-k], q[0]+q[1]-p[k]), max(p[1-k], q[0]+q[1]-p[k])}
				twice, asked := known[two]
				if !asked {
					twice = m.twice(two[0], two[1])
					known[two] = twice
				}
				if twice {
					doubled[two[0]], doubled[two[1]] = true, true
					continue
				}
				out[p] = true
				if l.total()+margin > had.total() {
					out[q] = true
				}
			}
		}
	}
	return out, doubled
}

// twice says whether two groups are one party that a list has twice: a listing
// in each is as like the other as is asked of listings of two lists.
func (m *matcher) twice(a, b int) bool {
	j := m.j
	for _, x := range j.groups.of(a) {
		for _, y := range j.groups.of(b) {
			if j.members[x].source == j.members[y].source && m.double(x, y) {
				return true
			}
		}
	}
	return false
}

// double is the same of two listings of one list.
func (m *matcher) double(x, y int) bool {
	j, pair := m.j, two(x, y)
	if is, ok := j.doubles[pair]; ok {
		return is
	}
	if was, ok := j.both(x, y); ok {
		if is, ok := j.before.doubles[was]; ok {
			j.doubles[pair] = is
			return is
		}
	}
	j.open(x, y)
	l, ok := m.compare(x, y)
	j.doubles[pair] = ok && l.joins()
	return j.doubles[pair]
}

// ruledOut says why two groups may not be joined by likeness: a list has a
// listing in each, or some of their listings contradict one another.
func (j *Joiner) ruledOut(l *link) string {
	if j.decidedApart(l.a, l.b) {
		return whyDecided
	}
	why := ""
	for _, x := range j.groups.of(l.a) {
		for _, y := range j.groups.of(l.b) {
			if one := j.pairRuledOut(l, x, y); gravity(one) > gravity(why) {
				why = one
			}
		}
	}
	return why
}

// pairRuledOut says why two listings, of the groups that a link would join, may
// not be of one.
func (j *Joiner) pairRuledOut(l *link, x, y int) string {
	j.open(x, y)
	mx, my := &j.members[x], &j.members[y]
	switch against := contradiction(mx.traits, my.traits); {
	case mx.source == my.source:
		return whySameList
	case len(j.keys.numberedApart(mx.own, my.own)) > 0:
		return whyNumbered
	case !mx.schema.Comparable(my.schema):
		return whyOthers + whyKinds
	case against == againstBirth && (l.birth >= birthDay || j.bothBorn(l, x, y)):
		return "" // one list has a date that the others do not, or has them all
	case against != "":
		return whyOthers + against
	}
	return ""
}

// bothBorn says whether a listing of the groups that a link would join states
// several birth dates, of which one is x's and another y's.
func (j *Joiner) bothBorn(l *link, x, y int) bool {
	is := func(d interdict.Date, of int) bool {
		return slices.ContainsFunc(j.members[of].traits.births, func(e interdict.Date) bool { return birth(d, e) > 0 })
	}
	for _, g := range []int{l.a, l.b} {
		for _, n := range j.groups.of(g) {
			j.open(n)
			births := j.members[n].traits.births
			for i, d := range births {
				for k, e := range births {
					if i != k && is(d, x) && is(e, y) {
						return true
					}
				}
			}
		}
	}
	return false
}

// gravity orders reasons, so that of several the same is always told.
func gravity(why string) int {
	return slices.Index([]string{"", whyOthers + againstBirth, whyOthers + againstNumber, whyOthers + againstGender, whyOthers + whyKinds, whyNumbered, whySameList}, why)
}

// reason is the reason that a likeness is, in words where words are kept.
func (j *Joiner) reason(l *link) Reason {
	o := j.ordered(l.a, l.b)
	j.open(o[0], o[1])
	ma, mb := &j.members[o[0]], &j.members[o[1]]
	r := Reason{A: ma.ref, B: mb.ref, Kind: Likeness, Names: l.strength, Weight: interdict.Millibits(l.total())}
	var facts []string
	for _, f := range j.words.seconds(nil, ma.traits, mb.traits) {
		facts = append(facts, f.words())
	}
	r.Fact = fmt.Sprintf("names %s alike and %s", l.strength, strings.Join(facts, ", "))
	return r
}

// words is the agreement for a reader.
func (f *agreement) words() string {
	if f.says == "" {
		return f.field
	}
	return f.field + " (" + f.says + ")"
}
