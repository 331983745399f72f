package yente_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/server"
	"github.com/interdict/interdict/server/yente"
)

// ask sends a request and reads the answer into a value, which may be nil.
func ask(t *testing.T, srv http.Handler, method, target, body string, into any) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	srv.ServeHTTP(w, httptest.NewRequest(method, target, strings.NewReader(body)))
	if into != nil {
		if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
			t.Fatalf("%s %s: %d: %v: %.300s", method, target, w.Code, err, w.Body)
		}
	}
	return w
}

// listed is what a client reads of an entity.
type listed struct {
	ID, Schema string
	Properties map[string][]any
	Referents  []string
}

// found is what a client reads of an answer with results.
type found struct {
	Results []listed
	Total   struct{ Value int }
	Facets  map[string]struct{ Values []struct{ Count int } }
}

// What OpenRefine asks for is counted as any other screening.
func TestReconcilingIsCounted(t *testing.T) {
	srv := newServer(t)
	w := ask(t, srv, "GET", "/reconcile/default?"+url.Values{"queries": {`{"q0": {"query": "Zhao Guangzong"}, "q1": {"query": "Margaret Applewhite"}}`}}.Encode(), "", nil)
	if w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if told := ask(t, srv, "GET", "/metrics", "", nil).Body.String(); !strings.Contains(told, "interdict_screenings_total 2\n") || strings.Contains(told, "interdict_hits_total 0\n") {
		t.Errorf("%s", told)
	}
}

func TestUnchangedCatalog(t *testing.T) {
	srv := newServer(t)
	first := ask(t, srv, "GET", "/manifest", "", nil)
	tag := first.Header().Get("ETag")
	if tag == "" || first.Header().Get("Cache-Control") != "public, max-age=300" {
		t.Fatalf("the catalogue has the headers %v", first.Header())
	}
	for _, have := range []string{tag, `"other", W/` + tag, "*"} {
		r := httptest.NewRequest(http.MethodGet, "/catalog", nil)
		r.Header.Set("If-None-Match", have)
		w := httptest.NewRecorder()
		srv.ServeHTTP(w, r)
		if w.Code != http.StatusNotModified || w.Body.Len() > 0 || w.Header().Get("ETag") != tag {
			t.Errorf("If-None-Match %s is answered %d", have, w.Code)
		}
	}
}

func TestLimits(t *testing.T) {
	srv := newServer(t)
	batch := func(n int) string {
		var all []string
		for i := range n {
			all = append(all, fmt.Sprintf(`"q%d": {"schema": "Person", "properties": {"name": "Nobody %d"}}`, i, i))
		}
		return `{"queries": {` + strings.Join(all, ",") + `}}`
	}
	for _, c := range []struct {
		name, method, target, body string
		status                     int
		says                       string
	}{
		{"a hundred queries", "POST", "/match/default", batch(100), 200, `"q99"`},
		{"one more", "POST", "/match/default", batch(101), 400, "Too many queries in one batch (limit: 100)"},
		{"a long address", "GET", "/search/default?q=" + strings.Repeat("a", 60_000), "", 414, "Request URI too long"},
		{"a long query", "GET", "/search/default?q=" + strings.Repeat("a", 3_000), "", 400, "longer"},
		{"many excluded", "POST", "/match/default?" + strings.Repeat("exclude_entity_ids=x&", 51), batch(1), 422, "at most 50 items"},
		{"fifty excluded", "POST", "/match/default?" + strings.Repeat("exclude_entity_ids=x&", 50), batch(1), 200, `"q0"`},
		{"far behind", "GET", "/search/default?offset=9500", "", 422, "9499"},
		{"a deep body", "POST", "/match/default", `{"queries": ` + strings.Repeat("[", 50) + strings.Repeat("]", 50) + `}`, 422, "deeper"},
		{"a large body", "POST", "/match/default", `{"queries": {"` + strings.Repeat("a", 17<<20) + `": null}}`, 413, "larger"},
		{"no body", "POST", "/match/default", "", 422, "Field required"},
		{"many values", "POST", "/match/default", `{"queries": {"q": {"schema": "Person", "properties": {"name": [` + strings.Repeat(`"a",`, 400) + `"b"], "alias": [` + strings.Repeat(`"a",`, 400) + `"b"]}}}}`, 400, "values"},
	} {
		w := ask(t, srv, c.method, c.target, c.body, nil)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s: %d %.200s, want %d and %q", c.name, w.Code, w.Body, c.status, c.says)
		}
	}
}

func TestNothingLoaded(t *testing.T) {
	s := server.NewSource(&base.Folder{Dir: t.TempDir(), Now: time.Now}, server.Settings{Policy: policy.Default(), Weights: score.Default()})
	t.Cleanup(s.Close)
	_ = s.Refresh(context.Background())
	srv := server.New(s, server.Options{}, yente.New(yente.Options{}))
	var answer struct{ Detail string }
	if w := ask(t, srv, "POST", "/match/default", zhao, &answer); w.Code != http.StatusServiceUnavailable || !strings.Contains(answer.Detail, "interdict lists load") {
		t.Errorf("without a list: %d %s", w.Code, w.Body)
	}
}

// TestPreviewMayBeFramed holds the policy of the page that OpenRefine frames: its
// own style and nothing else.
func TestPreviewMayBeFramed(t *testing.T) {
	w := ask(t, newServer(t), "GET", "/reconcile/default/preview/ofac-47814", "", nil)
	policy := w.Header().Get("Content-Security-Policy")
	if w.Code != 200 || !strings.Contains(policy, "frame-ancestors *") || !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
		t.Errorf("%d %s", w.Code, policy)
	}
	_, rest, _ := strings.Cut(w.Body.String(), "<style>")
	style, _, _ := strings.Cut(rest, "</style>")
	sum := sha256.Sum256([]byte(style))
	if !strings.Contains(policy, base64.StdEncoding.EncodeToString(sum[:])) || len(style) < 100 {
		t.Errorf("the style is not that of the policy %s", policy)
	}
}

// TestScriptsOfOtherSites holds that a stranger's page cannot read a script, which
// a browser lets every page do.
func TestScriptsOfOtherSites(t *testing.T) {
	srv := newServer(t)
	for site, want := range map[string]int{"": 200, "same-site": 200, "cross-site": 403} {
		r := httptest.NewRequest(http.MethodGet, "/reconcile/default/suggest/type?prefix=p&callback=steal", nil)
		r.Header.Set("Sec-Fetch-Site", site)
		r.Header.Set("Sec-Fetch-Mode", "no-cors")
		w := httptest.NewRecorder()
		srv.ServeHTTP(w, r)
		if w.Code != want || want == 403 && strings.Contains(w.Body.String(), "Person") {
			t.Errorf("a page of %q is answered %d %s", site, w.Code, w.Body)
		}
	}
}

// TestPages reads all entities page by page: each once, and as many as are
// counted.
func TestPages(t *testing.T) {
	srv := newServer(t)
	seen := map[string]bool{}
	for offset := 0; ; offset += 7 {
		var page found
		ask(t, srv, "GET", fmt.Sprintf("/search/all?limit=7&sort=caption:asc&offset=%d", offset), "", &page)
		for _, e := range page.Results {
			if seen[e.ID] {
				t.Errorf("%s is on two pages", e.ID)
			}
			seen[e.ID] = true
		}
		if len(page.Results) == 0 {
			if len(seen) != page.Total.Value || len(seen) < 20 {
				t.Errorf("%d entities on the pages, %d counted", len(seen), page.Total.Value)
			}
			return
		}
	}
}

// walk calls f for an entity and all that are nested in it.
func walk(e map[string]any, f func(map[string]any)) {
	f(e)
	properties, _ := e["properties"].(map[string]any)
	for _, values := range properties {
		list, _ := values.([]any)
		for _, v := range list {
			if in, ok := v.(map[string]any); ok {
				walk(in, f)
			}
		}
	}
}

// TestEveryEntity asks for every entity with what stands beside it: each has an
// address of its own, no property but those of its schema, and is found again by
// every id that it is known by.
func TestEveryEntity(t *testing.T) {
	srv := newServer(t)
	var all found
	ask(t, srv, "GET", "/search/all?limit=500", "", &all)
	beside := 0
	for _, e := range all.Results {
		var whole map[string]any
		if w := ask(t, srv, "GET", "/entities/"+url.PathEscape(e.ID), "", &whole); w.Code != 200 {
			t.Fatalf("%s: %d", e.ID, w.Code)
		}
		for _, r := range e.Referents {
			w := ask(t, srv, "GET", "/entities/"+url.PathEscape(r)+"?nested=false", "", nil)
			if w.Code != http.StatusPermanentRedirect || w.Header().Get("Location") != "/entities/"+url.PathEscape(e.ID)+"?nested=false" {
				t.Errorf("%s, another id of %s, is answered %d %s", r, e.ID, w.Code, w.Header().Get("Location"))
			}
		}
		walk(whole, func(in map[string]any) {
			id := in["id"].(string)
			checkProperties(t, in)
			if id == e.ID || strings.HasSuffix(id, ".party") || !strings.Contains(id, ".") || slices.Contains(e.Referents, id) {
				return
			}
			beside++
			if w := ask(t, srv, "GET", "/entities/"+url.PathEscape(id), "", nil); w.Code != 200 && w.Code != http.StatusPermanentRedirect {
				t.Errorf("%s, beside %s, is answered %d", id, e.ID, w.Code)
			}
		})
	}
	if beside < 60 {
		t.Errorf("only %d entities stand beside others", beside)
	}
}

func checkProperties(t *testing.T, e map[string]any) {
	t.Helper()
	schema, _ := e["schema"].(string)
	properties, _ := e["properties"].(map[string]any)
	for name := range properties {
		if !yente.HasProperty(schema, name) {
			t.Errorf("%v has the property %s, which %s does not have", e["id"], name, schema)
		}
	}
	if e["caption"] == "" {
		t.Errorf("%v has no caption", e["id"])
	}
}

// TestStatementsStateAll holds an entity's values against the statements of them.
func TestStatementsStateAll(t *testing.T) {
	srv := newServer(t)
	var e listed
	ask(t, srv, "GET", "/entities/gb_fcdo_sanctions-CYB0045?nested=false", "", &e)
	var answer struct {
		Results []struct{ Prop, Value, Dataset, ID string }
	}
	ask(t, srv, "GET", "/statements?canonical_id=gb_fcdo_sanctions-CYB0045&limit=500", "", &answer)
	stated, ids := map[string]bool{}, map[string]bool{}
	for _, s := range answer.Results {
		stated[s.Prop+"="+s.Value] = true
		if ids[s.ID] {
			t.Errorf("two statements have the id %s", s.ID)
		}
		ids[s.ID] = true
	}
	n := 0
	for name, values := range e.Properties {
		for _, v := range values {
			n++
			if !stated[fmt.Sprintf("%s=%v", name, v)] && name != "addressEntity" {
				t.Errorf("nobody states %s %v", name, v)
			}
		}
	}
	if n < 15 {
		t.Errorf("the entity has %d values", n)
	}
}

// scores asks for Zhao Guangzong and answers the score, 0 for none.
func scoreOf(t *testing.T, srv http.Handler, target, body string) float64 {
	t.Helper()
	var answer struct {
		Responses map[string]struct {
			Results []struct{ Score float64 }
		}
	}
	if w := ask(t, srv, "POST", target, body, &answer); w.Code != 200 {
		t.Fatalf("%s: %d %s", target, w.Code, w.Body)
	}
	if r := answer.Responses["q1"].Results; len(r) > 0 {
		return r[0].Score
	}
	return 0
}

// TestWhatARequestMoves holds what weights, settings and narrowings do.
func TestWhatARequestMoves(t *testing.T) {
	srv := newServer(t)
	const query = `"queries": {"q1": {"schema": "Person", "properties": {"name": "Zhao Guangzong", "birthDate": "1961-03-04", "alias": "Gaobin Ni"}}}}`
	plain := scoreOf(t, srv, "/match/default?cutoff=0.3", `{`+query)
	without := scoreOf(t, srv, "/match/default?cutoff=0.3", `{"weights": {"birth_date": 0}, `+query)
	theirs := scoreOf(t, srv, "/match/default?cutoff=0.3&algorithm=logic-v1", `{"weights": {"dob_year_disjoint": 0}, `+query)
	half := scoreOf(t, srv, "/match/default?cutoff=0.3", `{"weights": {"birth_date": 0.5}, `+query)
	if plain >= half || half >= without || theirs != without {
		t.Errorf("a birth date that contradicts: %v, of half the weight %v, of none %v, by yente's name for it %v", plain, half, without, theirs)
	}
	if s := scoreOf(t, srv, "/match/default?threshold=0.99", `{"config": {"nm_name_property": "alias"}, "queries": {"q1": {"schema": "Person", "properties": {"name": "Zhao Guangzong", "alias": "Nobody Atall"}}}}`); s != 0 {
		t.Errorf("a name that is not to be compared scores %v", s)
	}
	for narrowing, want := range map[string]bool{
		"": true, "include_dataset=us_ofac_sdn": true, "include_dataset=un_sc_sanctions": false, "include_dataset=unheard": false,
		"exclude_dataset=us_ofac_sdn": true, "exclude_dataset=us_ofac_sdn&exclude_dataset=gb_fcdo_sanctions": false,
		"exclude_schema=Person": false, "exclude_schema=Vessel": true, "topics=role.pep": false, "topics=role.pep&topics=sanction": true,
		"changed_since=2025-05-20": true, "changed_since=2025-05-20T00:01": false, "changed_since=2025-05-20T00:00:00Z": true,
		"algorithm=marble-v0&explain=true&match_candidates=10": true,
		"exclude_entity_ids=us_ofac_sdn-47814":                 false, "exclude_entity_ids=ofac-47814": false, "exclude_entity_ids=ofac-1": true,
	} {
		if got := scoreOf(t, srv, "/match/default?"+narrowing, zhao) > 0; got != want {
			t.Errorf("%s: found %v", narrowing, got)
		}
	}
	for dataset, want := range map[string]bool{"all": true, "sanctions": true, "us_ofac_sdn": true, "un_sc_sanctions": false, "peps": false} {
		if got := scoreOf(t, srv, "/match/"+dataset, zhao) > 0; got != want {
			t.Errorf("data set %s: found %v", dataset, got)
		}
	}
}

// TestNamesStayInside looks for what was asked for in errors and in what the
// service tells.
func TestNamesStayInside(t *testing.T) {
	var told []string
	var mu sync.Mutex
	s := server.NewSource(&base.Folder{Dir: t.TempDir(), Starter: true, Now: time.Now, Say: func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		told = append(told, fmt.Sprintf(format, args...))
	}}, server.Settings{Policy: policy.Default(), Weights: score.Default()})
	t.Cleanup(s.Close)
	if err := s.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	srv := server.New(s, server.Options{}, yente.New(yente.Options{}))
	const name = "Quentin Privatus"
	for _, x := range []struct{ method, target, body string }{
		{"POST", "/match/default", `{"queries": {"q": {"schema": "Person", "properties": {"name": "` + name + `"}}}`},
		{"POST", "/match/default", `{"queries": {"q": {"schema": "` + name + `", "properties": {"name": "` + name + `"}}}}`},
		{"POST", "/match/default", `{"queries": {"q": {"schema": "Person", "properties": "` + name + `"}}}`},
		{"POST", "/match/default", `{"queries": ["` + name + `"]}`},
		{"GET", "/search/default?q=" + url.QueryEscape(name) + "&limit=many", ""},
		{"GET", "/search/default?filter=" + url.QueryEscape(name), ""},
		{"POST", "/reconcile/default", form("queries", `{"q": {"query": "`+name+`", "type": "Martian"}}`)},
		{"POST", "/reconcile/default", form("queries", `"`+name+`"`)},
	} {
		if w := ask(t, srv, x.method, x.target, x.body, nil); w.Code < 400 || strings.Contains(w.Body.String(), "Privatus") {
			t.Errorf("%s %s: %d %s", x.method, x.target, w.Code, w.Body)
		}
	}
	ask(t, srv, "POST", "/match/default", `{"queries": {"q": {"schema": "Person", "properties": {"name": "`+name+`"}}}}`, nil)
	if strings.Contains(strings.Join(told, "\n"), "Privatus") {
		t.Errorf("the service tells of who was asked for: %q", told)
	}
}

// TestManyAtOnce asks from many sides at once while what answers is swapped.
func TestManyAtOnce(t *testing.T) {
	folder := &base.Folder{Dir: t.TempDir(), Starter: true, Now: time.Now}
	s := server.NewSource(folder, server.Settings{Policy: policy.Default(), Weights: score.Default()})
	t.Cleanup(s.Close)
	if err := s.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	srv := server.New(s, server.Options{}, yente.New(yente.Options{}))
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			for i := range 10 {
				if n == 0 {
					_ = s.UseStarter(context.Background(), true)
					continue
				}
				for _, target := range []string{"/search/default?q=zhao&facets=identifiers", "/entities/us_ofac_sdn-47814/adjacent", "/catalog", fmt.Sprintf("/search/all?offset=%d&filter=birthDate:1985", i)} {
					if w := ask(t, srv, "GET", target, "", nil); w.Code >= 400 {
						t.Errorf("%s: %d %s", target, w.Code, w.Body)
					}
				}
			}
		})
	}
	all.Wait()
}
