package mcp_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/server"
	"github.com/interdict/interdict/server/mcp"
	"github.com/interdict/interdict/server/watchman"
)

var update = flag.Bool("update", false, "write the golden files")

func then() time.Time { return time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC) }

func source(t testing.TB, starter bool) *server.Source {
	t.Helper()
	s := server.NewSource(&base.Folder{Dir: t.TempDir(), Starter: starter, Now: then},
		server.Settings{Policy: policy.Default(), Weights: score.Default()})
	t.Cleanup(s.Close)
	if err := s.Refresh(context.Background()); starter && err != nil {
		t.Fatal(err)
	}
	return s
}

func client() *sdk.Client {
	return sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil)
}

// overHTTP is a session with the service at /mcp.
func overHTTP(t testing.TB, s *server.Source) *sdk.ClientSession {
	t.Helper()
	web := httptest.NewServer(server.New(s, server.Options{}, mcp.Routes("test", watchman.AddTool)))
	t.Cleanup(web.Close)
	session, err := client().Connect(context.Background(), &sdk.StreamableClientTransport{Endpoint: web.URL + "/mcp", DisableStandaloneSSE: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { session.Close() })
	return session
}

// overStreams is a session over two pipes, as standard input and output are.
func overStreams(t testing.TB, s *server.Source) *sdk.ClientSession {
	t.Helper()
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	done := make(chan error, 1)
	go func() { done <- mcp.Serve(context.Background(), s, "test", inR, outW, watchman.AddTool) }()
	session, err := client().Connect(context.Background(), &sdk.IOTransport{Reader: outR, Writer: inW}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		session.Close()
		if err := <-done; err != nil {
			t.Errorf("serving ended with %v", err)
		}
	})
	return session
}

// both runs a test over both transports.
func both(t *testing.T, f func(t *testing.T, session *sdk.ClientSession)) {
	s := source(t, true)
	t.Run("http", func(t *testing.T) { f(t, overHTTP(t, s)) })
	t.Run("streams", func(t *testing.T) { f(t, overStreams(t, s)) })
}

func call(t testing.TB, session *sdk.ClientSession, tool string, args any) *sdk.CallToolResult {
	t.Helper()
	r, err := session.CallTool(context.Background(), &sdk.CallToolParams{Name: tool, Arguments: args})
	if err != nil {
		t.Fatalf("%s: %v", tool, err)
	}
	return r
}

func textOf(r *sdk.CallToolResult) string {
	var b strings.Builder
	for _, c := range r.Content {
		if t, ok := c.(*sdk.TextContent); ok {
			b.WriteString(t.Text)
		}
	}
	return b.String()
}

// Parties that tools screen are counted as any others.
func TestScreeningsAreCounted(t *testing.T) {
	s := source(t, true)
	session := overHTTP(t, s)
	call(t, session, "screen", map[string]any{"parties": []any{map[string]any{"name": "Zhao Guangzong"}, map[string]any{"name": "Margaret Applewhite"}}})
	call(t, session, "search_entities", map[string]any{"request": map[string]any{"name": "Zhao Guangzong", "entityType": "person"}})
	w := httptest.NewRecorder()
	server.New(s, server.Options{}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost/metrics", http.NoBody))
	if !strings.Contains(w.Body.String(), "interdict_screenings_total 3\n") || strings.Contains(w.Body.String(), "interdict_hits_total 0\n") {
		t.Errorf("%s", w.Body)
	}
}

// calls are the calls whose answers are held by files.
var calls = []struct {
	name, tool string
	args       map[string]any
}{
	{"lists", "lists", nil},
	{"search", "search", map[string]any{"query": "Zhao Guangzong", "limit": 2}},
	{"search_wallet", "search", map[string]any{"query": "1Q9UAQbcDezmyouFrzt94t4dSMxgsUfW1X", "limit": 1}},
	{"search_han", "search", map[string]any{"query": "赵光宗", "schema": "Person", "limit": 1}},
	{"screen", "screen", map[string]any{"limit": 2, "parties": []any{
		map[string]any{"name": "Guangzong Zhao", "schema": "Person", "birth_date": "1985-11-12", "countries": []string{"China"},
			"identifiers": []any{map[string]any{"type": "national_id", "value": "421003198511121539", "country": "CN"}}},
		map[string]any{"name": "Margaret Applewhite", "birth_date": "1970"},
	}}},
	{"show", "show", map[string]any{"id": "CYB0045"}},
	{"explain", "explain", map[string]any{"name": "Zhao Guangzhou", "birth_date": "1951", "id": "us_ofac_sdn-47814"}},
	{"search_entities", "search_entities", map[string]any{"minMatch": 0.8, "limit": 1, "request": map[string]any{"name": "Zhao Guangzong", "entityType": "person",
		"person": map[string]any{"name": "Zhao Guangzong", "birthDate": "1985-11-12T00:00:00Z"}}}},
	{"error_no_name", "screen", map[string]any{"parties": []any{map[string]any{"name": " "}}}},
	{"error_none", "screen", map[string]any{"parties": []any{}}},
	{"error_country", "explain", map[string]any{"name": "Zhao", "countries": []string{"Atlantis"}, "id": "CYB0045"}},
	{"error_id", "show", map[string]any{"id": "XYZ999"}},
	{"error_list", "screen", map[string]any{"parties": []any{map[string]any{"name": "Zhao"}}, "lists": []string{"xx"}}},
	{"error_day", "search", map[string]any{"query": "Zhao", "as_of": "tomorrow"}},
	{"error_too_many", "search", map[string]any{"query": "Zhao", "limit": 5000}},
	{"error_unknown_member", "search", map[string]any{"query": "Zhao", "fuzzy": true}},
}

var hashes = regexp.MustCompile(`"(snapshot|analysis|scoring|policy)": "[0-9a-f]{64}"|(Snapshot|analysis|scoring|policy) [0-9a-f]{12}|\d+ \w+ 20\d\d, \d\d:\d\d UTC`)

// TestGolden holds texts and data by files, over both transports.
func TestGolden(t *testing.T) {
	both(t, func(t *testing.T, session *sdk.ClientSession) {
		for _, c := range calls {
			r := call(t, session, c.tool, c.args)
			if r.IsError != strings.HasPrefix(c.name, "error") {
				t.Errorf("%s: error %v", c.name, r.IsError)
			}
			var b bytes.Buffer
			args, _ := json.Marshal(c.args)
			b.WriteString(c.tool + " ")
			b.Write(args)
			b.WriteString("\n\n" + textOf(r) + "\n")
			if r.StructuredContent != nil {
				raw, err := json.MarshalIndent(r.StructuredContent, "", "  ")
				if err != nil {
					t.Fatal(err)
				}
				b.Write(raw)
				b.WriteByte('\n')
			}
			got := hashes.ReplaceAllStringFunc(b.String(), func(s string) string {
				return strings.TrimRight(s[:strings.IndexAny(s, ": ")], "0123456789") + " ..."
			})
			path := filepath.Join("testdata", "golden", c.name+".txt")
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
				t.Errorf("%s differs from %s; look at the difference, then go test ./server/mcp -update\n%s", c.name, path, got)
			}
		}
	})
}

// Every tool says that it only reads, describes what it takes and gives, and has
// bounds.
func TestTools(t *testing.T) {
	both(t, func(t *testing.T, session *sdk.ClientSession) {
		all, err := session.ListTools(context.Background(), nil)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, tool := range all.Tools {
			names = append(names, tool.Name)
			a := tool.Annotations
			if a == nil || !a.ReadOnlyHint || a.DestructiveHint == nil || *a.DestructiveHint || a.OpenWorldHint == nil || *a.OpenWorldHint {
				t.Errorf("%s does not say that it only reads", tool.Name)
			}
			if tool.Description == "" || tool.Title == "" || tool.InputSchema == nil || tool.OutputSchema == nil && tool.Name != "search_entities" {
				t.Errorf("%s is not described", tool.Name)
			}
		}
		if got := strings.Join(names, " "); got != "explain lists screen search search_entities show" {
			t.Errorf("the tools are %s", got)
		}
		if session.InitializeResult().Instructions == "" {
			t.Error("there are no instructions")
		}
	})
}

// Without a list every tool says what to do.
func TestEmpty(t *testing.T) {
	session := overHTTP(t, source(t, false))
	for _, c := range calls[:8] {
		r := call(t, session, c.tool, c.args)
		if !r.IsError || !strings.Contains(textOf(r), "no list is loaded") || strings.Contains(textOf(r), os.TempDir()) {
			t.Errorf("%s: %s", c.tool, textOf(r))
		}
	}
}

// A past day is put together first, and meanwhile the tool says to ask again.
func TestPast(t *testing.T) {
	session := overHTTP(t, source(t, true))
	for {
		r := call(t, session, "search", map[string]any{"query": "Zhao", "as_of": "2024-03-26"})
		text := textOf(r)
		if r.IsError && strings.Contains(text, "call again in a while") {
			time.Sleep(time.Millisecond)
			continue
		}
		if !r.IsError || text != "the starter register has no history; as_of needs loaded lists" {
			t.Errorf("%v %s", r.IsError, text)
		}
		return
	}
}

// What nobody can mean is refused before it costs anything.
func TestBounds(t *testing.T) {
	session := overHTTP(t, source(t, true))
	long := strings.Repeat("a ", 400)
	many := make([]any, 21)
	for i := range many {
		many[i] = map[string]any{"name": "Zhao"}
	}
	for tool, args := range map[string]map[string]any{
		"search":  {"query": long},
		"screen":  {"parties": many},
		"explain": {"name": "Zhao", "id": strings.Repeat("x", 300)},
		"show":    {"id": 7},
	} {
		if r := call(t, session, tool, args); !r.IsError {
			t.Errorf("%s took it: %s", tool, textOf(r))
		}
	}
	if _, err := session.CallTool(context.Background(), &sdk.CallToolParams{Name: "search", Arguments: map[string]any{"query": strings.Repeat("a", 2<<20)}}); err == nil {
		t.Error("two megabytes were taken")
	}
}

// Calls leave nothing behind: no goroutine, and no state of the lists held.
func TestNothingLeft(t *testing.T) {
	s := source(t, true)
	h := server.New(s, server.Options{}, mcp.Routes("test"))
	call := func() {
		r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1/mcp", strings.NewReader(
			`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"show","arguments":{"id":"CYB0045"}}}`))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "application/json, text/event-stream")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Guangzong ZHAO") {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	call()
	before := runtime.NumGoroutine()
	for range 100 {
		call()
	}
	for runtime.NumGoroutine() > before+5 { // what ends does so by itself; a leak ends the test by its time
		time.Sleep(5 * time.Millisecond)
	}
	s.Close()
	if _, open := s.Swaps(); open != 0 {
		t.Errorf("%d states are held", open)
	}
}

// A page of another site cannot call the tools through its reader's browser.
func TestCrossSite(t *testing.T) {
	web := httptest.NewServer(server.New(source(t, true), server.Options{}, mcp.Routes("test")))
	t.Cleanup(web.Close)
	r := httptest.NewRequest(http.MethodPost, web.URL+"/mcp", strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"tools/list"}`))
	r.RequestURI = ""
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json, text/event-stream")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	a, err := web.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	if a.StatusCode != http.StatusForbidden {
		t.Errorf("%s", a.Status)
	}
}
