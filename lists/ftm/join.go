package ftm

import (
	"fmt"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/lists/own"
)

// around finds the records that stand beside a party.
type around interface {
	// find is the record with this id, nil where the file has none. Of a party it
	// may be no more than id, caption and schema.
	find(id string) (*entity, error)
}

// joinAll joins what is said of the party elsewhere: what it refers to, what it
// holds, and the records that name it, in the order of their ids.
func (b *builder) joinAll(e *entity, naming []*entity, w around) error {
	if err := b.joinRefs(e, w); err != nil {
		return err
	}
	for i := range e.props {
		for _, n := range e.props[i].nested {
			if b.t.props[e.props[i].name].field == "" { // not what it refers to
				naming = append(naming, n)
			}
		}
	}
	slices.SortStableFunc(naming, func(a, b *entity) int { return strings.Compare(a.id, b.id) })
	for _, n := range naming {
		if err := b.join(n, w); err != nil {
			return err
		}
	}
	b.finish()
	return nil
}

// joinRefs joins the addresses and parties that the party refers to.
func (b *builder) joinRefs(e *entity, w around) error {
	for i := range e.props {
		p := &e.props[i]
		m := b.t.props[p.name]
		if p.name != "addressEntity" && m.field != "link" {
			continue
		}
		for _, id := range e.refs(p.name) {
			n, err := look(e, p.name, id, w)
			if err != nil {
				return err
			}
			switch {
			case m.field == "link":
				b.link(m.arg, id, n, "")
			case n == nil:
				b.other(p.name, id)
			default:
				b.addAddress(n)
			}
		}
	}
	return nil
}

// look finds the record that a property names or holds. A party that the file
// has itself is not told again by what a nested file repeats of it.
func look(e *entity, prop, id string, w around) (*entity, error) {
	n := e.nestedIn(prop, id)
	if n != nil && facts().schemata[n.schema].role != "party" {
		return n, nil
	}
	if found, err := w.find(id); found != nil || err != nil {
		return found, err
	}
	return n, nil
}

// join joins a record that names the party.
func (b *builder) join(n *entity, w around) error {
	s, known := b.t.schemata[n.schema]
	if !known {
		b.meet("schema " + n.schema)
	}
	b.Raw = append(append(b.Raw, '\n'), n.raw...)
	switch s.role {
	case "edge":
		return b.addEdge(n, s, w)
	case "held":
		return b.addHeld(n, s, w)
	case "sanction":
		b.addSanction(n)
	case "paper":
		b.addPaper(n)
	case "asset":
		b.addAsset(n, s)
	default: // a note, a party where a relation should be, or a schema never seen
		b.keep(n, n.schema, s.source)
	}
	return nil
}

// keep keeps all that a record says under its schema and properties.
func (b *builder) keep(n *entity, prefix string, but ...string) {
	for i := range n.props {
		p := &n.props[i]
		if slices.Contains(but, p.name) {
			continue
		}
		for _, v := range p.values {
			b.other(prefix+"."+p.name, v)
		}
		for _, in := range p.nested {
			b.keep(in, prefix+"."+p.name)
		}
	}
	b.keepRest(n, prefix)
}

// keepRest keeps what the form of a record has beside its properties.
func (b *builder) keepRest(n *entity, prefix string) {
	for _, f := range n.kept {
		b.other(prefix+"."+f.Name, f.Value)
	}
	for _, f := range n.rest {
		b.meet(prefix + "." + f.Name)
		b.other(prefix+"."+f.Name, f.Value)
	}
}

// addEdge makes a link of a relation for each party at its other end.
func (b *builder) addEdge(n *entity, s schema, w around) error {
	here, there, kind := s.source, s.target, s.targetIs
	if !slices.Contains(n.refs(s.source), b.ID) && (slices.Contains(n.refs(s.target), b.ID) || len(n.refs(s.target)) == 0) {
		here, there, kind = s.target, s.source, s.sourceIs
	}
	note := noteOf(n, here, there)
	ends := n.refs(there)
	if len(ends) == 0 {
		b.link(kind, "", nil, note)
	}
	for _, id := range ends {
		other, err := look(n, there, id, w)
		if err != nil {
			return err
		}
		b.link(kind, id, other, note)
	}
	// What the form of a nested file repeats of others at this end.
	for _, id := range n.refs(here) {
		if n.nestedIn(here, id) == nil || id == b.ID {
			continue
		}
		other, err := look(n, here, id, w)
		if err != nil {
			return err
		}
		b.link("beside", id, other, note)
	}
	b.keepRest(n, n.schema)
	return nil
}

// link adds a link to another party. What a nested file says of it is kept.
func (b *builder) link(kind, id string, other *entity, note string) {
	l := interdict.Link{Type: kind, ID: id, Note: note}
	if other != nil {
		l.Name = other.caption
		for i := range other.props {
			p := &other.props[i]
			for _, v := range p.values {
				if v != other.caption {
					b.other(kind+"."+p.name, other.caption+": "+v)
				}
			}
			for _, in := range p.nested {
				b.keep(in, kind+"."+p.name)
			}
		}
	}
	if !slices.Contains(b.Links, l) && (l.Name != "" || l.ID != "" || l.Note != "") {
		b.Links = append(b.Links, l)
	}
}

// noteOf is what a record says beside its ends.
func noteOf(n *entity, but ...string) string {
	var all []string
	for i := range n.props {
		if p := &n.props[i]; !slices.Contains(but, p.name) {
			for _, v := range p.values {
				all = append(all, p.name+" "+v)
			}
		}
	}
	return strings.Join(all, "; ")
}

// addHeld makes a position of a post that the party holds.
func (b *builder) addHeld(n *entity, s schema, w around) error {
	posts := n.refs(s.target)
	if !slices.Contains(n.refs(s.source), b.ID) && len(n.refs(s.source)) > 0 {
		return b.addEdge(n, schema{source: s.source, target: s.target, targetIs: "post", sourceIs: "holder"}, w)
	}
	said := noteOf(n, s.source, s.target)
	for _, id := range posts {
		post, err := look(n, s.target, id, w)
		if err != nil {
			return err
		}
		name := id
		if post != nil {
			name = post.caption
			b.keepPost(post)
		}
		b.position(name, said)
	}
	if len(posts) == 0 {
		b.position("", said)
	}
	b.keepRest(n, n.schema)
	return nil
}

// keepPost keeps what is said of a post beside its name, once.
func (b *builder) keepPost(post *entity) {
	for i := range post.props {
		for _, v := range post.props[i].values {
			if f := (interdict.Field{Name: "Position." + post.props[i].name, Value: post.caption + ": " + v}); v != post.caption && !slices.Contains(b.Other, f) {
				b.Other = append(b.Other, f)
			}
		}
	}
}

func (b *builder) position(name, said string) {
	if said != "" {
		b.other("Occupancy", strings.TrimPrefix(name+": "+said, ": "))
	}
	if name != "" && !slices.Contains(b.Positions, name) {
		b.Positions = append(b.Positions, name)
	}
}

// addAddress adds an address of its own.
func (b *builder) addAddress(n *entity) {
	one := func(name string) string { return strings.Join(n.get(name), ", ") }
	p := interdict.Place{
		ID: n.id, Text: one("full"), Street: interdict.JoinName(one("street"), one("street2"), one("street3")), City: one("city"),
		Region: interdict.JoinName(one("region"), one("state")), PostalCode: one("postalCode"), CountryName: one("country"),
	}
	if all := n.get("full"); len(all) > 1 {
		p.Text = all[0]
		for _, v := range all[1:] {
			b.other("Address.full", v)
		}
	}
	p.Country = country.Code(p.CountryName)
	p.Note = noteOf(n, "full", "street", "street2", "street3", "city", "region", "state", "postalCode", "country", "name")
	if name := one("name"); name != "" && name != p.Text {
		p.Note = strings.TrimPrefix(p.Note+"; "+name, "; ")
	}
	if p.Text == "" && p.String() == "" && p.Note == "" {
		p.Text = n.caption
	}
	b.Addresses = append(b.Addresses, p)
	if len(n.raw) > 0 {
		b.Raw = append(append(b.Raw, '\n'), n.raw...)
	}
	b.keepRest(n, "Address")
}

// addPaper adds an identity paper. One without a number says only what it is.
func (b *builder) addPaper(n *entity) {
	id := interdict.Identifier{Type: interdict.OtherID, Label: n.schema}
	if n.schema == "Passport" {
		id.Type = interdict.Passport
	}
	take := func(prop string, to *interdict.Date) string {
		values := n.get(prop)
		if len(values) == 1 {
			if d, err := interdict.ParseDate(values[0]); err == nil {
				*to = d
				return prop
			}
		}
		return ""
	}
	typed := []string{"holder", "number", "passportNumber", take("startDate", &id.Issued), take("endDate", &id.Expires)}
	if c := n.get("country"); len(c) == 1 && country.Code(c[0]) != "" {
		id.Country = country.Code(c[0])
		typed = append(typed, "country")
	}
	if kind := n.get("type"); len(kind) == 1 {
		id.Label = kind[0]
		if id.Type == interdict.OtherID {
			id.Type = paperType(kind[0])
		}
		typed = append(typed, "type")
	}
	id.Note = noteOf(n, typed...)
	numbers := append(slices.Clone(n.get("number")), n.get("passportNumber")...)
	slices.Sort(numbers)
	for _, id.Value = range slices.Compact(numbers) {
		b.Identifiers = append(b.Identifiers, id)
	}
	if len(numbers) == 0 {
		b.keep(n, n.schema, "holder")
		return
	}
	b.keepRest(n, n.schema)
}

// paperType tells a paper by what it is called.
func paperType(said string) interdict.IDType {
	low := strings.ToLower(said)
	for _, k := range []struct {
		word string
		t    interdict.IDType
	}{{"passport", interdict.Passport}, {"tax", interdict.TaxID}, {"registration", interdict.RegistrationNo}, {"national", interdict.NationalID}, {"identity", interdict.NationalID}, {"id card", interdict.NationalID}} {
		if strings.Contains(low, k.word) {
			return k.t
		}
	}
	return interdict.OtherID
}

// addAsset adds the numbers of a wallet, an account or a security that the
// party holds or issued.
func (b *builder) addAsset(n *entity, s schema) {
	note := ""
	if c := append(slices.Clone(n.get("currency")), n.get("currencySymbol")...); len(c) > 0 {
		note = "currency " + strings.Join(c, ", ")
	}
	for i := range n.props {
		p := &n.props[i]
		m := b.t.props[p.name]
		for _, v := range p.values {
			switch {
			case p.name == s.source:
			case m.field == "id" && p.name != "registrationNumber":
				b.Identifiers = append(b.Identifiers, interdict.Identifier{Type: interdict.IDType(m.arg), Value: v, Label: n.schema + "." + p.name, Note: note})
			default:
				b.other(n.schema+"."+p.name, v)
			}
		}
	}
	b.keepRest(n, n.schema)
}

// addSanction adds a legal act. A listing has room for one; the first, by its
// id, is told in the typed fields, and every one in Other.
func (b *builder) addSanction(n *entity) {
	d := &b.Designation
	first := func(to *string, prop string) {
		if v := n.get(prop); *to == "" && len(v) > 0 {
			*to = v[0]
		}
	}
	first(&d.Source, "authority")
	first(&d.Regime, "program")
	first(&d.Instrument, "authorityId")
	for _, v := range n.get("programId") {
		if !slices.Contains(d.Programs, v) {
			d.Programs = append(d.Programs, v)
		}
	}
	for _, v := range n.get("reason") {
		if !strings.Contains(d.Reasons, v) {
			d.Reasons = strings.TrimSpace(d.Reasons + "\n" + v)
		}
	}
	for _, prop := range []string{"listingDate", "startDate"} {
		for _, v := range n.get(prop) {
			if day, err := interdict.ParseDate(v); err == nil && (d.Listed.IsZero() || day.First() < d.Listed.First()) {
				d.Listed = day
			}
		}
	}
	for _, v := range n.get("modifiedAt") {
		if day, err := interdict.ParseDate(v); err == nil && d.Updated.First() < day.First() {
			d.Updated = day
		}
	}
	for _, v := range n.get("unscId") {
		b.Identifiers = append(b.Identifiers, interdict.Identifier{Type: interdict.CrossRef, Value: v, Label: "UN Reference Number"})
	}
	for _, v := range n.get("provisions") {
		if m, ok := own.MeasureOf(v); ok && !slices.Contains(d.Measures, m) {
			d.Measures = append(d.Measures, m)
		}
	}
	b.other("Sanction", fmt.Sprintf("%s: %s", n.id, noteOf(n, "entity", "reason")))
	b.keepRest(n, "Sanction")
}

// finish puts in order what came from several records.
func (b *builder) finish() {
	slices.Sort(b.Designation.Programs)
	slices.Sort(b.Designation.Measures)
}
