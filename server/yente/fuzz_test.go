package yente_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// answered sends a request with whatever was made up, and holds the answer to
// what every answer must be: no fault of the program, and JSON.
func answered(t *testing.T, srv http.Handler, method, target, contentType, body string) {
	t.Helper()
	r, err := http.NewRequest(method, "http://127.0.0.1"+target, strings.NewReader(body))
	if err != nil {
		return // no client can send it
	}
	r.RequestURI = target
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	w := httptest.NewRecorder()
	srv.ServeHTTP(w, r)
	switch {
	case w.Code >= 500:
		t.Errorf("%s %s is answered %d: %s", method, target, w.Code, w.Body)
	case w.Code >= 300 && w.Code < 400, strings.HasPrefix(w.Header().Get("Content-Type"), "text/"), strings.Contains(w.Header().Get("Content-Type"), "javascript"):
	case !json.Valid(w.Body.Bytes()):
		t.Errorf("%s %s: the answer %d is no JSON: %s", method, target, w.Code, w.Body)
	}
}

func FuzzMatchBody(f *testing.F) {
	srv := newServer(f)
	for _, x := range exchanges {
		if strings.HasPrefix(x.target, "/match/") {
			f.Add(x.body)
		}
	}
	f.Add(`{"queries": {"a": {"schema": "Person", "properties": {"name": [null, 1, true, {"x": []}, "\u0000\ud800"]}}, "a": null}, "weights": {"birth_date": -1e308}}`)
	f.Add(strings.Repeat(`{"queries":`, 40))
	f.Add(`{"queries": {"a": {"schema": "BankAccount", "properties": {"iban": "DE", "name": ""}, "filters": {"x": [[[]]]}, "params": []}}}`)
	f.Fuzz(func(t *testing.T, body string) { answered(t, srv, "POST", "/match/default?limit=3", "", body) })
}

// properties of a party that are asked for, by every type of value.
func FuzzExample(f *testing.F) {
	srv := newServer(f)
	f.Add("Person", "birthDate", "1985-11-12T00:00:00Z")
	f.Add("Person", "phone", "+7 (7")
	f.Add("Company", "jurisdiction", "Russia")
	f.Add("Thing", "gender", "ж")
	f.Add("Vessel", "imoNumber", "IMO 9187629")
	f.Add("BankAccount", "iban", "GB29NWBK60161331926819")
	f.Add("Person", "lastName", "\xff\xfe")
	f.Fuzz(func(t *testing.T, schema, property, value string) {
		body, err := json.Marshal(map[string]any{"queries": map[string]any{"q": map[string]any{"schema": schema, "properties": map[string]any{property: value}}}})
		if err != nil {
			t.Skip()
		}
		answered(t, srv, "POST", "/match/default", "application/json", string(body))
	})
}

// FuzzParameters makes up the parameters of every address that has any.
func FuzzParameters(f *testing.F) {
	srv := newServer(f)
	for _, x := range exchanges {
		_, query, _ := strings.Cut(x.target, "?")
		f.Add(query)
	}
	for _, name := range []string{"limit", "offset", "threshold", "cutoff", "algorithm", "include_dataset", "exclude_dataset", "exclude_schema", "topics",
		"changed_since", "exclude_entity_ids", "q", "schema", "countries", "datasets", "filter", "sort", "target", "fuzzy", "simple", "facets", "filter_op",
		"nested", "token", "sync", "dataset", "entity_id", "canonical_id", "prop", "value", "type", "prefix", "queries", "query", "extend", "callback"} {
		f.Add(name + "=-1&" + name + "=NaN&" + name + "=" + strings.Repeat("9", 400))
		f.Add(name + "=properties.birthDate:1985&" + name + "=%00%ff;&" + name)
	}
	f.Fuzz(func(t *testing.T, query string) {
		for _, path := range []string{"/search/default", "/entities/gb_fcdo_sanctions-CYB0045", "/entities/gb_fcdo_sanctions-CYB0045/adjacent", "/statements",
			"/entities/gb_fcdo_sanctions-CYB0045/adjacent/sanctions", "/catalog", "/reconcile/default", "/reconcile/default/suggest/entity",
			"/reconcile/default/suggest/property", "/reconcile/default/suggest/type", "/reconcile/default/extend/property"} {
			answered(t, srv, "GET", path+"?"+query, "", "")
		}
		answered(t, srv, "POST", "/match/default?"+query, "", zhao)
		answered(t, srv, "POST", "/updatez?"+query, "", "")
	})
}

// FuzzPath makes up what stands in an address: data sets, ids, properties.
func FuzzPath(f *testing.F) {
	srv := newServer(f)
	f.Add("us_ofac_sdn-47814.address.1")
	f.Add("gb_fcdo_sanctions-CYB0045.sanction.party")
	f.Add("ofac-")
	f.Add("a/../b%2f")
	f.Add("Person:birthDate")
	f.Fuzz(func(t *testing.T, part string) {
		part = url.PathEscape(part)
		for _, path := range []string{"/search/", "/entities/", "/reconcile/", "/reconcile/default/preview/", "/reconcile/default/flyout/entity/",
			"/reconcile/default/flyout/property/", "/reconcile/default/flyout/type/", "/reconcile/default/flyout/", "/entities/gb_fcdo_sanctions-CYB0045/adjacent/"} {
			answered(t, srv, "GET", path+part, "", "")
		}
		answered(t, srv, "GET", "/entities/"+part+"/adjacent", "", "")
	})
}

// FuzzQueryLanguage makes up what is searched for.
func FuzzQueryLanguage(f *testing.F) {
	srv := newServer(f)
	for _, q := range []string{`zhao`, `+zhao -"ni gaobin" OR name:"x`, `country:cn AND NOT (topics:sanction)`, `a:b:c`, `"`, `: ~ ^2 * ? \`, `!`, `|||`, `birthDate:[1980 TO 1990]`, `47814`} {
		f.Add(q, false)
		f.Add(q, true)
	}
	f.Fuzz(func(t *testing.T, q string, simple bool) {
		target := "/search/default?limit=2&q=" + url.QueryEscape(q)
		if simple {
			target += "&simple=true"
		}
		answered(t, srv, "GET", target, "", "")
	})
}

func FuzzReconcile(f *testing.F) {
	srv := newServer(f)
	for _, x := range exchanges {
		if v, err := url.ParseQuery(x.body); err == nil {
			for _, field := range []string{"queries", "extend"} {
				if v.Has(field) {
					f.Add(field, v.Get(field))
				}
			}
		}
	}
	f.Add("queries", `{"q": {"query": 1, "type": [{"id": "Person"}], "limit": -1, "properties": [{"pid": "name", "v": [{"id": "x"}]}, null]}}`)
	f.Add("query", `Zhao`)
	f.Add("extend", `{"ids": ["", null], "properties": [{"id": "datasets", "settings": {"limit": "1"}}, {"id": "addressEntity"}]}`)
	f.Fuzz(func(t *testing.T, field, value string) {
		answered(t, srv, "POST", "/reconcile/default", "application/x-www-form-urlencoded", form(field, value))
		answered(t, srv, "POST", "/reconcile/default", "", value)
		answered(t, srv, "POST", "/reconcile/default", "multipart/form-data; boundary=x", value)
	})
}
