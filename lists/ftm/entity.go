package ftm

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/jsonstream"
)

// entity is one record of a FollowTheMoney file: a party, an address, a
// relation, whatever its schema says.
type entity struct {
	id, caption, schema string
	props               []prop // by name
	datasets, referents []string
	target              string // "true", "false" or not stated
	firstSeen, change   string
	rest                []interdict.Field // what the form has and we do not know
	kept                []interdict.Field // what it has, we know and have no field for
	langs               map[string]string // the language of a value, by the value
	raw                 []byte
	packed              []byte // what decode reads, where it is not raw
	at                  string
}

// prop is a property. Its values are a set: their order means nothing, and
// differs between exports, so they are sorted.
type prop struct {
	name   string
	values []string
	nested []*entity
}

// get are a property's values.
func (e *entity) get(name string) []string {
	for i := range e.props {
		if e.props[i].name == name {
			return e.props[i].values
		}
	}
	return nil
}

// refs are the ids of the records that a property names or holds.
func (e *entity) refs(name string) []string {
	for i := range e.props {
		if p := &e.props[i]; p.name == name {
			all := slices.Clone(p.values)
			for _, n := range p.nested {
				all = append(all, n.id)
			}
			return all
		}
	}
	return nil
}

// nestedIn is the record with this id that a property holds, nil for none.
func (e *entity) nestedIn(name, id string) *entity {
	for i := range e.props {
		if e.props[i].name == name {
			for _, n := range e.props[i].nested {
				if n.id == id {
					return n
				}
			}
		}
	}
	return nil
}

// sort makes the entity the same whatever order it was published in.
func (e *entity) sort() {
	slices.SortStableFunc(e.props, func(a, b prop) int { return strings.Compare(a.name, b.name) })
	for i := range e.props {
		p := &e.props[i]
		slices.Sort(p.values)
		p.values = slices.Compact(p.values)
		slices.SortStableFunc(p.nested, func(a, b *entity) int { return strings.Compare(a.id, b.id) })
	}
	slices.Sort(e.referents)
	slices.Sort(e.datasets)
}

// parse makes an entity of a record.
func parse(n *jsonstream.Node) *entity {
	e := &entity{
		id: n.Take("id"), caption: n.Take("caption"), schema: n.Take("schema"),
		datasets: n.TakeAll("datasets"), referents: n.TakeAll("referents"), target: n.Take("target"),
		firstSeen: n.Take("first_seen"), change: n.Take("last_change"),
	}
	for _, o := range n.TakeAll("origin") {
		e.kept = append(e.kept, interdict.Field{Name: "origin", Value: o})
	}
	n.Take("last_seen") // is of each export another
	if props := n.Child("properties"); props != nil && props.Kind == jsonstream.Object {
		for c := range props.Children() {
			p := prop{name: c.Name, values: c.Values()}
			for v := range c.Elements() {
				if v.Kind == jsonstream.Object && v.Child("schema") != nil && v.Child("id") != nil {
					p.nested = append(p.nested, parse(v))
				}
			}
			e.props = append(e.props, p)
		}
	}
	n.Rest(func(path, value string) {
		path = strings.TrimPrefix(path, "properties/")
		e.rest = append(e.rest, interdict.Field{Name: path, Value: value})
	})
	n.Drop()
	e.sort()
	return e
}

// ofRecord makes an entity of a whole record.
func ofRecord(rec *jsonstream.Record, n *jsonstream.Node) *entity {
	e := parse(n)
	e.raw, e.at = bytes.Clone(rec.Raw), fmt.Sprintf("line %d", rec.Line)
	return e
}

// decode parses a record that was kept aside.
func decode(raw []byte) (*entity, error) {
	var tree jsonstream.Tree
	rec := jsonstream.Record{Raw: raw}
	if err := rec.Parse(&tree); err != nil {
		return nil, err
	}
	e := parse(tree.Node)
	e.raw = bytes.Clone(raw)
	return e, nil
}
