package yente

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/server"
)

// Defaults of POST /match, and the least score that candidates are looked for
// with: below it names have hardly anything in common.
const (
	defaultLimit     = 5
	defaultThreshold = 0.7
	lowestCutoff     = 2500
	maxCandidates    = 2_000 // of a query that are looked at one by one
	maxExcluded      = 10_000
)

// Headers that say what ran, and what of a request moved nothing.
const (
	batchHeader     = "X-Batch-Size"
	algorithmHeader = "X-Interdict-Algorithm"
	ignoredHeader   = "X-Interdict-Ignored"
)

// ScoredEntity is an entity that a query found.
type ScoredEntity struct {
	Entity
	Score        interdict.Score            `json:"score"`
	Match        bool                       `json:"match"`
	Explanations map[string]explained       `json:"explanations"`
	Features     map[string]interdict.Score `json:"features"`
}

// total is how many there are.
type total struct {
	Value    int    `json:"value"`
	Relation string `json:"relation"`
}

// matches is the answer to one query.
type matches struct {
	Status  int            `json:"status"`
	Results []ScoredEntity `json:"results"`
	Total   total          `json:"total"`
	Query   *example       `json:"query"`
}

// matchAnswer is the answer to POST /match.
type matchAnswer struct {
	Responses ordered `json:"responses"`
	Limit     int     `json:"limit"`
	Algorithm string  `json:"algorithm"`
}

// narrowing is what a request, or one query of it, wants left out.
type narrowing struct {
	includeDataset, excludeDataset, excludeSchema, topics []string
	excludeIDs                                            map[string]bool
	since                                                 time.Time
	filters                                               []filter
}

// matching is a request to match, read.
type matching struct {
	limit             int
	threshold, cutoff interdict.Score
	scope             scope
	narrowing
	engine       *screen.Engine
	nameProperty string
	ignored      []string
	queries      []query
}

// query is one party of a request.
type query struct {
	key     string
	example *example
	narrowing
}

// match answers POST /match/{dataset}.
func (a *api) match(ctx context.Context, v *view, w http.ResponseWriter, r *http.Request) error {
	m, err := readMatch(v, w, r)
	if err != nil {
		return err
	}
	answer := matchAnswer{Responses: ordered{}, Limit: m.limit, Algorithm: scorer}
	names := server.LogsSubjects(ctx)
	for i := range m.queries {
		q := &m.queries[i]
		if err := ctx.Err(); err != nil {
			return err
		}
		results, n, err := m.run(ctx, v, q)
		if err != nil {
			return err
		}
		if server.Note(ctx, 1, n); names {
			who := q.example.subject(m.nameProperty)
			server.Note(ctx, 0, 0, who.Name())
		}
		answer.Responses.add(q.key, matches{Status: http.StatusOK, Results: results, Total: total{n, "eq"}, Query: q.example})
	}
	h := w.Header()
	h.Set(batchHeader, strconv.Itoa(len(answer.Responses)))
	h.Set(algorithmHeader, scorer)
	if len(m.ignored) > 0 {
		h.Set(ignoredHeader, strings.Join(m.ignored, ", "))
	}
	server.WriteJSON(w, http.StatusOK, answer)
	return nil
}

// readMatch reads a request to match, its address first.
func readMatch(v *view, w http.ResponseWriter, r *http.Request) (*matching, error) {
	p := paramsOf(r)
	m := &matching{limit: p.count("limit", defaultLimit, maxResults)}
	threshold := p.number("threshold", defaultThreshold)
	cutoff := min(p.number("cutoff", defaultThreshold), threshold)
	algorithm := p.text("algorithm", "best")
	m.narrowing = narrowing{includeDataset: p.list("include_dataset"), excludeDataset: p.list("exclude_dataset"), excludeSchema: p.list("exclude_schema"),
		topics: p.list("topics"), since: p.since("changed_since"), excludeIDs: set(p.few("exclude_entity_ids", maxIDs))}
	body, err := bodyOf(w, r)
	if err != nil {
		return nil, err
	}
	if err := p.err(); err != nil {
		return nil, err
	}
	var ok bool
	if m.scope, ok = scopeOf(v.Serving, r.PathValue("dataset")); !ok {
		return nil, noDataset
	}
	if !knownAlgorithm(algorithm) {
		return nil, noAlgorithm(algorithm)
	}
	m.threshold, m.cutoff = scoreOf(threshold), max(scoreOf(cutoff), lowestCutoff)
	if scoreOf(cutoff) < lowestCutoff {
		m.ignored = append(m.ignored, "cutoff below 0.25")
	}
	for _, name := range []string{"partition", "index_type", "match_candidates", "name_sample_size"} {
		if _, ok := p.last(name); ok {
			m.ignored = append(m.ignored, name)
		}
	}
	return m, m.readBody(v, body)
}

// scoreOf is a number from 0 to 1 as a score.
func scoreOf(f float64) interdict.Score { return interdict.Score(min(max(f, 0), 1)*10000 + 0.5) }

func set(values []string) map[string]bool {
	out := map[string]bool{}
	for _, v := range values {
		out[v] = true
	}
	return out
}

// readBody reads what is asked for, and by which weights.
func (m *matching) readBody(v *view, body []byte) error {
	if err := checkJSON(body); err != nil {
		return err
	}
	all, ok := members(body)
	if !ok {
		return faults(invalid{Type: "model_attributes_type", Loc: []any{"body"}, Msg: "Input should be a valid dictionary or object to extract fields from"})
	}
	found := map[string]json.RawMessage{}
	for _, f := range all {
		found[f.name] = f.value
	}
	weights, wrong := weightsOf(found["weights"])
	config, unread := members(found["config"])
	if !null(found["config"]) && !unread {
		wrong = append(wrong, invalid{Type: "dict_type", Loc: []any{"body", "config"}, Msg: "Input should be a valid dictionary"})
	}
	var queries []member
	switch raw, ok := found["queries"]; {
	case !ok:
		wrong = append(wrong, invalid{Type: "missing", Loc: []any{"body", "queries"}, Msg: "Field required"})
	default:
		if queries, ok = members(raw); !ok {
			wrong = append(wrong, invalid{Type: "dict_type", Loc: []any{"body", "queries"}, Msg: "Input should be a valid dictionary"})
		}
	}
	if len(wrong) > 0 {
		return faults(wrong...)
	}
	if err := m.configure(config); err != nil {
		return err
	}
	m.params(found["params"], &m.narrowing)
	m.engine = v.Engine
	if len(weights) > 0 {
		moved, ignored := reweighted(v.Engine.Weights(), weights)
		m.ignored = append(m.ignored, ignored...)
		if len(ignored) < len(weights) {
			m.engine = v.Engine.WithWeights(moved)
		}
	}
	return m.readQueries(queries)
}

// configure takes the settings of a body.
func (m *matching) configure(config []member) error {
	for _, c := range config {
		if _, ok := settings[c.name]; !ok {
			return refuse(http.StatusBadRequest, "Invalid configuration parameter: "+c.name+" for algorithm "+scorer)
		}
		if c.name != nameProperty {
			m.ignored = append(m.ignored, "config."+c.name)
			continue
		}
		if null(c.value) {
			continue
		}
		if json.Unmarshal(c.value, &m.nameProperty) != nil {
			return faults(invalid{Type: "string_type", Loc: []any{"body", "config", c.name}, Msg: "Input should be a valid string"})
		}
	}
	return nil
}

func (m *matching) readQueries(queries []member) error {
	if len(queries) > maxBatch {
		return refuse(http.StatusBadRequest, fmt.Sprintf("Too many queries in one batch (limit: %d)", maxBatch))
	}
	for _, one := range queries {
		if null(one.value) {
			continue
		}
		q := query{key: one.name, narrowing: m.narrowing}
		var err error
		if q.example, err = exampleOf(one.value, "body", "queries", one.name); err != nil {
			return err
		}
		fields, _ := members(one.value)
		for _, f := range fields {
			switch f.name {
			case "params":
				m.params(f.value, &q.narrowing)
			case "filters":
				if q.filters, err = filtersOf(f.value); err != nil {
					return err
				}
			}
		}
		m.queries = append(m.queries, q)
	}
	if len(m.queries) == 0 {
		return refuse(http.StatusBadRequest, "No queries provided.")
	}
	return nil
}

// params takes motiva's "params": lists that are too long for an address.
func (m *matching) params(raw json.RawMessage, n *narrowing) {
	fields, _ := members(raw)
	for _, f := range fields {
		values := texts(f.value)
		switch f.name {
		case "include_datasets", "include_dataset":
			n.includeDataset = append(slices.Clone(n.includeDataset), values...)
		case "exclude_datasets", "exclude_dataset":
			n.excludeDataset = append(slices.Clone(n.excludeDataset), values...)
		case "exclude_schema", "exclude_schemas":
			n.excludeSchema = append(slices.Clone(n.excludeSchema), values...)
		case "topics":
			n.topics = append(slices.Clone(n.topics), values...)
		case "exclude_entity_ids":
			ids := set(manyTexts(f.value))
			for id := range n.excludeIDs {
				ids[id] = true
			}
			n.excludeIDs = ids
		}
	}
}

// manyTexts are the texts of a list that may be long.
func manyTexts(raw json.RawMessage) []string {
	var all []string
	if json.Unmarshal(raw, &all) != nil {
		return texts(raw)
	}
	return all[:min(len(all), maxExcluded)]
}

// run answers one query: the best results, and how many reach the threshold.
func (m *matching) run(ctx context.Context, v *view, q *query) (results []ScoredEntity, n int, err error) {
	in := narrowed(v.Serving, m.scope, q.includeDataset, q.excludeDataset)
	found, err := m.engine.Screen(q.example.subject(m.nameProperty), screen.Query{Threshold: min(m.cutoff, m.threshold), On: in})
	if err != nil {
		return nil, 0, err
	}
	results = []ScoredEntity{}
	for i := range found.Hits {
		h := &found.Hits[i]
		if !q.some() && len(results) == m.limit || i == maxCandidates {
			n += countFrom(found.Hits[i:], m.threshold)
			break
		}
		p, err := v.entity(ctx, h.EntityID)
		if err != nil {
			return nil, 0, err
		}
		if p == nil || !q.wants(p) {
			continue
		}
		if h.Score >= m.threshold {
			n++
		}
		if len(results) < m.limit {
			r := ScoredEntity{Entity: p.Entity, Score: h.Score, Match: h.Score >= m.threshold}
			r.Explanations, r.Features = explain(h)
			results = append(results, r)
		}
	}
	return results, n, nil
}

// countFrom is how many hits reach a score.
func countFrom(hits []interdict.Hit, from interdict.Score) (n int) {
	for i := range hits {
		if hits[i].Score >= from {
			n++
		}
	}
	return n
}

// some says whether entities have to be looked at one by one.
func (n *narrowing) some() bool {
	return len(n.excludeSchema)+len(n.topics)+len(n.excludeIDs)+len(n.filters) > 0 || !n.since.IsZero()
}

// wants says whether an entity is none that is to be left out.
func (n *narrowing) wants(p *party) bool {
	switch {
	case slices.Contains(n.excludeSchema, p.Schema), p.known(n.excludeIDs):
		return false
	case !n.since.IsZero() && (p.LastChange == nil || time.Time(*p.LastChange).Before(n.since)):
		return false
	case len(n.topics) > 0 && !slices.ContainsFunc(n.topics, func(t string) bool { return p.has("topics", t) }):
		return false
	}
	for i := range n.filters {
		if !n.filters[i].matches(p) {
			return false
		}
	}
	return true
}

// filter is one of motiva's: groups of values of a field, of which each must have
// one that the entity has.
type filter struct {
	field  string
	groups [][]string
}

func (f *filter) matches(p *party) bool {
	for _, group := range f.groups {
		if !slices.ContainsFunc(group, func(v string) bool { return p.has(f.field, v) }) {
			return false
		}
	}
	return true
}

// filtersOf reads motiva's filters: by field a list of groups, or one group.
func filtersOf(raw json.RawMessage) (out []filter, err error) {
	fields, ok := members(raw)
	if !ok && !null(raw) {
		return nil, refuse(http.StatusBadRequest, "The filters are no object of fields.")
	}
	for _, f := range fields {
		one := filter{field: f.name}
		var parts []json.RawMessage
		if json.Unmarshal(f.value, &parts) != nil {
			parts = []json.RawMessage{f.value}
		}
		var flat []string
		for _, part := range parts {
			if len(part) > 0 && part[0] == '[' {
				one.groups = append(one.groups, texts(part))
			} else {
				flat = append(flat, texts(part)...)
			}
		}
		if len(flat) > 0 {
			one.groups = append(one.groups, flat)
		}
		if len(out) == maxIDs {
			return nil, refuse(http.StatusBadRequest, "There are too many filters.")
		}
		out = append(out, one)
	}
	return out, nil
}
