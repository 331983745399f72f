package v1

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/server"
)

var renew = flag.Bool("update", false, "write the golden files and docs/openapi.json anew")

// noon is when all tests take place.
var noon = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)

// sourceOver is a source over a folder that is open.
func sourceOver(t testing.TB, f *base.Folder) *server.Source {
	t.Helper()
	s := server.NewSource(f, server.Settings{Policy: policy.Default(), Weights: score.Default()})
	t.Cleanup(s.Close)
	if err := s.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	return s
}

// demo is a server over the built-in register.
func demo(t testing.TB) http.Handler {
	t.Helper()
	s := sourceOver(t, &base.Folder{Dir: t.TempDir(), Starter: true, Now: func() time.Time { return noon }})
	return server.New(s, server.Options{Classes: Classes}, Routes("test"))
}

// ask sends one request.
func ask(h http.Handler, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const zhao = `{"id": "7", "name": "Zhao Guangzong", "birth_date": "1985-11-12", "nationality": ["CN"]}`

// goldens are requests to the starter register whose answers are kept.
var goldens = []struct{ name, method, path, body string }{
	{"screen", "POST", "/v1/screen", `{"subjects": [` + zhao + `, {"name": "Nobody Inparticular"}]}`},
	{"screen_options", "POST", "/v1/screen", `{"subjects": [{"name": "Guangzong Zhao", "birth_date": "31.31.1985", "shoe size": 44}], "threshold": 0.65, "lists": ["us_ofac_sdn"], "listing_kinds": ["sanction"], "limit": 1, "standing": false}`},
	{"screen_cleared", "POST", "/v1/screen", `{"subjects": [{"name": "Zhao Guangming"}], "cleared": true, "threshold": 0.95}`},
	{"screen_hits_only", "POST", "/v1/screen", `{"subjects": [{"name": "Nobody Inparticular"}, ` + zhao + `], "all": false}`},
	{"explain", "POST", "/v1/explain", `{"subject": {"name": "Guangzong Zhao"}, "id": "us_ofac_sdn-47814"}`},
	{"search", "GET", "/v1/search?q=zhao&limit=2", ""},
	{"search_facts", "GET", "/v1/search?q=wuhan+xiaoruizhi&schema=Organization&country=China,HK", ""},
	{"entity", "GET", "/v1/entities/us_ofac_sdn-47814", ""},
	{"entity_by_listing", "GET", "/v1/entities/CYB0045", ""},
	{"entity_listings", "GET", "/v1/entities/us_ofac_sdn-47814/listings", ""},
	{"listing", "GET", "/v1/listings/us_ofac_sdn/47814", ""},
	{"lists", "GET", "/v1/lists", ""},
	{"list", "GET", "/v1/lists/us_ofac_sdn", ""},
	{"suggestions", "GET", "/v1/suggestions", ""},
	{"version", "GET", "/v1/version", ""},
	{"policy", "GET", "/v1/policy", ""},

	{"bad_json", "POST", "/v1/screen", `{"subjects": [`},
	{"bad_member", "POST", "/v1/screen", `{"subjects": [{"name": "x"}], "treshold": 0.7}`},
	{"bad_type", "POST", "/v1/screen", `{"subjects": [{"name": "x"}], "limit": "many"}`},
	{"bad_subjects", "POST", "/v1/screen", `{"subjects": [{"name": "x"}, {"birth_date": "1966"}, 7]}`},
	{"bad_threshold", "POST", "/v1/screen", `{"subjects": [{"name": "x"}], "threshold": 0.12345}`},
	{"bad_list", "POST", "/v1/screen", `{"subjects": [{"name": "x"}], "lists": ["nowhere"]}`},
	{"bad_kind", "POST", "/v1/screen", `{"subjects": [{"name": "x"}], "listing_kinds": ["nothing"]}`},
	{"bad_as_of", "POST", "/v1/screen", `{"subjects": [{"name": "x"}], "as_of": "yesterday"}`},
	{"no_subjects", "POST", "/v1/screen", `{}`},
	{"no_query", "GET", "/v1/search", ""},
	{"bad_limit", "GET", "/v1/search?q=zhao&limit=0&offset=-1", ""},
	{"bad_parameter", "GET", "/v1/search?q=zhao&Zhao+Guangzong=1&threshold=1", ""},
	{"bad_country", "GET", "/v1/search?q=zhao&country=Atlantis", ""},
	{"not_listed", "GET", "/v1/entities/secret-id-77", ""},
	{"not_explained", "POST", "/v1/explain", `{"subject": {"name": "x"}, "id": "secret-id-77"}`},
	{"no_list", "GET", "/v1/lists/nowhere", ""},
	{"no_history", "GET", "/v1/lists/us_ofac_sdn/diff", ""},
	{"no_past", "GET", "/v1/lists?as_of=2020-01-01", ""},
	{"no_address", "GET", "/v1/nothing", ""},
	{"wrong_method", "GET", "/v1/screen", ""},
}

// goldenMark parts a request from its answer.
const goldenMark = "\n\n--- answer ---\n"

// firstDifference is the first line in which two texts differ.
func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			return fmt.Sprintf("line %d: %s", i+1, g[i])
		}
	}
	return fmt.Sprintf("it ends after %d lines", len(g))
}

// hashes of what changes with the program, not with the API.
var hashes = regexp.MustCompile(`"(snapshot|analysis|scoring|policy|fact_hash|hash|go|platform)": "[^"]*"`)

// golden is an answer as it is kept: its status, and its body laid out.
func golden(t *testing.T, w *httptest.ResponseRecorder) []byte {
	t.Helper()
	var b bytes.Buffer
	fmt.Fprintf(&b, "%d %s\n", w.Code, w.Header().Get("Content-Type"))
	if err := json.Indent(&b, bytes.TrimSpace(w.Body.Bytes()), "", " "); err != nil {
		t.Fatalf("%v: %s", err, w.Body)
	}
	b.WriteByte('\n')
	return hashes.ReplaceAll(b.Bytes(), []byte(`"$1": "..."`))
}

func TestGoldens(t *testing.T) {
	h := demo(t)
	for _, g := range goldens {
		t.Run(g.name, func(t *testing.T) {
			w := ask(h, g.method, g.path, g.body)
			got := golden(t, w)
			file := filepath.Join("testdata", g.name+".golden")
			if *renew {
				text := fmt.Appendf(nil, "%s %s\n%s%s%s", g.method, g.path, g.body, goldenMark, got)
				if err := os.WriteFile(file, text, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			_, want, _ := strings.Cut(string(text), goldenMark)
			if string(got) != want {
				t.Errorf("%s %s answers otherwise than %s (%s); if that is meant, run go test ./server/v1 -update", g.method, g.path, file, firstDifference(string(got), want))
			}
			if w.Code >= 400 {
				problemOnly(t, g.path+g.body, w)
			}
		})
	}
}

// problemOnly holds an error to its form, and to tell no value of the request.
func problemOnly(t *testing.T, request string, w *httptest.ResponseRecorder) {
	t.Helper()
	if ct := w.Header().Get("Content-Type"); ct != "application/problem+json" {
		t.Errorf("the error's media type is %s", ct)
	}
	var p Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || p.Status != w.Code || p.Detail == "" || p.Code == "" {
		t.Errorf("%v: %s", err, w.Body)
	}
	for _, value := range []string{"Zhao", "Guangzong", "0.12345", "yesterday", "Atlantis", "secret", "1966", "many"} {
		if strings.Contains(request, value) && strings.Contains(w.Body.String(), value) {
			t.Errorf("the error repeats %q: %s", value, w.Body)
		}
	}
}

// sourceForDescription is a source that nobody asks.
func sourceForDescription(t *testing.T) *server.Source {
	t.Helper()
	s := server.NewSource(&base.Folder{Dir: t.TempDir(), Now: func() time.Time { return noon }}, server.Settings{Policy: policy.Default(), Weights: score.Default()})
	t.Cleanup(s.Close)
	return s
}
