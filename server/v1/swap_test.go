package v1

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/server"
)

// While the lists are swapped again and again, each answer is of one state: the
// snapshot that it names in one place it names in all.
func TestAnswersUnderSwaps(t *testing.T) {
	f := loaded(t)
	s := sourceOver(t, f)
	h := server.New(s, server.Options{Classes: Classes}, Routes("test"))
	r, err := f.Register(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	done := make(chan struct{})
	var all sync.WaitGroup
	var mu sync.Mutex
	seen := map[string]bool{}
	ask1 := func(i int) {
		body := fmt.Sprintf(`{"subjects": [%s], "threshold": 0.7%d}`, zhao+strings.Repeat(","+zhao, i%40), i%5)
		w := ask(h, http.MethodPost, "/v1/screen", body)
		var answer struct {
			Results []struct {
				Hashes struct{ Snapshot, Policy string } `json:"hashes"`
				Hits   []json.RawMessage                 `json:"hits"`
			} `json:"results"`
			AnsweredBy struct {
				Hashes struct{ Snapshot, Policy string } `json:"hashes"`
			} `json:"answered_by"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || w.Code != http.StatusOK || len(answer.Results) != i%40+1 {
			t.Errorf("%d %v %s", w.Code, err, w.Body)
			return
		}
		for _, one := range answer.Results {
			if one.Hashes != answer.AnsweredBy.Hashes || len(one.Hits) != 1 {
				t.Errorf("a result of %v in an answer of %v", one.Hashes, answer.AnsweredBy.Hashes)
			}
		}
		mu.Lock()
		seen[answer.AnsweredBy.Hashes.Snapshot] = true
		mu.Unlock()
	}
	for g := range 4 {
		all.Go(func() {
			for i := g; ; i += 4 {
				select {
				case <-done:
					return
				default:
					ask1(i)
				}
			}
		})
	}
	two := [2]interdict.Ref{{List: "us_ofac_sdn", ID: "36"}, {List: "gb_fcdo_sanctions", ID: "CYB0044"}}
	for i := range 4 {
		kind := register.Same
		if i%2 == 1 {
			kind = register.Different
		}
		if err := r.Decide(context.Background(), register.Decision{Kind: kind, A: two[0], B: two[1], Why: "test", Who: "test", At: noon}); err != nil {
			t.Fatal(err)
		}
		if err := s.Refresh(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	close(done)
	all.Wait()
	if len(seen) < 2 {
		t.Errorf("%d states answered", len(seen))
	}
	if _, open := s.Swaps(); open != 1 {
		t.Errorf("%d states are open afterwards", open)
	}
}

// HEAD is GET without a body.
func TestHead(t *testing.T) {
	h := demo(t)
	get, head := ask(h, http.MethodGet, "/v1/version", ""), ask(h, http.MethodHead, "/v1/version", "")
	if head.Code != http.StatusOK || head.Body.Len() != 0 || head.Header().Get("ETag") != get.Header().Get("ETag") {
		t.Errorf("HEAD: %d %v %s", head.Code, head.Header(), head.Body)
	}
}

// While what is loaded is compiled elsewhere, whoever asks how the service is
// reads since when; nothing answers before, and the older state while it is.
func TestCompilingIsTold(t *testing.T) {
	f := loaded(t)
	opens := *f
	opens.OpenOnly = true
	s := server.NewSource(&opens, server.Settings{Policy: policy.Default(), Weights: score.Default()})
	t.Cleanup(s.Close)
	h := server.New(s, server.Options{Classes: Classes}, Routes("test"))
	tells := func(path string, status int, want ...string) {
		t.Helper()
		w := ask(h, http.MethodGet, path, "")
		for _, words := range want {
			if w.Code != status || !strings.Contains(w.Body.String(), words) {
				t.Errorf("%s: %d, want %d and %s: %s", path, w.Code, status, words, w.Body)
			}
		}
	}
	tells("/readyz", http.StatusServiceUnavailable, `"status":"opening"`)
	status := http.StatusServiceUnavailable
	since := `"compiling_since":"` + noon.UTC().Format(time.RFC3339) + `"`
	s.Compile = func(ctx context.Context) error {
		if status == http.StatusOK {
			tells("/readyz", status, `"status":"ok"`, since)
		} else {
			tells("/readyz", status, `"status":"compiling"`, since)
			tells("/v1/lists", status, `"code":"not_ready"`, "is being compiled")
		}
		tells("/healthz", http.StatusOK, `{"status":"ok",`+since)
		b, err := f.Open(ctx, base.Moment{})
		if err != nil {
			return err
		}
		return b.Close()
	}
	for range 2 {
		if err := s.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		status = http.StatusOK
		tells("/readyz", status, `{"status":"ok","since"`)
		tells("/healthz", status, `{"status":"ok"}`)
		sdn, err := os.ReadFile(filepath.Join("..", "..", "lists", "ofac", "testdata", "sdn.xml"))
		if err != nil {
			t.Fatal(err)
		}
		load(t, f, map[string][]byte{"sdn.xml": []byte(strings.Replace(strings.Replace(string(sdn), "03/26/2024", "03/27/2024", 1), "Guangzong", "Guangzhong", 1))})
	}
	if swaps, _ := s.Swaps(); swaps != 2 {
		t.Errorf("it was compiled %d times", swaps)
	}
}
