package yente

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/interdict/interdict/server"
)

// batchSize is how many queries OpenRefine should send at a time.
const batchSize = 50

// Size of a preview, in pixels.
const (
	previewWidth  = 430
	previewHeight = 400
)

// refineType and its kin are the forms of the W3C's reconciliation 0.2.
type refineType struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
}

type refineEntity struct {
	ID          string       `json:"id"`
	Name        string       `json:"name"`
	Description string       `json:"description"`
	Type        []refineType `json:"type"`
}

type refineCandidate struct {
	refineEntity
	Score json.Number `json:"score"`
	Match bool        `json:"match"`
}

type refineResult struct {
	Result []refineCandidate `json:"result"`
}

func typeOf(s *schema) refineType {
	return refineType{ID: s.name, Name: s.plural, Description: s.label}
}

// refined is an entity as OpenRefine suggests it, by what the overview knows.
func refined(r *row) refineEntity {
	e := refineEntity{ID: r.id, Name: r.caption, Type: []refineType{}}
	if s := model().schemata[string(r.schema)]; s != nil {
		e.Description, e.Type = s.label, append(e.Type, typeOf(s))
	}
	return e
}

// origin is where a request went to, for the addresses in a manifest.
func origin(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}

// reconcileGet answers GET /reconcile/{dataset}: with the manifest, or with what
// is asked for in the address.
func (a *api) reconcileGet(ctx context.Context, v *view, w http.ResponseWriter, r *http.Request) error {
	p := paramsOf(r)
	if p.values.Has("queries") || p.values.Has("query") || p.values.Has("extend") {
		return v.reconcile(ctx, w, r, p, p.values)
	}
	name := r.PathValue("dataset")
	if _, ok := scopeOf(v.Serving, name); !ok {
		return noDataset
	}
	answer(w, r, v.manifest(r, name))
	return nil
}

// manifest says what the service can do. The address' parameters, such as a key,
// go along into those of its parts.
func (v *view) manifest(r *http.Request, name string) map[string]any {
	base := origin(r) + "/reconcile/" + url.PathEscape(name)
	carried := ""
	if q := r.URL.Query(); len(q) > 0 {
		q.Del("callback")
		if carried = q.Encode(); carried != "" {
			carried = "?" + carried
		}
	}
	suggest := map[string]any{}
	for _, kind := range []string{"entity", "type", "property"} {
		suggest[kind] = map[string]string{"service_url": base, "service_path": "/suggest/" + kind + carried,
			"flyout_service_url": base, "flyout_service_path": "/flyout/" + kind + "/${id}" + carried}
	}
	types := []refineType{}
	for _, s := range model().matchable() {
		types = append(types, typeOf(s))
	}
	type choice struct {
		ID    string `json:"id"` // yente's word, of which value is the specification's
		Value string `json:"value"`
		Name  string `json:"name"`
	}
	settings := []map[string]any{
		{"name": "limit", "label": "Limit", "type": "number", "default": 0, "help_text": "The most values of a row (0 for all)."},
		{"name": "render", "label": "How values are written", "type": "select", "default": "caption", "help_text": "For people (Russia) or for machines (ru).",
			"choices": []choice{{"caption", "caption", "For people"}, {"raw", "raw", "For machines"}}},
	}
	propose := carried
	if propose != "" {
		propose += "&" // OpenRefine puts "?type=..." behind it
	}
	return map[string]any{
		"versions":        []string{"0.2"},
		"name":            v.datasetTitle(name) + " (Interdict)",
		"identifierSpace": origin(r) + "/entity/",
		"schemaSpace":     "https://followthemoney.tech/explorer/schemata/",
		"documentation":   documentation,
		"batchSize":       batchSize,
		"view":            map[string]string{"url": origin(r) + "/entity/{{id}}"},
		"preview":         map[string]any{"url": base + "/preview/{{id}}" + carried, "width": previewWidth, "height": previewHeight},
		"suggest":         suggest,
		"extend": map[string]any{
			"propose_properties": map[string]string{"service_url": base, "service_path": "/extend/property" + propose},
			"property_settings":  settings, // as the specification has it
			"propose_settings":   settings, // as yente has it
		},
		"defaultTypes": types,
	}
}

// datasetTitle is a data set's name for people.
func (v *view) datasetTitle(name string) string {
	for _, c := range collections {
		if c.name == name {
			return c.title
		}
	}
	return v.Title(name)
}

// callbackName is what a script's function may be called.
var callbackName = regexp.MustCompile(`^[A-Za-z_$][A-Za-z0-9_$.]{0,100}$`)

// answer answers with JSON, or with a script that hands it over, which older
// OpenRefines ask for.
func answer(w http.ResponseWriter, r *http.Request, value any) {
	name := r.URL.Query().Get("callback")
	if !callbackName.MatchString(name) {
		server.WriteJSON(w, http.StatusOK, value)
		return
	}
	if r.Header.Get("Sec-Fetch-Site") == "cross-site" && r.URL.Query().Get("api_key") == "" {
		// A script can be read by the page that asks for it, whose ever that is.
		fail(w, refuse(http.StatusForbidden, "A page of another site asked; it has to send a key."))
		return
	}
	b, err := json.Marshal(value)
	if err != nil {
		fail(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/javascript; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	fmt.Fprintf(w, "/**/%s(%s);\n", name, b)
}

// reconcilePost answers POST /reconcile/{dataset}, a form.
func (a *api) reconcilePost(ctx context.Context, v *view, w http.ResponseWriter, r *http.Request) error {
	form, err := formOf(w, r)
	if err != nil {
		return err
	}
	return v.reconcile(ctx, w, r, paramsOf(r), form)
}

// formOf reads a form, whatever it says that it is: an object of JSON is one too.
func formOf(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "multipart/form-data" {
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		if err := r.ParseMultipartForm(maxBody); err != nil {
			return nil, refuse(http.StatusBadRequest, "The form cannot be read.")
		}
		return r.PostForm, nil
	}
	body, err := bodyOf(w, r)
	if err != nil {
		return nil, err
	}
	if fields, ok := members(body); ok {
		form := url.Values{}
		for _, f := range fields {
			form.Set(f.name, string(f.value))
		}
		return form, nil
	}
	form, err := url.ParseQuery(strings.TrimSpace(string(body)))
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "The form cannot be read.")
	}
	return form, nil
}

// reconcile answers what a form asks for.
func (v *view) reconcile(ctx context.Context, w http.ResponseWriter, r *http.Request, p *params, form url.Values) error {
	since, algorithm := p.since("changed_since"), p.text("algorithm", "best")
	if err := p.err(); err != nil {
		return err
	}
	in, ok := scopeOf(v.Serving, r.PathValue("dataset"))
	if !ok {
		return noDataset
	}
	w.Header().Set(algorithmHeader, scorer)
	if extend := form.Get("extend"); strings.TrimSpace(extend) != "" {
		x, err := v.extend(ctx, []byte(extend))
		if err == nil {
			w.Header().Set(batchHeader, strconv.Itoa(len(x.Rows)))
			answer(w, r, x)
		}
		return err
	}
	if !knownAlgorithm(algorithm) {
		return noAlgorithm(algorithm)
	}
	if form.Has("query") && !form.Has("queries") { // one, as the form's first version had it
		one, err := v.reconcileOne(ctx, in, since, single(form.Get("query")))
		if err == nil {
			answer(w, r, one)
		}
		return err
	}
	queries, err := objectOf([]byte(form.Get("queries")))
	if err != nil {
		return err
	}
	if len(queries) > maxBatch {
		return refuse(http.StatusBadRequest, fmt.Sprintf("Too many queries in one batch (limit: %d)", maxBatch))
	}
	results := ordered{}
	for _, q := range queries {
		if err := ctx.Err(); err != nil {
			return err
		}
		one, err := v.reconcileOne(ctx, in, since, q.value)
		if err != nil {
			return err
		}
		results.add(q.name, one)
	}
	w.Header().Set(batchHeader, strconv.Itoa(len(results)))
	answer(w, r, results)
	return nil
}

// single makes a query of a text that may be one already.
func single(text string) json.RawMessage {
	if _, ok := members(json.RawMessage(text)); ok {
		return json.RawMessage(text)
	}
	b, err := json.Marshal(map[string]string{"query": text})
	if err != nil {
		return nil
	}
	return b
}

// objectOf reads an object in a form; what is none is the 400 that yente answers.
func objectOf(raw []byte) ([]member, error) {
	all, ok := members(raw)
	if !ok || deep(raw) || !json.Valid(raw) {
		return nil, &problem{status: http.StatusBadRequest, detail: "Cannot decode the request",
			errors: []invalid{{Type: "json_invalid", Loc: []any{}, Msg: "Invalid JSON: an object was expected"}}}
	}
	return all, nil
}

// reconcileOne answers one query.
func (v *view) reconcileOne(ctx context.Context, in scope, since time.Time, raw json.RawMessage) (*refineResult, error) {
	fields, err := objectOf(raw)
	if err != nil {
		return nil, err
	}
	e := &example{Schema: thing, Properties: map[string][]string{}}
	limit := defaultLimit
	values := map[string][]string{}
	for _, f := range fields {
		switch f.name {
		case "query":
			values["name"] = append(texts(f.value), values["name"]...)
		case "type", "types":
			e.Schema = cmp.Or(refineTypeOf(f.value), thing)
		case "limit":
			if n, err := strconv.Atoi(first(texts(f.value))); err == nil && n > 0 {
				limit = min(n, maxResults)
			}
		case "properties":
			propertiesOf(f.value, values)
		}
	}
	if err := e.fill(values); err != nil {
		return nil, err
	}
	m := &matching{limit: limit, threshold: scoreOf(defaultThreshold), cutoff: lowestCutoff, scope: in, engine: v.Engine}
	found, n, err := m.run(ctx, v, &query{example: e, narrowing: narrowing{since: since}})
	if err != nil {
		return nil, err
	}
	if server.Note(ctx, 1, n); server.LogsSubjects(ctx) {
		who := e.subject("")
		server.Note(ctx, 0, 0, who.Name())
	}
	out := &refineResult{Result: []refineCandidate{}}
	for i := range found {
		s := model().schemata[found[i].Schema]
		out.Result = append(out.Result, refineCandidate{
			refineEntity: refineEntity{ID: found[i].ID, Name: found[i].Caption, Description: s.label, Type: []refineType{typeOf(s)}},
			Score:        json.Number(found[i].Score.String()), Match: found[i].Match,
		})
	}
	return out, nil
}

// refineTypeOf is the first type of a text, an object with an id, or a list.
func refineTypeOf(raw json.RawMessage) string {
	if all := texts(raw); len(all) > 0 {
		return all[0]
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) == nil && len(list) > 0 {
		raw = list[0]
	}
	var object struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(raw, &object) == nil {
		return object.ID
	}
	return ""
}

// propertiesOf reads the properties of a query: [{pid, v}]. A value may be a cell
// that was reconciled, of which the name counts. One that nobody knows is passed
// over.
func propertiesOf(raw json.RawMessage, values map[string][]string) {
	var all []struct {
		PID string          `json:"pid"`
		P   string          `json:"p"`
		V   json.RawMessage `json:"v"`
	}
	if json.Unmarshal(raw, &all) != nil {
		return
	}
	for _, one := range all[:min(len(all), maxValues)] {
		p := model().byQName(cmp.Or(one.PID, one.P))
		if p == nil || null(one.V) {
			continue
		}
		found := texts(one.V)
		var cell struct{ ID, Name string }
		if len(found) == 0 && json.Unmarshal(one.V, &cell) == nil {
			found = []string{cmp.Or(cell.Name, cell.ID)}
		}
		values[p.name] = append(values[p.name], found...)
	}
}
