package entities

import (
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/score"
)

// Likeness joins listings of different lists that no reference and no number
// joins. Names alone never do: facts that second them are weighed in the same
// bits as the names' agreement, and the sum decides.
const (
	// likelyNames is the least name strength with which two listings are joined,
	// and how alike a primary name of each must be to some name of the other, since
	// two parties may share an alias. bornNames is the same of people whose day of
	// birth agrees: twins, who have another given name, lie below.
	likelyNames interdict.Score = 8000
	bornNames   interdict.Score = 7500
	// likelyOrganisation is the least name strength of organisations: sisters,
	// branches and parents have names that differ in a word.
	likelyOrganisation interdict.Score = 9700
	// Of people an alias that is the same is enough where all together say
	// certainly, one that is alike where they say beyondDoubt and the primary names
	// are not those of brothers: at least leastPerson.
	sameAlias   interdict.Score = 9700
	rarePrimary interdict.Score = 9000
	certainly                   = 55000
	beyondDoubt                 = 65000
	// likelyFacts is what the facts beside the names must say, at least, and
	// likely what names and facts must say together; in millibits. Less is asked
	// for where what agrees is of this party alone: of people the birth date, its
	// place, the day of listing or the reasons, and not the country
	// or an address, which families and villages share; of organisations the
	// address. rareFacts is likelyFacts where the names say as much as rareNames.
	likelyFacts   = 6000
	rareFacts     = 4000
	rareNames     = 36000
	likely        = 46000
	likelyEqual   = 39000 // where primary names are the same, or nearly so and rare, and more than an address agrees
	likelyProof   = 36000
	proof         = 10000
	likelySeat    = 30000
	sameAddress   = 12000
	likelyCompany = 42000
	// Where a list states of people nothing but names and why they are listed, too
	// little can agree. Then whole names that are the same are enough, of so many
	// words that say so much, under one regime.
	bareFacts = 2000
	bareNames = 32000
	bareWords = 3
	// suggested is the same for a suggestion, suggestedAgainst where something
	// contradicts, and suggestedNames the least name strength.
	suggestedFacts                   = 4000
	suggested                        = 28000
	suggestedPerson                  = 33000
	suggestedAgainst                 = 42000
	suggestedNames   interdict.Score = 7500
	// margin is how much a likeness must say beyond the next one to another
	// listing of the same list.
	margin = 6000
)

// link is a likeness of two members: what names and facts say for one party,
// and what speaks against it.
type link struct {
	a, b     int
	strength interdict.Score // of the names
	names    int             // what they say, in millibits
	primary  interdict.Score // how alike the less alike one's primary name is to a name of the other
	person   bool
	facts    int
	birth    int // of the facts, the birth date
	proof    int // and those that are of one person alone
	address  int
	regime   bool // agrees
	bare     bool // one of the two states nothing that could agree besides
	words    int  // of the shorter name
	against  string
}

func (l *link) total() int { return l.names + l.facts }

// joins says that the likeness is enough to make one of the two.
func (l *link) joins() bool {
	switch {
	case l.against != "" || l.strength < l.least() || l.facts < l.leastFacts() || l.total() < l.enough():
		return false
	case l.primary >= l.leastPrimary():
		return true
	}
	return l.person && (l.strength >= sameAlias && l.total() >= certainly || l.primary >= leastPerson && l.total() >= beyondDoubt)
}

// rivals says that the names are alike enough for one party, whatever else
// agrees.
func (l *link) rivals() bool {
	return l.against == "" && l.strength >= l.least() && l.primary >= l.leastPrimary()
}

// weigh sums up the facts that agree.
func (l *link) weigh(facts []agreement) {
	for i := range facts {
		f := &facts[i]
		l.facts += f.bits
		switch f.field {
		case birthDate:
			l.birth = f.bits
			l.proof += f.bits
		case birthPlace, reasons:
			l.proof += f.bits
		case listingDate:
			l.proof += 2 * f.bits
		case address:
			l.address = f.bits
		case regime:
			l.regime = true
		}
	}
}

// wholeNames says that the same whole names under one regime are all that there is
// to agree, and enough.
func (l *link) wholeNames() bool {
	return l.bare && l.person && l.regime && l.words >= bareWords && l.names >= bareNames && min(l.strength, l.primary) >= sameAlias
}

// leastFacts is what the facts beside the names must say.
func (l *link) leastFacts() int {
	if l.wholeNames() {
		return bareFacts
	}
	if l.names >= rareNames && l.strength >= sameAlias {
		return rareFacts
	}
	return likelyFacts
}

// enough is what names and facts must say together.
func (l *link) enough() int {
	switch {
	case l.wholeNames():
		return bareNames + bareFacts
	case l.person && l.proof >= proof:
		return likelyProof
	case l.person && l.strength >= sameAlias && (l.primary >= sameAlias || l.names >= rareNames && l.primary >= rarePrimary) && l.facts-l.address >= l.leastFacts():
		return likelyEqual
	case l.person:
		return likely
	case l.address >= sameAddress || l.proof >= proof:
		return likelySeat
	}
	return likelyCompany
}

// least is the name strength that joins.
func (l *link) least() interdict.Score {
	if l.person {
		return l.leastPrimary()
	}
	return likelyOrganisation
}

// leastPrimary is how alike a primary name of each must be to a name of the other.
func (l *link) leastPrimary() interdict.Score {
	if l.person && l.birth >= birthDay {
		return bornNames
	}
	return likelyNames
}

// prepared are a member's names made ready for comparison.
type prepared struct {
	names   []score.Name
	primary []bool // of each name
	says    []int  // what each says at most, in millibits
	bits    int    // of the name that says most
}

// preparer makes names ready, and keeps those that it made last.
type preparer struct {
	prep  score.Preparer
	party score.Party
	of    map[int]prepared
}

// maxPrepared bounds what a preparer keeps.
const maxPrepared = 512

func (p *preparer) get(j *Joiner, n int) prepared {
	if have, ok := p.of[n]; ok {
		return have
	}
	if p.of == nil || len(p.of) >= maxPrepared {
		p.of = make(map[int]prepared, maxPrepared)
	}
	m := &j.members[n]
	names := m.names
	if m.schema != interdict.Person {
		names = withoutInitials(names)
	}
	p.prep.Entity(&p.party, &interdict.Entity{Listings: []interdict.Listing{{Schema: m.schema, Names: names}}})
	out := prepared{names: make([]score.Name, 0, len(p.party.Names))}
	for i := range p.party.Names {
		name := p.party.Names[i]
		if name.Weak {
			continue
		}
		name.Tokens = slices.Clone(name.Tokens)
		out.names = append(out.names, name)
		out.primary = append(out.primary, names[name.Source].Kind == interdict.PrimaryName)
		sum := 0
		for k := range name.Tokens {
			sum += int(name.Tokens[k].Weight)
		}
		out.says = append(out.says, sum)
		out.bits = max(out.bits, sum)
	}
	if len(out.primary) > 0 && !slices.Contains(out.primary, true) {
		out.primary[0] = true // the list does not say
	}
	p.of[n] = out
	return out
}

// withoutInitials adds, for each name that has its own initials in brackets, the
// name without them: "GENERAL BUREAU OF ATOMIC ENERGY (GBAE)".
func withoutInitials(names []interdict.Name) []interdict.Name {
	all := names
	for i := range names {
		full := names[i].Full
		open := strings.IndexByte(full, '(')
		end := strings.IndexByte(full, ')')
		if open < 0 || end < open || !initialsOf(full[open+1:end], full[:open]) {
			continue
		}
		short := names[i]
		short.Full = interdict.JoinName(full[:open], full[end+1:])
		all = append(all[:len(all):len(all)], short)
	}
	return all
}

// initialsOf says whether letters are the initials of some of the words, in
// their order.
func initialsOf(letters, words string) bool {
	rest := strings.ToLower(letters)
	if len(rest) < 2 || strings.ContainsAny(rest, " .") {
		return false
	}
	for _, w := range strings.Fields(strings.ToLower(words)) {
		if rest != "" && w[0] == rest[0] {
			rest = rest[1:]
		}
	}
	return rest == ""
}

// matcher compares members.
type matcher struct {
	j       *Joiner
	weights score.Weights
	aligner score.Aligner
	ready   preparer
	seconds []agreement
	stamp   []int32
}

func newMatcher(j *Joiner) *matcher {
	return &matcher{j: j, weights: score.Default(), stamp: make([]int32, len(j.members))}
}

// compare weighs two members; ok is false where they are too unlike even to be
// suggested.
func (m *matcher) compare(a, b int) (l link, ok bool) {
	o := m.j.ordered(a, b) // names are compared from one side to the other
	a, b = o[0], o[1]
	ta, tb := m.j.members[a].traits, m.j.members[b].traits
	l = link{a: a, b: b, against: contradiction(ta, tb), bare: ta.bare() || tb.bare()}
	m.seconds = m.j.words.seconds(m.seconds[:0], ta, tb)
	l.weigh(m.seconds)
	least := suggested
	switch {
	case l.against != "":
		least = suggestedAgainst
	case ta.person && tb.person:
		least = suggestedPerson
	}
	leastFacts, leastNames := suggestedFacts, rareNames
	if l.bare && l.regime && ta.person && tb.person {
		leastFacts, leastNames = bareFacts, bareNames
	}
	if l.facts < leastFacts {
		return l, false
	}
	pa, pb := m.ready.get(m.j, a), m.ready.get(m.j, b)
	if most := min(pa.bits, pb.bits); most+l.facts < least || l.facts < likelyFacts && most < leastNames {
		return l, false
	}
	m.names(&l, &pa, &pb)
	return l, l.strength >= suggestedNames && l.total() >= least
}

// names finds the pair of names that says most, of those that are alike enough
// to be joined, or else of all.
func (m *matcher) names(l *link, a, b *prepared) {
	l.person = m.j.members[l.a].schema == interdict.Person && m.j.members[l.b].schema == interdict.Person
	var ofA, ofB interdict.Score
	for i := range a.names {
		for k := range b.names {
			if l.strength >= l.least() && min(a.says[i], b.says[k]) <= l.names &&
				(!a.primary[i] || ofA >= sameAlias) && (!b.primary[k] || ofB >= sameAlias) {
				continue // they cannot say more
			}
			n := m.aligner.Names(&a.names[i], &b.names[k])
			strength := m.weights.Strength(&n)
			says := int(n.Matched - n.Missing)
			enough, had := strength >= l.least(), l.strength >= l.least()
			if enough && !had || enough == had && (says > l.names || says == l.names && strength > l.strength) {
				l.names, l.strength, l.words = says, strength, min(len(a.names[i].Tokens), len(b.names[k].Tokens))
			}
			if a.primary[i] {
				ofA = max(ofA, strength)
			}
			if b.primary[k] {
				ofB = max(ofB, strength)
			}
		}
	}
	l.primary = min(ofA, ofB)
}

// Verdict is what likeness says of two listings by themselves, and what it asks
// for: for measuring.
type Verdict struct {
	Names, LeastNames   interdict.Score
	Primary             interdict.Score
	Facts, LeastFacts   interdict.Millibits
	Weight, LeastWeight interdict.Millibits
	Against             string
	// Met says whether they would have been compared at all.
	Met bool
}

// Compare says what likeness says of two listings.
func Compare(a, b *interdict.Listing) Verdict {
	j := NewJoiner()
	j.Add(a)
	j.Add(b)
	j.rankMembers()
	m := newMatcher(j)
	o := j.ordered(0, 1)
	ta, tb := j.members[0].traits, j.members[1].traits
	l := link{a: o[0], b: o[1], against: contradiction(ta, tb), bare: ta.bare() || tb.bare()}
	l.weigh(j.words.seconds(nil, ta, tb))
	pa, pb := m.ready.get(j, l.a), m.ready.get(j, l.b)
	m.names(&l, &pa, &pb)
	v := Verdict{Names: l.strength, Primary: l.primary, LeastNames: l.least(), Facts: interdict.Millibits(l.facts), LeastFacts: interdict.Millibits(l.leastFacts()),
		Weight: interdict.Millibits(l.total()), LeastWeight: interdict.Millibits(l.enough()), Against: l.against}
	for _, x := range j.members[0].blocks {
		_, found := slices.BinarySearch(j.members[1].blocks, x)
		v.Met = v.Met || found
	}
	return v
}
