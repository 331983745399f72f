package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/server"
)

// keyed is a server that asks for keys, and one key for each scope.
func keyed(t testing.TB, o server.Options) (srv *server.Server, file server.KeyFile, secrets map[server.Scope]string) {
	t.Helper()
	file, secrets = server.KeysIn(t.TempDir()), map[server.Scope]string{}
	for _, s := range server.Scopes {
		secret, err := file.Add(t.Context(), server.Key{Name: "for-" + string(s), Scopes: []server.Scope{s}})
		if err != nil {
			t.Fatal(err)
		}
		secrets[s] = secret
	}
	keys, err := server.OpenKeys(file, t.Logf)
	if err != nil {
		t.Fatal(err)
	}
	go keys.Watch(t.Context(), time.Millisecond)
	o.Access.Keys, o.Access.Required = keys, !o.Access.Open
	o.Classes = func(pattern string) (server.Class, bool) {
		if pattern == "GET /kept" {
			return server.Class{Scopes: []server.Scope{server.Alerts}, Personal: true}, true
		}
		return server.Class{Scopes: []server.Scope{server.Update}}, pattern == "POST /update"
	}
	source := starter(t)
	if err := source.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	return server.New(source, o, func(mux *http.ServeMux, _ *server.Source) {
		ok := func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Access-Control-Allow-Origin", "*")
			_, _ = io.WriteString(w, "fine")
		}
		for _, pattern := range []string{"GET /show", "POST /ask", "POST /update", "OPTIONS /ask", "GET /{$}", "GET /v1/show", "GET /kept"} {
			mux.HandleFunc(pattern, ok)
		}
	}), file, secrets
}

// do asks and returns what was answered. Headers come in pairs.
func do(h http.Handler, method, target string, headers ...string) *httptest.ResponseRecorder {
	w, r := httptest.NewRecorder(), httptest.NewRequest(method, target, http.NoBody)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	h.ServeHTTP(w, r)
	return w
}

// Where anybody may ask, what is kept of people is shown to keys alone.
func TestOpenKeepsPeople(t *testing.T) {
	srv, _, keys := keyed(t, server.Options{Access: server.Access{Open: true}})
	if got := do(srv, "GET", "/show").Code; got != http.StatusOK {
		t.Errorf("without a key: %d", got)
	}
	for scope, secret := range keys {
		want := http.StatusForbidden
		if scope == server.Alerts {
			want = http.StatusOK
		}
		if got := do(srv, "GET", "/kept", "Authorization", "Bearer "+secret).Code; got != want {
			t.Errorf("a key for %s: %d, want %d", scope, got, want)
		}
	}
	if got := do(srv, "GET", "/kept").Code; got != http.StatusUnauthorized {
		t.Errorf("people without a key: %d", got)
	}
	if got := do(srv, "GET", "/kept", "Accept", "text/html").Header().Get("Location"); got != "/signin?next=%2Fkept" {
		t.Errorf("a browser is led to %q", got)
	}
}

func TestKeysAndScopes(t *testing.T) {
	srv, _, keys := keyed(t, server.Options{})
	for _, c := range []struct {
		method, target string
		scope          server.Scope
	}{{"GET", "/show", server.Read}, {"POST", "/ask", server.Screen}, {"POST", "/update", server.Update}, {"GET", "/metrics", server.Metrics}, {"GET", "/kept", server.Alerts}, {"GET", "/v1/show", server.Read}} {
		for scope, secret := range keys {
			want := http.StatusForbidden
			if scope == c.scope {
				want = http.StatusOK
			}
			for name, value := range map[string]string{"Authorization": "Bearer " + secret, "X-API-Key": secret} {
				if got := do(srv, c.method, c.target, name, value).Code; got != want {
					t.Errorf("%s %s with a key for %s by %s: %d, want %d", c.method, c.target, scope, name, got, want)
				}
			}
		}
		for _, wrong := range []string{"", "Bearer ", "Bearer " + server.KeyPrefix, "Basic " + keys[c.scope], "Bearer " + keys[c.scope][1:]} {
			w := do(srv, c.method, c.target, "Authorization", wrong)
			var body struct {
				Detail, Error, Code string
				Status              int
			}
			if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil || w.Code != http.StatusUnauthorized || body.Detail == "" || body.Error == "" || body.Status != w.Code || w.Header().Get("WWW-Authenticate") == "" {
				t.Errorf("%s %s with %q: %d %s %v", c.method, c.target, wrong, w.Code, w.Body, err)
			}
		}
	}
	for _, scheme := range []string{"ApiKey ", "Apikey ", "bearer "} {
		if got := do(srv, "GET", "/show", "Authorization", scheme+keys[server.Read]).Code; got != http.StatusOK {
			t.Errorf("%s: %d", scheme, got)
		}
	}
	if got := do(srv, "GET", "/show?api_key="+keys[server.Read]).Code; got != http.StatusOK {
		t.Errorf("in the address: %d", got)
	}
	for _, public := range []string{"/healthz", "/readyz", "/signin"} {
		if got := do(srv, "GET", public).Code; got != http.StatusOK {
			t.Errorf("%s: %d", public, got)
		}
	}
}

// What changes in the file is seen without a restart; a bad file changes nothing.
func TestKeysAreReadAgain(t *testing.T) {
	srv, file, keys := keyed(t, server.Options{})
	is := func(want int, secret string) {
		t.Helper()
		var got int
		for range 2000 {
			if got = do(srv, "GET", "/show", "X-API-Key", secret).Code; got == want {
				return
			}
			time.Sleep(time.Millisecond)
		}
		t.Fatalf("answered %d, want %d", got, want)
	}
	is(http.StatusOK, keys[server.Read])
	secret, err := file.Add(t.Context(), server.Key{Name: "late", Scopes: []server.Scope{server.Read}, Expires: time.Now().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	is(http.StatusOK, secret)
	if _, err := file.Add(t.Context(), server.Key{Name: "late", Scopes: []server.Scope{server.Read}}); err == nil {
		t.Error("two keys have one name")
	}
	if err := file.Revoke(t.Context(), "for-read"); err != nil {
		t.Fatal(err)
	}
	is(http.StatusUnauthorized, keys[server.Read])
	good, err := os.ReadFile(string(file))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(good), secret) || strings.Contains(string(good), secret[len(server.KeyPrefix):]) {
		t.Error("the file holds a key as it is")
	}
	if info, err := os.Stat(string(file)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is for others too: %v %v", info.Mode(), err)
	}
	warned := func(want bool) {
		t.Helper()
		for range 2000 {
			if strings.Contains(do(srv, "GET", "/readyz").Body.String(), "file of keys") == want {
				return
			}
			time.Sleep(time.Millisecond)
		}
		t.Fatalf("readiness does not say what the keys are: %v", want)
	}
	for _, bad := range []string{"{", `{"keys": [{"name": "x"}]}`, ""} {
		if err := os.WriteFile(string(file), []byte(bad), 0o600); err != nil {
			t.Fatal(err)
		}
		warned(true)
		is(http.StatusOK, secret)
		is(http.StatusUnauthorized, keys[server.Read])
	}
	if err := os.Remove(string(file)); err != nil {
		t.Fatal(err)
	}
	warned(true)
	is(http.StatusOK, secret)
	if err := os.WriteFile(string(file), []byte(`{"keys": []}`), 0o600); err != nil {
		t.Fatal(err)
	}
	is(http.StatusUnauthorized, secret)
	warned(false)
}

func TestExpiredKey(t *testing.T) {
	srv, file, _ := keyed(t, server.Options{})
	secret, err := file.Add(t.Context(), server.Key{Name: "old", Scopes: server.Scopes, Expires: time.Now().Add(-time.Second)})
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(20 * time.Millisecond)
	if got := do(srv, "GET", "/show", "X-API-Key", secret).Code; got != http.StatusUnauthorized {
		t.Errorf("a key that is over: %d", got)
	}
}

// A person exchanges a key for a session, which the key's end ends.
func TestSignIn(t *testing.T) {
	srv, file, keys := keyed(t, server.Options{})
	if w := do(srv, "GET", "/", "Accept", "text/html"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/signin?next=%2F" {
		t.Fatalf("a page without a key: %d %s", w.Code, w.Header().Get("Location"))
	}
	signIn := func(key, next string, headers ...string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodPost, "/signin", strings.NewReader(url.Values{"key": {key}, "next": {next}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for i := 0; i+1 < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		srv.ServeHTTP(w, r)
		return w
	}
	if w := do(srv, "GET", "/show", "Accept", "text/html", "X-API-Key", keys[server.Metrics]); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "needs the scope read") || !strings.Contains(w.Body.String(), `value="/show"`) {
		t.Errorf("a page with a key for something else: %d %s", w.Code, w.Body)
	}
	if w := signIn("wrong", "/"); w.Code != http.StatusForbidden || len(w.Result().Cookies()) != 0 || strings.Contains(w.Body.String(), "wrong") && strings.Contains(w.Body.String(), `value="wrong"`) {
		t.Errorf("a wrong key: %d", w.Code)
	}
	for _, next := range []string{"https://evil.example", "//evil.example", `/\evil.example`, "show"} {
		if w := signIn(keys[server.Read], next); w.Header().Get("Location") != "/" {
			t.Errorf("%q leads to %q", next, w.Header().Get("Location"))
		}
	}
	if w := signIn(keys[server.Read], "/", "Origin", "https://evil.example"); w.Code != http.StatusForbidden {
		t.Errorf("another site signs in: %d", w.Code)
	}
	w := signIn(keys[server.Read], "/show")
	cookies := w.Result().Cookies()
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/show" || len(cookies) != 1 {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	c := cookies[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Secure || strings.Contains(c.Value, keys[server.Read]) {
		t.Errorf("the cookie: %+v", c)
	}
	if c := signIn(keys[server.Read], "/", "X-Forwarded-Proto", "https").Result().Cookies()[0]; !c.Secure || c.Name != "__Host-interdict" {
		t.Errorf("the cookie behind TLS: %+v", c)
	}
	with := c.Name + "=" + c.Value
	if got := do(srv, "GET", "/show", "Cookie", with).Code; got != http.StatusOK {
		t.Errorf("with a session: %d", got)
	}
	if got := do(srv, "POST", "/ask", "Cookie", with).Code; got != http.StatusForbidden {
		t.Errorf("beyond the key's scope: %d", got)
	}
	if got := do(srv, "POST", "/signout", "Cookie", with).Code; got != http.StatusSeeOther {
		t.Errorf("signing out: %d", got)
	}
	if got := do(srv, "GET", "/show", "Cookie", with).Code; got != http.StatusUnauthorized {
		t.Errorf("after signing out: %d", got)
	}
	again := signIn(keys[server.Read], "/").Result().Cookies()[0]
	if err := file.Revoke(t.Context(), "for-read"); err != nil {
		t.Fatal(err)
	}
	for range 2000 {
		if do(srv, "GET", "/show", "Cookie", again.Name+"="+again.Value).Code == http.StatusUnauthorized {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Error("a session outlives its key")
}

// Pages of other sites get nothing by a person's session, and all that a key in a
// header gives.
func TestOtherSites(t *testing.T) {
	srv, _, keys := keyed(t, server.Options{})
	stranger := []string{"Origin", "https://elsewhere.example", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "cors"}
	if w := do(srv, "POST", "/ask", append(stranger, "Authorization", "Bearer "+keys[server.Screen])...); w.Code != http.StatusOK || w.Header().Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("with a key: %d %v", w.Code, w.Header())
	}
	if w := do(srv, "POST", "/ask", stranger...); w.Code != http.StatusForbidden || w.Header().Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("without: %d %v", w.Code, w.Header())
	}
	if w := do(srv, "OPTIONS", "/ask", "Origin", "https://elsewhere.example", "Access-Control-Request-Method", "POST"); w.Code != http.StatusOK {
		t.Errorf("asking what may be asked: %d", w.Code)
	}
}

// On this machine alone nobody needs a key, but a name that was made to point
// here, a stranger's page and a proxy get nothing.
func TestLoopback(t *testing.T) {
	source := starter(t)
	if err := source.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	srv := server.New(source, server.Options{Access: server.Access{Loopback: true}}, func(mux *http.ServeMux, _ *server.Source) {
		mux.HandleFunc("/ask", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Access-Control-Allow-Origin", "*")
		})
	})
	for target, want := range map[string]int{"http://127.0.0.1:8700/ask": 200, "http://localhost/ask": 200, "http://[::1]:8700/ask": 200, "http://evil.example:8700/ask": 403, "http://127.0.0.1.evil.example/ask": 403, "http://10.0.0.1/ask": 403} {
		if got := do(srv, "POST", target).Code; got != want {
			t.Errorf("%s: %d", target, got)
		}
	}
	const here = "http://127.0.0.1:8700/ask"
	if got := do(srv, "GET", here, "X-Forwarded-For", "203.0.113.9").Code; got != http.StatusForbidden {
		t.Errorf("through a proxy: %d", got)
	}
	for _, mode := range []string{"cors", "no-cors"} {
		if w := do(srv, "GET", here, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", mode, "Origin", "https://evil.example"); w.Code != http.StatusForbidden || w.Header().Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("a stranger's page, %s: %d %v", mode, w.Code, w.Header())
		}
	}
	if got := do(srv, "GET", here, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate").Code; got != http.StatusOK {
		t.Errorf("a link: %d", got)
	}
	if w := do(srv, "POST", here, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "cors", "Origin", "http://localhost:3333"); w.Code != http.StatusOK || w.Header().Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("a program of this machine: %d %v", w.Code, w.Header())
	}
}

// Neither log nor metrics hold what was asked, nor the key.
func TestNothingIsToldOfWhoWasAsked(t *testing.T) {
	var log bytes.Buffer
	srv, _, keys := keyed(t, server.Options{Log: slog.New(slog.NewJSONHandler(&log, nil))})
	do(srv, "GET", "/show?q=Zhao+Guangzong&api_key="+keys[server.Read], "User-Agent", "Zhao", "Referer", "http://x/Guangzong")
	do(srv, "GET", "/Zhao/Guangzong", "X-API-Key", keys[server.Read])
	do(srv, "GUANGZONG", "/show")
	told := log.String() + do(srv, "GET", "/metrics", "X-API-Key", keys[server.Metrics]).Body.String()
	for _, secret := range []string{"Zhao", "Guangzong", "GUANGZONG", keys[server.Read]} {
		if strings.Contains(told, secret) {
			t.Errorf("%s is told:\n%s", secret, told)
		}
	}
	for _, want := range []string{`"route":"GET /show"`, `"key":"for-read"`, `"status":200`, `interdict_requests_total{route="GET /show",status="200"} 1`, "interdict_list_age_days", "interdict_snapshot_info"} {
		if !strings.Contains(told, want) {
			t.Errorf("%s is not told:\n%s", want, told)
		}
	}
}

func FuzzKeys(f *testing.F) {
	file := server.KeysIn(f.TempDir())
	if _, err := file.Add(f.Context(), server.Key{Name: "a", Scopes: server.Scopes}); err != nil {
		f.Fatal(err)
	}
	good, err := os.ReadFile(string(file))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"keys": null}`))
	f.Add([]byte(`{"keys": [{"name": "x", "sha256": "00", "scopes": ["read"]}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		path := filepath.Join(t.TempDir(), "keys.json")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		keys, err := server.KeyFile(path).Read()
		if err != nil {
			return
		}
		for _, k := range keys {
			if k.Name == "" || len(k.SHA256) != 64 || len(k.Scopes) == 0 {
				t.Errorf("taken: %+v", k)
			}
		}
	})
}

// FuzzDoor asks with any headers: nobody without a key is let in.
func FuzzDoor(f *testing.F) {
	source := server.NewSource(nil, server.Settings{})
	keys, err := server.OpenKeys(server.KeysIn(f.TempDir()), f.Logf)
	if err != nil {
		f.Fatal(err)
	}
	entered := false
	srv := server.New(source, server.Options{Access: server.Access{Keys: keys, Required: true}}, func(mux *http.ServeMux, _ *server.Source) {
		mux.HandleFunc("/show", func(http.ResponseWriter, *http.Request) { entered = true })
	})
	f.Add("Bearer itd_x", "interdict=x", "https://a.example", "127.0.0.1", "q=1")
	f.Add("ApiKey", "__Host-interdict=", "null", "[::1]:80", "api_key=%zz&api_key=x")
	f.Fuzz(func(t *testing.T, authorization, cookie, origin, host, query string) {
		r := httptest.NewRequest(http.MethodGet, "/show", http.NoBody)
		r.Host, r.URL.RawQuery = host, query
		r.Header.Set("Authorization", authorization)
		r.Header.Set("Cookie", cookie)
		r.Header.Set("Origin", origin)
		w := httptest.NewRecorder()
		srv.ServeHTTP(w, r)
		if entered || w.Code < 300 {
			t.Errorf("let in: %d", w.Code)
		}
	})
}

// FuzzSignIn signs in with any form: with the key a session begins, and it leads to
// an address of the service; without it nobody gets one.
func FuzzSignIn(f *testing.F) {
	srv, _, secrets := keyed(f, server.Options{Limits: server.Limits{Rate: -1}})
	f.Add("key="+secrets[server.Read]+"&next=/lists", "")
	f.Add("key="+secrets[server.Read]+"&next=https://a.example", "/x")
	f.Add("key="+secrets[server.Read]+"&next=/%5ca.example&next=%0d%0a", "//a.example")
	f.Add("key=%zz;next", "/\\a.example")
	f.Fuzz(func(t *testing.T, form, next string) {
		r := httptest.NewRequest(http.MethodPost, "/signin?"+url.Values{"next": {next}}.Encode(), strings.NewReader(form))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		srv.ServeHTTP(w, r)
		to, err := url.Parse(w.Header().Get("Location"))
		switch {
		case w.Code == http.StatusSeeOther && strings.Contains(form, secrets[server.Read]):
			if err != nil || to.Host != "" || to.Scheme != "" || !strings.HasPrefix(to.Path, "/") {
				t.Errorf("it leads to %q", w.Header().Get("Location"))
			}
		case w.Code != http.StatusForbidden || w.Header().Get("Set-Cookie") != "":
			t.Errorf("%d, %q", w.Code, w.Header())
		}
	})
}
