package v1

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/interdict/interdict/server"
)

// sane holds an answer to whatever was asked: JSON, of a status that says whose
// fault it is, and never the server's.
func sane(t *testing.T, w *httptest.ResponseRecorder) {
	t.Helper()
	if w.Code >= 500 && w.Code != http.StatusServiceUnavailable {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w.Code == http.StatusPermanentRedirect {
		return
	}
	for line := range strings.Lines(w.Body.String()) {
		if strings.Contains(w.Header().Get("Content-Type"), "json") && strings.Contains(w.Header().Get("Content-Type"), "ndjson") && !json.Valid([]byte(line)) {
			t.Fatalf("a line is no JSON: %q", line)
		}
	}
	if ct := w.Header().Get("Content-Type"); strings.HasSuffix(ct, "json") && !strings.Contains(ct, "ndjson") && !json.Valid(w.Body.Bytes()) {
		t.Fatalf("no JSON: %q", w.Body)
	}
}

func FuzzScreenBody(f *testing.F) {
	for _, g := range goldens {
		if g.path == "/v1/screen" && g.body != "" {
			f.Add([]byte(g.body))
		}
	}
	f.Add([]byte(`{"subjects": [{"names": [{"full": "Zhao"}], "birth_dates": ["1985/1986~"]}], "threshold": 1e-400}`))
	h := demo(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		sane(t, ask(h, http.MethodPost, "/v1/screen", string(body)))
	})
}

func FuzzExplainBody(f *testing.F) {
	for _, g := range goldens {
		if g.path == "/v1/explain" {
			f.Add([]byte(g.body))
		}
	}
	h := demo(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		sane(t, ask(h, http.MethodPost, "/v1/explain", string(body)))
	})
}

func FuzzStream(f *testing.F) {
	f.Add([]byte(customers))
	f.Add([]byte("\ufeff" + zhao + "\r\n\r\n\x00\n"))
	h := demo(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		w := ask(h, http.MethodPost, "/v1/screen/stream?standing=false", string(body), "Content-Type", "application/x-ndjson")
		sane(t, w)
		if !strings.Contains(w.Body.String(), `{"summary":`) {
			t.Fatalf("no summary: %q", w.Body)
		}
	})
}

// FuzzQuery asks every address that takes parameters with any.
func FuzzQuery(f *testing.F) {
	for _, g := range goldens {
		if _, query, ok := strings.Cut(g.path, "?"); ok {
			f.Add(query, "us_ofac_sdn", "47814")
		}
	}
	f.Add("by=us&not=gb&since=2024&kind=all&limit=1&offset=3", "gb_fcdo_sanctions", "gb_fcdo_sanctions-CYB0045")
	f.Add("from=2024-03-22&to=newest&known_at=2024-03-26T09:00:00Z&as_of=2024", "x", "../..")
	f.Add("threshold=0.7&lists=us_ofac_sdn,x&listing_kinds=pep&all=false&standing=no&cleared=1", "", "%2F")
	f.Add("q=%00%ff&q=2&editions=1&birth_date=1960/1965~&country=CN,,", "a b", "\x00")
	h := demo(f)
	f.Fuzz(func(t *testing.T, query, list, id string) {
		list, id = url.PathEscape(list), url.PathEscape(id)
		for _, path := range []string{"/v1/search", "/v1/entities/" + id, "/v1/entities/" + id + "/listings", "/v1/listings/" + list + "/" + id, "/v1/lists", "/v1/lists/" + list,
			"/v1/lists/" + list + "/editions", "/v1/lists/" + list + "/diff", "/v1/lists/" + list + "/feed", "/v1/gaps", "/v1/suggestions", "/v1/policy", "/v1/version"} {
			u, err := url.Parse(path)
			if err != nil {
				return
			}
			u.RawQuery = query
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.URL = u
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != http.StatusMovedPermanently && w.Code != http.StatusTemporaryRedirect { // net/http cleans a path
				sane(t, w)
			}
		}
		r := httptest.NewRequest(http.MethodPost, "/v1/screen/stream", strings.NewReader(zhao))
		r.URL.RawQuery = query
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		sane(t, w)
	})
}

// FuzzAccept reads an Accept header.
func FuzzAccept(f *testing.F) {
	for _, s := range []string{"", "*/*", "text/html;q=0.5, application/json", "text/html;q=x;q=,;;", ",", "application/atom+xml;q=1e9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, accept string) {
		if got := preferred(accept, "application/json", htmlType); got != "application/json" && got != htmlType {
			t.Errorf("%q prefers %q", accept, got)
		}
		matches(accept, `"x"`)
	})
}

// Nothing loaded is said as such, by every operation.
func TestNothingLoaded(t *testing.T) {
	s := sourceForDescription(t)
	h := server.New(s, server.Options{Classes: Classes}, Routes("test"))
	for _, g := range goldens {
		if w := ask(h, g.method, g.path, g.body); w.Code == http.StatusOK {
			t.Errorf("%s %s: %d %s", g.method, g.path, w.Code, w.Body)
		}
	}
	_ = s.Refresh(t.Context())
	w := ask(h, http.MethodPost, "/v1/screen", `{"subjects": [`+zhao+`]}`)
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), codeNoLists) || w.Header().Get("Retry-After") == "" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
