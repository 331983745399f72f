package yente_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/server"
	"github.com/interdict/interdict/server/yente"
)

var update = flag.Bool("update", false, "write the golden files anew")

const token = "a-token-of-this-test"

// newServer serves the starter register.
func newServer(t testing.TB) *server.Server {
	t.Helper()
	s := server.NewSource(&base.Folder{Dir: t.TempDir(), Starter: true, Now: time.Now},
		server.Settings{Policy: policy.Default(), Weights: score.Default()})
	t.Cleanup(s.Close)
	if err := s.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	return server.New(s, server.Options{}, yente.New(yente.Options{UpdateToken: token}))
}

// exchange is a request of which the answer is held by a file.
type exchange struct {
	name, method, target string
	header               http.Header
	body                 string
}

func form(field, text string) string { return url.Values{field: {text}}.Encode() }

var formHeader = http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}

const zhao = `{"queries": {"q1": {"schema": "Person", "properties": {"name": ["Zhao Guangzong"], "birthDate": ["1985-11-12"], "nationality": ["China"]}}}}`

var exchanges = []exchange{
	{name: "match", method: "POST", target: "/match/default", body: zhao},
	{name: "match-batch", method: "POST", target: "/match/sanctions?limit=1&threshold=0.8&cutoff=0.5&algorithm=logic-v2", body: `{
		"weights": {"birth_date": 0.5, "country_mismatch": 0, "name_metaphone_match": 0},
		"config": {"nm_number_mismatch": 0.3},
		"queries": {
			"z": {"id": "mine", "schema": "Person", "properties": {"firstName": "Guang Zong", "lastName": ["Zhao"], "birthDate": "1985", "phone": "+86 27 1234", "unheard": ["of"]}},
			"a": {"schema": "Company", "properties": {"name": "Wuhan Xiaoruizhi Science and Technology", "jurisdiction": "CHN", "uscCode": "91420100551956105K"}},
			"nobody": {"schema": "Person", "properties": {"name": ["Jane Nobody"]}}}}`},
	{name: "match-nothing-left", method: "POST", target: "/match/all?exclude_entity_ids=ofac-47814&exclude_schema=Vessel&exclude_dataset=un_sc_sanctions&include_dataset=us_ofac_sdn&topics=sanction&changed_since=2020-01-01T10:00", body: zhao},
	{name: "match-motiva", method: "POST", target: "/match/default?partition=x&index_type=scoped", body: `{
		"params": {"include_datasets": ["gb_fcdo_sanctions", "us_ofac_sdn"], "exclude_datasets": ["un_sc_sanctions"]},
		"queries": {
			"kept": {"schema": "Person", "properties": {"name": "Zhao Guangzong"}, "filters": {"topics": [["sanction", "role.pep"]], "countries": ["cn", "ru"]}},
			"excluded": {"schema": "Person", "properties": {"name": "Zhao Guangzong"}, "params": {"exclude_entity_ids": ["us_ofac_sdn-47814"]}},
			"filtered": {"schema": "Person", "properties": {"name": "Zhao Guangzong"}, "filters": {"countries": [["ru"], ["cn"]]}}}}`},
	{name: "match-thing", method: "POST", target: "/match/default", header: http.Header{"Content-Type": {"text/plain"}, "Authorization": {"ApiKey none"}}, body: `{"queries": {"x": {"schema": "Thing", "properties": {"name": "Sberbank"}}}}`},

	{name: "error-dataset", method: "POST", target: "/match/nowhere", body: zhao},
	{name: "error-algorithm", method: "POST", target: "/match/default?algorithm=logic-v9", body: zhao},
	{name: "error-parameters", method: "POST", target: "/match/default?limit=501&threshold=high&changed_since=yesterday", body: zhao},
	{name: "error-json", method: "POST", target: "/match/default", body: `{"queries": {`},
	{name: "error-body", method: "POST", target: "/match/default", body: `{"weights": {"name": "much"}, "config": []}`},
	{name: "error-query", method: "POST", target: "/match/default", body: `{"queries": {"q1": {"properties": []}}}`},
	{name: "error-schema", method: "POST", target: "/match/default", body: `{"queries": {"q1": {"schema": "Sanction", "properties": {}}}}`},
	{name: "error-no-schema", method: "POST", target: "/match/default", body: `{"queries": {"q1": {"schema": "Martian", "properties": {}}}}`},
	{name: "error-config", method: "POST", target: "/match/default", body: `{"config": {"unheard": 1}, "queries": {"q1": {"schema": "Person", "properties": {}}}}`},
	{name: "error-none", method: "POST", target: "/match/default", body: `{"queries": {}}`},
	{name: "error-method", method: "GET", target: "/match/default"},

	{name: "search", method: "GET", target: "/search/default?q=zhao"},
	{name: "search-empty", method: "GET", target: "/search/default?limit=2&offset=1&sort=caption:desc&facets=schema&facets=genders&facets=topics"},
	{name: "search-filters", method: "GET", target: "/search/all?schema=Person&countries=kp&countries=cn&topics=sanction&filter=properties.gender:male&filter_op=OR&limit=3&sort=birthDate:asc&unheard=of"},
	{name: "search-lucene", method: "GET", target: "/search/sanctions?q=" + url.QueryEscape(`birthDate:1985 AND -zhao countries:cn`) + "&limit=3&fuzzy=true"},
	{name: "search-simple", method: "GET", target: "/search/us_ofac_sdn?q=" + url.QueryEscape(`zhao | "ni gaobin"`) + "&simple=true&facets=identifiers&target=true"},
	{name: "search-number", method: "GET", target: "/search/default?q=421003198511121539&limit=1"},
	{name: "error-search", method: "GET", target: "/search/default?facets=colours&limit=many&fuzzy=perhaps"},
	{name: "error-search-schema", method: "GET", target: "/search/default?schema=Martian"},
	{name: "error-search-filter", method: "GET", target: "/search/default?filter=gender"},

	{name: "entity", method: "GET", target: "/entities/gb_fcdo_sanctions-CYB0045"},
	{name: "entity-flat", method: "GET", target: "/entities/gb_fcdo_sanctions-CYB0044?nested=false"},
	{name: "entity-moved", method: "GET", target: "/entities/ofac-47814?nested=false"},
	{name: "entity-sanction", method: "GET", target: "/entities/us_ofac_sdn-47814.sanction?nested=false"},
	{name: "error-entity", method: "GET", target: "/entities/NK-nobody"},
	{name: "adjacent", method: "GET", target: "/entities/gb_fcdo_sanctions-CYB0045/adjacent?limit=1"},
	{name: "adjacent-relation", method: "GET", target: "/entities/gb_fcdo_sanctions-DPR0097/adjacent/unknownLinkTo"},
	{name: "adjacent-property", method: "GET", target: "/entities/gb_fcdo_sanctions-CYB0045/adjacent/sanctions?offset=1"},
	{name: "error-adjacent", method: "GET", target: "/entities/gb_fcdo_sanctions-CYB0045/adjacent/birthDate"},

	{name: "catalog", method: "GET", target: "/catalog"},
	{name: "algorithms", method: "GET", target: "/algorithms"},
	{name: "updatez", method: "POST", target: "/updatez?token=" + token + "&sync=true"},
	{name: "error-updatez", method: "POST", target: "/updatez"},
	{name: "healthz", method: "GET", target: "/healthz"},
	{name: "statements", method: "GET", target: "/statements?canonical_id=gb_fcdo_sanctions-CYB0045&prop=birthDate&sort=dataset:desc"},
	{name: "statements-value", method: "GET", target: "/statements?dataset=us_ofac_sdn&prop=nationality&value=cn&limit=2"},
	{name: "preflight", method: "OPTIONS", target: "/match/default", header: http.Header{"Origin": {"https://elsewhere.example"}, "Access-Control-Request-Method": {"POST"}, "Access-Control-Request-Headers": {"authorization, content-type"}}},

	{name: "reconcile", method: "GET", target: "/reconcile/default?api_key=mine"},
	{name: "reconcile-queries", method: "POST", target: "/reconcile/default", header: formHeader, body: form("queries", `{
		"q0": {"query": "Zhao Guangzong", "type": "Person", "limit": 1, "properties": [{"pid": "Person:birthDate", "v": "1985-11-12"}, {"pid": "Person:unheard", "v": 1}]},
		"q1": {"query": "Wuhan Xiaoruizhi Science", "type": ["Company"], "properties": [{"pid": "Thing:country", "v": {"id": "cn", "name": "China"}}]}}`)},
	{name: "reconcile-get", method: "GET", target: "/reconcile/sanctions?callback=answer&" + form("queries", `{"q0": {"query": "Zhao Guangzong"}}`)},
	{name: "reconcile-extend", method: "POST", target: "/reconcile/default", header: formHeader, body: form("extend", `{
		"ids": ["gb_fcdo_sanctions-CYB0045", "us_ofac_sdn-47800", "NK-nobody"],
		"properties": [{"id": "birthDate"}, {"id": "country", "settings": {"render": "raw"}}, {"id": "name", "settings": {"limit": 1}}, {"id": "datasets"}, {"id": "sanctions"}]}`)},
	{name: "reconcile-suggest-entity", method: "GET", target: "/reconcile/default/suggest/entity?prefix=guangz&limit=3"},
	{name: "reconcile-suggest-property", method: "GET", target: "/reconcile/default/suggest/property?prefix=birth"},
	{name: "reconcile-suggest-type", method: "GET", target: "/reconcile/default/suggest/type?prefix=pe"},
	{name: "reconcile-propose", method: "GET", target: "/reconcile/default/extend/property?api_key=mine&?type=Person&limit=5"},
	{name: "reconcile-preview", method: "GET", target: "/reconcile/default/preview/gb_fcdo_sanctions-CYB0045"},
	{name: "reconcile-flyout-entity", method: "GET", target: "/reconcile/default/flyout/entity/us_ofac_sdn-47814"},
	{name: "reconcile-flyout-property", method: "GET", target: "/reconcile/default/flyout/property/Person:birthDate"},
	{name: "error-reconcile-type", method: "POST", target: "/reconcile/default", header: formHeader, body: form("queries", `{"q0": {"query": "x", "type": "Martian"}}`)},
	{name: "error-reconcile", method: "POST", target: "/reconcile/default", header: formHeader, body: form("queries", `[1]`)},
}

// named are parts of answers that name the build of the starter register's
// snapshot.
var named = regexp.MustCompile(`("(?:index_)?version": ")[0-9a-f]{16}"|(Etag: ")[0-9a-f]{32}"`)

// TestGolden holds every shape of request and answer by a file that can be read
// beside the description of yente's.
func TestGolden(t *testing.T) {
	srv := newServer(t)
	seen := map[string]bool{}
	for _, x := range exchanges {
		t.Run(x.name, func(t *testing.T) {
			path := filepath.Join("testdata", x.name+".http")
			seen[x.name+".http"] = true
			got := named.ReplaceAllString(x.run(srv), `$1$2..."`)
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s is answered otherwise than %s has it:\n%s", x.target, path, firstDifference(string(want), got))
			}
		})
	}
	files, err := filepath.Glob("testdata/*.http")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !seen[filepath.Base(f)] && flag.Lookup("test.run").Value.String() == "" {
			t.Errorf("%s is of no request", f)
		}
	}
}

// run is a request and its answer as text.
func (x *exchange) run(srv http.Handler) string {
	r := httptest.NewRequest(x.method, x.target, strings.NewReader(x.body))
	r.Host = "127.0.0.1:8700"
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n", x.method, x.target)
	for _, name := range names(x.header) {
		r.Header[name] = x.header[name]
		fmt.Fprintf(&b, "%s: %s\n", name, strings.Join(x.header[name], ", "))
	}
	if x.body != "" {
		fmt.Fprintf(&b, "\n%s\n", shown(x.body))
	}
	w := httptest.NewRecorder()
	srv.ServeHTTP(w, r)
	fmt.Fprintf(&b, "\n%d %s\n", w.Code, http.StatusText(w.Code))
	w.Header().Del("Vary") // the core's, as are these, where a page does not set its own
	if w.Header().Get("Content-Security-Policy") == "default-src 'none'; frame-ancestors 'none'" {
		for _, name := range []string{"Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options"} {
			w.Header().Del(name)
		}
	}
	for _, name := range names(w.Header()) {
		fmt.Fprintf(&b, "%s: %s\n", name, strings.Join(w.Header()[name], ", "))
	}
	if w.Body.Len() > 0 {
		fmt.Fprintf(&b, "\n%s\n", strings.TrimRight(shown(w.Body.String()), "\n"))
	}
	return b.String()
}

func names(h http.Header) (out []string) {
	for name := range h {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// shown is a body as people read it: JSON on lines of its own, a form unpacked.
func shown(body string) string {
	var b bytes.Buffer
	if json.Indent(&b, []byte(body), "", "  ") == nil {
		return strings.TrimRight(b.String(), "\n")
	}
	if v, err := url.ParseQuery(body); err == nil && (v.Has("queries") || v.Has("extend")) {
		var lines []string
		for name, values := range v {
			lines = append(lines, name+"="+shown(values[0]))
		}
		return strings.Join(lines, "\n")
	}
	return body
}

// firstDifference shows where two texts part.
func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range w {
		if i >= len(g) || w[i] != g[i] {
			have := "nothing"
			if i < len(g) {
				have = g[i]
			}
			return fmt.Sprintf("line %d: want %s\n        have %s", i+1, w[i], have)
		}
	}
	return "there is more than expected: " + g[len(w)]
}
