package ofacgen

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Options say which list to make. The zero value has no parties.
type Options struct {
	Seed    uint64
	Parties int
}

// FullSize is as many parties as the SDN list of September 2026 had; its
// Advanced form has some 127 MB.
const FullSize = 19_391

// kind is what a party is, by OFAC's word in SDN.XML.
type kind string

const (
	individual kind = "Individual"
	entity     kind = "Entity"
	vessel     kind = "Vessel"
	aircraft   kind = "Aircraft"
)

// name is a name in its parts; native is the same in its own script, or nil.
type name struct {
	first, last string
	native      []string // first, last
	culture     *culture
}

// comma is the name as the CSV files write it.
func (n name) comma() string {
	if n.first == "" {
		return n.last
	}
	return n.last + ", " + n.first
}

type alias struct {
	name
	kind string // "A.K.A." or "F.K.A."
	weak bool
}

type date struct{ y, m, d int }

var months = []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}

// text is the date as the CSV and SDN.XML write it.
func (d date) text() string {
	switch {
	case d.y == 0:
		return ""
	case d.m == 0:
		return fmt.Sprint(d.y)
	case d.d == 0:
		return fmt.Sprintf("%s %d", months[d.m-1], d.y)
	}
	return fmt.Sprintf("%02d %s %d", d.d, months[d.m-1], d.y)
}

type birth struct {
	date
	circa bool
}

type paper struct {
	label, number string
	country       *country
	issued        date
	expires       date
}

type address struct {
	street, city, region, postal string
	country                      *country
}

// feature is a labelled value. In Advanced some are reference values (ref) and
// some are locations (country).
type feature struct {
	label, text string
	ref         bool
	country     *country
}

type link struct {
	relation string
	to       int // number of the other party
}

// party is one made-up party.
type party struct {
	number      int
	kind        kind
	name        name
	aliases     []alias
	births      []birth
	birthPlace  string
	nationality *country
	citizenship *country
	gender      string
	title       string
	papers      []paper
	addresses   []address
	features    []feature
	links       []link
	programs    []string
	basis       string
	listed      date
}

func (p *party) id() int { return firstID + p.number }

const firstID = 100_000

// maker makes parties.
type maker struct {
	*vocabulary
	o Options
}

func newMaker(o Options) *maker { return &maker{newVocabulary(), o} }

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// party makes the party of this number, counted from 0.
func (m *maker) party(number int) *party {
	r := rand.New(rand.NewPCG(m.o.Seed, uint64(number)))
	p := &party{number: number, kind: m.kind(number)}
	p.name = m.name(r, p.kind)
	for range []int{0, 1, 1, 2, 2, 3, 4, 6}[r.IntN(8)] {
		a := alias{name: m.name(r, p.kind), kind: "A.K.A.", weak: r.IntN(10) == 0}
		if r.IntN(8) == 0 {
			a.kind = "F.K.A."
		}
		p.aliases = append(p.aliases, a)
	}
	m.programs(r, p)
	switch p.kind {
	case individual:
		m.person(r, p)
	case entity:
		m.entity(r, p)
	case vessel:
		m.vessel(r, p)
	case aircraft:
		m.aircraft(r, p)
	}
	for range []int{0, 1, 1, 1, 2}[r.IntN(5)] {
		p.addresses = append(p.addresses, m.address(r))
	}
	for range []int{0, 0, 1, 1, 2}[r.IntN(5)] {
		if to := r.IntN(m.o.Parties); to != number {
			p.links = append(p.links, link{pick(r, []string{"Owned or Controlled By", "Acting for or on behalf of", "Providing support to", "Associate Of"}), to})
		}
	}
	return p
}

// kind spreads the kinds evenly, so that names of linked parties need no more
// than their number.
func (m *maker) kind(number int) kind {
	switch n := number % 50; {
	case n < 23:
		return individual
	case n < 46:
		return entity
	case n < 49:
		return vessel
	}
	return aircraft
}

func (m *maker) name(r *rand.Rand, k kind) name {
	switch k {
	case vessel:
		return name{last: pick(r, m.words).latin + " " + pick(r, []string{"STAR", "PEARL", "WAVE", "GLORY", "I", "7"})}
	case aircraft:
		return name{last: fmt.Sprintf("%s-%c%c%c", pick(r, []string{"EP", "RA", "YK", "UR"}), 'A'+rune(r.IntN(26)), 'A'+rune(r.IntN(26)), 'A'+rune(r.IntN(26)))}
	case entity:
		return name{last: pick(r, m.words).latin + " " + pick(r, m.trades).latin + " " + pick(r, m.forms).latin}
	}
	c := pick(r, m.cultures)
	given, family := pick(r, c.given), pick(r, c.family)
	n := name{first: given.latin, last: family.latin, culture: c}
	native := []string{given.native, family.native}
	if len(c.middle) > 0 && r.IntN(2) == 0 {
		w := pick(r, c.middle)
		n.first += " " + w.latin
		native[0] += " " + w.native
	}
	if c.script != "" && r.IntN(2) == 0 {
		n.native = native
	}
	return n
}

func (m *maker) programs(r *rand.Rand, p *party) {
	choice := pick(r, []struct{ tags, basis string }{
		{"RUSSIA-EO14024", "Executive Order 14024 (Russia)"}, {"RUSSIA-EO14024", "Executive Order 14024 (Russia)"},
		{"SDGT", "Executive Order 13224 (Terrorism)"}, {"SDNTK", "Foreign Narcotics Kingpin Designation Act"},
		{"NPWMD] [IFSR", "Executive Order 13382 (Non-proliferation)"}, {"CYBER2", "Executive Order 13694 (Cyber)"},
		{"SYRIA", "Unknown"},
	})
	p.programs, p.basis = strings.Split(choice.tags, "] ["), choice.basis
	p.listed = m.day(r, 1995, 2026)
	if p.programs[0] == "SDGT" && r.IntN(2) == 0 {
		p.features = append(p.features, feature{label: "Secondary sanctions risk:", text: "section 1(b) of Executive Order 13224", ref: true})
	}
	if p.programs[0] == "NPWMD" {
		p.features = append(p.features, feature{label: "Additional Sanctions Information -", text: "Subject to Secondary Sanctions"})
	}
}

func (m *maker) day(r *rand.Rand, from, to int) date {
	return date{from + r.IntN(to-from), 1 + r.IntN(12), 1 + r.IntN(28)}
}

func (m *maker) country(r *rand.Rand) *country { return &m.countries[r.IntN(len(m.countries))] }

func (m *maker) person(r *rand.Rand, p *party) {
	for range []int{0, 1, 1, 1, 1, 2}[r.IntN(6)] {
		b := birth{date: m.day(r, 1935, 2002)}
		switch r.IntN(6) {
		case 0:
			b.m, b.d = 0, 0
			b.circa = r.IntN(3) == 0
		case 1:
			if r.IntN(4) == 0 {
				b.d = 0
			}
		}
		p.births = append(p.births, b)
	}
	home := m.country(r)
	if r.IntN(2) == 0 {
		p.birthPlace = home.city + ", " + home.name
	}
	if r.IntN(3) > 0 {
		p.nationality = home
	}
	if r.IntN(4) == 0 {
		p.citizenship = home
	}
	p.gender = pick(r, []string{"Male", "Male", "Male", "Female", ""})
	if r.IntN(6) == 0 {
		p.title = pick(r, []string{"Brigadier General", "Managing Director", "Member of the State Duma"})
	}
	for range []int{0, 1, 1, 2, 3}[r.IntN(5)] {
		d := paper{label: pick(r, []string{"Passport", "National ID No.", "Tax ID No.", "Cedula No.", "Identification Number"}), number: fmt.Sprintf("%c%08d", 'A'+rune(r.IntN(26)), r.IntN(1e8))}
		if r.IntN(8) > 0 {
			d.country = home
		}
		if d.label == "Passport" && r.IntN(3) == 0 {
			d.issued = m.day(r, 2005, 2018)
			d.expires = date{d.issued.y + 10, d.issued.m, d.issued.d}
		}
		p.papers = append(p.papers, d)
	}
	if p.programs[0] == "CYBER2" {
		m.wallets(r, p)
		p.features = append(p.features, feature{label: "Email Address", text: strings.ToLower(strings.ReplaceAll(p.name.last, " ", ".")) + "@example.net"})
	}
}

func (m *maker) wallets(r *rand.Rand, p *party) {
	n := r.IntN(4)
	if r.IntN(20) == 0 { // enough to run over into the comments of the CSV form
		n = 25
	}
	for range n {
		if r.IntN(2) == 0 {
			p.features = append(p.features, feature{label: "Digital Currency Address - ETH", text: fmt.Sprintf("0x%016x%016x%08x", r.Uint64(), r.Uint64(), r.Uint32())})
		} else {
			p.features = append(p.features, feature{label: "Digital Currency Address - XBT", text: fmt.Sprintf("bc1q%016x%016x", r.Uint64(), r.Uint64())})
		}
	}
}

func (m *maker) entity(r *rand.Rand, p *party) {
	home := m.country(r)
	for range []int{0, 1, 2, 2}[r.IntN(4)] {
		p.papers = append(p.papers, paper{label: pick(r, []string{"Registration Number", "Tax ID No.", "Registration Number"}), number: fmt.Sprintf("%010d", r.IntN(1e10)), country: home})
	}
	if r.IntN(2) == 0 {
		p.features = append(p.features, feature{label: "Website", text: "www." + strings.ToLower(strings.Fields(p.name.last)[0]) + fmt.Sprint(r.IntN(1000)) + ".example"})
	}
	if r.IntN(3) == 0 {
		p.features = append(p.features, feature{label: "Organization Type:", text: pick(r, []string{"Computer programming activities", "Wholesale of metals and metal ores", "Financial leasing"})})
	}
	if r.IntN(8) == 0 {
		p.features = append(p.features, feature{label: "Phone Number", text: fmt.Sprintf("7%010d", r.IntN(1e10))})
	}
	if p.programs[0] == "CYBER2" {
		m.wallets(r, p)
	}
}

func (m *maker) vessel(r *rand.Rand, p *party) {
	p.papers = append(p.papers, paper{label: "Vessel Registration Identification", number: fmt.Sprintf("IMO %07d", 9_000_000+r.IntN(900_000))})
	if r.IntN(2) == 0 {
		p.papers = append(p.papers, paper{label: "MMSI", number: fmt.Sprintf("%09d", r.IntN(1e9))})
	}
	flag := m.country(r)
	p.features = append(p.features,
		feature{label: "Vessel Flag", text: flag.name, country: flag},
		feature{label: "VESSEL TYPE", text: "Tug", ref: true},
		feature{label: "Vessel Call Sign", text: fmt.Sprintf("EP%c%c%d", 'A'+rune(r.IntN(26)), 'A'+rune(r.IntN(26)), r.IntN(10))},
		feature{label: "Vessel Gross Registered Tonnage", text: fmt.Sprint(500 + r.IntN(160_000))})
}

func (m *maker) aircraft(r *rand.Rand, p *party) {
	p.features = append(p.features,
		feature{label: "Aircraft Model", text: pick(r, []string{"B747-200", "A340-313X", "IL-76TD"})},
		feature{label: "Aircraft Operator", text: "MERIDIAN AVIATION"},
		feature{label: "Aircraft Manufacturer's Serial Number (MSN)", text: fmt.Sprint(10_000 + r.IntN(90_000))})
}

func (m *maker) address(r *rand.Rand) address {
	c := m.country(r)
	a := address{country: c}
	switch r.IntN(4) {
	case 0: // the country alone
	case 1:
		a.city = c.city
	default:
		a.street = fmt.Sprintf("%d %s Street, Building %d", 1+r.IntN(300), pick(r, m.words).latin, 1+r.IntN(20))
		a.city, a.postal = c.city, fmt.Sprint(10_000+r.IntN(900_000))
	}
	return a
}
