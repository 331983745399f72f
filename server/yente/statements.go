package yente

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"

	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/server"
)

// statement is one value that one list states: where a value is from. The shape
// is that of the hosted service; yente itself no longer answers it.
type statement struct {
	ID            string  `json:"id"`
	EntityID      string  `json:"entity_id"`
	CanonicalID   string  `json:"canonical_id"`
	Prop          string  `json:"prop"`
	PropType      string  `json:"prop_type"`
	Schema        string  `json:"schema"`
	Value         string  `json:"value"`
	Dataset       string  `json:"dataset"`
	Target        bool    `json:"target"`
	FirstSeen     *stamp  `json:"first_seen"`
	LastSeen      *stamp  `json:"last_seen"`
	Lang          *string `json:"lang"`
	OriginalValue *string `json:"original_value"`
	Origin        string  `json:"origin"`
}

// maxStated is how many entities are read for one answer.
const maxStated = 2_000

// stated is a request for statements.
type stated struct {
	scope                                      scope
	entityID, canonicalID, prop, value, schema string
	target                                     *bool
	limit, offset                              int
	sorts                                      []sorting
}

// statements answers GET /statements.
func (a *api) statements(ctx context.Context, v *view, w http.ResponseWriter, r *http.Request) error {
	p := paramsOf(r)
	s := &stated{entityID: p.text("entity_id", ""), canonicalID: p.text("canonical_id", ""), prop: p.text("prop", ""), value: p.text("value", ""), schema: p.text("schema", ""),
		limit: p.count("limit", 50, maxResults), offset: p.count("offset", 0, maxOffset)}
	if t, ok := p.last("target"); ok && t != "" {
		target := p.flag("target", false)
		s.target = &target
	}
	for _, sort := range p.list("sort") {
		field, order, _ := strings.Cut(sort, ":")
		s.sorts = append(s.sorts, sorting{field, order == "desc"})
	}
	if err := p.err(); err != nil {
		return err
	}
	var ok bool
	if s.scope, ok = scopeOf(v.Serving, p.text("dataset", "all")); !ok {
		return noDataset
	}
	found, whole, err := v.stated(ctx, s)
	if err != nil {
		return err
	}
	answer := struct {
		Limit   int         `json:"limit"`
		Offset  int         `json:"offset"`
		Total   total       `json:"total"`
		Results []statement `json:"results"`
	}{s.limit, s.offset, total{len(found), "eq"}, found[min(s.offset, len(found)):min(s.offset+s.limit, len(found))]}
	if !whole {
		answer.Total.Relation = "gte"
	}
	server.WriteJSON(w, http.StatusOK, answer)
	return nil
}

// stated finds the statements asked for; whole is false where there are more
// than were counted.
func (v *view) stated(ctx context.Context, s *stated) (out []statement, whole bool, err error) {
	out = []statement{}
	ids, err := v.statedBy(ctx, s)
	if err != nil {
		return nil, false, err
	}
	enough := s.offset + s.limit
	if len(s.sorts) > 0 {
		enough = 1 << 30 // what comes first is known once all is
	}
	for i, id := range ids {
		if i == maxStated || len(out) > enough {
			sortStatements(out, s.sorts)
			return out, false, nil
		}
		p, _, err := v.lookup(ctx, id)
		if err != nil {
			return nil, false, err
		}
		if p != nil {
			out = append(out, p.statements(s)...)
		}
	}
	sortStatements(out, s.sorts)
	return out, true, nil
}

// statedBy are the entities of which statements are asked for.
func (v *view) statedBy(ctx context.Context, s *stated) ([]string, error) {
	if id := cmp.Or(s.canonicalID, s.entityID); id != "" {
		if m := besideID.FindStringSubmatch(id); m != nil {
			id = m[1]
		}
		return []string{id}, nil
	}
	o, err := v.overview()
	if err != nil {
		return nil, err
	}
	var ids []string
	if s.prop != "" && s.value != "" && model().schemata[thing].property(s.prop) != nil {
		d, err := v.depth(ctx)
		if err != nil {
			return nil, err
		}
		for _, n := range d.with(s.prop, s.value) {
			ids = append(ids, o.rows[n].id)
		}
		return ids, nil
	}
	in := o.in(s.scope)
	for n := range o.rows {
		if in(uint32(n)) {
			ids = append(ids, o.rows[n].id)
		}
	}
	return ids, nil
}

// statements are those that the listings of a party, and what stands beside it,
// make, in the order of its listings.
func (p *party) statements(s *stated) (out []statement) {
	for i := range p.listings {
		l := &p.listings[i]
		if !s.scope(l.List, kindOf(l.Listing)) {
			continue
		}
		own := entities.ID(l.Ref())
		add := func(e *Entity, canonical, id string, st value, kind string) {
			one := statement{EntityID: id, CanonicalID: canonical, Prop: st.property, PropType: kind, Schema: e.Schema, Value: st.value, Dataset: l.List,
				Target: targets(l.Listing), FirstSeen: stampOf(l.first), LastSeen: stampOf(l.last), Lang: some(st.lang), OriginalValue: some(st.original), Origin: l.ID}
			if one.asked(s) {
				one.name()
				out = append(out, one)
			}
		}
		for _, st := range valuesOf(l.Listing, p.schema) {
			add(&p.Entity, p.ID, own, st, p.schema.properties[st.property].kind)
		}
		for _, b := range p.beside {
			if !strings.HasPrefix(b.entity.ID, own+".") {
				continue
			}
			of := model().schemata[b.entity.Schema]
			for _, name := range sortedKeys(b.entity.Properties) {
				for _, v := range b.entity.texts(name) {
					add(b.entity, b.entity.ID, b.entity.ID, value{property: name, value: v}, of.properties[name].kind)
				}
			}
		}
	}
	return out
}

// asked says whether a statement is one of those asked for.
func (one *statement) asked(s *stated) bool {
	is := func(asked, have string) bool { return asked == "" || asked == have }
	return is(s.prop, one.Prop) && (s.value == "" || strings.EqualFold(s.value, one.Value)) && is(s.schema, one.Schema) &&
		(s.target == nil || *s.target == one.Target) && is(s.entityID, one.EntityID) && is(s.canonicalID, one.CanonicalID)
}

// name gives a statement its id, which is the same for the same statement.
func (one *statement) name() {
	sum := sha256.Sum256([]byte(strings.Join([]string{one.Dataset, one.EntityID, one.Schema, one.Prop, one.Value}, "\x00")))
	one.ID = hex.EncodeToString(sum[:20])
}

func sortStatements(all []statement, by []sorting) {
	for i := len(by) - 1; i >= 0; i-- {
		key := map[string]func(*statement) string{
			"canonical_id": func(s *statement) string { return s.CanonicalID }, "entity_id": func(s *statement) string { return s.EntityID },
			"prop": func(s *statement) string { return s.Prop }, "value": func(s *statement) string { return s.Value },
			"dataset": func(s *statement) string { return s.Dataset }, "schema": func(s *statement) string { return s.Schema },
			"first_seen": func(s *statement) string { return s.FirstSeen.String() }, "last_seen": func(s *statement) string { return s.LastSeen.String() },
		}[by[i].field]
		if key == nil {
			continue
		}
		slices.SortStableFunc(all, func(a, b statement) int {
			order := strings.Compare(key(&a), key(&b))
			if by[i].down {
				return -order
			}
			return order
		})
	}
}
