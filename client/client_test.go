package client_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/client"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/server"
	v1 "github.com/interdict/interdict/server/v1"
)

// operation is one of docs/openapi.json.
type operation struct {
	ID         string `json:"operationId"`
	Parameters []struct{ Name, In string }
	Responses  map[string]struct {
		Content map[string]struct{ Schema map[string]any }
	}
	method, path string
}

// description is docs/openapi.json: its operations by id, and its schemas.
func description(t *testing.T) (map[string]operation, map[string]map[string]any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "docs", "openapi.json"))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths      map[string]map[string]operation
		Components struct{ Schemas map[string]map[string]any }
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	ops := map[string]operation{}
	for path, methods := range doc.Paths {
		for method, op := range methods {
			op.method, op.path = strings.ToUpper(method), path
			ops[op.ID] = op
		}
	}
	return ops, doc.Components.Schemas
}

// calls are the methods of the client, one for each operation.
var calls = map[string]struct {
	answer any // of which type, nil where it is no JSON object
	call   func(ctx context.Context, c *client.Client) error
}{
	"screen": {client.ScreenAnswer{}, func(ctx context.Context, c *client.Client) error {
		_, err := c.Screen(ctx, &client.ScreenRequest{Subjects: []client.Subject{zhao}, ScreenOptions: everyOption})
		return err
	}},
	"screen-stream": {nil, func(ctx context.Context, c *client.Client) error {
		o := everyOption
		o.Moment = client.Moment{}
		s, err := c.Stream(ctx, slices.Values([]client.Subject{zhao}), o)
		if err == nil {
			err = s.Close()
		}
		return err
	}},
	"explain": {client.ExplainAnswer{}, func(ctx context.Context, c *client.Client) error {
		_, err := c.Explain(ctx, &client.ExplainRequest{Subject: zhao, ID: "a/b", Threshold: 0.8, Moment: then})
		return err
	}},
	"search": {client.SearchAnswer{}, func(ctx context.Context, c *client.Client) error {
		_, err := c.Search(ctx, "zhao", client.SearchOptions{Schema: "Person", Countries: []string{"cn", "hk"}, BirthDate: "1985", Paging: page, Moment: then})
		return err
	}},
	"get-entity": {client.EntityAnswer{}, func(ctx context.Context, c *client.Client) error { _, err := c.Entity(ctx, "a/b", then); return err }},
	"get-entity-listings": {client.ListingsAnswer{}, func(ctx context.Context, c *client.Client) error {
		_, err := c.EntityListings(ctx, "a/b", then)
		return err
	}},
	"get-listing": {client.ListingAnswer{}, func(ctx context.Context, c *client.Client) error {
		_, err := c.Listing(ctx, "x", "a/b", then)
		return err
	}},
	"get-lists":    {client.ListsAnswer{}, func(ctx context.Context, c *client.Client) error { _, err := c.Lists(ctx, then); return err }},
	"get-list":     {client.ListAnswer{}, func(ctx context.Context, c *client.Client) error { _, err := c.List(ctx, "x", then); return err }},
	"get-editions": {client.EditionsAnswer{}, func(ctx context.Context, c *client.Client) error { _, err := c.Editions(ctx, "x", page); return err }},
	"get-diff": {client.DiffAnswer{}, func(ctx context.Context, c *client.Client) error {
		_, err := c.Diff(ctx, "x", "2024", "newest", page)
		return err
	}},
	"get-feed": {nil, func(ctx context.Context, c *client.Client) error { _, err := c.Feed(ctx, "x", 3); return err }},
	"get-gaps": {client.GapsAnswer{}, func(ctx context.Context, c *client.Client) error {
		_, err := c.Gaps(ctx, []string{"gb", "us"}, []string{"eu"}, client.GapsOptions{Kinds: []string{"all"}, Since: "2024", Paging: page, Moment: then})
		return err
	}},
	"get-suggestions": {client.SuggestionsAnswer{}, func(ctx context.Context, c *client.Client) error { _, err := c.Suggestions(ctx, page); return err }},
	"get-version":     {client.VersionAnswer{}, func(ctx context.Context, c *client.Client) error { _, err := c.Version(ctx); return err }},
	"get-policy":      {client.PolicyAnswer{}, func(ctx context.Context, c *client.Client) error { _, err := c.Policy(ctx); return err }},
}

var (
	no   = false
	then = client.Moment{AsOf: "2024-03-26", KnownAt: "2024-04-01"}
	page = client.Paging{Limit: 3, Offset: 6}
	zhao = client.Subject{ID: "7", Name: "Zhao Guangzong", BirthDates: []string{"1985-11-12"}, Nationalities: []string{"CN"}, Other: map[string]any{"city": "Wuhan"}}

	everyOption = client.ScreenOptions{Threshold: 0.75, Lists: []string{"x", "y"}, ListingKinds: []string{"sanction"}, Limit: 5, All: &no, Cleared: true, Standing: &no, Moment: then}
)

// Every operation of the description has its method, which asks as described.
func TestEveryOperation(t *testing.T) {
	ops, _ := description(t)
	for id, op := range ops {
		if _, ok := calls[id]; !ok {
			t.Errorf("no method of the client is for %s", op.ID)
		}
	}
	for id, c := range calls {
		op, ok := ops[id]
		if !ok {
			t.Errorf("%s is not described", id)
			continue
		}
		var asked []*http.Request
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked = append(asked, r)
			_, _ = io.WriteString(w, "{}\n")
		}))
		cl := newClient(t, s.URL, client.WithKey("secret"))
		if err := c.call(context.Background(), cl); err != nil {
			t.Errorf("%s: %v", id, err)
		}
		s.Close()
		if len(asked) != 1 {
			t.Errorf("%s asks %d times", id, len(asked))
			continue
		}
		asksAsDescribed(t, &op, asked[0])
	}
}

// asksAsDescribed holds a request to its operation.
func asksAsDescribed(t *testing.T, op *operation, r *http.Request) {
	t.Helper()
	want, have := strings.Split(op.path, "/"), strings.Split(r.URL.EscapedPath(), "/")
	same := r.Method == op.method && len(want) == len(have)
	for i := 0; same && i < len(want); i++ {
		same = want[i] == have[i] || strings.HasPrefix(want[i], "{")
	}
	if !same || r.Header.Get("Authorization") != "Bearer secret" {
		t.Errorf("%s asks %s %s %q", op.ID, r.Method, r.URL, r.Header.Get("Authorization"))
	}
	known := map[string]bool{}
	for _, p := range op.Parameters {
		if p.In == "query" {
			known[p.Name] = true
		}
	}
	for name := range r.URL.Query() {
		if !known[name] {
			t.Errorf("%s asks with %s, which is not described", op.ID, name)
		}
		delete(known, name)
	}
	for name := range known { // what the client has no way to ask for
		if !slices.Contains([]string{"get-diff known_at", "screen-stream as_of", "screen-stream known_at"}, op.ID+" "+name) {
			t.Errorf("%s does not ask with %s", op.ID, name)
		}
	}
}

// The types have every member that is described, and no other.
func TestTypesAreAsDescribed(t *testing.T) {
	ops, schemas := description(t)
	for id, c := range calls {
		if c.answer != nil {
			compare(t, id, schemas, ops[id].Responses["200"].Content["application/json"].Schema, reflect.TypeOf(c.answer), map[reflect.Type]bool{})
		}
	}
	for name, v := range map[string]any{"StreamSummary": client.StreamSummary{}, "Line": client.Result{}, "Refusal": client.Refusal{}, "ScreenRequest": client.ScreenRequest{}, "ExplainRequest": client.ExplainRequest{}, "Problem": client.Problem{}} {
		compare(t, name, schemas, map[string]any{"$ref": "#/components/schemas/" + name}, reflect.TypeOf(v), map[reflect.Type]bool{})
	}
}

// compare holds a type against a schema, and the types and schemas in them.
func compare(t *testing.T, where string, schemas map[string]map[string]any, s map[string]any, typ reflect.Type, seen map[reflect.Type]bool) {
	t.Helper()
	if ref, ok := s["$ref"].(string); ok {
		s = schemas[strings.TrimPrefix(ref, "#/components/schemas/")]
	}
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	if items, ok := s["items"].(map[string]any); ok {
		if typ.Kind() != reflect.Slice {
			t.Errorf("%s is %s, described as a list", where, typ)
			return
		}
		compare(t, where+"[]", schemas, items, typ.Elem(), seen)
		return
	}
	properties, ok := s["properties"].(map[string]any)
	if !ok || s["title"] == "Subject" || seen[typ] {
		return
	}
	seen[typ] = true
	fields := fieldsOf(typ)
	for name, p := range properties {
		f, ok := fields[name]
		if !ok {
			t.Errorf("%s: %s has no member %s", where, typ, name)
			continue
		}
		compare(t, where+"."+name, schemas, p.(map[string]any), f, seen)
		delete(fields, name)
	}
	for name := range fields {
		t.Errorf("%s: %s has a member %s that is not described", where, typ, name)
	}
}

// fieldsOf are the members of a type as JSON has them.
func fieldsOf(typ reflect.Type) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for i := range typ.NumField() {
		f := typ.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous:
			for n, t := range fieldsOf(f.Type) {
				out[n] = t
			}
		case f.IsExported() && name != "-":
			out[name] = f.Type
		}
	}
	return out
}

// The golden answers of the API are read without a rest.
func TestGoldenAnswers(t *testing.T) {
	files := map[string]any{"screen": &client.ScreenAnswer{}, "screen_options": &client.ScreenAnswer{}, "screen_cleared": &client.ScreenAnswer{}, "explain": &client.ExplainAnswer{}, "search": &client.SearchAnswer{},
		"entity": &client.EntityAnswer{}, "entity_listings": &client.ListingsAnswer{}, "listing": &client.ListingAnswer{}, "lists": &client.ListsAnswer{}, "list": &client.ListAnswer{},
		"suggestions": &client.SuggestionsAnswer{}, "version": &client.VersionAnswer{}, "policy": &client.PolicyAnswer{}, "bad_subjects": &client.Problem{}, "not_listed": &client.Problem{}}
	for name, to := range files {
		text, err := os.ReadFile(filepath.Join("..", "server", "v1", "testdata", name+".golden"))
		if err != nil {
			t.Fatal(err)
		}
		_, answer, _ := bytes.Cut(text, []byte("--- answer ---\n"))
		_, body, _ := bytes.Cut(answer, []byte("\n"))
		d := json.NewDecoder(bytes.NewReader(body))
		d.DisallowUnknownFields()
		if err := d.Decode(to); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func newClient(t *testing.T, address string, o ...client.Option) *client.Client {
	t.Helper()
	c, err := client.New(address, o...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// demo is a service over the built-in register.
func demo(t *testing.T) *client.Client {
	t.Helper()
	source := server.NewSource(&base.Folder{Dir: t.TempDir(), Starter: true, Now: time.Now}, server.Settings{Policy: policy.Default(), Weights: score.Default()})
	t.Cleanup(source.Close)
	if err := source.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(server.New(source, server.Options{Classes: v1.Classes}, v1.Routes("test")))
	t.Cleanup(s.Close)
	return newClient(t, s.URL)
}

func TestAgainstAService(t *testing.T) {
	c, ctx := demo(t), context.Background()
	screened, err := c.Screen(ctx, &client.ScreenRequest{Subjects: []client.Subject{zhao, {Name: "Nobody Inparticular"}}})
	if err != nil || len(screened.Results) != 2 || len(screened.Results[0].Hits) != 1 || len(screened.Results[1].Hits) != 0 {
		t.Fatalf("%+v %v", screened, err)
	}
	hit := &screened.Results[0].Hits[0]
	if hit.Score < 0.9 || hit.Standing == nil || !screened.AnsweredBy.Demo {
		t.Errorf("%+v", hit)
	}
	entity, err := c.Entity(ctx, hit.EntityID, client.Moment{})
	if err != nil || entity.Caption != hit.Caption || len(entity.Listings) != 2 {
		t.Errorf("%+v %v", entity, err)
	}
	_, err = c.Entity(ctx, "nowhere", client.Moment{})
	var p *client.Problem
	if !errors.As(err, &p) || p.Status != http.StatusNotFound || p.Code != "not_found" || p.Error() == "" {
		t.Errorf("an id that nothing has: %v", err)
	}
	found, err := c.Search(ctx, "Wuhan Xiaoruizhi", client.SearchOptions{})
	if err != nil || len(found.Results) == 0 {
		t.Errorf("%+v %v", found, err)
	}
}

// A stream without end answers while it goes on.
func TestStream(t *testing.T) {
	c := demo(t)
	answered := make(chan struct{})
	s, err := c.Stream(context.Background(), func(yield func(client.Subject) bool) {
		for yield(zhao) {
			select {
			case <-answered:
			case <-time.After(30 * time.Second):
				t.Error("nothing is answered")
				return
			}
		}
	}, client.ScreenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		line, err := s.Next()
		if err != nil || line.Result == nil || len(line.Result.Hits) != 1 {
			t.Fatalf("%+v %v", line, err)
		}
		answered <- struct{}{}
	}
	if !s.AnsweredBy.Demo || s.Close() != nil {
		t.Errorf("%+v", s.AnsweredBy)
	}
	close(answered)

	s, err = c.Stream(context.Background(), slices.Values([]client.Subject{zhao, {ID: "8"}, {Name: "Nobody Inparticular"}}), client.ScreenOptions{All: &no})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var results, refused int
	for {
		line, err := s.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if line.Result != nil {
			results++
		} else if line.Refused.Row == 2 {
			refused++
		}
	}
	if results != 1 || refused != 1 || s.Summary.Screened != 2 || s.Summary.Refused != 1 {
		t.Errorf("%d results, %d refused, %+v", results, refused, s.Summary)
	}
}

// Where the service says to, the client asks again; a stream that is cut off is
// an error.
func TestPatience(t *testing.T) {
	asked := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		switch {
		case strings.HasSuffix(r.URL.Path, "/stream"):
			_, _ = io.WriteString(w, "{\"answered_by\":{}}\n{\"subject\":")
		case asked == 1:
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(http.StatusAccepted)
		case asked == 2:
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusServiceUnavailable)
		case asked == 3:
			_, _ = io.WriteString(w, `{"lists": []}`)
		default:
			w.Header().Set("Retry-After", "3000")
			w.WriteHeader(http.StatusAccepted)
		}
	}))
	defer s.Close()
	c := newClient(t, s.URL, client.WithPatience(10*time.Second))
	if _, err := c.Lists(context.Background(), client.Moment{}); err != nil || asked != 3 {
		t.Errorf("asked %d times: %v", asked, err)
	}
	if _, err := c.Lists(context.Background(), client.Moment{}); !errors.Is(err, client.ErrPending) {
		t.Errorf("without patience: %v", err)
	}
	stream, err := c.Stream(context.Background(), slices.Values([]client.Subject{zhao}), client.ScreenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	if _, err := stream.Next(); !errors.Is(err, client.ErrCutOff) {
		t.Errorf("a stream that breaks off: %v", err)
	}
	for _, address := range []string{"", "127.0.0.1:8700", "ftp://x", "http://a:b@c"} {
		if _, err := client.New(address); err == nil {
			t.Errorf("%q is taken for an address", address)
		}
	}
}

// FuzzAnswers gives each operation any answer: a client takes it or says what is
// wrong, and asks no longer than its patience.
func FuzzAnswers(f *testing.F) {
	f.Add(200, `{"results":[{"hits":null,"subject":1}],"answered_by":{"lists":[{"published":"x"}]}}`, "")
	f.Add(200, "{\"answered_by\":{}}\n{\"refused\":{}}\n{\"summary\":null}", "")
	f.Add(202, `{"status":"pending"}`, "1e9")
	f.Add(503, `{"detail":"x","errors":[null]}`, "Thu, 01 Jan 1970 00:00:00 GMT")
	f.Add(301, ``, "-1")
	status, body, retry := 200, "", ""
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if retry != "" {
			w.Header().Set("Retry-After", retry)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	f.Cleanup(s.Close)
	c, err := client.New(s.URL, client.WithPatience(0))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, answered int, text, again string) {
		if answered < 200 || answered > 599 {
			return
		}
		status, body, retry = answered, text, strings.Map(func(r rune) rune {
			if r < ' ' || r > '~' {
				return -1
			}
			return r
		}, again)
		for id, one := range calls {
			if err := one.call(t.Context(), c); err == nil && status != http.StatusOK {
				t.Errorf("%s takes %d", id, status)
			}
		}
		s, err := c.Stream(t.Context(), slices.Values([]client.Subject{zhao}), client.ScreenOptions{})
		for err == nil {
			_, err = s.Next()
		}
	})
}
