package compare_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/compare"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/server"
	"github.com/interdict/interdict/server/watchman"
	"github.com/interdict/interdict/server/yente"
)

var update = flag.Bool("update", false, "write the golden files")

func then() time.Time { return time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC) }

// ours is the built-in register, under the default policy.
func ours(t testing.TB) *compare.Options {
	t.Helper()
	f := &base.Folder{Dir: t.TempDir(), Starter: true, Now: then}
	all, err := f.Open(context.Background(), base.Moment{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { all.Close() })
	b := *all
	p := policy.Default()
	var q screen.Query
	if q.Lists, q.On, err = b.Choose(&p, nil, nil); err == nil {
		err = b.Use(p, score.Default())
	}
	if err != nil {
		t.Fatal(err)
	}
	return &compare.Options{Base: all, Ours: &b, Query: q, Concurrency: 2}
}

// own is our own service, at both kinds' addresses.
func own(t *testing.T) *httptest.Server {
	t.Helper()
	s := server.NewSource(&base.Folder{Dir: t.TempDir(), Starter: true, Now: then}, server.Settings{Policy: policy.Default(), Weights: score.Default()})
	t.Cleanup(s.Close)
	if err := s.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(server.New(s, server.Options{}, yente.New(yente.Options{}), watchman.New(watchman.Options{})))
	t.Cleanup(web.Close)
	return web
}

func read(t *testing.T, text string) *compare.Requests {
	t.Helper()
	r, err := compare.Read(strings.NewReader(text), "requests", 0)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const customers = `id,name,birth date,country,type
1,Guangzong Zhao,1985-11-12,China,person
2,NI Gaobin,,,person
3,Margaret Applewhite,1970-01-01,GB,person
4,Wuhan Xiaoruizhi Science & Technology Co Ltd,,CN,company
5,NS Champion,,LR,vessel
`

// Against our own service, whatever its form, nothing differs.
func TestOurOwnService(t *testing.T) {
	web := own(t)
	for _, kind := range []string{"", "yente", "watchman"} {
		for form, text := range map[string]string{"customers": customers, "names": "Zhao Guangzong\nNi Gaobin\n\n# nobody\nMargaret Applewhite\n赵光宗\n"} {
			o := ours(t)
			o.Client = compare.Client{URL: web.URL + "/", Kind: kind, Threshold: 0.7}
			requests := read(t, text)
			if requests.Form != form {
				t.Errorf("the form is %s", requests.Form)
			}
			r, err := compare.Run(context.Background(), o, requests)
			if err != nil {
				t.Fatal(err)
			}
			if s := r.Summary; s.Agreement != 1 || s.Answered != len(requests.All) || s.AlertedOurs < 3 || s.MatchesBoth != s.MatchesOurs {
				raw, _ := json.Marshal(r)
				t.Errorf("%s %s: %s", kind, form, raw)
			}
			if kind == "" && r.Kind != "yente" {
				t.Errorf("it was taken for %s", r.Kind)
			}
		}
	}
}

// fakeYente is a yente with other lists, editions and scores. Its shapes are
// those of yente 5.
const fakeYenteCatalog = `{"datasets": [
 {"name": "us_ofac_sdn", "title": "US OFAC SDN", "entity_count": 19000, "version": "20261127120000-abc", "updated_at": "2026-11-27T12:00:00", "children": []},
 {"name": "eu_fsf", "title": "EU", "entity_count": 5500, "version": "20261120", "children": []},
 {"name": "default", "entity_count": 900000, "children": ["us_ofac_sdn", "eu_fsf"]}], "current": ["default"], "outdated": [], "index_stale": false}`

func yenteEntity(id, caption, list, referent, score string, match string) string {
	return `{"id": "` + id + `", "caption": "` + caption + `", "schema": "Person", "properties": {"name": ["` + caption + `"]}, "datasets": ["` + list + `"],
	"referents": ["` + referent + `"], "target": true, "first_seen": "2024-03-25T00:00:00", "last_seen": null, "last_change": null, "score": ` + score + `, "match": ` + match + `, "explanations": {}}`
}

func fakeYente(t *testing.T) *httptest.Server {
	zhao := yenteEntity("NK-abc", "Zhao Guangzong", "us_ofac_sdn", "ofac-47814", "0.98", "true")
	ni := yenteEntity("NK-def", "Gaobin Ni", "us_ofac_sdn", "ofac-0", "0.91", "true") // by its name alone
	low := yenteEntity("NK-ghi", "Ni Gaobin", "us_ofac_sdn", "ofac-47815", "0.61", "false")
	gone := yenteEntity("NK-jkl", "Somebody Gone", "us_ofac_sdn", "ofac-99999", "0.88", "true")
	eu := yenteEntity("NK-mno", "Somebody European", "eu_fsf", "eu-fsf-eu-1-1", "0.93", "true")
	unlike := yenteEntity("ofac-47814", "Zhao Guangzong", "us_ofac_sdn", "ofac-47814", "0.72", "true")
	strange := yenteEntity("Q1", "Somebody Strange", "us_ofac_sdn", "Q1", "0.72", "true")
	answers := map[string]string{
		"Zhao Guangzong": zhao, "Ni Gaobin": ni, "Ni Gao Bin": low, "Gone": gone, "European": eu, "Zhang Guangzhou": unlike, "Strange": strange,
		"Zhao Guangzong; Ni Gao Bin": yenteEntity("ofac-47815", "Ni Gaobin", "us_ofac_sdn", "ofac-47815", "0.99", "true") + "," + zhao,
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /algorithms", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"algorithms": [{"name": "logic-v2", "description": "", "features": {}}], "default": "logic-v1", "best": "logic-v2"}`))
	})
	mux.HandleFunc("GET /catalog", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(fakeYenteCatalog)) })
	mux.HandleFunc("POST /match/{dataset}", func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			Queries map[string]struct {
				Schema     string              `json:"schema"`
				Properties map[string][]string `json:"properties"`
			} `json:"queries"`
		}
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil || body.Queries["q"].Schema == "" {
			t.Errorf("the body is not yente's: %v", err)
		}
		if r.PathValue("dataset") != "default" || r.URL.Query().Get("limit") == "" || r.Header.Get("Authorization") != "ApiKey secret" {
			t.Errorf("%s %s", r.URL, r.Header.Get("Authorization"))
		}
		p := body.Queries["q"].Properties
		name := strings.Join(append(p["name"], p["alias"]...), "; ")
		_, _ = w.Write([]byte(`{"responses": {"q": {"status": 200, "results": [` + answers[name] + `], "total": {"value": 1, "relation": "eq"}, "query": {}}}, "limit": 10}`))
	})
	web := httptest.NewServer(mux)
	t.Cleanup(web.Close)
	return web
}

const yenteLog = `{"queries": {"a": {"schema": "Person", "properties": {"name": ["Zhao Guangzong"]}}, "b": {"schema": "Person", "properties": {"name": ["Ni Gaobin"]}}}}
{"queries": {"c": {"schema": "Person", "properties": {"name": ["Ni Gao Bin"]}}}}
{"schema": "Person", "properties": {"name": ["Gone"]}}
{"path": "/match/default?algorithm=logic-v2&limit=5", "body": {"queries": {"d": {"schema": "Person", "properties": {"name": ["European"]}}}}}
{"queries": {"e": {"schema": "Person", "properties": {"name": ["Zhang Guangzhou"]}}, "f": {"schema": "Person", "properties": {"name": ["Strange"]}}}}
{"queries": {"g": {"schema": "Person", "properties": {"name": ["Guangzong Zhao"]}}}}
{"queries": {"h": {"schema": "Company", "properties": {"name": ["Wuhan Xiaoruizhi Science and Technology"]}}}}
{"queries": {"i": {"schema": "Company", "properties": {"name": ["Korea Mining Development Trading Corporation"]}}}}
{"queries": {"j": {"schema": "Person", "properties": {"name": ["Zhao Guangzong"], "alias": ["Ni Gao Bin"]}}}}
{"queries": {"k": {"schema": "Person", "properties": {}}}}
nothing at all
`

// fakeWatchman is a Watchman with OFAC and the EU's list. Its shapes are those
// of its second API.
func fakeWatchman(t *testing.T) *httptest.Server {
	entity := func(source, id, name, match string) string {
		return `{"name": "` + name + `", "entityType": "person", "sourceList": "` + source + `", "sourceID": "` + id + `", "person": {"name": "` + name + `", "altNames": null,
		"gender": "male", "birthDate": null, "deathDate": null, "titles": null, "governmentIDs": null}, "business": null, "organization": null, "aircraft": null, "vessel": null,
		"contact": {"emailAddresses": null}, "addresses": null, "cryptoAddresses": null, "affiliations": null, "sanctionsInfo": null, "historicalInfo": null, "sourceData": {}, "match": ` + match + `}`
	}
	answers := map[string]string{
		"Zhao Guangzong": entity("us_ofac", "47814", "Guangzong ZHAO", "0.86"),
		"Ni Gaobin":      entity("us_ofac", "47815", "Gaobin NI", "0.72"),
		"Sergey Nobody":  entity("eu_csl", "17", "Sergey NOBODY", "0.9"),
		"Gone Nobody":    entity("us_ofac", "99999", "Gone NOBODY", "0.9"),
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v2/listinfo", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"lists": {"us_ofac": 17646, "eu_csl": 5100}, "listHashes": {"us_ofac": "0629c2"}, "startedAt": "2026-11-27T00:00:00Z", "endedAt": "2026-11-27T00:00:04Z", "version": "v0.60.0"}`))
	})
	mux.HandleFunc("GET /v2/search", func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		if q.Get("debug") != "" || q.Get("limit") == "" {
			t.Errorf("it was asked %s", r.URL.RawQuery)
		}
		_, _ = w.Write([]byte(`{"query": {}, "entities": [` + answers[q.Get("name")] + `]}`))
	})
	web := httptest.NewServer(mux)
	t.Cleanup(web.Close)
	return web
}

const watchmanLog = `127.0.0.1 - - [27/Nov/2026:10:00:00 +0000] "GET /v2/search?name=Zhao+Guangzong&type=person&minMatch=0.80&debug=yes HTTP/1.1" 200 4711
127.0.0.1 - - [27/Nov/2026:10:00:01 +0000] "GET /v2/search?name=Ni+Gaobin&type=person&limit=5 HTTP/1.1" 200 4711
127.0.0.1 - - [27/Nov/2026:10:00:02 +0000] "GET /ping HTTP/1.1" 200 4
127.0.0.1 - - [27/Nov/2026:10:00:03 +0000] "GET /v2/search?name=Sergey+Nobody HTTP/1.1" 200 4711
127.0.0.1 - - [27/Nov/2026:10:00:04 +0000] "GET /v2/search?name=Gone+Nobody&source=us_ofac HTTP/1.1" 200 4711
{"level": "info", "url": "http://watchman:8084/v2/search?name=Margaret+Applewhite&type=person", "status": 200}
127.0.0.1 - - [27/Nov/2026:10:00:05 +0000] "POST /match/default?limit=5 HTTP/1.1" 200 4711
`

var volatile = regexp.MustCompile(`\d+ \w+ 20\d\d, \d\d:\d\d UTC|(p50|p90|p99|longest) [0-9.]+|http://127\.0\.0\.1:\d+|(snapshot|analysis|scoring|policy|Snapshot) [0-9a-f]{12,64}|<td class="n">[0-9]+\.?[0-9]*</td><td class="n">[0-9.]+</td><td></td></tr>`)

// TestGolden holds each form of a comparison with a yente and a Watchman that
// know other things by files.
func TestGolden(t *testing.T) {
	for name, c := range map[string]struct {
		web *httptest.Server
		log string
	}{"yente": {fakeYente(t), yenteLog}, "watchman": {fakeWatchman(t), watchmanLog}} {
		o := ours(t)
		o.Client = compare.Client{URL: c.web.URL, Authorization: "ApiKey secret"}
		requests := read(t, c.log)
		if requests.Form != name {
			t.Errorf("the log of %s is taken for %s", name, requests.Form)
		}
		r, err := compare.Run(context.Background(), o, requests)
		if err != nil {
			t.Fatal(err)
		}
		for ext, write := range map[string]func(*bytes.Buffer) error{
			"txt":   func(b *bytes.Buffer) error { return compare.Text(b, report.Style{}, r) },
			"jsonl": func(b *bytes.Buffer) error { return compare.Lines(b, r) },
			"csv":   func(b *bytes.Buffer) error { return compare.CSV(b, r) },
			"html":  func(b *bytes.Buffer) error { return compare.HTML(b, r) },
		} {
			var b bytes.Buffer
			if err := write(&b); err != nil {
				t.Fatal(err)
			}
			got := volatile.ReplaceAllStringFunc(b.String(), func(s string) string {
				if word, _, ok := strings.Cut(s, " "); ok && word[0] >= 'A' { // what it is of, and no day
					return word + " ..."
				}
				return "..."
			})
			path := filepath.Join("testdata", name+"."+ext)
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if string(want) != got {
				t.Errorf("%s differs; look at the difference, then go test ./compare -update\n%s", path, got)
			}
		}
	}
}

// reasons of a comparison by request.
func TestReasons(t *testing.T) {
	run := func(url, log string) map[string]string {
		o := ours(t)
		o.Client = compare.Client{URL: url, Authorization: "ApiKey secret"}
		r, err := compare.Run(context.Background(), o, read(t, log))
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]string{}
		for _, one := range r.Results {
			out[one.Name] = one.Status
			for _, d := range one.Differences {
				out[one.Name] += " " + d.Reason
				if d.Words == "" {
					t.Errorf("%s: no words", one.Name)
				}
			}
		}
		return out
	}
	check := func(got, want map[string]string) {
		t.Helper()
		for name, w := range want {
			if got[name] != w {
				t.Errorf("%s: %q, want %q", name, got[name], w)
			}
		}
	}
	check(run(fakeYente(t).URL, yenteLog), map[string]string{
		"Ni Gaobin":       "same",
		"Ni Gao Bin":      "differs below_their_threshold",
		"Gone":            "differs other_edition",
		"European":        "differs list_not_loaded",
		"Zhang Guangzhou": "differs names_differ",
		"Strange":         "differs not_recognised",
		"Guangzong Zhao":  "differs not_found_there",
		"Wuhan Xiaoruizhi Science and Technology": "differs not_found_there",
	})
	again := `{"queries": {"j": {"schema": "Person", "properties": {"name": ["Zhao Guangzong"], "alias": ["Ni Gao Bin"]}}}}`
	check(run(fakeYente(t).URL, again), map[string]string{"Zhao Guangzong": "other_order order"})
	check(run(fakeWatchman(t).URL, watchmanLog), map[string]string{
		"Zhao Guangzong": "same", "Ni Gaobin": "differs below_their_threshold", "Sergey Nobody": "differs list_not_loaded",
		"Gone Nobody": "differs other_edition", "Margaret Applewhite": "same",
	})
}

// A service that fails now and then is asked again; one that goes on failing is
// told of, without the names that it was asked for.
func TestFailures(t *testing.T) {
	var calls atomic.Int32
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v2/listinfo", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"lists": {"us_ofac": 1}}`)) })
	mux.HandleFunc("GET /v2/search", func(w http.ResponseWriter, r *http.Request) {
		switch name := r.URL.Query().Get("name"); {
		case name == "Patience" && calls.Add(1) < 3:
			w.WriteHeader(http.StatusServiceUnavailable)
		case name == "Refused":
			http.Error(w, `{"error": "no Refused here"}`, http.StatusBadRequest)
		case name == "Elsewhere":
			http.Redirect(w, r, "http://192.0.2.1/?name=Elsewhere", http.StatusFound)
		case name == "Garbage":
			_, _ = w.Write([]byte("Garbage"))
		case name == "Vanished":
			panic(http.ErrAbortHandler)
		default:
			_, _ = w.Write([]byte(`{"entities": null}`))
		}
	})
	web := httptest.NewServer(mux)
	t.Cleanup(web.Close)
	o := ours(t)
	o.Client = compare.Client{URL: web.URL, Retries: 2}
	r, err := compare.Run(context.Background(), o, read(t, "Patience\nRefused\nElsewhere\nGarbage\nVanished\n"))
	if err != nil {
		t.Fatal(err)
	}
	if r.Results[0].Status != compare.Same || calls.Load() != 3 {
		t.Errorf("%+v after %d calls", r.Results[0], calls.Load())
	}
	for _, one := range r.Results[1:] {
		if one.Status != compare.Failed || one.Failure == "" || strings.Contains(one.Failure, one.Name) {
			t.Errorf("%+v", one)
		}
	}
	if r.Summary.Failed != 4 || r.Summary.Answered != 1 {
		t.Errorf("%+v", r.Summary)
	}
	for _, url := range []string{"", "ftp://x", "http://", "http://user:secret@x", "http://x?y=z", web.URL + "/nowhere"} {
		o.Client.URL = url
		if _, err := compare.Run(context.Background(), o, read(t, "Zhao\n")); err == nil {
			t.Errorf("%q was taken", url)
		}
	}
	o.Client.URL = web.URL
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := compare.Run(ctx, o, read(t, "Zhao\n")); err == nil {
		t.Error("it went on after it was told to stop")
	}
}

func TestRead(t *testing.T) {
	for _, c := range []struct {
		text, form    string
		all, refused  int
		first, schema string
	}{
		{"Zhao Guangzong\n", "names", 1, 0, "Zhao Guangzong", ""},
		{"\ufeffZhao,  Guangzong\r\nNi\r\n", "names", 2, 0, "Zhao, Guangzong", ""},
		{customers, "customers", 5, 0, "Guangzong Zhao", "Person"},
		{`{"name": "Zhao Guangzong", "birth_date": "1985"}` + "\n", "customers", 1, 0, "Zhao Guangzong", ""},
		{`{"schema": "Vessel", "properties": {"name": ["NS Champion"], "imoNumber": ["9299719"]}}`, "yente", 1, 0, "NS Champion", "Vessel"},
		{`GET /search/sanctions?q=Zhao+Guangzong&schema=Company&limit=5`, "yente", 1, 0, "Zhao Guangzong", "Organization"},
		{"GET /search/default?q=\nGET /search/default?q=Zhao\n", "yente", 1, 1, "Zhao", ""},
		{"GET /v2/search?name=Zhao&type=vessel\n", "watchman", 1, 0, "Zhao", "Vessel"},
		{`{"request": "POST /match/default", "body": "{\"queries\": {\"x\": {\"schema\": \"Person\", \"properties\": {\"name\": [\"Zhao\"]}}}}"}`, "yente", 1, 0, "Zhao", "Person"},
	} {
		r := read(t, c.text)
		if r.Form != c.form || len(r.All) != c.all || len(r.Refused) != c.refused || r.All[0].Subject.Name() != c.first || string(r.All[0].Subject.Schema) != c.schema {
			t.Errorf("%q: %+v", c.text, r)
		}
	}
	for _, text := range []string{"", "\n\n", "POST /match/default HTTP/1.1\n", "# only a remark\n"} {
		if r, err := compare.Read(strings.NewReader(text), "requests", 0); err == nil {
			t.Errorf("%q: %+v", text, r)
		}
	}
	if r, err := compare.Read(strings.NewReader("a b\nc d\ne f\n"), "requests", 2); err != nil || len(r.All) != 2 || !r.Cut {
		t.Errorf("%+v %v", r, err)
	}
}

// FuzzRead reads anything: requests, or an error without its content.
func FuzzRead(f *testing.F) {
	for _, text := range []string{customers, yenteLog, watchmanLog, "Zhao\nNi\n", "PK\x03\x04", "{\"queries\":{\"\":null}}", "\xff\xfe"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := compare.Read(bytes.NewReader(text), "requests", 50)
		if err != nil {
			return
		}
		if len(r.All) == 0 || len(r.All) > 50 {
			t.Errorf("%d requests", len(r.All))
		}
		for i := range r.All {
			s := &r.All[i].Subject
			if len(s.Names)+len(s.Identifiers) == 0 {
				t.Errorf("request %d asks for nobody", i)
			}
		}
	})
}

// FuzzAnswers gives both kinds any answer.
func FuzzAnswers(f *testing.F) {
	f.Add(true, `{"responses": {"q": {"results": [{"id": "ofac-1", "score": 1e9, "match": true, "datasets": null, "properties": {"name": [1, null, {}]}}]}}}`)
	f.Add(false, `{"entities": [{"name": "x", "match": -1, "person": {"altNames": ["y"]}}, {}]}`)
	f.Add(false, `[]`)
	o := ours(f)
	f.Fuzz(func(t *testing.T, isYente bool, body string) {
		mux := http.NewServeMux()
		mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/algorithms", "/catalog":
				_, _ = w.Write([]byte(`{"algorithms": []}`))
			case "/v2/listinfo":
				_, _ = w.Write([]byte(`{"lists": {}}`))
			default:
				_, _ = w.Write([]byte(body))
			}
		})
		web := httptest.NewServer(mux)
		defer web.Close()
		c := *o
		c.Client = compare.Client{URL: web.URL, Kind: map[bool]string{true: "yente", false: "watchman"}[isYente]}
		r, err := compare.Read(strings.NewReader("Zhao Guangzong\n"), "requests", 0)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := compare.Run(context.Background(), &c, r); err == nil && (got.Summary.Answered != 1 || compare.HTML(&bytes.Buffer{}, got) != nil) {
			t.Errorf("%+v", got)
		}
	})
}
