package yente

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/server"
)

// searchFrom is the score from which a search shows an entity: a family name
// alone finds its bearers.
const searchFrom interdict.Score = 2500

// searching is a request to search, read.
type searching struct {
	q             string
	simple        bool
	schema        *schema
	scope         scope
	excludeSchema []string
	since         time.Time
	filters       []clause
	all           bool // filters on one field must all hold, not one of them
	limit, offset int
	facets        []string
	sorts         []sorting
}

// sorting is a field to sort by.
type sorting struct {
	field string
	down  bool
}

// facetNames are the fields that can be counted by, with their labels.
var facetNames = map[string]string{
	"datasets": "Data sources", "schema": "Entity types", "countries": "Countries", "identifiers": "Identifiers", "topics": "Topics", "genders": "Genders",
}

// facetChoice is the order in which they are named.
var facetChoice = []string{"datasets", "schema", "countries", "identifiers", "topics", "genders"}

// searchAnswer is the answer to GET /search.
type searchAnswer struct {
	Limit   int              `json:"limit"`
	Offset  int              `json:"offset"`
	Total   total            `json:"total"`
	Results []*Entity        `json:"results"`
	Facets  map[string]facet `json:"facets"`
}

// find answers GET /search/{dataset}.
func (a *api) find(ctx context.Context, v *view, w http.ResponseWriter, r *http.Request) error {
	s, err := readSearch(v, r)
	if err != nil {
		return err
	}
	found, err := v.find(ctx, s)
	if err != nil {
		return err
	}
	answer := searchAnswer{Limit: s.limit, Offset: s.offset, Total: total{len(found), "eq"}, Results: []*Entity{}}
	if answer.Facets, err = v.facets(ctx, s.facets, found); err != nil {
		return err
	}
	for _, n := range found[min(s.offset, len(found)):min(s.offset+s.limit, len(found))] {
		p, err := v.entity(ctx, v.all.rows[n].id)
		if err != nil {
			return err
		}
		if p != nil {
			answer.Results = append(answer.Results, &p.Entity)
		}
	}
	server.WriteJSON(w, http.StatusOK, answer)
	return nil
}

// readSearch reads the parameters.
func readSearch(v *view, r *http.Request) (*searching, error) {
	p := paramsOf(r)
	s := &searching{q: p.text("q", ""), simple: p.flag("simple", false), excludeSchema: p.list("exclude_schema"), since: p.since("changed_since"),
		limit: p.count("limit", 10, maxResults), offset: p.count("offset", 0, maxOffset)}
	p.flag("fuzzy", false) // names are always found by their likeness
	if s.facets = p.among("facets", facetChoice); len(s.facets) == 0 {
		s.facets = []string{"countries", "topics", "datasets"}
	}
	if op := p.among("filter_op", []string{"OR", "AND"}); len(op) > 0 {
		s.all = op[len(op)-1] == "AND"
	}
	for _, name := range []string{"countries", "topics", "datasets"} {
		for _, value := range p.list(name) {
			s.filters = append(s.filters, clause{name, value})
		}
	}
	if v, ok := p.last("target"); ok && v != "" {
		s.filters = append(s.filters, clause{"target", fmt.Sprint(p.flag("target", false))})
	}
	for _, sort := range p.list("sort") {
		field, order, _ := strings.Cut(sort, ":")
		s.sorts = append(s.sorts, sorting{strings.TrimPrefix(field, "properties."), order == "desc"})
	}
	if err := p.err(); err != nil {
		return nil, err
	}
	return s, s.check(v, r, p)
}

// check checks what names something here.
func (s *searching) check(v *view, r *http.Request, p *params) error {
	in, ok := scopeOf(v.Serving, r.PathValue("dataset"))
	if !ok {
		return noDataset
	}
	s.scope = narrowed(v.Serving, in, p.list("include_dataset"), p.list("exclude_dataset"))
	if s.schema = model().schemata[p.text("schema", thing)]; s.schema == nil {
		return refuse(http.StatusBadRequest, "Invalid schema")
	}
	for _, f := range p.list("filter") {
		field, value, ok := strings.Cut(f, ":")
		if !ok {
			return refuse(http.StatusBadRequest, "Invalid filter: it has no colon between field and value")
		}
		s.filters = append(s.filters, clause{field, value})
	}
	switch {
	case len(s.q) > maxQuery:
		return refuse(http.StatusBadRequest, fmt.Sprintf("The query is longer than %d bytes.", maxQuery))
	case len(s.filters) > maxIDs*2:
		return refuse(http.StatusBadRequest, "There are too many filters.")
	}
	return nil
}

// find finds entities by their numbers in the overview, in the order asked for.
func (v *view) find(ctx context.Context, s *searching) ([]uint32, error) {
	o, err := v.overview()
	if err != nil {
		return nil, err
	}
	var found []uint32
	if parts := parseQuery(s.q, s.simple); len(parts) > 0 {
		if found, err = v.alternatives(ctx, o, s, parts); err != nil {
			return nil, err
		}
	} else if strings.TrimSpace(s.q) == "" {
		found = make([]uint32, len(o.rows))
		for i := range found {
			found[i] = uint32(i)
		}
	}
	in, wanted := o.in(s.scope), map[interdict.Schema]bool{}
	found = slices.DeleteFunc(found, func(n uint32) bool {
		want, known := wanted[o.rows[n].schema]
		if !known {
			want = s.wantsSchema(o.rows[n].schema)
			wanted[o.rows[n].schema] = want
		}
		return !want || !in(n)
	})
	for _, f := range s.byField() {
		if found, err = v.filtered(ctx, o, found, f, s.all); err != nil {
			return nil, err
		}
	}
	if !s.since.IsZero() {
		d, err := v.depth(ctx)
		if err != nil {
			return nil, err
		}
		from := day(s.since)
		found = slices.DeleteFunc(found, func(n uint32) bool { return d.changed[n] < from })
	}
	return found, v.sort(ctx, o, found, s.sorts)
}

// wantsSchema says whether entities of a schema are asked for.
func (s *searching) wantsSchema(ours interdict.Schema) bool {
	have := model().schemata[string(ours)]
	return have == nil || s.schema.comparableTo(have) && !slices.Contains(s.excludeSchema, have.name)
}

// alternatives finds what any of a query's alternatives finds, the first's first.
func (v *view) alternatives(ctx context.Context, o *overview, s *searching, parts []conjunction) (out []uint32, err error) {
	seen := map[uint32]bool{}
	for i := range parts {
		found, err := v.conjunction(ctx, o, s, &parts[i])
		if err != nil {
			return nil, err
		}
		for _, n := range found {
			if !seen[n] {
				seen[n] = true
				out = append(out, n)
			}
		}
	}
	return out, nil
}

func (v *view) conjunction(ctx context.Context, o *overview, s *searching, c *conjunction) (found []uint32, err error) {
	if c.text != "" {
		found, err = v.byText(o, s, c.text)
	} else {
		found = make([]uint32, len(o.rows))
		for i := range found {
			found[i] = uint32(i)
		}
	}
	for i := range c.fields {
		if err == nil {
			found, err = v.filtered(ctx, o, found, c.fields[i:i+1], true)
		}
	}
	for _, not := range c.not {
		if err != nil {
			return nil, err
		}
		var out []uint32
		if not.field == "" {
			out, err = v.byText(o, s, not.value)
		} else {
			out, err = v.filtered(ctx, o, slices.Clone(found), []clause{not}, true)
		}
		gone := map[uint32]bool{}
		for _, n := range out {
			gone[n] = true
		}
		found = slices.DeleteFunc(found, func(n uint32) bool { return gone[n] })
	}
	return found, err
}

// byText finds the entities that bear a text as an id, a name or a number.
func (v *view) byText(o *overview, s *searching, text string) (out []uint32, err error) {
	add := func(id string) {
		if n, ok := o.byID[id]; ok && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	for _, id := range append([]string{text}, facts().published(text)...) {
		found, err := base.EntitiesWith(v.Engine, id)
		if err != nil {
			return nil, err
		}
		for i := range found {
			add(found[i].ID)
		}
	}
	subject := &interdict.Subject{Schema: s.schema.ours(), Names: []interdict.Name{{Full: text, Kind: interdict.PrimaryName}}}
	if strings.ContainsAny(text, "0123456789") {
		subject.Identifiers = base.AnyNumber(text)
	}
	r, err := v.search.Screen(subject, screen.Query{Threshold: searchFrom})
	if err != nil {
		return nil, err
	}
	seen := set(nil)
	for _, n := range out {
		seen[o.rows[n].id] = true
	}
	for i := range r.Hits {
		if id := r.Hits[i].EntityID; !seen[id] {
			seen[id] = true
			if n, ok := o.byID[id]; ok {
				out = append(out, n)
			}
		}
	}
	return out, nil
}

// byField are the filters, those on one field together.
func (s *searching) byField() (out [][]clause) {
	at := map[string]int{}
	for _, f := range s.filters {
		i, ok := at[f.field]
		if !ok {
			i = len(out)
			at[f.field] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], f)
	}
	return out
}

// filtered are those entities for which one, or all, of the clauses on one field
// hold.
func (v *view) filtered(ctx context.Context, o *overview, found []uint32, clauses []clause, all bool) ([]uint32, error) {
	tests := make([]func(n uint32) bool, len(clauses))
	for i, c := range clauses {
		field := strings.TrimPrefix(c.field, "properties.")
		if tests[i] = o.test(field, c.value); tests[i] != nil && (field != "topics" || ofKinds(c.value)) {
			continue // what facets count, they find
		}
		d, err := v.depth(ctx)
		if err != nil {
			return nil, err
		}
		with, quick := d.with(c.field, c.value), tests[i]
		tests[i] = func(n uint32) bool {
			_, ok := slices.BinarySearch(with, n)
			return ok || quick != nil && quick(n)
		}
	}
	return slices.DeleteFunc(found, func(n uint32) bool {
		for _, test := range tests {
			if ok := test(n); ok != all {
				return !ok
			}
		}
		return !all
	}), nil
}

// ofKinds says whether a topic is that of a kind of listing; others are stated by
// listings themselves.
func ofKinds(name string) bool {
	for _, t := range facts().topics {
		if slices.ContainsFunc(t.topics, func(o string) bool { return strings.EqualFold(o, name) }) {
			return true
		}
	}
	return false
}

// sort sorts entities; without a field they stay as they were found.
func (v *view) sort(ctx context.Context, o *overview, found []uint32, by []sorting) error {
	for i := len(by) - 1; i >= 0; i-- { // stably, the last field first
		key, err := v.sortKey(ctx, o, by[i].field)
		if err != nil {
			return err
		}
		if key == nil {
			continue
		}
		down := by[i].down
		slices.SortStableFunc(found, func(a, b uint32) int {
			ka, kb := key(a), key(b)
			switch {
			case ka == "" || kb == "": // who has none comes last
				return cmp.Compare(kb, ka)
			case down:
				return cmp.Compare(kb, ka)
			}
			return cmp.Compare(ka, kb)
		})
	}
	return nil
}

// sortKey is what entities are sorted by under a field; nil for one that they are
// not sorted by.
func (v *view) sortKey(ctx context.Context, o *overview, field string) (func(n uint32) string, error) {
	switch field {
	case "caption", "name", "names":
		return func(n uint32) string { return o.rows[n].lower }, nil
	case "id", "canonical_id":
		return func(n uint32) string { return o.rows[n].id }, nil
	case "schema":
		return func(n uint32) string { return string(o.rows[n].schema) }, nil
	case "birthDate":
		return func(n uint32) string { return dayKey(o.rows[n].birth) }, nil
	case "first_seen", "last_seen", "last_change":
		d, err := v.depth(ctx)
		if err != nil {
			return nil, err
		}
		days := map[string][]int32{"first_seen": d.first, "last_seen": d.last, "last_change": d.changed}[field]
		return func(n uint32) string { return dayKey(days[n]) }, nil
	}
	return nil, nil
}

// dayKey is a day for sorting, empty for none.
func dayKey(day int32) string {
	if day == 0 {
		return ""
	}
	return fmt.Sprintf("%08d", day)
}
