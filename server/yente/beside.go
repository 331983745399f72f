package yente

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/report"
)

// beside is an entity that stands beside a party: what its sanction is, its
// passport, an address, a relation to another party.
type beside struct {
	// property is that of the party under which it stands; forward says that the
	// party names it, not the reverse.
	property string
	forward  bool
	entity   *Entity
	// other is, of a relation, the property that names the other party, and what
	// the listing says of that one.
	other string
	link  interdict.Link
	list  string
}

// besides makes what stands beside one listing's party.
type besides struct {
	l      *held
	party  *Entity
	schema *schema
	base   string
	out    []*beside
}

// besideOf are the entities that a listing puts beside its party. Their ids are
// made of the listing's.
func besideOf(l *held, party *Entity, s *schema) []*beside {
	b := &besides{l: l, party: party, schema: s, base: entities.ID(l.Ref())}
	b.sanction()
	for i := range l.Addresses {
		b.address(i, &l.Addresses[i])
	}
	for i := range l.Identifiers {
		b.paper(i, &l.Identifiers[i])
	}
	for i := range l.Links {
		b.relation(i, &l.Links[i])
	}
	return b.out
}

// new adds an entity. It is left out where the party's schema has no place for it.
func (b *besides) new(property, id, schemaName string, forward bool) *Entity {
	if b.schema.properties[property] == nil {
		return nil
	}
	e := &Entity{ID: b.base + "." + id, Schema: schemaName, Properties: map[string][]any{}, Datasets: []string{b.l.List}, Referents: []string{},
		FirstSeen: stampOf(b.l.first), LastSeen: stampOf(b.l.last), LastChange: stampOf(b.l.changed)}
	b.out = append(b.out, &beside{property: property, forward: forward, entity: e, list: b.l.List})
	return e
}

// states fills an entity by its schema's rules, and names it.
func states(e *Entity, put func(st *stating)) {
	st := &stating{schema: model().schemata[e.Schema]}
	put(st)
	for _, v := range st.out {
		e.add(v.property, v.value)
	}
	e.Caption = st.schema.label
	for _, name := range st.schema.caption {
		if v := e.texts(name); len(v) > 0 {
			e.Caption = v[0]
			return
		}
	}
}

// sanction is the legal act behind a listing, of whatever sort the list is.
func (b *besides) sanction() {
	e := b.new("sanctions", "sanction", "Sanction", false)
	if e == nil {
		return
	}
	l, d, list := b.l, &b.l.Designation, all.Entry(b.l.List)
	states(e, func(st *stating) {
		st.add("entity", b.party.ID)
		st.add("authority", list.Publisher)
		st.add("country", list.Country)
		st.add("authorityId", l.ID)
		if l.List == "un_sc_sanctions" {
			st.add("unscId", l.ID)
		}
		st.add("program", d.Regime)
		if d.Regime == "" {
			st.each("program", d.Programs)
		}
		st.each("programId", d.Programs)
		st.add("reason", d.Reasons)
		st.add("summary", d.Instrument)
		st.date("listingDate", d.Listed)
		st.date("startDate", d.Listed)
		st.date("modifiedAt", d.Updated)
		for _, m := range d.Measures {
			st.add("provisions", report.MeasureWords(m))
		}
		st.add("sourceUrl", list.Page)
	})
	if len(e.texts("program")) == 0 {
		e.Caption = list.Title
	}
}

// address is an address that its publisher gives in parts.
func (b *besides) address(i int, p *interdict.Place) {
	if p.Street == "" && p.City == "" && p.PostalCode == "" && p.Region == "" {
		return
	}
	e := b.new("addressEntity", "address."+strconv.Itoa(i+1), "Address", true)
	if e == nil {
		return
	}
	states(e, func(st *stating) {
		st.add("full", p.String())
		st.add("street", p.Street)
		st.add("city", p.City)
		st.add("region", p.Region)
		st.add("postalCode", p.PostalCode)
		st.put([]string{"country"}, value{value: p.Country})
		st.add("remarks", p.Note)
	})
}

// paper is a passport, another identity paper, or a wallet.
func (b *besides) paper(i int, id *interdict.Identifier) {
	n := strconv.Itoa(i + 1)
	switch id.Type {
	case interdict.Passport:
		b.identification(b.new("identification", "passport."+n, "Passport", false), id)
	case interdict.NationalID, interdict.OtherID:
		b.identification(b.new("identification", "identification."+n, "Identification", false), id)
	case interdict.Wallet:
		e := b.new("cryptoWallets", "wallet."+n, "CryptoWallet", false)
		if e == nil {
			return
		}
		e.Target = b.party.Target
		states(e, func(st *stating) {
			st.add("holder", b.party.ID)
			st.add("publicKey", id.Value)
			if c, ok := strings.CutPrefix(id.Note, "currency "); ok {
				st.add("currency", c)
			}
			for _, t := range topicsOf(b.l.Listing) {
				st.add("topics", t)
			}
		})
	}
}

func (b *besides) identification(e *Entity, id *interdict.Identifier) {
	if e == nil {
		return
	}
	states(e, func(st *stating) {
		st.add("holder", b.party.ID)
		st.add("number", id.Value)
		st.add("type", id.Label)
		st.add("country", id.Country)
		st.date("startDate", id.Issued)
		st.date("endDate", id.Expires)
		st.add("summary", id.Note)
	})
}

// relation is what a listing says of another party. An owner of what the model
// does not count among what is owned is linked.
func (b *besides) relation(i int, link *interdict.Link) {
	m := model()
	r := facts().relation(link.Type)
	here := m.schemata[r.schema].properties[r.here]
	if b.schema.properties[here.reverse] == nil {
		r = facts().relation("linked_to")
		here = m.schemata[r.schema].properties[r.here]
	}
	id := fmt.Sprintf("link.%d", i+1)
	e := b.new(here.reverse, id, r.schema, false)
	if e == nil {
		return
	}
	edge := m.schemata[r.schema]
	there := edge.target
	if r.here == edge.target {
		there = edge.source
	}
	states(e, func(st *stating) {
		st.add(r.here, b.party.ID)
		if link.Type == "past_owner" {
			st.add("status", "past")
		}
		for _, name := range []string{"role", "relationship"} {
			if edge.properties[name] != nil {
				st.add(name, strings.ReplaceAll(link.Type, "_", " "))
				break
			}
		}
		st.add("summary", link.Note)
	})
	e.Caption = edge.label
	last := b.out[len(b.out)-1]
	last.other, last.link = there, *link
}

// stranger is a party of which no more is known than a listing's link to it.
func (b *beside) stranger() *Entity {
	name := b.link.Name
	if name == "" {
		name = b.link.ID
	}
	if name == "" {
		return nil
	}
	e := *b.entity
	e.ID, e.Schema, e.Caption, e.Properties = b.entity.ID+".party", "LegalEntity", name, map[string][]any{"name": {name}}
	return &e
}
