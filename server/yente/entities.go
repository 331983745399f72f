package yente

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/interdict/interdict/server"
)

// noEntity is the answer for an id that nothing has.
var noEntity = refuse(http.StatusNotFound, "No such entity!")

// page is a part of a list.
type page struct {
	Results []*Entity `json:"results"`
	Total   total     `json:"total"`
	Limit   int       `json:"limit"`
	Offset  int       `json:"offset"`
}

// entity answers GET /entities/{id}.
func (a *api) entity(ctx context.Context, v *view, w http.ResponseWriter, r *http.Request) error {
	p := paramsOf(r)
	nested := p.flag("nested", true)
	if err := p.err(); err != nil {
		return err
	}
	id := r.PathValue("id")
	root, redirect, err := v.lookup(ctx, id)
	if err != nil {
		return err
	}
	if redirect != "" {
		moved(w, r, redirect, "")
		return nil
	}
	if root == nil {
		return v.besideAnswer(ctx, id, nested, w)
	}
	if !nested {
		server.WriteJSON(w, http.StatusOK, &root.Entity)
		return nil
	}
	e, err := v.nested(ctx, root)
	if err != nil {
		return err
	}
	server.WriteJSON(w, http.StatusOK, e)
	return nil
}

// moved sends a client on to where an entity is now.
func moved(w http.ResponseWriter, r *http.Request, id, rest string) {
	to := "/entities/" + url.PathEscape(id) + rest
	if r.URL.RawQuery != "" {
		to += "?" + r.URL.RawQuery
	}
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusPermanentRedirect)
}

// besideAnswer answers with what stands beside a party: a sanction, an address.
func (v *view) besideAnswer(ctx context.Context, id string, nested bool, w http.ResponseWriter) error {
	root, b, err := v.lookupBeside(ctx, id)
	if err != nil {
		return err
	}
	if b == nil {
		return noEntity
	}
	e := b.entity
	if nested {
		if e, err = v.opened(ctx, b); err != nil {
			return err
		}
		c := *e
		c.Properties = copied(e.Properties)
		for name, values := range c.Properties { // its party is told in full
			for i := range values {
				if values[i] == any(root.ID) && v.names(e, name) {
					c.Properties[name][i] = &root.Entity
				}
			}
		}
		e = &c
	}
	server.WriteJSON(w, http.StatusOK, e)
	return nil
}

// names says whether a property of an entity names other entities.
func (v *view) names(e *Entity, property string) bool {
	s := model().schemata[e.Schema]
	return s != nil && s.properties[property] != nil && s.properties[property].kind == entityKind
}

func copied(m map[string][]any) map[string][]any {
	out := make(map[string][]any, len(m))
	for k, v := range m {
		out[k] = slices.Clone(v)
	}
	return out
}

// opened is what stands beside a party with, of a relation, the other party in it.
func (v *view) opened(ctx context.Context, b *beside) (*Entity, error) {
	other, err := v.other(ctx, b)
	if other == nil || err != nil {
		return b.entity, err
	}
	e := *b.entity
	e.Properties = copied(e.Properties)
	e.Properties[b.other] = append(e.Properties[b.other], other)
	return &e, nil
}

// nested is a party with all that stands beside it in it.
func (v *view) nested(ctx context.Context, p *party) (*Entity, error) {
	e := p.Entity
	e.Properties = copied(p.Properties)
	for _, b := range p.beside {
		if b.forward {
			delete(e.Properties, b.property) // the ids of what follows
		}
	}
	for _, b := range p.beside {
		opened, err := v.opened(ctx, b)
		if err != nil {
			return nil, err
		}
		e.Properties[b.property] = append(e.Properties[b.property], opened)
	}
	return &e, nil
}

// adjacentParams reads which part of a list is asked for. The order of what
// stands beside a party is that of its listings, whatever is asked for.
func adjacentParams(r *http.Request) (limit, offset int, err error) {
	p := paramsOf(r)
	limit, offset = p.count("limit", 10, maxResults), p.count("offset", 0, maxOffset)
	return limit, offset, p.err()
}

// adjacent answers GET /entities/{id}/adjacent.
func (a *api) adjacent(ctx context.Context, v *view, w http.ResponseWriter, r *http.Request) error {
	limit, offset, err := adjacentParams(r)
	if err != nil {
		return err
	}
	root, err := v.root(ctx, w, r, "/adjacent")
	if root == nil || err != nil {
		return err
	}
	answer := struct {
		Entity   *Entity         `json:"entity"`
		Adjacent map[string]page `json:"adjacent"`
	}{&root.Entity, map[string]page{}}
	for _, b := range root.beside {
		if _, done := answer.Adjacent[b.property]; done {
			continue
		}
		if answer.Adjacent[b.property], err = v.page(ctx, root, b.property, limit, offset); err != nil {
			return err
		}
	}
	server.WriteJSON(w, http.StatusOK, answer)
	return nil
}

// adjacentBy answers GET /entities/{id}/adjacent/{property}.
func (a *api) adjacentBy(ctx context.Context, v *view, w http.ResponseWriter, r *http.Request) error {
	limit, offset, err := adjacentParams(r)
	if err != nil {
		return err
	}
	name := r.PathValue("property")
	root, err := v.root(ctx, w, r, "/adjacent/"+url.PathEscape(name))
	if root == nil || err != nil {
		return err
	}
	if p := root.schema.properties[name]; p == nil || p.kind != entityKind {
		return refuse(http.StatusNotFound, "No such property!")
	}
	answer, err := v.page(ctx, root, name, limit, offset)
	if err == nil {
		server.WriteJSON(w, http.StatusOK, answer)
	}
	return err
}

// root is the party whose neighbours are asked for. It is nil where the client
// was sent on.
func (v *view) root(ctx context.Context, w http.ResponseWriter, r *http.Request, rest string) (*party, error) {
	root, redirect, err := v.lookup(ctx, r.PathValue("id"))
	switch {
	case err != nil:
		return nil, err
	case redirect != "":
		moved(w, r, redirect, rest)
		return nil, nil
	case root == nil:
		return nil, noEntity
	}
	return root, nil
}

// page is a part of what stands beside a party under one property.
func (v *view) page(ctx context.Context, p *party, property string, limit, offset int) (page, error) {
	var all []*beside
	for _, b := range p.beside {
		if b.property == property {
			all = append(all, b)
		}
	}
	out := page{Results: []*Entity{}, Total: total{len(all), "eq"}, Limit: limit, Offset: offset}
	for _, b := range all[min(offset, len(all)):min(offset+limit, len(all))] {
		e, err := v.opened(ctx, b)
		if err != nil {
			return page{}, err
		}
		out.Results = append(out.Results, e)
	}
	return out, nil
}
