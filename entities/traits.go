package entities

import (
	"math/bits"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/ident"
)

// traits are what a listing states of its party beside its names and
// references: what can second a likeness of names, or contradict it. Texts are
// kept as sets of words, since there are many listings.
type traits struct {
	person    bool
	births    []interdict.Date
	genders   uint8
	countries []code // nationalities, countries of registration and of addresses
	listed    interdict.Date
	topics    uint64
	places    []word // of birth
	addresses []word
	positions []word
	reasons   []word // of the statement of reasons and the remarks
	numbers   []ident.Key
}

// code is a country's.
type code [2]byte

const (
	male uint8 = 1 << iota
	female
)

// How many words of each text are kept, the rarest first.
const (
	mostPlaces    = 16
	mostAddresses = 48
	mostPositions = 24
	mostReasons   = 64
)

// traitsOf reads a listing's. Whatever stands in its names is no word of its
// texts: reasons begin with the party's name.
func (x *lexicon) traitsOf(l *interdict.Listing) traits {
	t := traits{person: l.Schema == interdict.Person, births: l.BirthDates, listed: l.Designation.Listed}
	for _, g := range l.Genders {
		switch g {
		case "male":
			t.genders |= male
		case "female":
			t.genders |= female
		}
	}
	for _, c := range l.Countries {
		t.addCountry(c.Code)
	}
	var places, addresses, positions, reasons []word
	for _, p := range l.BirthPlaces {
		places = x.place(places, &p, false)
	}
	for _, p := range l.Addresses {
		t.addCountry(p.Country)
		addresses = x.place(addresses, &p, true)
	}
	for _, p := range l.Positions {
		positions = x.add(positions, p, false)
	}
	reasons = x.add(x.add(reasons, l.Designation.Reasons, false), l.Remarks, false)
	own := map[word]bool{}
	for i := range l.Names {
		x.each(l.Names[i].Full, false, func(text string) { own[x.word(text)] = true })
	}
	rest := reasons[:0]
	for _, w := range reasons {
		if !own[w] {
			rest = append(rest, w)
		}
	}
	t.places, t.addresses = set(places, mostPlaces), set(addresses, mostAddresses)
	t.positions, t.reasons = set(positions, mostPositions), set(rest, mostReasons)
	d := &l.Designation
	t.topics = topicsOf(d.Regime + " " + strings.Join(d.Programs, " ") + " " + d.Instrument)
	home := onlyCountry(l)
	for i := range l.Identifiers {
		id := l.Identifiers[i]
		if !ident.Strong(id.Type) || id.Type == interdict.BIC {
			continue
		}
		if id.Country == "" {
			id.Country = home
		}
		if k, ok := ident.Normalise(&id); ok {
			t.numbers = append(t.numbers, k)
		}
	}
	return t
}

// bare says that a listing states of a person nothing beside names, country and
// why it is there that could be the person's alone.
func (t *traits) bare() bool {
	return t.person && len(t.births)+len(t.places)+len(t.addresses)+len(t.positions)+len(t.reasons)+len(t.numbers) == 0
}

func (t *traits) addCountry(iso string) {
	if len(iso) != 2 {
		return
	}
	c := code{iso[0], iso[1]}
	for _, have := range t.countries {
		if have == c {
			return
		}
	}
	t.countries = append(t.countries, c)
}

// place adds the words of a place but for its country's, which is compared by
// its code.
func (x *lexicon) place(words []word, p *interdict.Place, digits bool) []word {
	text := p.String()
	if p.CountryName != "" {
		text = strings.ReplaceAll(text, p.CountryName, " ")
	}
	return x.add(words, text, digits)
}

// Fields of agreements.
const (
	birthDate   = "birth date"
	birthPlace  = "place of birth"
	address     = "address"
	position    = "position"
	listingDate = "listing date"
	reasons     = "statement of reasons"
	regime      = "regime"
)

// agreement is a fact of two listings, beside their names, that agrees.
type agreement struct {
	field string
	bits  int // millibits
	says  string
}

// What agreement says, in millibits. Those of birth dates are the score's.
const (
	birthDay     = 14000
	birthMonth   = 10000
	birthYear    = 6000
	birthSwapped = 9000
	birthDigit   = 6000
	birthNear    = 3000
	sameCountry  = 2000
	sameListing  = 6000
	// A word of a text counts half of its rarity: words come together. At most
	// so much is said by a place of birth, an address, a position, reasons.
	mostSaidPlace    = 10000
	mostSaidAddress  = 24000
	mostSaidHome     = 6000 // a person's address: families and villages share it
	mostSaidPosition = 8000
	mostSaidReasons  = 20000
	// leastText is what shared words must say before they count.
	leastText = 3000
	// leastReasons is the same of reasons, where chance is likelier.
	leastReasons = 12000
)

// Why a pair is contradicted.
const (
	againstBirth  = "their birth dates contradict"
	againstGender = "one is a man, the other a woman"
	againstNumber = "their numbers differ"
)

// contradiction says what rules out that two listings are one party.
func contradiction(a, b *traits) string {
	switch {
	case a.genders != 0 && b.genders != 0 && a.genders&b.genders == 0:
		return againstGender
	case len(a.births) > 0 && len(b.births) > 0 && bestBirth(a, b).bits == 0:
		return againstBirth
	case numbersDiffer(a.numbers, b.numbers):
		return againstNumber
	}
	return ""
}

// numbersDiffer says that both state numbers of one kind and country and share
// none of them, nor one of any other kind. A number with letters or another
// number before or behind it is the same. Passports do not count: a person has
// several, one after the other.
func numbersDiffer(a, b []ident.Key) bool {
	differ := false
	for _, x := range a {
		for _, y := range b {
			if x.Space != y.Space || x.Country != y.Country {
				continue
			}
			if within(x.Value, y.Value) {
				return false
			}
			differ = differ || x.Space != string(interdict.Passport)
		}
	}
	return differ
}

// within says whether one number is the other, or holds it.
func within(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return a == b || len(a) >= 6 && strings.Contains(b, a)
}

// seconds are the facts that agree, beside names.
func (x *lexicon) seconds(dst []agreement, a, b *traits) []agreement {
	if f := bestBirth(a, b); f.bits > 0 {
		dst = append(dst, f)
	}
	dst = x.texts2(dst, birthPlace, a.places, b.places, leastText, mostSaidPlace)
	for _, c := range a.countries {
		if containsCode(b.countries, c) {
			dst = append(dst, agreement{"country", sameCountry, string(c[:])})
			break
		}
	}
	most := mostSaidAddress
	if a.person || b.person {
		most = mostSaidHome
	}
	dst = x.texts2(dst, address, a.addresses, b.addresses, leastText, most)
	dst = x.texts2(dst, position, a.positions, b.positions, leastText, mostSaidPosition)
	dst = x.texts2(dst, reasons, a.reasons, b.reasons, leastReasons, mostSaidReasons)
	if a.listed.Exact() && a.listed == b.listed {
		dst = append(dst, agreement{listingDate, sameListing, a.listed.Words()})
	}
	if both := a.topics & b.topics; both != 0 {
		t := &topics()[bits.TrailingZeros64(both)]
		dst = append(dst, agreement{regime, t.bits * 1000, t.name})
	}
	return dst
}

func containsCode(all []code, c code) bool {
	for _, have := range all {
		if have == c {
			return true
		}
	}
	return false
}

// texts2 adds what two sets of words share, where it says enough.
func (x *lexicon) texts2(dst []agreement, field string, a, b []word, least, most int) []agreement {
	sum := 0
	common(a, b, func(w word) { sum += w.bits() / 2 })
	if sum < least {
		return dst
	}
	f := agreement{field: field, bits: min(sum, most)}
	if x.texts != nil {
		var shared []string
		common(a, b, func(w word) { shared = append(shared, x.texts[w]) })
		f.says = strings.Join(shared, " ")
	}
	return append(dst, f)
}

// bestBirth is the best agreement of two listings' birth dates.
func bestBirth(a, b *traits) (best agreement) {
	best.field = birthDate
	for _, d := range a.births {
		for _, e := range b.births {
			if n := birth(d, e); n > best.bits {
				best.bits, best.says = n, d.Words()
				if d != e {
					best.says += " and " + e.Words()
				}
			}
		}
	}
	return best
}

// birth is what two birth dates say for one another; none where they
// contradict.
func birth(d, e interdict.Date) int {
	switch {
	case d.IsZero() || e.IsZero():
		return 0
	case d.ToYear != 0 || e.ToYear != 0 || d.Circa || e.Circa:
		slack := 0
		if d.Circa || e.Circa {
			slack = 10000
		}
		if d.First() <= e.Last()+slack && e.First() <= d.Last()+slack {
			return birthNear
		}
	case d.Year == e.Year && (d.Month == 0 || e.Month == 0):
		return birthYear
	case d.Year == e.Year && d.Month == e.Month && (d.Day == 0 || e.Day == 0):
		return birthMonth
	case d == e:
		return birthDay
	case d.Year == e.Year && (d.Month == 1 && d.Day == 1 || e.Month == 1 && e.Day == 1):
		return birthYear
	case d.Year == e.Year && d.Month == e.Day && d.Day == e.Month:
		return birthSwapped
	case d.Day != 0 && e.Day != 0 && digitsApart(d.First(), e.First()) == 1:
		return birthDigit
	}
	return 0
}

func digitsApart(a, b int) (n int) {
	for ; a > 0 || b > 0; a, b = a/10, b/10 {
		if a%10 != b%10 {
			n++
		}
	}
	return n
}
