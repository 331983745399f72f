package yente

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/tsv"
)

var (
	//go:embed data/schemata.tsv
	schemataTSV string
	//go:embed data/properties.tsv
	propertiesTSV string
)

// thing is the schema of everything that is listed.
const thing = "Thing"

// schema is a schema of the FollowTheMoney model.
type schema struct {
	name, label, plural string
	extends             []string
	matchable, edge     bool
	source, target      string // of an edge: the properties of its ends
	caption             []string
	// is are all that it is a kind of, itself first.
	is []string
	// properties are its own and those that it has from what it is a kind of, by
	// name; order is the order in which they are offered.
	properties map[string]*property
	order      []*property
}

// property is a property of a schema.
type property struct {
	schema, name, label, kind string
	of, reverse               string // of the kind "entity"
	stub, hidden              bool
}

// qname is the name of a property with that of the schema that states it.
func (p *property) qname() string { return p.schema + ":" + p.name }

// entity is the type of properties whose values are other entities.
const entityKind = "entity"

type ftmModel struct {
	schemata map[string]*schema
	order    []*schema
}

// model is the part of the model that is used, parsed once.
var model = sync.OnceValue(func() *ftmModel {
	m := &ftmModel{schemata: map[string]*schema{}}
	for _, c := range tsv.Records(schemataTSV) {
		c = append(c, make([]string, 8)...)
		s := &schema{name: c[0], label: c[1], plural: c[2], extends: split(c[3]), matchable: c[4] == "matchable", edge: c[4] == "edge",
			source: c[5], target: c[6], caption: split(c[7]), properties: map[string]*property{}}
		m.schemata[s.name] = s
		m.order = append(m.order, s)
	}
	stated := map[string][]*property{}
	for _, c := range tsv.Records(propertiesTSV) {
		c = append(c, make([]string, 7)...)
		p := &property{schema: c[0], name: c[1], label: c[2], kind: c[3], of: c[4], reverse: c[5],
			stub: strings.Contains(c[6], "stub"), hidden: strings.Contains(c[6], "hidden")}
		stated[p.schema] = append(stated[p.schema], p)
	}
	for _, s := range m.order {
		m.inherit(s, s, stated)
	}
	return m
})

// inherit gives a schema the properties of one that it is, and of all that that
// one is a kind of.
func (m *ftmModel) inherit(s, from *schema, stated map[string][]*property) {
	if slices.Contains(s.is, from.name) {
		return
	}
	s.is = append(s.is, from.name)
	for _, p := range stated[from.name] {
		if s.properties[p.name] == nil {
			s.properties[p.name] = p
			s.order = append(s.order, p)
		}
	}
	for _, name := range from.extends {
		m.inherit(s, m.schemata[name], stated)
	}
}

func split(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

// isA says whether a schema is a kind of another.
func (s *schema) isA(name string) bool { return slices.Contains(s.is, name) }

// comparableTo says whether an entity of a schema may be what is asked for by
// this one: itself, what it is a kind of and what is a kind of it, where those
// are matchable; of a schema that is not, all that are a kind of it.
func (s *schema) comparableTo(other *schema) bool {
	switch {
	case s == other:
		return true
	case !s.matchable:
		return other.isA(s.name)
	}
	return other.matchable && (other.isA(s.name) || s.isA(other.name))
}

// ours is what a schema is to our own vocabulary; empty for Thing, and for those
// that no listing has.
func (s *schema) ours() interdict.Schema {
	switch {
	case s.isA("Person"):
		return interdict.Person
	case s.isA("Organization"):
		return interdict.Organization
	case s.isA("LegalEntity"):
		return interdict.LegalEntity
	case s.isA("Vessel"):
		return interdict.Vessel
	case s.isA("Airplane"):
		return interdict.Airplane
	}
	return ""
}

// byQName finds a property by "Person:birthDate", or by its bare name.
func (m *ftmModel) byQName(name string) *property {
	of, bare, qualified := strings.Cut(name, ":")
	if !qualified {
		of, bare = "", name
	}
	for _, s := range m.order {
		if of != "" && s.name != of {
			continue
		}
		if p := s.properties[bare]; p != nil {
			return p
		}
	}
	return nil
}

// matchable are the schemata that a party may be asked for by.
func (m *ftmModel) matchable() (out []*schema) {
	for _, s := range m.order {
		if s.matchable {
			out = append(out, s)
		}
	}
	return out
}
