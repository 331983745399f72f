package v1

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/server"
	"github.com/interdict/interdict/starter"
	"github.com/interdict/interdict/update"
)

// loaded is a data folder with two editions of OFAC's list, of which the first
// lacks Zhao, and one of the UK's.
func loaded(t *testing.T) *base.Folder {
	t.Helper()
	f := &base.Folder{Dir: t.TempDir(), Now: func() time.Time { return noon }}
	text, err := os.ReadFile(filepath.Join("..", "..", "lists", "ofac", "testdata", "sdn.xml"))
	if err != nil {
		t.Fatal(err)
	}
	newer := string(text)
	older := strings.Replace(newer, "03/26/2024", "03/22/2024", 1)
	older = strings.Replace(older, "<Record_Count>5<", "<Record_Count>4<", 1)
	begin := strings.Index(older, "<sdnEntry>\n    <uid>47814<")
	end := begin + strings.Index(older[begin:], "</sdnEntry>") + len("</sdnEntry>")
	older = older[:begin] + older[end:]
	for _, text := range []string{older, newer} {
		load(t, f, map[string][]byte{"sdn.xml": []byte(text)})
	}
	for _, file := range starter.Files() {
		if !strings.Contains(file.Path, "gb_fcdo_sanctions") {
			continue
		}
		load(t, f, map[string][]byte{filepath.Base(file.Path): readStarter(t, file.Path)})
	}
	return f
}

func readStarter(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "starter", "gb_fcdo_sanctions", filepath.Base(path)))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func load(t *testing.T, f *base.Folder, files map[string][]byte) {
	t.Helper()
	from := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(from, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Make(); err != nil {
		t.Fatal(err)
	}
	if answer, err := update.Run(context.Background(), f, &update.Options{From: from, Timeout: time.Minute, MaxSize: 100}); err != nil {
		t.Fatalf("%v: %+v", err, answer)
	}
}

// patiently asks until the answer is made.
func patiently(t *testing.T, h http.Handler, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	for range 2400 { // two minutes, on a machine with much else to do
		w := ask(h, method, path, body, headers...)
		if w.Code != http.StatusAccepted {
			return w
		}
		if w.Header().Get("Retry-After") == "" || w.Header().Get("Location") != path {
			t.Fatalf("%s: 202 says %v", path, w.Header())
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%s is never answered", path)
	return nil
}

func TestHistory(t *testing.T) {
	f := loaded(t)
	h := server.New(sourceOver(t, f), server.Options{Classes: Classes}, Routes("test"))
	a, _ := describedAPI(t)
	registry := a.huma.OpenAPI().Components.Schemas
	for _, c := range []struct{ path, want string }{
		{"/v1/lists", `"id":"us_ofac_sdn".*"published":"2024-03-26".*"screened":true`},
		{"/v1/lists/us_ofac_sdn/editions?limit=1", `"published":"2024-03-26".*"in_force":true.*"files":\[{"part":"main","name":"sdn.xml".*"next":"/v1/lists/us_ofac_sdn/editions\?limit=1&offset=1"`},
		{"/v1/lists/us_ofac_sdn/editions?limit=1&offset=1", `"published":"2024-03-22".*"in_force":false.*"total":2}`},
		{"/v1/lists/us_ofac_sdn/diff", `"added":\[{"id":"47814"`},
		{"/v1/lists/us_ofac_sdn/diff?from=2024-03-22&to=newest", `"added":\[{"id":"47814"`},
		{"/v1/lists/us_ofac_sdn/diff?limit=1&offset=1", `"added":\[\],.*"total_added":1,.*"page":{"limit":1,"offset":1,"total":1}`},
		{"/v1/gaps?by=us&not=gb", `"total_gaps":4`},
		{"/v1/gaps?by=us&not=gb&since=2024-03-23&limit=1&offset=1", `"gaps":\[\]`},
		{"/v1/suggestions", `"total":0`},
		{"/v1/listings/us_ofac_sdn/47814", `"versions":\[{"first":{"edition":"[0-9a-f]{64}","day":"2024-03-26"}`},
		{"/v1/entities/us_ofac_sdn-47814/listings", `"publisher":"[^"]+Treasury`},
		{"/v1/entities/us_ofac_sdn-47814?as_of=2024-03-26", `"as_of":"2024-03-26"`},
		{"/v1/search?q=Zhao+Guangzong&as_of=2024-03-22&schema=Person", `"results":\[\],"as_of":"2024-03-22","reconstructed":\["gb_fcdo_sanctions"\]`},
		{"/v1/lists/us_ofac_sdn?as_of=2024-03-22", `"published":"2024-03-22"`},
	} {
		w := patiently(t, h, http.MethodGet, c.path, "")
		if w.Code != http.StatusOK || !regexp.MustCompile(c.want).MatchString(w.Body.String()) {
			t.Errorf("%s: %d %s", c.path, w.Code, w.Body)
			continue
		}
		op := operationFor(a, http.MethodGet, c.path)
		validate(t, c.path, registry, op.Responses["200"].Content["application/json"].Schema, w.Body.Bytes())
	}
	for _, c := range []struct{ path, accept, want string }{
		{"/v1/lists/us_ofac_sdn/feed", "", "application/atom+xml; charset=utf-8"},
		{"/v1/lists/us_ofac_sdn/diff", "text/html,application/xhtml+xml;q=0.9", "text/html; charset=utf-8"},
		{"/v1/lists/us_ofac_sdn/diff", "application/json;q=0.1, application/atom+xml;q=0.5", "application/atom+xml; charset=utf-8"},
		{"/v1/lists/us_ofac_sdn/diff", "text/plain", "text/plain; charset=utf-8"},
		{"/v1/lists/us_ofac_sdn/diff", "*/*", "application/json"},
	} {
		w := patiently(t, h, http.MethodGet, c.path, "", "Accept", c.accept)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != c.want || !strings.Contains(w.Body.String(), "47814") {
			t.Errorf("%s %s: %d %s %s", c.path, c.accept, w.Code, w.Header().Get("Content-Type"), w.Body)
		}
	}
	for path, status := range map[string]int{
		"/v1/lists/us_ofac_sdn/diff?from=1999-01-01": 404, "/v1/lists/us_ofac_sdn/diff?from=2024-03-26&to=2024-03-22": 422, "/v1/lists?known_at=2001-01-01": 422,
		"/v1/lists?as_of=2030-01-01": 422, "/v1/lists?known_at=2999-01-01": 422, "/v1/lists?as_of=2024-02-31": 422, "/v1/gaps?by=us&not=us": 422, "/v1/gaps?by=us&not=nowhere": 422, "/v1/gaps?by=us": 422, "/v1/lists/gb_fcdo_sanctions/diff": 404, "/v1/listings/us_ofac_sdn/CYB0045": 404,
	} {
		if w := patiently(t, h, http.MethodGet, path, ""); w.Code != status {
			t.Errorf("%s: %d, not %d: %s", path, w.Code, status, w.Body)
		}
	}
	screenedThen(t, h)
}

// screenedThen screens against the lists of a day before Zhao was listed, by
// OFAC that is.
func screenedThen(t *testing.T, h http.Handler) {
	t.Helper()
	for day, lists := range map[string]string{"2024-03-24": `[]`, "2024-03-26": `["us_ofac_sdn"]`} {
		w := patiently(t, h, http.MethodPost, "/v1/screen", `{"subjects": [`+zhao+`], "lists": ["us_ofac_sdn"], "as_of": "`+day+`"}`)
		var answer struct {
			Results []struct {
				Hits []struct {
					Lists json.RawMessage `json:"lists"`
				} `json:"hits"`
			} `json:"results"`
			AnsweredBy AnsweredBy `json:"answered_by"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || len(answer.Results) != 1 {
			t.Fatalf("%s: %v %s", day, err, w.Body)
		}
		if got := answer.Results[0].Hits; lists == `[]` && len(got) > 0 || lists != `[]` && (len(got) != 1 || string(got[0].Lists) != lists) {
			t.Errorf("on %s: %s", day, w.Body)
		}
		if by := answer.AnsweredBy; by.AsOf == nil || by.AsOf.String() != day || len(by.Lists) != 1 {
			t.Errorf("on %s answered %+v", day, by)
		}
	}
}

// An id that was merged into another leads there; the tag of an answer changes
// with what answers.
func TestMergedAndTagged(t *testing.T) {
	f := loaded(t)
	s := sourceOver(t, f)
	h := server.New(s, server.Options{Classes: Classes}, Routes("test"))
	before := ask(h, http.MethodGet, "/v1/lists", "")
	tag := before.Header().Get("ETag")
	if tag == "" || strings.HasPrefix(tag, "W/") {
		t.Fatalf("the tag is %q", tag)
	}
	if w := ask(h, http.MethodGet, "/v1/lists", "", "If-None-Match", `"x", `+tag); w.Code != http.StatusNotModified || w.Body.Len() > 0 || w.Header().Get("ETag") != tag {
		t.Errorf("with its tag: %d %s", w.Code, w.Body)
	}
	r, err := f.Register(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	two := [2]interdict.Ref{{List: "us_ofac_sdn", ID: "36"}, {List: "gb_fcdo_sanctions", ID: "CYB0044"}}
	if err := r.Decide(context.Background(), register.Decision{Kind: register.Same, A: two[0], B: two[1], Why: "test", Who: "test", At: noon}); err != nil {
		t.Fatal(err)
	}
	if err := s.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	if w := ask(h, http.MethodGet, "/v1/lists", "", "If-None-Match", tag); w.Code != http.StatusOK || w.Header().Get("ETag") == tag {
		t.Errorf("after a change: %d %s", w.Code, w.Header().Get("ETag"))
	}
	moved := 0
	for _, ref := range two {
		w := ask(h, http.MethodGet, "/v1/entities/"+ref.List+"-"+ref.ID+"?as_of=", "")
		switch w.Code {
		case http.StatusPermanentRedirect:
			moved++
			if w = ask(h, http.MethodGet, w.Header().Get("Location"), ""); w.Code != http.StatusOK {
				t.Errorf("where it leads: %d", w.Code)
			}
			fallthrough
		case http.StatusOK:
			if !strings.Contains(w.Body.String(), `"id":"36"`) || !strings.Contains(w.Body.String(), `"id":"CYB0044"`) {
				t.Errorf("%v: %s", ref, w.Body)
			}
		default:
			t.Errorf("%v: %d %s", ref, w.Code, w.Body)
		}
	}
	if moved != 1 {
		t.Errorf("%d of two ids that were merged lead to the other", moved)
	}
}
