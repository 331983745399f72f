package v1

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
)

// described is the API's description, as it is served.
func describedAPI(t *testing.T) (*api, []byte) {
	t.Helper()
	a := newAPI(http.NewServeMux(), sourceForDescription(t), "test")
	return a, a.spec
}

func TestDescriptionIsCommitted(t *testing.T) {
	_, got := describedAPI(t)
	file := filepath.Join("..", "..", "docs", "openapi.json")
	if *renew {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("docs/openapi.json is not what the program serves (%s); run go test ./server/v1 -update", firstDifference(string(got), string(want)))
	}
}

var operationID = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)

// The description is of OpenAPI 3.1: every reference leads somewhere, every
// operation says what it does, takes and answers.
func TestDescriptionIsWhole(t *testing.T) {
	a, text := describedAPI(t)
	var doc map[string]any
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	if doc["openapi"] != "3.1.0" {
		t.Errorf("openapi: %v", doc["openapi"])
	}
	schemas := doc["components"].(map[string]any)["schemas"].(map[string]any)
	references(doc, func(ref string) {
		if schemas[strings.TrimPrefix(ref, "#/components/schemas/")] == nil {
			t.Errorf("%s leads nowhere", ref)
		}
	})
	ids := map[string]bool{}
	for path, item := range a.huma.OpenAPI().Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post} {
			if op == nil {
				continue
			}
			where := op.Method + " " + path
			if !operationID.MatchString(op.OperationID) || ids[op.OperationID] || op.Summary == "" {
				t.Errorf("%s: id %q, summary %q", where, op.OperationID, op.Summary)
			}
			ids[op.OperationID] = true
			operationIsWhole(t, where, op)
		}
	}
	if len(ids) != len(operations) {
		t.Errorf("%d operations, %d are described", len(ids), len(operations))
	}
}

func operationIsWhole(t *testing.T, where string, op *huma.Operation) {
	t.Helper()
	named := map[string]bool{}
	for _, p := range op.Parameters {
		s := p.Schema
		if named[p.In+p.Name] {
			t.Errorf("%s: %s is there twice", where, p.Name)
		}
		named[p.In+p.Name] = true
		switch {
		case p.Description == "":
			t.Errorf("%s: nothing describes %s", where, p.Name)
		case (s.Type == huma.TypeInteger || s.Type == huma.TypeNumber) && (s.Minimum == nil || s.Maximum == nil):
			t.Errorf("%s: %s has no range", where, p.Name)
		case s.Type == huma.TypeString && p.In != "header" && s.MaxLength == nil && s.Enum == nil:
			t.Errorf("%s: %s has no longest length", where, p.Name)
		case s.Type == huma.TypeArray && s.MaxItems == nil:
			t.Errorf("%s: %s has no most items", where, p.Name)
		case p.Required && p.Example == nil && len(s.Examples) == 0:
			t.Errorf("%s: %s has no example", where, p.Name)
		}
	}
	for _, status := range []string{"200", "422", "500", "503"} {
		r := op.Responses[status]
		if r == nil || r.Description == "" || len(r.Content) == 0 {
			t.Errorf("%s: nothing describes the answer %s", where, status)
		}
	}
	if op.Method == http.MethodPost && (op.RequestBody == nil || len(op.RequestBody.Content) == 0) {
		t.Errorf("%s: nothing describes its body", where)
	}
}

// references calls f for each reference in a JSON value.
func references(v any, f func(string)) {
	switch v := v.(type) {
	case map[string]any:
		for k, one := range v {
			if ref, ok := one.(string); ok && k == "$ref" {
				f(ref)
			}
			references(one, f)
		}
	case []any:
		for _, one := range v {
			references(one, f)
		}
	}
}

// Every answer, and every request that is taken, is as the description says,
// with no member that it does not name.
func TestAnswersAreAsDescribed(t *testing.T) {
	a, _ := describedAPI(t)
	h := demo(t)
	registry := a.huma.OpenAPI().Components.Schemas
	for _, s := range registry.Map() {
		if s.Type == huma.TypeObject && s.AdditionalProperties == true {
			s.AdditionalProperties = false
		}
		s.PrecomputeMessages()
	}
	met := map[string]bool{}
	for _, g := range goldens {
		op := operationFor(a, g.method, g.path)
		if op == nil {
			continue
		}
		w := ask(h, g.method, g.path, g.body)
		r := op.Responses[fmt.Sprint(w.Code)]
		if r == nil {
			t.Errorf("%s: %d is not described", g.name, w.Code)
			continue
		}
		met[op.OperationID] = met[op.OperationID] || w.Code == http.StatusOK
		media := r.Content[w.Header().Get("Content-Type")]
		if media == nil {
			t.Errorf("%s: %d has no %s", g.name, w.Code, w.Header().Get("Content-Type"))
			continue
		}
		validate(t, g.name, registry, media.Schema, w.Body.Bytes())
		if op.RequestBody != nil && w.Code == http.StatusOK {
			validate(t, g.name+"'s body", registry, op.RequestBody.Content["application/json"].Schema, []byte(g.body))
		}
	}
	// Those that the starter register cannot answer are held by TestHistory.
	for id := range operations {
		if !met[id] && !slices.Contains([]string{"screen-stream", "get-editions", "get-diff", "get-feed", "get-gaps"}, id) {
			t.Errorf("no golden request is answered by %s", id)
		}
	}
}

func validate(t *testing.T, what string, r huma.Registry, s *huma.Schema, text []byte) {
	t.Helper()
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	var res huma.ValidateResult
	huma.Validate(r, s, huma.NewPathBuffer([]byte{}, 0), huma.ModeReadFromServer, v, &res)
	for _, e := range res.Errors {
		t.Errorf("%s: %v", what, e)
	}
}

// operationFor finds the operation that a request goes to.
func operationFor(a *api, method, path string) *huma.Operation {
	path, _, _ = strings.Cut(path, "?")
	for pattern, item := range a.huma.OpenAPI().Paths {
		op := item.Get
		if method == http.MethodPost {
			op = item.Post
		}
		want, have := strings.Split(pattern, "/"), strings.Split(path, "/")
		same := op != nil && len(want) == len(have)
		for i := range want {
			same = same && (strings.HasPrefix(want[i], "{") || want[i] == have[i])
		}
		if same {
			return op
		}
	}
	return nil
}

// The examples of the description are answered.
func TestExamplesAreAnswered(t *testing.T) {
	a, _ := describedAPI(t)
	h := demo(t)
	for path, item := range a.huma.OpenAPI().Paths {
		if item.Post == nil || item.Post.RequestBody.Content["application/json"] == nil {
			continue
		}
		body, err := json.Marshal(item.Post.RequestBody.Content["application/json"].Example)
		if err != nil {
			t.Fatal(err)
		}
		if w := ask(h, http.MethodPost, path, string(body)); w.Code != http.StatusOK {
			t.Errorf("%s %s: %d %s", path, body, w.Code, w.Body)
		}
	}
}
