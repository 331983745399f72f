package web_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/server"
	"github.com/interdict/interdict/web"
)

// serve answers from the starter register, or from an empty folder.
func serve(t testing.TB, starter bool, o web.Options) *httptest.Server {
	t.Helper()
	folder := &base.Folder{Dir: t.TempDir(), Starter: starter, Now: time.Now, Say: func(format string, args ...any) { t.Logf(format, args...) }}
	return serveFolder(t, folder, o)
}

func serveFolder(t testing.TB, folder *base.Folder, o web.Options) *httptest.Server {
	t.Helper()
	s, _ := servePages(t, folder, o)
	return s
}

func servePages(t testing.TB, folder *base.Folder, o web.Options) (*httptest.Server, *web.Pages) {
	t.Helper()
	source := server.NewSource(folder, server.Settings{Policy: policy.Default(), Weights: score.Default()})
	_ = source.Refresh(context.Background()) // an empty folder is the point of some tests
	pages := web.New(source, o)
	s := httptest.NewServer(server.New(source, server.Options{SignIn: pages.SignIn, Lost: pages.Lost}, pages.Routes))
	t.Cleanup(func() {
		s.Close()
		source.Close()
	})
	return s, pages
}

// get asks for a page and does not follow where it leads.
func get(t testing.TB, s *httptest.Server, path string, headers ...string) (int, http.Header, string) {
	t.Helper()
	return send(t, s, "GET", path, nil, "", headers...)
}

func post(t testing.TB, s *httptest.Server, path string, form url.Values, headers ...string) (int, http.Header, string) {
	t.Helper()
	return send(t, s, "POST", path, strings.NewReader(form.Encode()), "application/x-www-form-urlencoded", headers...)
}

func send(t testing.TB, s *httptest.Server, method, path string, body io.Reader, kind string, headers ...string) (int, http.Header, string) {
	t.Helper()
	r, err := http.NewRequest(method, s.URL+path, body)
	if err != nil {
		t.Fatal(err)
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	c := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, string(text)
}

// pages are addresses that the starter register answers, with what must be read
// there.
var pages = []struct {
	path   string
	status int
	has    []string
}{
	{"/", 200, []string{"Who is it?", `role="search"`, "DEMONSTRATION"}},
	{"/?q=Zhao+Guangzong", 200, []string{"Guangzong ZHAO", "CYB0045", "since 25 March 2024", "asset freeze", "Person, born 12 November 1985, China"}},
	{"/?q=赵光宗", 200, []string{"Guangzong ZHAO", `<bdi lang="zh">赵光宗</bdi>`, "name in"}},
	{"/?q=421003198511121539", 200, []string{"Guangzong ZHAO", "national id 421003198511121539"}},
	{"/?q=IMO+9299719", 200, []string{"IMO number 9299719", "IMO number IMO 9299719"}},
	{"/?q=CYB0045", 200, []string{"Guangzong ZHAO", "UK Sanctions List"}},
	{"/?q=Ovsianni", 200, []string{"these could be meant", "Matches <strong><bdi>Dmitrii Vladimirovich Ovsiannikov</bdi>"}},
	{"/?q=Овсян", 200, []string{"these could be meant", "Ovsyannikov"}},
	{"/?q=nobody-has-this-name-at-all", 200, []string{"Nothing found"}},
	{"/?q=Guangzong+Li", 200, []string{"Nothing agrees well enough to be a hit. These are nearest."}},
	{"/?q=%3Cscript%3Ealert(1)%3C/script%3E", 200, []string{"&lt;script&gt;"}},
	{"/?q=" + strings.Repeat("x", 400), 400, []string{"too long"}},
	{"/entity/CYB0045", 303, nil},
	{"/entity/gb_fcdo_sanctions-CYB0045", 200, []string{"Listed by the United Kingdom and the United States.", "Advanced Persistent Threat Group 31", "Who lists it", "ban", "asof-rows", "they share", "47814", "20 May 2025"}},
	{"/entity/gb_fcdo_sanctions-CYB0045?as_of=2020-01-01", 200, []string{"On 1 January 2020", "Not listed yet"}},
	{"/entity/gb_fcdo_sanctions-CYB0045?as_of=soon", 400, []string{"no day"}},
	{"/entity/nobody", 404, []string{"Nothing listed has the id nobody"}},
	{"/screen", 200, []string{"One party", "A file", "multipart/form-data"}},
	{"/screen/nothing", 404, []string{"no longer held"}},
	{"/lists", 200, []string{"UK Sanctions List", "What could be loaded", "eu_fsf"}},
	{"/lists/us_ofac_sdn", 200, []string{"no history", "3 May 2024"}},
	{"/lists/none", 404, []string{"No list none is loaded"}},
	{"/lists/us_ofac_sdn/feed.atom", 404, []string{"no history"}},
	{"/gaps", 200, []string{"Gaps between allies", "The demonstration has no history"}},
	{"/gaps?by=us", 400, []string{"at least one on each side"}},
	{"/gaps?by=us&not=us", 400, []string{"on both sides"}},
	{"/start", 200, []string{"Screen the sample file", "lists update"}},
}

func TestPages(t *testing.T) {
	s := serve(t, true, web.Options{})
	for _, p := range pages {
		t.Run(p.path[:min(len(p.path), 40)], func(t *testing.T) {
			status, header, text := get(t, s, p.path)
			if status != p.status {
				t.Errorf("status %d, want %d", status, p.status)
			}
			for _, has := range p.has {
				if !strings.Contains(text, has) {
					t.Errorf("%q is not on the page", has)
				}
			}
			checkPage(t, header, text)
		})
	}
}

// What no page may hold: scripts and styles within it, and addresses of others
// that a browser would ask by itself.
var (
	inlineScript = regexp.MustCompile(`(?i)<script(?:\s[^>]*)?>\s*[^<\s]|\son[a-z]+\s*=\s*["']|javascript:|hx-on`)
	inlineStyle  = regexp.MustCompile(`(?i)<style|\sstyle\s*=`)
	asked        = regexp.MustCompile(`(?i)(?:\ssrc|<link[^>]*\shref|\saction|hx-get|hx-post)\s*=\s*"([^"]*)"`)
	unsaid       = regexp.MustCompile(`\[[a-z_]+\.[a-z_0-9]+\]|%!|ZgotmplZ`)
)

func checkPage(t *testing.T, h http.Header, text string) {
	t.Helper()
	for key, want := range map[string]string{"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-store"} {
		if got := h.Get(key); !strings.HasPrefix(got, want) {
			t.Errorf("%s is %q", key, got)
		}
	}
	if csp := h.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") || strings.Contains(csp, "*") || strings.Contains(csp, "http") {
		t.Errorf("the policy lets too much: %s", csp)
	}
	for name, re := range map[string]*regexp.Regexp{"a script": inlineScript, "a style": inlineStyle, "words that the catalogue lacks": unsaid} {
		if found := re.FindString(text); found != "" {
			t.Errorf("%s within the page: %q", name, found)
		}
	}
	for _, m := range asked.FindAllStringSubmatch(text, -1) {
		if !strings.HasPrefix(m[1], "/") || strings.HasPrefix(m[1], "//") {
			t.Errorf("the page asks %q", m[1])
		}
	}
	if strings.Contains(text, "<html") && !strings.Contains(text, `<html lang="en">`) {
		t.Error("the page does not say its language")
	}
}

// TestPart holds that a script gets the piece that it asks for alone.
func TestPart(t *testing.T) {
	s := serve(t, true, web.Options{})
	for _, path := range []string{"/?q=zhao", "/entity/gb_fcdo_sanctions-CYB0045?as_of=2024-01-01"} {
		status, header, text := get(t, s, path, "HX-Request", "true")
		if status != 200 || strings.Contains(text, "<html") || !strings.Contains(text, "data-say") {
			t.Errorf("%s: status %d, %.200s", path, status, text)
		}
		if !strings.Contains(header.Get("Vary"), "HX-Request") {
			t.Error("a store could take the piece for the page")
		}
	}
}

// TestTyping holds that who is meant is found before the last word is whole.
func TestTyping(t *testing.T) {
	s := serve(t, true, web.Options{})
	for _, typed := range []string{"Zhao G", "Zhao Guang", "zhao guangz", "Zhao Guangzong"} {
		_, _, text := get(t, s, "/?q="+url.QueryEscape(typed), "HX-Request", "true")
		if !strings.Contains(text, "Guangzong ZHAO") {
			t.Errorf("%q finds nobody", typed)
		}
	}
	if _, _, text := get(t, s, "/?q=Zhao+Q", "HX-Request", "true"); strings.Contains(text, "could be meant") {
		t.Error("somebody is meant by a beginning that nobody has")
	}
}

// TestOtherSite holds that a form that another site sends is refused.
func TestOtherSite(t *testing.T) {
	s := serve(t, true, web.Options{})
	for _, path := range []string{"/screen", "/hit", "/screen/sample", "/start/demo", "/start/loaded"} {
		for _, from := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://elsewhere.example"}} {
			if status, _, text := post(t, s, path, url.Values{"name": {"Zhao Guangzong"}}, from...); status != http.StatusForbidden || !strings.Contains(text, "another site") {
				t.Errorf("%s with %s: status %d", path, from, status)
			}
		}
	}
}

// TestStatic holds that files are kept for ever under their version only.
func TestStatic(t *testing.T) {
	s := serve(t, true, web.Options{})
	_, _, page := get(t, s, "/")
	versioned := regexp.MustCompile(`/static/[a-z.]+\?v=[0-9a-f]{12}`).FindAllString(page, -1)
	if len(versioned) < 4 {
		t.Fatalf("only %q", versioned)
	}
	for _, address := range versioned {
		if status, h, _ := get(t, s, address); status != 200 || !strings.Contains(h.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: status %d, %s", address, status, h.Get("Cache-Control"))
		}
	}
	if _, h, _ := get(t, s, "/static/style.css"); h.Get("Cache-Control") != "no-cache" {
		t.Error("a file without its version is kept")
	}
	if status, _, _ := get(t, s, "/static/..%2fweb.go"); status != 404 {
		t.Error("a file outside the folder is given")
	}
}

// TestAccount holds that the frame has a place for who is signed in.
func TestAccount(t *testing.T) {
	s := serve(t, true, web.Options{Account: func(*http.Request) web.Account { return web.Account{Name: "A. Clerk", Leave: "/signout"} }})
	if _, _, text := get(t, s, "/"); !strings.Contains(text, "A. Clerk") || !strings.Contains(text, `action="/signout"`) {
		t.Error("who is signed in is not said")
	}
}

// TestLogged holds that pages say so where the service logs who is screened.
func TestLogged(t *testing.T) {
	folder := &base.Folder{Starter: true, Now: time.Now}
	source := server.NewSource(folder, server.Settings{Policy: policy.Default(), Weights: score.Default()})
	if err := source.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(source.Close)
	for _, logs := range []bool{false, true} {
		s := httptest.NewServer(server.New(source, server.Options{LogSubjects: logs}, web.New(source, web.Options{}).Routes))
		_, _, text := get(t, s, "/screen")
		if said := strings.Contains(text, "into its log"); said != logs || said == strings.Contains(text, "neither stored nor logged") {
			t.Errorf("logged %t, said %t", logs, said)
		}
		s.Close()
	}
}

// TestSample holds that the file to download is the one of the examples.
func TestSample(t *testing.T) {
	want, err := os.ReadFile("../examples/customers.csv")
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, true, web.Options{})
	if _, h, got := get(t, s, "/static/sample.csv"); got != string(want) || !strings.Contains(h.Get("Content-Disposition"), "attachment") {
		t.Error("static/sample.csv is not examples/customers.csv: copy it")
	}
}

// People who mistype an address find a page; programs a bare line, as ever.
func TestNoSuchPage(t *testing.T) {
	s := serveFolder(t, history(t), web.Options{})
	for _, path := range []string{"/monitoring", "/lists/us_ofac_sdn/nothing", "/%2e%2e/etc"} {
		status, h, text := get(t, s, path, "Accept", "text/html,*/*")
		if status != http.StatusNotFound || !strings.Contains(text, "There is no page at this address") {
			t.Errorf("%s: status %d: %s", path, status, text)
			continue
		}
		checkPage(t, h, text)
	}
	for _, path := range []string{"/monitoring", "/v1/nothing"} {
		if status, _, text := get(t, s, path, "Accept", "application/json"); status != http.StatusNotFound || strings.Contains(text, "<html") {
			t.Errorf("%s for a program: status %d: %s", path, status, text)
		}
	}
}
