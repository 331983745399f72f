package entities

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/interdict/interdict"
)

// Rules names the rules by which listings are joined. It changes when they do,
// so that what was compiled under older ones is compiled anew.
const Rules = "5"

// Joiner takes listings one by one and joins them. It keeps of them what joins
// them, not the listings.
type Joiner struct {
	// StatedOnly leaves out likeness: for measuring, and for labels to learn from.
	StatedOnly bool

	members []member
	byRef   map[string]map[string]int // by list and id; see find
	keys    *keyTable
	words   *lexicon
	blocker blocker
	decided []Decision
	parted  map[[2]int]bool // decided to be two parties

	sharers   *sharing
	rank      []int // of the members, in the order of references
	groups    groups
	roots     []int // of the members' groups before likeness
	alike     *alike
	reasons   []Reason
	failed    []failure
	suggested []Suggestion

	// before is the Joiner that this one comes after, nil for none. What was
	// found of each two members, for one that comes after this:
	before    *Joiner
	strengths map[twoMembers]interdict.Score // of names
	found     []link
	doubles   map[twoMembers]bool // whether two listings of one list are alike as one party's are
	entities  []string            // that the listings of a Joiner that was read back had become
}

type member struct {
	ref     interdict.Ref
	version Version
	was     int // its number in the Joiner before, where it says the same of what joins; else -1
	schema  interdict.Schema
	source  string      // the list, of a collection's listing the list it was taken from
	keys    []keyNumber // the facts that may join it
	own     []keyNumber // the numbers that its publisher gave this listing
	blocks  []block
	facts   listingHash
	// copy is set where the listing was taken over from another that is here.
	copy bool

	// names and traits, and the two packed: see open.
	names  []interdict.Name
	traits *traits
	packed string
	opened bool
}

// Reason is a fact by which two listings are one entity.
type Reason struct {
	A, B interdict.Ref
	Kind string // an identifier's type, "UN reference", Likeness or ByHand
	Fact string // "passport 123456 (ru)", "UN reference QDI.001"
	// Names is how alike the names are.
	Names interdict.Score
	// Weight is what names and facts say together, where likeness joins.
	Weight interdict.Millibits
}

// Kinds of reasons beside numbers and references.
const (
	Likeness = "likeness"
	ByHand   = "decision"
)

// SetAside is a fact that listings share and that does not join all of them.
type SetAside struct {
	Kind, Fact string
	Refs       []interdict.Ref
	Why        string
}

// Cluster is the listings of one entity, in the order in which they were
// added, and the facts that join them.
type Cluster struct {
	Refs    []interdict.Ref
	Members []int // which listings they are, as they were added
	Reasons []Reason
	// Facts is the entity's fact hash; see FactHash.
	Facts string
}

// NewJoiner returns an empty Joiner.
func NewJoiner() *Joiner {
	return &Joiner{keys: &keyTable{}, words: newLexicon(false)}
}

// Add takes a listing.
func (j *Joiner) Add(l *interdict.Listing) { j.AddAs(l, Version{}) }

// AddAs takes a listing whose content has a name.
func (j *Joiner) AddAs(l *interdict.Listing, v Version) {
	all, own := keys(l)
	m := member{ref: l.Ref(), version: v, was: -1, schema: l.Schema, source: l.List, names: l.Names, keys: j.keys.numbers(all), own: j.keys.numbers(own), facts: factsOf(l), traits: &traits{}, opened: true}
	if collection(l.List) {
		m.source += " " + l.Designation.Regime
	}
	if compared(l.Schema) && !j.StatedOnly {
		t := j.words.traitsOf(l)
		m.traits = &t
		m.blocks = slices.Clone(j.blocker.of(l.Schema, l.Names, l.BirthDates))
	}
	j.compareWithBefore(&m)
	j.add(m)
}

func (j *Joiner) add(m member) {
	j.members = append(j.members, m)
	j.byRef = nil
}

// find is the member of a reference. Of several the last holds.
func (j *Joiner) find(ref interdict.Ref) (n int, ok bool) {
	ids := j.byRef[ref.List]
	if ids == nil {
		ids = map[string]int{}
		for n := range j.members {
			if r := &j.members[n].ref; r.List == ref.List {
				ids[r.ID] = n
			}
		}
		if j.byRef == nil {
			j.byRef = map[string]map[string]int{}
		}
		j.byRef[ref.List] = ids
	}
	n, ok = ids[ref.ID]
	return n, ok
}

// Reasons are the facts that join these listings, in words.
func Reasons(listings []interdict.Listing, decided ...Decision) (all []Reason) {
	j := NewJoiner()
	j.words = newLexicon(true)
	for i := range listings {
		j.Add(&listings[i])
	}
	j.Decide(decided)
	clusters, _ := j.Join()
	for _, c := range clusters {
		all = append(all, c.Reasons...)
	}
	return all
}

// maxSharing is how many listings may share a number that still names one
// party; more show that it names something else, a bank or an agent.
const maxSharing = 12

// Join returns all entities, those of one listing too, and the facts that were
// set aside. What is joined depends on the listings and decisions alone, not on
// their order. First come decisions, then what lists state, then likeness.
func (j *Joiner) Join() ([]Cluster, []SetAside) {
	j.reasons, j.failed, j.suggested, j.found = nil, nil, nil, nil
	j.strengths, j.doubles = map[twoMembers]interdict.Score{}, map[twoMembers]bool{}
	j.groups = newGroups(len(j.members))
	j.sharers = j.sharing()
	j.rankMembers()
	j.alike = newAlike(j.members)
	j.joinByHand()
	shared := j.shared()
	j.compareSharers(shared)
	for _, k := range shared {
		var members []int
		for _, m := range j.sharers.of(k) {
			members = append(members, int(m))
		}
		slices.SortFunc(members, func(a, b int) int { return cmp.Compare(j.rank[a], j.rank[b]) })
		j.try(k, members)
	}
	if !j.StatedOnly {
		j.markCopies()
		j.joinLikely()
	}
	j.before = nil // and all that it alone holds
	return j.clusters(), j.setAside()
}

// markCopies finds the listings that were taken over from one that is here.
func (j *Joiner) markCopies() {
	for n := range j.members {
		m := &j.members[n]
		for _, k := range m.own {
			space := j.keys.all[k].space
			m.copy = m.copy || copied(m.ref.List, space) && slices.ContainsFunc(j.sharers.of(k), func(o int32) bool {
				return !copied(j.members[o].ref.List, space) && slices.Contains(j.members[o].own, k)
			})
		}
	}
}

// shared are the facts that several listings state: first references, since
// they are statements about parties, then numbers.
func (j *Joiner) shared() []keyNumber {
	var out []keyNumber
	for k := range keyNumber(len(j.keys.all)) {
		if len(j.sharers.of(k)) > 1 {
			out = append(out, k)
		}
	}
	slices.SortFunc(out, func(p, q keyNumber) int {
		a, b := &j.keys.all[p], &j.keys.all[q]
		if a.reference != b.reference {
			if a.reference {
				return -1
			}
			return 1
		}
		return cmp.Or(strings.Compare(a.space, b.space), strings.Compare(a.value, b.value), strings.Compare(a.country, b.country))
	})
	return out
}

// failure is a fact that could not join two listings.
type failure struct {
	key  keyNumber
	a, b int
	why  string
}

// Why a fact is set aside.
const (
	whyKinds  = "they are different kinds of party"
	whyNames  = "their names are nothing like one another"
	whyShip   = whyNames + "; a ship may have been renamed"
	whyPerson = "their names are too unlike for one person"
	whyApart  = "one publisher lists them, or those that they belong to, as two parties under different names"
	// whyDecided is a decision by hand.
	whyDecided = "it was decided that they are two parties"
)

// pair is two listings that a fact may join.
type pair struct {
	a, b     int
	strength interdict.Score
}

// try joins the listings that share a fact, the most alike first, each pair
// that it can be true of.
func (j *Joiner) try(k keyNumber, members []int) {
	if len(members) > maxSharing {
		why := fmt.Sprintf("%d listings share it, too many for one party", len(members))
		for _, m := range members[1:] {
			j.failed = append(j.failed, failure{k, members[0], m, why})
		}
		return
	}
	var pairs []pair
	for i, a := range members {
		for _, b := range members[i+1:] {
			p, why := j.pair(k, a, b)
			if why != "" {
				j.failed = append(j.failed, failure{k, a, b, why})
				continue
			}
			pairs = append(pairs, p)
		}
	}
	slices.SortStableFunc(pairs, func(p, q pair) int { return cmp.Compare(q.strength, p.strength) })
	for _, p := range pairs {
		why := ""
		switch {
		case j.decidedApart(p.a, p.b):
			why = whyDecided
		case j.apart(p.a, p.b):
			why = whyApart
		}
		if why != "" {
			j.failed = append(j.failed, failure{k, p.a, p.b, why})
			continue
		}
		j.groups.join(p.a, p.b)
		j.reasons = append(j.reasons, Reason{A: j.members[p.a].ref, B: j.members[p.b].ref, Kind: j.keys.all[k].kind(), Fact: j.keys.all[k].words(), Names: p.strength})
	}
}

// pair says how alike two listings are that share a fact, or why it cannot join
// them. Names do not matter where the number is either's own: then one and the
// same publisher says that they are one entry.
func (j *Joiner) pair(k keyNumber, a, b int) (p pair, why string) {
	ma, mb := &j.members[a], &j.members[b]
	p = pair{a, b, certain}
	if !ma.schema.Comparable(mb.schema) {
		return p, whyKinds
	}
	if ma.owns(k) && mb.owns(k) {
		return p, ""
	}
	p.strength = j.strength(a, b)
	switch {
	case p.strength < leastAlike && ma.schema == interdict.Vessel:
		return p, whyShip
	case p.strength < leastAlike:
		return p, whyNames
	case !j.keys.all[k].reference && ma.schema == interdict.Person && mb.schema == interdict.Person && p.strength < leastPerson:
		return p, whyPerson
	}
	return p, ""
}

// apart says whether joining two listings would make one of two entries that a
// publisher numbers apart, under names that differ. Each number's names are
// those of all its listings, since names change from edition to edition.
func (j *Joiner) apart(a, b int) bool {
	if j.groups.root(a) == j.groups.root(b) {
		return false
	}
	same := map[[2]keyNumber]bool{} // whether two numbers of one publisher are nearly the same party
	for _, x := range j.groups.of(a) {
		for _, y := range j.groups.of(b) {
			for _, numbers := range j.keys.numberedApart(j.members[x].own, j.members[y].own) {
				same[numbers] = same[numbers] || j.strength(x, y) >= nearlySame
			}
		}
	}
	for _, nearly := range same {
		if !nearly {
			return true
		}
	}
	return false
}

// numberedApart are the different numbers that two listings have of one
// publisher.
func (t *keyTable) numberedApart(a, b []keyNumber) (out [][2]keyNumber) {
	for _, x := range a {
		for _, y := range b {
			if t.all[x].space == t.all[y].space && t.all[x].value != t.all[y].value {
				out = append(out, [2]keyNumber{x, y})
			}
		}
	}
	return out
}

// setAside are the facts whose listings are not all one entity in the end.
func (j *Joiner) setAside() (out []SetAside) {
	for i := 0; i < len(j.failed); {
		k := j.failed[i].key
		why := ""
		for ; i < len(j.failed) && j.failed[i].key == k; i++ {
			if f := &j.failed[i]; why == "" && j.groups.root(f.a) != j.groups.root(f.b) {
				why = f.why
			}
		}
		if why == "" {
			continue
		}
		s := SetAside{Kind: j.keys.all[k].kind(), Fact: j.keys.all[k].words(), Why: why}
		for _, m := range j.sharers.of(k) {
			s.Refs = append(s.Refs, j.members[m].ref)
		}
		slices.SortFunc(s.Refs, compareRefs)
		out = append(out, s)
	}
	return out
}

func (j *Joiner) clusters() []Cluster {
	const none = -1
	number := slices.Repeat([]int{none}, len(j.members)) // of a root's cluster
	in := make([]int, len(j.members))
	var out []Cluster
	for i := range j.members {
		r := j.groups.root(i)
		if number[r] == none {
			number[r] = len(out)
			out = append(out, Cluster{})
		}
		in[i] = number[r]
		c := &out[in[i]]
		c.Refs, c.Members = append(c.Refs, j.members[i].ref), append(c.Members, i)
	}
	var hashes []listingHash
	for c := range out {
		hashes = hashes[:0]
		for _, m := range out[c].Members {
			hashes = append(hashes, j.members[m].facts)
		}
		out[c].Facts = together(hashes)
	}
	for _, r := range j.reasons {
		n, _ := j.find(r.A)
		c := &out[in[n]]
		c.Reasons = append(c.Reasons, r)
	}
	return out
}

func compareRefs(a, b interdict.Ref) int {
	return cmp.Or(strings.Compare(a.List, b.List), strings.Compare(a.ID, b.ID))
}
