package watchman

import (
	"context"
	"errors"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/interdict/interdict/server"
)

// Options are what depends on who serves.
type Options struct {
	// Lenient accepts parameters that nothing reads.
	Lenient bool
	// Refresher updates the lists; nil: nothing does, and POST is refused.
	Refresher Refresher
	// Version is this program's, for GET /v2/listinfo.
	Version string
}

type api struct {
	source  *server.Source
	options Options
}

// problem is an error that the client can mend, with the status it is told by.
type problem struct {
	status int
	error
}

// refuse makes one as Watchman tells all errors: with status 400.
func refuse(err error) error { return &problem{http.StatusBadRequest, err} }

var (
	errNoRefresh = errors.New("this service does not update its lists; run `interdict lists update` beside it, and it answers from the new ones at once")
	errIngest    = errors.New("this service is read-only and keeps nothing that is sent to it; load a list of your own with `interdict lists load FILE` (docs/own-lists.md), and it answers from it at once")
	errExport    = errors.New("this service hands out no whole list; `interdict lists export LIST` gives back the files as they were published")
)

// New returns what adds Watchman's addresses under options.
func New(o Options) server.Routes {
	return func(mux *http.ServeMux, s *server.Source) {
		a := &api{source: s, options: o}
		for pattern, h := range map[string]func(http.ResponseWriter, *http.Request) error{
			"GET /v2/search":        a.search,
			"GET /v2/listinfo":      a.listInfo,
			"GET /v2/data/refresh":  a.refreshed,
			"POST /v2/data/refresh": a.refresh,
			"POST /v2/ingest/{fileType}": func(http.ResponseWriter, *http.Request) error {
				return refuse(errIngest)
			},
			"GET /v2/export/{fileType}": func(http.ResponseWriter, *http.Request) error {
				return refuse(errExport)
			},
			"/v2/": unknown,
			"GET /ping": func(w http.ResponseWriter, _ *http.Request) error {
				w.Header().Set("Content-Type", "text/plain; charset=utf-8")
				_, _ = w.Write([]byte("PONG")) // who asked has gone
				return nil
			},
			"OPTIONS /v2/": preflight,
		} {
			mux.Handle(pattern, a.answer(h))
		}
	}
}

// answer makes a handler one of net/http: pages of any origin may ask, and errors
// are told in Watchman's form.
func (a *api) answer(h func(http.ResponseWriter, *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		defer func() {
			switch fault := recover(); fault {
			case nil:
			case http.ErrAbortHandler:
				panic(fault)
			default:
				server.WriteJSON(w, http.StatusInternalServerError, failure{"a fault of the program"})
				// The stack tells where, and nothing of who was asked for.
				a.source.Folder.Tell("A request to %s met a fault of the program (%T): %s", r.Pattern, fault, debug.Stack())
			}
		}()
		if err := h(w, r); err != nil {
			a.fail(w, r, err)
		}
	})
}

// failure is the body of every error.
type failure struct {
	Error string `json:"error"`
}

// fail answers with an error. What nobody who asks can mend is told to whoever runs
// the service.
func (a *api) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) {
		panic(http.ErrAbortHandler) // nobody is there any more, and an empty answer is none
	}
	status := http.StatusServiceUnavailable
	if p, ok := errors.AsType[*problem](err); ok {
		status = p.status
	} else {
		state, reason := server.NotReady(err)
		if state == "error" {
			a.source.Folder.Tell("A request to %s could not be answered: %v", r.Pattern, err)
		}
		err = errors.New(reason)
	}
	server.WriteJSON(w, status, failure{err.Error()})
}

// unknown answers all other addresses below /v2.
func unknown(http.ResponseWriter, *http.Request) error {
	return &problem{http.StatusNotFound, errors.New("there is no such address and method; there are GET /v2/search, GET /v2/listinfo, GET and POST /v2/data/refresh")}
}

// preflight tells a browser what it may ask.
func preflight(w http.ResponseWriter, r *http.Request) error {
	h := w.Header()
	h.Set("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS, POST")
	h.Set("Access-Control-Max-Age", "600")
	if asked := r.Header.Get("Access-Control-Request-Headers"); asked != "" {
		h.Set("Access-Control-Allow-Headers", asked)
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// ListInfo is the answer of GET /v2/listinfo.
type ListInfo struct {
	Lists      map[string]int    `json:"lists"`
	ListHashes map[string]string `json:"listHashes"`
	StartedAt  time.Time         `json:"startedAt"`
	EndedAt    time.Time         `json:"endedAt"`
	Version    string            `json:"version"`
}

// listInfo answers GET /v2/listinfo: the lists that are asked, what of each is in
// force, when the newest of them was loaded and since when it answers.
func (a *api) listInfo(w http.ResponseWriter, r *http.Request) error {
	serving, release, err := a.source.Acquire()
	if err != nil {
		return err
	}
	defer release()
	answer := ListInfo{Lists: map[string]int{}, ListHashes: map[string]string{}, EndedAt: serving.Since.UTC(), Version: a.options.Version}
	for _, l := range serving.Today(r.Context()) {
		answer.Lists[Source(l.ID)] = l.Entries
		answer.ListHashes[Source(l.ID)] = l.Edition
		if l.Loaded.After(answer.StartedAt) {
			answer.StartedAt = l.Loaded.UTC()
		}
	}
	if answer.StartedAt.IsZero() || answer.StartedAt.After(answer.EndedAt) {
		answer.StartedAt = answer.EndedAt
	}
	server.WriteJSON(w, http.StatusOK, answer)
	return nil
}
