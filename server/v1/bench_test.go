package v1

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/server"
)

// benchFolder is a data folder to measure with, such as scale M; the starter
// register stands in where none is named.
const benchFolder = "INTERDICT_BENCH_DATA"

func benchServer(b *testing.B) http.Handler {
	b.Helper()
	dir := os.Getenv(benchFolder)
	f := &base.Folder{Dir: dir, Starter: dir == "", Now: time.Now}
	return server.New(sourceOver(b, f), server.Options{Classes: Classes}, Routes("test"))
}

// people are names that customers have; one in a hundred is a listed one.
func people(n int) []string {
	given := strings.Fields("Anna Bernd Chiara Dmitri Elif Fatima Georg Hanna Ivan Jana Karim Lena Mehmet Nora Omar Petra Qing Rosa Sofia Tomas Ulrike Vera Wei Xenia Yusuf Zofia")
	family := strings.Fields("Abel Brunner Costa Dvorak Eriksen Fischer Garcia Huber Ivanova Jansen Kowalski Lindqvist Moreau Novak Okafor Pereira Quist Rossi Schmidt Tanaka Ueda Varga Weber Xu Yilmaz Zimmermann")
	var all []string
	for i := range n {
		name := fmt.Sprintf(`{"id": "%d", "name": "%s %s", "birth_date": "19%02d-0%d-1%d"}`, i, given[i%len(given)], family[i*7%len(family)], 30+i%60, 1+i%9, i%10)
		if i%100 == 99 {
			name = zhao
		}
		all = append(all, name)
	}
	return all
}

func BenchmarkScreenOne(b *testing.B) {
	h := benchServer(b)
	who := people(1000)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; b.Loop(); i++ {
		if w := ask(h, http.MethodPost, "/v1/screen", `{"subjects": [`+who[i%len(who)]+`]}`); w.Code != http.StatusOK {
			b.Fatal(w.Body)
		}
	}
}

func BenchmarkScreenHit(b *testing.B) {
	h := benchServer(b)
	b.ReportAllocs()
	for b.Loop() {
		if w := ask(h, http.MethodPost, "/v1/screen", `{"subjects": [`+zhao+`]}`); w.Code != http.StatusOK {
			b.Fatal(w.Body)
		}
	}
}

func BenchmarkScreenHundred(b *testing.B) {
	h := benchServer(b)
	body := `{"subjects": [` + strings.Join(people(100), ",") + `]}`
	b.ReportAllocs()
	for b.Loop() {
		if w := ask(h, http.MethodPost, "/v1/screen", body); w.Code != http.StatusOK {
			b.Fatal(w.Body)
		}
	}
}

func BenchmarkStream(b *testing.B) {
	h := benchServer(b)
	who := people(10_000)
	body := strings.Join(who, "\n")
	b.ReportAllocs()
	for b.Loop() {
		w := ask(h, http.MethodPost, "/v1/screen/stream?all=false", body)
		if !strings.Contains(w.Body.String(), `"summary"`) {
			b.Fatal(w.Body)
		}
	}
	b.ReportMetric(float64(b.N*len(who))/b.Elapsed().Seconds(), "names/s")
}

func BenchmarkGetEntity(b *testing.B) {
	h := benchServer(b)
	b.ReportAllocs()
	for b.Loop() {
		if w := ask(h, http.MethodGet, "/v1/entities/us_ofac_sdn-47814", ""); w.Code != http.StatusOK && w.Code != http.StatusPermanentRedirect {
			b.Fatal(w.Body)
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	h := benchServer(b)
	b.ReportAllocs()
	for b.Loop() {
		if w := ask(h, http.MethodGet, "/v1/search?q=zhao+guangzong", ""); w.Code != http.StatusOK {
			b.Fatal(w.Body)
		}
	}
}

// BenchmarkOverhead is a request that is answered with next to nothing: what
// net/http's routes, huma and our own writing cost.
func BenchmarkOverhead(b *testing.B) {
	h := benchServer(b)
	b.ReportAllocs()
	for b.Loop() {
		if w := ask(h, http.MethodGet, "/v1/version", ""); w.Code != http.StatusOK {
			b.Fatal(w.Body)
		}
	}
}
