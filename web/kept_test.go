package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/server"
)

// While the lists are compiled, a page that was asked for comes again by itself.
func TestCompilingRefreshes(t *testing.T) {
	p := New(&server.Source{}, Options{})
	for method, want := range map[string]string{http.MethodGet: "5", http.MethodPost: ""} {
		w := httptest.NewRecorder()
		p.without(w, httptest.NewRequest(method, "/screen", nil), nil, &base.NotCompiled{})
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Refresh") != want || !strings.Contains(w.Body.String(), "being compiled") {
			t.Errorf("%s: %d, %q\n%s", method, w.Code, w.Header().Get("Refresh"), w.Body)
		}
	}
}

func TestKept(t *testing.T) {
	k := kept[int]{most: 2}
	for i, key := range []string{"a", "b", "c"} {
		if _, ok := k.of(key); ok {
			t.Errorf("%s is there before it was kept", key)
		}
		k.keep(key, i)
	}
	if _, ok := k.of("a"); ok || len(k.all) != 2 {
		t.Errorf("%d are kept", len(k.all))
	}
	if v, ok := k.of("c"); !ok || v != 2 {
		t.Errorf("of c: %d, %t", v, ok)
	}
}
