package yente

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/interdict/interdict"
)

// Entity is an entity as clients get it. A value of a property is a string or,
// where entities are nested, an *Entity.
type Entity struct {
	ID         string           `json:"id"`
	Caption    string           `json:"caption"`
	Schema     string           `json:"schema"`
	Properties map[string][]any `json:"properties"`
	Datasets   []string         `json:"datasets"`
	Referents  []string         `json:"referents"`
	Target     bool             `json:"target"`
	FirstSeen  *stamp           `json:"first_seen"`
	LastSeen   *stamp           `json:"last_seen"`
	LastChange *stamp           `json:"last_change"`
}

// stamp is a time as clients read it: without a zone, which is UTC.
type stamp time.Time

const stampForm = "2006-01-02T15:04:05"

// MarshalJSON writes the time without its zone.
func (s stamp) MarshalJSON() ([]byte, error) {
	return []byte(`"` + time.Time(s).UTC().Format(stampForm) + `"`), nil
}

// String is the time as it is written.
func (s *stamp) String() string {
	if s == nil {
		return ""
	}
	return time.Time(*s).UTC().Format(stampForm)
}

// stampOf is the beginning of a day, nil for none that is known.
func stampOf(d interdict.Date) *stamp {
	if d.IsZero() {
		return nil
	}
	s := stamp(time.Date(d.Year, time.Month(max(d.Month, 1)), max(d.Day, 1), 0, 0, 0, 0, time.UTC))
	return &s
}

func (s *stamp) before(o *stamp) bool { return o != nil && time.Time(*s).Before(time.Time(*o)) }

// add adds a value to a property, once.
func (e *Entity) add(property, v string) {
	if v != "" && !slices.Contains(e.Properties[property], any(v)) {
		e.Properties[property] = append(e.Properties[property], v)
	}
}

// texts are the values of a property that are text.
func (e *Entity) texts(property string) (out []string) {
	for _, v := range e.Properties[property] {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// held is a listing with the days on which its list first had it, had it last,
// and first had it in its present form. Zero days are unknown.
type held struct {
	*interdict.Listing
	first, last, changed interdict.Date
}

// party is an entity with what stands beside it.
type party struct {
	Entity
	schema   *schema
	listings []held
	beside   []*beside
}

// schemaOf is the schema of an entity: of those that its listings state, the one
// that says most.
func schemaOf(listings []held) *schema {
	m := model()
	out := m.schemata["LegalEntity"]
	better := func(name string) {
		if s := m.schemata[name]; s != nil && s != out && (s.isA(out.name) || out.name == "LegalEntity" && s.isA(thing) && name != thing) {
			out = s
		}
	}
	for _, l := range listings {
		better(string(l.Schema))
	}
	for _, l := range listings {
		for _, f := range l.Other {
			if f.Name == "schema" {
				better(f.Value)
			}
		}
	}
	return out
}

// partyOf makes an entity of its listings.
func partyOf(id string, listings []held) *party {
	s := schemaOf(listings)
	p := &party{schema: s, listings: listings, Entity: Entity{ID: id, Schema: s.name, Properties: map[string][]any{}, Datasets: []string{}, Referents: []string{}}}
	whole := interdict.Entity{ID: id}
	for i := range listings {
		l := &listings[i]
		whole.Listings = append(whole.Listings, *l.Listing)
		for _, v := range valuesOf(l.Listing, s) {
			p.add(v.property, v.value)
		}
		p.take(l)
	}
	p.Caption = whole.Caption()
	slices.Sort(p.Datasets)
	p.Datasets = slices.Compact(p.Datasets)
	for i := range listings {
		p.beside = append(p.beside, besideOf(&listings[i], &p.Entity, s)...)
	}
	for _, b := range p.beside {
		if b.forward {
			p.add(b.property, b.entity.ID)
		}
	}
	return p
}

// take adds what a listing says of its party beside its values.
func (p *party) take(l *held) {
	p.Datasets = append(p.Datasets, l.List)
	for _, name := range facts().names(l.Listing) {
		if name != p.ID && !slices.Contains(p.Referents, name) {
			p.Referents = append(p.Referents, name)
		}
	}
	p.Target = p.Target || targets(l.Listing)
	first, last, changed := stampOf(l.first), stampOf(l.last), stampOf(l.changed)
	if first != nil && (p.FirstSeen == nil || first.before(p.FirstSeen)) {
		p.FirstSeen = first
	}
	if last != nil && (p.LastSeen == nil || p.LastSeen.before(last)) {
		p.LastSeen = last
	}
	if changed != nil && (p.LastChange == nil || p.LastChange.before(changed)) {
		p.LastChange = changed
	}
}

// targets says whether a listing makes its party a target: what its publisher
// says, else its kind.
func targets(l *interdict.Listing) bool {
	for _, f := range l.Other {
		if f.Name == "target" {
			return f.Value == "true"
		}
	}
	return facts().topics[kindOf(l)].target
}

// known says whether an entity is known by an id: its own or a referent.
func (e *Entity) known(ids map[string]bool) bool {
	return ids[e.ID] || slices.ContainsFunc(e.Referents, func(r string) bool { return ids[r] })
}

// group are all values of an entity of a type of the model, such as its
// countries.
func (p *party) group(kind string) (out []string) {
	for _, pr := range p.schema.order {
		if pr.kind == kind {
			for _, v := range p.texts(pr.name) {
				if !slices.Contains(out, v) {
					out = append(out, v)
				}
			}
		}
	}
	return out
}

// groups are the names under which all values of a type are asked for.
var groups = map[string]string{
	"countries": "country", "topics": "topic", "identifiers": "identifier", "genders": "gender", "names": "name", "dates": "date",
	"addresses": "address", "emails": "email", "phones": "phone", "urls": "url", "languages": "language",
}

// field are the values of an entity under a name that a filter uses: a property,
// "properties." before it or not, a group of them, or what stands beside them.
func (p *party) field(name string) []string {
	switch name {
	case "id", "canonical_id", "_id":
		return []string{p.ID}
	case "schema", "schemata":
		if name == "schemata" {
			return p.schema.is
		}
		return []string{p.Schema}
	case "caption":
		return []string{p.Caption}
	case "datasets", "dataset":
		return p.Datasets
	case "referents":
		return append([]string{p.ID}, p.Referents...)
	case "target":
		return []string{map[bool]string{true: "true", false: "false"}[p.Target]}
	case "first_seen", "last_seen", "last_change":
		return []string{cmp.Or(map[string]*stamp{"first_seen": p.FirstSeen, "last_seen": p.LastSeen, "last_change": p.LastChange}[name], &stamp{}).String()}
	}
	if kind := groups[name]; kind != "" {
		return p.group(kind)
	}
	return p.texts(strings.TrimPrefix(name, "properties."))
}

// has says whether a field has a value; the case of letters does not count.
// A partial date is that of all days in it: 1985 finds 1985-11-12.
func (p *party) has(name, v string) bool {
	return slices.ContainsFunc(p.field(name), func(have string) bool { return same(have, v) })
}

func same(have, asked string) bool {
	if strings.EqualFold(have, asked) {
		return true
	}
	if _, err := interdict.ParseDate(asked); err == nil {
		return strings.HasPrefix(have, asked+"-")
	}
	return false
}
