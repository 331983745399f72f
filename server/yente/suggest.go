package yente

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
)

// suggestion is the answer of a service that suggests.
type suggestion struct {
	Code   string `json:"code"`
	Status string `json:"status"`
	Prefix string `json:"prefix"`
	Result any    `json:"result"`
}

// refineProperty is a property as it is suggested.
type refineProperty struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
}

func suggests(w http.ResponseWriter, r *http.Request, prefix string, result any) {
	answer(w, r, suggestion{"/api/status/ok", "200 OK", prefix, result})
}

// prefixOf reads what is to be completed, and how many are wanted.
func prefixOf(v *view, r *http.Request) (in scope, prefix string, limit int, err error) {
	p := paramsOf(r)
	prefix, limit = p.text("prefix", ""), p.count("limit", 10, maxResults)
	if err := p.err(); err != nil {
		return nil, "", 0, err
	}
	in, ok := scopeOf(v.Serving, r.PathValue("dataset"))
	if !ok {
		return nil, "", 0, noDataset
	}
	if len(prefix) > maxQuery {
		prefix = prefix[:maxQuery]
	}
	return in, strings.TrimSpace(prefix), limit, nil
}

// suggestEntity completes an entity's name: those that bear what was written so
// far, then those of which a word begins with it.
func (a *api) suggestEntity(_ context.Context, v *view, w http.ResponseWriter, r *http.Request) error {
	in, prefix, limit, err := prefixOf(v, r)
	if err != nil {
		return err
	}
	out := []refineEntity{}
	if prefix == "" {
		suggests(w, r, prefix, out)
		return nil
	}
	o, err := v.overview()
	if err != nil {
		return err
	}
	found, err := v.byText(o, &searching{schema: model().schemata[thing]}, prefix)
	if err != nil {
		return err
	}
	found = append(found, o.beginning(prefix, limit)...)
	seen, asked := map[uint32]bool{}, o.in(in)
	for _, n := range found {
		if len(out) == limit {
			break
		}
		if seen[n] || !asked(n) {
			continue
		}
		seen[n] = true
		out = append(out, refined(&o.rows[n]))
	}
	suggests(w, r, prefix, out)
	return nil
}

// beginning are the first entities of whose captions a word begins with a prefix.
func (o *overview) beginning(prefix string, limit int) (out []uint32) {
	prefix = strings.ToLower(prefix)
	for n := range o.rows {
		if len(out) == limit {
			return out
		}
		if c := o.rows[n].lower; strings.HasPrefix(c, prefix) || strings.Contains(c, " "+prefix) {
			out = append(out, uint32(n))
		}
	}
	return out
}

// begins says whether a name or label, or a word of it, begins with a prefix.
func begins(prefix string, names ...string) bool {
	prefix = strings.ToLower(prefix)
	return slices.ContainsFunc(names, func(name string) bool {
		name = strings.ToLower(name)
		return strings.HasPrefix(name, prefix) || strings.Contains(name, " "+prefix) || strings.HasSuffix(name, ":"+prefix)
	})
}

// suggestProperty completes a property's name.
func (a *api) suggestProperty(_ context.Context, v *view, w http.ResponseWriter, r *http.Request) error {
	_, prefix, limit, err := prefixOf(v, r)
	if err != nil {
		return err
	}
	out := []refineProperty{}
	seen := map[string]bool{}
	for _, s := range model().order {
		if !s.matchable {
			continue
		}
		for _, p := range s.order {
			if seen[p.qname()] || p.hidden || p.kind == entityKind || !begins(prefix, p.name, p.label, p.qname()) || len(out) == limit {
				continue
			}
			seen[p.qname()] = true
			out = append(out, refineProperty{p.qname(), p.label, p.label + " of " + model().schemata[p.schema].label})
		}
	}
	suggests(w, r, prefix, out)
	return nil
}

// suggestType completes a type's name.
func (a *api) suggestType(_ context.Context, v *view, w http.ResponseWriter, r *http.Request) error {
	_, prefix, limit, err := prefixOf(v, r)
	if err != nil {
		return err
	}
	out := []refineType{}
	for _, s := range model().matchable() {
		if len(out) < limit && begins(prefix, s.name, s.label, s.plural) {
			out = append(out, typeOf(s))
		}
	}
	suggests(w, r, prefix, out)
	return nil
}

// proposeProperties proposes columns for entities of a type.
func (a *api) proposeProperties(_ context.Context, v *view, w http.ResponseWriter, r *http.Request) error {
	p := paramsOf(r)
	limit, name := p.count("limit", 100, maxResults), p.text("type", p.text("?type", thing))
	if err := p.err(); err != nil {
		return err
	}
	if _, ok := scopeOf(v.Serving, r.PathValue("dataset")); !ok {
		return noDataset
	}
	s := model().schemata[cmp.Or(name, thing)]
	if s == nil {
		return refuse(http.StatusBadRequest, "Invalid schema")
	}
	out := []extendMeta{{datasetsProperty, "Data sets"}}
	for _, p := range s.order {
		if !p.hidden && p.kind != entityKind && len(out) < limit {
			out = append(out, extendMeta{p.name, p.label})
		}
	}
	answer(w, r, struct {
		Limit      int          `json:"limit"`
		Type       string       `json:"type"`
		Properties []extendMeta `json:"properties"`
	}{limit, s.name, out[:min(limit, len(out))]})
	return nil
}
