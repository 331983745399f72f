package yente_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/server"
	"github.com/interdict/interdict/server/yente"
)

// benchFolder is a data folder to measure with, such as scale M; the starter
// register stands in where none is named.
const benchFolder = "INTERDICT_BENCH_DATA"

func benchServer(b *testing.B) http.Handler {
	b.Helper()
	dir := os.Getenv(benchFolder)
	s := server.NewSource(&base.Folder{Dir: dir, Starter: dir == "", Now: time.Now}, server.Settings{Policy: policy.Default(), Weights: score.Default()})
	b.Cleanup(s.Close)
	if err := s.Refresh(context.Background()); err != nil {
		b.Fatal(err)
	}
	return server.New(s, server.Options{}, yente.New(yente.Options{}))
}

// person is a name that customers have.
func person(i int) string {
	given := strings.Fields("Anna Bernd Chiara Dmitri Elif Fatima Georg Hanna Ivan Jana Karim Lena Mehmet Nora Omar Petra Qing Rosa Sofia Tomas Ulrike Vera Wei Xenia Yusuf Zofia")
	family := strings.Fields("Abel Brunner Costa Dvorak Eriksen Fischer Garcia Huber Ivanova Jansen Kowalski Lindqvist Moreau Novak Okafor Pereira Quist Rossi Schmidt Tanaka Ueda Varga Weber Xu Yilmaz Zimmermann")
	return given[i%len(given)] + " " + family[i*7%len(family)]
}

func queries(names ...string) string {
	all := map[string]any{}
	for i, name := range names {
		all[fmt.Sprint(i)] = map[string]any{"schema": "Thing", "properties": map[string]any{"name": name}}
	}
	b, err := json.Marshal(map[string]any{"queries": all})
	if err != nil {
		panic(err)
	}
	return string(b)
}

func answeredWell(b *testing.B, srv http.Handler, method, target, body string) []byte {
	r, err := http.NewRequest(method, "http://127.0.0.1"+target, strings.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	w := &counted{header: http.Header{}}
	srv.ServeHTTP(w, r)
	if w.status >= 400 {
		b.Fatalf("%s: %d %s", target, w.status, w.body)
	}
	return w.body
}

// counted keeps an answer.
type counted struct {
	header http.Header
	status int
	body   []byte
}

func (c *counted) Header() http.Header    { return c.header }
func (c *counted) WriteHeader(status int) { c.status = status }
func (c *counted) Write(p []byte) (int, error) {
	c.body = append(c.body, p...)
	return len(p), nil
}

// listedNames are the captions of the first entities.
func listedNames(b *testing.B, srv http.Handler, n int) (out []string) {
	for offset := 0; offset < n; offset += 500 {
		var page struct{ Results []struct{ Caption string } }
		if err := json.Unmarshal(answeredWell(b, srv, http.MethodGet, fmt.Sprintf("/search/all?limit=500&offset=%d&sort=id:asc", offset), ""), &page); err != nil {
			b.Fatal(err)
		}
		for _, e := range page.Results {
			out = append(out, e.Caption)
		}
	}
	return out
}

func BenchmarkMatchUnlisted(b *testing.B) {
	srv := benchServer(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		answeredWell(b, srv, http.MethodPost, "/match/default", queries(person(i)))
	}
}

// BenchmarkMatchListed asks for who is listed, so that each answer has entities
// in full, of which more than are kept.
func BenchmarkMatchListed(b *testing.B) {
	srv := benchServer(b)
	names := listedNames(b, srv, 5_000)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; b.Loop(); i++ {
		answeredWell(b, srv, http.MethodPost, "/match/default", queries(names[i*997%len(names)]))
	}
}

func BenchmarkMatchHundred(b *testing.B) {
	srv := benchServer(b)
	var names []string
	for i := range 100 {
		names = append(names, person(i))
	}
	body := queries(names...)
	b.ReportAllocs()
	for b.Loop() {
		answeredWell(b, srv, http.MethodPost, "/match/default", body)
	}
}

func BenchmarkSearch(b *testing.B) {
	srv := benchServer(b)
	names := listedNames(b, srv, 1_000)
	for _, c := range []struct{ name, target string }{
		{"Name", "/search/default?q="}, {"Empty", "/search/default?limit=10"}, {"Filter", "/search/default?filter=properties.birthDate:1962&countries=ru"},
		{"Facets", "/search/default?limit=10&facets=identifiers&facets=genders&facets=schema"}, {"Entity", "/entities/gb_fcdo_sanctions-CYB0045"},
	} {
		b.Run(c.name, func(b *testing.B) {
			if c.name == "Entity" && os.Getenv(benchFolder) != "" {
				b.Skip("the entity is one of the starter register's")
			}
			if c.name != "Name" {
				answeredWell(b, srv, http.MethodGet, c.target, "") // what is made once is made
			}
			b.ReportAllocs()
			b.ResetTimer()
			for i := 0; b.Loop(); i++ {
				target := c.target
				if c.name == "Name" {
					target += url.QueryEscape(names[i%len(names)])
				}
				answeredWell(b, srv, http.MethodGet, target, "")
			}
		})
	}
}
