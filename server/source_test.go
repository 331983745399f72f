package server_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/internal/background"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/server"
)

// starter is a source over the built-in register.
func starter(t testing.TB) *server.Source {
	t.Helper()
	s := server.NewSource(&base.Folder{Dir: t.TempDir(), Starter: true, Now: time.Now},
		server.Settings{Policy: policy.Default(), Weights: score.Default()})
	t.Cleanup(s.Close)
	return s
}

func TestReadyOnceTheListsAreOpen(t *testing.T) {
	s := starter(t)
	srv := server.New(s, server.Options{})
	get := func(path string) (int, string) {
		w := httptest.NewRecorder()
		srv.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w.Code, w.Body.String()
	}
	if code, body := get("/readyz"); code != http.StatusServiceUnavailable || !strings.Contains(body, "being opened") {
		t.Errorf("before: %d %s", code, body)
	}
	if code, _ := get("/healthz"); code != http.StatusOK {
		t.Errorf("health before: %d", code)
	}
	if err := s.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	if code, body := get("/readyz"); code != http.StatusOK || !strings.Contains(body, `"age_days"`) || !strings.Contains(body, `"demo":true`) {
		t.Errorf("after: %d %s", code, body)
	}
}

// What is held stays open over a swap, and is closed once it is let go.
func TestSwapUnderARequest(t *testing.T) {
	s := starter(t)
	if err := s.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	held, release, err := s.Acquire()
	if err != nil {
		t.Fatal(err)
	}
	s.Settings.Policy.Threshold = 6500
	s.Close() // what answers is taken out of use under the request
	if _, err := held.Engine.Entity("CYB0045"); err != nil {
		t.Errorf("what is held no longer answers: %v", err)
	}
	if _, open := s.Swaps(); open != 1 {
		t.Errorf("%d states are open under the request", open)
	}
	release()
	release() // twice is once
	if _, open := s.Swaps(); open != 0 {
		t.Errorf("%d states are open afterwards", open)
	}
	if _, _, err := s.Acquire(); err == nil {
		t.Error("a source that was closed answers")
	}
}

// An empty data folder is no trouble: nothing older answers in its place.
func TestReadySaysWhatIsMissing(t *testing.T) {
	s := server.NewSource(&base.Folder{Dir: t.TempDir(), Now: time.Now},
		server.Settings{Policy: policy.Default(), Weights: score.Default()})
	t.Cleanup(s.Close)
	srv := server.New(s, server.Options{})
	if err := s.Refresh(context.Background()); err == nil {
		t.Fatal("an empty folder opens")
	}
	w := httptest.NewRecorder()
	srv.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
	if body := w.Body.String(); w.Code != http.StatusServiceUnavailable || !strings.Contains(body, `"status":"empty"`) || strings.Contains(body, "warnings") {
		t.Errorf("%d %s", w.Code, body)
	}
}

// What is to answer next is prepared before it does; the first answers at once, and
// is prepared while it answers.
func TestPrepare(t *testing.T) {
	s := starter(t)
	begun, goOn := make(chan *server.Serving, 1), make(chan struct{})
	s.Prepare = append(s.Prepare, func(_ context.Context, next *server.Serving, pace *background.Pace) {
		pace.Breathe()
		begun <- next
		<-goOn
	})
	if err := s.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	first := <-begun
	held, release, err := s.Acquire()
	if err != nil || held != first {
		t.Fatalf("another state answers than the one that is prepared: %v", err)
	}
	release()
	goOn <- struct{}{}
	s.Settings.Policy.Threshold = 6500 // another state of the same lists
	snapshots := filepath.Join(s.Folder.Dir, "snapshots")
	if err := errors.Join(os.Mkdir(snapshots, 0o700), os.WriteFile(filepath.Join(snapshots, base.CurrentFile), []byte("another"), 0o600)); err != nil {
		t.Fatal(err)
	}
	swapped := make(chan error, 1)
	go func() { swapped <- s.Refresh(t.Context()) }()
	next := <-begun
	if held, release, err = s.Acquire(); err != nil || held != first || next == first {
		t.Errorf("a state answers before it is prepared: %v", err)
	}
	release()
	goOn <- struct{}{}
	if err := <-swapped; err != nil {
		t.Fatal(err)
	}
	if held, release, err = s.Acquire(); err != nil || held != next {
		t.Errorf("what was prepared does not answer: %v", err)
	}
	release()
}
