package yente

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/interdict/interdict/country"
)

// extension is the answer to an "extend".
type extension struct {
	Meta []extendMeta                           `json:"meta"`
	Rows map[string]map[string][]extensionValue `json:"rows"`
}

type extendMeta struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type extensionValue struct {
	Str string `json:"str"`
}

// datasetsProperty is one that entities have beside the model's.
const datasetsProperty = "datasets"

// extend gives columns of properties for entities.
func (v *view) extend(ctx context.Context, raw []byte) (*extension, error) {
	var q struct {
		IDs        []string `json:"ids"`
		Properties []struct {
			ID       string `json:"id"`
			Settings struct {
				Limit  json.RawMessage `json:"limit"`
				Render string          `json:"render"`
			} `json:"settings"`
		} `json:"properties"`
	}
	if deep(raw) || json.Unmarshal(raw, &q) != nil {
		return nil, refuse(http.StatusBadRequest, "Cannot decode extension request")
	}
	if len(q.IDs) > maxBatch || len(q.Properties) > maxBatch {
		return nil, refuse(http.StatusBadRequest, fmt.Sprintf("Too many queries in one batch (limit: %d)", maxBatch))
	}
	x := &extension{Meta: []extendMeta{}, Rows: map[string]map[string][]extensionValue{}}
	for _, want := range q.Properties {
		if want.ID == datasetsProperty {
			x.Meta = append(x.Meta, extendMeta{want.ID, "Data sets"})
		} else if p := model().byQName(want.ID); p != nil {
			x.Meta = append(x.Meta, extendMeta{want.ID, p.label})
		}
	}
	for _, id := range q.IDs {
		x.Rows[id] = map[string][]extensionValue{}
		p, _, err := v.lookup(ctx, id) // an id that has been merged is followed
		if err != nil {
			return nil, err
		}
		for _, want := range q.Properties {
			if p == nil {
				break
			}
			limit, _ := strconv.Atoi(first(texts(want.Settings.Limit)))
			if cells := v.cells(p, want.ID, want.Settings.Render != "raw"); cells != nil {
				if limit > 0 {
					cells = cells[:min(limit, len(cells))]
				}
				x.Rows[id][want.ID] = cells
			}
		}
	}
	return x, nil
}

// cells are the values of a property, for people or for machines; nil where
// nothing has such a property.
func (v *view) cells(p *party, id string, people bool) []extensionValue {
	out := []extensionValue{}
	add := func(s string) {
		if one := (extensionValue{s}); !slices.Contains(out, one) {
			out = append(out, one)
		}
	}
	if id == datasetsProperty {
		for _, d := range p.Datasets {
			if people {
				d = v.Title(d)
			}
			add(d)
		}
		return out
	}
	of := model().byQName(id)
	if of == nil {
		return nil
	}
	if of.kind == entityKind {
		for _, b := range p.beside {
			if b.property == of.name && people {
				add(b.entity.Caption)
			} else if b.property == of.name {
				add(b.entity.ID)
			}
		}
		return out
	}
	for _, s := range p.texts(of.name) {
		if people {
			s = caption(of.kind, s)
		}
		add(s)
	}
	return out
}

// caption is a value for people.
func caption(kind, v string) string {
	switch kind {
	case "country":
		return cmp.Or(country.Name(v), v)
	case "topic":
		return cmp.Or(topicLabels[v], v)
	}
	return v
}
