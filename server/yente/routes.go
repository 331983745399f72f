package yente

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/interdict/interdict/server"
)

// Limits of one request, which are yente's.
const (
	maxURL     = 60_000 // bytes of path and query
	maxBatch   = 100    // queries
	maxResults = 500    // results of a query
	maxOffset  = 9_499
	maxIDs     = 50 // entities excluded
)

// Refresh brings the lists up to date; it is what POST /updatez asks for.
type Refresh func(ctx context.Context) error

// Options are what depends on who serves.
type Options struct {
	// UpdateToken is what POST /updatez must bear; empty refuses all.
	UpdateToken string
	// Update is what it does, nil for looking anew at the data folder.
	Update Refresh
	// Depth has another process make what WriteDepth writes of what is loaded, so
	// that no request waits for it; nil: the first request that needs it makes it.
	Depth func(ctx context.Context) ([]byte, error)
}

// api answers yente's clients.
type api struct {
	source  *server.Source
	options Options
	tell    func(format string, args ...any) // whoever runs the service
	views   views
}

// handler answers a request from one state of the lists.
type handler func(ctx context.Context, v *view, w http.ResponseWriter, r *http.Request) error

// New returns what adds yente's addresses under options.
func New(o Options) server.Routes {
	return func(mux *http.ServeMux, s *server.Source) {
		a := &api{source: s, options: o, tell: s.Folder.Tell}
		s.Prepare = append(s.Prepare, a.prepare)
		allowed := map[string][]string{}
		handle := func(pattern string, h http.Handler) {
			method, path, _ := strings.Cut(pattern, " ")
			allowed[path] = append(allowed[path], method)
			mux.Handle(pattern, h)
		}
		for pattern, h := range map[string]handler{
			"POST /match/{dataset}":                          a.match,
			"GET /search/{dataset}":                          a.find,
			"GET /entities/{id}":                             a.entity,
			"GET /entities/{id}/adjacent":                    a.adjacent,
			"GET /entities/{id}/adjacent/{property}":         a.adjacentBy,
			"GET /catalog":                                   a.catalog,
			"GET /manifest":                                  a.catalog,
			"GET /algorithms":                                a.algorithms,
			"GET /statements":                                a.statements,
			"GET /reconcile/{dataset}":                       a.reconcileGet,
			"POST /reconcile/{dataset}":                      a.reconcilePost,
			"GET /reconcile/{dataset}/suggest/entity":        a.suggestEntity,
			"GET /reconcile/{dataset}/suggest/property":      a.suggestProperty,
			"GET /reconcile/{dataset}/suggest/type":          a.suggestType,
			"GET /reconcile/{dataset}/extend/property":       a.proposeProperties,
			"GET /reconcile/{dataset}/preview/{id}":          a.preview,
			"GET /reconcile/{dataset}/flyout/{kind}/{id...}": a.flyout,
		} {
			handle(pattern, a.answer(h))
		}
		handle("POST /updatez", a.guard(http.HandlerFunc(a.update)))
		a.others(mux, allowed)
	}
}

// methods are those that a path without a handler for them answers itself: each
// by its name, so that no page for people stands in its way.
var methods = []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}

// others answers the methods that paths do not have, and those that ask what a
// page of another origin may do.
func (a *api) others(mux *http.ServeMux, allowed map[string][]string) {
	for path, have := range allowed {
		mux.Handle("OPTIONS "+path, a.guard(http.HandlerFunc(preflight)))
		refusal := a.guard(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Allow", strings.Join(have, ", "))
			fail(w, refuse(http.StatusMethodNotAllowed, "Method Not Allowed"))
		}))
		for _, m := range methods {
			if !slices.Contains(have, m) {
				mux.Handle(m+" "+path, refusal)
			}
		}
	}
}

// answer makes a handler one of net/http: it holds one state of the lists for as
// long as the answer takes.
func (a *api) answer(h handler) http.Handler {
	return a.guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		serving, release, err := a.source.Acquire()
		if err != nil {
			fail(w, notReady(err))
			return
		}
		defer release()
		if err := h(r.Context(), a.views.of(serving), w, r); err != nil {
			if _, told := errors.AsType[*problem](err); !told && r.Context().Err() == nil {
				a.tell("A request to %s could not be answered: %v", r.Pattern, err)
			}
			fail(w, err)
		}
	}))
}

// guard lets pages of any origin ask, refuses an address that is too long, and
// answers a fault of the program as yente does.
func (a *api) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Access-Control-Expose-Headers", strings.Join([]string{batchHeader, algorithmHeader, ignoredHeader}, ", "))
		defer func() {
			switch fault := recover(); fault {
			case nil:
			case http.ErrAbortHandler:
				panic(fault)
			default:
				fail(w, fmt.Errorf("a fault of the program: %T", fault))
				// The stack tells where, and nothing of who was asked for.
				a.tell("A request to %s met a fault of the program (%T): %s", r.Pattern, fault, debug.Stack())
			}
		}()
		if len(r.URL.EscapedPath())+len(r.URL.RawQuery) > maxURL {
			fail(w, refuse(http.StatusRequestURITooLong, "Request URI too long"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// preflight tells a browser what it may ask.
func preflight(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Methods", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT")
	h.Set("Access-Control-Max-Age", "600")
	if asked := r.Header.Get("Access-Control-Request-Headers"); asked != "" {
		h.Set("Access-Control-Allow-Headers", asked)
	}
	h.Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("OK"))
}
