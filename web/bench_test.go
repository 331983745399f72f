package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/server"
	"github.com/interdict/interdict/web"
)

// BenchmarkPages is the time of whole pages on the server, at scale M: the
// folder that `make scales` makes, or the one that INTERDICT_BENCH_DATA names.
func BenchmarkPages(b *testing.B) {
	dir := os.Getenv("INTERDICT_BENCH_DATA")
	if dir == "" {
		dir = filepath.Join("..", "scales", "M")
	}
	if _, err := os.Stat(filepath.Join(dir, register.FileName)); err != nil {
		b.Skip("no data of scale M here: make scales, or name a folder in INTERDICT_BENCH_DATA")
	}
	source := server.NewSource(&base.Folder{Dir: dir, Now: time.Now}, server.Settings{Policy: policy.Default(), Weights: score.Default()})
	if err := source.Refresh(context.Background()); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(source.Close)
	mux := http.NewServeMux()
	web.New(source, web.Options{}).Routes(mux, source)
	for name, path := range map[string]string{
		"search/name": "/?q=Vladimir+Putin", "search/common": "/?q=Mohammed+Ali", "search/word": "/?q=bank", "search/number": "/?q=9187629", "search/han": "/?q=李伟",
		"entity/two": "/entity/CYB0045", "entity/many": "/entity/RUS0251", "lists": "/lists", "list": "/lists/us_ofac_sdn",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				at := path
				for range 2 { // over the redirect of a listing's own id
					w := httptest.NewRecorder()
					mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, at, http.NoBody))
					if at = w.Header().Get("Location"); w.Code == http.StatusOK {
						break
					}
				}
			}
		})
	}
}
