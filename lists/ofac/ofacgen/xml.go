package ofacgen

import (
	"io"
	"math/rand/v2"
	"strings"
)

// published is the date of all made-up editions.
var published = date{2026, 9, 14}

// WriteXML writes the list as SDN.XML.
func WriteXML(w io.Writer, o Options) error {
	m := newMaker(o)
	x := newOut(w)
	x.begin("sdnList", "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance", "xmlns", "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML")
	x.begin("publshInformation")
	x.leaf("Publish_Date", "09/14/2026")
	x.leaf("Record_Count", itoa(o.Parties))
	x.end()
	for i := range o.Parties {
		x.entry(m, m.party(i))
	}
	x.end()
	return x.flush()
}

// nameOf is the primary name of another party: the first thing made of it.
func (m *maker) nameOf(number int) string {
	return m.name(rand.New(rand.NewPCG(m.o.Seed, uint64(number))), m.kind(number)).comma()
}

func (x *out) entry(m *maker, p *party) {
	x.begin("sdnEntry")
	x.leaf("uid", itoa(p.id()))
	x.some("firstName", p.name.first)
	x.leaf("lastName", p.name.last)
	x.some("title", p.title)
	x.leaf("sdnType", string(p.kind))
	x.some("remarks", m.remarksOfLinks(p))
	x.begin("programList")
	for _, tag := range p.programs {
		x.leaf("program", tag)
	}
	x.end()
	x.idList(p)
	if len(p.aliases) > 0 {
		x.begin("akaList")
		for i, a := range p.aliases {
			x.begin("aka")
			x.leaf("uid", itoa(p.aliasID(i)))
			x.leaf("type", strings.ToLower(a.kind))
			x.leaf("category", map[bool]string{true: "weak", false: "strong"}[a.weak])
			x.leaf("lastName", a.last)
			x.some("firstName", a.first)
			x.end()
		}
		x.end()
	}
	x.lists(p)
	x.vesselInfo(p)
	x.end()
}

func (p *party) aliasID(i int) int   { return p.id()*16 + 1 + i }
func (p *party) addressID(i int) int { return p.id()*16 + 1 + i }

// remarksOfLinks is what SDN.XML's remarks say: the links.
func (m *maker) remarksOfLinks(p *party) string {
	var parts []string
	for _, l := range p.links {
		parts = append(parts, "(Linked To: "+m.nameOf(l.to)+")")
	}
	return strings.Join(parts, "; ")
}

// vesselLabels are the features that SDN.XML has an element for.
var vesselLabels = map[string]string{
	"Vessel Call Sign": "callSign", "VESSEL TYPE": "vesselType", "Vessel Flag": "vesselFlag",
	"Vessel Gross Registered Tonnage": "grossRegisteredTonnage",
}

func (x *out) vesselInfo(p *party) {
	if p.kind != vessel {
		return
	}
	x.begin("vesselInfo")
	for _, label := range []string{"Vessel Call Sign", "VESSEL TYPE", "Vessel Flag", "Vessel Gross Registered Tonnage"} {
		for _, f := range p.features {
			if f.label == label {
				x.leaf(vesselLabels[label], f.text)
			}
		}
	}
	x.end()
}

// idList writes papers and, as the real list does, all that has no element.
func (x *out) idList(p *party) {
	uid := p.id() * 16
	id := func(label, number, country, issued, expires string) {
		if uid == p.id()*16 {
			x.begin("idList")
		}
		uid++
		x.begin("id")
		x.leaf("uid", itoa(uid))
		x.leaf("idType", label)
		x.leaf("idNumber", number)
		x.some("idCountry", country)
		x.some("issueDate", issued)
		x.some("expirationDate", expires)
		x.end()
	}
	for _, d := range p.papers {
		id(d.label, d.number, nameOfCountry(d.country), d.issued.text(), d.expires.text())
	}
	if p.gender != "" {
		id("Gender", p.gender, "", "", "")
	}
	for _, f := range p.features {
		if vesselLabels[f.label] == "" {
			id(f.label, f.text, "", "", "")
		}
	}
	if uid > p.id()*16 {
		x.end()
	}
}

func nameOfCountry(c *country) string {
	if c == nil {
		return ""
	}
	return c.name
}

// lists writes the lists of addresses, nationalities and births.
func (x *out) lists(p *party) {
	if len(p.addresses) > 0 {
		x.begin("addressList")
		for i, a := range p.addresses {
			x.begin("address")
			x.leaf("uid", itoa(p.addressID(i)))
			x.some("address1", a.street)
			x.some("city", a.city)
			x.some("stateOrProvince", a.region)
			x.some("postalCode", a.postal)
			x.leaf("country", a.country.name)
			x.end()
		}
		x.end()
	}
	item := func(list, item, element, text string) {
		if text != "" {
			x.begin(list)
			x.item(p, item, element, text, true)
			x.end()
		}
	}
	item("nationalityList", "nationality", "country", nameOfCountry(p.nationality))
	item("citizenshipList", "citizenship", "country", nameOfCountry(p.citizenship))
	if len(p.births) > 0 {
		x.begin("dateOfBirthList")
		for i, b := range p.births {
			text := b.text()
			if b.circa {
				text = "circa " + text
			}
			x.item(p, "dateOfBirthItem", "dateOfBirth", text, i == 0)
		}
		x.end()
	}
	item("placeOfBirthList", "placeOfBirthItem", "placeOfBirth", p.birthPlace)
}

func (x *out) item(p *party, item, element, text string, main bool) {
	x.begin(item)
	x.leaf("uid", itoa(p.id()))
	x.leaf(element, text)
	x.leaf("mainEntry", map[bool]string{true: "true", false: "false"}[main])
	x.end()
}
